"""How high the rows of a table become: cells measured, and the ladder that fits a form on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .boxes import Box, lift, padding
from .document import Cell, Grid
from .lines import Line
from .page import MM
from .shape import Shape
from .styles import STYLES, Style

if TYPE_CHECKING:
    from .layout import Layout

_SMALLER, _DENSEST, _RUNNING = ("_s", "_t"), ("_u",), "_r"  # sizes of long texts, after the name of their style
_SHORT, _MOST_MEMOS = 60, 20_000


_Measured = tuple[float, str, Style, list[Line], float]
_Memo = dict[tuple[str, str, str, float, bool], _Measured]
_MEMOS: dict[tuple[bool, float, float], _Memo] = {}


class Sizing:
    """One grid measured for the room that is left on the page; `edges` are those of its columns."""

    def __init__(self, layout: Layout, grid: Grid, edges: list[float], shape: Shape) -> None:
        self.layout, self.grid, self.edges, self.shape = layout, grid, edges, shape
        self.memo = _MEMOS.setdefault((layout.plain, grid.inner, grid.pad), {})

    @property
    def room(self) -> float:
        layout = self.layout
        return layout.bottom - layout.y - layout.tail - (3 * MM if layout.plain else 0)

    def fit(self) -> tuple[list[Box], list[float]]:
        """Natural heights; else every row gives of its slack; else long texts smaller and closer; else run over."""
        boxes = self.boxes()
        heights = self._heights(boxes)
        if not any(row.grow for row in self.grid.rows) or sum(heights) <= self.room:
            return boxes, heights
        if tight := self._tightened(boxes, heights):
            return boxes, tight
        for size in _SMALLER + _DENSEST * self.layout.dense:
            smaller = self._resized(boxes, size)
            if tight := self._tightened(smaller, self._heights(smaller)):
                return smaller, tight
        if self.layout.dense:
            boxes = self._resized(boxes, _RUNNING)
            heights = self._heights(boxes)
        return boxes, heights

    def _resized(self, boxes: list[Box], size: str) -> list[Box]:
        return [self._box(b.row, b.col, b.cell, size) if b.cell.style == "text" else b for b in boxes]

    def boxes(self) -> list[Box]:
        cells = (cell for row in self.grid.rows for cell in row.cells)
        return [self._box(r, c, cell) for (r, c), cell in zip(self.shape.places, cells, strict=True)]

    def _box(self, r: int, c: int, cell: Cell, size: str = "") -> Box:
        """A cell measured; short ones are remembered, for labels and options stand on every sheet."""
        text, style, edges, memo = cell.text, cell.style, self.edges, self.memo
        grow = self.grid.rows[r].grow
        wide = edges[c + cell.span] - edges[c]
        key = (text, style, size, wide, grow)
        known = memo.get(key)  # read once: another thread may clear it
        if known is None:
            known = self._measured(text, style, size, wide, padding(cell, self.grid), grow)
            if len(text) <= _SHORT:
                if len(memo) > _MOST_MEMOS:
                    memo.clear()
                memo[key] = known
        return Box(cell, r, c, *known)

    def _measured(self, text: str, name: str, size: str, wide: float, pad: float, grow: bool) -> _Measured:
        """Padding, the style a text is set in, its lines, the height it needs."""
        layout, asked, width = self.layout, name, wide - 2 * pad
        name += size
        style = STYLES[name]
        lines = layout.set(text, style, width, hang=pad > 4) if text else []
        if asked == "value" and len(lines) > 1 + text.count("\n"):  # a size smaller before a second line
            name, style = "value_s", STYLES["value_s"]
            lines = layout.set(text, style, width)
        air = 2.0 if grow else 0.0 if not lines else 0.5 if asked.startswith("list") else 1.0
        around = max(air * MM, lift(style) + self.grid.inner) if layout.plain and lines else air * MM
        return pad, name, style, lines, len(lines) * style.pitch + around

    def _heights(self, boxes: list[Box]) -> list[float]:
        rows = self.grid.rows
        heights = [row.height * MM for row in rows]
        for box in boxes:
            if box.need > heights[box.row] and box.cell.rows == 1:
                heights[box.row] = box.need
        for box in boxes:
            if box.cell.rows > 1:
                span = range(box.row, min(box.row + box.cell.rows, len(rows)))
                lack = box.need - sum(heights[i] for i in span)
                if lack > 0:
                    heights[next((i for i in span if rows[i].grow), span[0])] += lack
        return heights

    def _tightened(self, boxes: list[Box], heights: list[float]) -> list[float] | None:
        """Heights that fit, the same part of every row's slack taken; None if they cannot."""
        low = [(row.height if row.floor is None else row.floor) * MM for row in self.grid.rows]
        for box in boxes:
            if box.need > low[box.row] and box.cell.rows == 1:
                low[box.row] = box.need
        low = [min(pair) for pair in zip(heights, low, strict=True)]
        total, least = sum(heights), sum(low)
        if least > self.room:
            return None
        part = min(1.0, (total - self.room) / (total - least)) if total > least else 0.0
        return [high - (high - floor) * part for high, floor in zip(heights, low, strict=True)]

    def filled(self, heights: list[float]) -> list[float]:
        """Room left on the page goes to the rows that take it, so that a form always ends at the same edge."""
        spare, shares = self.room - sum(heights), sum(row.fill for row in self.grid.rows)
        if spare <= 0 or not shares:
            return heights
        return [high + spare * row.fill / shares for high, row in zip(heights, self.grid.rows, strict=True)]
