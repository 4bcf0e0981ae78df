"""Rows that are already in memory, shown in the tables that otherwise read listings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, overload

from ...record_table import Column, RecordTable
from ...slices import Row, Slices


class Shown(Sequence[dict[str, Any]]):
    """Thousands of things as rows, each made into one when it comes into sight."""

    def __init__(self, things: Sequence[Any], row_of: Callable[[Any], dict[str, Any]]) -> None:
        self._things, self._row_of = things, row_of

    def __len__(self) -> int:
        return len(self._things)

    @overload
    def __getitem__(self, at: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, at: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        return [*map(self._row_of, self._things[at])] if isinstance(at, slice) else self._row_of(self._things[at])


class Rows:
    """A list as a listing; every row bears its place as `id`."""

    def __init__(self, rows: Sequence[dict[str, Any]] = ()) -> None:
        self._rows = rows

    def count(self) -> int:
        return len(self._rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        first = 0 if after is None else after["id"] + 1
        return [{**row, "id": place} for place, row in enumerate(self._rows[first : first + limit], first)]


def table_of(columns: Sequence[Column], rows: Slices, name: str) -> RecordTable:
    """A table with its heads above its cells."""
    made = RecordTable(columns, rows)
    made.setAccessibleName(name)
    return made
