"""The clock stands still while the station waits for the submitter (5.1.4, 4.3.2)."""

from __future__ import annotations

from datetime import date

import pytest

from lianluozhan.models import deadlines, opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.handling import Deadline, Reply
from lianluozhan.models.opinions.record import ResultClass

from ..conftest import Clock
from .conftest import CENTRE, Desk

ASKED = "请补充坏了哪几盏。"


def limit_of(desk: Desk, opinion: Opinion) -> Deadline:
    found = desk.officer.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion.id,))
    assert len(found) == 1
    return found[0]


@pytest.mark.clause("5.1.4")
def test_days_on_which_the_station_waits_for_the_submitter_do_not_count(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()  # 5 March, 30 calendar days: 4 April is off to the 6th
    assert sent.due_on == date(2026, 4, 7)
    clock.go_to(date(2026, 3, 10))
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 20))
    resumed = opinions.resume(desk.officer, sent.id, "补充了灯杆号", clock().date())
    assert (resumed.due_on, resumed.due_kind) == (date(2026, 4, 14), "办理")
    assert opinions.steps_of(desk.officer, sent.id)[0].words == "补充了灯杆号，办理期限从 4月7日顺到 4月14日"


@pytest.mark.clause("5.1.4")
def test_each_day_of_waiting_stands_in_the_strip_with_its_reason(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    clock.go_to(date(2026, 3, 10))
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 12))
    opinions.resume(desk.officer, sent.id, "", clock().date())
    found = deadlines.counted(desk.officer, limit_of(desk, sent))
    assert found is not None
    assert [entry.day.day for entry in found.days if entry.why == deadlines.PAUSED] == [11, 12]
    assert "3月10日起等待反映人补充，到3月12日，停计 2 日" in found.sentence
    assert "等待反映人补充停计" in found.sentence.split("依据：")[1]
    assert "3月11日（星期三）等反映人，停计" in deadlines.in_words(found, "交办")


@pytest.mark.clause("4.3.2")
def test_a_matter_that_waits_is_neither_due_nor_overdue(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 6, 1))
    assert opinions.due_counts(desk.officer).overdue == 0
    row = opinions.listing(desk.officer).page(1)[0]
    assert opinions.due_state(desk.officer, row).text == "停计：等反映人补充"
    resumed = opinions.resume(desk.officer, sent.id, "", clock().date())
    assert resumed.due_on == date(2026, 7, 1)  # 88 days later than 4 April


@pytest.mark.clause("5.1.4")
def test_the_limit_as_it_was_stays_on_record_and_still_says_how_it_was_counted(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    before = limit_of(desk, sent)
    clock.go_to(date(2026, 3, 10))
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 20))
    opinions.resume(desk.officer, sent.id, "", clock().date())
    old = desk.officer.get(Deadline, before.id)
    assert (old.due_on, old.met_on) == (date(2026, 4, 7), date(2026, 3, 20))
    found = deadlines.counted(desk.officer, old)
    assert found is not None and not any(entry.why == deadlines.PAUSED for entry in found.days)


@pytest.mark.clause("5.1.4")
def test_two_waits_add_up(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    for asked, answered in ((date(2026, 3, 10), date(2026, 3, 20)), (date(2026, 3, 25), date(2026, 3, 28))):
        clock.go_to(asked)
        opinions.pause(desk.officer, sent.id, ASKED, asked)
        clock.go_to(answered)
        opinions.resume(desk.officer, sent.id, "", answered)
    found = deadlines.counted(desk.officer, limit_of(desk, sent))
    assert found is not None and sum(entry.why == deadlines.PAUSED for entry in found.days) == 13
    assert found.due_on == date(2026, 4, 17)


@pytest.mark.clause("5.1.3")
def test_working_days_of_waiting_move_a_review_by_as_many_working_days(desk: Desk, clock: Clock) -> None:
    submitted = desk.submitted()
    assert submitted.due_on == date(2026, 3, 10)
    opinions.pause(desk.officer, submitted.id, ASKED, date(2026, 3, 5))
    clock.go_to(date(2026, 3, 9))
    assert opinions.resume(desk.officer, submitted.id, "", date(2026, 3, 9)).due_on == date(2026, 3, 12)


@pytest.mark.clause("5.1.4")
def test_a_reply_ends_the_waiting_by_itself(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 9))
    answer = Reply(opinion_id=sent.id, content="已修好。", result_class=ResultClass.A, replied_on=clock().date())
    opinions.reply(desk.officer, answer)
    now = desk.officer.get(Opinion, sent.id)
    assert (now.due_kind, opinions.is_paused(now)) == ("告知", False)
    assert desk.officer.value("SELECT met_on FROM deadlines WHERE kind = '停计'") == "2026-03-09"


@pytest.mark.clause("5.1.4")
def test_an_extension_that_had_not_begun_moves_as_a_whole(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    desk.extended(sent.id, "材料要等")
    until = limit_of(desk, sent)
    assert (until.starts_on, until.due_on) == (date(2026, 4, 7), date(2026, 5, 7))
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 15))
    assert opinions.resume(desk.officer, sent.id, "", clock().date()).due_on == date(2026, 5, 18)


@pytest.mark.clause("5.1.4")
def test_a_limit_that_stands_still_is_not_extended(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    with pytest.raises(RuleError, match="请先恢复计算期限"):
        desk.extended(sent.id, "材料要等")


@pytest.mark.clause("5.1.4")
def test_a_day_written_on_the_letter_moves_by_the_days_of_waiting(desk: Desk, clock: Clock) -> None:
    approved = desk.approved()
    opinions.dispatch(desk.officer, approved.id, lead_body_id=CENTRE, requirement="请办理。", due_on=date(2026, 3, 20))
    opinions.pause(desk.officer, approved.id, ASKED, clock().date())
    clock.go_to(date(2026, 3, 8))
    assert opinions.resume(desk.officer, approved.id, "", clock().date()).due_on == date(2026, 3, 23)


def test_an_answer_on_the_same_day_moves_nothing(desk: Desk, clock: Clock) -> None:
    sent = desk.dispatched()
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    assert opinions.resume(desk.officer, sent.id, "", clock().date()).due_on == sent.due_on


def test_the_clock_is_stopped_with_a_reason_and_only_while_it_runs(desk: Desk, clock: Clock) -> None:
    with pytest.raises(RuleError, match="不用停计"):
        opinions.pause(desk.officer, desk.drafted().id, ASKED, clock().date())
    sent = desk.dispatched()
    with pytest.raises(InvalidRecord, match="补充什么"):
        opinions.pause(desk.officer, sent.id, " ", clock().date())
    opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    with pytest.raises(RuleError, match="已经停计"):
        opinions.pause(desk.officer, sent.id, ASKED, clock().date())
    with pytest.raises(RuleError, match="没有停计"):
        opinions.resume(desk.officer, desk.submitted().id, "", clock().date())
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        opinions.resume(desk.officer, sent.id, "", date(2026, 3, 6))
