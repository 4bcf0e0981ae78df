"""查阅、借阅 of the archive (F83, F84): asked for, approved, handed out, returned and looked through (4.6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, reference, text, tick, whole_number
from ..opinions.handling import Source


class UseWay(Choice):
    """利用方式."""

    READ = "read", "查阅"
    COPY = "copy", "复印"
    LEND = "lend", "借出"


class UsePurpose(Choice):
    """利用目的."""

    WORK = "work", "工作查考"
    COPYING = "copying", "复制"
    PROOF = "proof", "举证"
    OTHER = "other", "其他"


class UseDecision(Choice):
    YES = "yes", "同意"
    NO = "no", "不同意"


@dataclass(frozen=True, kw_only=True)
class Loan:
    """One use of one 件, from the application to the return; a reading in the office is handed out and back at once."""

    TABLE: ClassVar = "archive_loans"

    id: int = 0
    number: str = text("编号", max_length=30)
    item_id: int | None = reference("件", "archive_items", required=True)
    way: UseWay = choice("利用方式", UseWay, UseWay.READ)
    applicant: str = text("查阅（借阅）人", required=True, max_length=50)
    organisation: str = text("单位", max_length=80)
    phone: str = text("电话", max_length=30)
    purpose: UsePurpose = choice("利用目的", UsePurpose, UsePurpose.WORK)
    purpose_words: str = text("用途说明", max_length=200)
    pages: int | None = whole_number("页数", highest=9999)
    asked_on: date | None = day("申请日期", required=True)
    entered_by: int | None = reference("经手人", "staff")
    office_words: str = text("联络员意见", max_length=200)
    decision: UseDecision | None = choice("审批结果", UseDecision)
    decision_words: str = text("审批意见", max_length=200)
    decided_by: int | None = reference("批准人", "staff")
    decided_on: date | None = day("批准日期")
    source: Source = choice("审批方式", Source, Source.PROGRAM)
    due_on: date | None = day("应还日期")
    renewals: int | None = whole_number("续借次数", default=0, highest=9)
    handed_by: int | None = reference("交出人", "staff")
    handed_on: date | None = day("交出日期")
    returned_on: date | None = day("归还日期")
    returned_to: int | None = reference("收回人", "staff")
    pages_returned: int | None = whole_number("归还页数", highest=9999)
    is_whole: bool = tick("完好")
    return_words: str = text("归还检查", max_length=200)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
