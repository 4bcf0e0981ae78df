"""Who was called to a reception or an activity, was told, and came: one line a deputy (F41; 4.1.3, 5.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .fields import Choice, choice, day, moment, reference, text, whole_number


class Presence(Choice):
    """到会情况; a deputy is in one of these only."""

    INVITED = "invited", "应到"
    PRESENT = "present", "实到"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One deputy at one reception (`owner_table` receptions) or activity (activities)."""

    TABLE: ClassVar = "attendances"

    id: int = 0
    owner_table: str = text("何种活动", required=True, max_length=40)
    owner_id: int | None = whole_number("活动序号", required=True, lowest=1)
    deputy_id: int | None = reference("代表", "deputies", required=True)
    presence: Presence = choice("到会情况", Presence, Presence.INVITED)
    reason: str = text("请假或缺席原因", max_length=100)
    duty: str = text("担任角色", max_length=40)
    words: str = text("发言或意见", max_length=500)
    told_at: datetime | None = moment("通知时间")
    told_words: str = text("通知结果", max_length=100)
    told_by: int | None = reference("通知人", "staff")
    arrived_at: datetime | None = moment("到达时间")
    note: str = text("备注", max_length=100)
    voided_on: date | None = day("作废日期")
