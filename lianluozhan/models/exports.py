"""A list written as an Excel file: text stays text, days are days, nothing in it is ever a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import sheet_cells
from .durable import written_beside
from .errors import Cancelled, RuleError
from .listing import Listing
from .opinions.file import masked_phone
from .opinions.handling import Satisfaction
from .opinions.record import Channel, ResultClass, Status, Urgency
from .permissions import require
from .session import Session
from .sheet_cells import Pen, pen, put

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

STEP = 500
HEAD_ROW = 2  # under the title and what the list stands for
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
HIDDEN = "（要求保密）"
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Field:
    """A column of the file; `kind` is text, long or day, `secret` ones are hidden where the submitter wants it."""

    title: str
    width: int
    value: Callable[[dict[str, Any]], Any]
    kind: str = "text"
    secret: bool = False


def _plain(key: str) -> Callable[[dict[str, Any]], Any]:
    return lambda row: row[key] or ""


def _label(key: str, kind: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda row: kind(row[key]).label if row[key] else ""


FIELDS = (
    Field("编号", 24, _plain("number")),
    Field("收到日期", 12, _plain("received_on"), "day"),
    Field("来源渠道", 11, _label("channel", Channel)),
    Field("反映人", 12, _plain("submitter_name"), secret=True),
    Field("联系电话", 15, _plain("phone"), secret=True),
    Field("村（社区）", 14, _plain("village_name")),
    Field("分类", 18, _plain("category_name")),
    Field("事由", 44, _plain("title"), "long"),
    Field("紧急程度", 10, _label("urgency", Urgency)),
    Field("状态", 11, lambda row: "作废" if row["voided_on"] else Status(row["status"]).label),
    Field("谁手里", 18, _plain("holder")),
    Field("主办单位", 22, _plain("lead_body_name")),
    Field("期限", 12, _plain("due_on"), "day"),
    Field("答复日期", 12, _plain("replied_on"), "day"),
    Field("结果类别", 26, lambda row: row["result_class"] and f"{row['result_class']} {_result(row)}"),
    Field("满意度", 10, _label("satisfaction", Satisfaction)),
    Field("办结日期", 12, _plain("closed_on"), "day"),
)


def _result(row: dict[str, Any]) -> str:
    return ResultClass(row["result_class"]).label


def rows_of(listing: Listing, ids: Sequence[int] = (), left_out: frozenset[int] = frozenset()) -> Iterator[list[Any]]:
    """All rows of a list in slices, or those of some ids in the order given; `left_out` are not among them."""
    if ids:
        found = (listing.find(id_) for id_ in ids)
        yield [row for row in found if row is not None]
        return
    last = None
    while page := listing.page(STEP, last):
        last = page[-1]
        yield [row for row in page if row["id"] not in left_out]


def write(
    session: Session,
    slices: Iterator[list[Any]],
    path: Path,
    title: str,
    *,
    unmasked: bool = False,
    tick: Tick = lambda done: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int:
    """Write a list to `path`, whole or not at all, and enter it into the audit log; returns how many rows it has.

    Submitters who want secrecy are hidden unless the person may see them and asks for them.
    """
    require(session.roles, "opinion.export")  # before a word of it is on the disk
    if unmasked and not session.may("opinion.unmask"):
        raise RuleError("要求保密的反映人，您的账号不能导出姓名电话。请按隐去的导出。")
    if path.suffix.lower() != ".xlsx":
        raise RuleError("文件名应以 .xlsx 结尾。请改好再试。")
    with written_beside(path) as beside:
        count = _write_book(slices, beside, title, session.today, unmasked, tick, cancelled)
        with session.action("opinion.export"):
            facts = {"file": path.name, "rows": count, "list": title, "unmasked": unmasked}
            session.note("opinions", 0, facts)
    return count


def _write_book(
    slices: Iterator[list[Any]],
    path: Path,
    title: str,
    today: date,
    unmasked: bool,
    tick: Tick,
    cancelled: Callable[[], bool],
) -> int:
    import xlsxwriter  # slow to load, and only needed here

    book = xlsxwriter.Workbook(str(path), {**sheet_cells.OPTIONS, "constant_memory": True})
    try:
        face = {"font_name": "宋体", "font_size": 11, "valign": "top"}
        kinds = {
            "text": pen(book, **face, num_format="@"),
            "long": pen(book, **face, num_format="@", text_wrap=True),
            "day": pen(book, **face, num_format="yyyy-mm-dd", align="left"),
        }
        sheet = book.add_worksheet("清单")
        for at, field in enumerate(FIELDS):
            sheet.set_column(at, at, field.width)
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        put(sheet, 0, 0, title, pen(book, font_name="宋体", font_size=14, bold=True))
        said = "含姓名和电话，请注意保管" if unmasked else "电话隐去中间几位，要求保密的不写姓名电话"
        put(sheet, 1, 0, f"导出日期 {today.isoformat()}，{said}", pen(book, **face))
        head = pen(book, **face, bold=True, bg_color="#F6F4F0", bottom=1)
        for at, field in enumerate(FIELDS):
            put(sheet, HEAD_ROW, at, field.title, head)
        count = 0
        for rows in slices:
            for row in rows[: MOST_ROWS - count]:
                count += 1
                _write_row(sheet, HEAD_ROW + count, row, kinds, unmasked)
            tick(count)
            if cancelled():
                raise Cancelled
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(FIELDS) - 1)
    finally:
        book.close()
    return count


def _write_row(sheet: Worksheet, at: int, row: dict[str, Any], kinds: dict[str, Pen], unmasked: bool) -> None:
    hidden = row["keeps_secret"] and not unmasked
    for column, field in enumerate(FIELDS):
        value = field.value(row)
        if field.secret and value:
            value = HIDDEN if hidden else masked_phone(value) if field.title == "联系电话" and not unmasked else value
        if value in ("", None):
            continue
        if field.kind == "day" and (day := _day(value)):
            sheet.write_datetime(at, column, day, kinds["day"].plain)
        else:
            put(sheet, at, column, str(value), kinds[field.kind])


def _day(value: str) -> Any:
    with suppress(ValueError):
        found = date.fromisoformat(value)
        return found if found.year >= 1900 else None
    return None
