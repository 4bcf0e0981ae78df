"""Making a backup while the program is open: a snapshot, packed, synced, renamed, read back and proven.

A folder or stick gets a whole set (整套) each calendar month, and changes (增量) on it in between. Whatever goes wrong,
nothing new is left there and the older packages are untouched.
"""

from __future__ import annotations

import glob
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .. import attachments
from ..backups import BackupEntry, BackupKind
from ..database import DATABASE_FILE
from ..durable import storage_errors
from ..errors import RuleError, StorageError
from ..folders import FAT, volume_of
from ..permissions import require
from ..session import Session
from ..sticks import Stick
from . import sets, snapshot, unpacking, writing
from .job import OF_BASE, Cancel, Job, Progress
from .package import FORMAT, SUFFIX, BackupInfo, PackageKind, tail_digest
from .packing import Load
from .snapshot import Moment
from .writing import Render, Written

FAT_LIMIT = 2**32 - 1
_SPARE = 4 * 2**20


@dataclass(frozen=True)
class BackupResult:
    """A backup that is done and proven; `entry.rendered` names the form that was made from it, empty if none was."""

    path: Path
    info: BackupInfo
    size: int
    entry: BackupEntry


@dataclass(frozen=True)
class _Base:
    """The set that changes build on, with the names of the files in it."""

    info: BackupInfo
    digest: str
    names: frozenset[str]


def back_up(
    session: Session,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    *,
    place: str = "",
    stick: Stick | None = None,
    kind: BackupKind | None = None,
    render: Render | None = None,
) -> BackupResult:
    """Put one proven package into `folder` and enter it into the register (F123).

    Without a `kind` the first of a calendar month is a set and later ones are changes on it. `render` makes one form
    from the read-back database and returns how it is called (`sheets.proof`); without it `rendered` stays empty.
    """
    require(session.roles, "backup.make")
    if not folder.is_dir():
        raise StorageError("找不到存放备份的文件夹，U 盘可能没插好。请插好 U 盘，再选一次文件夹。")
    job = Job(progress, cancelled)
    base = None if kind is BackupKind.SET else _base_for(session, folder, job, wanted=kind is BackupKind.CHANGES)
    packed = PackageKind.CHANGES if base else PackageKind.SET
    written, rendered = _package(session, folder, packed, job, base=base, render=render)
    entry = _register(session, written, BackupKind(packed.value), rendered, place or _usual_place(stick), stick)
    return BackupResult(written.info.path, written.info, written.size, entry)


def pack_copy(session: Session, folder: Path, why: str, job: Job) -> BackupInfo:
    """A proven copy of the database alone (本机副本), for the same computer; the attachments stay where they are."""
    written, _ = _package(session, folder, PackageKind.COPY, job, why=why)
    return written.info


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


def _package(
    session: Session,
    folder: Path,
    kind: PackageKind,
    job: Job,
    *,
    base: _Base | None = None,
    why: str = "",
    render: Render | None = None,
) -> tuple[Written, str | None]:
    """Snapshot, write, read back; the package and the name of the form that was made from it."""
    working = session.folder.parent / "temporary" / f"backup-{secrets.token_hex(4)}"
    with storage_errors():
        working.mkdir(mode=0o700, parents=True)
    try:
        moment = snapshot.take(session, working / DATABASE_FILE, job)
        load, header = _load(session, moment, kind, base, why)
        check_room(folder, header["size"], volume_of(folder).file_system)
        job.total, job.done = 2 * header["size"], 0
        target = _free_name(folder, moment.station_name, session.now(), kind)
        written = writing.write(target, session, header, load, job)
        return written, writing.read_back(written, session, working, job, render)
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _base_for(session: Session, folder: Path, job: Job, *, wanted: bool) -> _Base | None:
    """The set that changes may build on: proven, of this month unless changes were asked for, and whole to this day.

    It is read here once more: changes on a set that has gone bad since would be no backup.
    """
    info = sets.newest_base(session, folder)
    month = (session.today.year, session.today.month)
    if info is None or not (wanted or (info.made_at.year, info.made_at.month) == month):
        if wanted:
            raise RuleError("这里还没有核验过的整套备份，不能只备份变动的部分。请先做一份整套备份。")
        return None
    try:
        names = unpacking.names_in(info.path, session.keys.backup)
        job.total, job.done = info.size, 0
        unpacking.extract(info.path, lambda _: session.keys.backup, lambda _: None, job, what=OF_BASE)
    except StorageError:
        if wanted:
            raise
        return None
    return _Base(info, tail_digest(info.path), names) if names else None


