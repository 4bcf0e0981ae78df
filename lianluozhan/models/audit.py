"""The audit log (操作日志): one line a change, chained by a keyed hash, never edited (4.7.2, safekeeping)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

FIRST = bytes(32)


@dataclass(frozen=True)
class Head:
    """The last line of the log: its number and its chained hash."""

    id: int
    mac: bytes

    @property
    def groups(self) -> str:
        """The hash as eight groups of four, to be read aloud or compared on paper."""
        text = self.mac.hex()[:32].upper()
        return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def head(db: Database) -> Head:
    """The newest line, or line 0 of an empty log."""
    row = db.conn.execute("SELECT id, mac FROM audit_log ORDER BY id DESC LIMIT 1").fetchone()
    return Head(row[0], row[1]) if row else Head(0, FIRST)


def append(db: Database, key: bytes, line: dict[str, Any]) -> None:
    """Add a line after the head; called inside the transaction of the change it tells of."""
    last = head(db)
    number = last.id + 1
    mac = _mac(key, last.mac, number, line)
    db.conn.execute(
        "INSERT INTO audit_log (id, at, staff_id, action, table_name, record_id, changes, mac)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            line["at"],
            line["staff_id"],
            line["action"],
            line["table_name"],
            line["record_id"],
            line["changes"],
            mac,
        ),
    )


def _mac(key: bytes, previous: bytes, number: int, line: dict[str, Any]) -> bytes:
    facts = (number, line["at"], line["staff_id"], line["action"], line["table_name"], line["record_id"])
    content = "\x1f".join(map(str, facts)) + "\x1f" + line["changes"]
    return hmac.digest(key, previous + content.encode(), "sha256")


def first_broken(db: Database, key: bytes, after: int = 0) -> int | None:
    """The number of the first line after `after` that was altered, taken out or put in; None if the chain is whole."""
    known = db.conn.execute("SELECT mac FROM audit_log WHERE id = ?", (after,)).fetchone() if after else (FIRST,)
    if known is None:
        return after
    previous, expected = known[0], after + 1
    for row in db.conn.execute(
        "SELECT id, at, staff_id, action, table_name, record_id, changes, mac FROM audit_log WHERE id > ? ORDER BY id",
        (after,),
    ):
        number, at, staff_id, action, table, record, changes, mac = row
        line = {
            "at": at,
            "staff_id": staff_id,
            "action": action,
            "table_name": table,
            "record_id": record,
            "changes": changes,
        }
        if number != expected or not hmac.compare_digest(_mac(key, previous, number, line), mac):
            return expected
        previous, expected = mac, number + 1
    return None
