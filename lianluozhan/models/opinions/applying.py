"""What a handling body asks for: to give a matter back, to have it sent elsewhere, to have more time (F13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text
from .handling import Source


class Wish(Choice):
    """申请类型."""

    RETURN = "return", "退办"
    REASSIGN = "reassign", "改派"
    EXTEND = "extend", "延期"


class Decision(Choice):
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


@dataclass(frozen=True, kw_only=True)
class Application:
    """One 退办/改派/延期申请审批单 (F13), from the body's wish to the head's decision."""

    TABLE: ClassVar = "applications"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    dispatch_id: int | None = reference("交办单", "dispatches", required=True)
    wish: Wish = choice("申请类型", Wish, Wish.RETURN)
    applied_on: date | None = day("申请日期", required=True)
    reason: str = long_text("申请理由", required=True, max_length=2000)
    wanted_body_id: int | None = reference("建议承办单位", "handling_bodies")
    wanted_until: date | None = day("拟延至")
    applicant: str = text("申请单位负责人", max_length=50)
    old_due_on: date | None = day("原期限")
    officer_words: str = long_text("联络员意见", max_length=1000)
    vice_words: str = long_text("副站长意见", max_length=1000)
    decision: Decision | None = choice("站长审批", Decision)
    decision_words: str = long_text("审批意见", max_length=1000)
    decided_on: date | None = day("审批日期")
    decided_by: int | None = reference("审批人", "staff")
    source: Source = choice("来源", Source, Source.PROGRAM)
    new_due_on: date | None = day("新期限")
    told_on: date | None = day("告知日期")
    entered_by: int | None = reference("录入人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
