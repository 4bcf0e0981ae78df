"""Telling the submitter, his judgement, the head's decision, and what must be true before a matter is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..attachments import Attachment, stored_path
from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Post
from . import progress, trail
from .days import check_day
from .flow import STEPS, ready
from .handling import Deadline, Evaluation, Feedback, Reply, Satisfaction, Told
from .record import Opinion, Status
from .trail import Signed

SUBMITTER = "反映人"  # who holds a matter that waits for his judgement
TRIES = 2  # on different days, before a submitter counts as not to be reached


def inform(session: Session, telling: Feedback) -> Feedback:
    """Enter that the submitter was told, or could not be reached (4.2.3, 4.3.2)."""
    with session.action("opinion.inform"):
        opinion = ready(session, telling.opinion_id or 0, "inform")
        on = check_day(session, "told_on", telling.told_on, "告知日期", opinion.replied_on or opinion.received_on)
        made = session.add(replace(telling, id=0, told_by=telling.told_by or session.staff.id))
        done = opinion.is_anonymous or is_told(session, opinion)
        if opinion.status is Status.REPLIED and done:
            opinion = session.change(opinion, status=Status.INFORMED)
        label = "已告知反映人" if made.told is Told.TOLD else "联系不上反映人"
        words = "，".join(part for part in (made.way.label, made.note) if part)
        trail.write(session, opinion, "inform", label, words, acted_on=on)
        if done:
            _wait(session, opinion, on)
        return made


def _wait(session: Session, opinion: Opinion, on: date) -> None:
    """For the judgement of one who was told; for nothing, when there is nobody to ask."""
    if opinion.status is Status.INFORMED and not opinion.is_anonymous and reachable(session, opinion):
        waiting = session.change(opinion, holder=SUBMITTER)
        progress.start(session, waiting, "评价", on, "satisfaction.return_days")
    else:
        progress.stop(session, session.change(opinion, **progress.held_by_officer(session, opinion)), on)


def evaluate(session: Session, judgement: Evaluation) -> Evaluation:
    """Enter how the submitter judges attitude and result (4.3.3); a dissatisfied one says why."""
    with session.action("opinion.evaluate"):
        opinion = ready(session, judgement.opinion_id or 0, "evaluate")
        _check_judgement(session, opinion, judgement)
        made = session.add(replace(judgement, id=0, taken_by=judgement.taken_by or session.staff.id))
        bad = made.result is Satisfaction.DISSATISFIED
        holder = progress.held_by_post(session, Post.HEAD) if bad else progress.held_by_officer(session, opinion)
        moved = session.change(opinion, satisfaction=made.result.value, **holder)
        given = made.result is not Satisfaction.NOT_GIVEN
        label = f"反映人评价 {made.result.label}" if given else "没有收到评价"
        words = f"办理态度：{made.attitude.label}；办理结果：{made.result.label}" if given else ""
        words = "；".join(part for part in (words, made.reason, made.remarks) if part)
        trail.write(session, moved, "evaluate", label, words, acted_on=made.evaluated_on)
        progress.stop(session, moved, made.evaluated_on or session.today)
        return made


def _check_judgement(session: Session, opinion: Opinion, judgement: Evaluation) -> None:
    if opinion.is_anonymous:
        raise RuleError("这件是匿名反映，没有评价。告知和评价都不需要，可以直接办结。")
    earlier = evaluation_of(session, opinion.id)
    if earlier and earlier.result is not Satisfaction.NOT_GIVEN:
        raise RuleError("这件已经登记过评价。请看一下过程。")
    if Satisfaction.DISSATISFIED in (judgement.attitude, judgement.result) and not judgement.reason.strip():
        raise InvalidRecord({"reason": "选了“不满意”，请写明原因。"})
    told = [telling.told_on for telling in _tellings(session, opinion) if telling.told is Told.TOLD]
    check_day(session, "evaluated_on", judgement.evaluated_on, "评价日期", told[0] if told else opinion.replied_on)


def decide(session: Session, opinion_id: int, words: str, *, signed: Signed | None = None) -> Evaluation:
    """What the head decides on a matter whose submitter is not satisfied."""
    with session.action("opinion.record_signed" if signed else "opinion.decide"):
        opinion = ready(session, opinion_id, "decide")
        found = evaluation_of(session, opinion_id)
        if found is None or not dissatisfied(session, opinion_id):
            raise RuleError("这件没有等待站长决定的“不满意”评价。请看一下过程。")
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
    problems = _missing_files(session, opinion)
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
        return progress.stop(session, moved, session.today)


def is_told(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was told, or tried to be on two days in vain."""
    tries = _tellings(session, opinion)
    days = {telling.told_on for telling in tries if telling.told is Told.UNREACHABLE}
    return any(telling.told is Told.TOLD for telling in tries) or len(days) >= TRIES


def reachable(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was reached, so that he can be asked for his judgement."""
    return any(telling.told is Told.TOLD for telling in _tellings(session, opinion))


def evaluation_of(session: Session, opinion_id: int) -> Evaluation | None:
    """The newest judgement of the submitter."""
    found = session.select(Evaluation, "opinion_id = ?", (opinion_id,))
    return found[-1] if found else None


def may_be_judged(session: Session, opinion: Opinion) -> bool:
    """Whether a judgement can still be entered; one that did not come may come later."""
    found = evaluation_of(session, opinion.id)
    return not opinion.is_anonymous and (found is None or found.result is Satisfaction.NOT_GIVEN)


def dissatisfied(session: Session, opinion_id: int) -> bool:
    """Whether the submitter is not satisfied and the head has not decided yet."""
    found = evaluation_of(session, opinion_id)
    return found is not None and found.result is Satisfaction.DISSATISFIED and found.decided_on is None


def _tellings(session: Session, opinion: Opinion) -> list[Feedback]:
    since = (opinion.replied_on or date.min).isoformat()
    return session.select(Feedback, "opinion_id = ? AND told_on >= ?", (opinion.id, since))


def _missing_files(session: Session, opinion: Opinion) -> list[str]:
    """Attachments that were registered and whose files are gone."""
    where = "owner_table = 'opinions' AND owner_id = ? AND voided_on IS NULL"
    found = session.select(Attachment, where, (opinion.id,))
    lost = [entry.name for entry in found if not stored_path(session.folder, entry).exists()]
    return [f"附件“{name}”的文件找不到了，请从备份还原。" for name in lost]


def _judged_or_waited(session: Session, opinion: Opinion) -> bool:
    if evaluation_of(session, opinion.id):
        return True
    limits = session.select(Deadline, "opinion_id = ? AND kind = '评价'", (opinion.id,))
    return bool(limits) and limits[-1].due_on is not None and limits[-1].due_on < session.today
