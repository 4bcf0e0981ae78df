"""F81 what a box carries: spine labels, its front, and F81N 备考表, the last sheet in it (DA/T 22 appendices D, E)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lianluozhan.models.archive.paper_files import BoxFile
from lianluozhan.models.archive.record import Item
from lianluozhan.models.stations import Station

from .. import measures as m
from ..document import FORM, Cell, Document, Grid, Para, Row
from ..families.labels import Box, box_front, spine_labels
from .archive_words import eight, pages_of
from .marks import chinese_date

TITLE = "备考表"
NAMED = "盒内文件情况说明"
_NAME_ROW = 10  # mm
_SIGNING_NAME = 32
_FEW, _SOME = 420, 700  # characters of a statement that stand in the larger types
BLANK = "本盒共____件，____页，起止件号____—____。"
SHEET = replace(FORM, numbers="none")


def box_spines(found: Sequence[BoxFile] | None, _station: Station | None = None) -> Document:
    """A label for each box, several on a sheet; the blank sheet has one of each thickness."""
    if not found:
        return spine_labels([Box(spine=float(spine)) for spine in m.SPINES])
    return spine_labels([_spine(each) for each in found])


def _spine(found: BoxFile) -> Box:
    box, scheme = found.box, found.scheme
    first, last = found.span
    return Box(
        fonds=scheme.fonds,
        year=str(box.year or ""),
        retention=box.retention.label,
        unit=found.unit_name,
        first=first,
        last=last,
        number=str(box.number or ""),
        spine=float(box.spine or 30),
        of_volumes=bool(found.volumes),
    )


def box_cover(found: BoxFile | None, station: Station | None = None) -> Document:
    """The front of a box: 全宗名称 above a double line."""
    name = (found.scheme.fonds_name or found.station.congress) if found else (station.congress if station else "")
    return box_front(name)


def box_statement(found: BoxFile | None, _station: Station | None = None) -> Document:
    """备考表: what is in the box and what has happened to it, and who arranged and checked it, signed in ink."""
    words = statement_of(found) if found else BLANK
    style = "text" if len(words) <= _FEW else "text_s" if len(words) <= _SOME else "text_t"
    rows = [
        Row([Cell(f"{NAMED}：", 24, "value", open_bottom=True)], _NAME_ROW),
        Row([Cell(words, 24, style, top=True, open_top=True)], m.STATEMENT_HEIGHT - _NAME_ROW),
    ]
    box = found.box if found else None
    arranged, checked = (box.arranged_on, box.checked_on) if box else (None, None)
    lines = (
        ("整理人", ""),
        ("整理日期", chinese_date(arranged)),
        ("检查人", ""),
        ("检查日期", chinese_date(checked)),
    )
    return Document(TITLE, [Para(TITLE, "title", after=2), Grid(rows), signing(lines)], SHEET, f"{TITLE}（续页）")


def signing(lines: Sequence[tuple[str, str]]) -> Grid:
    """Lines at the right to sign on, or with what is known already."""
    room = m.TYPE_WIDTH - m.SIGNING_LINE - _SIGNING_NAME
    rows = [
        Row(
            [Cell("", 1, "spine_14"), Cell(name, 1, "spine_14"), Cell(value, 1, "spine_14", underlined=True)],
            m.SIGNING_PITCH,
        )
        for name, value in lines
    ]
    return Grid(rows, (room, _SIGNING_NAME, m.SIGNING_LINE), frame=0, inner=0)


def statement_of(found: BoxFile) -> str:
    """What the station wrote, or the usual sentence; and what has happened since to single 件 (缺损、移出、销毁 …)."""
    written = found.box.statement.strip()
    here = found.standing
    first, last = found.span
    of = "案卷号" if found.volumes else "件号"
    counted = f"本盒共{len(here)}件，{pages_of(here)}页，起止{of}{first}—{last}。"
    lines = [] if written.startswith("本盒共") else [counted]
    lines += [written] if written else []
    if not written.startswith("本盒共"):  # else it tells already what became of what
        lines += [words for item in found.items if not item.is_here and (words := _happened(item)) not in written]
    return "\n".join(lines)


def _happened(item: Item) -> str:
    struck = item.struck_word
    for words, day in (("销毁", item.destroyed_on), ("移交", item.handed_over_on), (struck, item.voided_on)):
        if day:
            why = f"，{item.void_reason}" if words == struck and item.void_reason else ""
            return f"{item.sequence or 0:04d} 号件 {eight(day)} {words}{why}。"
    return ""
