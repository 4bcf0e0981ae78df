"""The tables of the sections: heads at the left as their cells are, and rows that may all be in memory."""

from __future__ import annotations

from collections.abc import Sequence

from ... import theme
from ...record_table import Column, RecordTable
from ...slices import Row

LEAST = 64  # its head and nearly a row


class HeldRows:
    """Counted and read onward as a listing is."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = list(rows)

    def count(self) -> int:
        return len(self.rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        first = 0
        if after is not None:
            first = next((at + 1 for at, row in enumerate(self.rows) if row["id"] == after["id"]), 0)
        return self.rows[first : first + limit]


class SectionTable(RecordTable):
    """Starts empty; `set_slices` fills it."""

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        super().__init__(columns, HeldRows())
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.scaled(LEAST))
