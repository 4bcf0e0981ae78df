"""The rule of a reception year: how often, on which days, what a rest day does, how many deputies (3.1.2)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .. import settings, stations
from ..errors import InvalidRecord
from ..fields import Choice
from ..session import Session

WEEKDAYS = "一二三四五六日"
_TIMES = re.compile(r"(\d{1,2})[:：](\d{2})\D+(\d{1,2})[:：](\d{2})")
_DAY = re.compile(r"(\d{1,2})\s*(?:月|[.\-/])\s*(\d{1,2})\s*日?")
_WEEK_WORDS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", 5: "最后一个"}


class Frequency(Choice):
    """接待频次, by the words of the setting."""

    WEEKLY = "weekly", "每周"
    HALF_MONTHLY = "half_monthly", "每半月"
    MONTHLY = "monthly", "每月"
    ODD_MONTHS = "odd_months", "单月"
    CUSTOM = "custom", "自定义"


class HolidayRule(Choice):
    """遇节假日, by the words of the setting."""

    SHIFT = "shift", "顺延到下一工作日"
    CANCEL = "cancel", "取消"
    KEEP = "keep", "照常"


class DayKind(Choice):
    """Whether the day is told by its number or by its weekday."""

    NUMBER = "number", "每月几日"
    WEEKDAY = "weekday", "第几个星期几"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Everything that is asked before a year is planned; what is not asked has a default."""

    frequency: Frequency = Frequency.MONTHLY
    day_kind: DayKind = DayKind.NUMBER
    month_day: int = 15  # of the month; twice a month also fifteen days before or after
    week: int = 2  # 1 to 4, 5 is the last one of the month
    weekday: int = 2  # Monday is 0
    days: tuple[date, ...] = ()  # of 自定义
    starts_at: str = "09:00"
    ends_at: str = "11:00"
    places: tuple[str, ...] = ()  # taken in turn
    topics: tuple[str, ...] = ()  # taken in turn
    holiday: HolidayRule = HolidayRule.SHIFT
    deputies_each: int = 2
    minimum: int = 2
    joint_every: int = 0  # every n-th reception together with departments, 0 never
    joint_bodies: tuple[int, ...] = ()  # taken in turn
    bodies_each: int = 1
    staff_id: int | None = None
    left_out: tuple[int, ...] = ()  # deputies who are not planned this year
    not_before: date | None = None  # planned in the middle of a year

    @property
    def words(self) -> str:
        """The rule as it stands on the plan."""
        parts = [self._days_words()]
        if self.holiday is HolidayRule.SHIFT:
            parts.append("遇节假日顺延到下一工作日")
        else:
            parts.append(f"遇节假日{self.holiday.label}")
        parts.append(f"每次{self.deputies_each}名代表")
        if self.minimum:
            parts.append(f"每名代表每年至少{self.minimum}次")
        if self.joint_every and self.joint_bodies:
            parts.append(f"每{self.joint_every}次有一次联合接待")
        return "，".join(parts)

    def _days_words(self) -> str:
        if self.frequency is Frequency.CUSTOM:
            return f"按选定的{len(self.days)}天"
        day = f"星期{WEEKDAYS[self.weekday]}"
        if self.frequency is Frequency.WEEKLY:
            return f"每周{day}"
        if self.day_kind is DayKind.WEEKDAY:
            if self.frequency is Frequency.HALF_MONTHLY:
                return f"每月第一个和第三个{day}"
            return f"{self.frequency.label}{_WEEK_WORDS[self.week]}{day}"
        if self.frequency is Frequency.HALF_MONTHLY:
            first, second = self._twice()
            return f"每月{first}日和{second}日"
        return f"{self.frequency.label}{self.month_day}日"

    def _twice(self) -> tuple[int, int]:
        other = self.month_day + 15 if self.month_day <= 15 else self.month_day - 15
        return min(self.month_day, other), max(self.month_day, other)


