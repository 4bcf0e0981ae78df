"""Joining and linking: one matter handled for several submitters, each of whom is told; undone at any time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Deadline, Feedback, Told, Way
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ..conftest import Clock
from .conftest import CENTRE, LOOK, STREETLIGHT, Desk

ALSO = replace(STREETLIGHT, submitter_name="何桂芬", phone="13900004417", title="村口路灯不亮")


def told(desk: Desk, opinion: Opinion, result: Told = Told.TOLD) -> Feedback:
    return opinions.inform_joined(
        desk.officer, Feedback(opinion_id=opinion.id, told=result, way=Way.PHONE, told_on=desk.officer.today)
    )


def now(desk: Desk, opinion: Opinion) -> Opinion:
    return desk.officer.get(Opinion, opinion.id)


@pytest.mark.clause("5.1.2")
def test_a_new_form_is_numbered_and_joined_in_one_go(desk: Desk) -> None:
    main = desk.submitted()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    assert (joined.status, joined.merged_into, joined.number[-5:], joined.holder) == (
        Status.MERGED,
        main.id,
        "0002号",
        "",
    )
    assert opinions.steps_of(desk.officer, joined.id)[0].label == "并入 0001 号"
    assert opinions.steps_of(desk.officer, main.id)[0].label == "0002 号并入本件"
    assert now(desk, main).status is Status.IN_REVIEW


def test_a_form_that_is_not_complete_is_not_joined_and_takes_no_number(desk: Desk) -> None:
    main = desk.submitted()
    with pytest.raises(InvalidRecord, match="分类"):
        opinions.register_and_merge(desk.officer, replace(ALSO, category_id=None), main.id)
    assert opinions.register_and_merge(desk.officer, ALSO, main.id).number.endswith("0002号")


def test_what_is_joined_to_a_joined_matter_goes_to_the_main_one(desk: Desk) -> None:
    main = desk.submitted()
    first = opinions.register_and_merge(desk.officer, ALSO, main.id)
    second = opinions.register_and_merge(desk.officer, ALSO, first.id)
    assert second.merged_into == main.id
    assert [each.id for each in opinions.related(desk.officer, main.id).joined] == [first.id, second.id]
    assert opinions.related(desk.officer, first.id).main == now(desk, main)


def test_a_matter_is_never_joined_to_itself_nor_in_a_circle(desk: Desk) -> None:
    main, other = desk.submitted(), desk.submitted(ALSO)
    with pytest.raises(RuleError, match="不能并入自己"):
        opinions.merge(desk.officer, main.id, main.id)
    opinions.merge(desk.officer, other.id, main.id)
    with pytest.raises(RuleError, match="不能并入自己"):
        opinions.merge(desk.officer, main.id, other.id)
    with pytest.raises(RuleError, match="已经并入"):
        opinions.merge(desk.officer, other.id, main.id)


def test_nothing_is_joined_to_a_draft_a_voided_or_a_closed_matter(desk: Desk, clock: Clock) -> None:
    draft, voided, closed = desk.drafted(), desk.submitted(), desk.informed()
    opinions.void(desk.head, voided.id, "重复登记")
    clock.go_to(date(2026, 4, 10))
    desk.closed(closed.id)
    for main, why in ((draft, "没有提交"), (voided, "已经作废"), (closed, "办结.*照常登记，并与它关联")):
        with pytest.raises(RuleError, match=why):
            opinions.register_and_merge(desk.officer, ALSO, main.id)


def test_an_answered_matter_is_not_joined_any_more(desk: Desk) -> None:
    main, answered = desk.submitted(), desk.replied(ALSO)
    with pytest.raises(RuleError, match="已答复"):
        opinions.merge(desk.officer, answered.id, main.id)


@pytest.mark.clause("4.3.2")
def test_the_main_matter_is_closed_only_when_each_joined_submitter_was_told(desk: Desk, clock: Clock) -> None:
    main = desk.informed()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    clock.go_to(date(2026, 4, 10))
    assert opinions.close_problems(desk.officer, main.id) == ["并入的 0002 号还没有告知反映人。"]
    with pytest.raises(RuleError, match="0002 号还没有告知"):
        opinions.close(desk.officer, main.id)
    told(desk, joined)
    assert opinions.related(desk.officer, main.id).untold == ()
    assert desk.closed(main.id).status is Status.CLOSED
    labels = [step.label for step in opinions.steps_of(desk.officer, main.id)]
    assert labels[:4] == ["审批同意办结", "审核同意办结", "申请办结", "并入的 0002 号：已告知反映人"]


@pytest.mark.clause("4.3.2")
def test_a_joined_submitter_who_is_not_reached_counts_as_told_after_two_days(desk: Desk, clock: Clock) -> None:
    main = desk.informed()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    told(desk, joined, Told.UNREACHABLE)
    assert opinions.related(desk.officer, main.id).untold == (now(desk, joined),)
    clock.forward(1)
    told(desk, joined, Told.UNREACHABLE)
    assert opinions.related(desk.officer, main.id).untold == ()


def test_nobody_is_told_before_there_is_an_answer_and_an_anonymous_one_never(desk: Desk) -> None:
    main = desk.submitted()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    with pytest.raises(RuleError, match="0001 号还没有答复"):
        told(desk, joined)
    hidden = replace(ALSO, is_anonymous=True, submitter_name="", phone="")
    opinions.register_and_merge(desk.officer, hidden, main.id)
    assert [each.id for each in opinions.related(desk.officer, main.id).untold] == [joined.id]


def test_a_main_matter_is_neither_voided_nor_withdrawn_while_others_are_joined_to_it(desk: Desk) -> None:
    main = desk.submitted()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    with pytest.raises(RuleError, match="0002 号并入了本件，不能作废"):
        opinions.void(desk.head, main.id, "重复")
    with pytest.raises(RuleError, match="不能撤回"):
        opinions.withdraw(desk.officer, main.id, "不反映了", desk.officer.today)
    opinions.unmerge(desk.officer, joined.id)
    assert opinions.void(desk.head, main.id, "重复").voided_on


def draft(desk: Desk) -> Opinion:
    return desk.drafted(ALSO)


def dispatched(desk: Desk) -> Opinion:
    return desk.dispatched(ALSO)


@pytest.mark.parametrize(
    "bring", [draft, Desk.submitted, Desk.reviewed, Desk.approved, dispatched], ids=lambda bring: bring.__name__
)
def test_taking_a_joining_back_puts_the_matter_where_it_stood(
    desk: Desk, clock: Clock, bring: Callable[[Desk], Opinion]
) -> None:
    main, before = desk.submitted(), bring(desk)
    opinions.merge(desk.officer, before.id, main.id, "同一处路灯")
    clock.forward(40)
    back = opinions.unmerge(desk.officer, before.id, "不是同一处")
    assert replace(back, number=before.number) == before
    assert back.number  # a number once given stays
    running = desk.officer.select(Deadline, "opinion_id = ? AND met_on IS NULL", (before.id,))
    assert [limit.due_on for limit in running] == ([before.due_on] if before.due_on else [])


def test_after_a_joining_was_taken_back_the_matter_goes_its_way_to_the_end(desk: Desk) -> None:
    main, other = desk.submitted(), desk.reviewed(ALSO)
    opinions.merge(desk.officer, other.id, main.id)
    opinions.unmerge(desk.vice, other.id)
    opinions.approve(desk.head, other.id, "同意交办。")
    opinions.dispatch(desk.officer, other.id, lead_body_id=CENTRE, requirement=LOOK)
    assert now(desk, other).status is Status.DISPATCHED
    with pytest.raises(RuleError, match="没有并案"):
        opinions.unmerge(desk.officer, other.id)


def test_a_joined_matter_waits_for_nobody_and_is_found_among_all(desk: Desk) -> None:
    main = desk.submitted()
    joined = opinions.register_and_merge(desk.officer, ALSO, main.id)
    assert opinions.open_steps_for(desk.officer, joined) == []
    rows = opinions.listing(desk.head, view=opinions.View.OPEN).page(10)
    assert [row["id"] for row in rows] == [main.id]
    rows = opinions.listing(desk.head, view=opinions.View.ALL).page(10)
    assert {row["id"] for row in rows} == {main.id, joined.id}


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_office_joins_and_links(desk: Desk, sign_in: Callable[[Role], Session], role: Role) -> None:
    main, other = desk.submitted(), desk.submitted(ALSO)
    for deed in (opinions.merge, opinions.link):
        with pytest.raises(RuleError, match="您的账号没有这项权限"):
            deed(sign_in(role), other.id, main.id)


def test_linked_matters_name_each_other_until_the_link_is_taken_back(desk: Desk) -> None:
    one, other = desk.submitted(), desk.submitted(ALSO)
    made = opinions.link(desk.officer, one.id, other.id)
    assert opinions.link(desk.vice, other.id, one.id) == made
    for mine, theirs in ((one, other), (other, one)):
        assert [each.id for each in opinions.related(desk.officer, mine.id).linked] == [theirs.id]
    assert opinions.steps_of(desk.officer, other.id)[0].label == "与 0001 号关联"
    opinions.unlink(desk.officer, other.id, one.id)
    assert opinions.related(desk.officer, one.id).linked == ()
    with pytest.raises(RuleError, match="没有关联"):
        opinions.unlink(desk.officer, one.id, other.id)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_joined_and_taken_back_in_any_order_nothing_is_lost_and_no_circle_arises(
    desk: Desk, clock: Clock, seed: int
) -> None:
    chance = random.Random(seed)
    bring = (Desk.drafted, Desk.submitted, Desk.submitted, Desk.approved, Desk.dispatched, Desk.replied)
    matters = [chance.choice(bring)(desk) for _ in range(6)]
    alone = {opinion.id: opinion for opinion in matters}
    for _ in range(40):
        one, other = chance.choice(matters).id, chance.choice(matters).id
        clock.forward(chance.choice((0, 0, 1)))
        try:
            if chance.random() < 0.6:
                opinions.merge(desk.officer, one, other)
            else:
                opinions.unmerge(desk.officer, one)
        except RuleError:
            pass
        for opinion in (desk.officer.get(Opinion, each) for each in alone):
            if opinion.status is Status.MERGED:
                main = desk.officer.get(Opinion, opinion.merged_into or 0)
                assert main.merged_into is None and main.status is not Status.MERGED
                assert opinion.due_on is None and opinion.number
            else:
                was = alone[opinion.id]
                assert replace(opinion, number="", holder="") == replace(was, number="", holder="")
    for each in alone:
        if desk.officer.get(Opinion, each).status is Status.MERGED:
            opinions.unmerge(desk.officer, each)
    for each, was in alone.items():
        assert replace(desk.officer.get(Opinion, each), number=was.number) == was
