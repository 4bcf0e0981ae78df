"""The sheets of an archive volume: F82J for a bound book; by 卷 (GB/T 9705-2008) cover, list, statement and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from lianluozhan.models.archive.paper_files import VolumeFile
from lianluozhan.models.archive.record import Item
from lianluozhan.models.stations import Station

from .. import measures as m
from ..document import Block, Cell, Document, Grid, Paper, Para, Row
from ..families.labels import VolumeBack, volume_backs
from ..families.volume import volume_front
from ..geometry import text_width
from ..page import MM
from ..styles import STYLES
from .archive_box import signing
from .archive_catalogue import remarked
from .archive_words import eight, titled
from .marks import chinese_date

COVER, LIST, STATEMENT, BACK, FRONT = "案卷封面", "卷内文件目录", "卷内备考表", "案卷脊背", "装订册封面和目录"
PAPER = Paper(left=m.VOLUME_LEFT, right=m.VOLUME_RIGHT, top=m.VOLUME_TOP, bottom=m.VOLUME_BOTTOM, numbers="none")
HEADS = ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注")
ROW, BLANK_ROWS = 10, 19
_WIDTH = 170  # mm, of the text
_FIELD, _FIELDS_Y, _TITLE_HIGH = 35, 62, 54  # mm
_TITLE_SIZES = (("title", 42), ("value_lc", 110))  # most characters in that size
_SHEETS_A_BACK = ((10, 70), (15, 110), (20, 150))  # mm of a back and the sheets it holds (推定)
_FEW = 300  # characters of a statement in the larger type


def volume_cover(found: VolumeFile | None, station: Station | None = None) -> Document:
    """案卷封面: whose volume it is, of what, from when to when, how long it is kept and how it is found."""
    volume = found.volume if found else None
    name = (found.scheme.fonds_name or found.station.congress) if found else (station.congress if station else "")
    days = "—".join(dict.fromkeys(chinese_date(day) for day in found.days if day)) if found else ""
    counted = f"{len(found.standing)}件　{found.pages}页" if found else "　　　　件　　　　页"
    fields = (
        ("全宗名称", name, 15),
        ("类目名称", volume.heading if volume else "", 15),
        ("案卷题名", volume.title if volume else "", _TITLE_HIGH),
        ("时　　间", days, 15),
        ("保管期限", volume.retention.label if volume else "", 15),
        ("件、页数", counted, 15),
        ("归 档 号", "", 15),
        ("档　　号", found.number if found else "", 15),
    )
    rows = [
        Row([Cell(label, 1, "value_l"), Cell(value, 1, _sized(value, high > 15), underlined=True)], high)
        for label, value, high in fields
    ]
    grid = Grid(rows, (_FIELD, _WIDTH - _FIELD - 20), frame=0, inner=0, at=(35, _FIELDS_Y))
    return Document(volume.title if volume else COVER, [grid, Para("", "note")], PAPER)


def _sized(text: str, is_title: bool) -> str:
    """The largest style in which a value stands on its line, or a title in its field."""
    if is_title:
        return next((name for name, most in _TITLE_SIZES if len(text) <= most), "value_c")
    room = (_WIDTH - _FIELD - 20 - 3) * MM
    names = ("value_lc", "value_c")
    return next((name for name in names if text_width(text, STYLES[name]) <= room), "entry_c")


def volume_list(found: VolumeFile | None, _station: Station | None = None) -> Document:
    """卷内文件目录: every document with the page on which it begins, the last with the one on which it ends."""
    heads = Row([Cell(text, 1, "head") for text in HEADS], 12)
    lines = _lines(found.items) if found else []
    blank = [Row([Cell("", 1, "list")] * len(HEADS), ROW) for _ in range(BLANK_ROWS)]
    number = found.number if found else ""
    grid = Grid([heads, *(lines or blank)], m.VOLUME_COLUMNS, head=1)
    blocks: list[Block] = [Para(LIST, "title", after=2), Para(f"档号：{number}", "meta", after=1), grid]
    return Document(LIST, blocks, PAPER, f"{LIST}（续）", number)


def _lines(items: Sequence[Item]) -> list[Row]:
    begins = list(accumulate((item.pages or 0 for item in items), initial=1))
    rows = []
    for n, item in enumerate(items):
        last = n == len(items) - 1 and (item.pages or 0) > 1
        page = f"{begins[n]}—\n{begins[n + 1] - 1}" if last else str(begins[n])
        texts = (
            (f"{item.sequence or n + 1}", "list_c"),
            (item.document_number, "list"),
            (item.responsible, "list"),
            (titled(item), "list"),
            (eight(item.dated_on), "list_c"),
            (page, "list_c"),
        )
        rows += remarked([Cell(text, 1, style) for text, style in texts], item, beside=1)
    return rows


def volume_statement(found: VolumeFile | None, _station: Station | None = None) -> Document:
    """卷内备考表: what is to be said of the volume, who compiled and who checked it, when."""
    words = "本卷共____件，____页。"
    compiled = None
    if found:
        counted = f"本卷共{len(found.standing)}件，{found.pages}页。"
        written = found.volume.statement.strip()
        words = written if written.startswith("本卷共") else "\n".join(part for part in (counted, written) if part)
        compiled = found.volume.compiled_on
    rows = [
        Row([Cell("本卷情况说明：", 24, "value", open_bottom=True)], 10),
        Row([Cell(words, 24, "text" if len(words) <= _FEW else "text_t", top=True, open_top=True)], 140),
    ]
    lines = (("立卷人", ""), ("检查人", ""), ("立卷时间", chinese_date(compiled)))
    blocks: list[Block] = [Para(STATEMENT, "title", after=2), Grid(rows), signing(lines)]
    return Document(STATEMENT, blocks, PAPER, f"{STATEMENT}（续页）")


def volume_back(found: Sequence[VolumeFile] | None, _station: Station | None = None) -> Document:
    """案卷脊背: a label for each volume, several on a sheet; 目录号 and 归档号 are for the county archive to give."""
    if not found:
        return volume_backs([VolumeBack(spine=float(spine)) for spine in m.VOLUME_SPINES])
    return volume_backs([_back(each) for each in found])


def _back(found: VolumeFile) -> VolumeBack:
    volume = found.volume
    thick = next((mm for mm, sheets in _SHEETS_A_BACK if found.pages <= sheets), _SHEETS_A_BACK[-1][0])
    number = f"{volume.number:04d}" if volume.number else ""
    return VolumeBack(fonds=found.scheme.fonds, year=str(volume.year or ""), number=number, spine=float(thick))


def book_front(found: VolumeFile | None, station: Station | None = None) -> Document:
    """F82 for what is kept as a bound book: its cover, and the list with the page on which each piece begins."""
    if found is None:
        return volume_front(station.name if station else "", "")
    volume = found.volume
    return volume_front(
        found.station.name,
        volume.title,
        found.days,
        [(titled(item), item.dated_on, item.pages or 0) for item in found.standing],
        retention=volume.retention.label,
        compiled_by=found.compiler,
        checked_by=found.checker,
    )
