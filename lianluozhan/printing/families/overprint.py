"""What is printed onto sheets that are printed and signed already: the archive stamp and page numbers (DA/T 22).

And the same stamp printed into the first page of new sheets. `Move` is how far a printer must be corrected, in mm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from .. import measures as m
from ..document import Block, Break, Cell, Cut, Document, Grid, Para, Row
from ..page import MM
from ..styles import STYLES
from .labels import PAPER

Move = tuple[float, float]
NOT_MOVED: Move = (0.0, 0.0)
_FEW = 8  # characters in the usual size
_NUMBER_WIDE = 30.0  # mm
STAMP_TITLE, NUMBERS_TITLE = "归档章套印页", "页码套印页"


def archive_stamp(values: Sequence[str], *, move: Move = NOT_MOVED, red: bool = True) -> Grid:
    """归档章: 全宗号, 年度, 件号 above 机构, 保管期限, 页数; `move` in mm where a printer draws it in."""
    six = [*values, *[""] * 6][:6]
    rows = [Row([Cell(text, 1, _stamp_style(text)) for text in six[at : at + 3]], m.STAMP_HEIGHT / 2) for at in (0, 3)]
    weight = float(m.STAMP_LINE_POINTS)
    return Grid(
        rows,
        (m.STAMP_WIDTH / 3,) * 3,
        frame=weight,
        inner=weight,
        pad=0.4,
        at=(m.STAMP_X + move[0], m.STAMP_Y + move[1]),
        colour="red" if red else "black",
    )


def _stamp_style(text: str) -> str:
    return "stamp" if len(text) <= _FEW else "stamp_s"


def stamp_sheet(values: Sequence[str] = (), *, move: Move = NOT_MOVED, red: bool = True) -> Document:
    """The stamp alone, to be printed onto a sheet that is signed already."""
    return stamp_sheets([values], move=move, red=red)


def stamp_sheets(all_values: Iterable[Sequence[str]], *, move: Move = NOT_MOVED, red: bool = True) -> Document:
    """A page with nothing but the stamp for each 件, in the order in which their first sheets are fed."""
    blocks: list[Block] = []
    for values in all_values:
        blocks += [*([Break()] if blocks else []), archive_stamp(values, move=move, red=red), Para("", "note")]
    return Document(STAMP_TITLE, blocks, PAPER)


def with_stamp(document: Document, stamp: Grid) -> Document:
    """A document with the stamp on its first page, where every first page leaves room for it."""
    blocks = list(document.blocks)
    at = next((n + 1 for n, block in enumerate(blocks) if isinstance(block, Cut)), 0)  # a slip holds its letter in one
    return replace(document, blocks=[*blocks[:at], stamp, *blocks[at:]])


def number_sheets(counts: Iterable[int], *, both_sides: bool = False, move: Move = NOT_MOVED) -> Document:
    """A page with nothing but its number for each page of each 件.

    On paper printed on one side it stands at the upper right; on both, on the backs at the upper left, and a 件 that
    ends on a front is followed by an empty back, so that the next one begins on a front.
    """
    blocks: list[Block] = []
    for count in counts:
        for number in range(1, count + 1):
            is_back = both_sides and number % 2 == 0
            blocks += [*([Break()] if blocks else []), _number(number, is_back, move), Para("", "note")]
        if both_sides and count % 2:
            blocks += [Break(), Para("", "note")]
    while blocks and isinstance(blocks[-1], Para) and isinstance(blocks[-2], Break):
        del blocks[-2:]  # nothing comes after the last
    title = f"{NUMBERS_TITLE}（{'双面' if both_sides else '单面'}纸）"
    return Document(title, blocks or [Para("", "note")], PAPER)


def _number(number: int, is_back: bool, move: Move) -> Grid:
    style = STYLES["corner"]
    high = style.pitch / MM
    top = m.VOLUME_NUMBER_TOP - (style.pitch - style.size) / 2 / MM  # the square of a character begins there
    x = m.VOLUME_NUMBER_SIDE if is_back else m.A4_WIDTH - m.VOLUME_NUMBER_SIDE - _NUMBER_WIDE
    cell = Cell(str(number), 1, "corner_l" if is_back else "corner")
    return Grid([Row([cell], high)], (_NUMBER_WIDE,), frame=0, inner=0, pad=0, at=(x + move[0], top + move[1]))
