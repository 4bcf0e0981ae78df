"""The cells of a ruled table as they are measured: their lines, the height they need, their parts on a page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from .document import Cell, Grid, Row
from .fonts import STACKS
from .lines import Line
from .page import MM
from .styles import Style

UNITS = 24
UNDERLINE = 0.5  # points
LABEL_PAD, CLOSE_PAD, WIDE_PAD = 0.6, 0.9, 1.5  # mm
_CLOSE = ("list", "entry", "head")


@dataclass(slots=True)
class Box:
    """A cell on its grid: where it starts, its padding and height in points, its lines and how they are set."""

    cell: Cell
    row: int
    col: int
    pad: float
    name: str  # of the style it is set in, perhaps a smaller one than the cell asks for
    style: Style
    lines: list[Line]
    need: float
    placed: int = 0  # lines given to strips
    done: int = 0  # lines drawn

    @property
    def waiting(self) -> float:
        """The height of the lines not yet given to a strip."""
        return (len(self.lines) - self.placed) * self.style.pitch

    def lines_in(self, room: float) -> int:
        return int(room / self.style.pitch + 0.001)


@dataclass(slots=True)
class Sized:
    """What Word needs of a measured table, by the rows of the lowered grid; heights in points."""

    heights: list[float]
    grows: list[bool]
    boxes: dict[tuple[int, int], Box]  # by row and column
    crosses: bool  # whether the table goes over a page


class Strip(NamedTuple):
    """The part of a row on one page."""

    row: int
    y: float
    height: float
    begins: bool
    ends: bool
    room: float = 0.0  # for lines, where the row goes on


@lru_cache(maxsize=200)
def column_edges(columns: tuple[float, ...], width: float) -> list[float]:
    """The edges of columns in mm, in points; without columns those of 24 equal units of the text width."""
    if columns:
        return [0.0, *accumulate(column * MM for column in columns)]
    return [*accumulate([width / UNITS] * (UNITS - 1), initial=0.0), width]


def padding(cell: Cell, grid: Grid) -> float:
    """Inner margin of a cell at left and right, in points."""
    if cell.style == "label":
        return LABEL_PAD * MM
    return (CLOSE_PAD if cell.style.startswith(_CLOSE) else grid.pad) * MM


def lift(style: Style) -> float:
    """Space after, in points, that brings text to the middle in Word, which puts 80 % of a line above its base."""
    return 2 * max(0.0, 0.3 * style.pitch - STACKS[style.family].main.middle * style.size)


def splits(box: Box, row: Row) -> bool:
    """Whether a cell's lines may stand on several pages; labels are repeated instead."""
    return row.grow and box.cell.rows == 1 and box.style.align != "label"
