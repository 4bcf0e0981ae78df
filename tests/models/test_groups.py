"""Groups of deputies: one leader at a time, everybody in one, history kept (2.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import deputies, groups
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.groups import DeputyGroup, GroupPost
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

MARCH = date(2026, 3, 1)


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def group(officer: Session) -> DeputyGroup:
    return groups.form(officer, DeputyGroup(name="第二小组", formed_on=MARCH))


def deputy(session: Session, name: str) -> Deputy:
    return deputies.add(session, Deputy(name=name), [Mandate(level=Level.TOWNSHIP)])


@pytest.mark.clause("2.2.4")
def test_a_second_leader_is_refused_by_the_name_of_the_first(officer: Session, group: DeputyGroup) -> None:
    zhao, zheng = deputy(officer, "赵明山"), deputy(officer, "郑敏")
    groups.join(officer, group.id, zhao.id, MARCH, GroupPost.LEADER)
    with pytest.raises(RuleError, match="“第二小组”的组长是赵明山，组长只能有一位"):
        groups.join(officer, group.id, zheng.id, MARCH, GroupPost.LEADER)
    member = groups.join(officer, group.id, zheng.id, MARCH)
    with pytest.raises(RuleError, match="组长是赵明山"):
        groups.appoint(officer, member.id, GroupPost.LEADER, date(2026, 3, 5))


@pytest.mark.clause("2.2.4")
def test_who_succeeds_as_leader_leaves_the_one_before_as_a_member_with_his_days(
    officer: Session, group: DeputyGroup
) -> None:
    zhao, zheng = deputy(officer, "赵明山"), deputy(officer, "郑敏")
    groups.join(officer, group.id, zhao.id, MARCH, GroupPost.LEADER)
    member = groups.join(officer, group.id, zheng.id, MARCH)
    groups.appoint(officer, member.id, GroupPost.LEADER, date(2026, 3, 5), succeed=True)
    now = groups.members(officer, group.id, date(2026, 3, 5))
    assert [(each.deputy_id, each.post) for each in now] == [
        (zheng.id, GroupPost.LEADER),
        (zhao.id, GroupPost.MEMBER),
    ]
    led = groups.leader(officer, group.id, date(2026, 3, 4))
    assert led is not None and led.deputy_id == zhao.id


@pytest.mark.clause("2.2.4")
def test_deputies_in_office_without_a_group_are_named(officer: Session, group: DeputyGroup) -> None:
    zhao, zheng = deputy(officer, "赵明山"), deputy(officer, "郑敏")
    gone = deputy(officer, "周犇")
    mandate = deputies.mandates_of(officer, gone.id)[0]
    deputies.end_mandate(officer, mandate.id, MandateStatus.ENDED, date(2026, 3, 2), "去世")
    member = groups.join(officer, group.id, zhao.id, MARCH)
    assert groups.without_group(officer) == [(zheng.id, "郑敏（镇）")]
    groups.leave(officer, member.id, date(2026, 3, 4))
    assert [each for each, _ in groups.without_group(officer)] == [zhao.id, zheng.id]
    assert [each.deputy_id for each in groups.earlier_members(officer, group.id, officer.today)] == [zhao.id]


def test_a_group_of_fewer_than_three_is_noted_and_not_refused(officer: Session, group: DeputyGroup) -> None:
    for name in ("赵明山", "郑敏"):
        groups.join(officer, group.id, deputy(officer, name).id, MARCH)
    assert groups.doubts(officer, group.id) == ["现在有 2 位代表，一般不少于 3 位。", "还没有组长，请指定一位。"]
    groups.join(officer, group.id, deputy(officer, "周犇").id, MARCH, GroupPost.LEADER)
    assert groups.doubts(officer, group.id) == []
    row = groups.listing(officer).page(1)[0]
    assert (row["leader"], row["people"]) == ("周犇", 3)


def test_nobody_is_put_twice_into_a_group_and_no_two_groups_have_one_name(officer: Session, group: DeputyGroup) -> None:
    zhao = deputy(officer, "赵明山")
    member = groups.join(officer, group.id, zhao.id, MARCH)
    with pytest.raises(RuleError, match="赵明山已经在“第二小组”里"):
        groups.join(officer, group.id, zhao.id, date(2026, 3, 3))
    with pytest.raises(InvalidRecord, match="已经有一个“第二小组”"):
        groups.form(officer, DeputyGroup(name="第二小组"))
    with pytest.raises(InvalidRecord, match="不能早于入组日期"):
        groups.leave(officer, member.id, date(2026, 2, 1))


def test_a_group_that_is_given_up_keeps_who_was_in_it(officer: Session, group: DeputyGroup) -> None:
    zhao = deputy(officer, "赵明山")
    groups.join(officer, group.id, zhao.id, MARCH)
    groups.dissolve(officer, group.id, date(2026, 3, 4))
    assert groups.choices(officer) == [] and groups.groups_of(officer, zhao.id) == []
    assert [each.deputy_id for each in groups.members(officer, group.id, MARCH)] == [zhao.id]
    with pytest.raises(RuleError, match="已经停用"):
        groups.join(officer, group.id, zhao.id, date(2026, 3, 5))
