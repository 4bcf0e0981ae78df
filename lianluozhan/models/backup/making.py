"""Making a backup while the program is open: a snapshot, packed, synced, renamed, read back and proven."""

from __future__ import annotations

import glob
import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import attachments, audit, upgrades
from ..attachments import Attachment
from ..backups import BackupEntry
from ..database import DATABASE_FILE, storage_trouble
from ..durable import rename, storage_errors, sync_directory
from ..errors import RuleError, StorageError
from ..folders import FAT, volume_of
from ..permissions import require
from ..session import Session
from ..stations import station
from . import package
from .job import Cancel, Job, Progress
from .package import FORMAT, SUFFIX, BackupInfo
from .proving import prove

OWN_DAMAGE = "电脑里的数据没有通过检查，这次备份不算数，以前的备份没有动过。请用“还原”从最近的备份恢复。"
FAT_LIMIT = 2**32 - 1
_SPARE = 4 * 2**20


@dataclass(frozen=True)
class BackupResult:
    """A backup that is done and proven."""

    path: Path
    info: BackupInfo
    size: int
    entry: BackupEntry


@dataclass(frozen=True)
class _Snapshot:
    files: dict[str, Path]
    header: dict[str, Any]
    facts: dict[str, Any]


def back_up(
    session: Session,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    *,
    place: str = "",
) -> BackupResult:
    """Put one proven package into `folder`; on any trouble nothing new is left there and older ones are untouched."""
    require(session.roles, "backup.make")
    if not folder.is_dir():
        raise StorageError("找不到存放备份的文件夹，U 盘可能没插好。请插好 U 盘，再选一次文件夹。")
    job, working = Job(progress, cancelled), session.folder.parent / "temporary" / f"backup-{secrets.token_hex(4)}"
    with storage_errors():
        working.mkdir(mode=0o700, parents=True)
    try:
        snapshot = _take(session, working, job)
        size = sum(path.stat().st_size for path in snapshot.files.values())
        check_room(folder, size, volume_of(folder).file_system)
        job.total, job.done = 2 * size, 0
        target = _free_name(folder, snapshot.header["station_name"], session.now())
        digest = _write(target, session, snapshot, job)
        info = _read_back(target, session, working, job)
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return BackupResult(target, info, target.stat().st_size, _register(session, info, digest, place))


def entries(session: Session) -> list[BackupEntry]:
    """The register of backups (F123), newest first."""
    return session.select(BackupEntry, order="id DESC")


def check_room(folder: Path, size: int, file_system: str, what: str = "备份") -> None:
    """Refuse before writing what would not fit; `what` is the work that needs the room."""
    if file_system in FAT and size + _SPARE > FAT_LIMIT:
        raise StorageError("这份备份超过 4 GB，FAT32 格式的 U 盘放不下这么大的文件。请换 exFAT 或 NTFS 格式的 U 盘。")
    with storage_errors():
        free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        place = "U 盘或磁盘" if what == "备份" else "这台电脑的磁盘"
        need, have = (size + _SPARE) / 2**20, free / 2**20
        raise StorageError(f"{place}空间不够：{what}要 {need:.0f} MB，只剩 {have:.0f} MB。请先腾出空间再试。")


def _take(session: Session, working: Path, job: Job) -> _Snapshot:
    """The database as it is at one moment, with the list of the attachments it names."""
    copied = working / DATABASE_FILE
    with session.lock, storage_trouble():
        upgrades.snapshot(session.db, copied, session.keys.database, tell=lambda: job.advance(0, "正在取得数据的副本"))
        head, counts = audit.head(session.db), upgrades.table_counts(session.db)
        rows, name = session.select(Attachment), station(session).name
        keyring = session.keyring.content
    stored = {attachment.stored_as: attachments.stored_path(session.folder, attachment) for attachment in rows}
    present = {f"attachments/{key[:2]}/{key}": path for key, path in stored.items() if path.exists()}
    files = {DATABASE_FILE: copied, **present}
    header = {
        "format": FORMAT,
        "algorithms": ["zstd", "hkdf-sha256", "aes-256-gcm", "hmac-sha256"],
        "station": session.keyring.station,
        "station_name": name,
        "made_at": session.now().isoformat(timespec="seconds"),
        "made_by": session.staff.name,
        "encrypted": session.keys.database is not None,
        "opinions": counts["opinions"],
        "attachments": len(present),
        "missing": len(stored) - len(present),
        "database_size": copied.stat().st_size,
        "size": sum(path.stat().st_size for path in files.values()),
        "audit_head": f"{head.id} {head.groups}",
        "keyring": keyring,
    }
    return _Snapshot(files, header, {"counts": counts, "audit_head": [head.id, head.mac.hex()]})


def _free_name(folder: Path, station_name: str, now: datetime) -> Path:
    plain = re.sub(r'[\\/:*?"<>|\s]+', "", station_name)
    stem = f"联络站备份-{plain}-{now:%Y%m%d-%H%M}"
    for left in folder.glob(f"联络站备份-{glob.escape(plain)}-*{SUFFIX}.part"):  # of a backup that was broken off
        with suppress(OSError):
            left.unlink()
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
        if not path.exists():
            return path
    raise RuleError("这一分钟里已经备份过很多次。请稍后再试。")


def _write(target: Path, session: Session, snapshot: _Snapshot, job: Job) -> str:
    part = target.with_name(target.name + ".part")
    with storage_errors():
        try:
            with part.open("wb") as file:
                digest = package.write(file, session.keys.backup, snapshot.header, snapshot.files, snapshot.facts, job)
                package.sync_file(file)
            rename(part, target)
        finally:
            part.unlink(missing_ok=True)
        try:
            sync_directory(target.parent)
            _forget_cached(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return digest


def _forget_cached(path: Path) -> None:
    """Drop the pages in memory, so that reading back reads the medium."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back(target: Path, session: Session, working: Path, job: Job) -> BackupInfo:
    """Read the package as a stranger would and prove it; take it away again if it does not hold."""
    copied = working / "read-back.db"
    try:
        info, manifest = package.extract(
            target, lambda _: session.keys.backup, lambda name: copied if name == DATABASE_FILE else None, job
        )
        _prove_own(copied, session, manifest)
    except BaseException:
        with storage_errors():
            target.unlink(missing_ok=True)
        raise
    return info


def _prove_own(copied: Path, session: Session, manifest: package.Manifest) -> None:
    """The package arrived unchanged; what does not hold now did not hold in this computer either."""
    try:
        prove(copied, session.keys, manifest)
    except StorageError as damaged:
        raise StorageError(OWN_DAMAGE) from damaged


def _register(session: Session, info: BackupInfo, digest: str, place: str) -> BackupEntry:
    note = f"有 {info.missing} 个附件的文件找不到，没有备份到" if info.missing else ""
    with session.action("backup.make"):
        return session.add(
            BackupEntry(
                made_at=info.made_at,
                made_by=session.staff.id,
                medium=str(info.path.parent)[-200:],
                file_name=info.path.name[-200:],
                database_size=info.database_size,
                attachment_count=info.attachments,
                digest=digest,
                is_verified=True,
                audit_head=info.audit_head,
                place=place,
                note=note,
            )
        )
