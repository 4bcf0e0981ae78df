"""Counts of opinions and the badge of a limit: what is near, who holds it, what happened this month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .. import settings
from ..deadlines import PAUSED
from ..session import Session
from .handling import Satisfaction

# said in the words of the index `opinions_open` and of all by stage, so that they serve these
OPEN_ONES = ("voided_on IS NULL", "status NOT IN ('on_spot', 'withdrawn', 'merged', 'closed', 'filed')")
DUE = "ifnull(due_on, '9999-12-31')"
CLOSED = "ifnull(closed_on, '')"
STAGE = (
    "(CASE WHEN voided_on IS NOT NULL THEN 'v' WHEN status IN ('on_spot', 'closed', 'filed') THEN 'd'"
    " WHEN status IN ('withdrawn', 'merged') THEN 'g' ELSE 'o' END)"
)
OPENED, DONE, GONE, VOIDED = "o", "d", "g", "v"  # its values
ALIVE = (OPENED, DONE, GONE)


@dataclass(frozen=True)
class DueState:
    """A deadline as a badge: words and tone (calm, soon, overdue); empty words when there is none."""

    text: str
    tone: str


@dataclass(frozen=True)
class DueCounts:
    overdue: int
    soon: int
    rest: int


@dataclass(frozen=True)
class HeldDue:
    """How many overdue and soon due matters somebody has."""

    holder: str
    overdue: int
    soon: int


@dataclass(frozen=True)
class MonthFigures:
    """What happened this month; the share is of those that judged, None when nobody did."""

    received: int
    on_spot: int
    closed: int
    satisfied_share: float | None


def soon_until(session: Session) -> date:
    """The last day that counts as soon due."""
    known = settings.days(session, "remind.before_days")
    return session.today + timedelta(days=max(known, default=0))


def due_state(session: Session, row: dict[str, Any]) -> DueState:
    """The badge of a row of a listing."""
    if row["due_kind"] == PAUSED and not row["voided_on"]:
        return DueState("停计：等反映人补充", "calm")
    if not row["due_on"] or row["voided_on"]:
        return DueState("", "calm")
    due = date.fromisoformat(row["due_on"])
    left = (due - session.today).days
    doubt = "（暂算）" if row["due_provisional"] else ""
    if left < 0:
        return DueState(f"逾期 {-left} 日{doubt}", "overdue")
    words = "今天到期" if left == 0 else f"剩 {left} 日"
    return DueState(words + doubt, "soon" if due <= soon_until(session) else "calm")


def due_counts(session: Session) -> DueCounts:
    """Open matters by how near their limit is."""
    today, soon = session.today.isoformat(), soon_until(session).isoformat()
    open_ = " AND ".join(OPEN_ONES)
    overdue, near, every = (
        int(session.value(f"SELECT count(*) FROM opinions WHERE {open_}{extra}", params))
        for extra, params in (
            (" AND ifnull(due_on, '9999-12-31') < ?", (today,)),
            (" AND ifnull(due_on, '9999-12-31') BETWEEN ? AND ?", (today, soon)),
            ("", ()),
        )
    )
    return DueCounts(overdue, near, every - overdue - near)


def due_by_holder(session: Session) -> list[HeldDue]:
    """Who holds what is overdue or soon due, the one with most overdue first (5.1.4)."""
    sql = (
        "SELECT holder, sum(due_on < :today) AS late, sum(due_on >= :today) AS near FROM opinions"
        f" WHERE {' AND '.join(OPEN_ONES)} AND ifnull(due_on, '9999-12-31') <= :soon"
        " GROUP BY holder ORDER BY late DESC, near DESC, holder"
    )
    days = {"today": session.today.isoformat(), "soon": soon_until(session).isoformat()}
    return [HeldDue(*row) for row in session.db.conn.execute(sql, days)]


def month_figures(session: Session) -> MonthFigures:
    """This month's figures, from the records as they are now."""
    first = session.today.replace(day=1).isoformat()

    def closed(condition: str) -> int:
        sql = f"SELECT count(*) FROM opinions WHERE {STAGE} = '{DONE}' AND {CLOSED} >= ? AND +{condition}"
        return int(session.value(sql, (first,)))

    received = " + ".join(
        f"(SELECT count(*) FROM opinions WHERE {STAGE} = '{stage}' AND received_on >= :first)" for stage in ALIVE
    )
    judged = closed(f"satisfaction NOT IN ('', '{Satisfaction.NOT_GIVEN.value}')")
    happy = closed(f"satisfaction IN ('{Satisfaction.SATISFIED.value}', '{Satisfaction.FAIRLY.value}')")
    return MonthFigures(
        received=int(session.value(f"SELECT {received}", {"first": first})),
        on_spot=closed("status = 'on_spot'"),
        closed=closed("status IN ('closed', 'filed')"),
        satisfied_share=happy / judged if judged else None,
    )
