"""What a handling body asks for: to give a matter back, to have it sent elsewhere, to have more time (F13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Signed, Status, applying
from lianluozhan.models.opinions.applying import Application, Decision, Wish, apply, decide
from lianluozhan.models.opinions.handling import Deadline, Dispatch, Reply, Source
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ..conftest import Clock
from .conftest import CENTRE, POLICE, STATION, Desk

FROM = date(2026, 3, 5)
BACK = Application(wish=Wish.RETURN, applied_on=FROM, reason="不属我中心职责。", applicant="赵志强")
ELSEWHERE = replace(BACK, wish=Wish.REASSIGN, wanted_body_id=POLICE)
LONGER = replace(BACK, wish=Wish.EXTEND, reason="灯杆要从外地定做。", wanted_until=date(2026, 4, 25))


def now(desk: Desk, opinion: Opinion) -> Opinion:
    return desk.officer.get(Opinion, opinion.id)


@pytest.mark.clause("5.1.4")
def test_an_application_moves_nothing_before_the_head_has_decided(desk: Desk) -> None:
    sent = desk.dispatched()
    made = apply(desk.officer, sent.id, LONGER)
    assert now(desk, sent) == sent
    assert (made.old_due_on, made.decision, made.entered_by) == (date(2026, 4, 7), None, desk.officer.staff.id)
    assert opinions.steps_of(desk.officer, sent.id)[0].label.endswith("申请延期")
    assert applying.count_waiting(desk.head) == 1
    with pytest.raises(RuleError, match="已经有一份延期申请"):
        apply(desk.officer, sent.id, BACK)


@pytest.mark.clause("5.1.4")
def test_consent_to_more_time_moves_the_limit_in_the_same_action(desk: Desk) -> None:
    sent = desk.dispatched()
    made = decide(desk.head, apply(desk.officer, sent.id, LONGER).id, Decision.AGREED, "同意延期一次。")
    assert (made.new_due_on, now(desk, sent).due_on) == (date(2026, 4, 25), date(2026, 4, 25))
    limits = desk.officer.select(Deadline, "kind = '办理'")
    assert [limit.met_on is None for limit in limits] == [False, True]
    assert [step.label for step in opinions.steps_of(desk.officer, sent.id)[:2]] == ["延长办理期限", "同意延期"]


@pytest.mark.clause("5.1.4")
def test_the_head_may_grant_less_than_was_wished_but_never_more_than_the_rule(desk: Desk) -> None:
    sent = desk.dispatched()
    with pytest.raises(InvalidRecord, match="最多延 30 日，到 5月7日为止"):
        apply(desk.officer, sent.id, replace(LONGER, wanted_until=date(2026, 5, 8)))
    with pytest.raises(InvalidRecord, match="晚于原来的期限"):
        apply(desk.officer, sent.id, replace(LONGER, wanted_until=date(2026, 4, 7)))
    made = apply(desk.officer, sent.id, LONGER)
    with pytest.raises(InvalidRecord, match="最多延"):
        decide(desk.head, made.id, Decision.AGREED, until=date(2026, 6, 1))
    assert now(desk, sent) == sent and applying.count_waiting(desk.head) == 1
    assert decide(desk.head, made.id, Decision.AGREED, until=date(2026, 4, 15)).new_due_on == date(2026, 4, 15)


@pytest.mark.clause("5.1.4")
def test_without_consent_everything_runs_on_and_the_body_is_told(desk: Desk) -> None:
    sent = desk.dispatched()
    made = apply(desk.officer, sent.id, LONGER)
    with pytest.raises(RuleError, match="还没有审批"):
        applying.tell_body(desk.officer, made.id, "电话告知", desk.officer.today)
    with pytest.raises(InvalidRecord, match="写明理由"):
        decide(desk.head, made.id, Decision.REFUSED)
    refused = decide(desk.head, made.id, Decision.REFUSED, "材料本地有，请按期办理。")
    assert (refused.decision, refused.new_due_on, now(desk, sent)) == (Decision.REFUSED, None, sent)
    told = applying.tell_body(desk.officer, made.id, "电话告知李建军，按期办理。", desk.officer.today)
    assert told.told_on == desk.officer.today
    assert opinions.steps_of(desk.officer, sent.id)[0].label == "告知承办单位：不同意延期"
    assert apply(desk.officer, sent.id, replace(LONGER, reason="确实没有货。")).id != made.id


@pytest.mark.clause("5.1.4")
def test_a_matter_given_back_waits_to_be_sent_elsewhere(desk: Desk) -> None:
    sent = desk.dispatched()
    decide(desk.head, apply(desk.officer, sent.id, BACK).id, Decision.AGREED)
    back = now(desk, sent)
    assert (back.status, back.lead_body_id, back.due_kind) == (Status.TO_DISPATCH, None, "交办")


@pytest.mark.clause("5.1.4")
def test_a_matter_for_another_body_is_sent_there_at_once_when_that_is_wished(desk: Desk) -> None:
    sent = desk.dispatched()
    made = decide(desk.head, apply(desk.officer, sent.id, ELSEWHERE).id, Decision.AGREED, send_on=True)
    again = desk.officer.select(Dispatch, "opinion_id = ?", (sent.id,))
    assert [(d.number, d.lead_body_id) for d in again] == [
        ("交办〔2026〕001号", CENTRE),
        ("交办〔2026〕002号", POLICE),
    ]
    assert again[1].requirement == again[0].requirement
    assert (now(desk, sent).status, made.new_due_on) == (Status.DISPATCHED, again[1].due_on)


def test_another_body_must_be_one_that_can_get_it(desk: Desk) -> None:
    sent = desk.dispatched()
    for body, words in ((None, "请选择"), (CENTRE, "就是现在的承办单位"), (STATION, "不能改派")):
        with pytest.raises(InvalidRecord, match=words):
            apply(desk.officer, sent.id, replace(ELSEWHERE, wanted_body_id=body))


@pytest.mark.clause("5.1.4")
def test_who_gives_back_later_than_the_rule_needs_the_heads_reason(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 3, 13))  # five working days from 5 March end on the 12th
    made = apply(desk.officer, sent.id, replace(BACK, applied_on=date(2026, 3, 13)))
    assert applying.is_late(desk.officer, made)
    with pytest.raises(InvalidRecord, match="提出得晚"):
        decide(desk.head, made.id, Decision.AGREED)
    assert now(desk, sent).status is Status.DISPATCHED
    decide(desk.head, made.id, Decision.AGREED, "机构改革后职责才划走，同意退办。")
    assert now(desk, sent).status is Status.TO_DISPATCH


@pytest.mark.clause("5.1.4")
def test_more_time_is_asked_for_before_the_limit_and_granted_as_often_as_the_rule_says(
    desk: Desk, clock: Clock
) -> None:
    sent = desk.dispatched()
    decide(desk.head, apply(desk.officer, sent.id, LONGER).id, Decision.AGREED)
    with pytest.raises(RuleError, match="最多延期 1 次"):
        apply(desk.officer, sent.id, replace(LONGER, wanted_until=date(2026, 5, 20)))
    other = desk.dispatched()
    clock.go_to(date(2026, 4, 8))
    with pytest.raises(RuleError, match="已经超过办理期限"):
        apply(desk.officer, other.id, replace(LONGER, applied_on=date(2026, 4, 8)))


@pytest.mark.clause("5.1.4")
def test_asked_in_time_and_decided_later_is_still_granted(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 4, 7))
    made = apply(desk.officer, sent.id, replace(LONGER, applied_on=date(2026, 4, 7)))
    clock.go_to(date(2026, 4, 9))
    assert decide(desk.head, made.id, Decision.AGREED).new_due_on == date(2026, 4, 25)


@pytest.mark.clause("5.1.3")
def test_nobody_decides_an_application_that_he_advised_on_himself(desk: Desk) -> None:
    made = apply(desk.officer, desk.dispatched().id, LONGER)
    both = Session(
        desk.vice.db,
        desk.vice.staff,
        frozenset({Role.VICE_HEAD, Role.HEAD}),
        keys=desk.vice.keys,
        folder=desk.vice.folder,
        now=desk.vice.now,
    )
    applying.advise(both, made.id, "同意。")
    with pytest.raises(RuleError, match="不能是同一个人"):
        decide(both, made.id, Decision.AGREED)
    assert decide(desk.head, made.id, Decision.AGREED).decided_by == desk.head.staff.id


@pytest.mark.clause("5.1.3")
def test_vice_head_and_head_say_their_word_each_in_his_turn(desk: Desk) -> None:
    made = apply(desk.officer, desk.dispatched().id, replace(LONGER, officer_words="情况属实，建议同意。"))
    with pytest.raises(RuleError, match="副站长"):
        applying.advise(desk.officer, made.id, "同意。")
    applying.advise(desk.vice, made.id, "同意。")
    with pytest.raises(RuleError, match="站长"):
        decide(desk.vice, made.id, Decision.AGREED)
    with pytest.raises(RuleError, match="站长"):
        decide(desk.officer, made.id, Decision.AGREED)
    decided = decide(desk.head, made.id, Decision.AGREED)
    assert (decided.officer_words, decided.vice_words) == ("情况属实，建议同意。", "同意。")
    with pytest.raises(RuleError, match="已经审批或者作废"):
        decide(desk.head, made.id, Decision.REFUSED, "改主意了。")


@pytest.mark.clause("5.1.3")
def test_a_decision_signed_on_the_sheet_is_typed_in_with_its_scan(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    scan = tmp_path / "审批单.pdf"
    scan.write_bytes(b"%PDF-1.4")
    sent = desk.dispatched()
    made = apply(desk.officer, sent.id, LONGER)
    clock.go_to(date(2026, 3, 9))
    head = desk.head.staff.id
    with pytest.raises(InvalidRecord, match="不是站长"):
        decide(desk.officer, made.id, Decision.AGREED, signed=Signed(desk.vice.staff.id, date(2026, 3, 6)))
    with pytest.raises(InvalidRecord, match="不能早于"):
        decide(desk.officer, made.id, Decision.AGREED, signed=Signed(head, date(2026, 3, 4)))
    signed = Signed(head, date(2026, 3, 6), scan)
    done = decide(desk.officer, made.id, Decision.AGREED, "同意。", vice_words="同意。", signed=signed)
    assert (done.decided_on, done.decided_by, done.source) == (date(2026, 3, 6), head, Source.PAPER)
    step = opinions.steps_of(desk.officer, sent.id)[1]
    assert (step.label, step.source, step.attachment_id is not None) == ("同意延期", Source.PAPER, True)


def test_what_was_answered_meanwhile_is_not_given_back_but_can_be_struck_out(desk: Desk) -> None:
    sent = desk.dispatched()
    made = apply(desk.officer, sent.id, BACK)
    answer = Reply(opinion_id=sent.id, content="已修。", result_class=ResultClass.A, replied_on=desk.officer.today)
    opinions.reply(desk.officer, answer)
    with pytest.raises(RuleError):
        decide(desk.head, made.id, Decision.AGREED)
    assert applying.waiting_application(desk.head, sent.id) is not None
    with pytest.raises(InvalidRecord, match="为什么作废"):
        applying.void(desk.officer, made.id, " ")
    voided = applying.void(desk.officer, made.id, "单位已经答复")
    assert voided.void_reason == "单位已经答复" and applying.count_waiting(desk.head) == 0
    assert opinions.steps_of(desk.officer, sent.id)[0].label == "作废退办申请"


def test_nothing_is_asked_for_about_what_no_body_has_in_hand(desk: Desk) -> None:
    approved = desk.approved()
    with pytest.raises(RuleError, match="不在承办单位手里"):
        apply(desk.officer, approved.id, BACK)
    opinions.handle_self(desk.officer, approved.id, body_id=STATION)
    with pytest.raises(RuleError, match="不在承办单位手里"):
        apply(desk.officer, approved.id, BACK)
    sent = desk.dispatched()
    with pytest.raises(InvalidRecord, match="为什么申请退办"):
        apply(desk.officer, sent.id, replace(BACK, reason=" "))
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        apply(desk.officer, sent.id, replace(BACK, applied_on=date(2026, 3, 6)))
