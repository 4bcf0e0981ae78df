"""Where the parts of official sheets stand: what the layout and Word both compute from the numbers in `measures`.

All results in points; places count from the upper left corner of the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from . import measures as m
from .document import Closing, Imprint, Letterhead, OfficialHead, Paper
from .fonts import STACKS
from .page import MM
from .styles import STYLES, Style

INK_ABOVE, INK_BELOW = 0.845, 0.09  # em: ink of Han in the face of the mark, from the baseline
PITCH = float(m.GRID_PITCH_POINTS)


def text_width(text: str, style: Style) -> float:
    """How wide a text is on one line, without tracking."""
    return sum(map(STACKS[style.family].__getitem__, text)) * style.size / 1000


def margins(paper: Paper, number: int) -> tuple[float, float]:
    """Left and right edge of the text on the page of that number; mirrored paper changes sides on even ones."""
    turned = paper.mirrored and number % 2 == 0
    left, right = (paper.right, paper.left) if turned else (paper.left, paper.right)
    return left * MM, (paper.width - right) * MM


# The red head ---------------------------------------------------------------------------------------------------


def letterhead_size(block: Letterhead) -> float:
    """The mark of the sender in points: 38, or less so that it stays within 165 mm."""
    return min(STYLES["red"].size, m.LETTER_MARK_WIDTH * MM / max(len(block.name), 1))


def mark_size(block: OfficialHead) -> float:
    """The mark in general format: 38, or less so that it stays within the type area."""
    return min(STYLES["red"].size, m.TYPE_WIDTH * MM / max(len(block.name), 1))


def mark_middle(top: float, size: float) -> float:
    """The optical middle of a mark whose ink begins at `top`."""
    return top + INK_ABOVE * size - STACKS["biao"].main.middle * size


@dataclass(frozen=True)
class HeadPlaces:
    """The head in general format; `number` is the middle of the number's line, `rule` the middle of the red rule."""

    size: float
    ink_top: float
    number: float
    rule: float
    text: float  # where the title begins, on the grid of lines


def head_places(block: OfficialHead, paper: Paper) -> HeadPlaces:
    """Mark, number and red rule, one below the other (GB/T 9704, 7.2)."""
    size, top = mark_size(block), paper.top * MM
    ink_top = top + m.MARK_TOP * MM
    blank = max(m.MARK_LINES_BELOW, _lines_of_number(block))  # they are written into from below
    number = ink_top + size * (INK_ABOVE + INK_BELOW) + (blank + 0.5) * PITCH
    rule = number + STYLES["body"].size / 2 + m.RULE_BELOW_NUMBER * MM + m.RULE_POINTS / 2
    return HeadPlaces(size, ink_top, number, rule, on_grid(rule + m.TITLE_LINES_BELOW * PITCH, top))


SIGNER = "签发人："


def stands_beside(block: OfficialHead) -> bool:
    """Whether number and signer have room on one line, each one character inside."""
    style = STYLES["body0"]
    taken = text_width(block.number, style) + text_width(SIGNER, style) + text_width(block.signer, STYLES["h2"])
    return taken + 3 * style.size <= m.TYPE_WIDTH * MM


def _lines_of_number(block: OfficialHead) -> int:
    """How many lines above its own the number takes, with a signer that has no room beside it."""
    style, room = STYLES["body0"], m.TYPE_WIDTH * MM - 2 * STYLES["body0"].size
    lines = ceil(text_width(block.number, style) / room)
    if block.signer and not stands_beside(block):
        lines += ceil(text_width(block.signer, STYLES["h2"]) / (room - text_width(SIGNER, style)))
    return max(lines - 1, 0)


def on_grid(y: float, top: float) -> float:
    """The next place downward where a line of the 22 of a page begins."""
    return top - (top - y + 0.01) // PITCH * PITCH


# The foot -------------------------------------------------------------------------------------------------------


def closing_indents(block: Closing) -> tuple[float, float]:
    """How far name and date stand from the right (7.3.5): the wording of the standard as widths."""
    style = STYLES[block.style]
    org, date = text_width(block.org, style), text_width(block.date, style)
    least = 0.0 if block.sealed else m.ORG_INDENT_UNSEALED * style.size
    org = min(org, m.TYPE_WIDTH * MM - least)  # a longer name goes on on a second line
    if not block.sealed:  # the date begins two characters right of the name
        return (least, org - date) if date <= org else (2 * least + date - org, least)
    at_date = m.DATE_INDENT_SEALED * style.size
    at_org = at_date + (date - org) / 2
    return (at_org, at_date) if at_org >= 0 else (0.0, (org - date) / 2)


def annex_lines(names: Sequence[str], style: Style) -> list[tuple[str, float, str, float]]:
    """附件说明: for each enclosure what stands before its name, where that begins, the name, and where it begins."""
    start = 2 * style.size
    word = "附件："
    if len(names) == 1:
        return [(word, start, names[0], start + text_width(word, style))]
    found, at = [], start + text_width(word, style)
    hang = at + max((text_width(f"{n}.", style) for n in range(1, len(names) + 1)), default=0.0)
    for n, name in enumerate(names, 1):
        lead = f"{word}{n}." if n == 1 else f"{n}."
        found.append((lead, start if n == 1 else at, name, hang))
    return found


def imprint_parts(block: Imprint, *, letter: bool) -> tuple[str, str, str]:
    """The wording of a 版记: copies, who printed it, when; a letter says only who gets copies."""
    copies = f"抄送：{block.copy_to.rstrip('。')}。" if block.copy_to else ""
    if letter:
        return copies, "", ""
    return copies, block.issuer, f"{block.issued_on}印发" if block.issued_on else ""


# The code of a sheet ----------------------------------------------------------------------------------------------


def has_room_for_code(paper: Paper) -> bool:
    """Whether the lower margin holds a symbol; labels and ballots have none, and ballots must not be told apart."""
    return paper.bottom >= m.CODE_SIDE_LOW + m.CODE_ABOVE_LOW


def code_place(paper: Paper) -> tuple[float, float, float]:
    """Upper left corner and side of the symbol in the lower left margin."""
    roomy = paper.bottom > m.CODE_SIDE + m.CODE_ABOVE
    side, above = (m.CODE_SIDE, m.CODE_ABOVE) if roomy else (m.CODE_SIDE_LOW, m.CODE_ABOVE_LOW)
    return paper.left * MM, (paper.height - above - side) * MM, side * MM
