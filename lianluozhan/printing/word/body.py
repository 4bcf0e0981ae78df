"""The blocks of one document as Word paragraphs and tables, placed by the layout's measured heights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..boxes import Sized
from ..document import (
    Annex,
    AnnexList,
    Block,
    Break,
    Closing,
    Cut,
    Document,
    Grid,
    Imprint,
    Letterhead,
    Marks,
    OfficialHead,
    Para,
)
from ..geometry import PITCH, closing_indents, has_room_for_code
from ..layout import Plan
from ..page import MM, Picture
from ..styles import STYLES
from . import official, placed
from .sections import top_of_text
from .tables import held, lower, table
from .text import TAB, Spot, paragraph, runs

Enter = Callable[[str, bytes], str]  # "image" and its content to the relation's id
_STAYS = frozenset(("h1", "station", "title", "meta", "doc_title", "slip_title"))
_DASHES = '<w:top w:val="dashed" w:sz="4" w:space="1" w:color="000000"/>'
_AFTER_CUT, _CUT_EDGE = 4 * MM, 10.0  # points; mm from the edge of the paper
_RESERVE = 3 * MM  # on a page
_CUT_RESERVE, _CUT_PITCH = 2.0, 10.0  # points: table borders in Word take their own height
LAST = paragraph("note", "", Spot(pitch=1))  # Word wants a paragraph after a table; this one is a point high


@dataclass
class Body:
    """One document's blocks, with the plan of the layout run with plain rules; its number among those of the file."""

    document: Document
    plan: Plan
    number: int
    enter: Enter
    _photos: int = 0

    def xml(self) -> str:
        """Everything between the section's start and its properties."""
        write: dict[type[Block], Callable[[Any, int], str]] = {
            Para: self.para,
            Grid: self.grid,
            Closing: self.closing,
            Letterhead: self.letterhead,
            Cut: self.cut,
            Break: lambda block, number: paragraph("note", "", Spot(new_page=True, pitch=1)),
            OfficialHead: lambda block, number: official.head(block, self.document.paper),
            AnnexList: self.annex_list,
            Annex: self.annex,
            Imprint: self.imprint,
            Marks: lambda block, number: paragraph("note", placed.marks(block), Spot(pitch=1)),
        }
        parts = [write[type(block)](block, number) for number, block in enumerate(self.document.blocks)]
        if self.cut_at is not None:
            height = self.plan.starts[self.cut_at + 1] - _AFTER_CUT - top_of_text(self.document) - _CUT_RESERVE
            parts[: self.cut_at] = [held(_apart(parts[: self.cut_at], closed=True) or LAST, self.width, height)]
        inner = _apart(parts)
        code = self._code()
        return code + (LAST if code and inner.startswith("<w:tbl>") else "") + inner

    def _code(self) -> str:
        """The 纸号 in a frame; a frame right before a table would be lost."""
        code = self.document.code if has_room_for_code(self.document.paper) else ""
        if not code:
            return ""
        return placed.code(code, self.document.paper, self.number, self.enter("image", placed.symbol(code)))

    @cached_property
    def cut_at(self) -> int | None:
        """The number of the cut line where the letter above it leaves room; then it stands at its place for sure."""
        found = (number for number, block in enumerate(self.document.blocks) if isinstance(block, Cut))
        return next(found, None) if len(self.plan.pages) == 1 else None

    @property
    def width(self) -> float:
        paper = self.document.paper
        return (paper.width - paper.left - paper.right) * MM

    def para(self, block: Para, number: int) -> str:
        lines = block.text.split("\n")
        keep = block.style in _STAYS or number in self.plan.kept
        out = []
        for n, text in enumerate(lines):
            first, last = n == 0, n == len(lines) - 1
            before = self.plan.before.get(number, block.before * MM) if first else 0.0
            after = self._after(block, number) if last else 0.0
            spot = Spot(before, after or None, keep=keep, whole=number in self.plan.kept)
            right = ""
            if last and block.right:
                right = TAB + runs(block.right, block.style)
                spot = replace(spot, align="left", tab=self.width)
            out.append(paragraph(block.style, runs(text, block.style) + right, spot))
        return "".join(out)

    def _after(self, block: Para, number: int) -> float:
        """Space after; in an official document also what brings the next line back onto the grid of lines."""
        return block.after * MM + self.plan.given.get(number, 0.0)

    def grid(self, block: Grid, number: int) -> str:
        made = table(block, self._with_reserve(number), self.document.paper, self._photo)
        return made + LAST if block.at else made  # a table with a fixed place belongs to the paragraph after it

    def _photo(self, found: Picture) -> str:
        """A photograph as a paragraph of its own in the middle of its cell."""
        self._photos += 1
        number = (self.number + 1) * 10_000 + self._photos
        return placed.photo(self.enter("photo", found.jpeg), number, found.width, found.height)

    def _with_reserve(self, number: int) -> Sized:
        """A table that fills its page to the edge, its rows a little lower: Word gives borders room of their own."""
        sized, starts = self.plan.tables[number], self.plan.starts
        end = starts[number] + sum(sized.heights)
        if sized.crosses or any(sized.grows) or not self._bottom - _RESERVE < end <= self._bottom + 1:
            return sized
        return lower(sized, end - self._bottom + _RESERVE)

    def annex_list(self, block: AnnexList, number: int) -> str:
        blank = self.plan.starts[number] + 2 * PITCH <= self._bottom + 0.5
        return official.annex_list(block, blank=blank, keep=number in self.plan.kept)

    def annex(self, block: Annex, number: int) -> str:
        blocks = self.document.blocks
        fresh = number == 0 or isinstance(blocks[number - 1], Break)
        following = self.plan.starts[number + 1] if number + 1 < len(blocks) else None
        return official.annex(block, self.document.paper, following, new_page=not fresh)

    def imprint(self, block: Imprint, number: int) -> str:
        """At the foot of the last page; the paragraph it belongs to takes it there."""
        paper, document = self.document.paper, self.document
        made = official.imprint(block, paper, document.first_page - 1 + len(self.plan.pages))
        high = sum(official.imprint_lines(block, paper)) * STYLES["imprint"].pitch
        turned = self.plan.starts[number] + high > self._bottom + 0.5
        return paragraph("note", "", Spot(pitch=1, new_page=True)) + made if made and turned else made

    @property
    def _bottom(self) -> float:
        return (self.document.paper.height - self.document.paper.bottom) * MM

    def closing(self, block: Closing, number: int) -> str:
        at_org, at_date = closing_indents(block)
        turned = number in self.plan.turned
        org = Spot(before=self.plan.given[number], right=at_org, align="right", keep=True, new_page=turned)
        remarked = any(isinstance(block, Para) for block in self.document.blocks[number + 1 : number + 2])
        date = Spot(right=at_date, align="right", keep=remarked)
        spots = ((block.org, org), (block.date, date))
        return "".join(paragraph(block.style, runs(text, block.style), spot) for text, spot in spots)

    def letterhead(self, block: Letterhead, number: int) -> str:
        """The number; name and rules stand in the header of the first page."""
        if not block.urgency:
            return paragraph("right", runs(block.number, "right"), Spot(before=2, pitch=29))
        paper = self.document.paper
        inner = runs(block.urgency, "right", family="hei") + TAB + runs(block.number, "right")
        width = (paper.width - paper.left - paper.right) * MM
        return paragraph("right", inner, Spot(before=2, pitch=29, align="left", tab=width))

    def cut(self, block: Cut, number: int) -> str:
        """The cutting line at its place: the held letter, or space before, makes up for what the text leaves."""
        turned = number in self.plan.turned  # the letter is longer than its part: the slip goes onto the next page
        reached = self.document.paper.top * MM if turned else self.plan.starts[number]
        spot = Spot(
            before=0.0 if self.cut_at == number else max(block.y * MM - reached - _CUT_RESERVE, 0.0),
            pitch=_CUT_PITCH,
            left=(_CUT_EDGE - self.document.paper.left) * MM,
            right=(_CUT_EDGE - self.document.paper.right) * MM,
            new_page=turned,
            keep=True,
            border=_DASHES,
        )
        return paragraph("cut", runs(block.text, "cut"), spot)


def _apart(parts: list[str], *, closed: bool = False) -> str:
    """Parts one after the other, with a low paragraph between tables that would become one; `closed` with one last."""
    out: list[str] = []
    for part in filter(None, parts):
        if out and out[-1].endswith("</w:tbl>") and part.startswith("<w:tbl>"):
            out.append(LAST)
        out.append(part)
    if closed and out and out[-1].endswith("</w:tbl>"):
        out.append(LAST)
    return "".join(out)
