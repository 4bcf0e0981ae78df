"""A stretch of days that is counted: a month, quarter, half or whole year, or any other; what it is compared with."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from ..errors import InvalidRecord
from ..fields import Choice


class Span(Choice):
    """How long a usual period is."""

    MONTH = "month", "月"
    QUARTER = "quarter", "季度"
    HALF = "half", "半年"
    YEAR = "year", "年"
    FREE = "free", "自定"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}
_CYCLES = {"每月": Span.MONTH, "每季度": Span.QUARTER, "每半年": Span.HALF, "每年": Span.YEAR}
_ORDINALS = "一二三四"


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    until: date

    @property
    def span(self) -> Span:
        """What kind of period it is."""
        return next((span for span in _MONTHS if around(span, self.first) == self), Span.FREE)

    @property
    def label(self) -> str:
        """2026年第一季度, 2026年3月, 2026年上半年, 2026年, or both days."""
        year, month = self.first.year, self.first.month
        match self.span:
            case Span.MONTH:
                return f"{year}年{month}月"
            case Span.QUARTER:
                return f"{year}年第{_ORDINALS[month // 3]}季度"
            case Span.HALF:
                return f"{year}年{'上' if month == 1 else '下'}半年"
            case Span.YEAR:
                return f"{year}年"
        end = "" if self.until.year == year else f"{self.until.year}年"
        return f"{year}年{month}月{self.first.day}日至{end}{self.until.month}月{self.until.day}日"

    @property
    def days_label(self) -> str:
        """2026年1月1日至2026年3月31日."""
        return "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (self.first, self.until))


def around(span: Span, day: date) -> Period:
    """The month, quarter, half year or year in which a day lies."""
    months = _MONTHS[span]
    start = (day.month - 1) // months * months + 1
    return Period(date(day.year, start, 1), _last_of(day.year, start + months - 1))


def previous(period: Period) -> Period:
    """The one before, of equal length: the month before a month, as many days before any other."""
    if period.span is not Span.FREE:
        return around(period.span, period.first - timedelta(days=1))
    length = period.until - period.first
    return Period(period.first - timedelta(days=1) - length, period.first - timedelta(days=1))


def following(period: Period) -> Period:
    """The one after, of equal length."""
    after = period.until + timedelta(days=1)
    if period.span is not Span.FREE:
        return around(period.span, after)
    return Period(after, after + (period.until - period.first))


def year_before(period: Period) -> Period:
    """The same days of the year before; the end of a month stays its end."""
    first, until = (_a_year_back(day) for day in (period.first, period.until))
    whole = period.until == _last_of(period.until.year, period.until.month)
    return Period(first, _last_of(until.year, until.month) if whole else until)


def of_cycle(words: str) -> Span:
    """The period that the setting of the analysis asks for."""
    return _CYCLES.get(words, Span.QUARTER)


def between(first: date | None, until: date | None) -> Period:
    """Any two days."""
    problems = {}
    if first is None:
        problems["first"] = "请填写从哪一天起统计。"
    if until is None:
        problems["until"] = "请填写统计到哪一天。"
    if first and until and until < first:
        problems["until"] = "截止的日期不能早于开始的日期，请检查。"
    if problems or first is None or until is None:
        raise InvalidRecord(problems)
    return Period(first, until)


def _a_year_back(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
