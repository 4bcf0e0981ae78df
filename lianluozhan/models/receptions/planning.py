"""The plan of a reception year: days, places and deputies on duty made in one go by the rule (F30; 3.1.2, 4.2.1).

The same input makes the same plan. A proposal is shown first, with whoever falls short and why, and then stored.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from .. import terms
from ..attendances import Attendance
from ..calendars import Calendar, load
from ..deadlines import spoken
from ..deputies import Deputy, Level, Mandate
from ..errors import RuleError
from ..session import Session
from . import turns
from .record import Reception, ReceptionPlan, ReceptionState
from .rules import WEEKDAYS, HolidayRule, Rule, check_rule, days_of

JOINT = "联合接待"
_RANK = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True)
class Candidate:
    """A deputy who can be on duty: from when until when, and on which days he is already."""

    deputy_id: int
    name: str
    levels: tuple[Level, ...]
    spans: tuple[tuple[date, date], ...] = ()
    busy: frozenset[date] = frozenset()
    turns: int = 0  # receptions of this year outside the plan

    @property
    def level(self) -> Level:
        """The highest he is elected to."""
        return min(self.levels, key=_RANK.__getitem__)

    def free(self, day: date) -> bool:
        return day not in self.busy and any(first <= day <= last for first, last in self.spans)


@dataclass(frozen=True)
class Sitting:
    """One planned reception before it is stored."""

    held_on: date
    starts_at: str
    ends_at: str
    place: str
    topic: str = ""
    deputy_ids: tuple[int, ...] = ()
    body_ids: tuple[int, ...] = ()
    moved_from: date | None = None
    moved_reason: str = ""
    rest_day_reason: str = ""


@dataclass(frozen=True)
class Short:
    """A deputy below the minimum of the year, and why."""

    deputy_id: int
    name: str
    turns: int
    wanted: int
    why: str


@dataclass(frozen=True)
class Proposal:
    """A plan as it would be stored."""

    year: int
    rule: Rule
    sittings: tuple[Sitting, ...]
    short: tuple[Short, ...] = ()
    left_out: tuple[tuple[date, str], ...] = ()  # days that fall out, with their holiday
    turns: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def make(session: Session, year: int, rule: Rule) -> Proposal:
    """What the rule makes of a year; nothing is stored."""
    check_rule(rule)
    calendar = load(session)
    others = in_force(session, year)
    taken = {(each.held_on, each.place) for each in others if each.held_on}
    found = candidates(session, year, rule)
    return propose(found, calendar, year, rule, taken)


def propose(
    found: Sequence[Candidate],
    calendar: Calendar,
    year: int,
    rule: Rule,
    taken: Set[tuple[date, str]],
) -> Proposal:
    """The plan of these deputies by this calendar; depends on nothing else."""
    sittings: list[Sitting] = []
    left_out: list[tuple[date, str]] = []
    for day in days_of(rule, year):
        made = _sitting(day, calendar, rule, len(sittings), taken | {(each.held_on, each.place) for each in sittings})
        if isinstance(made, Sitting):
            sittings.append(made)
        else:
            left_out.append((day, made))
    sittings.sort(key=lambda sitting: sitting.held_on)
    manned, counts = _manned(sittings, found, rule)
    short = tuple(_short(found, counts, sittings, rule))
    return Proposal(
        year,
        rule,
        tuple(manned),
        short,
        tuple(left_out),
        counts,
        {each.deputy_id: each.name for each in found},
        tuple(_remarks(calendar, year, rule, sittings, found)),
    )


def store(session: Session, proposal: Proposal) -> ReceptionPlan:
    """Keep a proposal as the draft of the year's plan with its receptions and the deputies on duty."""
    with session.action("reception.plan"):
        check_free(session, proposal.year)
        if not proposal.sittings:
            raise RuleError("按这条规则，这一年一次接待也排不出来。请改一下频次或者日期再编排。")
        terms.check_open(session, *(sitting.held_on for sitting in proposal.sittings))
        plan = session.add(
            ReceptionPlan(
                year=proposal.year,
                title=f"{proposal.year}年度代表接待选民计划",
                rule=proposal.rule.words,
                note="\n".join(proposal.remarks),
                made_by=session.staff.id,
                made_on=session.today,
            )
        )
        receptions = [_reception(sitting, plan.id, proposal.rule.staff_id) for sitting in proposal.sittings]
        stored = session.add_many(receptions)
        called = [
            Attendance(owner_table=Reception.TABLE, owner_id=reception.id, deputy_id=deputy_id)
            for reception, sitting in zip(stored, proposal.sittings, strict=True)
            for deputy_id in sitting.deputy_ids
        ]
        session.add_many(called)
        return plan


