"""Taking a joining apart late: after the main matter was answered, told, promised, closed or not taken up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lianluozhan.models import opinions
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, Status, promising
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction
from lianluozhan.models.opinions.promising import Promise, PromiseCheck
from lianluozhan.models.opinions.record import DeclineGround, ResultClass

from ..conftest import Clock
from .conftest import STREETLIGHT, Desk

ALSO = replace(STREETLIGHT, submitter_name="何桂芬", phone="13900004417", title="村口路灯不亮")


def pair(desk: Desk) -> tuple[Opinion, Opinion]:
    """A main matter that was sent out, and one under review that is joined to it."""
    main, other = desk.dispatched(), desk.submitted(ALSO)
    return main, opinions.merge(desk.officer, other.id, main.id)


def answer(desk: Desk, opinion: Opinion, result: ResultClass = ResultClass.A) -> Reply:
    words = Reply(opinion_id=opinion.id, content="四盏已修。", result_class=result, replied_on=desk.officer.today)
    if result is not ResultClass.A:
        words = replace(words, promise="五月底前更换", promised_on=date(2026, 5, 31))
    return opinions.reply(desk.officer, words)


def tell(desk: Desk, opinion: Opinion) -> None:
    deed = opinions.inform_joined if desk.officer.get(Opinion, opinion.id).merged_into else opinions.inform
    deed(desk.officer, Feedback(opinion_id=opinion.id, told_on=desk.officer.today))


@pytest.mark.clause("4.3.2")
def test_who_was_joined_can_take_the_answer_over_and_is_told_of_it(desk: Desk) -> None:
    main, joined = pair(desk)
    given = answer(desk, main)
    back = opinions.unmerge(desk.officer, joined.id, "不是同一处", with_answer=True)
    assert (back.status, back.result_class, back.holder, back.due_kind) == (
        Status.REPLIED,
        ResultClass.A,
        "王秀英",
        "告知",
    )
    own = desk.officer.select(Reply, "opinion_id = ?", (joined.id,))
    assert [(reply.content, reply.dispatch_id) for reply in own] == [
        ("四盏已修。\n（并案办理期间，随社情民意〔2026〕0001号一并答复。）", None)
    ]
    assert desk.officer.select(Reply, "opinion_id = ?", (main.id,)) == [given]
    tell(desk, joined)
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=joined.id, result=Satisfaction.SATISFIED, evaluated_on=desk.officer.today),
    )
    assert desk.closed(joined.id).status is Status.CLOSED


@pytest.mark.clause("4.3.2")
def test_what_he_was_told_while_joined_stays_his_and_is_not_told_again(desk: Desk) -> None:
    main, joined = pair(desk)
    answer(desk, main)
    tell(desk, joined)
    back = opinions.unmerge(desk.officer, joined.id, with_answer=True)
    assert (back.status, back.holder, back.due_kind) == (Status.INFORMED, "反映人", "评价")
    assert len(opinions.file_of(desk.officer, joined.id).feedbacks) == 1
    assert opinions.file_of(desk.officer, main.id).feedbacks == ()


@pytest.mark.clause("4.3.2")
def test_it_is_taken_apart_even_after_the_main_one_was_closed(desk: Desk, clock: Clock) -> None:
    main, joined = pair(desk)
    answer(desk, main)
    tell(desk, main)
    tell(desk, joined)
    opinions.evaluate(
        desk.officer,
        Evaluation(opinion_id=main.id, result=Satisfaction.SATISFIED, evaluated_on=desk.officer.today),
    )
    closed = desk.closed(main.id)
    clock.forward(30)
    back = opinions.unmerge(desk.officer, joined.id)
    assert (back.status, back.due_kind) == (Status.IN_REVIEW, "审核")
    assert desk.officer.get(Opinion, main.id) == closed
    again = opinions.merge(desk.officer, joined.id, desk.dispatched().id)
    assert again.status is Status.MERGED


@pytest.mark.clause("3.2.2")
def test_a_promise_is_taken_over_with_all_that_was_found_of_it(desk: Desk, clock: Clock) -> None:
    main, joined = pair(desk)
    answer(desk, main, ResultClass.B)
    theirs = desk.officer.select(Promise)[0]
    promising.follow(
        desk.officer,
        PromiseCheck(
            promise_id=theirs.id,
            checked_on=desk.officer.today,
            asked="李建军",
            words="改到六月。",
            new_due_on=date(2026, 6, 10),
        ),
    )
    opinions.unmerge(desk.officer, joined.id, with_answer=True)
    own = promising.promises_of(desk.officer, joined.id)[0]
    assert (own.promise.due_on, own.promise.promised_on) == (date(2026, 6, 10), date(2026, 5, 31))
    assert [check.words for check in own.checks] == ["改到六月。"]
    assert promising.counts(desk.officer).open == 2


@pytest.mark.clause("4.3.2")
def test_what_was_joined_to_a_matter_not_taken_up_is_not_taken_up_either(desk: Desk) -> None:
    main, other = desk.submitted(), desk.submitted(ALSO)
    opinions.merge(desk.officer, other.id, main.id)
    opinions.review(desk.vice, main.id, "不属受理范围。", accept=False, ground=DeclineGround.PETITION)
    opinions.approve(desk.head, main.id, "不予受理。", accept=False)
    back = opinions.unmerge(desk.officer, other.id, with_answer=True)
    assert (back.status, back.decline_ground, back.referral, back.due_kind) == (
        Status.DECLINED,
        DeclineGround.PETITION,
        "信访部门",
        "告知",
    )
    tell(desk, back)
    assert opinions.close(desk.officer, back.id).status is Status.CLOSED


def test_without_an_answer_there_is_nothing_to_take_over(desk: Desk) -> None:
    main, joined = pair(desk)
    assert "还没有答复" in opinions.why_no_answer(desk.officer, joined)
    with pytest.raises(RuleError, match="0001 号还没有答复"):
        opinions.unmerge(desk.officer, joined.id, with_answer=True)
    assert desk.officer.get(Opinion, joined.id).status is Status.MERGED
    answer(desk, main)
    assert opinions.why_no_answer(desk.officer, joined) == ""
