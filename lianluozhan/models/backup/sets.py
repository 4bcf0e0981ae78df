"""Which packages lie in a folder, which of them build on which, and which were proven.

Packages are ordered by their `sequence`, the last line of the audit log in them: clocks and names of files may lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..backups import BackupEntry
from ..errors import StorageError
from ..session import Session
from .package import SUFFIX, BackupInfo, PackageKind, read_info, refusal, tail_digest


def packages_in(folder: Path, station: str) -> list[BackupInfo]:
    """The packages of a station that lie in a folder, the newest first; foreign and unreadable files are left out."""
    found = []
    with suppress(OSError):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            with suppress(StorageError):
                info = read_info(path)
                if info.station == station:
                    found.append(info)
    return sorted(found, key=lambda info: (info.sequence, info.made_at, info.path.name), reverse=True)


def base_of(info: BackupInfo) -> BackupInfo | None:
    """The set that changes build on, found by its name in the same folder; None for a package that needs none.

    StorageError, with the name of the file to look for, when it is not there or is another one.
    """
    if info.kind is not PackageKind.CHANGES:
        return None
    if not (name := Path(info.base_name).name):
        raise refusal(info.path, "开头")
    path = info.path.with_name(name)
    if not path.is_file():
        raise StorageError(
            f"这份增量备份要和整套备份“{path.name}”一起用，这个文件夹里没有它。请把两个文件放在同一个文件夹里再试。"
        )
    found = read_info(path)
    if found.station != info.station or tail_digest(path) != info.base_digest:
        raise StorageError(
            f"同名的整套备份“{path.name}”不是这份增量备份所依的那一份，或已损坏。请找出当时的那个文件，放在一起再试。"
        )
    return found


def whole_size(info: BackupInfo) -> int:
    """The bytes that are read to prove or restore a package, its base set included as far as it is there."""
    with suppress(StorageError):
        if base := base_of(info):
            return info.size + base.size
    return info.size


def entry_of(info: BackupInfo, entries: Iterable[BackupEntry]) -> BackupEntry | None:
    """The line of the register that says a package was proven, if the file is still that one at its head and end."""
    with suppress(StorageError):
        digest = tail_digest(info.path)
        for entry in entries:
            facts = (entry.is_verified, entry.removed_on, entry.digest, entry.audit_head, entry.database_size)
            if facts == (True, None, digest, info.audit_head, info.database_size):
                return entry
    return None


def newest_base(session: Session, folder: Path) -> BackupInfo | None:
    """The newest proven set that lies in a folder and is under the data key of today."""
    entries = session.select(BackupEntry, order="id DESC")
    for info in packages_in(folder, session.keyring.station):
        is_ours = info.keyring.get("key", "") == session.keyring.mark
        if info.kind is PackageKind.SET and is_ours and entry_of(info, entries):
            return info
    return None
