"""The database as it is at one moment, copied while people go on working."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from .. import audit, upgrades
from ..attachments import Attachment
from ..audit import Head
from ..database import is_open, open_database, storage_trouble
from ..durable import storage_errors
from ..errors import Cancelled
from ..rows import column_names, from_row
from ..session import Session
from .job import COPYING, Job

PAGES = 100
_HOLD, _REST = 0.01, 0.0005  # seconds for which the lock is held at a time, and left to whoever waits


@dataclass(frozen=True)
class Moment:
    """What stands in the copy; read from it, for the data in use have gone on meanwhile."""

    path: Path
    head: Head
    counts: dict[str, int]
    attachments: Sequence[Attachment]
    station_name: str


def take(session: Session, target: Path, job: Job) -> Moment:
    """Copy the open database to `target`; the lock is never held for longer than a moment.

    What this connection writes between two steps SQLite writes into the copy as well where that part is copied
    already, so at the last step the copy is the database of that moment, whole.
    """
    copy = open_database(target, session.keys.database, exclusive=False)
    try:
        copy.conn.execute("PRAGMA journal_mode = OFF")  # a copy that is not finished is thrown away
        copy.conn.execute("PRAGMA synchronous = OFF")
        with session.lock, storage_trouble():
            session.db.conn.backup(copy.conn, pages=PAGES, progress=_Turns(session, job), sleep=0.01)
        with storage_trouble(), storage_errors():
            copy.conn.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
    return _read(target, session)


class _Turns:
    """Lets the others have the lock between two steps."""

    def __init__(self, session: Session, job: Job) -> None:
        self._session, self._job, self._since = session, job, time.monotonic()

    def __call__(self, status: int, remaining: int, pages: int) -> None:
        if time.monotonic() - self._since < _HOLD and remaining:
            return
        self._session.lock.release()
        try:
            time.sleep(_REST)
            self._job.advance(0, COPYING)
        finally:
            self._session.lock.acquire()
            self._since = time.monotonic()
        if not is_open(self._session.db):  # the window was closed meanwhile
            raise Cancelled


def _read(path: Path, session: Session) -> Moment:
    with closing(open_database(path, session.keys.database, exclusive=False)) as db, storage_trouble():
        names = column_names(Attachment)
        rows = db.conn.execute(f"SELECT {', '.join(names)} FROM attachments ORDER BY id")
        found = [from_row(Attachment, dict(zip(names, row, strict=True))) for row in rows]
        name = db.conn.execute("SELECT name FROM stations ORDER BY id LIMIT 1").fetchone()[0]
        return Moment(path, audit.head(db), upgrades.table_counts(db), found, name)
