"""Whether the clock of the computer can be right: no record is newer than now (3.2.2)."""

from __future__ import annotations

from datetime import date

from .session import Session

_LOOKED_BACK = 2000  # lines of the log, so that a few that were written by the wrong clock do not hide it


def newest_day(session: Session) -> date | None:
    """The day of the newest record, if it lies after today: then the clock was set back, or was ahead before."""
    at = session.value("SELECT max(at) FROM (SELECT at FROM audit_log ORDER BY id DESC LIMIT ?)", (_LOOKED_BACK,))
    found = date.fromisoformat(str(at)[:10]) if at else None
    return found if found and found > session.today else None
