"""The full check of the month, with what is put right by itself: data drawn from the records, never a record (4.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from . import search
from .check import SEARCH, Finding, Severity, check
from .checking.kept import INDEXED
from .errors import StorageError
from .session import Session
from .veil import whole_sight

NOTED = "checks"  # what the audit log names in the lines of a check; there is no such table
CYCLE = 31  # days after which a full check is due again
_REBUILT = "搜索目录和登记对不上（{} 处），已经按登记重新建好，登记的内容没有动。"
_NOT_REBUILT = "搜索目录和登记对不上，但数据文件已损坏，没有重建。请先从最近的备份还原。"


def check_fully(session: Session, progress: Callable[[int, int, str], None] | None = None) -> list[Finding]:
    """Look at everything; an index that is wrong is built anew, and that it was looked at is noted."""
    found = check(session, progress=progress)
    if wrong := [finding for finding in found if finding.area == SEARCH]:
        found = [finding for finding in found if finding.area != SEARCH]
        found.append(_put_right(session, len(wrong), damaged=any(f.severity is Severity.DAMAGE for f in found)))
    try:
        with session.action("check.run"):
            session.note(NOTED, 0, {kind.value: sum(f.severity is kind for f in found) for kind in Severity})
    except StorageError as refused:  # too damaged, or too full, to be written to
        found.append(Finding("操作日志", str(refused), Severity.WARNING))
    return found


def _put_right(session: Session, count: int, *, damaged: bool) -> Finding:
    if damaged:
        return Finding(SEARCH, _NOT_REBUILT, Severity.WARNING)
    try:
        rebuild_search(session)
    except StorageError as refused:
        return Finding(SEARCH, f"搜索目录重建不了。{refused}", Severity.WARNING)
    return Finding(SEARCH, _REBUILT.format(count), Severity.NOTE)


def rebuild_search(session: Session) -> int:
    """Write the search indexes anew from the matters and the 件 as they are; how many are in them."""
    with session.action("check.rebuild"), whole_sight():
        count = 0
        for kind in INDEXED:
            search.refill(session.db, kind.TABLE, kind.SEARCHED)
            count += int(session.value(f"SELECT count(*) FROM {kind.TABLE}_words"))
        session.note(NOTED, 0, {"rebuilt": [f"{kind.TABLE}_words" for kind in INDEXED], "rows": count})
        return count


def last_full(session: Session) -> datetime | None:
    """When everything was last looked at."""
    where = "table_name = ? AND record_id = 0 AND action = 'check.run'"
    at = session.value(f"SELECT at FROM audit_log WHERE {where} ORDER BY id DESC LIMIT 1", (NOTED,))
    return datetime.fromisoformat(at) if at else None


def days_since_full(session: Session) -> int:
    """Days since everything was looked at, or since the station was set up."""
    at = last_full(session)
    if at is None:
        first = session.value("SELECT at FROM audit_log ORDER BY id LIMIT 1")
        at = datetime.fromisoformat(first) if first else session.now()
    return (session.today - date(at.year, at.month, at.day)).days


def is_due(session: Session) -> bool:
    """Whether the month since the last full check is over; a clock that went back does not put it off."""
    return not 0 <= days_since_full(session) < CYCLE
