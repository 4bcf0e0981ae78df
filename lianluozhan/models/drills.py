"""The yearly drill (恢复演练): from stick and paper code to a working station on another computer, timed and noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, text, whole_number


class DrillResult(Choice):
    WORKED = "worked", "恢复成功"
    PARTLY = "partly", "恢复了一部分"
    FAILED = "failed", "没有恢复"


@dataclass(frozen=True, kw_only=True)
class Drill:
    """One drill as it was held; a wrong entry is voided."""

    TABLE: ClassVar = "drills"

    id: int = 0
    held_on: date | None = day("演练日期", required=True)
    held_by: int | None = reference("演练人", "staff", required=True)
    computer: str = text("所用电脑", required=True, max_length=60)
    file_name: str = text("所用备份", required=True, max_length=200)
    unlocked_with: str = text("打开方式", required=True, max_length=20)
    minutes: int | None = whole_number("用时（分钟）", required=True, lowest=1, highest=1440)
    result: DrillResult = choice("结果", DrillResult, DrillResult.WORKED)
    note: str = long_text("问题和改进", max_length=500)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
