"""Labels of archive boxes (DA/T 22) and of volumes (GB/T 9705): spines with cut marks, the front of a box (F81)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import measures as m
from ..document import Block, Break, Cell, Document, Grid, Marks, Paper, Para, Row
from ..geometry import text_width
from ..page import MM
from ..styles import STYLES

PAPER = Paper(left=10, right=10, top=10, bottom=10, numbers="none")
_FIRST_X, _TOP, _BETWEEN = 22.0, 28.5, 11.0  # mm; between labels room for the marks of both
_NAME_HIGH = 7.0  # mm of a cell, for the name of the field
_NAMES = ("全宗号", "年度", "保管期限", "机构（问题）", "起件号", "止件号", "盒号")
_VOLUME_NAMES = ("全宗号", "目录号", "年度", "案卷号", "归档号")
_SHORT = {"机构（问题）": "机构", "起案卷号": "起卷号", "止案卷号": "止卷号", "保管期限": "期限"}  # of a narrow label
_NARROW = {"机构（问题）": 25, "保管期限": 16}  # mm, below which a label has room for the short name only
_THINNEST = 10  # mm, below which the name of a field takes two lines
_SIZES = (18, 16, 14, 12, 10.5, 9)  # points that a value can have
_LARGEST = {8: 10.5, 13: 12, 18: 12, 28: 14, 38: 16, 48: 18}  # by the width of the label
_FRONT_AT, _FRONT_WIDE, _FRONT_HIGH = (30, 60), 150, 40  # mm
_FRONT_SIZES = (("cover_title", 30), ("title", 36))  # most characters in the larger types; more in the smallest


@dataclass(frozen=True)
class Box:
    """What a box says on its spine; `spine` is its thickness in mm. Boxes of volumes count those (`of_volumes`)."""

    fonds: str = ""
    year: str = ""
    retention: str = ""
    unit: str = ""
    first: str = ""
    last: str = ""
    number: str = ""
    spine: float = 30
    of_volumes: bool = False


@dataclass(frozen=True)
class VolumeBack:
    """What a volume says on its back; list number and accession number are for the receiving archive to give."""

    fonds: str = ""
    list_number: str = ""
    year: str = ""
    number: str = ""
    accession: str = ""
    spine: float = 15


def spine_labels(boxes: Sequence[Box], *, title: str = "档案盒盒脊标签") -> Document:
    """Labels beside each other, as many as a sheet takes; a blank one for a box without values."""
    return _beside(title, [(box.spine, _box_fields(box), m.SPINE_CELLS) for box in boxes or (Box(),)])


def volume_backs(volumes: Sequence[VolumeBack], *, title: str = "案卷脊背") -> Document:
    """The backs of volumes in the same way."""
    return _beside(title, [(each.spine, _volume_fields(each), m.VOLUME_SPINE_CELLS) for each in volumes])


_Field = tuple[str, str, bool]  # name, value, whether it is written downward


def _box_fields(box: Box) -> list[_Field]:
    values = (box.fonds, box.year, box.retention, box.unit, box.first, box.last, box.number)
    names = [name.replace("件号", "案卷号") if box.of_volumes else name for name in _NAMES]
    return [(name, value, name.startswith("机构")) for name, value in zip(names, values, strict=True)]


def _volume_fields(volume: VolumeBack) -> list[_Field]:
    values = (volume.fonds, volume.list_number, volume.year, volume.number, volume.accession)
    return [(name, value, name == "目录号") for name, value in zip(_VOLUME_NAMES, values, strict=True)]


def _beside(title: str, labels: Sequence[tuple[float, list[_Field], Sequence[float]]]) -> Document:
    blocks: list[Block] = []
    x = _FIRST_X
    for spine, fields, cells in labels:
        wide = spine - m.SPINE_LESS
        if x > _FIRST_X and x + wide > m.A4_WIDTH - _FIRST_X:
            blocks.append(Break())
            x = _FIRST_X
        blocks += [_spine(fields, cells, x, wide), Marks(x, _TOP, wide, sum(cells))]
        x += wide + _BETWEEN
    return Document(title, blocks, PAPER)


def _spine(fields: Sequence[_Field], cells: Sequence[float], x: float, wide: float) -> Grid:
    rows = []
    for (name, value, is_downward), high in zip(fields, cells, strict=False):
        room = high - _NAME_HIGH
        text, style = _downward(value, wide, room) if is_downward else (value, _fitting(value, wide, room))
        small = "spine_name" if wide >= _THINNEST else "list_sc"
        rows.append(Row([Cell(_name(name, wide), 1, small, open_bottom=True)], _NAME_HIGH))
        rows.append(Row([Cell(text, 1, style, open_top=True)], room))
    rows.append(Row([Cell("", 1, "spine_name")], cells[-1]))
    return Grid(rows, (wide,), frame=0.75, inner=0.5, pad=_pad(wide), at=(x, _TOP))


def _name(name: str, wide: float) -> str:
    """The name of a field on one line, or short, or in two on the thinnest."""
    short = _SHORT.get(name, name) if wide < _NARROW.get(name, 20) else name
    return f"{short[:2]}\n{short[2:]}" if wide < _THINNEST and len(short) > 2 else short


def _pad(wide: float) -> float:
    return 0.6 if wide >= _THINNEST else 0.3


def _sizes(wide: float) -> list[float]:
    return [size for size in _SIZES if size <= _LARGEST.get(round(wide), 18)]


def _style(size: float) -> str:
    return f"spine_{size:g}".replace(".5", "h")


def _fitting(text: str, wide: float, high: float) -> str:
    """The largest style in which a value stands in its cell, on several lines if it must."""
    if text.isascii():  # a number is read as one
        for size in _sizes(wide):
            if text_width(text, STYLES[_style(size)]) <= (wide - 2 * _pad(wide)) * MM:
                return _style(size)
    for size in _sizes(wide):
        a_line = max(int((wide - 2 * _pad(wide)) / 25.4 * 72 // size), 1)
        fits = text_width(text, STYLES[_style(size)]) <= (wide - 2 * _pad(wide)) * MM
        lines = 1 if fits else -(-len(text) // a_line)
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
    style = next((name for name, most in _FRONT_SIZES if len(fonds_name) <= most), "value_lc")
    rows = [
        Row([Cell(fonds_name, 1, style, underlined=True)], _FRONT_HIGH),
        Row([Cell("", 1, "list", underlined=True)], 1),
    ]
    place = Grid(rows, (_FRONT_WIDE,), frame=0, inner=0, at=_FRONT_AT)
    return Document(title, [Para("", "note"), place], PAPER)
