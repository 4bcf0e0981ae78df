"""Activities of deputies: who is called, who came, what it writes into their service (3.1.1, 3.1.3, 4.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from lianluozhan.models import activities, attendances, deputies
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.groups import DeputyGroup, GroupMember
from lianluozhan.models.permissions import Role
from lianluozhan.models.service.record import ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

INSPECTION = Activity(
    kind=ActivityKind.INSPECTION,
    title="视察农村饮水安全工程",
    starts_at=datetime(2026, 3, 4, 9, 0),
    half_days=2,
    place="青石水厂",
    organiser="镇人大主席团",
    content="看水源地和管网。",
)
CAME = {"presence": Presence.PRESENT}


@pytest.fixture
def officer(sign_in: Callable[[Role], Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def three(officer: Session) -> list[int]:
    """Three deputies of the township, the first also of the county."""
    found = []
    for name in ("赵明山", "郑敏", "孙桂兰"):
        mandates = [Mandate(level=Level.TOWNSHIP, term="第十九届")]
        mandates += [Mandate(level=Level.COUNTY)] if name == "赵明山" else []
        found.append(deputies.add(officer, Deputy(name=name), mandates).id)
    return found


def lines(session: Session) -> list[ServiceRecord]:
    return session.select(ServiceRecord, "voided_on IS NULL")


@pytest.mark.clause("3.1.4")
def test_an_activity_stands_in_the_service_of_each_deputy_who_came(officer: Session, three: list[int]) -> None:
    made = activities.enter(officer, INSPECTION, three)
    assert lines(officer) == []
    marks = {three[0]: CAME | {"duty": "组长", "words": "建议更换老旧管网。"}, three[1]: CAME}
    activities.sign_in(officer, made.id, marks | {three[2]: {"presence": Presence.EXCUSED, "reason": "外出"}})
    found = lines(officer)
    assert [line.deputy_id for line in found] == three[:2]
    first = found[0]
    assert (first.kind, first.title, first.half_days) == (ServiceKind.INSPECTION, INSPECTION.title, 2)
    assert (first.starts_on, first.duty, first.speech) == (date(2026, 3, 4), "组长", "建议更换老旧管网。")
    assert (first.source_table, first.source_id) == ("activities", made.id)


@pytest.mark.clause("3.1.4")
def test_what_is_corrected_in_an_activity_is_corrected_in_the_service(officer: Session, three: list[int]) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, made.id, {three[0]: CAME})
    activities.edit(officer, made.id, kind=ActivityKind.RESEARCH, result="意见已经交办。", half_days=1)
    (line,) = lines(officer)
    assert (line.kind, line.effect, line.half_days) == (ServiceKind.RESEARCH, "意见已经交办。", 1)


@pytest.mark.clause("3.1.4")
def test_a_voided_activity_takes_its_lines_with_it_and_brings_the_same_ones_back(
    officer: Session, three: list[int]
) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, made.id, {three[0]: CAME})
    before = lines(officer)
    with pytest.raises(InvalidRecord, match="作废的原因"):
        activities.void(officer, made.id, " ")
    activities.void(officer, made.id, "登记重了")
    assert lines(officer) == []
    with pytest.raises(RuleError, match="已经作废"):
        activities.sign_in(officer, made.id, {three[1]: CAME})
    activities.unvoid(officer, made.id)
    assert lines(officer) == before


@pytest.mark.clause("4.1.3")
def test_a_deputy_who_signed_in_is_neither_excused_nor_struck_off_before_that_is_taken_back(
    officer: Session, three: list[int]
) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, made.id, {three[0]: CAME})
    excused = {three[0]: {"presence": Presence.EXCUSED, "reason": "外出"}}
    with pytest.raises(RuleError, match="赵明山已经签到"):
        activities.sign_in(officer, made.id, excused)
    with pytest.raises(RuleError, match="赵明山已经签到，不能从名单里去掉"):
        activities.edit(officer, made.id, three[1:])
    activities.sign_in(officer, made.id, {three[0]: {"presence": Presence.INVITED}})
    assert lines(officer) == []
    activities.sign_in(officer, made.id, excused)
    activities.edit(officer, made.id, three[1:])
    assert [line.deputy_id for line in attendances.of(officer, "activities", made.id)] == three[1:]


@pytest.mark.clause("4.1.3")
def test_nobody_is_excused_or_absent_without_a_reason(officer: Session, three: list[int]) -> None:
    made = activities.enter(officer, INSPECTION, three)
    for away in (Presence.EXCUSED, Presence.ABSENT):
        with pytest.raises(InvalidRecord, match="郑敏"):
            activities.sign_in(officer, made.id, {three[0]: CAME, three[1]: {"presence": away, "reason": " "}})
    assert all(line.presence is Presence.INVITED for line in attendances.of(officer, "activities", made.id))


def test_who_was_excused_and_comes_after_all_is_present_without_the_reason(officer: Session, three: list[int]) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, made.id, {three[0]: {"presence": Presence.EXCUSED, "reason": "外出"}})
    (line, *_) = activities.sign_in(officer, made.id, {three[0]: CAME})
    assert (line.presence, line.reason) == (Presence.PRESENT, "")


def test_nobody_comes_to_what_has_not_begun_and_it_cannot_be_put_off_once_somebody_came(
    officer: Session, three: list[int]
) -> None:
    later = activities.enter(officer, replace(INSPECTION, starts_at=datetime(2026, 3, 20, 9, 0)), three)
    with pytest.raises(RuleError, match="还没有到时间"):
        activities.sign_in(officer, later.id, {three[0]: CAME})
    activities.sign_in(officer, later.id, {three[0]: {"presence": Presence.EXCUSED, "reason": "外出"}})
    now = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, now.id, {three[0]: CAME})
    with pytest.raises(InvalidRecord, match="已经有代表签到"):
        activities.edit(officer, now.id, starts_at=datetime(2026, 3, 20, 9, 0))


def test_a_deputy_struck_off_and_called_again_keeps_one_line(officer: Session, three: list[int]) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.edit(officer, made.id, three[:1])
    activities.edit(officer, made.id, three)
    assert len(officer.select(Attendance)) == 3
    assert len(attendances.of(officer, "activities", made.id)) == 3


@pytest.mark.clause("4.1.3")
def test_all_deputies_a_level_or_a_group_can_be_called_in_one_go(officer: Session, three: list[int]) -> None:
    with officer.action("group.edit"):
        group = officer.add(DeputyGroup(name="第二小组"))
        officer.add(GroupMember(group_id=group.id, deputy_id=three[1]))
        officer.add(GroupMember(group_id=group.id, deputy_id=three[2], ends_on=date(2026, 1, 1)))
    found = dict(activities.groups_to_call(officer, date(2026, 3, 5)))
    assert list(found) == ["全体代表", "乡镇级代表", "县级代表", "第二小组"]
    assert sorted(found["全体代表"]) == sorted(three)
    assert found["县级代表"] == (three[0],)
    assert found["第二小组"] == (three[1],)


def test_the_list_says_how_many_are_called_and_came_and_what_is_still_to_be_entered(
    officer: Session, three: list[int]
) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.enter(officer, replace(INSPECTION, title="座谈", starts_at=datetime(2026, 4, 1, 9, 0)), three)
    activities.sign_in(officer, made.id, {three[0]: CAME})
    assert [(row["title"], row["called"], row["came"]) for row in activities.listing(officer).page(5)] == [
        ("座谈", 3, 0),
        (INSPECTION.title, 3, 1),
    ]
    assert [row["title"] for row in activities.listing(officer, view="unsigned").page(5)] == [INSPECTION.title]
    assert [row["title"] for row in activities.listing(officer, view="coming").page(5)] == ["座谈"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": " "}, "名称"),
        ({"starts_at": None}, "开始时间"),
        ({"ends_at": datetime(2026, 3, 4, 8, 0)}, "结束时间"),
        ({"half_days": 0}, "半天数"),
    ],
)
def test_an_activity_that_cannot_be_is_refused_in_words(officer: Session, values: dict[str, object], said: str) -> None:
    with pytest.raises(InvalidRecord, match=said):
        activities.enter(officer, replace(INSPECTION, **values), [])  # type: ignore[arg-type]


@pytest.mark.clause("3.1.4")
def test_an_activity_of_a_closed_term_stays_as_it_is(
    officer: Session, three: list[int], sign_in: Callable[[Role], Session]
) -> None:
    made = activities.enter(officer, INSPECTION, three)
    activities.sign_in(officer, made.id, {three[0]: CAME})
    head = sign_in(Role.HEAD)
    with head.action("term.close"):
        head.add(
            Term(name="第十九届", starts_on=date(2021, 1, 1), ends_on=date(2026, 3, 4), closed_on=date(2026, 3, 5))
        )
    for deed in (
        lambda: activities.edit(officer, made.id, title="另一个名称"),
        lambda: activities.sign_in(officer, made.id, {three[1]: CAME}),
        lambda: activities.void(officer, made.id, "登记重了"),
        lambda: activities.enter(officer, INSPECTION, three),
    ):
        with pytest.raises(RuleError, match="已经封存"):
            deed()
    assert len(lines(officer)) == 1