def check_free(session: Session, year: int) -> None:
    """There is one plan in force a year."""
    if found := plan_of(session, year):
        state = found.state.label
        raise RuleError(
            f"{year}年的接待计划已经有了（{state}），可以在里面逐次调整。要整个重排，请先作废它，写上原因。"
        )


def plan_of(session: Session, year: int) -> ReceptionPlan | None:
    """The plan in force of a year."""
    found = session.select(ReceptionPlan, "year = ? AND voided_on IS NULL", (year,))
    return found[0] if found else None


def in_force(session: Session, year: int) -> list[Reception]:
    """The receptions of a year that are neither cancelled nor voided, by day."""
    where = "held_on BETWEEN ? AND ? AND voided_on IS NULL AND state <> ?"
    span = (f"{year}-01-01", f"{year}-12-31", ReceptionState.CANCELLED)
    return session.select(Reception, where, span, order="held_on, starts_at, id")


def receptions_of(session: Session, plan_id: int) -> list[Reception]:
    """The receptions of a plan by day, cancelled ones too."""
    return session.select(Reception, "plan_id = ? AND voided_on IS NULL", (plan_id,), order="held_on, starts_at, id")


def candidates(session: Session, year: int, rule: Rule) -> list[Candidate]:
    """The deputies who hold an active mandate at some time of the year, by name."""
    spans: dict[int, list[tuple[date, date]]] = {}
    levels: dict[int, list[Level]] = {}
    first, last = date(year, 1, 1), date(year, 12, 31)
    for mandate in session.select(Mandate, "status IN ('active', 'expired')"):
        begin, end = max(mandate.starts_on or first, first), min(mandate.ends_on or last, last)
        if mandate.deputy_id and begin <= end:
            spans.setdefault(mandate.deputy_id, []).append((begin, end))
            levels.setdefault(mandate.deputy_id, []).append(mandate.level)
    held = turns.days_on_duty(session, year)
    return [
        Candidate(
            person.id,
            person.name,
            tuple(levels[person.id]),
            tuple(spans[person.id]),
            frozenset(held.get(person.id, ())),
            len(held.get(person.id, ())),
        )
        for person in session.select(Deputy, "retired_on IS NULL", order="name, id")
        if person.id in spans and person.id not in rule.left_out
    ]


# Days -----------------------------------------------------------------------------------------------------------------


