"""F86 迎检资料清单, A4 landscape: each point by clause, what is there and where, what is missing (1.3.3, 7.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lianluozhan.models.archive.inspecting import InspectionFile, Point, PointState
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import WIDE, chinese_date, notes, signature

TITLE = "迎检资料清单"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 11),
    ("条款", 19),
    ("资料", 46),
    ("要求", 44),
    ("已有（存放位置）", 66),
    ("缺什么", 55),
    ("情况", 16),
)
LINE, LEAST, BLANK_LINES = 7.6, 7.0, 12
LONG = 110  # characters with which a line may cross pages


def inspection_list(file: InspectionFile | None, station: Station | None = None) -> Document:
    """The list of a year, or an empty one."""
    station = file.station if file else station
    name = station.name if station else ""
    year = f"{file.year}年度" if file else f"{WIDE * 4}年度"
    title = f"{year}{TITLE}"
    head = Row([Cell(heading, 1, "head") for heading, _ in COLUMNS], 9)
    lines = list(_lines(file)) if file else []
    blank = [] if lines else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    made = f"填表日期：{chinese_date(file.made_on if file else None, f'{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日')}"
    return Document(
        title=title,
        blocks=[
            Para(name, "station"),
            Para(title, "title", after=1),
            Para(_summary(file), "meta", right=made, after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in COLUMNS), head=1),
            *notes("说明：条款是制度规范的编号。“已有”的数由程序从登记里数出来，看不见的由人填写存放位置。"),
            Para("", "meta", before=1.2, right=signature("站长")),
        ],
        paper=LEDGER,
        running=f"{title}（续）",
        running_right=name,
    )


def _summary(file: InspectionFile | None) -> str:
    if file is None:
        return f"共{WIDE * 3}项，齐全{WIDE * 3}项，缺{WIDE * 3}项"
    counts = "，".join(f"{state.label} {file.count(state)} 项" for state in PointState)
    return f"共 {len(file.points)} 项：{counts}"


def _lines(file: InspectionFile) -> Iterator[Row]:
    """The points, with a heading before each chapter."""
    chapter = ""
    for number, point in enumerate(file.points, 1):
        is_first = point.chapter != chapter
        if is_first:
            chapter = point.chapter
            yield Row([Cell(chapter, len(COLUMNS), "list", tone=0.08)], LINE, LEAST)
        yield _line(number, point, tied=is_first)


def _line(number: int, point: Point, *, tied: bool) -> Row:
    asked = point.asked
    expected = point.found.expected or ("人工填写" if point.is_by_hand else "")
    said = (
        (str(number), "list_c"),
        ("\n".join(asked.clauses), "list_c"),
        (asked.what, "list"),
        (expected, "list"),
        (point.there_words, "list"),
        (point.missing_words, "list"),
        (point.state.label, "list_c"),
    )
    long = any(len(text) > LONG for text, _ in said)
    return Row([Cell(text, 1, style) for text, style in said], LINE, LEAST, grow=long, tied=tied)
