"""What people did, action by action: the lines of the audit log that belong together, so that they can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

UNDO = "deed.undo"
# the actions that only write values into records, and can be undone; steps of a flow have their own ways back
KEPT = frozenset(
    {
        *("opinion.reclassify", "station.edit", "staff.edit", "deputy.edit", "group.edit"),
        *("handling_body.edit", "village.edit", "category.edit", "setting.change"),
        *("phrase.edit", "view.save", "look.change", UNDO),
    }
)


def note(db: Database, lines: Sequence[int], staff_id: int, action: str, undoes: int | None = None) -> None:
    """Keep which lines one action of KEPT wrote; inside its transaction. Nothing is kept where it wrote none."""
    if lines and action in KEPT:
        row = (lines[0], lines[-1], staff_id, action, undoes)
        db.conn.execute("INSERT INTO main.deeds (id, last, staff_id, action, undoes) VALUES (?, ?, ?, ?, ?)", row)
