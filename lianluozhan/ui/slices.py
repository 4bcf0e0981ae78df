"""Rows of a listing that are fetched as they scroll into view."""

from __future__ import annotations

from typing import Any, Protocol

SLICE = 200
Row = dict[str, Any]


class Slices(Protocol):
    """A list that a model module knows how to count and to read onward from a row."""

    def count(self) -> int: ...
    def page(self, limit: int, after: Row | None = None) -> list[Row]: ...


class LoadedRows:
    """What has been read of a listing so far."""

    def __init__(self, slices: Slices) -> None:
        self.slices = slices
        self.rows: list[Row] = []
        self.total, self.more = 0, False

    def read(self) -> None:
        """Read again at least as much as was read before."""
        limit = max(SLICE, len(self.rows))
        self.total = self.slices.count()
        self.rows = self.slices.page(limit, None)
        self.more = len(self.rows) == limit and len(self.rows) < self.total

    def next_slice(self) -> list[Row]:
        """The rows that follow; the caller adds them to `rows`."""
        found = self.slices.page(SLICE, self.rows[-1] if self.rows else None)
        self.more = len(found) == SLICE
        return found
