"""Lists of opinions: a view and what it is narrowed to, laid along the index that serves the order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..listing import Listing
from ..permissions import Role
from ..search import phrase
from ..session import Session
from . import counted
from .closing import SUBMITTER
from .figures import ALIVE, CLOSED, DONE, DUE, GONE, OPEN_ONES, OPENED, STAGE, VOIDED, soon_until
from .handling import Satisfaction
from .narrowing import LEADING, NEAR, Narrowing, Order, View, orders
from .record import OPEN, Status, Urgency

_COLUMNS = (
    "opinions.id, number, title, status, holder, due_on, due_kind, due_provisional, received_on, urgency, voided_on,"
    " satisfaction, result_class, replied_on, closed_on, channel, submitter_name, keeps_secret, phone, registered_by,"
    " (SELECT name FROM villages WHERE villages.id = village_id) AS village_name,"
    " (SELECT name FROM categories WHERE categories.id = category_id) AS category_name,"
    " (SELECT name FROM handling_bodies WHERE handling_bodies.id = lead_body_id) AS lead_body_name"
)
_ORDERS = {
    Order.DUE: (DUE, "opinions.id"),
    Order.NEWEST: ("received_on", "opinions.id"),
    Order.OLDEST: ("received_on", "opinions.id"),
    Order.CLOSED: (CLOSED, "opinions.id"),
}
_NEAR = {
    View.OVERDUE_SOON: f"{DUE} <= :soon",
    View.OVERDUE: f"{DUE} < :today",
    View.SOON: f"{DUE} BETWEEN :today AND :soon",
}
_DESCENDING = (Order.NEWEST, Order.CLOSED)
_STAGES = {View.OPEN: (OPENED,), View.CLOSED: (DONE,), View.VOIDED: (VOIDED,)}
_COLUMN = {"body_id": "lead_body_id"}
_LED = {  # entries that a partial index leaves out
    "holder": "holder <> ''",
    "satisfaction": "satisfaction <> ''",
    "urgency": f"urgency <> '{Urgency.NORMAL.value}'",
}
_RARE = 2000  # so many hits of a search are sorted sooner than a list is gone through for them
_MOST_RUNS = 400  # SQLite merges at most 500
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

_CLOSERS = {Role.VICE_HEAD: "副站长", Role.HEAD: "站长"}  # who has a matter when its closing is asked for
_OF_OFFICER = "holder NOT LIKE '站长%' AND holder NOT LIKE '副站长%'"

_APPLIED = {  # about what a body has in hand: an application to judge, a notice to sign
    Role.VICE_HEAD: "opinions.id IN (SELECT opinion_id FROM applications"
    " WHERE decision IS NULL AND voided_on IS NULL AND vice_words = '')",
    Role.HEAD: "opinions.id IN (SELECT opinion_id FROM applications WHERE decision IS NULL AND voided_on IS NULL"
    " UNION ALL SELECT opinion_id FROM supervisions"
    " WHERE issued_on IS NULL AND voided_on IS NULL AND level IN ('supervision', 'circular'))",
}


def listing(
    session: Session,
    *,
    words: str = "",
    view: View = View.OPEN,
    narrowing: Narrowing | None = None,
    order: Order | None = None,
) -> Listing:
    """Opinions of a view, narrowed; in the order asked for where an index serves it, else in the view's usual one."""
    narrowing = narrowing or Narrowing()
    served = orders(view, narrowing)
    order = order if order in served else served[0]
    made = _Making(session, view, narrowing, order)
    where, either, also = tuple(made.where), tuple(made.either), tuple(made.also)
    if not words.strip():
        if made.few:
            runs = " OR ".join(f"({' AND '.join(run)})" for run in either if run) or "1"
            return made.listing("opinions NOT INDEXED", (made.few, *where, runs, *also), ((),), ())
        return made.listing("opinions", where, either, also)
    found = phrase(words)
    made.params["phrase"] = found
    matching = "SELECT rowid FROM opinions_words WHERE opinions_words MATCH :phrase"
    hits = session.value(f"SELECT count(*) FROM ({matching} LIMIT {_RARE + 1})", {"phrase": found}) if found else 0
    if hits > _RARE:
        return made.listing("opinions", where, either, (*also, f"EXISTS ({matching} AND rowid = opinions.id)"))
    runs = " OR ".join(f"({' AND '.join(run)})" for run in either if run) or "1"
    among = f"opinions.id IN ({matching})" if found else "0"
    return made.listing("opinions NOT INDEXED", (among, *where, runs, *also), ((),), ())


