"""Hotline calls and messages from the online platform (3.2.1, 5.1.1): noted at once, registered if need be (F23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .boxes import Treatment
from .fields import Choice, choice, day, long_text, moment, reference, text


class CallKind(Choice):
    HOTLINE = "hotline", "热线电话"
    ONLINE = "online", "网上留言"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One 热线电话（网上留言）记录."""

    TABLE: ClassVar = "calls"

    id: int = 0
    number: str = text("编号", max_length=30)
    kind: CallKind = choice("来源", CallKind, CallKind.HOTLINE)
    came_at: datetime | None = moment("时间", required=True)
    caller_phone: str = text("来电号码", max_length=30)
    caller_name: str = text("姓名", max_length=50)
    content: str = long_text("内容", required=True)
    answered_by: int | None = reference("接听人", "staff")
    treatment: Treatment = choice("处理", Treatment, Treatment.OPEN)
    opinion_id: int | None = reference("登记为", "opinions")
    answer: str = long_text("答复", max_length=2000)
    note: str = text("说明", max_length=100)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
