"""A window over a long list: the rows around what is seen, found by key anchors; the list is counted bit by bit."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from time import perf_counter
from typing import Any, Protocol

Row = dict[str, Any]
SLICE = 100  # rows read in one go
STRIDE, SHORTEST = 500, 50  # entries of the index between two anchors; fewer where they take long
FEW, MERGED = 16, 3000  # a list of more runs takes long strides: beginning one costs more than going on
KEPT = 40  # slices kept in memory
AT_ONCE = 0.004  # seconds of counting that nobody notices


class Listed(Protocol):
    """A list that a model module can read from any of its rows, both ways, and count in strides."""

    def count(self, after: Row | None = None, until: Row | None = None) -> int: ...
    def page(self, limit: int, after: Row | None = None, *, backward: bool = False, skip: int = 0) -> list[Row]: ...
    def stride(self, after: Row | None, entries: int) -> tuple[int, Row | None]: ...
    def find(self, id_: int) -> Row | None: ...

    @property
    def descending(self) -> bool: ...
    @property
    def runs(self) -> int: ...


class RowWindow:
    """`known` rows can be shown now; `finished` tells whether these are all."""

    def __init__(self, listed: Listed) -> None:
        self.listed = listed
        self._slices: OrderedDict[int, list[Row]] = OrderedDict()
        self._anchors: list[tuple[int, Row | None]] = [(0, None)]  # so many rows before, the key of the last of them
        self._fresh: RowWindow | None = None
        self._few = listed.runs <= FEW
        self._stride = STRIDE // 2 if self._few else MERGED
        first = listed.page(SLICE)
        self._slices[0] = first
        self.known, self.finished = len(first), len(first) < SLICE
        self._counted = self.known if self.finished else 0

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be counted."""
        return self.finished and self._fresh is None

    def count_on(self, seconds: float = AT_ONCE) -> None:
        """Go on counting for a moment."""
        if self.finished and self._fresh is not None:
            self._fresh.count_on(seconds)
            if self._fresh.finished:
                self._anchors, self.known = self._fresh._anchors, self._fresh.known
                self._fresh = None
                self._slices.clear()
            return
        now = perf_counter()
        end = now + seconds
        while not self.finished:
            start = now
            found, key = self.listed.stride(self._anchors[-1][1], self._stride)
            self._counted += found
            self.finished = key is None
            if key is not None:
                self._anchors.append((self._counted, key))
            now = perf_counter()
            if self._few and now - start > AT_ONCE / 2:
                self._stride = max(SHORTEST, self._stride // 2)
            elif self._few and now - start < AT_ONCE / 8:
                self._stride = min(STRIDE, self._stride * 2)
            if now >= end:
                break
        self.known = self._counted if self.finished else max(self.known, self._counted)

    def read_again(self, listed: Listed) -> None:
        """The list has changed: a short one is read and counted at once, a long one keeps its anchors meanwhile."""
        fresh = RowWindow(listed)
        fresh.count_on(2 * AT_ONCE)
        if fresh.finished or not self.finished:
            self._slices, self._anchors, self._counted = fresh._slices, fresh._anchors, fresh._counted
            self.known, self.finished, self._fresh = fresh.known, fresh.finished, None
        else:
            self._slices.clear()
            self._fresh = fresh
        self.listed = listed

    def row(self, at: int) -> Row | None:
        """The row at a place, read if need be."""
        number, within = divmod(at, SLICE)
        rows = self._slices.get(number)
        if rows is None:
            rows = self._slices[number] = self._read(number)
            if len(self._slices) > KEPT:
                self._slices.popitem(last=False)
        return rows[within] if within < len(rows) else None

    def cached(self, at: int) -> Row | None:
        """The row at a place, if it has been read."""
        rows = self._slices.get(at // SLICE, [])
        return rows[at % SLICE] if at % SLICE < len(rows) else None

    def tail(self) -> list[Row]:
        """The last rows, read from the end."""
        return self.listed.page(SLICE, backward=True)

    def place_of(self, id_: Any) -> int | None:
        """Where a record stands; None when it is not listed, or not found yet in a list still being counted."""
        for number, rows in self._slices.items():
            for within, row in enumerate(rows):
                if row["id"] == id_:
                    return number * SLICE + within
        found = self.listed.find(id_)
        if found is None:
            return None
        before, key = next(anchor for anchor in reversed(self._anchors) if self._follows(found, anchor[1]))
        if not self.finished and (before, key) == self._anchors[-1]:
            return None
        return before + self.listed.count(key, found) - 1

    def _follows(self, row: Row, key: Row | None) -> bool:
        if key is None:
            return True
        mine, theirs = ([each[name] for name in sorted(key) if name.startswith("key")] for each in (row, key))
        return mine < theirs if self.listed.descending else mine > theirs

    def _read(self, number: int) -> list[Row]:
        start = number * SLICE
        before = self._slices.get(number - 1, [])
        if len(before) == SLICE:
            return self.listed.page(SLICE, before[-1])
        at, key = self._anchors[bisect_right(self._anchors, start, key=lambda anchor: anchor[0]) - 1]
        left = self.known - start
        if self.settled and left < start - at + SLICE:  # nearer to the end than to the anchor
            return self.listed.page(min(SLICE, left), backward=True, skip=max(0, left - SLICE))
        return self.listed.page(SLICE, key, skip=start - at)
