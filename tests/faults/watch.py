"""The look after each kill: cheap, because it remembers what it has seen, and everything every so often."""

from __future__ import annotations

import json
from typing import Any

from lianluozhan.models import attachments, audit
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.errors import RuleError, StorageError
from tests.faults.desk import Base, Desk
from tests.faults.states import full_wrong, mac_of

_WRITTEN = (  # tables the station at work adds to
    *("opinions", "opinion_steps", "dispatches", "joint_handlings", "replies", "feedbacks", "evaluations"),
    *("attachments", "contacts", "prints", "service_records"),
)


class Watch:
    """What a station held when it was last looked at."""

    def __init__(self, base: Base) -> None:
        self.base, self.looks = base, 0
        desk = Desk(base)
        self._remember(desk)
        desk.close()

    def look(self, said: list[str], *, full: bool = False) -> list[str]:
        """What is wrong after a kill; `said` are the last lines of the log of each save that was called done."""
        self.looks += 1
        try:
            desk = Desk(self.base)
        except (StorageError, RuleError) as trouble:
            return [f"the station does not open: {trouble}"]
        try:
            wrong = self._look(desk, [int(line) for line in said])
            if full:
                wrong += full_wrong(desk)
            self._remember(desk)
        except (StorageError, RuleError) as trouble:
            return [f"the station cannot be read: {trouble}"]
        finally:
            desk.close()
        return wrong

    def _remember(self, desk: Desk) -> None:
        self._head = audit.head(desk.db)
        self._highest = {table: self._value(desk, f"SELECT ifnull(max(id), 0) FROM main.{table}") for table in _WRITTEN}

    @staticmethod
    def _value(desk: Desk, sql: str) -> Any:
        connection: Any = desk.db.conn
        return connection.execute(sql).fetchone()[0]

    def _look(self, desk: Desk, said: list[int]) -> list[str]:
        before, head = self._head, audit.head(desk.db)
        wrong = [
            f"a save was called done up to line {line}, the log ends at {head.id}" for line in said if line > head.id
        ]
        if mac_of(desk, before.id) != before.mac:
            wrong.append(f"line {before.id} of the log is not the one it was")
        if (broken := audit.first_broken(desk.db, desk.keys, before.id)) is not None:
            wrong.append(f"the log is broken at line {broken}")
        connection: Any = desk.db.conn
        lines = connection.execute(
            "SELECT table_name, record_id, changes FROM main.audit_log WHERE id > ? ORDER BY id", (before.id,)
        ).fetchall()
        wrong += self._compared(connection, lines)
        known = {(table, number) for table, number, _ in lines}
        for table, highest in self._highest.items():
            for (number,) in connection.execute(f"SELECT id FROM main.{table} WHERE id > ?", (highest,)):
                if (table, number) not in known:
                    wrong.append(f"{table} {number} has no line in the log")
        session = desk.officer
        for row in session.select(Attachment, "id > ?", (self._highest["attachments"],)):
            if sentence := attachments.trouble(session, row):
                wrong.append(sentence)
        return wrong

    @staticmethod
    def _compared(connection: Any, lines: list[tuple[str, int, str]]) -> list[str]:
        """Each value that the log says was written last must be the one that stands there."""
        last: dict[tuple[str, int], dict[str, Any]] = {}
        for table, number, changes in lines:
            for name, pair in json.loads(changes).items():
                if table in _WRITTEN and isinstance(pair, list) and len(pair) == 2:
                    last.setdefault((table, number), {})[name] = pair[1]
        wrong = []
        for (table, number), values in last.items():
            names = ", ".join(f'"{name}"' for name in values)
            row = connection.execute(f"SELECT {names} FROM main.{table} WHERE id = ?", (number,)).fetchone()
            if row is None:
                wrong.append(f"{table} {number} stands in the log and is not there")
            elif list(row) != list(values.values()):
                wrong.append(f"{table} {number} is not what the log says")
        return wrong
