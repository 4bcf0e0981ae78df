"""F80 归档文件目录, A4 landscape, and its cover (DA/T 22-2015 appendix B): every 件 of a class or a year by its number.

What was struck, destroyed or handed over keeps its line, with the remark; 密级 stays blank (4.6.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lianluozhan.models.archive.paper_files import BoxFile, ClassFile, ItemGroup
from lianluozhan.models.archive.record import Item, Retention, Scheme
from lianluozhan.models.stations import Station

from .. import measures as m
from ..document import CATALOGUE, FORM, Block, Break, Cell, Document, Grid, Paper, Para, Row
from ..geometry import text_width
from ..page import MM
from ..styles import STYLES
from .archive_words import eight, pages_of, remark_of, titled

TITLE, COVER_TITLE, IN_BOX = "归档文件目录", "归档文件目录封面", "盒内文件目录"
HEADS = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
ROW, HEAD_ROW, BLANK_ROWS, _REMARK_ROW = 10, 10, 13, 6
MOST_LINES = 3  # of a title in the larger type; one that needs more is set smaller, and goes on below
_SHORT_REMARK = 18  # characters in the narrow column; a longer remark gets a line of its own below
_FIELDS = ("全宗号", "全宗名称", "年度", "保管期限", "机构（问题）")


def archive_catalogue(found: ClassFile | None, station: Station | None = None) -> Document:
    """The catalogue of a class or a year, each lowest class on pages of its own; or an empty one."""
    if found is None or not found.groups:
        scheme = found.scheme if found else None
        return _catalogue(TITLE, [_table(())], _above(scheme, station, ""), running="")
    blocks: list[Block] = []
    at = 1
    for group in found.groups:
        about = f"{_class_words(found.year, group)}　{_sum_words(group.items)}"
        blocks += [*([Break()] if blocks else []), *_head(TITLE, _above(found.scheme, found.station, about))]
        blocks.append(_table(group.items, at))
        at += len(group.items)
    running = _class_words(found.year, found.groups[0]) if len(found.groups) == 1 else f"{found.year}年度"
    return Document(TITLE, blocks, CATALOGUE, f"{TITLE}（续）", running)


def in_box(found: BoxFile | None, station: Station | None = None) -> Document:
    """The same of what lies in one box, to be laid into it."""
    if found is None:
        return _catalogue(IN_BOX, [_table(())], _above(None, station, ""), running="")
    box = found.box
    group = ItemGroup(box.retention, box.unit, found.unit_name, found.items)
    words = f"{_class_words(box.year or 0, group)}　第{box.number}盒"
    about = f"{words}　{_sum_words(found.items)}"
    return _catalogue(IN_BOX, [_table(found.items)], _above(found.scheme, found.station, about), words)


def _catalogue(title: str, blocks: Sequence[Block], above: tuple[str, str], running: str) -> Document:
    return Document(title, [*_head(title, above), *blocks], CATALOGUE, f"{title}（续）", running)


def _head(title: str, above: tuple[str, str]) -> list[Para]:
    return [Para(title, "catalogue_title", after=1), Para(above[0], "meta", after=1, right=above[1])]


def _above(scheme: Scheme | None, station: Station | None, about: str) -> tuple[str, str]:
    """What stands at both ends above the table: whose it is, and what class."""
    name = (scheme.fonds_name if scheme else "") or (station.congress if station else "")
    return f"单位：{name}", about or "年度：　　　　　　保管期限：　　　　　　机构（问题）：　　　　　　"


def _class_words(year: int, group: ItemGroup) -> str:
    return "　".join(part for part in (f"{year}年度", group.retention.label, group.unit_name) if part)


def _sum_words(items: Sequence[Item]) -> str:
    here = [item for item in items if item.is_here]
    gone = len(items) - len(here)
    return f"{len(here)}件 {pages_of(here)}页" + (f"（另 {gone} 件见备注）" if gone else "")


def _table(items: Sequence[Item], first: int = 1) -> Grid:
    rows = [Row([Cell(text, 1, "head") for text in HEADS], HEAD_ROW)]
    for number, item in enumerate(items, first):
        rows += _rows(number, item)
    if not items:
        rows += [Row([Cell("", 1, "entry")] * len(HEADS), ROW) for _ in range(BLANK_ROWS)]
    return Grid(rows, m.CATALOGUE_COLUMNS, head=1)


def _rows(number: int, item: Item) -> list[Row]:
    cells = [
        Cell(str(number), 1, "list_c"),
        Cell(item.archival_number, 1, "list"),
        _sized(item.document_number, 2),
        _sized(item.responsible, 3),
        _sized(titled(item), 4),
        Cell(eight(item.dated_on), 1, "list_c"),
        Cell("", 1, "list_c"),  # 密级: what is not a state secret must carry no mark
        Cell(str(item.pages or ""), 1, "list_c"),
    ]
    return remarked(cells, item, beside=2)


def remarked(cells: Sequence[Cell], item: Item, *, beside: int) -> list[Row]:
    """A line of a list that ends with its remark; a long one stands below it, `beside` the first columns."""
    remark = remark_of(item)
    style = "list_s" if item.is_here else "list_t"  # a day has room on one line of the narrow column
    if len(remark) <= _SHORT_REMARK:
        return [Row([*cells, Cell(remark, 1, style)], ROW)]
    first = [replace(cell, rows=2) for cell in cells[:beside]]
    words = f"备注：{remark.replace(chr(10), ' ')}"
    below = Row([Cell(words, len(cells) + 1 - beside, "list")], _REMARK_ROW)
    return [Row([*first, *cells[beside:], Cell("见下行", 1, "list_s")], ROW), below]


def _sized(text: str, column: int) -> Cell:
    """In 五号, or in 小五 where that would take more than three lines; what needs more goes on below."""
    room = (float(m.CATALOGUE_COLUMNS[column]) - 1.8) * MM
    style = STYLES["entry"]
    lines = len(text) * style.size / room
    if lines > MOST_LINES - 0.5:  # only then is it worth measuring
        lines = text_width(text, style) * 1.06 / room
    return Cell(text, 1, "list" if lines > MOST_LINES else "entry")


# The cover -----------------------------------------------------------------------------------------------------------


def catalogue_cover(found: ClassFile | None, station: Station | None = None) -> Document:
    """封面 of the bound catalogue: five lines under its title."""
    values = ("",) * len(_FIELDS)
    if found:
        retention = found.retention.label if found.retention else "、".join(kept_words(found))
        units = found.unit_name or "、".join(
            dict.fromkeys(group.unit_name for group in found.groups if group.unit_name)
        )
        values = (found.scheme.fonds, found.scheme.fonds_name, f"{found.year}", retention, units)
    wide = m.COVER_LABEL + m.COVER_LINE
    rows = [
        Row([Cell(name, 1, "value_l"), Cell(value, 1, _cover_style(value), underlined=True)], m.COVER_PITCH)
        for name, value in zip(_FIELDS, values, strict=True)
    ]
    paper = FORM
    left = paper.left + (paper.width - paper.left - paper.right - wide) / 2
    return Document(
        TITLE,
        [
            _title_at(TITLE, m.COVER_TITLE_Y, paper),
            Grid(rows, (m.COVER_LABEL, m.COVER_LINE), frame=0, inner=0, pad=0.2, at=(left, m.COVER_FIELDS_Y)),
            Para("", "note"),
        ],
        Paper(numbers="none"),
    )


def _title_at(title: str, y: float, paper: Paper) -> Grid:
    """The title with its characters from this height downward."""
    style = STYLES["cover_title"]
    wide, high = paper.width - paper.left - paper.right, style.pitch / MM
    above = (style.pitch - style.size) / 2 / MM
    return Grid([Row([Cell(title, 1, "cover_title")], high)], (wide,), frame=0, inner=0, at=(paper.left, y - above))


def _cover_style(text: str) -> str:
    """Smaller where a long name would not stand on its line."""
    room = (m.COVER_LINE - 3) * MM
    return next((name for name in ("value_lc", "value_c") if text_width(text, STYLES[name]) <= room), "entry_c")


def kept_words(found: ClassFile) -> list[str]:
    """The retentions of a year that has several, in their order."""
    here = {group.retention for group in found.groups}
    return [retention.label for retention in Retention if retention in here]