def usual(session: Session, *, staff_id: int | None = None) -> Rule:
    """The rule as the settings have it, at the station's own place."""
    starts_at, ends_at = default_times(session)
    station = stations.station(session)
    words = settings.value(session, "reception.frequency")
    holiday = settings.value(session, "reception.holiday_rule")
    return Rule(
        frequency=next(made for made in Frequency if made.label == words),
        holiday=next(made for made in HolidayRule if made.label == holiday),
        starts_at=starts_at,
        ends_at=ends_at,
        places=(station.name,),
        deputies_each=settings.number(session, "reception.deputies_per_session"),
        minimum=settings.number(session, "reception.min_per_deputy_year"),
        staff_id=staff_id or session.staff.id,
    )


def default_times(session: Session) -> tuple[str, str]:
    """The usual hours, read from the setting 9:00—11:00; nine to eleven where it says something else."""
    found = _TIMES.search(settings.value(session, "reception.default_time"))
    if not found:
        return "09:00", "11:00"
    first, second, third, fourth = found.groups()
    return f"{int(first):02d}:{second}", f"{int(third):02d}:{fourth}"


def days_of(rule: Rule, year: int) -> list[date]:
    """The days of the rule in a year, before any holiday is looked at."""
    found = sorted({day for day in _days(rule, year) if day.year == year})
    return [day for day in found if rule.not_before is None or day >= rule.not_before]


def read_days(words: str, year: int) -> tuple[date, ...]:
    """The days of a list such as 3月15日、6月15日 in a year; InvalidRecord where one cannot be read."""
    found = []
    for part in filter(None, re.split(r"[、，,；;\s]+", words.strip())):
        read = _DAY.fullmatch(part)
        try:
            found.append(date(year, int(read.group(1)), int(read.group(2)))) if read else None
        except ValueError:
            read = None
        if read is None:
            raise InvalidRecord({"days": f"“{part[:20]}”看不出是哪一天。请写成月和日，例如 3月15日、6月15日。"})
    return tuple(sorted(set(found)))


def check_rule(rule: Rule) -> None:
    """Refuse a rule that plans nothing or contradicts itself."""
    problems = {}
    if rule.frequency is Frequency.CUSTOM and not rule.days:
        problems["days"] = "选了自定义，请写出接待的日期，例如 3月15日、6月15日。"
    if not 1 <= rule.month_day <= 31:
        problems["month_day"] = "“几日”应在 1 到 31 之间。"
    if rule.ends_at <= rule.starts_at:
        problems["ends_at"] = "“结束时间”要晚于“开始时间”，请检查。"
    if not rule.places:
        problems["places"] = "请填写接待的地点。有几处轮流的，一行写一处。"
    if rule.joint_every and not rule.joint_bodies:
        problems["joint_bodies"] = "要安排联合接待，请选参加的部门。"
    if problems:
        raise InvalidRecord(problems)


def _days(rule: Rule, year: int) -> Iterator[date]:
    if rule.frequency is Frequency.CUSTOM:
        yield from rule.days
    elif rule.frequency is Frequency.WEEKLY:
        first = date(year, 1, 1)
        first += timedelta(days=(rule.weekday - first.weekday()) % 7)
        yield from (first + timedelta(weeks=n) for n in range(54))
    else:
        for month in range(1, 13, 2 if rule.frequency is Frequency.ODD_MONTHS else 1):
            yield from _in_month(rule, year, month)


def _in_month(rule: Rule, year: int, month: int) -> Iterator[date]:
    twice = rule.frequency is Frequency.HALF_MONTHLY
    last = monthrange(year, month)[1]
    if rule.day_kind is DayKind.NUMBER:
        for number in rule._twice() if twice else (rule.month_day,):
            yield date(year, month, min(number, last))
        return
    first = 1 + (rule.weekday - date(year, month, 1).weekday()) % 7
    for week in (1, 3) if twice else (rule.week,):
        number = first + 7 * (week - 1)
        yield date(year, month, number if number <= last else number - 7)
