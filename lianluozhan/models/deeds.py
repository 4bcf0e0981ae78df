"""What people did, action by action: the lines of the audit log that belong together, so that they can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database


def note(db: Database, lines: Sequence[int], staff_id: int, action: str, undoes: int | None = None) -> None:
    """Keep which lines one action wrote; inside its transaction. Nothing is kept of an action that wrote none."""
    if lines:
        row = (lines[0], lines[-1], staff_id, action, undoes)
        db.conn.execute("INSERT INTO deeds (id, last, staff_id, action, undoes) VALUES (?, ?, ?, ?, ?)", row)
