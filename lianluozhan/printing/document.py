"""What a printed sheet says: blocks, rows and cells. A form names a style, never a font, a point size or XML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from . import measures as m


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
    tone: float = 0  # of grey behind the text, 0 to 1; the bars of a chart are cells without text
    underlined: bool = False  # a line to write on, where the grid has no lines of its own


@dataclass(frozen=True)
class Row:
    """At least `height` mm high, on a tight page `floor`; `grow` may cross pages; `fill` shares the room left over.

    A `tied` row stays on the page of the row before it: totals with the last of what they count.
    """

    cells: Sequence[Cell]
    height: float = 8.0
    floor: float | None = None
    grow: bool = False
    fill: float = 0
    tied: bool = False


@dataclass(frozen=True)
class Grid:
    """A ruled table: 24 equal units across the text width, or `columns` in mm; the first `head` rows repeat.

    With `at`, mm from the top left of the sheet, it stands there and the text goes on as if it were not (a stamp, a
    label) and its rows are exactly as high as they say. Weight 0 draws no line.
    """

    rows: Sequence[Row]
    columns: Sequence[float] = ()
    head: int = 0
    frame: float = 1.0
    inner: float = 0.5
    pad: float = 1.5
    at: tuple[float, float] | None = None
    colour: str = "black"  # of its lines


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
    """Name and date at the end of an official document, with room for the seal or without one (GB/T 9704, 7.3.5)."""

    org: str
    date: str
    style: str = "body0"
    sealed: bool = True


@dataclass(frozen=True)
class Letterhead:
    """The red head of a letter with its two double rules (信函格式); not `red` for paper that has them (套打)."""

    name: str
    number: str
    red: bool = True
    urgency: str = ""


@dataclass(frozen=True)
class OfficialHead:
    """The head in general format (GB/T 9704, 7.2): mark of the sender, number, red rule; `signer` on reports upward."""

    name: str
    number: str
    signer: str = ""
    urgency: str = ""
    red: bool = True


@dataclass(frozen=True)
class AnnexList:
    """附件说明 below the body: the names of what is enclosed."""

    names: Sequence[str]


@dataclass(frozen=True)
class Annex:
    """An enclosure begins on a page of its own: 附件 and its number, its title; 0 when there is only one."""

    number: int
    title: str


@dataclass(frozen=True)
class Imprint:
    """版记 at the very end of the last page: who gets copies, who printed it and when."""

    copy_to: str
    issuer: str
    issued_on: str


@dataclass(frozen=True)
class Marks:
    """Cut marks round a place on the sheet, in mm from its top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Cut:
    """A dashed line to cut along, `y` mm from the top of the sheet, with its wording."""

    text: str
    y: float


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = Grid | Para | Closing | Letterhead | OfficialHead | AnnexList | Annex | Imprint | Cut | Marks | Break


@dataclass(frozen=True)
class Paper:
    """A sheet and its margins in mm; `numbers` says how pages are numbered: form, official, letter or none.

    `mirrored` for paper printed on both sides: on even pages left and right margin change places.
    """

    width: float = m.A4_WIDTH
    height: float = m.A4_HEIGHT
    left: float = m.FORM_LEFT
    right: float = m.FORM_RIGHT
    top: float = m.FORM_TOP
    bottom: float = m.FORM_BOTTOM
    numbers: str = "form"
    mirrored: bool = False


FORM = Paper()
_TYPE_AREA = (m.OFFICIAL_LEFT, m.OFFICIAL_RIGHT, m.OFFICIAL_TOP, m.OFFICIAL_BOTTOM)
_LEDGER = (m.LEDGER_SIDE, m.LEDGER_SIDE, m.LEDGER_TOP, m.LEDGER_BOTTOM)
_CATALOGUE = (m.CATALOGUE_LEFT, m.CATALOGUE_RIGHT, m.CATALOGUE_TOP, m.CATALOGUE_BOTTOM)
OFFICIAL = Paper(m.A4_WIDTH, m.A4_HEIGHT, *_TYPE_AREA, numbers="official")
LETTER = replace(OFFICIAL, numbers="letter")
LEDGER = Paper(m.A4_HEIGHT, m.A4_WIDTH, *_LEDGER)
CATALOGUE = Paper(m.A4_HEIGHT, m.A4_WIDTH, *_CATALOGUE)


@dataclass(frozen=True)
class Document:
    """One sheet, or as many as it takes; `running` stands at the head of the following pages.

    `code` is the 纸号 by which a scan finds its record again. In a volume the pages count on from `first_page` and
    there are `all_pages` of them; 0 for a sheet on its own.
    """

    title: str
    blocks: Sequence[Block]
    paper: Paper = FORM
    running: str = ""
    running_right: str = ""
    code: str = ""
    first_page: int = 1
    all_pages: int = 0


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
                found += [block.urgency, block.name, block.number]
            case OfficialHead():
                found += [block.urgency, block.name, block.number, block.signer]
            case AnnexList():
                found += block.names
            case Annex():
                found.append(block.title)
            case Imprint():
                found += [block.copy_to, block.issuer, block.issued_on]
            case Cut():
                found.append(block.text)
            case Marks() | Break():
                pass
    return [text for text in found if text]
