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
_EVENTS = {  # the event a time limit of a kind counts from
    "审核": "提交",
    "审批": "审核",
    "交办": "审批",
    "办理": "交办",
    "评价": "告知",
}
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


def count(start: date, term: Term, calendar: Calendar, event: str = "起算", rule: str = "") -> Count:
    """Count a term from the day of an event; `event` and `rule` are words for the sentence."""
    if term.unit == "工":
        days = _working_days(start, term.amount, calendar)
    else:
        nominal = start + timedelta(days=term.amount) if term.unit == "日" else months_later(start, term.amount)
        days = _calendar_days(start, nominal, calendar)
    examined = days[1:] if term.unit == "工" else days[1:] or days
    unknown = sorted({entry.day.year for entry in examined if not calendar.known(entry.day)})
    last = days[-1].day
    until = spoken(last) if last.year == start.year else f"{last.year}年{spoken(last)}"
    parts = [
        f"{spoken(start)}{event}，次日起算",
        _skipped(days, term),
        f"到{until}（星期{'一二三四五六日'[last.weekday()]}）为止",
        f"{'、'.join(map(str, unknown))}年的放假安排还没有公布，先按周末暂算" if unknown else "",
    ]
    sentence = "；".join(part for part in parts if part) + f"。依据：{rule or term.words}。"
    return Count(last, tuple(days), bool(unknown), sentence)


def spoken(day: date) -> str:
    """A day as it is read aloud: 9月20日."""
    return f"{day.month}月{day.day}日"


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


def _skipped(days: list[CountedDay], term: Term) -> str:
    """Why days were left out, and which weekend days count all the same."""
    if term.unit != "工":
        nominal = next((entry for entry in reversed(days) if entry.number is not None), days[0])
        off = nominal.why if nominal is not days[0] else ""
        moved = days[-1].number is None and len(days) > 1
        return f"{spoken(nominal.day)}是{off or '休息日'}，顺延到下一个工作日" if moved else ""
    reasons = list(dict.fromkeys(entry.why for entry in days[1:] if entry.number is None))
    holidays = [f"{reason.removesuffix('节')}放假" if reason != "周末" else reason for reason in reasons]
    shifted = [spoken(entry.day) for entry in days[1:] if entry.why == "调休上班"]
    parts = [f"{'、'.join(holidays)}不计"] if reasons else []
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
    """The days a stored time limit was counted by; None for a date that was given on paper.

    None too when the calendar of today would count to another day: a list must not contradict the stored date.
    """
    from .calendars import load

    found = _recount(deadline, load(session))
    return found if found and found.due_on == deadline.due_on else None


def what_would_move(session: Session, table: YearTable) -> list[Move]:
    """The running provisional time limits that a new yearly table would move, the earliest first."""
    from .calendars import load, with_table
    from .opinions.record import Opinion

    calendar = with_table(load(session), table)
    moves = []
    for deadline in _running_provisional(session):
        new = _recount(deadline, calendar)
        if new and deadline.due_on and new.due_on != deadline.due_on:
            opinion = session.get(Opinion, deadline.opinion_id or 0)
            moves.append(
                Move(deadline.id, opinion.id, opinion.number, opinion.title, deadline.kind, deadline.due_on, new.due_on)
            )
    return moves


def put_year(session: Session, table: YearTable) -> list[Move]:
    """Enter a year's table and recount the running provisional limits, no others; returns what moved."""
    from . import calendars

    with session.action("calendar.change"):
        moves = what_would_move(session, calendars.checked(table))
        calendars.store(session, table)
        calendar = calendars.load(session)
        for deadline in _running_provisional(session):
            if new := _recount(deadline, calendar):
                _move(session, deadline, new)
    return moves


def _running_provisional(session: Session) -> list[Deadline]:
    from .opinions.handling import Deadline

    return session.select(Deadline, "is_provisional = 1 AND met_on IS NULL", order="due_on, id")


def _recount(deadline: Deadline, calendar: Calendar) -> Count | None:
    if not deadline.unit or deadline.starts_on is None:
        return None
    term = Term(deadline.amount or 0, deadline.unit)
    return count(deadline.starts_on, term, calendar, _EVENTS.get(deadline.kind, "起算"), deadline.rule)


def _move(session: Session, deadline: Deadline, new: Count) -> None:
    """Put a limit on its new day, and with it what repeats the day: the opinion it shows on, its letter."""
    from .opinions.handling import Dispatch
    from .opinions.record import Opinion

    session.change(deadline, due_on=new.due_on, is_provisional=new.provisional)
    opinion = session.get(Opinion, deadline.opinion_id or 0)
    if (opinion.due_kind, opinion.due_on) == (deadline.kind, deadline.due_on):
        session.change(opinion, due_on=new.due_on, due_provisional=new.provisional)
    if deadline.kind == "办理" and deadline.due_on:
        where = "opinion_id = ? AND dispatched_on = ? AND due_on = ?"
        same = (opinion.id, str(deadline.starts_on), str(deadline.due_on))
        for letter in session.select(Dispatch, where, same):
            session.change(letter, due_on=new.due_on)
