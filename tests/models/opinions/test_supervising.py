"""Pressing a handling body for an answer: 提醒, 催办, 督办, 通报."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Signed, applying, pressing, supervising
from lianluozhan.models.opinions.applying import Application, Wish
from lianluozhan.models.opinions.handling import Reply, Source
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.opinions.reminding import remind
from lianluozhan.models.opinions.supervising import Level, Means, Supervision, press
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ..conftest import Clock
from .conftest import POLICE, Desk

SAID = "李建军接电话，答复灯具已到货，节后安装。"
CALL = Supervision(level=Level.REMINDER, means=Means.PHONE, acted_on=date(2026, 4, 10), answer=SAID)
NOTICE = Supervision(
    level=Level.SUPERVISION,
    acted_on=date(2026, 4, 13),
    basis="交办单写明4月7日前书面答复。",
    problems="期限已过，催办两次没有书面答复。",
    requirement="请书面答复，并说明更换灯杆的时间。",
    reply_by=date(2026, 4, 20),
)


def late(desk: Desk, clock: Clock, day: date = date(2026, 4, 10)) -> Opinion:
    """A matter sent out on 5 March, to be answered by 7 April."""
    sent = desk.dispatched()
    clock.go_to(day)
    return sent


def pressed_twice(desk: Desk, clock: Clock) -> Opinion:
    sent = late(desk, clock)
    press(desk.officer, sent.id, CALL)
    clock.go_to(date(2026, 4, 13))
    press(desk.officer, sent.id, replace(CALL, acted_on=date(2026, 4, 13)))
    return sent


@pytest.mark.clause("5.1.4")
def test_a_call_is_kept_with_who_answered_what_was_said_and_by_how_many_days_it_is_late(
    desk: Desk, clock: Clock
) -> None:
    sent = late(desk, clock)
    made = press(desk.officer, sent.id, replace(CALL, answered_by="李建军", answer="节后安装。"))
    assert (made.number, made.overdue_days, made.staff_id) == ("催办〔2026〕001号", 3, desk.officer.staff.id)
    step = opinions.steps_of(desk.officer, sent.id)[0]
    assert (step.label, step.words) == ("电话催办", "李建军：节后安装。")
    assert desk.officer.get(Opinion, sent.id) == sent


@pytest.mark.clause("5.1.4")
def test_what_the_list_enters_for_several_is_the_same_record(desk: Desk, clock: Clock) -> None:
    sent = late(desk, clock)
    remind(desk.officer, sent.id, Means.WRITTEN, "发了催办函。")
    [made] = supervising.presses_of(desk.officer, sent.id)
    assert (made.level, made.means, made.number, made.answer) == (
        Level.REMINDER,
        Means.WRITTEN,
        "催办〔2026〕001号",
        "发了催办函。",
    )
    assert made.requirement


@pytest.mark.clause("5.1.4")
def test_a_step_that_skips_a_lower_one_says_why(desk: Desk, clock: Clock) -> None:
    sent = late(desk, clock, date(2026, 4, 13))
    with pytest.raises(InvalidRecord, match="还没有催办过"):
        press(desk.head, sent.id, NOTICE)
    made = press(desk.head, sent.id, replace(NOTICE, skip_reason="涉及老人出行安全。"))
    assert made.skip_reason == "涉及老人出行安全。"
    assert "越级原因：涉及老人出行安全。" in opinions.steps_of(desk.officer, sent.id)[0].words


def test_before_the_limit_a_reminder_follows_a_friendly_word_or_says_why(desk: Desk) -> None:
    sent = desk.dispatched()
    early = replace(CALL, acted_on=desk.officer.today)
    with pytest.raises(InvalidRecord, match="没有提醒过"):
        press(desk.officer, sent.id, early)
    press(desk.officer, sent.id, replace(early, level=Level.NOTE))
    assert press(desk.officer, sent.id, early).number == "催办〔2026〕001号"


@pytest.mark.clause("5.1.4")
def test_a_notice_that_the_clerk_prepares_waits_for_the_head(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    made = press(desk.officer, sent.id, NOTICE)
    assert made.number == "督办〔2026〕001号" and supervising.is_waiting(made)
    assert pressing.count_to_issue(desk.head) == 1
    with pytest.raises(RuleError, match="站长登录后签发"):
        supervising.issue(desk.officer, made.id)
    with pytest.raises(RuleError, match="还没有签发"):
        supervising.enter_slip(desk.officer, made.id, "已修好。", desk.officer.today, "赵志强")
    issued = supervising.issue(desk.head, made.id)
    assert (issued.issued_by, issued.issued_on, issued.source) == (
        desk.head.staff.id,
        date(2026, 4, 13),
        Source.PROGRAM,
    )
    with pytest.raises(RuleError, match="不用再签发"):
        supervising.issue(desk.head, made.id)


@pytest.mark.clause("5.1.3")
def test_a_notice_signed_on_paper_is_typed_in_by_the_clerk(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    head, vice = desk.head.staff.id, desk.vice.staff.id
    with pytest.raises(InvalidRecord, match="不是站长"):
        press(desk.officer, sent.id, NOTICE, signed=Signed(vice, date(2026, 4, 13)))
    made = press(desk.officer, sent.id, NOTICE, signed=Signed(head, date(2026, 4, 13)))
    assert (made.issued_by, made.source) == (head, Source.PAPER)
    assert opinions.steps_of(desk.officer, sent.id)[0].source is Source.PAPER


@pytest.mark.clause("5.1.4")
def test_the_slip_that_comes_back_is_entered(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    made = press(desk.head, sent.id, NOTICE)
    clock.go_to(date(2026, 4, 16))
    with pytest.raises(InvalidRecord, match="照回执抄写"):
        supervising.enter_slip(desk.officer, made.id, " ", date(2026, 4, 16), "")
    with pytest.raises(InvalidRecord, match="不能早于"):
        supervising.enter_slip(desk.officer, made.id, "已修好。", date(2026, 4, 12), "")
    done = supervising.enter_slip(desk.officer, made.id, "四盏路灯已修复。", date(2026, 4, 16), "赵志强")
    assert (done.replied_on, done.reply_signed_by) == (date(2026, 4, 16), "赵志强")
    assert opinions.steps_of(desk.officer, sent.id)[0].label == "收到回执：督办通知书 督办〔2026〕001号"


@pytest.mark.clause("5.1.4")
def test_a_circular_follows_a_notice_without_answer_or_the_head_decides_on_it(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    press(desk.head, sent.id, NOTICE)
    circular = Supervision(level=Level.CIRCULAR, acted_on=date(2026, 4, 13), problems="逾期不答复。")
    with pytest.raises(RuleError, match="没有回执以后，或者由站长决定"):
        press(desk.officer, sent.id, circular)
    clock.go_to(date(2026, 4, 21))
    later = replace(circular, acted_on=date(2026, 4, 21))
    assert supervising.is_waiting(press(desk.officer, sent.id, later))
    assert press(desk.head, sent.id, later).issued_on == date(2026, 4, 21)


@pytest.mark.clause("5.1.4")
def test_the_next_step_is_suggested_from_days_and_from_what_was_done(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()

    def suggested(day: date) -> Level | None:
        clock.go_to(day)
        found = pressing.next_step(desk.officer, desk.officer.get(Opinion, sent.id))
        return found.level if found else None

    assert suggested(date(2026, 3, 20)) is None
    assert suggested(date(2026, 4, 3)) is Level.NOTE
    assert suggested(date(2026, 4, 10)) is Level.REMINDER
    assert pressing.count_to_press(desk.officer) == 1
    press(desk.officer, sent.id, CALL)
    assert suggested(date(2026, 4, 11)) is None and pressing.count_to_press(desk.officer) == 0
    assert suggested(date(2026, 4, 13)) is Level.REMINDER
    press(desk.officer, sent.id, replace(CALL, acted_on=date(2026, 4, 13)))
    assert suggested(date(2026, 4, 13)) is Level.SUPERVISION
    press(desk.head, sent.id, NOTICE)
    assert suggested(date(2026, 4, 20)) is None
    assert suggested(date(2026, 4, 21)) is Level.CIRCULAR
    answer = Reply(opinion_id=sent.id, content="已修。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, answer)
    assert suggested(date(2026, 4, 22)) is None


def test_a_notice_without_a_basis_a_demand_and_a_day_is_not_written(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    with pytest.raises(InvalidRecord) as refusal:
        press(desk.head, sent.id, replace(NOTICE, basis=" ", requirement="", reply_by=None))
    assert set(refusal.value.problems) == {"basis", "requirement", "reply_by"}
    with pytest.raises(InvalidRecord, match="晚于发出的那天"):
        press(desk.head, sent.id, replace(NOTICE, reply_by=NOTICE.acted_on))
    with pytest.raises(InvalidRecord, match="没有人接也写上"):
        press(desk.officer, sent.id, replace(CALL, answer=" "))
    assert len(supervising.presses_of(desk.officer, sent.id)) == 2


def test_what_was_wrongly_entered_is_struck_out_with_a_reason_and_no_longer_counts(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    newest = supervising.presses_of(desk.officer, sent.id)[0]
    with pytest.raises(InvalidRecord, match="为什么作废"):
        supervising.void(desk.officer, newest.id, "")
    voided = supervising.void(desk.officer, newest.id, "记到了别的件上")
    assert (voided.voided_on, voided.void_reason) == (date(2026, 4, 13), "记到了别的件上")
    said, struck, kept = opinions.steps_of(desk.officer, sent.id)[:3]
    assert (said.words, struck.voided_on, kept.voided_on) == ("记到了别的件上", date(2026, 4, 13), None)
    found = pressing.next_step(desk.officer, desk.officer.get(Opinion, sent.id))
    assert found is not None and found.level is Level.REMINDER
    with pytest.raises(RuleError, match="不用再作废"):
        supervising.void(desk.officer, newest.id, "再作废一次")


def test_only_what_a_body_has_in_hand_can_be_pressed_for(desk: Desk, sign_in: Callable[[Role], Session]) -> None:
    answered = desk.replied()
    with pytest.raises(RuleError, match="不在承办单位手里"):
        press(desk.officer, answered.id, replace(CALL, acted_on=desk.officer.today))
    with pytest.raises(RuleError):
        press(sign_in(Role.ARCHIVIST), answered.id, CALL)


def test_the_register_lists_the_newest_first_and_finds_by_body_matter_or_number(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    made = press(desk.head, sent.id, NOTICE)
    rows = pressing.listing(desk.officer).page(10)
    assert [(row["level"], row["state"]) for row in rows] == [
        ("supervision", "等回执"),
        ("reminder", "已联系"),
        ("reminder", "已联系"),
    ]
    assert rows[0]["body"] and rows[0]["overdue_days"] == 6
    assert pressing.listing(desk.officer, "督办〔2026〕").count() == 1
    assert pressing.listing(desk.officer, rows[0]["body"]).count() == 3
    assert pressing.listing(desk.officer, "没有这样的").count() == 0
    supervising.void(desk.officer, made.id, "发错了")
    assert pressing.listing(desk.officer).count() == 2
    assert pressing.listing(desk.officer, voided=True).page(1)[0]["state"] == "作废"


@pytest.mark.clause("5.1.4")
def test_what_the_heads_must_sign_waits_for_them_in_their_own_list(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    assert sent.id not in [row["id"] for row in opinions.waiting_for(desk.head).page(9)]
    made = press(desk.officer, sent.id, NOTICE)
    assert [row["id"] for row in opinions.waiting_for(desk.head).page(9)] == [sent.id]
    assert pressing.waiting_task(desk.head, sent.id) == "签发督办"
    supervising.issue(desk.head, made.id)
    assert opinions.waiting_for(desk.head).count() == 0
    asked = Application(wish=Wish.RETURN, applied_on=desk.officer.today, reason="不属本单位职责。")
    application = applying.apply(desk.officer, sent.id, asked)
    assert pressing.waiting_task(desk.head, sent.id) == "审批退办"
    assert [row["id"] for row in opinions.waiting_for(desk.vice).page(9)] == [sent.id]
    applying.advise(desk.vice, application.id, "同意。")
    assert opinions.waiting_for(desk.vice).count() == 0
    assert [row["id"] for row in opinions.waiting_for(desk.head).page(9)] == [sent.id]


@pytest.mark.clause("5.1.4")
def test_what_was_done_about_another_body_does_not_count_for_the_new_one(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    desk.given_back(sent.id, "不属本单位职责。", "机构改革后职责划走。")
    opinions.dispatch(desk.officer, sent.id, lead_body_id=POLICE, requirement="请办理。")
    assert supervising.in_this_round(desk.officer, sent.id) == []
    with pytest.raises(InvalidRecord, match="没有提醒过"):
        press(desk.officer, sent.id, replace(CALL, acted_on=desk.officer.today))


@pytest.mark.clause("5.1.4")
def test_a_notice_is_done_with_when_the_body_answers_the_matter_itself(desk: Desk, clock: Clock) -> None:
    sent = pressed_twice(desk, clock)
    made = press(desk.head, sent.id, NOTICE)
    assert pressing.listing(desk.officer, view="open").count() == 1
    answer = Reply(opinion_id=sent.id, content="已修。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, answer)
    assert supervising.is_answered(desk.officer, made)
    assert pressing.listing(desk.officer, view="open").count() == 0
    assert pressing.listing(desk.officer).page(1)[0]["state"] == "已答复"
