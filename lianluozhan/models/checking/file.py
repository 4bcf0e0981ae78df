"""The database file and its audit log: whole in the full check, by samples at the start."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from .. import audit
from ..backups import BackupEntry
from ..database import DATABASE_FILE, SQLITE_ERRORS, damage, storage_trouble
from ..session import Session
from .finding import Severity, Told

logger = logging.getLogger(__name__)
NEWEST_LINES = 300
SAMPLED_ROWS = 6  # of each table at a start; other rows every day
SMALL_FILE = 256  # pages up to which SQLite looks at all of them at a start
INDEX = "_words"  # of the search: it has a look of its own, and is built anew from the records
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    " AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_words%' ESCAPE '\\' ORDER BY name"
)


def database(session: Session) -> Told:
    """Every page: its seal, its structure, what refers to what."""
    if cut := _cut_off(session):
        yield Severity.DAMAGE, cut
    lines = [line for line in damage(session.db) if INDEX not in line]
    for line in lines:
        logger.info("database: %s", line)
    if lines:
        yield Severity.DAMAGE, f"数据库没有通过检查，有 {len(lines)} 处不对。请停止录入，从最近的备份还原。"


def database_sampled(session: Session) -> Told:
    """The length of the file, and some rows of each table: reading a page proves its seal."""
    if cut := _cut_off(session):
        yield Severity.DAMAGE, cut
        return
    try:
        for (table,) in session.db.conn.execute(_TABLES).fetchall():
            _read_some(session, table)
        if int(session.db.conn.execute("PRAGMA page_count").fetchone()[0]) <= SMALL_FILE:
            told = [row[0] for row in session.db.conn.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
            lines = [line for line in told if INDEX not in line]
        else:
            lines = []
    except SQLITE_ERRORS as error:
        lines = [str(error)]
    for line in lines:
        logger.info("database: %s", line)
    if lines:
        yield Severity.DAMAGE, "数据库有读不出的地方，文件已损坏。请停止录入，从最近的备份还原。"


def _cut_off(session: Session) -> str:
    """Whether the file is shorter than it says of itself; what waits in the journal counts."""
    path = session.folder / DATABASE_FILE
    journal = path.with_name(f"{path.name}-wal")
    with storage_trouble():
        pages, size = (
            int(session.db.conn.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "page_size")
        )
    there = sum(each.stat().st_size for each in (path, journal) if each.exists())
    return "" if there >= pages * size else "数据文件比它应有的短，后面缺了一截。请停止录入，从最近的备份还原。"


def _read_some(session: Session, table: str) -> None:
    """The newest row and some spread over the table, others on each day of the month."""
    last = session.db.conn.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0
    stride = max(1, last // SAMPLED_ROWS)
    for at in {last, *((session.today.day * 7) % stride + stride * number for number in range(SAMPLED_ROWS))}:
        session.db.conn.execute(f"SELECT * FROM {table} WHERE id >= ? ORDER BY id LIMIT 1", (at,)).fetchone()


def audit_log(session: Session) -> Told:
    """The whole chain, and every head that the register of backups keeps."""
    yield from _chain(session, 0)
    yield from _heads(session, None)
    yield from _clock(session)


def audit_log_sampled(session: Session) -> Told:
    """The newest lines, and the head of the newest backup."""
    yield from _chain(session, max(0, audit.head(session.db).id - NEWEST_LINES))
    yield from _heads(session, 1)
    yield from _clock(session)


def _chain(session: Session, after: int) -> Told:
    if broken := audit.first_broken(session.db, session.keys, after):
        yield Severity.DAMAGE, f"操作日志第 {broken} 行起被改动过。请与备份登记里的末号核对，并报告站长。"


def _heads(session: Session, newest: int | None) -> Told:
    for entry in session.select(BackupEntry, order="id DESC")[:newest]:
        number, _, groups = entry.audit_head.partition(" ")
        mac = session.value("SELECT mac FROM audit_log WHERE id = ?", (int(number or 0),))
        if mac is None or audit.Head(int(number), mac).groups != groups:
            yield Severity.DAMAGE, f"操作日志与备份“{entry.file_name}”记下的末号不一致，日志被改动过。请报告站长。"


def _clock(session: Session) -> Told:
    last = session.value("SELECT at FROM audit_log ORDER BY id DESC LIMIT 1")
    if last and datetime.fromisoformat(last) > session.now() + timedelta(hours=24):
        yield Severity.WARNING, f"电脑的时间比日志最后一行（{last[:10]}）早。请检查电脑的日期和时间。"
