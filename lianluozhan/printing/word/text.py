"""Runs and paragraphs of WordprocessingML as text. A paragraph names its style and says only what differs from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from ..boxes import CLOSE_PAD, LABEL_PAD, WIDE_PAD, lift
from ..fonts import STACKS, Stack
from ..lines import visible
from ..page import MM
from ..styles import STYLES, Style

NAMES = {"fang": "仿宋_GB2312", "song": "宋体", "hei": "黑体", "kai": "楷体_GB2312", "biao": "方正小标宋简体"}
MARKS_FONT = "Segoe UI Symbol"  # has ☑
RARE_FONT = "SimSun-ExtB"
_ALIGN = {"label": "center", "justify": "both"}
_SHORT = 60  # characters: names, labels and options stand on many sheets
BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"


def twips(points: float) -> int:
    return round(points * 20)


@dataclass(frozen=True, slots=True)
class Spot:
    """What a paragraph has of its own, in points; None is what its style says."""

    before: float = 0.0
    after: float | None = None
    left: float | None = None
    right: float | None = None
    pitch: float | None = None
    align: str | None = None
    tab: float = 0.0
    keep: bool = False
    new_page: bool = False
    border: str = ""
    hanging: float = 0.0  # of the first line, to the left
    frame: str = ""  # properties of a frame, for what stands at a fixed place
    whole: bool = False  # no single line alone on either side of a page break


PLAIN = Spot()


def word_align(style: Style) -> str:
    return _ALIGN.get(style.align, style.align)


@cache
def style_pad(name: str) -> float:
    """The padding that a style of cells carries at both sides, in points."""
    if name == "label":
        return LABEL_PAD * MM
    if name.startswith(("list", "entry", "head")):
        return CLOSE_PAD * MM
    return WIDE_PAD * MM if name.startswith(("value", "text", "tick", "sign")) else 0.0


@cache
def style_lift(name: str) -> float:
    """Space after the paragraphs of a style, in points."""
    if not style_pad(name) or name.startswith(("text", "sign")):
        return 0.0
    return lift(STYLES[name])


def paragraph(name: str, inner: str, spot: Spot = PLAIN) -> str:
    """A paragraph of a named style around finished runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{_own(name, spot)}</w:pPr>{inner}</w:p>'


@lru_cache(maxsize=4096)
def _own(name: str, spot: Spot) -> str:
    out = "<w:keepNext/>" if spot.keep else ""
    out += "<w:pageBreakBefore/>" if spot.new_page else ""
    out += spot.frame
    out += "<w:widowControl/>" if spot.whole else ""
    out += f"<w:pBdr>{spot.border}</w:pBdr>" if spot.border else ""
    out += f'<w:tabs><w:tab w:val="right" w:pos="{twips(spot.tab)}"/></w:tabs>' if spot.tab else ""
    space = f' w:before="{twips(spot.before)}"' if spot.before else ""
    if spot.after is not None:
        space += f' w:after="{twips(spot.after)}"'
    if spot.pitch is not None:
        space += f' w:line="{twips(spot.pitch)}" w:lineRule="exact"'
    out += f"<w:spacing{space}/>" if space else ""
    side = "".join(
        f' w:{key}="{twips(value)}"' for key, value in (("left", spot.left), ("right", spot.right)) if value is not None
    )
    side += f' w:hanging="{twips(spot.hanging)}"' if spot.hanging else ""
    out += f"<w:ind{side}/>" if side else ""
    return out + (f'<w:jc w:val="{spot.align}"/>' if spot.align else "")


def runs(text: str, name: str, spacing: float = 0.0, size: float = 0.0, family: str = "") -> str:
    """One line or paragraph as runs; characters outside the style's face name a font that has them."""
    if len(text) < _SHORT:
        return _short(text, name, spacing, size, family)
    return _written(text, name, spacing, size, family)


def _written(text: str, name: str, spacing: float, size: float, family: str) -> str:
    text = visible(text)
    if not text:
        return ""
    style = STYLES[name]
    stack = STACKS[family or style.family]
    usual = _fonts(NAMES[family]) if family else ""
    own = f'<w:spacing w:val="{twips(spacing + style.track)}"/>' if spacing else ""
    own += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    if stack.is_plain(text):
        return _run(text, usual + own)
    text = "".join(map(stack.shown, text))
    groups = groupby(text, lambda char: _other_font(char, stack))
    return "".join(_run("".join(chars), (_fonts(font) if font else usual) + own) for font, chars in groups)


_short = lru_cache(maxsize=8192)(_written)


def _other_font(char: str, stack: Stack) -> str:
    if char in stack.plain or char == "—":
        return ""
    if char == "☑":
        return MARKS_FONT
    return RARE_FONT if char > "\uffff" else NAMES["song"]


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'


def _run(text: str, own: str) -> str:
    return f'<w:r>{f"<w:rPr>{own}</w:rPr>" if own else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str, shown: int) -> str:
    """A field that Word computes, with what it is expected to show."""
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{part}</w:r>" for part in parts)
