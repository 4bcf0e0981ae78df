"""Closing with approval: asked for by the officer, reviewed by the vice head, approved by the head (F20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions, settings
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, Signed, Status, View
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Source, Verdict
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Appointment, Staff

from ..conftest import Clock
from .conftest import ALSO_ANONYMOUS, Desk


def judged(desk: Desk, result: Satisfaction = Satisfaction.SATISFIED) -> Opinion:
    found = desk.informed()
    reason = "没修好。" if result is Satisfaction.DISSATISFIED else ""
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=found.id, result=result, reason=reason, evaluated_on=desk.officer.today),
    )
    return desk.officer.get(Opinion, found.id)


@pytest.mark.clause("4.3.2")
def test_a_matter_is_closed_after_application_review_and_approval(desk: Desk) -> None:
    found = judged(desk)
    with pytest.raises(RuleError, match="要站长审批"):
        opinions.close(desk.officer, found.id)
    asked = opinions.apply_close(desk.officer, found.id, "已办好。")
    assert (asked.holder, asked.status) == ("副站长 刘桂兰", Status.INFORMED)
    assert asked.id in [row["id"] for row in opinions.waiting_for(desk.vice).page(9)]
    assert asked.id not in [row["id"] for row in opinions.waiting_for(desk.officer).page(9)]
    assert opinions.open_steps_for(desk.vice, asked) == ["review_close", "refuse_close"]
    assert opinions.open_steps_for(desk.head, asked) == []
    reviewed = opinions.review_close(desk.vice, found.id, "属实。")
    assert reviewed.holder == "站长 陈国栋"
    assert reviewed.id in [row["id"] for row in opinions.waiting_for(desk.head).page(9)]
    assert opinions.open_steps_for(desk.head, reviewed) == ["refuse_close", "approve_close"]
    closed = opinions.approve_close(desk.head, found.id, "同意。")
    assert (closed.status, closed.holder, closed.due_on) == (Status.CLOSED, "", None)


@pytest.mark.clause("4.3.2")
def test_an_application_has_the_limits_of_review_and_approval(desk: Desk) -> None:
    found = judged(desk)
    asked = opinions.apply_close(desk.officer, found.id)
    assert (desk.officer.get(Opinion, asked.id).due_kind, asked.due_on) == ("办结审核", date(2026, 3, 10))
    assert opinions.review_close(desk.vice, found.id).due_kind == "办结审批"
    assert opinions.listing(desk.head, view=View.OPEN).page(1)[0]["due_kind"] == "办结审批"


def test_an_application_can_be_given_back_with_a_reason_and_made_again(desk: Desk) -> None:
    found = judged(desk)
    opinions.apply_close(desk.officer, found.id)
    back = opinions.refuse_close(desk.vice, found.id, "请附照片。")
    assert (back.holder, back.due_on) == ("王秀英", None)
    assert "apply_close" in opinions.open_steps_for(desk.officer, back)
    assert desk.closed(found.id).status is Status.CLOSED


@pytest.mark.clause("5.1.3")
def test_review_and_approval_of_a_closing_can_be_taken_back_by_their_own_hand(desk: Desk) -> None:
    found = judged(desk)
    asked = opinions.apply_close(desk.officer, found.id)
    opinions.review_close(desk.vice, found.id, "属实。")
    with pytest.raises(RuleError, match="由刘桂兰本人撤销"):
        opinions.take_back(desk.head, opinions.steps_of(desk.head, found.id)[0].id)
    back = opinions.take_back(desk.vice, opinions.steps_of(desk.vice, found.id)[0].id)
    assert (back.holder, back.due_kind, back.due_on) == (asked.holder, "办结审核", asked.due_on)
    opinions.review_close(desk.vice, found.id, "属实。")
    opinions.approve_close(desk.head, found.id, "同意。")
    again = opinions.take_back(desk.head, opinions.steps_of(desk.head, found.id)[0].id)
    assert (again.status, again.closed_on, again.holder, again.due_kind) == (
        Status.INFORMED,
        None,
        "站长 陈国栋",
        "办结审批",
    )
    assert opinions.approve_close(desk.head, found.id, "同意。").status is Status.CLOSED


def test_nobody_approves_what_he_reviewed_or_asked_for(desk: Desk) -> None:
    found = judged(desk)
    opinions.apply_close(desk.officer, found.id)
    both = replace_roles(desk, Role.VICE_HEAD, Role.HEAD)
    opinions.review_close(both, found.id)
    with pytest.raises(RuleError, match="不能是同一个人"):
        opinions.approve_close(both, found.id)
    officer = replace_roles(desk, Role.LIAISON_OFFICER, Role.HEAD)
    with pytest.raises(RuleError, match="不能是同一个人"):
        opinions.approve_close(officer, found.id)


def replace_roles(desk: Desk, own: Role, also: Role):  # type: ignore[no-untyped-def]
    """The person of a role with another role besides."""
    session = {Role.VICE_HEAD: desk.vice, Role.LIAISON_OFFICER: desk.officer}[own]
    session.roles = frozenset({own, also})
    return session


def test_without_a_vice_head_the_application_goes_to_the_head(desk: Desk) -> None:
    found = judged(desk)
    with desk.officer.action("station.set_up"):
        for post in desk.officer.select(Appointment, "post = 'vice_head'"):
            desk.officer.change(post, ends_on=date(2026, 3, 4))
    assert opinions.apply_close(desk.officer, found.id).holder == "站长 陈国栋"
    assert opinions.approve_close(desk.head, found.id).status is Status.CLOSED


@pytest.mark.clause("4.3.2")
def test_a_sheet_that_the_head_signed_closes_with_his_name_and_day(
    desk: Desk, clock: Clock, everybody: dict[Role, Staff]
) -> None:
    found = judged(desk)
    clock.forward(5)
    assert "close" in opinions.paper_steps_for(desk.officer, found)
    closed = opinions.close(desk.officer, found.id, "同意。", signed=Signed(everybody[Role.HEAD].id, date(2026, 3, 6)))
    step = opinions.steps_of(desk.officer, found.id)[0]
    assert (closed.closed_on, step.source, step.staff_name) == (date(2026, 3, 6), Source.PAPER, "陈国栋")


def test_a_station_that_wants_no_approval_closes_at_once(desk: Desk) -> None:
    found = judged(desk)
    settings.change(desk.head, "opinion.close_approval", "不要")
    assert "close" in opinions.open_steps_for(desk.officer, found)
    with pytest.raises(RuleError, match="不要审批"):
        opinions.apply_close(desk.officer, found.id)
    assert opinions.close(desk.officer, found.id).status is Status.CLOSED


def test_an_anonymous_matter_waits_for_the_heads_too_and_for_no_officer(desk: Desk) -> None:
    answered = desk.replied(ALSO_ANONYMOUS)
    opinions.apply_close(desk.officer, answered.id)
    for session, waits in ((desk.officer, False), (desk.vice, True), (desk.head, False)):
        assert (answered.id in [row["id"] for row in opinions.waiting_for(session).page(9)]) is waits


def test_a_late_judgement_ends_the_application(desk: Desk, clock: Clock) -> None:
    found = desk.informed()
    clock.go_to(date(2026, 3, 30))
    opinions.apply_close(desk.officer, found.id)
    opinions.evaluate(
        desk.officer,
        Evaluation(
            opinion_id=found.id, result=Satisfaction.DISSATISFIED, reason="没修。", evaluated_on=desk.officer.today
        ),
    )
    with pytest.raises(RuleError, match="没有等待审批的办结申请"):
        opinions.review_close(desk.vice, found.id)
    assert desk.officer.get(Opinion, found.id).holder == "站长 陈国栋"


@pytest.mark.clause("4.3.2")
def test_the_conditions_of_closing_are_listed_met_or_not(desk: Desk) -> None:
    answered = desk.replied()
    assert [bool(found.problem) for found in opinions.conditions(desk.officer, answered.id)] == [
        *(False, False, True, False)
    ]
    done = judged(desk)
    assert not [found for found in opinions.conditions(desk.officer, done.id) if found.problem]


# The head's decision after 不满意 ------------------------------------------------------------------------------------


@pytest.mark.clause("4.3.3")
@pytest.mark.parametrize("verdict", [Verdict.KEY, Verdict.MEETING])
def test_under_the_eyes_of_the_head_the_body_answers_again_and_the_submitter_is_asked_anew(
    desk: Desk, verdict: Verdict
) -> None:
    found = judged(desk, Satisfaction.DISSATISFIED)
    made = opinions.decide(desk.head, found.id, "副站长跟踪。", verdict=verdict)
    assert made.decision == f"{verdict.label}：副站长跟踪。"
    again = desk.officer.get(Opinion, found.id)
    assert (again.status, again.holder, again.is_key) == (
        Status.HANDLING,
        "村镇建设服务中心",
        verdict is Verdict.KEY,
    )
    words = Reply(opinion_id=found.id, content="修好了。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, words)
    assert opinions.evaluation_of(desk.officer, found.id) is None
    opinions.inform(desk.officer, Feedback(opinion_id=found.id, told_on=desk.officer.today))
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=found.id, result=Satisfaction.FAIRLY, evaluated_on=desk.officer.today),
    )
    assert desk.closed(found.id).satisfaction == "fairly"


@pytest.mark.clause("4.3.3")
def test_after_the_second_handling_the_head_chooses_among_what_is_left(desk: Desk) -> None:
    found = judged(desk, Satisfaction.DISSATISFIED)
    assert opinions.verdicts(desk.head, found) == list(Verdict)
    opinions.decide(desk.head, found.id, "请再修两盏。", verdict=Verdict.REDO)
    words = Reply(opinion_id=found.id, content="又修了。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, words)
    opinions.inform(desk.officer, Feedback(opinion_id=found.id, told_on=desk.officer.today))
    bad = Evaluation(opinion_id=found.id, result=Satisfaction.DISSATISFIED, reason="又坏了。")
    opinions.evaluate(desk.officer, replace(bad, evaluated_on=desk.officer.today))
    left = opinions.verdicts(desk.head, desk.head.get(Opinion, found.id))
    assert left == [verdict for verdict in Verdict if verdict is not Verdict.REDO]
    opinions.decide(desk.head, found.id, "", verdict=Verdict.ASSESS)
    assert desk.closed(found.id).satisfaction == "dissatisfied"
