"""Rows that are already in memory, shown in the tables that otherwise read listings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...record_table import Column, RecordTable
from ...slices import Row, Slices


class Rows:
    """A list as a listing; every row bears its place as `id`."""

    def __init__(self, rows: Sequence[dict[str, Any]] = ()) -> None:
        self._rows = [{**row, "id": place} for place, row in enumerate(rows)]

    def count(self) -> int:
        return len(self._rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        first = 0 if after is None else after["id"] + 1
        return self._rows[first : first + limit]


def table_of(columns: Sequence[Column], rows: Slices, name: str) -> RecordTable:
    """A table with its heads above its cells."""
    made = RecordTable(columns, rows)
    made.setAccessibleName(name)
    return made
