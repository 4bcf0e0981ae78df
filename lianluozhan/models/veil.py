"""回避 at work: what is closed to the person at work is not there for him, wherever the program looks (4.7.2).

On his connection temporary views stand before the tables, under the same names: SQLite looks for a name in `temp`
before `main`, so every query of the program goes through them, also one that is written tomorrow. Only the writers
name `main`. Somebody to whom nothing is closed has no views, and nothing costs him anything.

What keeps account of all of it (numbers, checks, backups, lines that follow their source) reads inside `whole_sight`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from .database import storage_trouble
from .errors import RuleError

if TYPE_CHECKING:
    from .closures import Closure
    from .session import Session

# where a person stands in a record, by name and telephone
PERSONS = {
    "opinions": ("submitter_name", "phone"),
    "visits": ("name", "phone"),
    "calls": ("caller_name", "caller_phone"),
    "contacts": ("voter_name", "phone"),
}
# records that name another by its table and id
PAIRS = {
    "attachments": ("owner_table", "owner_id"),
    "prints": ("owner_table", "owner_id"),
    "service_records": ("source_table", "source_id"),
    "handover_items": ("record_table", "record_id"),
    "archive_items": ("source_table", "source_id"),
    "archive_parts": ("record_table", "record_id"),
    "archive_scans": ("record_table", "record_id"),
    "audit_log": ("table_name", "record_id"),
}
# a deputy whose record is closed still comes to receptions and groups; the closures themselves are seen
OPEN_EDGES = frozenset(
    {
        *(("attendances", "deputy_id"), ("group_members", "deputy_id"), ("handover_items", "to_deputy_id")),
        *(("handovers", "to_deputy_id"), ("closures", "opinion_id"), ("closures", "deputy_id")),
    }
)
MASKED = "deputies"  # stays in sight by name, so that a sheet that names him is whole
KEPT = ("id", "name", "retired_on")
SIGN = "已回避"
# what says who else does not get to see the same: its lines of the log name the matter or the person
_SAME = (
    "SELECT x.id, c.by_id FROM main.closures x, temp.closed c"
    " WHERE (c.t = 'opinions' AND x.opinion_id = c.id) OR (c.t = 'deputies' AND x.deputy_id = c.id)"
    " UNION ALL SELECT x.id, mine.id FROM main.closures x, main.closures mine"
    " WHERE mine.id IN (SELECT by_id FROM temp.closed WHERE t = 'own')"
    " AND x.person_name = mine.person_name AND mine.person_name <> ''"
)
_CALLED = {"opinions": "这一件", "deputies": "这位代表"}
_PLAIN_PHONE = "replace(replace({0}, ' ', ''), '-', '')"
_CLOSED = "CREATE TABLE IF NOT EXISTS temp.closed (t TEXT, id INTEGER, by_id INTEGER, PRIMARY KEY (t, id))"
_deep = threading.local()


@contextmanager
def whole_sight() -> Iterator[None]:
    """Inside, this thread reads and writes everything: for what counts, checks and keeps, and shows nobody anything."""
    _deep.depth = getattr(_deep, "depth", 0) + 1
    try:
        yield
    finally:
        _deep.depth -= 1


def sees_all() -> bool:
    return getattr(_deep, "depth", 0) > 0


def draw(session: Session, closures: Sequence[Closure]) -> None:
    """Put the views of these closures before the tables, in place of those of whoever was here before."""
    with session.lock, storage_trouble():
        read_only = session.db.conn.execute("PRAGMA query_only").fetchone()[0]
        session.db.conn.execute("PRAGMA query_only = OFF")
        try:
            with session.db.atomic():
                _take_down(session.db)
                session.veil = Veil(session.db, closures, _names(session)) if closures else None
        finally:
            session.db.conn.execute(f"PRAGMA query_only = {read_only}")


def _names(session: Session) -> dict[int, str]:
    return dict(session.rows("SELECT id, name FROM staff"))


def _take_down(db: Database) -> None:
    for kind, name in db.conn.execute("SELECT type, name FROM sqlite_temp_master WHERE type = 'view'").fetchall():
        db.conn.execute(f'DROP {kind} temp."{name}"')
    # made once and emptied: SQLite drops no table, and takes no function, while another thread reads on this connection
    db.conn.execute(_CLOSED)
    db.conn.execute("DELETE FROM temp.closed")
    if not db.conn.execute("SELECT 1 FROM pragma_function_list WHERE name = 'whole_sight'").fetchone():
        db.conn.create_function("whole_sight", 0, sees_all)


def sentence(session: Session, table: str, record_id: int) -> str:
    """Why this person does not see a record, in words; empty if it is not closed to him."""
    return session.veil.sentence(table, record_id) if session.veil else ""


def check_open(session: Session, table: str, record_id: int) -> None:
    """Refuse with the sentence what is closed to this person."""
    if refusal := sentence(session, table, record_id):
        raise RuleError(refusal)


def number_sentence(session: Session, number: str) -> str:
    """The sentence for the matter with this number; empty if it is not closed to this person."""
    if session.veil is None or not number:
        return ""
    found = session.rows("SELECT id FROM main.opinions WHERE number = ?", (number,))
    return sentence(session, "opinions", found[0][0]) if found else ""


def closed_ids(session: Session, table: str) -> frozenset[int]:
    """The ids of the records of a table that are closed to this person."""
    return frozenset(session.veil.closed.get(table, ())) if session.veil and not sees_all() else frozenset()


def with_neutral_rows(session: Session, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a list of matters with a line for each that is closed and would be missed by its number."""
    known, order = list(rows), [int(row["id"]) for row in rows]
    if session.veil is None or len(order) < 2:
        return known
    closed, descending = closed_ids(session, "opinions"), order[0] > order[-1]
    with whole_sight():
        found = session.rows("SELECT id, number FROM opinions WHERE number <> '' AND voided_on IS NULL ORDER BY id")
    for id_, number in found:
        if id_ in closed and min(order) < id_ < max(order):
            blank = {name: "" if isinstance(value, str) else None for name, value in rows[0].items()}
            at = next(n for n, other in enumerate(known) if (int(other["id"]) < id_) == descending)
            known.insert(at, blank | {"id": id_, "number": number, "title": SIGN})
    return known


