"""F19 社情民意（意见建议）台账, A4 landscape (3.2.2, 4.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import Channel, Status
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import chinese_date

Show = Callable[[Mapping[str, Any]], str]


def _text(name: str) -> Show:
    return lambda row: str(row.get(name) or "")


def _short_number(row: Mapping[str, Any]) -> str:
    return str(row["number"]).removeprefix("社情民意").removesuffix("号")


def _status(row: Mapping[str, Any]) -> str:
    return "作废" if row.get("voided_on") else Status(row["status"]).label


def _satisfaction(row: Mapping[str, Any]) -> str:
    code = row.get("satisfaction")
    return Satisfaction(code).label if code else ""


# heading, width in mm (together 257, the text width), what the row shows, whether it is text to the left
COLUMNS: tuple[tuple[str, float, Show, bool], ...] = (
    ("编号", 23, _short_number, False),
    ("收到日期", 19, _text("received_on"), False),
    ("渠道", 15, lambda row: Channel(row["channel"]).label, False),
    ("反映人", 18, _text("submitter_name"), False),
    ("村或社区", 18, _text("village_name"), False),
    ("分类", 18, _text("category_name"), False),
    ("事由", 47, _text("title"), True),
    ("承办单位", 23, _text("lead_body_name"), True),
    ("期限", 19, _text("due_on"), False),
    ("状态", 15, _status, False),
    ("结果", 9, _text("result_class"), False),
    ("满意度", 15, _satisfaction, False),
    ("备注", 9, _text("remark"), False),
)


def opinion_ledger(
    rows: Sequence[Mapping[str, Any]], station: Station | None, *, name: str = "", until: date | None = None
) -> Document:
    """The rows of an opinion listing as a ledger; the last row counts them. An empty list prints an empty ledger."""
    title = f"{name}社情民意（意见建议）台账"
    unit = f"单位：{station.name if station else ''}"
    heads = Row([Cell(text, 1, "list_head") for text in ("序号", *(c[0] for c in COLUMNS))], 9)
    lines = [_line(n, row) for n, row in enumerate(rows, 1)]
    blank = [] if rows else [Row([Cell("", 1, "list") for _ in range(len(COLUMNS) + 1)], 9.2) for _ in range(14)]
    return Document(
        title=title,
        blocks=[
            Para(title, "title", after=1),
            Para(unit, "meta", right=f"截止日期：{chinese_date(until)}", after=1),
            Grid([heads, *lines, *blank, _total(rows)], (9, *(c[1] for c in COLUMNS)), head=1),
        ],
        paper=LEDGER,
        running=f"{title}（续）",
        running_right=unit,
    )


def _line(n: int, row: Mapping[str, Any]) -> Row:
    cells = [Cell(show(row), 1, "list" if left else "list_c") for _, _, show, left in COLUMNS]
    return Row([Cell(str(n), 1, "list_c"), *cells], 9.2)


def _total(rows: Sequence[Mapping[str, Any]]) -> Row:
    closed = sum(row["status"] in (Status.CLOSED, Status.FILED, Status.ON_SPOT) for row in rows)
    satisfied = [
        row["satisfaction"] for row in rows if row.get("satisfaction") not in (None, "", Satisfaction.NOT_GIVEN)
    ]
    happy = sum(code != Satisfaction.DISSATISFIED for code in satisfied)
    share = f"{100 * happy / len(satisfied):.0f}%" if satisfied else ""
    texts = [f"{len(rows)}件" if rows else "", *[""] * 8, f"办结{closed}" if rows else "", "", share, ""]
    return Row([Cell("合计", 1, "list_head"), *(Cell(text, 1, "list_c") for text in texts)], 9.2, tied=bool(rows))