class _Making:
    """The conditions of one list: those its index serves (`where`, `either`) and those each row is asked (`also`)."""

    def __init__(self, session: Session, view: View, narrowing: Narrowing, order: Order) -> None:
        self.session, self.view, self.narrowing, self.order = session, view, narrowing, order
        self.where: list[str] = []
        self.also: list[str] = []
        self.either: list[tuple[str, ...]] = [()]
        self.params: dict[str, Any] = {}
        self.few = ""  # among which few ids all of them are
        self._days()
        self.received = len(self.where)
        self._filters()
        self._counted()
        self._view()

    def listing(
        self, table: str, where: tuple[str, ...], either: tuple[tuple[str, ...], ...], also: tuple[str, ...]
    ) -> Listing:
        return Listing(
            self.session.db,
            table,
            where,
            self.params,
            _ORDERS[self.order],
            self.order in _DESCENDING,
            _COLUMNS,
            either,
            also,
        )

    def _days(self) -> None:
        by_received = self.order in (Order.NEWEST, Order.OLDEST)
        for name, condition, leads in (
            ("received_from", "received_on >= :received_from", by_received),
            ("received_to", "received_on <= :received_to", by_received),
            ("closed_from", f"{CLOSED} >= :closed_from", self.order is Order.CLOSED),
        ):
            if day := getattr(self.narrowing, name):
                (self.where if leads else self.also).append(condition if leads else f"+{condition}")
                self.params[name] = day.isoformat()

    def _filters(self) -> None:
        """One of the conditions leads the index, the others are looked up."""
        given = {name: value for name in LEADING if (value := getattr(self.narrowing, name)) is not None}
        self.params |= {name: getattr(value, "value", value) for name, value in given.items()}
        leader = self._leader(list(given))
        for name, value in given.items():
            if name == "category_id":
                self._category(value, leading=name == leader)
            elif name == leader:
                self.where += _led_by(name)
            else:
                self.also.append(f"+{_COLUMN.get(name, name)} = :{name}")
        if self.narrowing.is_judged:
            self.also.append(f"+satisfaction NOT IN ('', '{Satisfaction.NOT_GIVEN.value}')")

    def _counted(self) -> None:
        """The matters behind a figure: a run of days where these find them, else a few ids, else a look at each."""
        found = counted.read(self.narrowing.counted or "")
        if found is None:
            return
        self.params |= found.params(self.session.today)
        self.also += found.conditions
        if found.basis is counted.Basis.RECEIVED and self.order in (Order.NEWEST, Order.OLDEST):
            self.where += ["received_on >= :first", "received_on <= :until"]
            self.received = len(self.where)
        elif (
            found.among
            and self.session.value(f"SELECT count(*) FROM ({found.among} LIMIT {_RARE + 1})", self.params) <= _RARE
        ):
            self.few = f"opinions.id IN ({found.among})"

    def _leader(self, given: list[str]) -> str:
        """The condition that the fewest opinions meet, as far as a short look tells."""
        if not given or self.order is Order.CLOSED or self.view is View.MINE:
            return ""
        if len(given) == 1 and self.view is not View.DISSATISFIED:
            return given[0]
        single = [name for name in given if name != "category_id"]
        met = {name: self._few(_led_by(name)) for name in single}
        if self.view is View.DISSATISFIED:
            met[""] = self._few([f"satisfaction = '{Satisfaction.DISSATISFIED.value}'"])
        return min(met, key=lambda name: met[name], default="category_id")

    def _few(self, conditions: list[str]) -> int:
        stages = self._stages() if self.order is not Order.DUE else (OPENED,)
        either = " OR ".join(f"{STAGE} = '{stage}'" for stage in stages)
        sql = f"SELECT 1 FROM opinions WHERE {' AND '.join(conditions)} AND ({either}) LIMIT {_RARE}"
        return int(self.session.value(f"SELECT count(*) FROM ({sql})", self.params))

    def _category(self, category_id: int, *, leading: bool) -> None:
        """A category with all below it: a run of the index for each that has opinions."""
        below = (
            "WITH RECURSIVE below(id) AS (SELECT ? UNION ALL SELECT categories.id FROM categories JOIN below"
            " ON parent_id = below.id) SELECT id FROM below"
            " WHERE EXISTS (SELECT 1 FROM opinions WHERE category_id = below.id)"
        )
        ids = [int(row[0]) for row in self.session.rows(below, (category_id,))] or [category_id]
        if leading and len(ids) * len(self._stages()) <= _MOST_RUNS:
            self.either = [(f"category_id = {id_}",) for id_ in ids]
        else:
            self.also.append(f"+category_id IN ({', '.join(map(str, ids))})")

    def _view(self) -> None:
        if self.order is Order.CLOSED:
            self.where.append(f"{STAGE} = '{DONE}'")
            return
        if self.order is Order.DUE:
            self.where += OPEN_ONES
            if self.view in NEAR:
                self.where.append(_NEAR[self.view])
                self.params |= {"today": self.session.today.isoformat(), "soon": soon_until(self.session).isoformat()}
            elif self.view is View.MINE:
                self.either = _mine(self.session, self.params)
                self.also.append("+import_batch_id IS NULL")
            return
        runs = self.either
        if self.view is View.DISSATISFIED:
            bad = f"satisfaction = '{Satisfaction.DISSATISFIED.value}'"
            if runs != [()] or len(self.where) > self.received:  # a filter leads
                self.also.append(f"+{bad} OR +due_kind = '二次办理'")
            else:
                runs = [(bad, "satisfaction <> ''"), ("due_kind = '二次办理'", f"NOT +{bad}")]
        self.either = [(*run, f"{STAGE} = '{stage}'") for run in runs for stage in self._stages()]

    def _stages(self) -> tuple[str, ...]:
        """The stages of the view, or the one of them in which the wanted status lies."""
        stages, status = _STAGES.get(self.view, ALIVE), self.narrowing.status
        if status is None or self.view is View.VOIDED:
            return stages
        gone = (Status.WITHDRAWN, Status.MERGED)
        own = OPENED if status in OPEN else GONE if status in gone else DONE
        return (own,) if own in stages else stages


