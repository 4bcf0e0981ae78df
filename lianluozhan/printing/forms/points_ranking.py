"""F06R 代表履职积分汇总表, A4 landscape: all deputies of a year by their points, an item a column (3.1.4)."""

from __future__ import annotations

from lianluozhan.models.service.file_sheets import RankingFile
from lianluozhan.models.service.points import Ranked
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, chinese_date, notes, signed
from .points_sheet import half

TITLE = "代表履职积分汇总表"
WIDTH = 257  # mm, the text width
_BEFORE = (("名次", 11), ("姓名", 20), ("团组", 34))
_AFTER = (("总次数", 14), ("总分", 14), ("等级", 13))
_ITEMS_BLANK, BLANK_LINES, LINE = 15, 10, 9.2
_SHORT_REMARK = 4  # characters


def points_ranking(found: RankingFile | None, station: Station | None = None) -> Document:
    """The ranking of one year, or an empty table."""
    station = found.station if found else station
    items = list(found.items) if found else [""] * _ITEMS_BLANK
    unit = f"单位：{station.name if station else ''}"
    days = f"自{chinese_date(found.first)}至{chinese_date(found.last)}" if found else f"自{OPEN_DATE}至{OPEN_DATE}"
    room = WIDTH - sum(width for _, width in (*_BEFORE, *_AFTER))
    widths = [*(w for _, w in _BEFORE), *([room / max(len(items), 1)] * len(items)), *(w for _, w in _AFTER)]
    names = [*(name for name, _ in _BEFORE), *(_narrow(item) for item in items), *(name for name, _ in _AFTER)]
    heads = Row([Cell(name, 1, "list_head") for name in names], 18)
    lines = [_line(line) for line in found.lines] if found else []
    blank = [] if lines else [Row([Cell("", 1, "list") for _ in names], LINE) for _ in range(BLANK_LINES)]
    title = f"{found.year}年{TITLE}" if found else TITLE
    return Document(
        title=title,
        blocks=[
            Para(title, "title", after=1),
            Para(unit, "meta", right=days, after=1),
            Grid([heads, *lines, *blank, signed(len(names), "审核人")], tuple(widths), head=1),
            *notes("说明：积分相同的名次相同；每一项得分的依据见各人的履职积分表。"),
        ],
        paper=LEDGER,
        running=f"{title}（续）",
        running_right=unit,
    )


def _narrow(item: str) -> str:
    """An item over a narrow column: lines instead of marks, and no long remark in brackets."""
    name, _, remark = item.removesuffix("）").partition("（")
    return "\n".join((*name.split("、"), *([remark] if 0 < len(remark) <= _SHORT_REMARK else [])))


def _line(line: Ranked) -> Row:
    tally = line.tally
    gained = [half(item.points) if item.times else "" for item in tally.items]
    texts = (str(line.place), line.name, line.group, *gained, str(tally.times), half(tally.total), tally.grade)
    return Row([Cell(text, 1, "list" if n == 2 else "list_c") for n, text in enumerate(texts)], LINE)
