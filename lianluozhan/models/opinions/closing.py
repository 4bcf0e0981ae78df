"""Telling the submitter, his judgement, the head's decision, and what must be true before a matter is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Post
from ..workflow import check_step
from . import progress, trail
from .flow import STEPS, _check_day, _check_open
from .handling import Deadline, Evaluation, Feedback, Reply, Satisfaction, Told
from .record import Opinion, Status
from .trail import Signed

TRIES = 2  # on different days, before a submitter counts as not to be reached


def inform(session: Session, telling: Feedback) -> Feedback:
    """Enter that the submitter was told, or could not be reached (4.2.3, 4.3.2)."""
    with session.action("opinion.inform"):
        opinion = session.get(Opinion, telling.opinion_id or 0)
        _check_open(opinion)
        check_step(STEPS["inform"], opinion.status)
        assert telling.told_on
        _check_day(session, "told_on", telling.told_on, "告知日期", opinion.replied_on or opinion.received_on)
        made = session.add(replace(telling, id=0, told_by=telling.told_by or session.staff.id))
        label = "已告知反映人" if telling.told is Told.TOLD else "联系不上反映人"
        words = "，".join(part for part in (telling.way.label, telling.note) if part)
        if opinion.status is Status.REPLIED and is_told(session, opinion):
            opinion = session.change(opinion, status=Status.INFORMED, holder="反映人")
            trail.write(session, opinion, "inform", label, words, acted_on=telling.told_on)
            progress.start(session, opinion, "评价", telling.told_on, "satisfaction.return_days")
        else:
            trail.write(session, opinion, "inform", label, words, acted_on=telling.told_on)
        return made


def evaluate(session: Session, judgement: Evaluation) -> Evaluation:
    """Enter how the submitter judges attitude and result (4.3.3); a dissatisfied one says why."""
    with session.action("opinion.evaluate"):
        opinion = session.get(Opinion, judgement.opinion_id or 0)
        _check_open(opinion)
        check_step(STEPS["evaluate"], opinion.status)
        if judgement.result is Satisfaction.DISSATISFIED and not judgement.reason.strip():
            raise InvalidRecord({"reason": "选了“不满意”，请写明原因。"})
        assert judgement.evaluated_on
        _check_day(session, "evaluated_on", judgement.evaluated_on, "评价日期", opinion.replied_on)
        if evaluation_of(session, opinion.id):
            raise RuleError("这件已经登记过评价。请看一下过程。")
        made = session.add(replace(judgement, id=0, taken_by=judgement.taken_by or session.staff.id))
        waits = (
            progress.held_by_post(session, Post.HEAD)
            if made.result is Satisfaction.DISSATISFIED
            else (progress.held_by_officer(session, opinion))
        )
        moved = session.change(opinion, satisfaction=judgement.result.value, **waits)
        words = f"办理态度：{made.attitude.label}；办理结果：{made.result.label}" + (
            f"；{made.reason}" if made.reason else ""
        )
        trail.write(session, moved, "evaluate", f"反映人评价 {made.result.label}", words, acted_on=made.evaluated_on)
        progress.stop(session, moved)
        return made


def decide(session: Session, opinion_id: int, words: str, *, signed: Signed | None = None) -> Evaluation:
    """What the head decides on a matter whose submitter is not satisfied."""
    with session.action("opinion.record_signed" if signed else "opinion.decide"):
        opinion = session.get(Opinion, opinion_id)
        _check_open(opinion)
        check_step(STEPS["decide"], opinion.status)
        found = evaluation_of(session, opinion_id)
        if found is None or found.result is not Satisfaction.DISSATISFIED:
            raise RuleError("反映人没有评“不满意”，不用站长作处理决定。")
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        if not words.strip():
            raise InvalidRecord({"words": "请写明处理决定，例如：说明后结案、重点督办。"})
        on = signed.signed_on if signed else session.today
        made = session.change(found, decision=words, decided_on=on)
        moved = session.change(opinion, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, "decide", "站长处理决定", words, signed=signed)
        return made


def close_problems(session: Session, opinion_id: int) -> list[str]:
    """What still stands against closing, as sentences; empty when it may be closed."""
    opinion = session.get(Opinion, opinion_id)
    if opinion.voided_on or opinion.status not in STEPS["close"].sources:
        return [f"现在的状态是“{opinion.status.label}”，还不能办结。"]
    if opinion.status is Status.DECLINED:
        told = opinion.is_anonymous or is_told(session, opinion)
        return [] if told else ["还没有把不予受理的原因和去向告知反映人。"]
    problems = []
    if not session.select(Reply, "opinion_id = ?", (opinion_id,)):
        problems.append("还没有登记答复。")
    if not opinion.is_anonymous:
        if not is_told(session, opinion):
            problems.append("还没有告知反映人；联系不上的，要有不同日期的两次记录。")
        elif reachable(session, opinion) and not _judged_or_waited(session, opinion):
            problems.append("反映人还没有评价，等待评价的期限也没有到。")
    if dissatisfied(session, opinion_id):
        problems.append("反映人不满意，要先有站长的处理决定。")
    return problems


def close(session: Session, opinion_id: int, words: str = "") -> Opinion:
    """Close a matter that meets all conditions (办结销号)."""
    with session.action("opinion.close"):
        if problems := close_problems(session, opinion_id):
            raise RuleError("还不能办结：" + "".join(problems))
        opinion = session.get(Opinion, opinion_id)
        given = opinion.satisfaction or ("" if opinion.is_anonymous else Satisfaction.NOT_GIVEN.value)
        moved = session.change(opinion, status=Status.CLOSED, closed_on=session.today, holder="", satisfaction=given)
        trail.write(session, moved, "close", "办结", words)
        return progress.stop(session, moved)


def is_told(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was told, or tried to be on two days in vain."""
    tries = _tellings(session, opinion)
    days = {telling.told_on for telling in tries if telling.told is Told.UNREACHABLE}
    return any(telling.told is Told.TOLD for telling in tries) or len(days) >= TRIES


def reachable(session: Session, opinion: Opinion) -> bool:
    return any(telling.told is Told.TOLD for telling in _tellings(session, opinion))


def evaluation_of(session: Session, opinion_id: int) -> Evaluation | None:
    """The newest judgement of the submitter."""
    found = session.select(Evaluation, "opinion_id = ?", (opinion_id,))
    return found[-1] if found else None


def dissatisfied(session: Session, opinion_id: int) -> bool:
    """Whether the submitter is not satisfied and the head has not decided yet."""
    found = evaluation_of(session, opinion_id)
    return found is not None and found.result is Satisfaction.DISSATISFIED and found.decided_on is None


def _tellings(session: Session, opinion: Opinion) -> list[Feedback]:
    since = (opinion.replied_on or date.min).isoformat()
    return session.select(Feedback, "opinion_id = ? AND told_on >= ?", (opinion.id, since))


def _judged_or_waited(session: Session, opinion: Opinion) -> bool:
    if evaluation_of(session, opinion.id):
        return True
    limits = session.select(Deadline, "opinion_id = ? AND kind = '评价'", (opinion.id,))
    return bool(limits) and limits[-1].due_on is not None and limits[-1].due_on < session.today
