"""How a year is looked at for an inspection: from its first day to its last or today, and what was found there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import settings
from ..errors import RuleError
from ..session import Session


@dataclass(frozen=True)
class Found:
    """What of one point is there and what should be, in words, and the name of each thing that is missing."""

    there: str
    expected: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """One year of the station as far as it has come."""

    session: Session
    year: int
    until: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def is_over(self) -> bool:
        return self.session.today.year > self.year

    @property
    def filed_year(self) -> int:
        """What should be filed by now: this year once it is over, else the one before."""
        return self.year if self.is_over else self.year - 1

    def rows(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        """Rows of a query of ours; `:year`, `:first` and `:last` are known to it."""
        known = {"year": self.year, "first": self.first.isoformat(), "last": self.until.isoformat()}
        return self.session.rows(sql, known | params)

    def number(self, key: str) -> int:
        return settings.number(self.session, key)

    def days(self, key: str) -> int:
        """A length of time in calendar days, longer rather than shorter where it is in working days or months."""
        term = settings.term(self.session, key)
        return {"日": term.amount, "工": term.amount * 7 // 5 + 2, "月": term.amount * 31}[term.unit]

    def so_far(self, in_a_year: int) -> int:
        """How many of what is wanted in a year there should be by now."""
        return in_a_year if self.is_over else in_a_year * self.until.month // 12

    def wanted(self, in_a_year: int, unit: str = "次") -> str:
        """全年 4 次，到今天 3 次."""
        now = self.so_far(in_a_year)
        return f"全年 {in_a_year} {unit}" + ("" if self.is_over else f"，到今天 {now} {unit}")


def look_at(session: Session, year: int) -> Look:
    """The year up to today; refused for one that has not come."""
    if year > session.today.year:
        raise RuleError(f"{year}年还没有到，不能列迎检清单。请选今年或者以前的年份。")
    return Look(session, year, min(date(year, 12, 31), session.today))


def day(text: str) -> str:
    """3月15日 of 2026-03-15."""
    return f"{int(text[5:7])}月{int(text[8:10])}日"
