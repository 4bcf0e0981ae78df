"""The end of a term: nothing open stays without an owner, then the old term is closed (2.2.4, 3.1.4, 4.6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import (
    deputies,
    handovers,
    rosters,
    term_closing,
    term_handing,
    term_matters,
    term_people,
    terms,
)
from lianluozhan.models.attendances import Attendance
from lianluozhan.models.deputies import Deputy, Level, MandateStatus
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.groups import GroupMember, GroupPost
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.term_matters import Owner
from lianluozhan.models.terms import Term
from tests.rosters import roster

from .term_station import LAST, NEW, NEXT, OLD, TERM, Left, furnish, seat


@pytest.fixture
def officer(sign_in) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def head(sign_in) -> Session:
    return sign_in(Role.HEAD)


@pytest.fixture
def left(db, keys, folder, clock, everybody) -> Left:
    return furnish(Session(db, everybody[Role.HEAD], frozenset(Role), keys=keys, folder=folder, now=clock))


@pytest.fixture
def term(officer, left) -> Term:
    return terms.begin(officer, TERM)


def all_to(officer: Session, term: Term, deputy_id: int) -> None:
    found = term_matters.left_behind(officer, term)
    term_handing.hand_over(officer, term.id, [matter.key for matter in found], Owner("", deputy_id=deputy_id))


def sign_all(officer: Session, term: Term) -> None:
    ids = [found.id for found in term_handing.lists_of(officer, term) if found.signed_on is None]
    term_handing.sign(officer, term.id, ids, "陈国栋", officer.today)


def wind_up(officer: Session, head: Session, term: Term, left: Left) -> Term:
    all_to(officer, term, left.newcomer)
    sign_all(officer, term)
    term_closing.expire(officer, term.id)
    return term_closing.close(head, term.id)


# Beginning ---------------------------------------------------------------------------------------------------------


def test_only_one_term_is_closed_at_a_time(officer, term):
    with pytest.raises(RuleError, match="第十八届的换届还没有办完"):
        terms.begin(officer, replace(TERM, name="第二十届"))


def test_a_term_without_its_last_day_and_levels_is_not_begun(officer):
    with pytest.raises(InvalidRecord) as refusal:
        terms.begin(officer, Term(name="第十八届", starts_on=date(2021, 3, 1)))
    assert set(refusal.value.problems) == {"levels", "ends_on", "next_name"}


def test_the_next_term_begins_the_day_after_unless_another_day_is_given(officer):
    assert terms.begin(officer, replace(TERM, next_starts_on=None)).next_starts_on == date(2026, 3, 1)


# Who leaves --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("2.2.4")
def test_who_has_no_mandate_after_the_last_day_leaves(officer, term, left):
    found = term_people.people(officer, term)
    assert [each.id for each in term_people.leaving(officer, term)] == [left.leaver, left.other]
    assert [person.deputy.id for person in found.staying] == [left.stayer]
    assert [person.deputy.id for person in found.coming] == [left.newcomer]
    assert found.unknown == ()


def test_a_mandate_without_days_and_term_is_unknown_until_somebody_says_what_it_is(officer, term):
    with officer.action("deputy.edit"):
        someone = seat(officer, "吴不明", replace(OLD, starts_on=None, term=""))
    found = term_people.people(officer, term)
    assert [person.deputy.id for person in found.unknown] == [someone]
    with pytest.raises(RuleError, match="吴不明"):
        term_closing.expire(officer, term.id)
    term_people.count_in(officer, term.id, [mandate.id for mandate in found.unknown[0].of(term_people.Belongs.UNKNOWN)])
    after = term_people.people(officer, term)
    assert after.unknown == () and someone in after.leaving_ids


def test_the_mandate_of_the_next_term_is_known_by_its_name_even_when_it_was_won_before_the_last_day(officer, term):
    early = replace(NEW, starts_on=date(2026, 2, 10))
    assert term_people.belongs(term, early) is term_people.Belongs.NEXT
    assert term_people.belongs(term, replace(early, term="19")) is term_people.Belongs.OLD


@pytest.mark.clause("2.2.4")
def test_a_deputy_elected_again_keeps_one_record_with_two_mandates(officer, term, left):
    term_closing.expire(officer, term.id)
    deputies.add_mandate(officer, left.other, NEW)
    held = deputies.mandates_of(officer, left.other)
    assert [(mandate.status, mandate.term) for mandate in held] == [
        (MandateStatus.ACTIVE, "第十九届"),
        (MandateStatus.EXPIRED, "第十八届"),
    ]
    person = next(each for each in term_people.people(officer, term).staying if each.deputy.id == left.other)
    assert person.elected_again


# What is left behind -----------------------------------------------------------------------------------------------


@pytest.mark.clause("3.1.4")
def test_every_open_matter_of_a_leaving_deputy_is_found(officer, term, left):
    found = {matter.key for matter in term_matters.left_behind(officer, term)}
    assert found == {
        ("opinions", left.opinion),
        ("opinions", 3),  # made of a contact
        ("suggestions", left.suggestion),
        ("promises", left.promise),
        ("visits", left.visit),
        ("attendances", left.duty),
        ("group_members", left.post),
        ("villages", left.village),
        ("deputies", left.leaver),
    }
    assert {matter.key for matter in term_matters.without_owner(officer, term)} == found


def test_a_matter_that_a_staying_deputy_brought_too_has_its_owner(officer, term, left):
    with officer.action("opinion.edit"):
        officer.change(officer.get(Opinion, left.opinion), deputy_ids=(left.leaver, left.stayer))
    found = {matter.key: matter for matter in term_matters.left_behind(officer, term)}
    assert [owner.name for owner in found[("opinions", left.opinion)].owners] == ["孙悦"]


@pytest.mark.clause("3.1.4")
def test_the_owner_is_whoever_the_newest_list_names_and_who_received_it_stays(officer, term, left):
    key = ("opinions", left.opinion)
    assert [owner.name for owner in term_matters.owner_of(officer, *key)] == ["赵明山"]
    term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.newcomer))
    assert [owner.name for owner in term_matters.owner_of(officer, *key)] == ["李新民"]
    term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.stayer))
    assert [owner.name for owner in term_matters.owner_of(officer, *key)] == ["孙悦"]
    assert officer.get(Opinion, left.opinion).deputy_ids == (left.leaver,)
    (only,) = term_handing.lists_of(officer, term)
    assert [item.to_name for item in handovers.items_of(officer, only.id)] == ["孙悦"]


def test_what_two_leaving_deputies_raised_stands_on_the_lists_of_both(officer, term, left):
    staff = Owner("", staff_id=officer.staff.id)
    made = term_handing.hand_over(officer, term.id, [("suggestions", left.suggestion)], staff)
    lists = {officer.get(HandOver, item.handover_id).from_name for item in made}
    assert lists == {"赵明山", "钱进"} and {item.to_name for item in made} == {"王秀英"}


def test_nothing_is_handed_to_somebody_who_leaves_himself(officer, term, left):
    with pytest.raises(RuleError, match="钱进在这一届以后不是代表"):
        term_handing.hand_over(officer, term.id, [("opinions", left.opinion)], Owner("", deputy_id=left.other))


def test_a_duty_moves_at_once_and_goes_to_a_deputy_only(officer, term, left):
    key = ("attendances", left.duty)
    with pytest.raises(RuleError, match="由代表出席"):
        term_handing.hand_over(officer, term.id, [key], Owner("", staff_id=officer.staff.id))

    def on_duty() -> list[int | None]:
        where = "owner_table = 'receptions' AND owner_id = ? AND voided_on IS NULL"
        return [line.deputy_id for line in officer.select(Attendance, where, (left.reception,))]

    term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.newcomer))
    assert on_duty() == [left.newcomer]
    term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.stayer))
    assert on_duty() == [left.stayer]
    assert officer.get(Attendance, left.duty).deputy_id == left.leaver


def test_a_post_in_a_group_is_not_given_to_a_member_of_another(officer, term, left):
    from lianluozhan.models.groups import DeputyGroup

    with officer.action("group.edit"):
        second = officer.add(DeputyGroup(name="第二小组"))
        officer.add(GroupMember(group_id=second.id, deputy_id=left.stayer))
    with pytest.raises(RuleError, match="孙悦现在是第二小组的成员"):
        term_handing.hand_over(officer, term.id, [("group_members", left.post)], Owner("", deputy_id=left.stayer))


@pytest.mark.clause("2.2.4")
def test_a_lower_post_in_a_group_is_not_given_to_its_leader(officer, term, left):
    with officer.action("group.edit"):
        officer.change(officer.get(GroupMember, left.post), post=GroupPost.VICE_LEADER)
        officer.add(GroupMember(group_id=left.group, deputy_id=left.stayer, post=GroupPost.LEADER))
    with pytest.raises(
        RuleError, match="孙悦是第一小组组长，一位代表只担任一个小组职务。请给“第一小组副组长”另选一位代表"
    ):
        term_handing.hand_over(officer, term.id, [("group_members", left.post)], Owner("", deputy_id=left.stayer))


def test_one_person_takes_the_rest_except_what_he_cannot(officer, term, left):
    with officer.action("group.edit"):
        officer.add(GroupMember(group_id=left.group, deputy_id=left.other, post=GroupPost.VICE_LEADER))
    refused = term_handing.hand_over_rest(officer, term.id, Owner("", deputy_id=left.newcomer))
    assert len(refused) == 1 and "李新民已经接手“第一小组组长”" in refused[0]
    (vice,) = term_matters.without_owner(officer, term)
    assert vice.subject == "第一小组副组长"
    assert "不能交给工作人员" in term_handing.hand_over_rest(officer, term.id, Owner("", staff_id=1))[0]
    assert term_handing.hand_over_rest(officer, term.id, Owner("", deputy_id=left.stayer)) == []


def test_a_signed_list_is_kept_as_it_was_signed(officer, term, left):
    key = ("opinions", left.opinion)
    term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.newcomer))
    (found,) = term_handing.lists_of(officer, term)
    with pytest.raises(InvalidRecord, match="监交人不能是"):
        term_handing.sign(officer, term.id, [found.id], "李新民", officer.today)
    term_handing.sign(officer, term.id, [found.id], "陈国栋", officer.today)
    with pytest.raises(RuleError, match="签过字的清单"):
        term_handing.hand_over(officer, term.id, [key], Owner("", deputy_id=left.stayer))


# Expiry and closing ------------------------------------------------------------------------------------------------


def test_on_the_last_day_the_mandates_and_the_memberships_are_over(officer, term, left):
    assert term_closing.expire(officer, term.id) == 3
    (held,) = deputies.mandates_of(officer, left.leaver)
    assert (held.status, held.ends_on, held.end_reason) == (MandateStatus.EXPIRED, LAST, "届满")
    assert officer.get(GroupMember, left.post).ends_on == LAST
    levels = {mandate.level: mandate.status for mandate in deputies.mandates_of(officer, left.stayer)}
    assert levels == {Level.TOWNSHIP: MandateStatus.EXPIRED, Level.COUNTY: MandateStatus.ACTIVE}


def test_mandates_do_not_expire_before_the_last_day(officer, clock, left):
    clock.go_to(date(2026, 2, 20))
    term = terms.begin(officer, TERM)
    with pytest.raises(RuleError, match="2026年2月28日届满"):
        term_closing.expire(officer, term.id)


@pytest.mark.clause("4.6.1")
def test_a_term_is_not_closed_while_something_has_no_owner(officer, head, term, left):
    with pytest.raises(RuleError, match="9 件未了事项没有人接手"):
        term_closing.close(head, term.id)
    all_to(officer, term, left.newcomer)
    term_closing.expire(officer, term.id)
    with pytest.raises(RuleError, match="2 份交接清单还没有签字"):
        term_closing.close(head, term.id)
    sign_all(officer, term)
    assert term_matters.without_owner(officer, term) == []
    assert term_closing.close(head, term.id).closed_on == head.today


@pytest.mark.clause("3.1.4")
def test_what_was_handed_over_moves_when_the_term_is_closed(officer, head, term, left):
    wind_up(officer, head, term, left)
    taker = officer.get(Deputy, left.newcomer)
    assert taker.village_ids == (left.village,)
    assert taker.linked_voters == "孙桂兰\n周大山"
    assert officer.get(Deputy, left.leaver).linked_voters == "孙桂兰\n周大山"  # the old file stays as it was
    (post,) = officer.select(GroupMember, "deputy_id = ?", (left.newcomer,))
    assert (post.group_id, post.post, post.starts_on) == (left.group, GroupPost.LEADER, date(2026, 3, 1))
    assert term_matters.ownerless(officer) == []


def test_a_group_that_has_chosen_its_leader_meanwhile_keeps_him(officer, head, term, left):
    all_to(officer, term, left.newcomer)
    sign_all(officer, term)
    term_closing.expire(officer, term.id)
    with officer.action("group.edit"):
        post = GroupMember(group_id=left.group, deputy_id=left.stayer, post=GroupPost.LEADER, starts_on=NEXT)
        officer.add(post)
    term_closing.close(head, term.id)
    leaders = officer.select(GroupMember, "post = 'leader' AND (ends_on IS NULL OR ends_on > '2026-02-28')")
    assert [each.deputy_id for each in leaders] == [left.stayer]


@pytest.mark.clause("2.2.4")
def test_who_leads_the_group_by_the_time_of_the_closing_goes_on_leading_it(officer, head, term, left):
    with officer.action("group.edit"):
        officer.change(officer.get(GroupMember, left.post), post=GroupPost.VICE_LEADER)
    all_to(officer, term, left.stayer)
    sign_all(officer, term)
    term_closing.expire(officer, term.id)
    with officer.action("group.edit"):
        officer.add(GroupMember(group_id=left.group, deputy_id=left.stayer, post=GroupPost.LEADER, starts_on=NEXT))
    term_closing.close(head, term.id)
    (own,) = officer.select(GroupMember, "deputy_id = ? AND ends_on IS NULL", (left.stayer,))
    assert own.post is GroupPost.LEADER


@pytest.mark.clause("2.2.4")
def test_a_roster_finds_the_same_person_again_and_gives_him_a_second_mandate(officer, term, left, tmp_path):
    term_closing.expire(officer, term.id)
    rows = (("1", "钱进", "男", "汉", "", "", "", "", "镇", "第三选区", "", ""),)
    plan = rosters.plan(
        officer, roster(tmp_path / "新名册.xlsx", *rows), term="第十九届", starts_on=NEXT, assume_same=True
    )
    rosters.store(officer, plan)
    assert [mandate.term for mandate in deputies.mandates_of(officer, left.other)] == ["第十九届", "第十八届"]
    found = term_people.people(officer, term)
    assert left.other in {person.deputy.id for person in found.staying if person.elected_again}


def test_only_the_head_closes_a_term(officer, term):
    with pytest.raises(RuleError, match="由站长办理"):
        term_closing.close(officer, term.id)


# Giving up ---------------------------------------------------------------------------------------------------------


def test_a_term_that_is_given_up_leaves_everything_as_it_was(officer, term, left):
    with officer.action("deputy.edit"):
        officer.change(deputies.mandates_of(officer, left.newcomer)[0], level=Level.COUNTY)
    before = [deputies.mandates_of(officer, each) for each in (left.leaver, left.other, left.stayer)]
    members = officer.select(GroupMember)
    duty = officer.get(Attendance, left.duty)
    all_to(officer, term, left.stayer)
    term_closing.expire(officer, term.id)
    term_closing.give_up(officer, term.id, "选举推迟")
    assert [deputies.mandates_of(officer, each) for each in (left.leaver, left.other, left.stayer)] == before
    assert officer.select(GroupMember) == members
    assert officer.get(Attendance, left.duty) == duty
    assert terms.under_way(officer) is None
    assert [owner.name for owner in term_matters.owner_of(officer, "opinions", left.opinion)] == ["赵明山"]
    terms.begin(officer, TERM)


def test_a_term_whose_successors_are_entered_is_not_given_up(officer, term):
    with pytest.raises(RuleError, match="第十九届的代表已经登记"):
        term_closing.give_up(officer, term.id, "选举推迟")
