"""Promises: an answer that is not finished work is followed until it is kept, also after its matter was closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.opinions import Opinion, Status, promising
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Told, Verdict
from lianluozhan.models.opinions.promising import Promise, PromiseCheck, PromiseState
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session

from ..conftest import Clock
from .conftest import Desk

MAY = date(2026, 5, 31)


def answered(desk: Desk, opinion: Opinion, result: ResultClass = ResultClass.B, until: date | None = MAY) -> None:
    promised = result in (ResultClass.B, ResultClass.C)
    words = Reply(opinion_id=opinion.id, content="列入计划。", result_class=result, replied_on=desk.officer.today)
    opinions.reply(
        desk.officer, replace(words, promise="更换灯具" if promised else "", promised_on=until if promised else None)
    )


def promised(desk: Desk, result: ResultClass = ResultClass.B) -> Promise:
    sent = desk.dispatched()
    answered(desk, sent, result)
    return desk.officer.select(Promise, "opinion_id = ?", (sent.id,))[-1]


def told(desk: Desk, opinion_id: int) -> None:
    opinions.inform(desk.officer, Feedback(opinion_id=opinion_id, told_on=desk.officer.today))


def judged(desk: Desk, opinion_id: int, result: Satisfaction) -> None:
    reason = "还没修好。" if result is Satisfaction.DISSATISFIED else ""
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=opinion_id, result=result, reason=reason, evaluated_on=desk.officer.today),
    )


def check(desk: Desk, promise: Promise, found: PromiseState = PromiseState.OPEN, until: date | None = None) -> Promise:
    return promising.follow(
        desk.officer,
        PromiseCheck(
            promise_id=promise.id,
            checked_on=desk.officer.today,
            asked="李建军",
            words="灯具在路上。",
            found=found,
            new_due_on=until,
        ),
    )


@pytest.mark.clause("3.2.2")
@pytest.mark.parametrize("result", ResultClass)
def test_only_an_answer_that_is_not_finished_work_makes_a_promise(desk: Desk, result: ResultClass) -> None:
    sent = desk.dispatched()
    answered(desk, sent, result)
    found = desk.officer.select(Promise)
    if result in (ResultClass.A, ResultClass.D):
        assert found == []
    else:
        assert [(p.words, p.due_on, p.state, p.body_id) for p in found] == [
            ("更换灯具", MAY, PromiseState.OPEN, sent.lead_body_id)
        ]


@pytest.mark.clause("3.2.2")
def test_a_promise_stays_open_when_its_matter_is_closed_and_is_followed_on(desk: Desk, clock: Clock) -> None:
    promise = promised(desk)
    told(desk, promise.opinion_id or 0)
    judged(desk, promise.opinion_id or 0, Satisfaction.SATISFIED)
    assert desk.closed(promise.opinion_id or 0).status is Status.CLOSED
    assert promising.counts(desk.officer).open == 1
    clock.go_to(date(2026, 6, 2))
    assert promising.counts(desk.officer).overdue == 1
    moved = check(desk, promise, until=date(2026, 6, 20))
    assert (moved.due_on, moved.promised_on, moved.state) == (date(2026, 6, 20), MAY, PromiseState.OPEN)
    assert promising.counts(desk.officer).overdue == 0
    newest = opinions.steps_of(desk.officer, promise.opinion_id or 0)[0]
    assert (newest.label, newest.words) == ("回访承诺事项", "问李建军：灯具在路上。，改到 6月20日")


@pytest.mark.clause("4.3.2")
def test_a_kept_promise_is_told_to_the_submitter_again(desk: Desk, clock: Clock) -> None:
    promise = promised(desk)
    told(desk, promise.opinion_id or 0)
    with pytest.raises(RuleError, match="还在跟踪"):
        promising.tell(desk.officer, promise.id, Feedback(told_on=desk.officer.today))
    clock.go_to(date(2026, 5, 20))
    kept = check(desk, promise, PromiseState.KEPT)
    assert (kept.ended_on, kept.told_on) == (date(2026, 5, 20), None)
    assert promising.counts(desk.officer).untold == 1
    again = promising.tell(desk.officer, promise.id, Feedback(told_on=desk.officer.today, note="灯亮了"))
    assert again.told_on == date(2026, 5, 20)
    assert promising.counts(desk.officer) == promising.PromiseCounts(0, 0, 0, 0)
    assert len(opinions.file_of(desk.officer, promise.opinion_id or 0).feedbacks) == 2
    with pytest.raises(RuleError, match="已经告知过"):
        promising.tell(desk.officer, promise.id, Feedback(told_on=desk.officer.today))


def test_who_cannot_be_reached_counts_as_told_of_a_promise_after_two_days(desk: Desk, clock: Clock) -> None:
    promise = promised(desk)
    told(desk, promise.opinion_id or 0)
    clock.forward(1)
    check(desk, promise, PromiseState.NOT_KEPT)
    vain = Feedback(told=Told.UNREACHABLE)
    assert promising.tell(desk.officer, promise.id, replace(vain, told_on=desk.officer.today)).told_on is None
    clock.forward(1)
    assert promising.tell(desk.officer, promise.id, replace(vain, told_on=desk.officer.today)).told_on


@pytest.mark.clause("4.3.2")
@pytest.mark.parametrize(
    ("result", "state"),
    [(ResultClass.A, PromiseState.KEPT), (ResultClass.D, PromiseState.NOT_KEPT), (ResultClass.C, PromiseState.OPEN)],
)
def test_the_answer_of_a_second_handling_ends_what_was_promised_before(
    desk: Desk, result: ResultClass, state: PromiseState
) -> None:
    promise = promised(desk)
    opinion_id = promise.opinion_id or 0
    told(desk, opinion_id)
    judged(desk, opinion_id, Satisfaction.DISSATISFIED)
    opinions.decide(desk.head, opinion_id, "请定下日期。", verdict=Verdict.REDO)
    assert desk.officer.get(Promise, promise.id).state is PromiseState.OPEN
    answered(desk, desk.officer.get(Opinion, opinion_id), result)
    before = desk.officer.get(Promise, promise.id)
    assert before.state is state
    assert len(promising.checks_of(desk.officer, promise.id)) == 1
    open_ones = promising.listing(desk.officer, view="open").page(9)
    if result is ResultClass.C:
        assert before.voided_on
        assert [row["id"] for row in open_ones] == [promise.id + 1]
    else:
        assert open_ones == []
        told(desk, opinion_id)
        assert desk.officer.get(Promise, promise.id).told_on == desk.officer.today


def test_a_promise_that_was_ended_too_early_is_followed_again(desk: Desk) -> None:
    promise = promised(desk)
    with pytest.raises(RuleError, match="没有结束"):
        promising.reopen(desk.officer, promise.id, "灯又灭了")
    check(desk, promise, PromiseState.KEPT)
    with pytest.raises(RuleError, match="已经结束"):
        check(desk, promise)
    again = promising.reopen(desk.officer, promise.id, "灯又灭了")
    assert (again.state, again.ended_on) == (PromiseState.OPEN, None)
    assert [found.words for found in promising.checks_of(desk.officer, promise.id)] == [
        "灯具在路上。",
        "重新跟踪：灯又灭了",
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"asked": " "}, "asked"),
        ({"words": ""}, "words"),
        ({"checked_on": date(2026, 3, 4)}, "checked_on"),
        ({"checked_on": date(2026, 3, 6)}, "checked_on"),
        ({"new_due_on": date(2026, 3, 5)}, "new_due_on"),
    ],
)
def test_a_check_says_whom_what_and_a_day_that_can_be(desk: Desk, values: dict[str, object], field: str) -> None:
    promise = promised(desk)
    entry = PromiseCheck(promise_id=promise.id, checked_on=desk.officer.today, asked="李建军", words="在办。")
    with pytest.raises(InvalidRecord) as refused:
        promising.follow(desk.officer, replace(entry, **values))  # type: ignore[arg-type]
    assert list(refused.value.problems) == [field]
    assert promising.checks_of(desk.officer, promise.id) == []


def test_promises_are_found_by_words_of_theirs_of_the_matter_and_of_the_body(desk: Desk) -> None:
    promised(desk)
    for words in ("灯具", "石桥村", "0001", "村镇建设"):
        assert promising.listing(desk.officer, words).count() == 1
    assert promising.listing(desk.officer, "水渠").count() == 0


@pytest.mark.parametrize("role", [Role.VICE_HEAD, Role.ARCHIVIST, Role.ADMINISTRATOR])
def test_only_the_officer_enters_how_a_promise_stands(desk: Desk, sign_in: object, role: Role) -> None:
    promise = promised(desk)
    session: Session = sign_in(role)  # type: ignore[operator]
    with pytest.raises(RuleError, match="由联络员办理"):
        promising.follow(session, PromiseCheck(promise_id=promise.id, checked_on=session.today, asked="x", words="x"))
