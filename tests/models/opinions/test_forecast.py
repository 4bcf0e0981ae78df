"""The limits that are said while a form is filled in are the ones that are stored when it goes its way."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianluozhan.models import deadlines, opinions, settings
from lianluozhan.models.opinions import forecast
from lianluozhan.models.opinions.handling import Deadline, DueClass
from lianluozhan.models.opinions.record import DeclineGround, Screening, Urgency
from lianluozhan.models.permissions import Role

from .conftest import CENTRE, LOOK, STREETLIGHT


def running(session, opinion):
    return session.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion.id,))[0]


def said(session, **facts):
    return forecast.forecast(forecast.basis(session), session.today, **facts)


@pytest.mark.clause("5.1.3")
def test_the_review_limit_that_is_said_is_the_one_that_is_stored_on_submission_day_for_day(desk):
    review = said(desk.officer).limits[-1]
    stored = running(desk.officer, desk.submitted())
    assert (review.deed, review.count.due_on, stored.kind) == ("审核", stored.due_on, "审核")
    assert review.count == deadlines.counted(desk.officer, stored)


@pytest.mark.clause("5.1.4")
@pytest.mark.parametrize("urgency", list(Urgency))
def test_the_reply_limit_that_is_said_is_the_one_that_is_stored_on_dispatch_day_for_day(desk, urgency):
    reply = said(desk.officer, urgency=urgency).limits[0]
    approved = desk.approved(replace(STREETLIGHT, urgency=urgency))
    opinions.dispatch(
        desk.officer,
        approved.id,
        lead_body_id=CENTRE,
        requirement=LOOK,
        due_class=forecast.due_class(urgency),
    )
    stored = running(desk.officer, approved)
    assert (reply.event, reply.deed, stored.kind) == ("交办", "答复", "办理")
    assert reply.count == deadlines.counted(desk.officer, stored)
    assert forecast.due_class(urgency) is (DueClass.NORMAL if urgency is Urgency.NORMAL else DueClass.URGENT)


@pytest.mark.clause("5.1.3")
def test_a_matter_that_is_not_taken_up_is_to_be_told_as_long_as_is_stored_on_approval(desk):
    told = said(desk.officer, screening=Screening.DECLINE).limits[0]
    declined = desk.reviewed()
    opinions.approve(desk.head, declined.id, "不予受理。", accept=False, ground=DeclineGround.CASE)
    stored = running(desk.officer, declined)
    assert (told.deed, stored.kind, told.count.due_on) == ("告知反映人", "告知", stored.due_on)


def test_an_answer_on_the_spot_has_no_limit_and_an_anonymous_refusal_nobody_to_tell(desk):
    assert said(desk.officer, screening=Screening.ON_SPOT).limits == ()
    limits = said(desk.officer, screening=Screening.DECLINE, is_anonymous=True).limits
    assert [limit.deed for limit in limits] == ["审核"]


def test_a_setting_that_was_changed_is_said_at_the_next_form(desk, sign_in):
    before = said(desk.officer).limits[0].count.due_on
    settings.change(sign_in(Role.HEAD), "opinion.due.normal", "10 工")
    after = said(desk.officer).limits[0].count
    assert after.due_on < before and "一般件办理 10 个工作日" in after.sentence


@pytest.mark.clause("5.1.4")
def test_the_last_day_is_the_one_that_results_when_every_step_takes_all_its_time(desk, clock):
    received = desk.officer.today - timedelta(days=2)
    promised = said(desk.officer, received_on=received)
    found = desk.submitted(replace(STREETLIGHT, received_on=received))
    for session, take in (
        (desk.vice, lambda session: opinions.review(session, found.id, "同意。")),
        (desk.head, lambda session: opinions.approve(session, found.id, "同意。")),
        (
            desk.officer,
            lambda session: opinions.dispatch(session, found.id, lead_body_id=CENTRE, requirement=LOOK),
        ),
    ):
        clock.go_to(running(session, found).due_on)
        take(session)
    last = running(desk.officer, found).due_on
    assert promised.latest.due_on == last
    assert f"是收到后的第 {(last - received).days} 天" in promised.outlook


@pytest.mark.clause("5.1.4")
def test_the_sentence_can_be_read_aloud(desk, clock):
    clock.go_to(date(2026, 9, 28))
    settings.change(desk.head, "opinion.due.normal", "10 工")
    found = said(desk.officer, received_on=date(2026, 9, 28))
    assert found.sentence.startswith(
        "今天交办，10月16日（星期五）前答复。今天送审，10月8日（星期四）前审核。审核、审批、交办"
    )
    assert (
        "国庆放假、周末不计" in found.limits[0].count.sentence
        and "10月10日调休上班计入" in found.limits[0].count.sentence
    )
    assert "。。" not in found.sentence
