"""Time limits counted day by day, each day with its reason, so that a deadline can be read aloud (3.2.2, 4.2.3).

The first day is the day after the event; a last day that is not worked moves on to the next working day. A year
whose table is not known yet counts by weekends and is marked provisional (暂算).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .errors import RuleError

if TYPE_CHECKING:
    from .calendars import Calendar, YearTable
    from .opinions.handling import Deadline
    from .session import Session

_NAMES = {"日": "日", "工": "个工作日", "月": "个月"}
_SPELLED = {"个工作日": "工", "工作日": "工", "天": "日", "个月": "月"}


@dataclass(frozen=True)
class Term:
    """A length of time; the unit is 日 (calendar days), 工 (working days) or 月 (months)."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

    @property
    def words(self) -> str:
        return f"{self.amount} {_NAMES[self.unit]}"


@dataclass(frozen=True)
class CountedDay:
    """A day of the count: its number if it counts, and what it is if it is no ordinary day."""

    day: date
    number: int | None
    why: str


@dataclass(frozen=True)
class Count:
    """Where a count ends and how it got there; `days` from the day of the event to the last."""

    due_on: date
    days: tuple[CountedDay, ...]
    provisional: bool
    sentence: str


@dataclass(frozen=True)
class Move:
    """What a new yearly table would do to one running time limit."""

    deadline_id: int
    opinion_id: int
    number: str
    title: str
    kind: str
    old: date
    new: date


def parse_term(words: str) -> Term:
    """Read “3 工”, “30日”, “15个工作日”, “3 个月”."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*(日|天|工|月|个?工作日|个月)\s*", words)
    if not found:
        raise RuleError("期限要写成数字加单位，例如：3 工（工作日）、30 日、3 月。")
    unit = found.group(2)
    return Term(int(found.group(1)), _SPELLED.get(unit, unit))


def count(start: date, term: Term, calendar: Calendar) -> Count:
    """Count a term from the day of an event."""
    if term.unit == "工":
        days = _working_days(start, term.amount, calendar)
    else:
        nominal = start + timedelta(days=term.amount) if term.unit == "日" else months_later(start, term.amount)
        days = _calendar_days(start, nominal, calendar)
    provisional = any(not calendar.known(entry.day) for entry in _decisive(days, term))
    return Count(days[-1].day, tuple(days), provisional, _sentence(start, term, days, provisional))


def months_later(start: date, months: int) -> date:
    """The same day N months later, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _working_days(start: date, amount: int, calendar: Calendar) -> list[CountedDay]:
    days, number, at = [CountedDay(start, None, "起算日")], 0, start
    while number < amount:
        at += timedelta(days=1)
        works = calendar.is_working(at)
        number += works
        days.append(CountedDay(at, number if works else None, calendar.why(at)))
    return days


def _calendar_days(start: date, nominal: date, calendar: Calendar) -> list[CountedDay]:
    length = (nominal - start).days
    days = [CountedDay(start, None, "起算日")]
    for number in range(1, length + 1):
        at = start + timedelta(days=number)
        days.append(CountedDay(at, number, calendar.why(at)))
    while not calendar.is_working(days[-1].day):
        at = days[-1].day + timedelta(days=1)
        days.append(CountedDay(at, None, calendar.why(at) or "顺延"))
    return days


def _decisive(days: list[CountedDay], term: Term) -> list[CountedDay]:
    """The days whose nature decides the end: all of a count of working days, else only its last and those after."""
    if term.unit == "工":
        return days[1:]
    return [entry for entry in days[1:] if entry.number is None] + days[-1:]


def _sentence(start: date, term: Term, days: list[CountedDay], provisional: bool) -> str:
    first = f"{start.month}月{start.day}日起算，从次日算第 1 日"
    skipped = _skipped(days, term)
    last = days[-1].day
    end = f"到{last.month}月{last.day}日（星期{'一二三四五六日'[last.weekday()]}）为止"
    doubt = f"{last.year}年的放假安排还没有，先按周末暂算" if provisional else ""
    return "；".join(part for part in (first, f"{term.words}", skipped, end, doubt) if part) + "。"


