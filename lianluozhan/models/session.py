"""The signed-in member of the staff at work on one open database: the only way to write."""

from __future__ import annotations

import dataclasses
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from . import audit, deeds, search
from .database import is_open, storage_trouble
from .errors import DiskRefuses, InvalidRecord, RuleError
from .fields import check
from .keyring import Keyring, Keys
from .permissions import Role, may, require
from .rows import Record, altered, column_names, digest_of, from_row, stored, to_values
from .staff import Staff
from .veil import Veil

Listener = Callable[[frozenset[str]], None]
Result = TypeVar("Result")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Session:
    """Reads freely; writes only inside `with session.action(...)`.

    One action is one thing a person did: permission checked, one transaction, at least one line in the audit
    log; listeners hear of it once, after the commit, with the set of tables touched.
    """

    def __init__(
        self,
        db: Database,
        staff: Staff,
        roles: frozenset[Role],
        *,
        keys: Keys,
        folder: Path,
        now: Callable[[], datetime] = datetime.now,
        keyring: Keyring | None = None,
        beside: Session | None = None,
    ) -> None:
        self.db, self.staff, self.roles = db, staff, roles
        self.keys, self.folder, self.now, self._keyring = keys, folder, now, keyring
        # one writer at a time on the one connection, from any thread; `beside` is another session on it
        self.lock: threading.RLock = beside.lock if beside else threading.RLock()
        self.unstored: list[dict[str, Any]] = beside.unstored if beside else []  # lines of the log the disk refused
        self.listeners: list[Listener] = []
        self._action = ""
        self._touched: set[str] = set()
        self._lines: list[int] = []  # of the audit log, that the action wrote
        self.undoes: int | None = None  # the deed that the action undoes
        self._after: list[Callable[[], None]] = []
        self._also: Callable[[], None] | None = None
        self.veil: Veil | None = None  # what is closed to this person (回避)

    @property
    def today(self) -> date:
        return self.now().date()

    @property
    def keyring(self) -> Keyring:
        """The unlocked keyring, for the accounts and the backup."""
        if self._keyring is None:
            raise RuntimeError("a session that was opened without its keyring")
        return self._keyring

    def close(self) -> None:
        """Leave the database; nothing can be read or written afterwards."""
        with self.lock:  # a long action in another thread ends first
            if is_open(self.db):
                with suppress(DiskRefuses):
                    self.store_held()
            self.db.close()

    def may(self, action: str) -> bool:
        return may(self.roles, action)

    @contextmanager
    def action(self, name: str) -> Iterator[None]:
        """One thing a person does; refused before anything is read when no role of the person allows it."""
        with self.lock:
            if self._action:
                raise RuntimeError(f"{name} started inside {self._action}")
            require(self.roles, name)
            self._action, self._touched, self._after, self._lines, self.undoes = name, set(), [], [], None
            try:
                with storage_trouble(), self.db.atomic():
                    for line in self.unstored:
                        audit.append(self.db, self.keys.audit, line)
                    yield
                    if self._also is not None:
                        self._also()
                    if self.veil is not None:
                        self.veil.refresh()
                    deeds.note(self.db, self._lines, self.staff.id, name, self.undoes)
                self.unstored.clear()
            finally:
                self._action = ""
            after, touched = self._after, frozenset(self._touched)  # before another thread has its turn
        for follow in after:
            follow()
        for listener in list(self.listeners):
            listener(touched)

    @contextmanager
    def also(self, step: Callable[[], None]) -> Iterator[None]:
        """While this lasts every action ends with `step`, just before its commit: all of it happens or nothing."""
        before = self._also

        def both() -> None:
            if before is not None:
                before()
            step()

        self._also = both
        try:
            yield
        finally:
            self._also = before

    def after_commit(self, follow: Callable[[], None]) -> None:
        """Do something that must not happen if the action is refused, such as removing a temporary file."""
        self._after.append(follow)

    def get(self, record_class: type[Record], record_id: int) -> Record:
        """The record with this id; RuleError if there is none, or if it is closed to this person."""
        found = self.find(record_class, record_id)
        if found is None:
            refusal = self.veil.sentence(table_of(record_class), record_id) if self.veil else ""
            raise RuleError(refusal or "这条记录已经找不到了，可能刚还原过数据。请刷新后再试。")
        return found

    def find(self, record_class: type[Record], record_id: int | None) -> Record | None:
        rows = self.select(record_class, "id = ?", (record_id,))
        return rows[0] if rows else None

    def select(
        self, record_class: type[Record], where: str = "1", params: Any = (), *, order: str = "id"
    ) -> list[Record]:
        """All records that meet `where`: SQL of ours, never text from people."""
        names = column_names(record_class)
        sql = f"SELECT {', '.join(names)} FROM {table_of(record_class)} WHERE {where} ORDER BY {order}"
        return [from_row(record_class, dict(zip(names, row, strict=True))) for row in self.rows(sql, params)]

    def value(self, sql: str, params: Any = ()) -> Any:
        """The first value of the first row, or None."""
        with storage_trouble():
            row = self.db.conn.execute(sql, params).fetchone()
        return row[0] if row else None

    def rows(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        """All rows of a query of ours; StorageError when the file is damaged."""
        with storage_trouble():
            found: list[tuple[Any, ...]] = self.db.conn.execute(sql, params).fetchall()
        return found

    def add(self, record: Record) -> Record:
        """Store a new record with its audit line and its search row; returns it with its id."""
        self._check_writable(record)
        names, values = column_names(type(record))[1:], to_values(record)[1:]  # without the id, the first of both
        cursor = self.db.conn.execute(_insert_sql(type(record)), values)
        new_id: int = cursor.lastrowid  # type: ignore[assignment]
        added = altered(record, id=new_id)
        known = {name: [None, value] for name, value in zip(names, values, strict=True) if value not in (None, "")}
        self._log(table_of(type(record)), new_id, known)
        self._index(added, new_id, new=True)
        return added

    def add_many(
        self,
        records: Sequence[Record],
        tick: Callable[[int], None] = lambda done: None,
        *,
        unchecked: tuple[str, ...] = (),
    ) -> list[Record]:
        """Store new records of one class with ids in a row, and one audit line with the digest of all their values.

        `tick` hears how many are done and may raise to stop; the action is undone then. `unchecked` names the only
        fields still to be checked, when a dry run has just checked the others.
        """
        if not records:
            return []
        table = table_of(type(records[0]))
        first = (self.value(f"SELECT max(id) FROM main.{table}") or 0) + 1
        for record in records:
            self._check_writable(record, unchecked)
        added = [altered(record, id=new_id) for new_id, record in enumerate(records, first)]
        rows = [to_values(record) for record in added]
        marks = ", ".join("?" * len(rows[0]))
        names = ", ".join(column_names(type(records[0])))
        self.db.conn.executemany(f"INSERT INTO main.{table} ({names}) VALUES ({marks})", rows)
        if fields := searched(type(records[0])):
            texts = ([getattr(record, name) for name in fields] for record in added)
            search.put_many(self.db, table, first, texts, tick)
        last = first + len(rows) - 1
        self._log(table, first, {"ids": [first, last], "digest": digest_of(rows)})
        return added

    def change(self, old: Record, **values: Any) -> Record:
        """Store new values of a record that was read inside this action."""
        new = dataclasses.replace(old, **values)  # type: ignore[type-var]
        self._check_writable(new, tuple(values))
        changed = {
            name: [stored(getattr(old, name)), stored(value)]
            for name, value in values.items()
            if stored(getattr(old, name)) != stored(value)
        }
        if changed:
            table, record_id = table_of(type(old)), old.id  # type: ignore[attr-defined]
            sets = ", ".join(f"{name} = ?" for name in changed)
            self.db.conn.execute(
                f"UPDATE main.{table} SET {sets} WHERE id = ?",
                (*(after for _, after in changed.values()), record_id),
            )
            self._log(table, record_id, changed)
            if not changed.keys().isdisjoint(searched(type(old))):
                self._index(new, record_id, new=False)
        return new

    def note(self, table: str, record_id: int, facts: dict[str, Any]) -> None:
        """An audit line for something that changes no record: a print, a look at a masked number, a sign-in."""
        if not self._action:
            raise RuntimeError("a note outside an action")
        self._log(table, record_id, facts)

    def note_or_hold(self, action: str, table: str, record_id: int, facts: dict[str, Any]) -> None:
        """`note` as an action of its own that must not keep anybody out: what the disk refuses is stored later.

        It is held in memory, for all sessions on this database, and stored first by the next action that succeeds.
        """
        try:
            with self.action(action):
                self.note(table, record_id, facts)
        except DiskRefuses:
            with self.lock:  # an action of another thread may just be storing and clearing what is held
                self.unstored.append(self._line(table, record_id, facts, action))

    def store_held(self) -> None:
        """Store what `note_or_hold` holds, if anything."""
        if self.unstored:
            with self.action("account.sign_in"):
                pass  # they go first in any action

    def _check_writable(self, record: object, names: tuple[str, ...] = ()) -> None:
        if not self._action:
            raise RuntimeError(f"{type(record).__name__} written outside an action")
        if self.veil is not None:
            self.veil.check_writing(record)
        if problems := check(record, names):
            raise InvalidRecord(problems)

    def _log(self, table: str, record_id: int, changes: dict[str, Any]) -> None:
        self._touched.add(table)
        line = self._line(table, record_id, changes, self._action)
        self._lines.append(audit.append(self.db, self.keys.audit, line))

    def _line(self, table: str, record_id: int, changes: dict[str, Any], action: str) -> dict[str, Any]:
        return {
            "at": self.now().isoformat(timespec="seconds"),
            "staff_id": self.staff.id,
            "action": action,
            "table_name": table,
            "record_id": record_id,
            "changes": _to_json(changes),
        }

    def _index(self, record: object, record_id: int, *, new: bool) -> None:
        if names := searched(type(record)):
            search.put(self.db, table_of(type(record)), record_id, [getattr(record, n) for n in names], new=new)


def table_of(record_class: type) -> str:
    return record_class.TABLE  # type: ignore[attr-defined, no-any-return]


def searched(record_class: type) -> tuple[str, ...]:
    """The text fields of a class that full-text search covers."""
    return getattr(record_class, "SEARCHED", ())


_inserts: dict[type, str] = {}


def _insert_sql(record_class: type) -> str:
    if record_class not in _inserts:
        names = column_names(record_class)[1:]
        marks = ", ".join("?" * len(names))
        _inserts[record_class] = f"INSERT INTO main.{table_of(record_class)} ({', '.join(names)}) VALUES ({marks})"
    return _inserts[record_class]