class Veil:
    """The views of one person on one connection, and which records they leave out."""

    def __init__(self, db: Database, closures: Sequence[Closure], names: dict[int, str]) -> None:
        self.db, self.names = db, names
        self.closures = {closure.id: closure for closure in closures}
        self.closed: dict[str, dict[int, int]] = {}  # by table: the closure of each record
        self._edges = list(_edges(db))
        self.refresh()
        for table in sorted({*PERSONS, "deputies", "deeds", *PAIRS, *(child for child, _, _ in self._edges)}):
            db.conn.execute(_view_of(db, table))

    def refresh(self) -> None:
        """See again what is closed, inside a transaction: records came, or others hang on them now."""
        self.db.conn.execute("DELETE FROM temp.closed")
        for closure in self.closures.values():
            self._close("own", "SELECT ?, ?", (closure.id, closure.id))
            self._close_roots(closure)
        before = -1
        while before != (before := self.db.conn.execute("SELECT count(*) FROM temp.closed").fetchone()[0]):
            for table in ("visits", "calls", "contacts"):
                self._close(
                    "opinions",
                    f"SELECT x.opinion_id, c.by_id FROM main.{table} x, temp.closed c"
                    f" WHERE c.t = '{table}' AND x.id = c.id AND x.opinion_id IS NOT NULL",
                )
            for table, column, parent in self._edges:
                self._close(
                    table,
                    f"SELECT x.id, c.by_id FROM temp.closed c CROSS JOIN main.{table} x"
                    f" ON x.{column} = c.id WHERE c.t = '{parent}'",
                )
            self._close("closures", _SAME)
            for table, (owner, column) in PAIRS.items():
                self._close(
                    table,
                    f"SELECT x.id, c.by_id FROM temp.closed c CROSS JOIN main.{table} x"
                    f" ON x.{owner} = c.t AND x.{column} = c.id WHERE c.t <> 'audit_log'",
                )
        self._close(
            "deeds",
            "SELECT d.id, c.by_id FROM main.deeds d, temp.closed c"
            " WHERE c.t = 'audit_log' AND c.id BETWEEN d.id AND d.last",
        )
        self.closed = {}
        for table, record_id, by_id in self.db.conn.execute("SELECT t, id, by_id FROM temp.closed"):
            self.closed.setdefault(table, {})[record_id] = by_id

    def _close_roots(self, closure: Closure) -> None:
        by = closure.id
        match closure.subject.value:
            case "matter":
                self._close("opinions", "SELECT ?, ?", (closure.opinion_id, by))
            case "deputy":
                self._close("deputies", "SELECT ?, ?", (closure.deputy_id, by))
            case "person":
                phone = _figures(closure.phone)
                for table, (name, column) in PERSONS.items():
                    plain = _PLAIN_PHONE.format(column)
                    asked = f"{name} = ? AND ({plain} = ? OR {plain} = '' OR ? = '')"
                    sql = f"SELECT id, ? FROM main.{table} WHERE {name} <> '' AND {asked}"
                    self._close(table, sql, (by, closure.person_name, phone, phone))

    def _close(self, table: str, sql: str, params: Any = ()) -> None:
        found = f"SELECT '{table}', * FROM ({sql})"
        self.db.conn.execute(f"INSERT OR IGNORE INTO temp.closed (t, id, by_id) {found}", params)

    def sentence(self, table: str, record_id: int) -> str:
        """Why a record is out of sight, in words; empty if it is in sight."""
        by_id = None if sees_all() else self.closed.get(table, {}).get(record_id)
        return "" if by_id is None else self._words(_CALLED.get(table, "这一条"), self.closures[by_id])

    def _words(self, called: str, closure: Closure) -> str:
        who, day = self.names.get(closure.decided_by or 0, ""), closure.decided_on
        return f"{called}对您回避（{who}，{_day(day)}），请由别的同事办理。"

    def names_somebody(self, text: str) -> bool:
        """Whether a text names a person who is closed."""
        return any(closure.person_name in text for closure in self.closures.values() if closure.person_name)

    def check_writing(self, record: Any) -> None:
        """Refuse a record that is closed, that would hang on a closed one, or that is about a closed person."""
        if sees_all():
            return
        table = record.TABLE
        asked = [(table, record.id)]
        asked += [(parent, getattr(record, column)) for child, column, parent in self._edges if child == table]
        if table in PAIRS and table != "audit_log":
            owner, column = PAIRS[table]
            asked.append((getattr(record, owner), getattr(record, column)))
        for parent, record_id in asked:
            if record_id and (refusal := self.sentence(parent, record_id)):
                raise RuleError(refusal)
        if table in PERSONS:
            name, phone = (getattr(record, column) for column in PERSONS[table])
            for closure in self.closures.values():
                if is_person(closure, name, phone):
                    raise RuleError(self._words("这位群众", closure))


