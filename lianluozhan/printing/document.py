"""What a printed sheet says: blocks, rows and cells. A form names a style, never a font, a point size or XML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

SIGN_PITCH = 20.0  # points between signature lines
_MM = 72 / 25.4


@dataclass(frozen=True)
class Style:
    """A named way to set text: family, size and pitch in points, indent in ems, tracking in points."""

    family: str
    size: float
    pitch: float
    align: str = "justify"  # justify left center right label
    indent: float = 0
    track: float = 0
    colour: str = "black"


STYLES = {
    "station": Style("song", 15, 22, "center"),
    "title": Style("biao", 22, 32, "center"),
    "meta": Style("fang", 12, 18, "left"),
    "note": Style("song", 9, 13.5, "left"),
    "label": Style("song", 10.5, 15, "label"),
    "value": Style("fang", 12, 18, "left"),
    "value_s": Style("fang", 10.5, 14, "left"),
    "value_c": Style("fang", 12, 18, "center"),
    "tick": Style("fang", 10.5, 16, "left"),
    "text": Style("fang", 12, 19, "justify", 2),
    "text_s": Style("fang", 10.5, 16, "justify", 2),
    "text_t": Style("fang", 10.5, 14.5, "justify", 2),
    "text_u": Style("fang", 10, 13, "justify", 2),
    "text_r": Style("fang", 12, 18, "justify", 2),
    "sign": Style("fang", 12, SIGN_PITCH, "right"),
    "head": Style("hei", 10.5, 14, "center"),
    "entry": Style("fang", 10.5, 14, "left"),
    "list_head": Style("hei", 9, 12, "center"),
    "list": Style("song", 9, 12, "left"),
    "list_c": Style("song", 9, 12, "center"),
    "body": Style("fang", 16, 28.95, "justify", 2, -0.207),
    "body0": Style("fang", 16, 28.95, "justify", 0, -0.207),
    "body_s": Style("fang", 16, 25, "justify", 2, -0.207),
    "body0_s": Style("fang", 16, 25, "justify", 0, -0.207),
    "body_t": Style("fang", 14, 22, "justify", 2),
    "body0_t": Style("fang", 14, 22),
    "h1": Style("hei", 16, 28.95, "justify", 2, -0.207),
    "h2": Style("kai", 16, 28.95, "justify", 2, -0.207),
    "doc_title": Style("biao", 22, 33, "center"),
    "right": Style("fang", 16, 28.95, "right"),
    "page_number": Style("song", 14, 20),
    "footer": Style("song", 9, 12, "center"),
    "red": Style("biao", 38, 46, "center", colour="red"),
    "cut": Style("song", 9, 12, "center"),
    "slip_title": Style("biao", 16, 24, "center"),
}
STYLE_NAMES = {  # as a user finds them in Word
    "station": "表格单位",
    "title": "表格标题",
    "meta": "表头说明",
    "note": "表下注",
    "label": "表格项目",
    "value": "表格内容",
    "value_s": "表格内容小",
    "value_c": "表格内容居中",
    "tick": "表格选项",
    "text": "表格长文",
    "text_s": "表格长文小",
    "text_t": "表格长文紧",
    "text_u": "表格长文最紧",
    "text_r": "表格长文续页",
    "sign": "签字行",
    "head": "目录栏目",
    "entry": "目录条目",
    "list_head": "台账栏目",
    "list": "台账条目",
    "list_c": "台账条目居中",
    "body": "公文正文",
    "body0": "公文主送",
    "body_s": "公文正文密",
    "body0_s": "公文主送密",
    "body_t": "公文正文小",
    "body0_t": "公文主送小",
    "h1": "公文一级标题",
    "h2": "公文二级标题",
    "doc_title": "公文标题",
    "right": "公文文号",
    "page_number": "公文页码",
    "footer": "表格页码",
    "red": "发文机关标志",
    "cut": "裁切线",
    "slip_title": "回执标题",
}


@dataclass(frozen=True)
class Cell:
    """A cell `span` units wide and `rows` rows high; `foot` are lines kept at its bottom, for signatures."""

    text: str = ""
    span: int = 1
    style: str = "value"
    rows: int = 1
    foot: Sequence[str] = ()
    top: bool = False
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True)
class Row:
    """At least `height` mm high, on a tight page `floor`; `grow` may cross pages; `fill` shares the room left over."""

    cells: Sequence[Cell]
    height: float = 8.0
    floor: float | None = None
    grow: bool = False
    fill: float = 0


@dataclass(frozen=True)
class Grid:
    """A ruled table: 24 equal units across the text width, or `columns` in mm; the first `head` rows repeat."""

    rows: Sequence[Row]
    columns: Sequence[float] = ()
    head: int = 0
    frame: float = 1.0
    inner: float = 0.5
    pad: float = 1.5


@dataclass(frozen=True)
class Para:
    """A paragraph of a named style; `right` stands at the end of its last line; before and after in mm."""

    text: str
    style: str = "body"
    before: float = 0
    after: float = 0
    right: str = ""


@dataclass(frozen=True)
class Closing:
    """Name and date at the end of a letter, room left for the seal (GB/T 9704)."""

    org: str
    date: str
    style: str = "body0"


@dataclass(frozen=True)
class Letterhead:
    """The red head of a letter with its two double rules (信函格式), and the number below it."""

    name: str
    number: str


@dataclass(frozen=True)
class Cut:
    """A dashed line to cut along, `y` mm from the top of the sheet, with its wording."""

    text: str
    y: float


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = Grid | Para | Closing | Letterhead | Cut | Break


@dataclass(frozen=True)
class Paper:
    """A sheet and its margins in mm; `numbers` says how pages are numbered: form, official, letter or none."""

    width: float = 210
    height: float = 297
    left: float = 28
    right: float = 26
    top: float = 30
    bottom: float = 25
    numbers: str = "form"


FORM = Paper()
OFFICIAL = Paper(top=37, bottom=35, numbers="official")
LETTER = Paper(top=37, bottom=35, numbers="letter")
LEDGER = Paper(297, 210, 25, 15, 20, 15)


@dataclass(frozen=True)
class Document:
    """One sheet, or as many as it takes; `running` stands at the head of the following pages."""

    title: str
    blocks: Sequence[Block]
    paper: Paper = FORM
    running: str = ""
    running_right: str = ""


def label(text: str, span: int = 3, rows: int = 1) -> Cell:
    """A label cell; `span` in units of a 24th of the text width."""
    return Cell(text, span, "label", rows)


def chinese_date(day: date | None, otherwise: str = "") -> str:
    """2026年3月15日, or `otherwise`."""
    return f"{day.year}年{day.month}月{day.day}日" if day else otherwise


def set_closer(document: Document, size: str) -> Document:
    """A letter with its body in the styles of that size; a little less pitch is what the standard allows first."""

    def closer(block: Block) -> Block:
        if isinstance(block, Para | Closing) and block.style in ("body", "body0"):
            return replace(block, style=block.style + size)
        return block

    return replace(document, blocks=[closer(block) for block in document.blocks])


def lowered(grid: Grid) -> Grid:
    """Each cell with a foot as two rows with no line between: the text, and its signature lines."""
    rows: list[Row] = []
    for row in grid.rows:
        lines = max((len(cell.foot) for cell in row.cells), default=0)
        if not lines:
            rows.append(row)
            continue
        high = lines * SIGN_PITCH / _MM + 1.2
        upper = [_upper(cell) for cell in row.cells]
        lower = [Cell("\n".join(c.foot), c.span, "sign", open_top=True) for c in row.cells if c.foot]
        floor = (row.floor or row.height) - high
        rows.append(replace(row, cells=upper, height=max(row.height - high, 4), floor=max(floor, 4)))
        rows.append(Row(lower, high))
    return replace(grid, rows=rows)


def _upper(cell: Cell) -> Cell:
    return replace(cell, foot=(), top=True, open_bottom=True) if cell.foot else replace(cell, rows=cell.rows + 1)


def texts(document: Document) -> list[str]:
    """Every text of the document in reading order, for tests and for masking checks."""
    found: list[str] = [document.running, document.running_right]
    for block in document.blocks:
        match block:
            case Grid():
                found += [t for row in block.rows for cell in row.cells for t in (cell.text, *cell.foot)]
            case Para():
                found += [block.text, block.right]
            case Closing():
                found += [block.org, block.date]
            case Letterhead():
                found += [block.name, block.number]
            case Cut():
                found.append(block.text)
            case Break():
                pass
    return [text for text in found if text]
