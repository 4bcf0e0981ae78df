"""The people of a station: posts held from a day to a day, and deputies with their mandates (2.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import deputies, staff
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Appointment, Post, Staff

SPRING = date(2026, 4, 1)


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.mark.clause("2.2.1")
def test_a_station_has_one_head_at_a_time(officer: Session) -> None:
    with pytest.raises(RuleError, match="陈国栋在这段时间任站长，站长只能有一位"):
        staff.add_staff(officer, Staff(name="李卫东"), Post.HEAD, SPRING)
    assert officer.select(Staff, "name = '李卫东'") == []


@pytest.mark.clause("2.2.1")
def test_who_succeeds_as_head_begins_the_day_after_the_one_before(officer: Session) -> None:
    newcomer = staff.add_staff(officer, Staff(name="李卫东"), Post.WORKER, SPRING)
    staff.succeed(officer, newcomer.id, Post.HEAD, SPRING)
    held = officer.select(Appointment, "post = 'head'", order="starts_on")
    assert [(post.starts_on, post.ends_on) for post in held] == [
        (date(2025, 1, 1), date(2026, 3, 31)),
        (SPRING, None),
    ]


@pytest.mark.clause("2.2.2")
def test_a_station_may_have_several_vice_heads(officer: Session) -> None:
    second = staff.add_staff(officer, Staff(name="李卫东"), Post.VICE_HEAD, SPRING)
    assert [post.post for post in staff.appointments(officer, second.id)] == [Post.VICE_HEAD]


@pytest.mark.clause("2.2.3")
def test_nobody_holds_the_same_post_twice_at_once_or_ends_it_before_it_began(officer: Session) -> None:
    mine = staff.appointments(officer, officer.staff.id)[0]
    with pytest.raises(RuleError, match="已经任联络员"):
        staff.appoint(officer, officer.staff.id, Post.LIAISON_OFFICER, SPRING)
    with pytest.raises(InvalidRecord, match="不能早于"):
        staff.end_appointment(officer, mine.id, date(2024, 12, 31))


@pytest.mark.clause("2.2.3")
def test_who_leaves_can_no_longer_sign_in_and_keeps_his_name_on_what_he_did(officer: Session) -> None:
    leaving = officer.staff.id
    with pytest.raises(RuleError, match="先停用账号"):
        staff.retire_staff(officer, leaving, SPRING)
    newcomer = staff.add_staff(officer, Staff(name="李卫东"), Post.LIAISON_OFFICER, date(2026, 2, 1))
    gone = staff.retire_staff(officer, newcomer.id, SPRING)
    assert staff.appointments(officer, gone.id)[0].ends_on == SPRING
    assert (gone.id, gone.name) not in staff.choices(officer)


@pytest.mark.clause("2.2.4")
def test_a_deputy_is_entered_with_every_mandate_and_named_with_their_levels(officer: Session) -> None:
    with pytest.raises(RuleError, match="至少填一条代表任职"):
        deputies.add(officer, Deputy(name="赵明山"), [])
    both = [Mandate(level=Level.COUNTY, term="十八届"), Mandate(level=Level.TOWNSHIP, term="二十届")]
    added = deputies.add(officer, Deputy(name="赵明山"), both)
    assert deputies.choices(officer) == [(added.id, "赵明山（县、镇）")]


@pytest.mark.clause("2.2.4")
def test_two_mandates_of_one_level_do_not_overlap(officer: Session) -> None:
    first = Mandate(level=Level.COUNTY, starts_on=date(2021, 12, 1), ends_on=date(2026, 12, 1))
    added = deputies.add(officer, Deputy(name="赵明山"), [first])
    with pytest.raises(RuleError, match="已有县级代表任职"):
        deputies.add_mandate(officer, added.id, Mandate(level=Level.COUNTY, starts_on=SPRING))
    deputies.add_mandate(officer, added.id, Mandate(level=Level.COUNTY, starts_on=date(2026, 12, 2)))


@pytest.mark.clause("2.2.4")
def test_whose_mandate_has_ended_is_chosen_no_more_and_the_reason_stays(officer: Session) -> None:
    added = deputies.add(officer, Deputy(name="赵明山"), [Mandate(level=Level.COUNTY)])
    mandate = deputies.mandates_of(officer, added.id)[0]
    with pytest.raises(InvalidRecord, match="原因"):
        deputies.end_mandate(officer, mandate.id, MandateStatus.ENDED, SPRING, " ")
    ended = deputies.end_mandate(officer, mandate.id, MandateStatus.ENDED, SPRING, "辞职")
    assert (ended.end_reason, deputies.choices(officer)) == ("辞职", [])