def is_person(closure: Closure, name: str, phone: str) -> bool:
    """Whether a name and a telephone are those of the person of a closure; a telephone that is not known fits any."""
    mine, other = _figures(closure.phone), _figures(phone)
    return bool(name) and name == closure.person_name and (mine == other or not mine or not other)


def _figures(phone: str) -> str:
    return phone.replace(" ", "").replace("-", "")


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "日期没有记下"


def _edges(db: Database) -> Iterator[tuple[str, str, str]]:
    """Which column of which table hangs on which other table, of all that hangs on what can be closed."""
    tables = [row[0] for row in db.conn.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    hangs = [
        (table, column, parent)
        for table in tables
        for column, parent in db.conn.execute(f"SELECT [from], [table] FROM pragma_foreign_key_list('{table}', 'main')")
        if (table, column) not in OPEN_EDGES
    ]
    reached, grown = {*PERSONS, "deputies", *PAIRS}, True
    while grown:
        new = {table for table, _, parent in hangs if parent in reached} - reached
        reached, grown = reached | new, bool(new)
    yield from (edge for edge in hangs if edge[2] in reached)


def _view_of(db: Database, table: str) -> str:
    """The view before a table: without the closed rows; of deputies with nothing but their names."""
    closed = f"id IN (SELECT id FROM temp.closed WHERE t = '{table}')"
    if table != MASKED:
        return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE NOT {closed} OR whole_sight()"
    columns = []
    for _, name, _, not_null, default, _ in db.conn.execute(f"PRAGMA main.table_info('{table}')"):
        blank = f"'{SIGN}'" if name == "organisation_post" else (default or "''") if not_null else "NULL"
        hidden = f"{closed} AND NOT whole_sight()"
        columns.append(name if name in KEPT else f"CASE WHEN {hidden} THEN {blank} ELSE {name} END AS {name}")
    return f"CREATE TEMP VIEW {table} AS SELECT {', '.join(columns)} FROM main.{table}"
