"""Sections: paper, margins, page numbers, running heads, the red rules of a letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .. import measures as m
from ..document import Document, Letterhead
from ..geometry import letterhead_size
from ..page import MM
from ..styles import STYLES
from .official import halves
from .placed import frame
from .styles import ROOT
from .text import TAB, Spot, paragraph, runs, twips
from .text import field as word_field

_CORNER_WIDTH = 60.0  # points
_EMPTY_HEADER = 5.0  # mm
_HEAD_PITCH, _UNDER_NAME = 1.02, 10  # em; points between the name and the thick rule
Enter = Callable[[str, bytes], str]  # "header" or "footer" and its XML to the relation's id


@dataclass
class Sections:
    """Makes the properties of each section; equal headers and footers are written once."""

    enter: Enter
    several: bool
    even_pages: bool
    _known: dict[bytes, str] = field(default_factory=dict)

    def properties(self, document: Document, pages: int) -> str:
        """The sectPr of a document planned for so many pages."""
        paper = document.paper
        parts = self._headers(document) + self._footers(document, pages)
        first = any(kind == "first" for _, kind, _ in parts)
        references = "".join(
            f'<w:{part}Reference w:type="{kind}" r:id="{self._relation(part, xml)}"/>' for part, kind, xml in parts
        )
        orient = ' w:orient="landscape"' if paper.width > paper.height else ""
        margins = {"top": paper.top, "right": paper.right, "bottom": paper.bottom, "left": paper.left}
        margins |= {"header": _header_distance(document), "footer": _footer_distance(document), "gutter": 0}
        grid = ""
        if paper.numbers in ("official", "letter"):  # 22 lines a page; no snapping, styles keep their exact pitch
            grid = f'<w:docGrid w:linePitch="{round(m.TYPE_HEIGHT * MM * 20 / m.LINES_A_PAGE - 0.5)}"/>'
        starts = self.several or document.first_page > 1
        sides = "".join(f' w:{side}="{twips(mm * MM)}"' for side, mm in margins.items())
        return (
            f"<w:sectPr>{references}"
            f'<w:pgSz w:w="{twips(paper.width * MM)}" w:h="{twips(paper.height * MM)}"{orient}/>'
            f"<w:pgMar{sides}/>"
            + (f'<w:pgNumType w:start="{document.first_page}"/>' if starts else "")
            + ("<w:titlePg/>" if first else "")
            + grid
            + "</w:sectPr>"
        )

    def _relation(self, part: str, inner: str) -> str:
        tag = "w:hdr" if part == "header" else "w:ftr"
        xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{tag} {ROOT}>{inner}</{tag}>'.encode()
        if xml not in self._known:
            self._known[xml] = self.enter(part, xml)
        return self._known[xml]

    def _headers(self, document: Document) -> list[tuple[str, str, str]]:
        following, first = _running(document), _red_head(document)
        numbered = document.paper.numbers == "none"  # a letter has a number of its own on all pages but the first
        odd, even = ((_corner(document, odd=odd) if numbered else "") + following for odd in (True, False))
        found = [("header", "default", odd)]
        if self.even_pages:
            found.append(("header", "even", even))
        corner = _corner(document, odd=document.first_page % 2 == 1)
        if document.running or first or (corner and not numbered):
            found.append(("header", "first", corner + (first or paragraph("note", ""))))
        return found

    def _footers(self, document: Document, pages: int) -> list[tuple[str, str, str]]:
        numbers = document.paper.numbers
        if numbers == "form":
            odd = even = self._page_of_pages(document, pages)
        elif numbers in ("official", "letter"):
            lift = 5 * MM if letterhead(document) else 0.0  # the red rules of the first page stand lower
            odd, even = _dashed_number("right", lift), _dashed_number("left", lift)
        else:
            odd = even = paragraph("note", "")
        found = [("footer", "default", odd)]
        if self.even_pages:
            found.append(("footer", "even", even))
        if red := _red_foot(document):
            found.append(("footer", "first", red))
        elif document.running or numbers == "letter":
            first = even if document.first_page % 2 == 0 else odd
            found.append(("footer", "first", paragraph("note", "") if numbers == "letter" else first))
        return found

    def _page_of_pages(self, document: Document, pages: int) -> str:
        """第 n 页　共 m 页; in a volume m is that of the volume, which Word does not know."""
        if document.all_pages:
            total = runs(str(document.all_pages), "footer")
        else:
            total = word_field("SECTIONPAGES" if self.several else "NUMPAGES", pages)
        inner = f"{runs('第 ', 'footer')}{word_field('PAGE', document.first_page)}{runs(' 页　共 ', 'footer')}{total}"
        return paragraph("footer", inner + runs(" 页", "footer"))


def has_even_pages(document: Document) -> bool:
    """Whether its page numbers stand outside: right on odd pages, left on even ones."""
    return document.paper.numbers in ("official", "letter") or _has_corner(document)


def _has_corner(document: Document) -> bool:
    """Whether it stands in a volume with a page that has no number of its own."""
    return bool(document.all_pages) and document.paper.numbers in ("none", "letter")


def _corner(document: Document, *, odd: bool) -> str:
    """The number of a volume's page in its outer corner, on sheets that have none of their own."""
    if not _has_corner(document):
        return ""
    style, side = STYLES["corner"], m.VOLUME_NUMBER_SIDE * MM
    x = document.paper.width * MM - side - _CORNER_WIDTH if odd else side
    place = frame(x, m.VOLUME_NUMBER_TOP * MM - (style.pitch - style.size) / 2, _CORNER_WIDTH, style.pitch)
    return paragraph("corner", word_field("PAGE", 1), Spot(frame=place, align="right" if odd else "left"))


