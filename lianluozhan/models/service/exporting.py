"""The lines of service as an Excel file, in the columns in which they are handed up (F04)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..durable import written_beside
from ..errors import RuleError
from ..permissions import require
from ..session import Session
from ..sheet_cells import OPTIONS, pen, put
from ..stations import station
from .record import ReviewState, ServiceKind

# heading and width of each column, as the county's platform exports them
COLUMNS = (
    *(("编号", 8), ("履职类型", 16), ("履职标题", 36), ("履职时间", 24), ("履职代表", 12), ("履职内容", 50)),
    *(("所属地区", 16), ("联系方式", 15), ("审核人", 12), ("审核状态", 10), ("审核意见", 24)),
)


def write(session: Session, rows: Sequence[dict[str, Any]], path: Path, name: str) -> int:
    """Write rows of the listing to `path`, whole or not at all, and enter it into the log; returns how many."""
    require(session.roles, "deputy.export")  # before a word of it is on the disk
    if path.suffix.lower() != ".xlsx":
        raise RuleError("文件名应以 .xlsx 结尾。请改好再试。")
    phones = dict(session.rows("SELECT id, phone FROM deputies"))
    place = station(session).place
    with written_beside(path) as beside:
        count = _write_book(beside, [_cells(row, place, phones) for row in rows])
        with session.action("deputy.export"):
            session.note("service_records", 0, {"file": path.name, "rows": count, "list": name})
    return count


def _cells(row: dict[str, Any], place: str, phones: dict[int, str]) -> tuple[str, ...]:
    days = row["starts_on"]
    if row["ends_on"] and row["ends_on"] != row["starts_on"]:
        days = f"{days} 至 {row['ends_on']}"
    content = "\n".join(part for part in (row["content"], row["speech"], row["effect"]) if part)
    state = "作废" if row["voided_on"] else ReviewState(row["state"]).label
    said = (row["id"], ServiceKind(row["kind"]).label, row["title"], days, row["deputy_name"], content)
    judged = (row["reviewer"], state, row["review_words"])
    return tuple(str(value or "") for value in (*said, place, phones.get(row["deputy_id"], ""), *judged))


def _write_book(path: Path, rows: list[tuple[str, ...]]) -> int:
    import xlsxwriter  # slow to load, and only needed here

    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        face = {"font_name": "宋体", "font_size": 11, "valign": "top", "num_format": "@", "text_wrap": True}
        head = pen(book, **face, bold=True, bg_color="#F6F4F0", bottom=1)
        body = pen(book, **face)
        sheet = book.add_worksheet("履职记录")
        for at, (title, width) in enumerate(COLUMNS):
            sheet.set_column(at, at, width)
            put(sheet, 0, at, title, head)
        for number, cells in enumerate(rows, 1):
            for at, text in enumerate(cells):
                put(sheet, number, at, text, body)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    return len(rows)
