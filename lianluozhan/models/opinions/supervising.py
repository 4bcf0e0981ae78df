"""Pressing for an answer in steps (S46): 提醒, 催办, 督办, 通报, each entered with what was said or written (5.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, day, long_text, reference, text, whole_number
from .handling import Source


class Level(Choice):
    """How hard the body is pressed; one never skips a step without a reason."""

    NOTE = "note", "提醒"
    REMINDER = "reminder", "催办"
    SUPERVISION = "supervision", "督办"
    CIRCULAR = "circular", "通报"


class Means(Choice):
    """How the body was reached."""

    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    WRITTEN = "written", "书面"
    MEETING = "meeting", "会议"


@dataclass(frozen=True, kw_only=True)
class Supervision:
    """One time a handling body was pressed: a call, a visit, 催办单 (F14), 督办通知书 (F15) or a circular."""

    TABLE: ClassVar = "supervisions"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    dispatch_id: int | None = reference("交办单", "dispatches")
    level: Level = choice("级别", Level, Level.NOTE)
    means: Means = choice("方式", Means, Means.PHONE)
    number: str = text("文号", max_length=40)
    acted_on: date | None = day("日期", required=True)
    overdue_days: int | None = whole_number("逾期天数", default=0)
    basis: str = long_text("依据", max_length=1000)
    problems: str = long_text("存在问题", max_length=2000)
    requirement: str = long_text("要求", max_length=2000)
    reply_by: date | None = day("反馈期限")
    supervisor: str = text("督办人", max_length=50)
    answered_by: str = text("接办人", max_length=50)
    answer: str = long_text("答复", max_length=2000)
    staff_id: int | None = reference("经办人", "staff")
    reply_text: str = long_text("回执内容", max_length=5000)
    replied_on: date | None = day("回执日期")
    reply_signed_by: str = text("回执签字人", max_length=50)
    skip_reason: str = long_text("越级原因", max_length=500)
    issued_on: date | None = day("签发日期")
    issued_by: int | None = reference("签发人", "staff")
    source: Source = choice("来源", Source, Source.PROGRAM)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