def _load(
    session: Session, moment: Moment, kind: PackageKind, base: _Base | None, why: str
) -> tuple[Load, dict[str, Any]]:
    stored = {
        f"attachments/{each.stored_as[:2]}/{each.stored_as}": attachments.stored_path(session.folder, each)
        for each in moment.attachments
    }
    in_base = tuple(name for name in stored if base and name in base.names)
    present = {name: path for name, path in stored.items() if name not in in_base and path.exists()}
    packed = {} if kind is PackageKind.COPY else present
    files = {DATABASE_FILE: moment.path, **packed}
    header = {
        "format": FORMAT,
        "kind": kind.value,
        "algorithms": ["zstd", "hkdf-sha256", "aes-256-gcm", "sha256", "hmac-sha256"],
        "station": session.keyring.station,
        "station_name": moment.station_name,
        "made_at": session.now().isoformat(timespec="seconds"),
        "made_by": session.staff.name,
        "encrypted": session.keys.database is not None,
        "opinions": moment.counts["opinions"],
        "attachments": len(present) + len(in_base),
        "missing": len(stored) - len(present) - len(in_base),
        "database_size": moment.path.stat().st_size,
        "size": sum(path.stat().st_size for path in files.values()),
        "audit_head": f"{moment.head.id} {moment.head.groups}",
        "base_name": base.info.path.name if base else "",
        "base_digest": base.digest if base else "",
        "why": why,
        "keyring": session.keyring.content,
    }
    facts = {"counts": moment.counts, "audit_head": [moment.head.id, moment.head.mac.hex()]}
    return Load(files, in_base, facts), header


def _free_name(folder: Path, station_name: str, now: datetime, kind: PackageKind) -> Path:
    plain = re.sub(r'[\\/:*?"<>|\s]+', "", station_name)
    what = "本机副本" if kind is PackageKind.COPY else "备份"
    stem = f"联络站{what}-{plain}-{now:%Y%m%d-%H%M}{'-增量' if kind is PackageKind.CHANGES else ''}"
    for left in folder.glob(f"联络站{what}-{glob.escape(plain)}-*{SUFFIX}.part"):  # of a backup that was broken off
        with suppress(OSError):
            left.unlink()
    for number in range(1, 1000):
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}"
        if not path.exists():
            return path
    raise RuleError("这一分钟里已经备份过很多次。请稍后再试。")


def _usual_place(stick: Stick | None) -> str:
    return stick.keep_place if stick else ""


def _register(
    session: Session, written: Written, kind: BackupKind, rendered: str | None, place: str, stick: Stick | None
) -> BackupEntry:
    info = written.info
    missing = f"有 {info.missing} 个附件的文件找不到，没有备份到" if info.missing else ""
    note = "；".join(part for part in (missing, "打开验证的表没有做成" if rendered is None else "") if part)
    with session.action("backup.make"):
        return session.add(
            BackupEntry(
                made_at=info.made_at,
                made_by=session.staff.id,
                medium=str(info.path.parent)[-200:],
                file_name=info.path.name[-200:],
                database_size=info.database_size,
                attachment_count=info.attachments,
                digest=written.digest,
                is_verified=True,
                audit_head=info.audit_head,
                place=place,
                note=note,
                stick_id=stick.id if stick else None,
                kind=kind,
                base_digest=info.base_digest,
                rendered=(rendered or "")[:60],
            )
        )
