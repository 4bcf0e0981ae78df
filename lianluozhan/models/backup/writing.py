"""One package onto a medium: written beside, synced, renamed, the folder synced, and read back from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..database import DATABASE_FILE
from ..durable import rename, storage_errors, sync_directory
from ..errors import StorageError
from ..session import Session
from . import packing, unpacking
from .job import Job
from .package import BackupInfo, Manifest, info_of
from .packing import Load
from .proving import prove

OWN_DAMAGE = "电脑里的数据没有通过检查，这次备份不算数，以前的备份没有动过。请用“还原”从最近的备份恢复。"
PROVING = "正在打开核对"


@dataclass(frozen=True)
class Written:
    """A package that lies on the medium; its HMAC in hex."""

    info: BackupInfo
    digest: str


def write(target: Path, session: Session, header: dict[str, Any], load: Load, job: Job) -> Written:
    """The package, whole under its name or not at all."""
    part = target.with_name(target.name + ".part")
    with storage_errors():
        try:
            with part.open("wb") as file:
                digest = packing.write(file, session.keys.backup, header, load, job)
            rename(part, target)
        finally:
            part.unlink(missing_ok=True)
        try:
            sync_directory(target.parent)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return Written(info_of(target, header), digest)


def read_back(
    written: Written, session: Session, working: Path, job: Job, render: Callable[[Session], str] | None
) -> str:
    """Read the package as a stranger would and prove it; it is taken away again if it does not hold.

    Returns the name of the form that `render` made from the database that was read back.
    """
    copied = working / "read-back.db"
    try:
        _, manifest = unpacking.extract(
            written.info.path,
            lambda _: session.keys.backup,
            lambda name: copied if name == DATABASE_FILE else None,
            job,
            to_stay=False,
        )
        return _prove_own(copied, session, manifest, job, render)
    except BaseException:
        with storage_errors():
            written.info.path.unlink(missing_ok=True)
        raise


def _prove_own(
    copied: Path, session: Session, manifest: Manifest, job: Job, render: Callable[[Session], str] | None
) -> str:
    """The package arrived unchanged; what does not hold now did not hold in this computer either."""
    job.advance(0, PROVING)
    try:
        prove(copied, session.keys, manifest)
    except StorageError as damaged:
        raise StorageError(OWN_DAMAGE) from damaged
    return ""
