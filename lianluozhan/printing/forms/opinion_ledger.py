"""F19 社情民意（意见建议）台账, A4 landscape (3.2.2, 4.3.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import Channel, Status
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import chinese_date

Show = Callable[[Mapping[str, Any]], str]
WIDTH = 257  # mm, the text width
_COUNT_WIDTH, _LEAST_TITLE = 9, 30
_HEAD_SIZE = 3.8  # mm a character of a heading takes, with its share of the padding


@dataclass(frozen=True)
class LedgerColumn:
    """A column: heading, mm as usual and at least, what it shows of a row; `left` for text, `extra` when asked for."""

    name: str
    width: float
    least: float
    show: Show
    left: bool = False
    extra: bool = False


def _text(name: str) -> Show:
    return lambda row: str(row.get(name) or "")


_CLOSED = "回避"  # a line of which whoever prints sees no more than the number


def _short_number(row: Mapping[str, Any]) -> str:
    return str(row["number"]).removeprefix("社情民意").removesuffix("号")


def _status(row: Mapping[str, Any]) -> str:
    if row.get("voided_on"):
        return "作废"
    return Status(row["status"]).label if row["status"] else _CLOSED


def _satisfaction(row: Mapping[str, Any]) -> str:
    code = row.get("satisfaction")
    return Satisfaction(code).label if code else ""


COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn("编号", 23, 16, _short_number),
    LedgerColumn("收到日期", 19, 12, _text("received_on")),
    LedgerColumn("渠道", 15, 10, lambda row: Channel(row["channel"]).label if row["channel"] else ""),
    LedgerColumn("反映人", 18, 12, _text("submitter_name")),
    LedgerColumn("电话", 22, 14, _text("phone"), extra=True),
    LedgerColumn("村或社区", 18, 12, _text("village_name")),
    LedgerColumn("代表", 18, 12, _text("deputies"), extra=True),
    LedgerColumn("分类", 18, 12, _text("category_name")),
    LedgerColumn("事由", 47, _LEAST_TITLE, _text("title"), left=True),
    LedgerColumn("承办单位", 23, 16, _text("lead_body_name"), left=True),
    LedgerColumn("交办日期", 19, 12, _text("dispatched_on"), extra=True),
    LedgerColumn("期限", 19, 12, lambda row: str(row.get("due_on") or row.get("handling_due_on") or "")),
    LedgerColumn("状态", 15, 10, _status),
    LedgerColumn("答复日期", 19, 12, _text("replied_on"), extra=True),
    LedgerColumn("结果", 9, 8, _text("result_class")),
    LedgerColumn("反馈日期", 19, 12, _text("told_on"), extra=True),
    LedgerColumn("满意度", 15, 10, _satisfaction),
    LedgerColumn("办结日期", 19, 12, _text("closed_on"), extra=True),
    LedgerColumn("归档号", 18, 12, _text("file_number"), extra=True),
    LedgerColumn("备注", 9, 8, _text("remark")),
)
USUAL = tuple(column.name for column in COLUMNS if not column.extra)


def opinion_ledger(
    rows: Sequence[Mapping[str, Any]],
    station: Station | None,
    *,
    name: str = "",
    until: date | None = None,
    shown: Collection[str] = USUAL,
    narrowed: str = "",
) -> Document:
    """The rows of an opinion listing as a ledger; the last row counts them. An empty list prints an empty ledger.

    `shown` are the headings of the columns, in the order of the form; `narrowed` says what the list is narrowed to.
    """
    columns = [column for column in COLUMNS if column.name in shown] or list(COLUMNS)
    title = f"{name}社情民意（意见建议）台账"
    unit = f"单位：{station.name if station else ''}"
    widths = _widths(columns)
    names = (_headed(column.name, width) for column, width in zip(columns, widths, strict=True))
    heads = Row([Cell(text, 1, "list_head") for text in ("序号", *names)], 9)
    lines = [_line(n, row, columns) for n, row in enumerate(rows, 1)]
    blank = [] if rows else [Row([Cell("", 1, "list") for _ in range(len(columns) + 1)], 9.2) for _ in range(14)]
    conditions = [Para(f"范围：{narrowed}", "note", after=1)] if narrowed else []
    return Document(
        title=title,
        blocks=[
            Para(title, "title", after=1),
            *conditions,
            Para(unit, "meta", right=f"截止日期：{chinese_date(until)}", after=1),
            Grid([heads, *lines, *blank, _total(rows, len(columns))], (_COUNT_WIDTH, *widths), head=1),
        ],
        paper=LEDGER,
        running=f"{title}（续）",
        running_right=unit,
    )


def _widths(columns: Sequence[LedgerColumn]) -> list[float]:
    """Widths that fill the page: as usual where there is room, narrower evenly where there is not."""
    room = WIDTH - _COUNT_WIDTH
    usual, least = sum(column.width for column in columns), sum(column.least for column in columns)
    if usual >= room:
        part = min(max((room - least) / (usual - least), 0), 1) if usual > least else 0
        found = [column.least + part * (column.width - column.least) for column in columns]
    else:
        wanted = [column.name for column in columns if column.left] or [column.name for column in columns]
        more = (room - usual) / len(wanted)
        found = [column.width + (more if column.name in wanted else 0) for column in columns]
    scale = room / sum(found)
    return [width * scale for width in found]


def _headed(name: str, width: float) -> str:
    """A heading of four characters in two lines where the column is narrow."""
    return f"{name[:2]}\n{name[2:]}" if len(name) == 4 and width < 4 * _HEAD_SIZE else name


def _line(n: int, row: Mapping[str, Any], columns: Sequence[LedgerColumn]) -> Row:
    cells = [Cell(column.show(row), 1, "list" if column.left else "list_c") for column in columns]
    return Row([Cell(str(n), 1, "list_c"), *cells], 9.2)


def _total(rows: Sequence[Mapping[str, Any]], span: int) -> Row:
    return Row([Cell("合计", 1, "list_head"), Cell(totals(rows), span, "list")], 9.2)


def totals(rows: Sequence[Mapping[str, Any]]) -> str:
    """How many there are, in which states, how many in time and how many satisfied."""
    if not rows:
        return ""
    states = Counter(_status(row) for row in rows)
    order = ["作废", *(status.label for status in Status), _CLOSED]
    by_state = "，".join(f"{label} {states[label]}" for label in sorted(states, key=order.index))
    parts = [f"共 {len(rows)} 件：{by_state}"]
    judged = [row["is_in_time"] for row in rows if row.get("is_in_time") is not None]
    if judged:
        parts.append(f"已答复 {len(judged)} 件中按期 {sum(map(bool, judged))} 件（{_share(sum(judged), len(judged))}）")
    given = Counter(row["satisfaction"] for row in rows if row.get("satisfaction") not in (None, "", _NONE))
    if given:
        counts = "，".join(f"{grade.label} {given[grade.value]}" for grade in _GRADES)
        happy = sum(given.values()) - given[Satisfaction.DISSATISFIED.value]
        parts.append(f"评价 {sum(given.values())} 件：{counts}（满意率 {_share(happy, sum(given.values()))}）")
    return "；".join(parts) + "。"


_NONE = Satisfaction.NOT_GIVEN.value
_GRADES = (Satisfaction.SATISFIED, Satisfaction.FAIRLY, Satisfaction.DISSATISFIED)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"
