"""F06 代表履职积分表: what each item brought a deputy in a year, by which records, with grade and place (3.1.4)."""

from __future__ import annotations

from lianluozhan.models.service.file_sheets import YearFile
from lianluozhan.models.service.point_rules import CountSource
from lianluozhan.models.service.points import Item
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import OPEN_DATE, WIDE, chinese_date, head, notes, signed

TITLE = "代表履职积分表"
# heading and mm, together the text width of 156
COLUMNS = (("项目", 42), ("次数", 12), ("基础分", 14), ("加分", 13), ("封顶", 13), ("得分", 14), ("依据记录号", 48))
LINE, BLANK_LINES = 8.0, 15


def points_sheet(found: YearFile | None, station: Station | None = None) -> Document:
    """The points of one deputy in one year, or an empty sheet."""
    whose = f"代表：{found.deputy.name}{WIDE}{found.term}" if found else "代表："
    widths = tuple(width for _, width in COLUMNS)
    heads = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10)
    items = [_line(item) for item in found.tally.items] if found else []
    blank = [] if found else [_row(("",) * len(COLUMNS)) for _ in range(BLANK_LINES)]
    return Document(
        title=f"{TITLE}（{found.deputy.name} {found.year}年）" if found else TITLE,
        blocks=[
            *head(found.station if found else station, TITLE, whose, span(found)),
            Grid([heads, *items, *blank, _total(found), *_standing(found), *_signatures()], widths, head=1),
            *notes(
                "说明：每项首次得基础分，每多一次加分，不超过封顶分；并入别的项目的，两项合计不超过那一项的封顶分。"
                "待审核、退回和作废的履职记录不计分。",
            ),
        ],
        running=f"{TITLE}（续页）",
        running_right=whose,
    )


def span(found: YearFile | None) -> str:
    """自2026年1月1日至2026年12月31日."""
    if found is None:
        return f"自{OPEN_DATE}至{OPEN_DATE}"
    return f"自{chinese_date(found.first)}至{chinese_date(found.last)}"


def half(points: int) -> str:
    """Half points as 71 or 71.5."""
    return f"{points // 2}.5" if points % 2 else str(points // 2)


def _line(item: Item) -> Row:
    by = item.reason or "、".join(str(record.id) for record in item.records)
    if item.rule.source is CountSource.HAND and item.times:
        by = f"手工填写：{item.reason}"
    gained = (str(item.times), half(item.base), half(item.extra)) if item.times else ("0", "", "")
    return _row((item.rule.item, *gained, half(item.rule.cap or 0), half(item.points), by))


def _row(texts: tuple[str, ...]) -> Row:
    last = len(texts) - 1
    cells = [Cell(text, 1, "entry" if n == 0 else "list" if n == last else "entry_c") for n, text in enumerate(texts)]
    return Row(cells, LINE, grow=True)


def _total(found: YearFile | None) -> Row:
    texts = (str(found.tally.times), "", "", "", half(found.tally.total), "") if found else ("",) * 6
    return Row([Cell("合计", 1, "head"), *(Cell(text, 1, "entry_c") for text in texts)], LINE, tied=True)


def _standing(found: YearFile | None) -> list[Row]:
    place = f"第 {found.place} 名（共 {found.ranked} 名）" if found and found.place else ""
    days = half(found.tally.half_days) if found else ""
    asked = f"（要求 {found.tally.duty_days} 天）" if found and found.tally.duty_days else ""
    return [
        Row(
            [
                *(Cell("等级", 1, "head"), Cell(found.tally.grade if found else "", 2, "entry_c")),
                *(Cell("名次", 1, "head"), Cell(place, 3, "entry_c")),
            ],
            LINE,
        ),
        Row([Cell("执行职务", 1, "head"), Cell(f"{days} 天{asked}" if found else "", 6, "entry")], LINE),
    ]


def _signatures() -> list[Row]:
    return [signed(len(COLUMNS), role) for role in ("代表", "审核人")]
