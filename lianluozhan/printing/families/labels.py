"""Labels of archive boxes (DA/T 22): spines with cut marks, the front of a box, the archive stamp (F81)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import measures as m
from ..document import Block, Break, Cell, Document, Grid, Marks, Paper, Para, Row

PAPER = Paper(left=10, right=10, top=10, bottom=10, numbers="none")
_FIRST_X, _TOP, _BETWEEN = 22.0, 28.5, 11.0  # mm; between labels room for the marks of both
_NAME_HIGH = 7.0  # mm of a cell, for the name of the field
_NAMES = ("全宗号", "年度", "保管期限", "机构（问题）", "起件号", "止件号", "盒号")
_SIZES = (18, 16, 14, 12, 10.5, 9)  # points that a value can have
_LARGEST = {18: 12, 28: 14, 38: 16, 48: 18}  # by the width of the label


@dataclass(frozen=True)
class Box:
    """What a box says on its spine; `spine` is its thickness in mm."""

    fonds: str = ""
    year: str = ""
    retention: str = ""
    unit: str = ""
    first: str = ""
    last: str = ""
    number: str = ""
    spine: float = 30


def spine_labels(boxes: Sequence[Box], *, title: str = "档案盒盒脊标签") -> Document:
    """Labels beside each other, as many as a sheet takes; a blank one for a box without values."""
    blocks: list[Block] = []
    x = _FIRST_X
    for box in boxes or (Box(),):
        wide = box.spine - m.SPINE_LESS
        if x > _FIRST_X and x + wide > m.A4_WIDTH - _FIRST_X:
            blocks.append(Break())
            x = _FIRST_X
        blocks += [_spine(box, x, wide), Marks(x, _TOP, wide, m.SPINE_HEIGHT)]
        x += wide + _BETWEEN
    return Document(title, blocks, PAPER)


def _spine(box: Box, x: float, wide: float) -> Grid:
    values = (box.fonds, box.year, box.retention, box.unit, box.first, box.last, box.number)
    rows = []
    for name, value, high in zip(_NAMES, values, m.SPINE_CELLS, strict=False):
        room = high - _NAME_HIGH
        down = name.startswith("机构")
        text, style = _downward(value, wide, room) if down else (value, _fitting(value, wide, room))
        short = "机构" if down and wide < 25 else name
        rows.append(Row([Cell(short, 1, "spine_name", open_bottom=True)], _NAME_HIGH))
        rows.append(Row([Cell(text, 1, style, open_top=True)], room))
    rows.append(Row([Cell("", 1, "spine_name")], m.SPINE_CELLS[-1]))
    return Grid(rows, (wide,), frame=0.75, inner=0.5, pad=0.6, at=(x, _TOP))


def _sizes(wide: float) -> list[float]:
    return [size for size in _SIZES if size <= _LARGEST.get(round(wide), 18)]


def _style(size: float) -> str:
    return f"spine_{size:g}".replace(".5", "h")


def _fitting(text: str, wide: float, high: float) -> str:
    """The largest style in which a value stands in its cell, on several lines if it must."""
    for size in _sizes(wide):
        a_line = max(int((wide - 1.2) / 25.4 * 72 // size), 1)
        lines = -(-len(text) // a_line) if len(text) * size * 0.55 > (wide - 1.2) / 25.4 * 72 else 1
        if lines * size * 1.2 <= high / 25.4 * 72:
            return _style(size)
    return _style(_SIZES[-1])


def _downward(text: str, wide: float, high: float) -> tuple[str, str]:
    """A name written downward, one character a line; one too long for that goes across."""
    for size in _sizes(wide):
        if len(text) * size * 1.2 <= high / 25.4 * 72:
            return "\n".join(text), _style(size)
    return text, _fitting(text, wide, high)


def box_front(fonds_name: str, *, title: str = "档案盒盒面") -> Document:
    """The name of the fonds above a double line, to be glued onto the front of a box of 310 × 220 mm."""
    rows = [
        Row([Cell(fonds_name, 1, "cover_title", underlined=True)], 40),
        Row([Cell("", 1, "list", underlined=True)], 1),
    ]
    place = Grid(rows, (150,), frame=0, inner=0, at=(30, 60))
    return Document(title, [Para("", "note"), place], PAPER)


def archive_stamp(values: Sequence[str], *, move: tuple[float, float] = (0, 0), red: bool = True) -> Grid:
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
    return "stamp" if len(text) <= 8 else "stamp_s"


def stamp_sheet(values: Sequence[str] = (), *, move: tuple[float, float] = (0, 0), red: bool = True) -> Document:
    """The stamp alone, to be printed onto a sheet that is signed already."""
    return Document("归档章", [archive_stamp(values, move=move, red=red), Para("", "note")], PAPER)