def _sitting(day: date, calendar: Calendar, rule: Rule, position: int, taken: Set[tuple[date, str]]) -> Sitting | str:
    """The reception of a day, moved where it must be; a word why there is none."""
    place = rule.places[position % len(rule.places)]
    joint = rule.joint_every and (position + 1) % rule.joint_every == 0
    bodies: tuple[int, ...] = ()
    if joint:
        bodies = _in_turn(rule.joint_bodies, position // rule.joint_every * rule.bodies_each, rule.bodies_each)
    topic = JOINT if joint else rule.topics[position % len(rule.topics)] if rule.topics else ""
    made = Sitting(day, rule.starts_at, rule.ends_at, place, topic, body_ids=bodies)
    why = rest_word(calendar, day)
    if not calendar.is_working(day) and rule.holiday is HolidayRule.CANCEL:
        return why
    reason = ""
    if not calendar.is_working(day):
        if rule.holiday is HolidayRule.KEEP:
            return replace(made, rest_day_reason=f"{spoken(day)}是{why}，按编排规则照常接待")
        reason = f"{spoken(day)}是{why}，顺延"
    elif (day, place) in taken:
        reason = f"{spoken(day)}同一地点已有一次接待，顺延"
    if not reason:
        return made
    moved = _next_free(day, calendar, lambda other: (other, place) not in taken)
    if moved is None:
        return "这一年剩下的日子都排满了"
    return replace(made, held_on=moved, moved_from=day, moved_reason=reason)


def _next_free(day: date, calendar: Calendar, is_free: Callable[[date], bool]) -> date | None:
    """The next working day that is free, in the same year; at its end the last one before."""
    for step in (1, -1):
        at = day + timedelta(days=step)
        while at.year == day.year:
            if calendar.is_working(at) and is_free(at):
                return at
            at += timedelta(days=step)
    return None


def rest_word(calendar: Calendar, day: date) -> str:
    """What a rest day is called: its holiday, or its weekday."""
    why = calendar.why(day)
    return f"星期{WEEKDAYS[day.weekday()]}" if why == "周末" else why


def _in_turn(bodies: Sequence[int], start: int, count: int) -> tuple[int, ...]:
    wanted = min(count, len(bodies))
    return tuple(bodies[(start + n) % len(bodies)] for n in range(wanted))


# Deputies -------------------------------------------------------------------------------------------------------------


def _manned(
    sittings: Sequence[Sitting], found: Sequence[Candidate], rule: Rule
) -> tuple[list[Sitting], dict[int, int]]:
    """Put deputies on duty: who has least time left for the turns he still needs comes first, then fair turns."""
    order = _shuffled(found)
    left = {each.deputy_id: sum(each.free(sitting.held_on) for sitting in sittings) for each in found}
    counts = {each.deputy_id: each.turns for each in found}
    duty: dict[date, set[int]] = {}
    manned = []
    for sitting in sittings:
        day, busy = sitting.held_on, duty.setdefault(sitting.held_on, set())
        ready = [each for each in order if each.deputy_id not in busy and each.free(day)]
        chosen: list[Candidate] = []
        for _ in range(min(rule.deputies_each, len(ready))):
            met = {each.level for each in chosen}
            best = min(ready, key=lambda each: _urgency(each, counts, left, rule.minimum, met))
            ready.remove(best)
            chosen.append(best)
        for each in order:
            left[each.deputy_id] -= each.free(day)
        for each in chosen:
            counts[each.deputy_id] += 1
            busy.add(each.deputy_id)
            order.remove(each)
            order.append(each)  # whoever was on duty stands at the end of the row
        chosen.sort(key=lambda each: (_RANK[each.level], each.name))
        manned.append(replace(sitting, deputy_ids=tuple(each.deputy_id for each in chosen)))
    return manned, counts


def _urgency(
    each: Candidate, counts: Mapping[int, int], left: Mapping[int, int], minimum: int, met: set[Level]
) -> tuple[int, int, bool]:
    """The smallest comes first; equal ones by their place in the row."""
    needed = minimum - counts[each.deputy_id]
    if needed > 0:
        return 0, left[each.deputy_id] - needed, each.level in met
    return 1, counts[each.deputy_id], each.level in met


def _shuffled(found: Sequence[Candidate]) -> list[Candidate]:
    """A row in which the levels are mixed evenly; the same deputies always make the same row."""
    chance = random.Random(",".join(str(each.deputy_id) for each in found))
    by_level: dict[Level, list[Candidate]] = {}
    for each in sorted(found, key=lambda each: each.deputy_id):
        by_level.setdefault(each.level, []).append(each)
    placed = []
    for group in by_level.values():
        chance.shuffle(group)
        placed += [((n + 0.5) / len(group), _RANK[each.level], each) for n, each in enumerate(group)]
    return [each for _, _, each in sorted(placed, key=lambda entry: entry[:2])]


def _short(
    found: Sequence[Candidate], counts: Mapping[int, int], sittings: Sequence[Sitting], rule: Rule
) -> Iterator[Short]:
    seats = len(sittings) * rule.deputies_each
    needed = sum(max(0, rule.minimum - each.turns) for each in found)
    for each in found:
        if counts[each.deputy_id] >= rule.minimum:
            continue
        days = sum(each.free(sitting.held_on) for sitting in sittings)
        if days < rule.minimum - each.turns:
            why = f"这一年他能接待的日子只有 {days} 次"
        elif seats < needed:
            why = f"全年 {len(sittings)} 次，每次 {rule.deputies_each} 人，一共 {seats} 人次，不够 {needed} 人次"
        else:
            why = "和其他代表的时间排不开"
        yield Short(each.deputy_id, each.name, counts[each.deputy_id], rule.minimum, why)


def _remarks(
    calendar: Calendar, year: int, rule: Rule, sittings: Sequence[Sitting], found: Sequence[Candidate]
) -> Iterator[str]:
    """What the clerk should know of the plan."""
    if year not in calendar.years:
        yield f"{year}年的放假安排还没有导入，休息日先按周末算。导入以后，请再看一遍日期。"
    if len(found) < rule.deputies_each:
        yield f"能排的代表只有 {len(found)} 名，每次到不了 {rule.deputies_each} 名。"


def _reception(sitting: Sitting, plan_id: int, staff_id: int | None) -> Reception:
    return Reception(
        plan_id=plan_id,
        held_on=sitting.held_on,
        starts_at=sitting.starts_at,
        ends_at=sitting.ends_at,
        place=sitting.place,
        topic=sitting.topic,
        body_ids=sitting.body_ids,
        lead_body_id=sitting.body_ids[0] if sitting.body_ids else None,
        staff_id=staff_id,
        moved_from=sitting.moved_from,
        moved_reason=sitting.moved_reason,
        rest_day_reason=sitting.rest_day_reason,
    )
