"""Points of deputies: recomputed by hand, their table changed from a year on, the ranking of all (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lianluozhan.models import deputies, settings
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.service import point_table, points
from lianluozhan.models.service.point_rules import CountPeriod, CountSource, HandCount, PointRule
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

from ..conftest import Clock

SignIn = Callable[[Role], Session]
K = ServiceKind


@pytest.fixture
def officer(sign_in: SignIn) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def head(sign_in: SignIn) -> Session:
    return sign_in(Role.HEAD)


def deputy(session: Session, name: str, level: Level = Level.TOWNSHIP) -> int:
    mandate = Mandate(level=level, term="第二十届", starts_on=date(2021, 12, 21), ends_on=date(2026, 12, 20))
    return deputies.add(session, Deputy(name=name), [mandate]).id


def did(session: Session, who: int, kind: ServiceKind, times: int = 1, year: int = 2026, **values: Any) -> None:
    """So many service records of a kind that hold."""
    facts: dict[str, Any] = {"state": ReviewState.PASSED, **values}
    with session.action("service.enter"):
        for n in range(times):
            day = date(year, 1, 5) + timedelta(n)
            record = ServiceRecord(deputy_id=who, kind=kind, title=f"{kind.label}{n + 1}", starts_on=day)
            session.add(replace(record, **facts))


def by_item(tally: points.Tally) -> dict[str, tuple[int, str]]:
    """Item: how often, and its points in words."""
    return {item.rule.item: (item.times, point_table.points_words(item.points)) for item in tally.items if item.times}


@pytest.mark.clause("3.1.4")
def test_points_of_three_deputies_equal_those_counted_by_hand(officer: Session) -> None:
    busy, speaker, host = (deputy(officer, name) for name in ("赵明山", "郑敏", "张茂林"))
    for kind, times in (
        *((K.CONGRESS, 2), (K.MEETING, 4), (K.TRAINING, 1), (K.SUGGESTION, 2), (K.SECONDING, 3)),
        *((K.INSPECTION, 1), (K.SURVEY, 1), (K.LAW_CHECK, 1), (K.RECEPTION, 3)),
    ):
        did(officer, busy, kind, times)
    for kind, times in ((K.REPORT_ORAL, 2), (K.REPORT_WRITTEN, 2), (K.OTHER, 2), (K.AWARD, 3), (K.GROUP, 4)):
        did(officer, speaker, kind, times)
    for kind, times in ((K.RECEPTION, 20), (K.MEDIATION, 1), (K.RELIEF, 4), (K.RESEARCH, 2), (K.SECONDING, 9)):
        did(officer, host, kind, times)

    assert by_item(points.points(officer, busy, 2026)) == {
        "出席人代会": (2, "15"),  # the base once
        "参加其他会议": (4, "5"),  # 3 + 1 + 1 + 1 is 6, above the cap
        "参加学习培训": (1, "3"),
        "提出议案、建议": (2, "8"),  # 6 + 2
        "附议议案、建议": (3, "2"),  # 3 of its own, but only 2 are left of the 10 it shares
        "视察、调研、执法检查": (3, "8"),  # counted together: 6 + 1 + 1
        "接待选民": (3, "8"),  # 4 + 2 + 2
    }
    assert points.points(officer, busy, 2026).words == "49"
    assert by_item(points.points(officer, speaker, 2026)) == {
        "向选民述职（口头）": (2, "6"),  # 5 + 1
        "向选民述职（书面）": (2, "2"),  # 3, but 2 are left of the 8 they share
        "其他（媒体采访、交办任务等）": (2, "5"),  # no extra
    }
    assert points.points(officer, speaker, 2026).words == "13"
    assert by_item(points.points(officer, host, 2026)) == {
        "接待选民": (20, "12"),
        "化解矛盾纠纷": (1, "5"),
        "扶弱济困": (4, "8"),  # 5 + 1 + 1 + 1
        "开展专题调研": (2, "5"),
        "附议议案、建议": (9, "4"),  # its own cap
    }
    assert points.points(officer, host, 2026).words == "34"


@pytest.mark.clause("3.1.4")
def test_each_item_names_the_records_that_it_counts(officer: Session) -> None:
    who = deputy(officer, "赵明山")
    did(officer, who, K.RECEPTION, 2, source_table="receptions", source_id=7)
    [item] = [item for item in points.points(officer, who, 2026).items if item.times]
    assert [(record.title, record.source_table, record.source_id) for record in item.records] == [
        ("接待选民1", "receptions", 7),
        ("接待选民2", "receptions", 7),
    ]


@pytest.mark.clause("3.1.4")
@pytest.mark.parametrize(
    "values",
    [
        {"state": ReviewState.WAITING},
        {"state": ReviewState.RETURNED},
        {"voided_on": date(2026, 2, 1)},
    ],
)
def test_what_waits_was_sent_back_or_is_void_brings_no_points(officer: Session, values: dict[str, Any]) -> None:
    who = deputy(officer, "赵明山")
    did(officer, who, K.RECEPTION, **values)
    did(officer, who, K.RECEPTION, year=2025)
    assert points.points(officer, who, 2026).total == 0


@pytest.mark.clause("3.1.4")
def test_grades_follow_the_settings(officer: Session, head: Session, clock: Clock) -> None:
    who = deputy(officer, "赵明山")
    did(officer, who, K.CONGRESS)
    assert points.points(officer, who, 2026).grade == "未评"  # a low grade is not given before the year is over
    clock.go_to(date(2026, 12, 1))
    assert points.points(officer, who, 2026).grade == "差"
    settings.change(head, "score.deputy.fair", "15")
    assert points.points(officer, who, 2026).grade == "较好"
    settings.change(head, "score.deputy.good", "15")
    assert points.points(officer, who, 2026).grade == "好"


@pytest.mark.clause("3.1.4")
def test_days_of_duty_stand_against_what_the_level_asks_for(officer: Session) -> None:
    town, county = deputy(officer, "赵明山"), deputy(officer, "郑敏", Level.COUNTY)
    did(officer, town, K.INSPECTION, 3, half_days=2)
    did(officer, town, K.GROUP, 1, half_days=1)
    tally = points.points(officer, town, 2026)
    assert (tally.half_days, tally.duty_days) == (7, 7)
    assert points.points(officer, county, 2026).duty_days == 15


@pytest.mark.clause("3.1.4")
def test_a_table_is_changed_from_a_year_on_and_older_years_keep_theirs(officer: Session, head: Session) -> None:
    who = deputy(officer, "赵明山")
    did(officer, who, K.RECEPTION, 2, year=2025)
    did(officer, who, K.RECEPTION, 2)
    table = point_table.rules(head, 2026)
    changed = [replace(rule, base=9, extra=1) if rule.item == "接待选民" else rule for rule in table]
    point_table.change(head, 2026, changed)
    assert points.points(officer, who, 2025).words == "6"
    assert points.points(officer, who, 2026).words == "5"
    again = [replace(rule, extra=2) if rule.item == "接待选民" else rule for rule in point_table.rules(head, 2026)]
    point_table.change(head, 2026, again)
    assert points.points(officer, who, 2026).words == "5.5"
    assert len(point_table.rules(head, 2026)) == len(point_table.rules(head, 2025)) == 15
    with pytest.raises(RuleError, match="2026年起已经另有一套"):
        point_table.change(head, 2025, table)


@pytest.mark.clause("3.1.4")
def test_items_that_share_a_cap_still_share_it_after_a_change(officer: Session, head: Session) -> None:
    who = deputy(officer, "赵明山")
    did(officer, who, K.SUGGESTION, 9)
    did(officer, who, K.SECONDING, 9)
    point_table.change(head, 2026, list(reversed(point_table.rules(head, 2026))))
    assert points.points(officer, who, 2026).words == "10"
    point_table.change(head, 2026, point_table.defaults(head))
    assert points.points(officer, who, 2026).words == "10"
    assert [rule.item for rule in point_table.rules(head, 2026)][:2] == ["出席人代会", "参加其他会议"]


@pytest.mark.clause("3.1.4")
def test_the_years_of_a_closed_term_keep_their_table(officer: Session, head: Session) -> None:
    closed = Term(name="第十九届", starts_on=date(2017, 1, 10), ends_on=date(2025, 12, 20), closed_on=date(2026, 1, 15))
    with head.action("term.close"):
        head.add(closed)
    with pytest.raises(RuleError, match="封存"):
        point_table.change(head, 2025, point_table.rules(head, 2025))
    point_table.change(head, 2026, point_table.rules(head, 2026))


@pytest.mark.clause("3.1.4")
def test_a_table_that_cannot_be_counted_by_is_refused(head: Session) -> None:
    table = point_table.rules(head, 2026)
    reception = next(rule for rule in table if rule.item == "接待选民")
    bad: tuple[list[PointRule], ...] = (
        [],
        [*table, replace(reception, id=-1, kinds=())],
        [*table, replace(reception, id=-1, item="再接待")],
        [replace(reception, cap=2)],
        [replace(reception, base=0, extra=0)],
        [replace(reception, kinds=())],
        [replace(reception, item=" ")],
        [replace(reception, within_id=99)],
        [replace(reception, within_id=reception.id)],
    )
    for wanted in bad:
        with pytest.raises((RuleError, InvalidRecord)):
            point_table.change(head, 2026, wanted)
    assert point_table.rules(head, 2026) == table


@pytest.mark.clause("3.1.4")
def test_what_no_record_says_is_counted_by_hand_with_a_reason(officer: Session, head: Session) -> None:
    who = deputy(officer, "赵明山")
    new = replace(point_table.rules(head, 2026)[-1], id=-1, item="通报表扬", kinds=(), base=3, extra=1, cap=8)
    table = point_table.change(head, 2026, [*point_table.rules(head, 2026), replace(new, source=CountSource.HAND)])
    with pytest.raises(InvalidRecord):
        point_table.count_by_hand(officer, who, 2026, table[-1].id, 3, " ")
    with pytest.raises(RuleError, match="自动计算"):
        point_table.count_by_hand(officer, who, 2026, table[0].id, 3, "大会签到表")
    point_table.count_by_hand(officer, who, 2026, table[-1].id, 3, "镇政府通报表扬三次")
    assert by_item(points.points(officer, who, 2026)) == {"通报表扬": (3, "2.5")}
    table = point_table.change(head, 2026, [replace(table[-1], base=4)])  # the count follows its item
    assert points.points(officer, who, 2026).words == "3"
    assert points.points(officer, who, 2026).items[0].reason == "镇政府通报表扬三次"
    point_table.count_by_hand(officer, who, 2026, table[-1].id, 0, "重复计算")
    assert points.points(officer, who, 2026).total == 0
    assert [count.voided_on for count in officer.select(HandCount)] == [officer.today]


@pytest.mark.clause("3.1.4")
def test_an_item_of_the_term_brings_its_base_once_in_the_term(officer: Session, head: Session) -> None:
    who = deputy(officer, "赵明山")
    with head.action("term.edit"):
        head.add(Term(name="第二十届", starts_on=date(2021, 12, 21)))
    did(officer, who, K.RECEPTION, 5, year=2020)
    did(officer, who, K.RECEPTION, 2, year=2024)
    did(officer, who, K.RECEPTION, 2, year=2025)
    did(officer, who, K.RECEPTION, 9, year=2026)
    rule = next(rule for rule in point_table.rules(head, 2022) if rule.item == "接待选民")
    point_table.change(head, 2022, [replace(rule, period=CountPeriod.TERM)])
    assert [points.points(officer, who, year).words for year in (2023, 2024, 2025, 2026)] == ["0", "6", "4", "2"]


@pytest.mark.clause("3.1.4")
def test_deputies_with_the_same_points_share_a_place(officer: Session) -> None:
    first, second, third, fourth = (deputy(officer, name) for name in ("赵明山", "郑敏", "张茂林", "朱龚"))
    did(officer, third, K.RECEPTION, 3)
    did(officer, first, K.RECEPTION)
    did(officer, fourth, K.RECEPTION)
    lines = points.ranking(officer, 2026)
    assert (lines[0].place, lines[0].deputy_id) == (1, third)
    assert {(line.place, line.deputy_id) for line in lines[1:3]} == {(2, first), (2, fourth)}
    assert (lines[3].place, lines[3].deputy_id) == (4, second)
    assert points.place_of(lines, fourth) == 2
    for line in lines:
        one = points.points(officer, line.deputy_id, 2026)
        assert (one.total, one.times, one.grade) == (line.tally.total, line.tally.times, line.tally.grade)


@pytest.mark.clause("3.1.4")
def test_only_deputies_in_office_are_ranked(officer: Session) -> None:
    deputy(officer, "赵明山")
    gone = deputies.add(officer, Deputy(name="郑敏"), [Mandate(starts_on=date(2017, 1, 1), ends_on=date(2021, 12, 20))])
    assert gone.name not in [line.name for line in points.ranking(officer, 2026)]
    assert [line.name for line in points.ranking(officer, 2020)] == [gone.name]


def test_the_ranking_of_all_asks_few_questions(officer: Session) -> None:
    for n in range(12):
        did(officer, deputy(officer, f"赵{n}"), K.RECEPTION, 3)
    asked: list[str] = []
    officer.db.conn.set_trace_callback(asked.append)
    points.ranking(officer, 2026)
    officer.db.conn.set_trace_callback(None)
    assert len(asked) <= 12
