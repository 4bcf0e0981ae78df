"""Registration, review, approval: who may do what, in which order (5.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Signed, Status
from lianluozhan.models.opinions.handling import Satisfaction, Source
from lianluozhan.models.opinions.record import DeclineGround, Screening
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff

from .conftest import STREETLIGHT, Desk


@pytest.mark.clause("5.1.2")
def test_a_draft_has_no_number_until_it_is_submitted(desk: Desk) -> None:
    draft = desk.drafted()
    assert draft.number == ""
    assert opinions.submit(desk.officer, draft.id).number == "社情民意〔2026〕0001号"


@pytest.mark.clause("5.1.2")
def test_a_form_without_category_submitter_or_proposal_stays_with_the_officer(desk: Desk) -> None:
    draft = desk.drafted(replace(STREETLIGHT, submitter_name="", category_id=None, proposal=""))
    with pytest.raises(InvalidRecord) as refused:
        opinions.submit(desk.officer, draft.id)
    assert set(refused.value.problems) == {"submitter_name", "category_id", "proposal"}
    assert desk.officer.get(Opinion, draft.id).status is Status.DRAFT


@pytest.mark.clause("5.1.1")
def test_somebody_who_gives_no_name_is_registered_as_anonymous(desk: Desk) -> None:
    submitted = desk.submitted(replace(STREETLIGHT, submitter_name="", is_anonymous=True))
    assert submitted.status is Status.IN_REVIEW


@pytest.mark.clause("5.1.3")
def test_the_vice_head_reviews_before_the_head_approves(desk: Desk) -> None:
    submitted = desk.submitted()
    with pytest.raises(RuleError, match="待审核"):
        opinions.approve(desk.head, submitted.id, "同意。")
    opinions.review(desk.vice, submitted.id, "同意。")
    assert opinions.approve(desk.head, submitted.id, "同意。").status is Status.TO_DISPATCH


@pytest.mark.clause("5.1.3")
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.VICE_HEAD])
def test_nobody_but_the_vice_head_reviews(desk: Desk, sign_in: Callable[[Role], Session], role: Role) -> None:
    submitted = desk.submitted()
    with pytest.raises(RuleError, match="副站长"):
        opinions.review(sign_in(role), submitted.id, "同意。")


@pytest.mark.clause("5.1.3")
def test_nobody_reviews_what_he_registered_himself(desk: Desk) -> None:
    both = Session(
        desk.vice.db,
        desk.vice.staff,
        frozenset({Role.VICE_HEAD, Role.LIAISON_OFFICER}),
        keys=desk.vice.keys,
        folder=desk.vice.folder,
        now=desk.vice.now,
    )
    own = opinions.submit(both, opinions.register(both, STREETLIGHT).id)
    assert "review" not in opinions.open_steps_for(both, own)
    with pytest.raises(RuleError, match="登记人"):
        opinions.review(both, own.id, "同意。")


@pytest.mark.clause("5.1.3")
def test_a_sheet_signed_on_paper_is_recorded_with_signer_day_and_recorder(
    desk: Desk, everybody: dict[Role, Staff]
) -> None:
    submitted = desk.submitted()
    signed = Signed(everybody[Role.VICE_HEAD].id, date(2026, 3, 5))
    opinions.review(desk.officer, submitted.id, "同意。", signed=signed)
    step = opinions.steps_of(desk.officer, submitted.id)[0]
    assert (step.source, step.staff_name, step.recorded_by) == (Source.PAPER, "刘桂兰", desk.officer.staff.id)


@pytest.mark.clause("5.1.3")
def test_a_paper_signature_of_somebody_without_the_post_is_refused(desk: Desk, everybody: dict[Role, Staff]) -> None:
    submitted = desk.submitted()
    with pytest.raises(InvalidRecord, match="不是副站长"):
        opinions.review(desk.officer, submitted.id, "同意。", signed=Signed(everybody[Role.HEAD].id, date(2026, 3, 5)))


@pytest.mark.clause("5.1.3")
def test_a_signature_is_not_dated_before_the_step_before_it(desk: Desk, everybody: dict[Role, Staff]) -> None:
    submitted = desk.submitted()
    early = Signed(everybody[Role.VICE_HEAD].id, date(2026, 3, 4))
    with pytest.raises(InvalidRecord, match="不能早于提交审核日期 3月5日"):
        opinions.review(desk.officer, submitted.id, "同意。", signed=early)


@pytest.mark.clause("5.1.3")
def test_a_form_sent_back_keeps_its_number_and_can_be_corrected(desk: Desk) -> None:
    submitted = desk.submitted()
    opinions.send_back(desk.vice, submitted.id, "请写明是哪四盏。")
    corrected = opinions.edit(desk.officer, submitted.id, content="水塘边的四盏。")
    again = opinions.submit(desk.officer, corrected.id)
    assert (again.number, again.status) == (submitted.number, Status.IN_REVIEW)


def test_sending_back_needs_a_reason(desk: Desk) -> None:
    submitted = desk.submitted()
    with pytest.raises(InvalidRecord, match="原因"):
        opinions.send_back(desk.vice, submitted.id, " ")


def test_a_form_under_review_is_not_edited(desk: Desk) -> None:
    submitted = desk.submitted()
    with pytest.raises(RuleError, match="不能再改"):
        opinions.edit(desk.officer, submitted.id, title="别的")


def test_an_edit_over_a_newer_version_is_refused(desk: Desk) -> None:
    seen = desk.drafted()
    opinions.edit(desk.officer, seen.id, place="水塘边")
    with pytest.raises(RuleError, match="被别人改过"):
        opinions.edit(desk.officer, seen.id, seen=seen, place="村口")


@pytest.mark.clause("4.2.3")
def test_what_is_answered_at_once_ends_at_once_with_a_number(desk: Desk) -> None:
    draft = desk.drafted(replace(STREETLIGHT, screening=Screening.ON_SPOT, proposal=""))
    ended = opinions.answer_on_spot(
        desk.officer, draft.id, "医保所周末也上班。", date(2026, 3, 5), Satisfaction.SATISFIED
    )
    assert (ended.status, ended.number, ended.closed_on) == (
        Status.ON_SPOT,
        "社情民意〔2026〕0001号",
        date(2026, 3, 5),
    )


@pytest.mark.clause("4.3.2")
def test_what_is_not_taken_up_says_why_and_where_to_go_and_is_closed_after_telling(desk: Desk) -> None:
    draft = desk.drafted(replace(STREETLIGHT, screening=Screening.DECLINE, decline_ground=DeclineGround.LITIGATION))
    assert "法院" in desk.officer.get(Opinion, draft.id).referral
    opinions.submit(desk.officer, draft.id)
    opinions.review(desk.vice, draft.id, "已在诉讼中。", accept=False)
    declined = opinions.approve(desk.head, draft.id, "不予受理。", accept=False)
    assert declined.status is Status.DECLINED
    assert opinions.close_problems(desk.officer, draft.id) == ["还没有把不予受理的原因和去向告知反映人。"]


@pytest.mark.clause("5.1.1")
def test_a_submitter_may_take_his_matter_back_before_the_reply(desk: Desk) -> None:
    sent = desk.dispatched()
    withdrawn = opinions.withdraw(desk.officer, sent.id, "问题自己解决了。", date(2026, 3, 5))
    assert (withdrawn.status, withdrawn.due_on) == (Status.WITHDRAWN, None)
    with pytest.raises(RuleError, match="已撤回"):
        opinions.withdraw(desk.officer, sent.id, "再撤。", date(2026, 3, 5))


def test_a_voided_form_keeps_its_number_which_is_not_given_again(desk: Desk) -> None:
    first = desk.submitted()
    opinions.void(desk.head, first.id, "重复登记。")
    second = desk.submitted()
    assert second.number == "社情民意〔2026〕0002号"
    assert opinions.restore_voided(desk.head, first.id).voided_on is None


def test_a_refused_submission_takes_no_number(desk: Desk) -> None:
    draft = desk.drafted(replace(STREETLIGHT, category_id=None))
    with pytest.raises(InvalidRecord):
        opinions.submit(desk.officer, draft.id)
    assert desk.submitted().number == "社情民意〔2026〕0001号"


@pytest.mark.clause("5.1.2")
def test_nothing_is_received_in_the_future(desk: Desk) -> None:
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        desk.drafted(replace(STREETLIGHT, received_on=date(2026, 3, 6)))


@pytest.mark.clause("5.1.3")
def test_who_has_it_and_until_when_follows_each_step(desk: Desk) -> None:
    submitted = desk.submitted()
    assert (submitted.holder, submitted.due_kind, submitted.due_on) == ("副站长 刘桂兰", "审核", date(2026, 3, 10))
    reviewed = opinions.review(desk.vice, submitted.id, "同意。")
    assert (reviewed.holder, reviewed.due_kind) == ("站长 陈国栋", "审批")
    approved = opinions.approve(desk.head, submitted.id, "同意。")
    assert (approved.holder, approved.due_kind) == ("王秀英", "交办")


@pytest.mark.clause("5.1.2")
def test_a_form_filled_in_anew_as_a_whole_replaces_the_draft(desk: Desk) -> None:
    draft = desk.drafted()
    values = {name: getattr(draft, name) for name in opinions.FORM_FIELDS} | {"place": "三组水塘边"}
    assert opinions.edit(desk.officer, draft.id, seen=draft, **values).place == "三组水塘边"
