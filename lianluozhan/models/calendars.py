"""The working-day calendar with holidays and shifted working days (调休), a table a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, text, whole_number


class DayKind(Choice):
    OFF = "off", "放假"
    WORK = "work", "上班"


@dataclass(frozen=True, kw_only=True)
class CalendarYear:
    """A year whose table is known, and where it comes from."""

    TABLE: ClassVar = "calendar_years"

    id: int = 0
    year: int | None = whole_number("年份", required=True, lowest=1949, highest=2199)
    source: str = text("依据", max_length=100)


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """A day that is not what its weekday says."""

    TABLE: ClassVar = "calendar_days"

    id: int = 0
    day: date | None = day("日期", required=True)
    kind: DayKind = choice("类型", DayKind, DayKind.OFF)
    name: str = text("名称", max_length=20)
