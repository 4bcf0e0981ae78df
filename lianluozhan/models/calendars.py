"""The working-day calendar with holidays and shifted working days (调休), a table a year, brought as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from .errors import RuleError
from .fields import Choice, choice, day, text, whole_number
from .session import Session

_LARGEST_FILE = 1_000_000
_USUAL = ("", "周末")  # names of days that a later table made ordinary again


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


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. `off` and `work` name the days that differ from their weekday."""

    off: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.work or (day not in self.off and day.weekday() < 5)

    def known(self, day: date) -> bool:
        """Whether the table of this day's year is there; if not, weekends are all that is known."""
        return day.year in self.years

    def why(self, day: date) -> str:
        """The reason in a word: 春节, 周末, 调休上班, or nothing for an ordinary working day."""
        if day in self.work:
            return "调休上班"
        return self.off.get(day, "周末" if day.weekday() >= 5 else "")


@dataclass(frozen=True)
class YearTable:
    """One year as read from a file."""

    year: int
    source: str
    days: tuple[CalendarDay, ...]


def load(session: Session) -> Calendar:
    """The calendar of all years whose table is known."""
    days = session.select(CalendarDay)
    off = {d.day: d.name for d in days if d.day and d.kind is DayKind.OFF}
    work = {d.day: d.name for d in days if d.day and d.kind is DayKind.WORK and d.day.weekday() >= 5}
    years = frozenset(year.year for year in session.select(CalendarYear) if year.year)
    return Calendar(off, work, years)


def read_file(path: Path) -> YearTable:
    """A yearly table: JSON with year, source, off {day: name} and work [days]; refused whole if anything is odd."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError(path.name)
        return _table(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise RuleError("读不到这个文件，U 盘可能已拔出。请重新插好再试。") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise RuleError("这不是节假日表文件，或内容不完整。请用本程序提供的年度节假日表。") from error


def _table(content: dict[str, Any]) -> YearTable:
    year = int(content["year"])
    off = [CalendarDay(day=date.fromisoformat(d), kind=DayKind.OFF, name=str(n)) for d, n in content["off"].items()]
    work = [CalendarDay(day=date.fromisoformat(d), kind=DayKind.WORK, name="调休上班") for d in content["work"]]
    days = tuple(off + work)
    return checked(YearTable(year, str(content["source"]), days))


def checked(table: YearTable) -> YearTable:
    """The table, if it can be one; also for a year typed in by hand."""
    dates = [d.day for d in table.days if d.day]
    if len(dates) < len(table.days):
        raise RuleError("节假日表里有一行没有日期。请补上再用。")
    if other := sorted({d for d in dates if d.year != table.year}):
        which = "、".join(f"{d.year}年{d.month}月{d.day}日" for d in other[:3]) + ("等" if len(other) > 3 else "")
        raise RuleError(
            f"节假日表里有不是{table.year}年的日期：{which}，一份表只管一年。请把跨年的那几天写到那一年的表里，改好再用。"
        )
    if twice := next((d for d in dates if dates.count(d) > 1), None):
        raise RuleError(f"节假日表里 {twice.month}月{twice.day}日写了两次。请留下正确的一行。")
    if not any(d.kind is DayKind.OFF for d in table.days):
        raise RuleError("节假日表里一个放假的日子也没有。请照国务院办公厅的通知填写完整。")
    if odd := next((d.day for d in table.days if d.day and d.kind is DayKind.WORK and d.day.weekday() < 5), None):
        raise RuleError(f"{odd.month}月{odd.day}日不是周末，本来就上班，不用写成调休上班。请核对日期。")
    return table


def check_new(session: Session, table: YearTable) -> YearTable:
    """A table that says something new, of a year whose holidays can have been announced."""
    newest = session.today.year + 1
    if table.year > newest:
        raise RuleError(
            f"这份表写的是 {table.year} 年，今年是 {session.today.year} 年。放假安排每年只公布到下一年，"
            "请核对文件里的年份，也看看电脑的日期对不对。"
        )
    if table.year in {known.year for known in known_years(session)} and not differences(session, table):
        raise RuleError(f"{table.year} 年的节假日表已经有了，和这份一样，不用再导入。")
    return checked(table)


def differences(session: Session, table: YearTable) -> list[date]:
    """The days of the year that the table makes other than they are known now."""
    known, new = load(session), with_table(Calendar(), table)
    days = sorted({d for d in (*known.off, *known.work, *new.off, *new.work) if d.year == table.year})
    return [d for d in days if (known.is_working(d), known.why(d)) != (new.is_working(d), new.why(d))]


def with_table(calendar: Calendar, table: YearTable) -> Calendar:
    """The calendar as it would be with this year's table in place of what was known of the year."""

    def rest(known: Mapping[date, str]) -> dict[date, str]:
        return {d: name for d, name in known.items() if d.year != table.year}

    off = rest(calendar.off) | {d.day: d.name for d in table.days if d.day and d.kind is DayKind.OFF}
    work = rest(calendar.work) | {d.day: d.name for d in table.days if d.day and d.kind is DayKind.WORK}
    return Calendar(off, work, calendar.years | {table.year})


def store(session: Session, table: YearTable) -> None:
    """Enter a year's table; inside an action. Days of an earlier table of the year are turned, none is removed."""
    known = {d.day: d for d in session.select(CalendarDay, "day BETWEEN ? AND ?", _span(table.year))}
    wanted = {d.day: d for d in table.days}
    for day_, entry in wanted.items():
        if day_ in known:
            session.change(known[day_], kind=entry.kind, name=entry.name)
        else:
            session.add(entry)
    for day_, entry in known.items():
        if day_ not in wanted and day_:
            plain = DayKind.OFF if day_.weekday() >= 5 else DayKind.WORK
            session.change(entry, kind=plain, name=_USUAL[plain is DayKind.OFF])
    years = session.select(CalendarYear, "year = ?", (table.year,))
    if years:
        session.change(years[0], source=table.source)
    else:
        session.add(CalendarYear(year=table.year, source=table.source))


def _span(year: int) -> Sequence[str]:
    return f"{year}-01-01", f"{year}-12-31"


def known_years(session: Session) -> list[CalendarYear]:
    return session.select(CalendarYear, order="year")


def days_of(session: Session, year: int) -> list[CalendarDay]:
    """The days of a year that are not what their weekday says, in order."""
    found = session.select(CalendarDay, "day BETWEEN ? AND ?", _span(year), order="day")
    return [entry for entry in found if entry.name not in _USUAL]