def _led_by(name: str) -> list[str]:
    """A condition in the words of the indexes that it leads."""
    return [f"{_COLUMN.get(name, name)} = :{name}", *([_LED[name]] if name in _LED else ())]


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


def _mine(session: Session, params: dict[str, Any]) -> list[tuple[str, ...]]:
    """A run for each status in which it is this person's turn; nobody judges what he registered himself."""
    params["me"] = session.staff.id
    statuses = [status for role in session.roles for status in _WAITING.get(role, ())]
    runs = [(f"status = '{status.value}'", *_barred(status)) for status in statuses]
    informed = []
    if Role.LIAISON_OFFICER in session.roles:
        params["today"] = session.today.isoformat()
        informed.append(f"({_OF_OFFICER} AND (holder <> '{SUBMITTER}' OR due_on < :today))")
    asked = [f"holder LIKE '{post}%'" for role, post in _CLOSERS.items() if role in session.roles]
    if informed or asked:
        runs.append((f"status = '{Status.INFORMED.value}'", " OR ".join([*informed, *asked])))
    if asked and Role.LIAISON_OFFICER not in session.roles:
        runs.append((f"status = '{Status.REPLIED.value}'", " OR ".join(asked)))
    if applied := [condition for role, condition in _APPLIED.items() if role in session.roles]:
        left = [status for status in (Status.DISPATCHED, Status.HANDLING) if status not in statuses]
        runs += [(f"status = '{status.value}'", " OR ".join(applied)) for status in left]
    return runs or [("0",)]


def _barred(status: Status) -> Iterable[str]:
    if status is Status.REPLIED:  # an anonymous matter whose closing is asked for waits for the heads
        return (_OF_OFFICER,)
    return ("registered_by IS NOT :me",) if status in (Status.IN_REVIEW, Status.IN_APPROVAL) else ()
