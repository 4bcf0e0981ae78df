"""Lists and counts of opinions: each view a few conditions and an order that an index serves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .. import settings
from ..fields import Choice
from ..listing import Listing
from ..permissions import Role
from ..search import phrase
from ..session import Session
from .closing import SUBMITTER
from .handling import Satisfaction
from .record import OPEN, Status

# said in the words of the indexes `opinions_open` and `opinions_open_received`, so that they serve the open ones
_OPEN = ["voided_on IS NULL", "status NOT IN ('on_spot', 'withdrawn', 'merged', 'closed', 'filed')"]
_COLUMNS = (
    "opinions.id, number, title, status, holder, due_on, due_kind, due_provisional, received_on, urgency, voided_on,"
    " satisfaction, result_class, replied_on, closed_on, channel, submitter_name, keeps_secret, phone, registered_by,"
    " (SELECT name FROM villages WHERE villages.id = village_id) AS village_name,"
    " (SELECT name FROM categories WHERE categories.id = category_id) AS category_name,"
    " (SELECT name FROM handling_bodies WHERE handling_bodies.id = lead_body_id) AS lead_body_name"
)
_BY_DUE = ("ifnull(due_on, '9999-12-31')", "opinions.id")
_WAITING = {
    Role.VICE_HEAD: (Status.IN_REVIEW,),
    Role.HEAD: (Status.IN_APPROVAL,),
    Role.LIAISON_OFFICER: (
        Status.DRAFT,
        Status.SENT_BACK,
        Status.TO_DISPATCH,
        Status.DISPATCHED,
        Status.REPLIED,
        Status.DECLINED,
    ),
}


class View(Choice):
    """The saved views that every station has."""

    MINE = "mine", "待我处理"
    OPEN = "open", "未办结"
    OVERDUE_SOON = "overdue_soon", "逾期和临期"
    DISSATISFIED = "dissatisfied", "不满意"
    CLOSED = "closed", "已办结"
    ALL = "all", "全部"
    VOIDED = "voided", "作废"


RUNNING = (View.MINE, View.OPEN, View.OVERDUE_SOON)  # views in which a deadline still runs


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


def listing(
    session: Session,
    *,
    words: str = "",
    view: View = View.OPEN,
    status: Status | None = None,
    category_id: int | None = None,
    village_id: int | None = None,
    body_id: int | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    closed_from: date | None = None,
    holder: str | None = None,
    is_judged: bool = False,
    newest_first: bool = False,
) -> Listing:
    """Opinions of a view, narrowed; by deadline where the matters are running, else the newest first."""
    newest_first = newest_first or view not in RUNNING
    where, params = _view(session, view)
    for condition, name, value in (
        # among the running ones a status is looked for in the order of the list, not sorted afterwards
        (f"{'+' * (view in RUNNING)}status = :status", "status", status.value if status else None),
        (
            "category_id IN (WITH RECURSIVE below(id) AS (SELECT :category_id UNION ALL SELECT categories.id"
            " FROM categories JOIN below ON parent_id = below.id) SELECT id FROM below)",
            "category_id",
            category_id,
        ),
        ("village_id = :village_id", "village_id", village_id),
        ("lead_body_id = :body_id", "body_id", body_id),
        ("received_on >= :received_from", "received_from", received_from.isoformat() if received_from else None),
        ("received_on <= :received_to", "received_to", received_to.isoformat() if received_to else None),
        ("closed_on >= :closed_from", "closed_from", closed_from.isoformat() if closed_from else None),
        ("holder = :holder", "holder", holder),
        ("satisfaction NOT IN ('', :not_given)", "not_given", Satisfaction.NOT_GIVEN.value if is_judged else None),
    ):
        if value is not None:
            where.append(condition)
            params[name] = value
    if status in OPEN and view is View.ALL:
        where.append(_OPEN[1])
    if words.strip():
        found = phrase(words)
        where.append(
            "opinions.id IN (SELECT rowid FROM opinions_words WHERE opinions_words MATCH :phrase)" if found else "0"
        )
        params["phrase"] = found
    order = ("received_on", "opinions.id") if newest_first else _BY_DUE
    return Listing(session.db, "opinions", tuple(where), params, order=order, descending=newest_first, columns=_COLUMNS)


def search_listing(session: Session, words: str) -> Listing:
    """Everything in which the words occur, the newest first; read in the order of the index."""
    found = phrase(words)
    where = "opinions.id IN (SELECT rowid FROM opinions_words WHERE opinions_words MATCH :phrase)" if found else "0"
    return Listing(
        session.db, "opinions", (where,), {"phrase": found}, order=("opinions.id",), descending=True, columns=_COLUMNS
    )


def waiting_for(session: Session) -> Listing:
    """What waits for this person, the earliest limit first."""
    return listing(session, view=View.MINE)


def _view(session: Session, view: View) -> tuple[list[str], dict[str, Any]]:
    params: dict[str, Any] = {}
    match view:
        case View.MINE:
            return [*_OPEN, _mine(session, params)], params
        case View.OPEN:
            return _OPEN[:], params
        case View.OVERDUE_SOON:
            params["soon"] = soon_until(session).isoformat()
            return [*_OPEN, "ifnull(due_on, '9999-12-31') <= :soon"], params
        case View.DISSATISFIED:
            bad = f"satisfaction = '{Satisfaction.DISSATISFIED.value}' OR due_kind = '二次办理'"
            return ["voided_on IS NULL", bad], params
        case View.CLOSED:
            done = (Status.CLOSED, Status.ON_SPOT, Status.FILED)
            return ["voided_on IS NULL", f"+status IN ({_codes(done)})"], params
        case View.VOIDED:
            return ["voided_on IS NOT NULL"], params
        case _:
            return ["voided_on IS NULL"], params


def _mine(session: Session, params: dict[str, Any]) -> str:
    statuses = [status for role in session.roles for status in _WAITING.get(role, ())]
    parts = [f"status IN ({_codes(statuses)})"] if statuses else []
    if Role.LIAISON_OFFICER in session.roles:
        informed = f"status = '{Status.INFORMED.value}' AND holder NOT LIKE '站长%'"
        parts.append(f"({informed} AND (holder <> '{SUBMITTER}' OR due_on < :today))")
        params["today"] = session.today.isoformat()
    if Role.HEAD in session.roles:
        parts.append(f"(status = '{Status.INFORMED.value}' AND holder LIKE '站长%')")
    params["me"] = session.staff.id
    barred = f"NOT (registered_by = :me AND status IN ({_codes((Status.IN_REVIEW, Status.IN_APPROVAL))}))"
    return f"({' OR '.join(parts)}) AND {barred} AND import_batch_id IS NULL" if parts else "0"


def _codes(statuses: Iterable[Status]) -> str:
    return ", ".join(f"'{status.value}'" for status in statuses)


def soon_until(session: Session) -> date:
    """The last day that counts as soon due."""
    known = settings.days(session, "remind.before_days")
    return session.today + timedelta(days=max(known, default=0))


def due_state(session: Session, row: dict[str, Any]) -> DueState:
    """The badge of a row of a listing."""
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
    open_ = " AND ".join(_OPEN)
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
        f" WHERE {' AND '.join(_OPEN)} AND ifnull(due_on, '9999-12-31') <= :soon"
        " GROUP BY holder ORDER BY late DESC, near DESC, holder"
    )
    days = {"today": session.today.isoformat(), "soon": soon_until(session).isoformat()}
    return [HeldDue(*row) for row in session.db.conn.execute(sql, days)]


def month_figures(session: Session) -> MonthFigures:
    """This month's figures, from the records as they are now."""
    first = session.today.replace(day=1).isoformat()

    def counted(condition: str) -> int:
        sql = f"SELECT count(*) FROM opinions WHERE voided_on IS NULL AND {condition}"
        return int(session.value(sql, (first,)))

    judged = counted(f"closed_on >= ? AND satisfaction NOT IN ('', '{Satisfaction.NOT_GIVEN.value}')")
    happy = counted(
        f"closed_on >= ? AND satisfaction IN ('{Satisfaction.SATISFIED.value}', '{Satisfaction.FAIRLY.value}')"
    )
    return MonthFigures(
        received=counted("received_on >= ?"),
        on_spot=counted("status = 'on_spot' AND closed_on >= ?"),
        closed=counted("status IN ('closed', 'filed') AND closed_on >= ?"),
        satisfied_share=happy / judged if judged else None,
    )
