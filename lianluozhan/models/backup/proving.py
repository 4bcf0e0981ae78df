"""The proof of a database taken out of a package: sound, complete, and its audit log whole up to the same head."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from .. import audit
from ..database import SQLITE_ERRORS, damage, open_database
from ..errors import Cancelled, StorageError
from ..keyring import Keys
from ..upgrades import refuse_unfit, table_counts
from .job import Job
from .package import Manifest

logger = logging.getLogger(__name__)
# cipher_integrity_check cannot be stopped; reading a page checks its HMAC as well, and these read every page in use
_LOOKS = ("integrity_check", "foreign_key_check")
_CACHE = 64 << 10  # KiB; with the usual 2 MiB every page is opened several times
_STEPS = 50_000  # of SQLite between two looks at whether the person has stopped the job


@dataclass(frozen=True)
class Found:
    """What stands in a database that was found sound."""

    counts: dict[str, int]
    audit_head: tuple[int, str]


def prove(path: Path, keys: Keys, manifest: Manifest, job: Job | None = None) -> None:
    """Open the database and compare it with the manifest; StorageError at the first difference."""
    compare(sound(path, keys, job), manifest)


def sound(path: Path, keys: Keys, job: Job | None = None) -> Found:
    """Open the database and look through all of it; StorageError at the first thing that is wrong."""
    with closing(open_database(path, keys.database, exclusive=False)) as db, _can_be_stopped(db, job):
        db.conn.execute(f"PRAGMA cache_size = -{_CACHE}")
        refuse_unfit(db)
        if found := damage(db, _LOOKS):
            logger.info("package: %s", found[0])
            raise StorageError("备份里的数据库没有通过检查，不能使用。请换一份备份。")
        head = audit.head(db)
        if broken := audit.first_broken(db, keys):
            raise StorageError(f"备份里的操作日志从第 {broken} 行起被改动过，不能使用。请换一份备份。")
        return Found(table_counts(db), (head.id, head.mac.hex()))


def compare(found: Found, manifest: Manifest) -> None:
    """The rows of every table and the head of the log must be those that the manifest tells."""
    if found.counts != manifest.counts or found.audit_head != manifest.audit_head:
        raise StorageError("备份里的数据库与清单不一致，不能使用。请换一份备份。")


@contextmanager
def _can_be_stopped(db: Database, job: Job | None) -> Iterator[None]:
    """Cancelled in the middle of whatever SQLite is doing, as soon as the person has stopped the job."""
    if job is not None:
        db.conn.set_progress_handler(lambda: int(job.is_stopped), _STEPS)
    try:
        yield
    except (SQLITE_ERRORS, StorageError):
        if job is not None and job.is_stopped:
            raise Cancelled from None
        raise
