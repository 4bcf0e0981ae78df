"""Data folders that were put aside by a restore or by 更换数据密钥: they stay until somebody removes them.

One may go only when a proven backup is newer than what put it aside: until then it is the last way back.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from .backups import BackupEntry
from .database import DATABASE_FILE
from .durable import rename, storage_errors, sync_directory
from .errors import RuleError
from .homes import Home
from .keyring import FILES
from .session import Session

PUT_ASIDE = ("account.new_key", "backup.restore")
_NEEDS_BACKUP = "还没有一份更换或还原以后做成并核验过的备份，旧数据文件夹是最后的退路，不能删。请先备份到 U 盘。"


@dataclass(frozen=True)
class OldFolder:
    """One data folder that is not in use."""

    path: Path
    size: int
    changed_at: datetime  # the last time something was stored in it

    @property
    def name(self) -> str:
        return self.path.name


def old_folders(session: Session) -> list[OldFolder]:
    """All data folders of the home but the one in use, the newest first."""
    with storage_errors():
        found = [
            _looked_at(path)
            for path in session.folder.parent.glob("data-*")
            if path.is_dir() and path.name != session.folder.name
        ]
    return sorted(found, key=lambda folder: folder.changed_at, reverse=True)


def removal_refusal(session: Session) -> str:
    """Why no old folder may go now; empty when a proven backup is newer than the last change of folders."""
    marks = ", ".join("?" * len(PUT_ASIDE))
    # the line of a removal has no record
    sql = f"SELECT max(id) FROM audit_log WHERE action IN ({marks}) AND NOT (action = ? AND record_id = 0)"
    since = session.value(sql, (*PUT_ASIDE, PUT_ASIDE[0])) or 0
    proven = (
        int(entry.audit_head.partition(" ")[0] or 0)
        for entry in session.select(BackupEntry, "is_verified = 1 AND removed_on IS NULL")
    )
    return "" if max(proven, default=-1) >= since else _NEEDS_BACKUP


def remove(session: Session, folder: OldFolder) -> None:
    """Remove one for good: its keyring is overwritten first, so that what is left of the rest opens for nobody."""
    with session.action("account.new_key"):
        if refusal := removal_refusal(session):
            raise RuleError(refusal)
        if folder.path.name == Home(session.folder.parent).data.name or not folder.path.is_dir():
            raise RuleError("这个数据文件夹正在使用，或已经不在了。请关上这一页，再打开一次。")
        session.note("accounts", 0, {"removed_folder": folder.name, "changed_at": f"{folder.changed_at:%Y-%m-%d}"})
        session.after_commit(lambda: _take_away(folder.path))


def _take_away(path: Path) -> None:
    with storage_errors():
        going = path.with_name(f".building-{path.name}")  # what is left of it after a kill goes at the next sign-in
        rename(path, going)
        sync_directory(path.parent)
        for name in FILES:
            _overwrite(going / name)
        for left in going.glob("*.db*"):
            _overwrite(left, 4096)  # the first page with the salt
        shutil.rmtree(going, ignore_errors=True)


def _overwrite(path: Path, most: int = 1 << 20) -> None:
    with suppress(FileNotFoundError), path.open("rb+") as file:
        file.write(os.urandom(min(most, path.stat().st_size)))
        file.flush()
        os.fsync(file.fileno())


def _looked_at(path: Path) -> OldFolder:
    files = [each for each in path.rglob("*") if each.is_file()]
    base = path / DATABASE_FILE
    changed = (base if base.exists() else path).stat().st_mtime
    return OldFolder(path, sum(each.stat().st_size for each in files), datetime.fromtimestamp(changed))
