"""One package onto a medium: written beside, synced, renamed, the folder synced, and read back from there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..database import DATABASE_FILE, open_database
from ..durable import rename, storage_errors, sync_directory
from ..errors import DamagedData, StorageError
from ..permissions import Role
from ..session import Session
from ..staff import Staff
from . import packing, sets, unpacking
from .job import OPENING, TRYING, Job
from .package import BackupInfo, info_of
from .packing import Load
from .proving import Found, compare, sound

logger = logging.getLogger(__name__)

OWN_DAMAGE = "电脑里的数据没有通过检查，这次备份不算数，以前的备份没有动过。请用“还原”从最近的备份恢复。"
Render = Callable[[Session], str]


@dataclass(frozen=True)
class Written:
    """A package that lies on the medium; its HMAC in hex, and how long the file is."""

    info: BackupInfo
    digest: str
    size: int


def write(target: Path, session: Session, header: dict[str, Any], load: Load, job: Job) -> Written:
    """The package, whole under its name or not at all."""
    part = target.with_name(target.name + ".part")
    with storage_errors():
        try:
            with part.open("wb") as file:
                digest = packing.write(file, session.keys.backup, header, load, job)
                size = file.tell()
            rename(part, target)
        finally:
            part.unlink(missing_ok=True)
        try:
            sync_directory(target.parent)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return Written(info_of(target, header), digest, size)


def read_back(written: Written, session: Session, working: Path, job: Job, render: Render | None) -> str | None:
    """Read the package as a stranger would and prove it; it is taken away again if it does not hold.

    Returns the name of the form that `render` made from the database that was read back: empty without `render`,
    None if the form could not be made although the database is sound.
    """
    copied = working / "read-back.db"
    try:
        _prove(written, copied, session, job)
        sets.base_of(written.info)  # what it names as its set is that set, read once more
        return _rendered(copied, session, job, render) if render else ""
    except BaseException:
        with storage_errors():
            written.info.path.unlink(missing_ok=True)
        raise


def _prove(written: Written, copied: Path, session: Session, job: Job) -> None:
    """Look through the database while the attachments behind it are still being read."""
    looking: list[Future[Found]] = []
    with ThreadPoolExecutor(1, "backup-proving") as pool:
        _, manifest = unpacking.extract(
            written.info.path,
            lambda _: session.keys.backup,
            lambda name: copied if name == DATABASE_FILE else None,
            job,
            to_stay=False,
            ready=lambda name: looking.extend(
                [pool.submit(sound, copied, session.keys, job)] if name == DATABASE_FILE else []
            ),
        )
        while not looking[0].done():
            job.advance(0, OPENING)
            wait(looking, timeout=0.1)
    job.advance(0, OPENING)
    try:
        compare(looking[0].result(), manifest)
    except StorageError as damaged:  # the package arrived unchanged: what is wrong was wrong in this computer
        raise DamagedData(OWN_DAMAGE) from damaged


def _rendered(copied: Path, session: Session, job: Job, render: Render) -> str | None:
    """The form, made as nobody in particular: the session of whoever is at work does not see what is closed to him."""
    job.advance(0, TRYING)
    with closing(open_database(copied, session.keys.database, exclusive=False)) as db:
        reading = Session(
            db, Staff(name=""), frozenset(Role), keys=session.keys, folder=session.folder, now=session.now
        )
        try:
            return render(reading)
        except StorageError as damaged:
            raise StorageError(OWN_DAMAGE) from damaged
        except Exception as trouble:  # a sheet that cannot be set is no reason to be left without a backup
            logger.error("the form for the proof: %s", type(trouble).__name__)
            return None
