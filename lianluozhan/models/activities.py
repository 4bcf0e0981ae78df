"""Activities of deputies: meetings, trainings, inspections, group meetings, with who came (3.1.1, 3.1.3, 4.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .fields import Choice, choice, day, long_text, moment, reference, text, whole_number


class ActivityKind(Choice):
    """What deputies were called together for."""

    CONGRESS = "congress", "出席人代会"
    MEETING = "meeting", "参加其他会议"
    TRAINING = "training", "学习培训"
    RESEARCH = "research", "专题调研"
    INSPECTION = "inspection", "视察"
    SURVEY = "survey", "调研"
    LAW_CHECK = "law_check", "执法检查"
    GROUP = "group", "代表小组活动"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity; `half_days` counts what it adds to a deputy's days of duty."""

    TABLE: ClassVar = "activities"

    id: int = 0
    kind: ActivityKind = choice("类型", ActivityKind, ActivityKind.MEETING)
    title: str = text("名称", required=True, max_length=60)
    starts_at: datetime | None = moment("开始时间", required=True)
    ends_at: datetime | None = moment("结束时间")
    half_days: int | None = whole_number("半天数", default=1, lowest=1, highest=60)
    place: str = text("地点", max_length=80)
    organiser: str = text("组织单位", max_length=60)
    group_id: int | None = reference("代表小组", "deputy_groups")
    content: str = long_text("内容摘要")
    result: str = long_text("成效")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
