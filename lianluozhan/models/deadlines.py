"""Time limits counted day by day, each day with its reason, so that a deadline can be read aloud (3.2.2, 4.2.3).

The first day is the day after the event; a last day that is not worked moves on to the next working day. A year
whose table is not known yet counts by weekends and is marked provisional (暂算).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .errors import RuleError

if TYPE_CHECKING:
    from .calendars import Calendar, YearTable
    from .opinions.handling import Deadline
    from .session import Session

_NAMES = {"日": "日", "工": "个工作日", "月": "个月"}
PAUSED = "停计"  # what a day is on which the station waited for the submitter, and the kind of the row that says so
FOLDED_FROM = 45  # days of a count from which its text goes by weeks
_EVENTS = {  # the event a time limit of a kind counts from
    "审核": "提交",
    "审批": "审核",
    "交办": "审批",
    "办理": "交办",
    "告知": "答复",
    "评价": "告知",
    "二次办理": "退回",
    "办结审核": "申请",
    "办结审批": "申请",
    "代表建议": "交办",
}
WEEKDAYS = "一二三四五六日"
_KINDS = {True: "上班", False: "放假"}
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
class Wait:
    """A time in which the clock stood still: from the day after `since` to the day `until`, for a reason."""

    since: date
    until: date
    why: str

    def __contains__(self, day: date) -> bool:
        return self.since < day <= self.until


@dataclass(frozen=True)
class Count:
    """Where a count ends and how it got there; `days` from the day of the event to the last."""

    due_on: date
    days: tuple[CountedDay, ...]
    provisional: bool
    sentence: str
    short: str = ""  # how it was counted in a few words: 登记后 3 个工作日，中秋放假不计


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
    holder: str = ""
    why: str = ""


def parse_term(words: str) -> Term:
    """Read “3 工”, “30日”, “15个工作日”, “3 个月”."""
    found = re.fullmatch(r"\s*(\d{1,4})\s*(日|天|工|月|个?工作日|个月)\s*", words)
    if not found:
        raise RuleError("期限要写成数字加单位，例如：3 工（工作日）、30 日、3 月。")
    unit = found.group(2)
    return Term(int(found.group(1)), _SPELLED.get(unit, unit))


def count(
    start: date, term: Term, calendar: Calendar, event: str = "起算", rule: str = "", waits: tuple[Wait, ...] = ()
) -> Count:
    """Count a term from the day of an event; `event` and `rule` are words for the sentence."""
    if term.unit == "工":
        days = _working_days(start, term.amount, calendar, waits)
    else:
        nominal = start + timedelta(days=term.amount) if term.unit == "日" else months_later(start, term.amount)
        days = _calendar_days(start, (nominal - start).days, calendar, waits)
    examined = days[1:] if term.unit == "工" else days[1:] or days
    unknown = sorted({entry.day.year for entry in examined if not calendar.known(entry.day)})
    last, skipped = days[-1].day, _skipped(days, term)
    until = spoken(last) if last.year == start.year else f"{last.year}年{spoken(last)}"
    parts = [
        f"{spoken(start)}{event}，次日起算",
        skipped,
        "；".join(_waited(wait, days) for wait in waits),
        f"到{until}（星期{WEEKDAYS[last.weekday()]}）为止",
        f"{'、'.join(map(str, unknown))}年的放假安排还没有公布，先按周末暂算" if unknown else "",
    ]
    sentence = "；".join(part for part in parts if part) + f"。依据：{rule or term.words}。"
    stood = "等反映人的日子不计" if any(entry.why == PAUSED for entry in days) else ""
    short = "，".join(part for part in (f"{event}后 {term.words}", skipped, stood) if part)
    return Count(last, tuple(days), bool(unknown), sentence, short)


def day_in_words(entry: CountedDay, event: str) -> str:
    """A day of a count with its reason, as it is read aloud: 9月20日（星期日）调休上班，第 3 日."""
    day = f"{spoken(entry.day)}（星期{WEEKDAYS[entry.day.weekday()]}）"
    if entry.why == "起算日":
        return f"{day}{event}，起算日，不计"
    if entry.number is None:
        return f"{day}{'等反映人，停计' if entry.why == PAUSED else f'{entry.why}，不计'}"
    return f"{day}{f'{entry.why}，' if entry.why else ''}第 {entry.number} 日"


def weeks(days: Sequence[CountedDay], apart: Callable[[CountedDay], bool]) -> list[tuple[CountedDay, ...]]:
    """The days in runs: whole ordinary weeks together, every other day alone; short counts are not folded."""
    if len(days) <= FOLDED_FROM:
        return [(entry,) for entry in days]
    runs: list[tuple[CountedDay, ...]] = []
    at = 0
    while at < len(days):
        week = tuple(days[at : at + 7])
        whole = len(week) == 7 and week[0].day.weekday() == 0
        if whole and not any(apart(entry) or entry.number is None or _is_marked(entry) for entry in week):
            runs.append(week)
            at += 7
        else:
            runs.append((days[at],))
            at += 1
    return runs


def _is_marked(entry: CountedDay) -> bool:
    return entry.why not in ("", "周末")


def in_words(found: Count, event: str) -> str:
    """The whole count as text, a day or a folded week a line, with its sentence at the end."""
    lines = []
    for run in weeks(found.days, lambda entry: entry.day == found.due_on):
        first, last = run[0], run[-1]
        if first is last:
            lines.append(day_in_words(first, event) + ("，到期" if first.day == found.due_on else ""))
        else:
            lines.append(f"{spoken(first.day)}至{spoken(last.day)}，第 {first.number}—{last.number} 日")
    return "\n".join([*lines, found.sentence])


def spoken(day: date) -> str:
    """A day as it is read aloud: 9月20日."""
    return f"{day.month}月{day.day}日"


def months_later(start: date, months: int) -> date:
    """The same day N months later, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _working_days(start: date, amount: int, calendar: Calendar, waits: tuple[Wait, ...]) -> list[CountedDay]:
    days, number, at = [CountedDay(start, None, "起算日")], 0, start
    while number < amount:
        at += timedelta(days=1)
        if any(at in wait for wait in waits):
            days.append(CountedDay(at, None, PAUSED))
            continue
        works = calendar.is_working(at)
        number += works
        days.append(CountedDay(at, number if works else None, calendar.why(at)))
    return days


