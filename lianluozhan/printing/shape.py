"""What all tables of one shape share: where their cells lie, which rows stay together, which lines are drawn.

A form prints a thousand times with other words and other heights, but its cells are merged the same way each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from .document import Cell, Grid, Row
from .page import MM
from .styles import SIGN_PITCH

_CellKey = tuple[int, int, bool, bool]  # span, rows, open at the top, open at the bottom
_Key = tuple[tuple[bool, tuple[_CellKey, ...]], ...]  # tied, cells
_Lines = tuple[tuple[int, int, int], ...]
_LONG = 60  # characters
_MOST_ROWS = 80  # what is longer, a ledger, comes once and is not kept


@dataclass(frozen=True)
class Shape:
    """Cells are counted in reading order; lines run along edges of rows and columns, the outer frame left out."""

    places: tuple[tuple[int, int], ...]  # row and column in which each cell begins
    cover: tuple[tuple[int, ...], ...]  # the cells of each row, those that reach down into it too
    groups: tuple[range, ...]  # rows that stay on one page together
    cells: tuple[tuple[int, int, int, int, bool, bool], ...]  # row, column, span, rows, open at top and bottom
    columns: int

    @cached_property
    def lines(self) -> tuple[_Lines, _Lines]:
        """Level ones: edge of a row, from and to which edge of a column; upright ones the other way round."""
        return _lines(self.cells, len(self.cover), self.columns)

    @property
    def level(self) -> _Lines:
        return self.lines[0]

    @property
    def upright(self) -> _Lines:
        return self.lines[1]


def shape_of(rows: Sequence[Row], columns: int) -> Shape:
    """The shape of a lowered grid."""
    key = tuple(
        (row.tied, tuple((cell.span, cell.rows, cell.open_top, cell.open_bottom) for cell in row.cells)) for row in rows
    )
    return _kept(key, columns) if len(rows) <= _MOST_ROWS else _made(key, columns)


def _made(key: _Key, columns: int) -> Shape:
    cells = _cells(key)
    count = len(key)
    cover: list[list[int]] = [[] for _ in range(count)]
    tied = [*(is_tied for is_tied, _ in key[1:]), False]
    for number, (row, _, _, rows, _, _) in enumerate(cells):
        for at in range(row, min(row + rows, count)):
            cover[at].append(number)
        for at in range(row, min(row + rows - 1, count - 1)):
            tied[at] = True
    groups, first = [], 0
    for at in range(count):
        if not tied[at]:
            groups.append(range(first, at + 1))
            first = at + 1
    places = tuple((row, col) for row, col, *_ in cells)
    return Shape(places, tuple(map(tuple, cover)), tuple(groups), tuple(cells), columns)


_kept = lru_cache(maxsize=400)(_made)


def _cells(key: _Key) -> list[tuple[int, int, int, int, bool, bool]]:
    """Row, column, span, rows and open sides of each cell."""
    taken: set[tuple[int, int]] = set()
    found = []
    for r, (_, cells) in enumerate(key):
        c = 0
        for span, rows, open_top, open_bottom in cells:
            while (r, c) in taken:
                c += 1
            found.append((r, c, span, rows, open_top, open_bottom))
            if rows > 1:
                taken |= {(r + i, c + j) for i in range(1, rows) for j in range(span)}
            c += span
    return found


def _lines(cells: Sequence[tuple[int, int, int, int, bool, bool]], count: int, columns: int) -> tuple[_Lines, _Lines]:
    across: dict[int, list[tuple[int, int]]] = {}
    down: dict[int, list[tuple[int, int]]] = {}
    for row, col, span, rows, open_top, open_bottom in cells:
        low = min(row + rows, count)
        for edge, is_open in ((row, open_top), (low, open_bottom)):
            if not is_open and 0 < edge < count:
                across.setdefault(edge, []).append((col, col + span))
        for edge in (col, col + span):
            if 0 < edge < columns:
                down.setdefault(edge, []).append((row, low))
    return tuple(
        tuple((edge, first, last) for edge, spans in found.items() for first, last in _merged(spans))
        for found in (across, down)
    )  # type: ignore[return-value]


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def lowered(grid: Grid) -> Grid:
    """Each cell with a foot as two rows with no line between: the text, and its signature lines."""
    rows: list[Row] = []
    for row in grid.rows:
        feet = [len(cell.foot) for cell in row.cells if cell.foot]
        if not feet:
            rows.append(row)
            continue
        high = max(feet) * SIGN_PITCH / MM + 1.2
        halved = [bool(cell.foot) or _must_split(cell, row) for cell in row.cells]
        upper = [_upper(cell, half) for cell, half in zip(row.cells, halved, strict=True)]
        below = (cell for cell, half in zip(row.cells, halved, strict=True) if half)
        lower = [Cell("\n".join(c.foot), c.span, "sign" if c.foot else c.style, open_top=True) for c in below]
        floor = (row.floor or row.height) - high
        rows.append(Row(upper, max(row.height - high, 4), max(floor, 4), row.grow, row.fill, row.tied))
        rows.append(Row(lower, high, tied=True))  # a signature never stands on a page without its text
    return replace(grid, rows=rows) if len(rows) > len(grid.rows) else grid


def _must_split(cell: Cell, row: Row) -> bool:
    """Whether a text beside a signed one is too long to stay on one page."""
    return row.grow and len(cell.text) > _LONG and cell.style != "label"


def _upper(cell: Cell, half: bool) -> Cell:
    """Built anew, for that is faster than `replace`, and a form has ten of them."""
    rest = (cell.tone, cell.underlined)
    if half:
        return Cell(cell.text, cell.span, cell.style, cell.rows, (), True, cell.open_top, True, *rest)
    return Cell(cell.text, cell.span, cell.style, cell.rows + 1, (), cell.top, cell.open_top, cell.open_bottom, *rest)
