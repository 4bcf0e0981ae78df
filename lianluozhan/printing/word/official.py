"""The parts of official documents in Word, at the places that `geometry` computes (GB/T 9704)."""

from __future__ import annotations

from itertools import count

from .. import measures as m
from ..document import Annex, AnnexList, Imprint, OfficialHead, Paper
from ..fonts import STACKS
from ..geometry import (
    INK_ABOVE,
    PITCH,
    HeadPlaces,
    annex_lines,
    head_places,
    imprint_parts,
    margins,
    on_grid,
    text_width,
)
from ..lines import Column, break_text
from ..page import MM
from ..styles import STYLES
from .placed import at_foot, drawn
from .text import TAB, Spot, paragraph, runs

_ABOVE_BASE = 0.8  # of a line with exact pitch stands above the baseline
_NUMBER_MIDDLE = 0.3  # em: the optical middle of 仿宋
_TO_RULE = 8  # points between the number's line and the red rule: whole points only


def head(block: OfficialHead, paper: Paper) -> str:
    """Mark, number and red rule as three paragraphs; on paper that has them their room stays empty."""
    places, top, width = head_places(block, paper), paper.top * MM, (paper.width - paper.left - paper.right) * MM
    first = paragraph("urgency", runs(block.urgency, "urgency"))
    mark, reached = _mark(block, places, top + PITCH)
    return first + mark + _number(block, places, reached, width)


def _mark(block: OfficialHead, places: HeadPlaces, y: float) -> tuple[str, float]:
    """The sender's mark with its ink at the right height, and where its line ends."""
    pitch = places.size * STYLES["red"].pitch / STYLES["red"].size
    before = places.ink_top + INK_ABOVE * places.size - _ABOVE_BASE * pitch - y
    own = 0.0 if places.size == STYLES["red"].size else halves(places.size)
    inner = runs(block.name, "red", size=own) if block.red else ""
    return paragraph("red", inner, Spot(before=before, pitch=pitch)), y + before + pitch


def _number(block: OfficialHead, places: HeadPlaces, y: float, width: float) -> str:
    """The number, the signer at its right on a report, the red rule as its lower border."""
    style = STYLES["body0"]
    base = places.number + _NUMBER_MIDDLE * style.size
    upper = places.rule - m.RULE_POINTS / 2
    pitch = (upper - _TO_RULE - base) / (1 - _ABOVE_BASE)
    border = f'<w:bottom w:val="single" w:sz="{round(m.RULE_POINTS * 8)}" w:space="{_TO_RULE}" w:color="FF0000"/>'
    after = places.text - (places.rule + m.RULE_POINTS / 2)
    if not block.red:
        border, after = "", places.text - base - (1 - _ABOVE_BASE) * pitch
    before = base - _ABOVE_BASE * pitch - y
    if not block.signer:
        spot = Spot(before, after, pitch=pitch, border=border, align="center")
        return paragraph("body0", runs(block.number, "body0"), spot)
    one = style.size  # indents move the rule too: a blank character does not
    inner = (
        runs("　" + block.number, "body0") + TAB + runs("签发人：", "body0") + runs(block.signer, "body0", family="kai")
    )
    return paragraph("body0", inner, Spot(before, after, pitch=pitch, border=border, align="left", tab=width - one))


def annex_list(block: AnnexList, *, blank: bool, keep: bool) -> str:
    """附件说明: wrapped names go on below their own first character; `blank` leaves a line above."""
    style, out = STYLES["body0"], []
    for n, (lead, at_lead, name, at_name) in enumerate(annex_lines(block.names, style)):
        reach = at_lead + text_width(lead, style)
        words = runs(lead, "body0") + (TAB if at_name - reach > 1 else "") + runs(name, "body0")
        before = style.pitch if blank and n == 0 else 0.0
        out.append(paragraph("body0", words, Spot(before, left=at_name, hanging=at_name - at_lead, keep=keep)))
    return "".join(out)


def annex(block: Annex, paper: Paper, following: float | None, *, new_page: bool) -> str:
    """An enclosure: its word on the first line, its title on the third; `following` is where the next block starts."""
    title, top = STYLES["doc_title"], paper.top * MM
    start = top + 2 * PITCH
    after = 0.0
    if following is not None:
        ends = (start + n * title.pitch for n in count(1))
        after = next(following - end for end in ends if on_grid(end, top) + PITCH >= following - 0.5)
    word = paragraph("urgency", runs(f"附件{block.number or ''}", "urgency"), Spot(new_page=new_page, keep=True))
    lines = block.title.split("\n")
    spots = [Spot(PITCH if n == 0 else 0.0, after if n == len(lines) - 1 else 0.0) for n in range(len(lines))]
    titles = (paragraph("doc_title", runs(text, "doc_title"), s) for text, s in zip(lines, spots, strict=True))
    return word + "".join(titles)


def halves(size: float) -> float:
    """A size in points as Word can hold it, not larger, so that a name stays on its line."""
    return int(size * 2) / 2


def imprint_lines(block: Imprint, paper: Paper) -> tuple[int, int]:
    """Of how many lines 版记 is, as Word breaks them: those of the copies, and the last one."""
    copies, issuer, issued = imprint_parts(block, letter=paper.numbers == "letter")
    style, width = STYLES["imprint"], (paper.width - paper.left - paper.right) * MM
    room = width - 2 * style.size - text_width("抄送：", style)
    column = Column(STACKS[style.family], style.size, room, plain=True)
    lines = len(break_text(copies.removeprefix("抄送："), column)) if copies else 0
    return lines, int(bool(issuer or issued))


def imprint(block: Imprint, paper: Paper, page: int) -> str:
    """版记 in a frame that ends at the lower edge of the type area of the page with that number, its rules drawn."""
    letter = paper.numbers == "letter"
    copies, issuer, issued = imprint_parts(block, letter=letter)
    style, (left, right) = STYLES["imprint"], margins(paper, page)
    inset, hang, pitch = style.size, text_width("抄送：", style), float(m.IMPRINT_PITCH_POINTS)
    upper, lower = (lines * pitch for lines in imprint_lines(block, paper))
    bottom = (paper.height - paper.bottom) * MM
    top = bottom - upper - lower
    place, out = at_foot(top, right - left, upper + lower), ""
    if copies:
        spot = Spot(left=inset + hang, right=inset, hanging=hang, frame=place)
        out += paragraph("imprint", runs(copies, "imprint"), spot)
    if issuer or issued:
        spot = Spot(left=inset, right=0, align="left", tab=right - left - inset, frame=place)
        out += paragraph("imprint", runs(issuer, "imprint") + TAB + runs(issued, "imprint"), spot)
    if letter or not out:
        return out + paragraph("note", "", Spot(pitch=1)) if out else ""
    outer, inner = m.IMPRINT_OUTER * MM, m.IMPRINT_INNER * MM
    rules = drawn([(left, y, right, y) for y in (top + outer / 2, bottom - outer / 2)], outer)
    if upper and lower:
        rules += drawn([(left, bottom - lower, right, bottom - lower)], inner)
    return out + paragraph("note", rules, Spot(pitch=1))