def _calendar_days(start: date, length: int, calendar: Calendar, waits: tuple[Wait, ...]) -> list[CountedDay]:
    days, number, at = [CountedDay(start, None, "起算日")], 0, start
    while number < length:
        at += timedelta(days=1)
        stood = any(at in wait for wait in waits)
        number += not stood
        days.append(CountedDay(at, None, PAUSED) if stood else CountedDay(at, number, calendar.why(at)))
    while not calendar.is_working(days[-1].day):
        at = days[-1].day + timedelta(days=1)
        days.append(CountedDay(at, None, calendar.why(at) or "顺延"))
    return days


def _waited(wait: Wait, days: list[CountedDay]) -> str:
    stood = sum(entry.why == PAUSED and entry.day in wait for entry in days)
    return f"{spoken(wait.since)}起{wait.why}，到{spoken(wait.until)}，停计 {stood} 日"


def _skipped(days: list[CountedDay], term: Term) -> str:
    """Why days were left out, and which weekend days count all the same."""
    if term.unit != "工":
        nominal = next((entry for entry in reversed(days) if entry.number is not None), days[0])
        off = nominal.why if nominal is not days[0] else ""
        moved = days[-1].number is None and len(days) > 1
        return f"{spoken(nominal.day)}是{off or '休息日'}，顺延到下一个工作日" if moved else ""
    reasons = list(dict.fromkeys(entry.why for entry in days[1:] if entry.number is None and entry.why != PAUSED))
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

    waits, calendar = waits_of(session, deadline), load(session)
    for known in range(len(waits), -1, -1):  # a limit that ended before the clock stood still knows nothing of it
        found = _recount(deadline, calendar, waits[:known])
        if found and found.due_on == deadline.due_on:
            return found
    return None


def event_of(deadline: Deadline) -> str:
    """What a stored limit counts from, in a word."""
    return "原期限到期" if deadline.rule.startswith("延期") else _EVENTS.get(deadline.kind, "起算")


def waits_of(session: Session, deadline: Deadline) -> tuple[Wait, ...]:
    """When the clock of a limit stood still since it began to run, the earliest first."""
    from .opinions.handling import Deadline

    rows = session.select(
        Deadline,
        "opinion_id = ? AND kind = ? AND starts_on >= ? AND met_on > starts_on",
        (deadline.opinion_id, PAUSED, str(deadline.starts_on)),
    )
    return tuple(Wait(row.starts_on, row.met_on, row.rule) for row in rows if row.starts_on and row.met_on)


def what_would_move(session: Session, table: YearTable) -> list[Move]:
    """The running provisional time limits that a new yearly table would move, the earliest first."""
    from .calendars import load, with_table
    from .opinions.record import Opinion

    known = load(session)
    calendar = with_table(known, table)
    moves = []
    for deadline in _running_provisional(session):
        new = _recount(deadline, calendar, waits_of(session, deadline))
        if new and deadline.due_on and new.due_on != deadline.due_on:
            opinion = session.get(Opinion, deadline.opinion_id or 0)
            moves.append(
                Move(
                    deadline.id,
                    opinion.id,
                    opinion.number,
                    opinion.title,
                    deadline.kind,
                    deadline.due_on,
                    new.due_on,
                    opinion.holder,
                    _why_moved(new, deadline, known, calendar),
                )
            )
    return moves


def _why_moved(new: Count, old: Deadline, known: Calendar, calendar: Calendar) -> str:
    """The days that the new table makes other than they were taken for; of calendar days only those at the end."""
    assert old.due_on
    ends = sorted((new.due_on, old.due_on))
    start = new.days[1].day if old.unit == "工" else ends[0]
    days = [start + timedelta(days=n) for n in range((ends[1] - start).days + 1)]
    other = [day for day in days if known.is_working(day) != calendar.is_working(day)]
    return "，".join(f"{spoken(day)}{calendar.off.get(day, '')}{_KINDS[calendar.is_working(day)]}" for day in other)


def put_year(session: Session, table: YearTable) -> list[Move]:
    """Enter a year's table and recount the running provisional limits, no others; returns what moved."""
    from . import calendars

    with session.action("calendar.change"):
        moves = what_would_move(session, calendars.checked(table))
        calendars.store(session, table)
        calendar = calendars.load(session)
        for deadline in _running_provisional(session):
            if new := _recount(deadline, calendar, waits_of(session, deadline)):
                _move(session, deadline, new)
    return moves


def _running_provisional(session: Session) -> list[Deadline]:
    from .opinions.handling import Deadline

    return session.select(Deadline, "is_provisional = 1 AND met_on IS NULL", order="due_on, id")


def _recount(deadline: Deadline, calendar: Calendar, waits: tuple[Wait, ...]) -> Count | None:
    if not deadline.unit or deadline.starts_on is None:
        return None
    term = Term(deadline.amount or 0, deadline.unit)
    return count(deadline.starts_on, term, calendar, event_of(deadline), deadline.rule, waits)


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