def _skipped(days: list[CountedDay], term: Term) -> str:
    if term.unit != "工":
        return "最后一日不上班，顺延到下一个工作日" if len(days) > 1 and days[-1].number is None else ""
    reasons = list(dict.fromkeys(entry.why for entry in days[1:] if entry.number is None))
    shifted = [f"{e.day.month}月{e.day.day}日" for e in days if e.why == "调休上班" and e.number]
    parts = [f"{'和'.join(reasons)}不计"] if reasons else []
    return "，".join(parts + ([f"{'、'.join(shifted)}调休上班计入"] if shifted else []))


def set_deadline(session: Session, opinion_id: int, kind: str, start: date, term: Term, rule: str) -> Deadline:
    """Store a time limit as a date with the rule that made it; inside an action."""
    from .calendars import load
    from .opinions.handling import Deadline

    counted = count(start, term, load(session))
    return session.add(
        Deadline(
            opinion_id=opinion_id,
            kind=kind,
            starts_on=start,
            amount=term.amount,
            unit=term.unit,
            due_on=counted.due_on,
            rule=rule,
            is_provisional=counted.provisional,
        )
    )


def meet(session: Session, opinion_id: int, on: date, kind: str = "") -> None:
    """The running time limits of an opinion (of one kind, or all) end here; inside an action."""
    from .opinions.handling import Deadline

    where = "opinion_id = ? AND met_on IS NULL" + (" AND kind = ?" if kind else "")
    for deadline in session.select(Deadline, where, (opinion_id, kind) if kind else (opinion_id,)):
        session.change(deadline, met_on=on)


def counted(session: Session, deadline: Deadline) -> Count | None:
    """The days a stored time limit was counted by; None for a date that was given on paper."""
    from .calendars import load

    if not deadline.unit or deadline.starts_on is None:
        return None
    return count(deadline.starts_on, Term(deadline.amount or 0, deadline.unit), load(session))


def what_would_move(session: Session, table: YearTable) -> list[Move]:
    """The running provisional time limits that a new yearly table would move."""
    from .calendars import load, with_table
    from .opinions.handling import Deadline
    from .opinions.record import Opinion

    calendar = with_table(load(session), table)
    moves = []
    for deadline in session.select(Deadline, "is_provisional = 1 AND met_on IS NULL"):
        if not deadline.unit or deadline.starts_on is None or deadline.due_on is None:
            continue
        new = count(deadline.starts_on, Term(deadline.amount or 0, deadline.unit), calendar)
        if new.due_on != deadline.due_on:
            opinion = session.get(Opinion, deadline.opinion_id or 0)
            moves.append(
                Move(deadline.id, opinion.id, opinion.number, opinion.title, deadline.kind, deadline.due_on, new.due_on)
            )
    return moves


def put_year(session: Session, table: YearTable) -> list[Move]:
    """Enter a year's table and recount the running provisional limits, no others; returns what moved."""
    from . import calendars
    from .opinions.handling import Deadline
    from .opinions.record import Opinion

    with session.action("calendar.change"):
        moves = {move.deadline_id: move for move in what_would_move(session, table)}
        calendars.store(session, table)
        calendar = calendars.load(session)
        for deadline in session.select(Deadline, "is_provisional = 1 AND met_on IS NULL AND unit <> ''"):
            assert deadline.starts_on
            new = count(deadline.starts_on, Term(deadline.amount or 0, deadline.unit), calendar)
            session.change(deadline, due_on=new.due_on, is_provisional=new.provisional)
            opinion = session.get(Opinion, deadline.opinion_id or 0)
            if opinion.due_kind == deadline.kind:
                session.change(opinion, due_on=new.due_on, due_provisional=new.provisional)
    return list(moves.values())
