"""The people of a station: posts held from a day to a day, and deputies with their mandates (2.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from lianluozhan.models import deputies, deputy_lists, staff
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


@pytest.mark.clause("2.2.2")
def test_one_of_two_vice_heads_is_succeeded_and_the_other_stays(officer: Session) -> None:
    second = staff.add_staff(officer, Staff(name="李卫东"), Post.VICE_HEAD, date(2025, 6, 1))
    third = staff.add_staff(officer, Staff(name="何文"), Post.WORKER, date(2025, 6, 1))
    mine = staff.appointments(officer, second.id)[0]
    staff.succeed(officer, third.id, Post.VICE_HEAD, SPRING, appointment_id=mine.id)
    held = officer.select(Appointment, "post = 'vice_head' AND ends_on IS NULL", order="starts_on")
    assert [post.staff_id for post in held] == [officer.value("SELECT id FROM staff WHERE name = '刘桂兰'"), third.id]


@pytest.mark.clause("2.2.1")
def test_the_days_of_a_post_are_put_right_but_never_over_another_head(officer: Session) -> None:
    newcomer = staff.add_staff(officer, Staff(name="李卫东"), Post.WORKER, SPRING)
    head = staff.succeed(officer, newcomer.id, Post.HEAD, SPRING)
    with pytest.raises(RuleError, match="陈国栋在这段时间任站长"):
        staff.correct_appointment(officer, head.id, date(2026, 3, 15), None)
    assert staff.correct_appointment(officer, head.id, date(2026, 4, 2), None).starts_on == date(2026, 4, 2)


def test_the_staff_are_listed_by_post_and_those_who_left_on_demand(officer: Session) -> None:
    helper = staff.add_staff(officer, Staff(name="阿强", phone="13900001111"), Post.WORKER, date(2026, 1, 1))
    assert staff.listing(officer).page(1)[0]["name"] == "陈国栋"
    assert [row["name"] for row in staff.listing(officer, "1390000").page(9)] == ["阿强"]
    staff.retire_staff(officer, helper.id, date(2026, 3, 1))
    assert staff.listing(officer, "阿强").count() == 0
    assert staff.listing(officer, "阿强", retired=True).count() == 1
    assert staff.bring_back_staff(officer, helper.id).retired_on is None


def test_a_mandate_entered_wrongly_is_put_right_and_does_not_meet_another(officer: Session) -> None:
    first = Mandate(level=Level.TOWNSHIP, starts_on=date(2021, 12, 1), ends_on=date(2026, 11, 30))
    person = deputies.add(officer, Deputy(name="赵明山"), [first])
    second = deputies.add_mandate(officer, person.id, Mandate(level=Level.COUNTY, starts_on=date(2022, 1, 1)))
    with pytest.raises(RuleError, match="已有乡镇级代表任职"):
        deputies.correct_mandate(officer, second.id, level=Level.TOWNSHIP)
    assert deputies.correct_mandate(officer, second.id, term="第十八届").term == "第十八届"


@pytest.mark.clause("2.2.4")
def test_a_suspended_mandate_goes_on_when_the_reason_is_gone(officer: Session) -> None:
    person = deputies.add(officer, Deputy(name="赵明山"), [Mandate(starts_on=date(2021, 12, 1))])
    mandate = deputies.mandates_of(officer, person.id)[0]
    reason = deputies.REASONS[MandateStatus.SUSPENDED][0]
    deputies.end_mandate(officer, mandate.id, MandateStatus.SUSPENDED, date(2026, 3, 1), reason)
    assert deputies.choices(officer) == [] and deputy_lists.listing(officer).page(1)[0]["levels"] is None
    deputies.resume_mandate(officer, mandate.id, date(2026, 11, 30))
    assert deputies.choices(officer) == [(person.id, "赵明山（镇）")]
    with pytest.raises(RuleError, match="没有暂停"):
        deputies.resume_mandate(officer, mandate.id)


def test_deputies_are_found_by_name_and_constituency(officer: Session) -> None:
    deputies.add(officer, Deputy(name="赵明山"), [Mandate(constituency="石桥第二选区")])
    deputies.add(officer, Deputy(name="孙丽华"), [Mandate(constituency="集镇选区", level=Level.COUNTY)])
    assert [row["name"] for row in deputy_lists.listing(officer, "石桥").page(9)] == ["赵明山"]
    assert [row["levels"] for row in deputy_lists.listing(officer, "丽").page(9)] == ["county"]
