"""The fixed parts of official documents on the page (GB/T 9704): heads, closing, enclosures, imprint, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import measures as m
from .document import Annex, AnnexList, Closing, Cut, Imprint, Letterhead, Marks, OfficialHead, Para
from .geometry import (
    PITCH,
    SIGNER,
    annex_lines,
    closing_indents,
    head_places,
    imprint_parts,
    letterhead_size,
    mark_middle,
    stands_beside,
    text_width,
)
from .page import MM, Rule
from .styles import STYLES, Style, varied

if TYPE_CHECKING:
    from .layout import Layout

_EDGE = 10.0  # mm that a line to cut along stays away from the edge of the paper
_MOST_OF_A_REMARK = 4  # lines: a longer one goes over pages
_WORD_SPARE = 2.0  # points: the plan for Word sets lines narrower than Word does


def put_head(layout: Layout, block: OfficialHead) -> None:
    """The head in general format; on paper that has it printed only what changes is written, at the same places."""
    places = head_places(block, layout.document.paper)
    urgent, number = STYLES["urgency"], STYLES["body0"]
    if block.urgency:
        layout.draw(layout.set(block.urgency, urgent, layout.width)[0], urgent, layout.left, layout.top + PITCH / 2)
    if block.red:
        mark = varied(STYLES["red"], size=places.size)
        line = layout.set(block.name, mark, layout.width + 1)[0]
        layout.draw(line, mark, layout.left - 0.5, mark_middle(places.ink_top, places.size))
        rule = Rule(layout.left, places.rule, layout.right, places.rule, float(m.RULE_POINTS), "red")
        layout.page.rules.append(rule)
    if block.signer:
        _put_number_and_signer(layout, block, number, places.number)
    else:
        _put_upward(layout, block.number, varied(number, "center"), layout.left, places.number, layout.width)
    layout.y = places.text


def _put_upward(layout: Layout, text: str, style: Style, x: float, middle: float, width: float) -> None:
    """A text whose last line stands at `middle`; what does not fit on a line stands above."""
    lines = layout.set(text, style, width)
    for n, line in enumerate(reversed(lines)):
        layout.draw(line, style, x, middle - n * PITCH)


def _put_number_and_signer(layout: Layout, block: OfficialHead, style: Style, middle: float) -> None:
    """On a report upward: the number one character from the left, the signer one character from the right."""
    one, name = style.size, varied(STYLES["h2"], "left", 0, indent=0)
    lead = text_width(SIGNER, style)
    wide = min(text_width(block.signer, name), layout.width - 2 * one - lead)
    above = 0 if stands_beside(block) else len(layout.set(block.number, style, layout.width - 2 * one))
    line = middle - above * PITCH
    lines = layout.set(block.signer, name, wide + 1)
    x = layout.right - one - wide
    first = varied(style, "left", 0)
    layout.draw(layout.set(SIGNER, first, layout.width)[0], first, x - lead, line - (len(lines) - 1) * PITCH)
    _put_upward(layout, block.signer, name, x, line, wide + 1)
    _put_upward(layout, block.number, style, layout.left + one, middle, layout.width - 2 * one)


def put_letterhead(layout: Layout, block: Letterhead) -> None:
    """The head of a letter: mark, double rules above and at the foot of the first page, number at the right."""
    size = letterhead_size(block)
    style = varied(STYLES["red"], size=size)
    side = (layout.page.width - m.LETTER_RULE_WIDTH * MM) / 2
    y = m.LETTER_MARK_TOP * MM + size * 0.935 + m.LETTER_RULE_BELOW * MM
    thick, thin, both = m.THICK_POINTS, m.THIN_POINTS, m.THICK_POINTS + m.BETWEEN_RULES_POINTS + m.THIN_POINTS
    if block.red:
        middle = mark_middle(m.LETTER_MARK_TOP * MM, size)
        layout.draw(layout.set(block.name, style, m.LETTER_RULE_WIDTH * MM)[0], style, side, middle)
        low = layout.page.height - m.LETTER_LOW_RULE * MM - both
        for at, weight in (
            (y + thick / 2, thick),
            (y + both - thin / 2, thin),
            (low + thin / 2, thin),
            (low + both - thick / 2, thick),
        ):
            layout.page.rules.append(Rule(side, at, layout.page.width - side, at, float(weight), "red"))
    number, urgent = STYLES["right"], STYLES["urgency"]
    layout.y = y + both + m.LETTER_NUMBER_POINTS
    if block.urgency:
        line = layout.set(block.urgency, urgent, layout.width)[0]
        layout.draw(line, urgent, layout.left, layout.y + urgent.size / 2)
    lines = layout.set(block.number, number, layout.width)
    for n, line in enumerate(lines):
        layout.draw(line, number, layout.left, layout.y + number.size / 2 + n * number.pitch)
    layout.y += number.size + 7 + (len(lines) - 1) * number.pitch


def put_closing(layout: Layout, block: Closing) -> None:
    """Name and date, as much room above them as a seal needs and the page has; a remark below stays with them."""
    style = STYLES[block.style]
    most = 2 if block.sealed else 1
    low = layout.bottom + 0.5 - _remark_below(layout)
    least = (n for n in range(most, -1, -1) if layout.y + (n + 2) * style.pitch <= low)
    gap = next(least, None)
    if gap is None:
        layout.turn()
    layout.plan.given[layout.number] = space = (gap or 0) * style.pitch
    layout.y += space
    at_org, at_date = closing_indents(block)
    for text, indent in ((block.org, at_org), (block.date, at_date)):
        for line in layout.set(text, varied(style, "right", 0), layout.width - indent):
            layout.draw(line, style, layout.left, layout.y + style.pitch / 2)
            layout.y += style.pitch


def _remark_below(layout: Layout) -> float:
    """How high a remark (附注) right below a closing is."""
    below = next(iter(layout.document.blocks[layout.number + 1 : layout.number + 2]), None)
    if not isinstance(below, Para) or not below.style.startswith("body"):
        return 0.0
    return min(layout.height_of(below), _MOST_OF_A_REMARK * PITCH)


def put_annex_list(layout: Layout, block: AnnexList) -> None:
    """附件说明, a blank line below the body; names that wrap go on below their own first character."""
    if not block.names:
        return
    style = varied(STYLES["body0"], track=0)
    layout.y += style.pitch if layout.y + 2 * style.pitch <= layout.bottom + 0.5 else 0
    for lead, at_lead, name, at_name in annex_lines(block.names, style):
        for n, line in enumerate(layout.set(name, style, layout.width - at_name)):
            layout.make_room(style.pitch)
            middle = layout.y + style.pitch / 2
            if n == 0:
                first = layout.set(lead, varied(style, "left"), layout.width)[0]
                layout.draw(first, style, layout.left + at_lead, middle)
            layout.draw(line, style, layout.left + at_name, middle)
            layout.y += style.pitch


def put_annex(layout: Layout, block: Annex) -> None:
    """An enclosure: a new page, its word at the left of line 1, its title on line 3."""
    if not layout.fresh:
        layout.new_page()
    word, title = STYLES["urgency"], STYLES["doc_title"]
    text = f"附件{block.number or ''}"
    layout.draw(layout.set(text, word, layout.width)[0], word, layout.left, layout.y + PITCH / 2)
    layout.y += 2 * PITCH
    for line in layout.set(block.title, title, layout.width):
        layout.draw(line, title, layout.left, layout.y + title.pitch / 2)
        layout.y += title.pitch
    layout.y = layout.next_line() + PITCH


def put_imprint(layout: Layout, block: Imprint) -> None:
    """版记: its last rule is the lower edge of the type area on the last page; in a letter copies only, no rules."""
    letter = layout.document.paper.numbers == "letter"
    copies, issuer, issued = imprint_parts(block, letter=letter)
    style, pitch = STYLES["imprint"], float(m.IMPRINT_PITCH_POINTS)
    inset, hang = style.size, text_width("抄送：", style)
    first = layout.set("抄送：", style, layout.width)[0]
    lines = layout.set(copies.removeprefix("抄送："), style, layout.width - 2 * inset - hang) if copies else []
    left, right = varied(style, "left"), varied(style, "right")
    issuers = layout.set(issuer, left, layout.width - 3 * inset - text_width(issued, style)) if issuer or issued else []
    height = (len(lines) + len(issuers)) * pitch
    if not height:
        return
    if layout.y + height > layout.bottom + 0.5:
        layout.new_page()
        layout.unnumbered.add(len(layout.plan.pages))  # it says nothing of the matter
    y = top = layout.bottom - height
    for n, line in enumerate(lines):
        if n == 0:
            layout.draw(first, style, layout.left + inset, y + pitch / 2)
        layout.draw(line, style, layout.left + inset + hang, y + pitch / 2)
        y += pitch
    between = y
    for line in issuers:
        layout.draw(line, left, layout.left + inset, y + pitch / 2)
        y += pitch
    for line in layout.set(issued, right, layout.width - 2 * inset)[:1] if issued else ():
        layout.draw(line, right, layout.left + inset, y - pitch / 2)
    if not letter:
        outer, inner = (float(weight) * MM for weight in (m.IMPRINT_OUTER, m.IMPRINT_INNER))
        ruled = [(top + outer / 2, outer), (layout.bottom - outer / 2, outer)]
        ruled += [(between, inner)] if lines and issuers else []
        layout.page.rules += [Rule(layout.left, at, layout.right, at, weight) for at, weight in ruled]
    layout.y = layout.bottom


def put_cut(layout: Layout, block: Cut) -> None:
    """The line to cut along; a letter longer than its part of the page sends the slip onto the next."""
    style, y = STYLES["cut"], block.y * MM
    if layout.y > y + (_WORD_SPARE if layout.plain else 0):
        layout.turn()
    middle = (layout.left + layout.right) / 2
    for line in layout.set(block.text, style, layout.width):
        half = line.width / 2 + 6
        layout.draw(line, style, layout.left, y)
        for x1, x2 in ((_EDGE * MM, middle - half), (middle + half, layout.page.width - _EDGE * MM)):
            layout.page.rules.append(Rule(x1, y, x2, y, 0.5, "black", (3, 2.5)))
    layout.y = y + 4 * MM


def put_marks(layout: Layout, block: Marks) -> None:
    """Eight short lines outside the corners, where a knife is laid."""
    x1, x2, y1, y2 = (n * MM for n in (block.x, block.x + block.width, block.y, block.y + block.height))
    near, far = m.CUT_MARK_AWAY * MM, (m.CUT_MARK_AWAY + m.CUT_MARK) * MM
    weight, rules = float(m.CUT_MARK_POINTS), layout.page.rules
    for y in (y1, y2):
        rules += [Rule(x1 - far, y, x1 - near, y, weight), Rule(x2 + near, y, x2 + far, y, weight)]
    for x in (x1, x2):
        rules += [Rule(x, y1 - far, x, y1 - near, weight), Rule(x, y2 + near, x, y2 + far, weight)]
