"""A reception year in one go: days by the rule, holidays, fair turns, the minimum of each deputy, no clashes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianluozhan.models import attendances
from lianluozhan.models import settings as rules_of_station
from lianluozhan.models.calendars import Calendar, load
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.receptions import approving, planning, rules, turns
from lianluozhan.models.receptions.planning import Candidate
from lianluozhan.models.receptions.record import Reception
from lianluozhan.models.receptions.rules import DayKind, Frequency, HolidayRule, Rule, days_of, read_days

RULE = Rule(places=("联络站",))
WHOLE_2026 = ((date(2026, 1, 1), date(2026, 12, 31)),)


def people(count: int, levels: tuple[Level, ...] = tuple(Level)) -> list[Candidate]:
    return [Candidate(n, f"代表{n}", (levels[n % len(levels)],), WHOLE_2026) for n in range(1, count + 1)]


def weekends() -> Calendar:
    return Calendar(years=frozenset({2026}))


# Days ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (replace(RULE), [(m, 15) for m in range(1, 13)]),
        (replace(RULE, frequency=Frequency.ODD_MONTHS), [(m, 15) for m in range(1, 13, 2)]),
        (replace(RULE, month_day=31), [(1, 31), (2, 28), (3, 31), (4, 30)]),
        (replace(RULE, day_kind=DayKind.WEEKDAY, week=2, weekday=2), [(1, 14), (2, 11), (3, 11), (4, 8)]),
        (replace(RULE, day_kind=DayKind.WEEKDAY, week=5, weekday=4), [(1, 30), (2, 27), (3, 27), (4, 24)]),
        (replace(RULE, frequency=Frequency.HALF_MONTHLY, month_day=10), [(1, 10), (1, 25), (2, 10), (2, 25)]),
        (replace(RULE, frequency=Frequency.WEEKLY, weekday=0), [(1, 5), (1, 12), (1, 19), (1, 26)]),
        (replace(RULE, frequency=Frequency.CUSTOM, days=(date(2026, 3, 3),)), [(3, 3)]),
    ],
)
def test_the_days_of_a_year_follow_the_frequency(rule, expected):
    found = [(day.month, day.day) for day in days_of(rule, 2026)]
    assert found[: len(expected)] == expected


def test_a_plan_made_in_the_middle_of_a_year_begins_on_the_day_that_is_given():
    assert days_of(replace(RULE, not_before=date(2026, 10, 16)), 2026) == [date(2026, 11, 15), date(2026, 12, 15)]


def test_days_of_ones_own_are_read_as_they_are_written():
    assert read_days("3月15日、6.15，9-1", 2026) == (date(2026, 3, 15), date(2026, 6, 15), date(2026, 9, 1))
    with pytest.raises(InvalidRecord, match="看不出是哪一天"):
        read_days("2月30日", 2026)


@pytest.mark.clause("3.1.2")
def test_a_rest_day_moves_the_reception_to_the_next_working_day_and_says_why(year):
    made = planning.make(year.clerk, 2026, year.rule())
    moved = {sitting.held_on: sitting.moved_reason for sitting in made.sittings if sitting.moved_from}
    assert moved[date(2026, 3, 16)] == "3月15日是星期日，顺延"
    calendar = load(year.clerk)
    assert all(calendar.is_working(sitting.held_on) for sitting in made.sittings)


def test_a_rest_day_cancels_or_is_kept_where_the_rule_says_so(year):
    cancelled = planning.make(year.clerk, 2026, year.rule(holiday=HolidayRule.CANCEL))
    assert (date(2026, 3, 15), "星期日") in cancelled.left_out
    kept = planning.make(year.clerk, 2026, year.rule(holiday=HolidayRule.KEEP))
    sunday = next(sitting for sitting in kept.sittings if sitting.held_on == date(2026, 3, 15))
    assert "照常接待" in sunday.rest_day_reason


def test_a_long_holiday_at_the_end_of_a_year_moves_a_reception_before_it():
    off = {date(2026, 12, day): "年末放假" for day in range(28, 32)}
    rule = replace(RULE, frequency=Frequency.CUSTOM, days=(date(2026, 12, 30),))
    made = planning.propose(people(4), Calendar(off, {}, frozenset({2026})), 2026, rule, set())
    assert [sitting.held_on for sitting in made.sittings] == [date(2026, 12, 25)]


def test_two_receptions_that_fall_on_one_day_at_one_place_are_kept_apart():
    rule = replace(RULE, frequency=Frequency.CUSTOM, days=(date(2026, 3, 14), date(2026, 3, 15)))
    made = planning.propose(people(6), weekends(), 2026, rule, set())
    assert [sitting.held_on for sitting in made.sittings] == [date(2026, 3, 16), date(2026, 3, 17)]


def test_a_year_whose_holidays_are_not_known_is_said_to_be_planned_by_weekends(year):
    assert "还没有导入" in planning.make(year.clerk, 2027, year.rule()).remarks[0]


# Deputies ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.2.1")
def test_each_deputy_meets_the_minimum_and_turns_are_fair(year):
    made = planning.make(year.clerk, 2026, year.rule())
    assert made.short == ()
    assert set(made.turns.values()) == {4}  # twenty-four turns among six


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(1, 40),
    each=st.integers(1, 4),
    frequency=st.sampled_from([Frequency.WEEKLY, Frequency.HALF_MONTHLY, Frequency.MONTHLY, Frequency.ODD_MONTHS]),
    minimum=st.integers(0, 4),
)
def test_no_deputy_is_on_duty_twice_on_a_day_and_turns_differ_by_one_at_most(count, each, frequency, minimum):
    rule = replace(RULE, frequency=frequency, deputies_each=each, minimum=minimum)
    made = planning.propose(people(count), weekends(), 2026, rule, set())
    places = [(sitting.held_on, sitting.place) for sitting in made.sittings]
    assert len(places) == len(set(places))
    for sitting in made.sittings:
        assert len(set(sitting.deputy_ids)) == len(sitting.deputy_ids) == min(each, count)
    assert max(made.turns.values()) - min(made.turns.values()) <= 1
    assert {short.deputy_id for short in made.short} == {id_ for id_, n in made.turns.items() if n < minimum}


def test_two_receptions_of_one_day_at_two_places_share_no_deputy():
    days = (date(2026, 3, 14), date(2026, 3, 15))
    rule = replace(RULE, frequency=Frequency.CUSTOM, days=days, places=("联络站", "石桥村"))
    made = planning.propose(people(3), weekends(), 2026, rule, set())
    assert {sitting.held_on for sitting in made.sittings} == {date(2026, 3, 16)}
    first, second = (set(sitting.deputy_ids) for sitting in made.sittings)
    assert len(first) == 2 and len(second) == 1 and not first & second


def test_nobody_is_on_duty_in_two_receptions_running_while_others_wait():
    made = planning.propose(people(6), weekends(), 2026, RULE, set())
    pairs = zip(made.sittings, made.sittings[1:], strict=False)
    assert all(not set(one.deputy_ids) & set(next_.deputy_ids) for one, next_ in pairs)


def test_levels_are_mixed_where_there_are_several():
    made = planning.propose(people(10, (Level.COUNTY, Level.TOWNSHIP)), weekends(), 2026, RULE, set())
    level = {each.deputy_id: each.level for each in people(10, (Level.COUNTY, Level.TOWNSHIP))}
    assert all(len({level[id_] for id_ in sitting.deputy_ids}) == 2 for sitting in made.sittings[:5])


def test_the_same_deputies_and_the_same_rule_make_the_same_plan(year):
    assert planning.make(year.clerk, 2026, year.rule()) == planning.make(year.clerk, 2026, year.rule())


def test_whoever_leaves_in_spring_has_his_turns_before_that():
    leaving = Candidate(99, "陈大姐", (Level.TOWNSHIP,), ((date(2026, 1, 1), date(2026, 3, 31)),))
    made = planning.propose([*people(10), leaving], weekends(), 2026, RULE, set())
    days = [sitting.held_on for sitting in made.sittings if 99 in sitting.deputy_ids]
    assert len(days) == 2 and max(days) <= date(2026, 3, 31)


def test_a_deputy_who_falls_short_is_named_with_the_reason():
    late = Candidate(99, "陈大姐", (Level.TOWNSHIP,), ((date(2026, 12, 1), date(2026, 12, 31)),))
    made = planning.propose([*people(4), late], weekends(), 2026, RULE, set())
    assert [(short.name, short.turns) for short in made.short] == [("陈大姐", 1)]
    assert "只有 1 次" in made.short[0].why
    crowd = planning.propose(people(60), weekends(), 2026, RULE, set())
    assert "一共 24 人次，不够 120 人次" in crowd.short[0].why


def test_a_joint_reception_comes_every_nth_time_with_the_departments_in_turn():
    rule = replace(RULE, joint_every=3, joint_bodies=(7, 8, 9), bodies_each=2)
    made = planning.propose(people(6), weekends(), 2026, rule, set())
    assert [sitting.body_ids for sitting in made.sittings[2::3]] == [(7, 8), (9, 7), (8, 9), (7, 8)]
    assert all(not sitting.body_ids for n, sitting in enumerate(made.sittings, 1) if n % 3)


def test_only_deputies_with_a_mandate_on_the_day_are_planned(year):
    with year.clerk.action("deputy.edit"):
        gone = year.clerk.select(Mandate)[0]
        year.clerk.change(gone, ends_on=date(2026, 2, 1))
        year.clerk.change(year.clerk.select(Deputy)[1], retired_on=date(2026, 1, 5))
    made = planning.make(year.clerk, 2026, year.rule())
    assert gone.deputy_id not in {id_ for sitting in made.sittings[1:] for id_ in sitting.deputy_ids}
    assert 2 not in made.turns


# Kept ----------------------------------------------------------------------------------------------------------------


def test_a_plan_is_kept_with_its_receptions_and_who_is_on_duty(year):
    plan = year.drafted()
    found = year.receptions(plan)
    assert len(found) == 12 and plan.rule.startswith("每月15日，遇节假日顺延")
    assert {reception.number for reception in found} == {""}
    assert all(len(attendances.of(year.clerk, Reception.TABLE, each.id)) == 2 for each in found)
    assert turns.below_minimum(year.clerk, 2026) == []


def test_a_second_plan_of_a_year_is_refused_until_the_first_is_voided(year):
    plan = year.drafted()
    with pytest.raises(RuleError, match="已经有了"):
        year.drafted()
    approving.void_plan(year.clerk, plan.id, "换了轮值办法")
    assert year.drafted().id != plan.id


def test_the_usual_rule_is_that_of_the_settings(year, sign_in):
    head = sign_in(Role.HEAD)
    rules_of_station.change(head, "reception.frequency", "每周")
    rules_of_station.change(head, "reception.default_time", "8:30—11:30")
    rules_of_station.change(head, "reception.deputies_per_session", "3")
    usual = rules.usual(head)
    assert (usual.frequency, usual.starts_at, usual.ends_at) == (Frequency.WEEKLY, "08:30", "11:30")
    assert usual.deputies_each == 3


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"frequency": Frequency.CUSTOM}, "days"),
        ({"starts_at": "11:00", "ends_at": "09:00"}, "ends_at"),
        ({"places": ()}, "places"),
        ({"joint_every": 3}, "joint_bodies"),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused_at_its_field(year, values, field):
    with pytest.raises(InvalidRecord) as refusal:
        planning.make(year.clerk, 2026, year.rule(**values))
    assert field in refusal.value.problems


def test_a_year_of_a_hundred_and_twenty_deputies_leaves_nobody_short():
    rule = replace(RULE, frequency=Frequency.WEEKLY, deputies_each=6)
    made = planning.propose(people(120), weekends(), 2026, rule, set())
    assert made.short == () and made.sittings[-1].held_on - made.sittings[0].held_on > timedelta(days=350)
