"""What is printed onto sheets that are printed and signed already: the archive stamp and page numbers (DA/T 22).

And the same stamp printed into the first page of new sheets. `Move` is how far a printer must be corrected, in mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .. import measures as m
from ..document import Block, Break, Cell, Cut, Document, Grid, Para, Row
from ..page import MM
from ..styles import STYLES
from .labels import PAPER

LYING = replace(PAPER, width=PAPER.height, height=PAPER.width)
Move = tuple[float, float]
NOT_MOVED: Move = (0.0, 0.0)
_FEW = 8  # characters in the usual size
_NUMBER_WIDE = 30.0  # mm
STAMP_TITLE, NUMBERS_TITLE = "归档章套印页", "页码套印页"


def archive_stamp(
    values: Sequence[str], *, move: Move = NOT_MOVED, red: bool = True, width: float = m.A4_WIDTH
) -> Grid:
    """归档章: 全宗号, 年度, 件号 above 机构, 保管期限, 页数; in the middle of a sheet so many mm wide.

    `move` in mm where a printer draws it in.
    """
    six = [*values, *[""] * 6][:6]
    rows = [Row([Cell(text, 1, _stamp_style(text)) for text in six[at : at + 3]], m.STAMP_HEIGHT / 2) for at in (0, 3)]
    weight = float(m.STAMP_LINE_POINTS)
    return Grid(
        rows,
        (m.STAMP_WIDTH / 3,) * 3,
        frame=weight,
        inner=weight,
        pad=0.4,
        at=((width - m.STAMP_WIDTH) / 2 + move[0], m.STAMP_Y + move[1]),
        colour="red" if red else "black",
    )


def _stamp_style(text: str) -> str:
    return "stamp" if len(text) <= _FEW else "stamp_s"


def stamp_sheet(
    values: Sequence[str] = (), *, move: Move = NOT_MOVED, red: bool = True, lying: bool = False
) -> Document:
    """The stamp alone, to be printed onto a sheet that is signed already; `lying` for one that is wider than high."""
    paper = LYING if lying else PAPER
    return Document(
        STAMP_TITLE, [archive_stamp(values, move=move, red=red, width=paper.width), Para("", "note")], paper
    )


def with_stamp(document: Document, values: Sequence[str], *, red: bool = True) -> Document:
    """A document with the stamp on its first page; as it is where that page leaves no room above its text."""
    from ..layout import lay_out

    if document.paper.top < m.STAMP_Y + m.STAMP_HEIGHT:
        return document
    stamp, blocks = archive_stamp(values, red=red, width=document.paper.width), list(document.blocks)
    cut = next((n for n, block in enumerate(blocks) if isinstance(block, Cut)), None)
    # a letter with its slip on one page is held together in Word, and what stands at a place must be outside of that
    at = cut + 1 if cut is not None and len(lay_out(document)) == 1 else 0
    return replace(document, blocks=[*blocks[:at], stamp, *blocks[at:]])


def number_sheets(count: int, *, both_sides: bool = False, move: Move = NOT_MOVED) -> Document:
    """A page with nothing but its number for each page of a 件; lying pages have it where the others do.

    On paper printed on one side it stands at the upper right; on both, on the backs at the upper left, and a 件 that
    ends on a front is followed by an empty back, so that the next one begins on a front.
    """
    blocks: list[Block] = []
    for number in range(1, count + 1):
        is_back = both_sides and number % 2 == 0
        blocks += [*([Break()] if blocks else []), _number(number, is_back, move), Para("", "note")]
    if both_sides and count % 2:
        blocks += [Break(), Para("", "note")]
    return Document(f"{NUMBERS_TITLE}（{'双面' if both_sides else '单面'}纸）", blocks, PAPER)


def _number(number: int, is_back: bool, move: Move) -> Grid:
    style = STYLES["corner"]
    high = style.pitch / MM
    top = m.VOLUME_NUMBER_TOP - (style.pitch - style.size) / 2 / MM  # the square of a character begins there
    x = m.VOLUME_NUMBER_SIDE if is_back else m.A4_WIDTH - m.VOLUME_NUMBER_SIDE - _NUMBER_WIDE
    cell = Cell(str(number), 1, "corner_l" if is_back else "corner")
    return Grid([Row([cell], high)], (_NUMBER_WIDE,), frame=0, inner=0, pad=0, at=(x + move[0], top + move[1]))
