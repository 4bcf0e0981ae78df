"""A review or an approval taken back by the one who gave it, before anybody goes on (5.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.archive.record import Item
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, Signed, Status
from lianluozhan.models.opinions.handling import Deadline
from lianluozhan.models.opinions.record import DeclineGround, Screening
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from .conftest import CENTRE, STREETLIGHT, Desk


def last_step(session: Session, opinion: Opinion) -> int:
    return opinions.steps_of(session, opinion.id)[0].id


def running(session: Session, opinion: Opinion) -> list[tuple[str, date | None]]:
    limits = session.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion.id,))
    return [(limit.kind, limit.due_on) for limit in limits]


@pytest.mark.clause("5.1.3")
def test_a_review_taken_back_leaves_the_form_as_it_lay_before_the_vice_head(desk: Desk) -> None:
    submitted = desk.submitted()
    opinions.review(desk.vice, submitted.id, "情况属实。")
    back = opinions.take_back(desk.vice, last_step(desk.vice, submitted))
    assert back == submitted == desk.vice.get(Opinion, submitted.id)
    assert running(desk.vice, submitted) == [("审核", submitted.due_on)]
    taken, review = opinions.steps_of(desk.vice, submitted.id)[:2]
    assert (taken.label, taken.staff_name) == ("撤销审核同意", "刘桂兰")
    assert (review.label, review.voided_on) == ("审核同意", desk.vice.today)


@pytest.mark.clause("5.1.3")
def test_an_approval_taken_back_goes_back_to_the_head_with_the_limit_it_had(desk: Desk) -> None:
    reviewed = desk.reviewed()
    opinions.approve(desk.head, reviewed.id, "同意。")
    assert opinions.take_back(desk.head, last_step(desk.head, reviewed)) == reviewed
    assert running(desk.head, reviewed) == [("审批", reviewed.due_on)]
    ended = desk.head.select(Deadline, "opinion_id = ? AND kind = '交办'", (reviewed.id,))
    assert [(limit.met_on, limit.rule.endswith("（已撤销）")) for limit in ended] == [(desk.head.today, True)]


@pytest.mark.clause("5.1.3")
def test_what_was_declined_by_mistake_is_accepted_again_with_the_officers_own_screening(desk: Desk) -> None:
    form = replace(STREETLIGHT, screening=Screening.DECLINE, decline_ground=DeclineGround.PETITION, referral="县信访局")
    submitted = desk.submitted(form)
    opinions.review(desk.vice, submitted.id, "应当受理。")
    assert desk.vice.get(Opinion, submitted.id).screening is Screening.ACCEPT
    back = opinions.take_back(desk.vice, last_step(desk.vice, submitted))
    assert (back.screening, back.decline_ground, back.referral) == (
        Screening.DECLINE,
        DeclineGround.PETITION,
        "县信访局",
    )


@pytest.mark.clause("5.1.3")
def test_sending_back_is_taken_back_too(desk: Desk) -> None:
    submitted = desk.submitted()
    opinions.send_back(desk.vice, submitted.id, "请补充地点。")
    assert opinions.take_back(desk.vice, last_step(desk.vice, submitted)) == submitted
    assert opinions.review(desk.vice, submitted.id, "同意。").status is Status.IN_APPROVAL


@pytest.mark.clause("5.1.3")
def test_what_was_taken_back_can_be_done_and_taken_back_once_more(desk: Desk) -> None:
    submitted = desk.submitted()
    for _ in range(3):
        opinions.review(desk.vice, submitted.id, "同意。")
        assert opinions.take_back(desk.vice, last_step(desk.vice, submitted)) == submitted
    assert opinions.review(desk.vice, submitted.id, "同意。").due_kind == "审批"
    assert opinions.approve(desk.head, submitted.id, "同意。").status is Status.TO_DISPATCH


@pytest.mark.clause("5.1.3")
def test_nobody_takes_back_what_another_has_gone_on_from(desk: Desk) -> None:
    reviewed = desk.reviewed()
    step = last_step(desk.vice, reviewed)
    opinions.approve(desk.head, reviewed.id, "同意。")
    with pytest.raises(RuleError, match="陈国栋：审批同意"):
        opinions.take_back(desk.vice, step)
    assert opinions.last_own_step(desk.vice, reviewed.id) is None


@pytest.mark.clause("5.1.3")
def test_nobody_takes_back_the_step_of_another(desk: Desk) -> None:
    reviewed = desk.reviewed()
    with pytest.raises(RuleError, match="由刘桂兰本人撤销"):
        opinions.take_back(desk.head, last_step(desk.head, reviewed))
    with pytest.raises(RuleError, match="没有这项权限"):
        opinions.take_back(desk.officer, last_step(desk.officer, reviewed))


@pytest.mark.clause("5.1.3")
def test_an_ink_signature_is_not_taken_back_by_a_key(desk: Desk, everybody: dict[Role, Staff]) -> None:
    submitted = desk.submitted()
    signed = Signed(everybody[Role.VICE_HEAD].id, desk.officer.today)
    opinions.review(desk.officer, submitted.id, "同意。", signed=signed)
    with pytest.raises(RuleError, match="不能撤销"):
        opinions.take_back(desk.vice, last_step(desk.vice, submitted))


def test_a_step_is_taken_back_once(desk: Desk) -> None:
    submitted = desk.submitted()
    opinions.review(desk.vice, submitted.id, "同意。")
    step = last_step(desk.vice, submitted)
    opinions.take_back(desk.vice, step)
    with pytest.raises(RuleError, match="已经撤销过"):
        opinions.take_back(desk.vice, step)


def test_taking_back_leaves_its_own_line_in_the_audit_log(desk: Desk) -> None:
    reviewed = desk.reviewed()
    opinions.take_back(desk.vice, last_step(desk.vice, reviewed))
    sql = "SELECT count(*) FROM audit_log WHERE action = 'opinion.take_back' AND table_name = 'opinions'"
    assert desk.vice.value(sql) == 1


@pytest.mark.clause("5.1.3")
def test_a_review_is_taken_back_after_the_program_was_closed_and_another_matter_was_reviewed(
    desk: Desk, sign_in: Callable[[Role], Session]
) -> None:
    first, second = desk.submitted(), desk.submitted()
    opinions.review(desk.vice, first.id, "同意。")
    opinions.review(desk.vice, second.id, "同意。")
    later = sign_in(Role.VICE_HEAD)
    assert opinions.take_back(later, last_step(later, first)) == first
    assert later.get(Opinion, second.id).status is Status.IN_APPROVAL


def test_a_matter_that_was_dispatched_can_no_longer_be_disapproved(desk: Desk) -> None:
    approved = desk.approved()
    step = last_step(desk.head, approved)
    opinions.dispatch(desk.officer, approved.id, lead_body_id=CENTRE, requirement="请办理。")
    with pytest.raises(RuleError, match="王秀英：交办"):
        opinions.take_back(desk.head, step)


def test_a_step_of_a_matter_that_lies_in_the_archive_is_not_taken_back(desk: Desk) -> None:
    """4.6.3: what is kept there stays what it was."""
    reviewed = desk.reviewed()
    step = last_step(desk.vice, reviewed)
    paper = Item(source_table="opinions", source_id=reviewed.id, year=2026, title="路灯", responsible="镇人大")
    with desk.officer.action("archive.file"):
        desk.officer.add(paper)
    assert opinions.last_own_step(desk.vice, reviewed.id) is None
    with pytest.raises(RuleError, match="已经归档（2026年度，还没有编号）"):
        opinions.take_back(desk.vice, step)
