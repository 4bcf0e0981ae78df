"""The print log: which sheet of which record left the program, when, by whom, in which form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .fields import day, moment, reference, text, whole_number
from .session import Session

PAPER = "printer"  # the way of a print; the others are endings of files


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print or one saved file of one form."""

    TABLE: ClassVar = "prints"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    owner_table: str = text("所属", max_length=30)
    owner_id: int | None = whole_number("所属记录")
    way: str = text("方式", max_length=10)
    copies: int | None = whole_number("份数", default=1)
    printed_at: datetime | None = moment("时间", required=True)
    printed_by: int | None = reference("打印人", "staff")
    paper_code: str = text("纸号", max_length=12)
    purpose: str = text("用途", max_length=20)
    pages: int | None = whole_number("页数", default=0)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
    voided_by: int | None = reference("作废人", "staff")


def prints_of(session: Session, form: str, table: str, owner_id: int) -> list[Print]:
    """Every time this form of this record left the program, the newest first."""
    where = "owner_table = ? AND owner_id = ? AND form = ?"
    return session.select(Print, where, (table, owner_id, form), order="id DESC")


def count_printed(session: Session, form: str, table: str, owner_ids: Sequence[int]) -> int:
    """How many of these records have been on paper in this form."""
    marks = ", ".join("?" * len(owner_ids))
    found: int = session.value(
        f"SELECT count(DISTINCT owner_id) FROM prints"
        f" WHERE owner_table = ? AND owner_id IN ({marks}) AND form = ? AND way = ?",
        (table, *owner_ids, form, PAPER),
    )
    return found
