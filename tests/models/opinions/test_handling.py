"""Dispatch, receipt, reply, feedback, satisfaction, close (3.2.2, 4.2.3, 4.3, 5.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import audit, opinions, settings
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import (
    Dispatch,
    DueClass,
    Evaluation,
    Feedback,
    JointHandling,
    Reply,
    Satisfaction,
    Told,
    Way,
)
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ..conftest import Clock
from .conftest import CENTRE, LOOK, POLICE, STATION, STREETLIGHT, VILLAGE, Desk


@pytest.mark.clause("5.1.4")
def test_an_approved_matter_goes_to_one_lead_and_several_joint_bodies(desk: Desk) -> None:
    approved = desk.approved()
    sent = opinions.dispatch(
        desk.officer, approved.id, lead_body_id=CENTRE, joint_body_ids=(POLICE, VILLAGE), requirement=LOOK
    )
    assert sent.number == "交办〔2026〕001号"
    joints = desk.officer.select(JointHandling, "dispatch_id = ?", (sent.id,))
    assert [(j.body_id, j.due_on) for j in joints] == [(POLICE, date(2026, 4, 7)), (VILLAGE, date(2026, 4, 7))]
    assert desk.officer.get(Opinion, approved.id).holder == "村镇建设服务中心"


@pytest.mark.clause("5.1.4")
@pytest.mark.parametrize(
    ("due_class", "due_on"),
    [
        (DueClass.NORMAL, date(2026, 4, 7)),  # 30 days end on Saturday 4 April, a holiday till the 6th
        (DueClass.URGENT, date(2026, 3, 6)),
        (DueClass.COMPLEX, date(2026, 5, 6)),  # 60 days end on 4 May, a holiday till the 5th
    ],
)
def test_the_time_for_handling_follows_its_class(desk: Desk, due_class: DueClass, due_on: date) -> None:
    approved = desk.approved()
    sent = opinions.dispatch(desk.officer, approved.id, lead_body_id=CENTRE, due_class=due_class, requirement=LOOK)
    assert sent.due_on == due_on


def test_the_lead_is_not_also_a_joint_body(desk: Desk) -> None:
    approved = desk.approved()
    with pytest.raises(InvalidRecord, match="已是主办单位"):
        opinions.dispatch(desk.officer, approved.id, lead_body_id=CENTRE, joint_body_ids=(CENTRE,), requirement=LOOK)
    assert desk.officer.select(Dispatch) == []


@pytest.mark.clause("5.1.4")
def test_what_the_station_does_itself_needs_no_sheet(desk: Desk) -> None:
    approved = desk.approved()
    own = opinions.handle_self(desk.officer, approved.id, body_id=STATION)
    assert own.number == ""
    assert desk.officer.get(Opinion, approved.id).status is Status.HANDLING


@pytest.mark.clause("5.1.4")
def test_the_receipt_names_who_signed_for_it(desk: Desk) -> None:
    sent = desk.dispatched()
    made = desk.officer.select(Dispatch)[0]
    with pytest.raises(InvalidRecord, match="签收人"):
        opinions.receive(desk.officer, made.id, " ", date(2026, 3, 5))
    opinions.receive(desk.officer, made.id, "李建军", date(2026, 3, 5))
    assert desk.officer.get(Opinion, sent.id).status is Status.HANDLING


@pytest.mark.clause("3.2.2")
def test_a_reply_has_a_class_and_an_unfinished_one_a_promise(desk: Desk) -> None:
    sent = desk.dispatched()
    answer = Reply(opinion_id=sent.id, content="已列入计划。", replied_on=date(2026, 3, 5))
    with pytest.raises(InvalidRecord, match="结果类别"):
        opinions.reply(desk.officer, answer)
    with pytest.raises(InvalidRecord, match="承诺"):
        opinions.reply(desk.officer, replace(answer, result_class=ResultClass.B))
    opinions.reply(desk.officer, replace(answer, result_class=ResultClass.B, promise="五月底前更换"))
    assert desk.officer.get(Opinion, sent.id).status is Status.REPLIED


@pytest.mark.clause("4.2.3")
def test_a_matter_is_closed_only_when_the_submitter_was_told_and_has_judged(desk: Desk) -> None:
    answered = desk.replied()
    with pytest.raises(RuleError, match="还没有告知反映人"):
        opinions.close(desk.officer, answered.id)
    told = Feedback(opinion_id=answered.id, told=Told.TOLD, told_on=desk.officer.today)
    opinions.inform(desk.officer, told)
    with pytest.raises(RuleError, match="还没有评价"):
        opinions.close(desk.officer, answered.id)
    judged = Evaluation(
        opinion_id=answered.id,
        attitude=Satisfaction.SATISFIED,
        result=Satisfaction.SATISFIED,
        evaluated_on=desk.officer.today,
    )
    opinions.evaluate(desk.officer, judged)
    assert desk.closed(answered.id).status is Status.CLOSED


@pytest.mark.clause("4.3.3")
def test_a_submitter_who_never_answers_counts_as_not_judged_after_the_limit(desk: Desk, clock: Clock) -> None:
    informed = desk.informed()
    clock.go_to(date(2026, 3, 27))
    closed = desk.closed(informed.id)
    assert closed.satisfaction == Satisfaction.NOT_GIVEN


@pytest.mark.clause("4.2.3")
def test_two_vain_tries_on_different_days_are_enough_and_two_on_one_day_are_not(desk: Desk, clock: Clock) -> None:
    answered = desk.replied()
    vain = Feedback(opinion_id=answered.id, told=Told.UNREACHABLE, way=Way.PHONE, told_on=desk.officer.today)
    opinions.inform(desk.officer, vain)
    opinions.inform(desk.officer, vain)
    assert desk.officer.get(Opinion, answered.id).status is Status.REPLIED
    clock.forward(1)
    opinions.inform(desk.officer, replace(vain, told_on=desk.officer.today))
    assert opinions.close_problems(desk.officer, answered.id) == []


@pytest.mark.clause("4.3.2")
def test_a_dissatisfied_submitter_says_why_and_the_head_decides_before_closing(desk: Desk) -> None:
    informed = desk.informed()
    bad = Evaluation(
        opinion_id=informed.id,
        attitude=Satisfaction.SATISFIED,
        result=Satisfaction.DISSATISFIED,
        evaluated_on=desk.officer.today,
    )
    with pytest.raises(InvalidRecord, match="原因"):
        opinions.evaluate(desk.officer, bad)
    opinions.evaluate(desk.officer, replace(bad, reason="只修了两盏。"))
    with pytest.raises(RuleError, match="站长的处理决定"):
        opinions.close(desk.officer, informed.id)
    opinions.decide(desk.head, informed.id, "其余两盏列入四月维修，说明后结案。")
    assert desk.closed(informed.id).status is Status.CLOSED


def test_an_anonymous_matter_is_closed_after_the_reply(desk: Desk) -> None:
    answered = desk.replied(replace(STREETLIGHT, submitter_name="", is_anonymous=True))
    assert desk.closed(answered.id).status is Status.CLOSED


@pytest.mark.clause("4.7.2")
def test_a_wish_for_secrecy_hides_name_phone_and_address_even_inside_the_text(desk: Desk) -> None:
    sent = desk.dispatched(
        replace(STREETLIGHT, keeps_secret=True, content="我叫周长福，住石桥村三组17号，电话13812342609。")
    )
    hidden = opinions.masked(opinions.file_of(desk.officer, sent.id))
    shown = repr(hidden.opinion) + repr(hidden.dispatches)
    assert not any(secret in shown for secret in ("周长福", "13812342609", "石桥村三组17号"))


def test_looking_at_a_whole_phone_number_is_written_into_the_log(desk: Desk) -> None:
    submitted = desk.submitted()
    assert opinions.unmask(desk.vice, submitted.id) == "13812342609"
    last = desk.vice.db.execute("SELECT action, staff_id FROM audit_log ORDER BY id DESC LIMIT 1").fetchone()
    assert last == ("opinion.unmask", desk.vice.staff.id)


@pytest.mark.clause("5.1.4")
def test_every_step_of_the_way_stands_in_the_trail_and_the_log_is_whole(desk: Desk) -> None:
    informed = desk.informed()
    names = [step.name for step in reversed(opinions.steps_of(desk.officer, informed.id))]
    assert names == ["register", "submit", "review", "approve", "dispatch", "reply", "inform"]
    assert audit.first_broken(desk.officer.db, desk.officer.keys) is None


@pytest.mark.clause("5.1.4")
def test_the_letters_name_the_limits_that_the_station_has_set(desk: Desk, sign_in: Callable[[Role], Session]) -> None:
    settings.change(sign_in(Role.HEAD), "opinion.return_days", "7 工")
    file = opinions.file_of(desk.officer, desk.dispatched().id)
    assert (file.return_term, file.judgement_term) == ("7个工作日", "15个工作日")