def _dashed_number(align: str, after: float) -> str:
    inner = runs("— ", "page_number") + word_field("PAGE", 1) + runs(" —", "page_number")
    return paragraph("page_number", inner, Spot(after=after or None, left=16, right=16, align=align))


def _running(document: Document) -> str:
    if not document.running:
        return paragraph("note", "")
    width = (document.paper.width - document.paper.left - document.paper.right) * MM
    inner = runs(document.running, "meta") + TAB + runs(document.running_right, "meta")
    after = None if has_even_pages(document) else 1.5 * MM
    return paragraph("meta", inner, Spot(after=after, tab=width))


def letterhead(document: Document) -> Letterhead | None:
    """The head of a letter, if the document is one."""
    return next((block for block in document.blocks if isinstance(block, Letterhead)), None)


def _rule(side: str, space: int, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="FF0000"/>'


def _far(pitch: float, border: str) -> Spot:
    """A paragraph 170 mm wide, beyond the text on both sides."""
    return Spot(left=-8 * MM, right=-6 * MM, pitch=pitch, border=border)


def _red_head(document: Document) -> str:
    """The letter's name over a thick and a thin red rule; on paper that has them only their room."""
    block = letterhead(document)
    if block is None:
        return ""
    size = letterhead_size(block)
    if not block.red:
        room = top_of_text(document) - _header_distance(document) * MM
        return paragraph("red", "", Spot(pitch=room))
    own = 0.0 if size == STYLES["red"].size else halves(size)
    name = _far(size * _HEAD_PITCH, _rule("bottom", _UNDER_NAME, 18))
    thin = _far(1.5, _rule("bottom", 0, 6))
    return paragraph("red", runs(block.name, "red", size=own), name) + paragraph("note", "", thin)


def top_of_text(document: Document) -> float:
    """Where the text of the first page begins, in points: a letter's head takes its name and the rules."""
    block = letterhead(document)
    if block is None:
        return document.paper.top * MM
    return _header_distance(document) * MM + letterhead_size(block) * _HEAD_PITCH + _UNDER_NAME + 2.25 + 1.5 + 0.75


def _red_foot(document: Document) -> str:
    block = letterhead(document)
    if block is None or not block.red:
        return ""
    thin = _far(1, _rule("bottom", 0, 6))
    thick = _far(1.5, _rule("bottom", 0, 18))
    return paragraph("note", "", thin) + paragraph("note", "", thick)


def _header_distance(document: Document) -> float:
    if letterhead(document):
        return 30
    # an empty header has room above the text of a label sheet too: one that has not would push it down
    return max(document.paper.top - 8, min(8, document.paper.top - _EMPTY_HEADER))


def _footer_distance(document: Document) -> float:
    if letterhead(document):
        return 20
    if document.paper.numbers == "official":
        return 25
    return 12.5 if document.paper.bottom > 20 else 7
