"""Telling the submitter, his judgement, the head's decision, and what must be true before a matter is closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from .. import settings
from ..attachments import Attachment, stored_path
from ..errors import InvalidRecord, RuleError
from ..places import HandlingBody
from ..rows import Record
from ..session import Session
from ..staff import Post
from . import progress, trail
from .days import check_day
from .flow import STEPS, ready
from .handling import Deadline, Dispatch, Evaluation, Feedback, Reply, Satisfaction, Told
from .merging import enough, short, untold
from .record import Opinion, Status
from .trail import Signed

SUBMITTER = "反映人"  # who holds a matter that waits for his judgement
REDO = "redo"  # the step of the trail with which a second handling begins


def inform(session: Session, telling: Feedback) -> Feedback:
    """Enter that the submitter was told, or could not be reached (4.2.3, 4.3.2)."""
    with session.action("opinion.inform"):
        opinion = ready(session, telling.opinion_id or 0, "inform")
        on = check_day(session, "told_on", telling.told_on, "告知日期", opinion.replied_on or opinion.received_on)
        before = _tellings(session, opinion)
        made = session.add(replace(telling, id=0, told_by=telling.told_by or session.staff.id))
        done = opinion.is_anonymous or enough([*before, made])
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
        bad = _is_bad(made)
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


def decide(
    session: Session, opinion_id: int, words: str, *, redo: bool = False, signed: Signed | None = None
) -> Evaluation:
    """What the head decides on a matter whose submitter is not satisfied; `redo` has it handled once more."""
    with session.action("opinion.record_signed" if signed else "opinion.decide"):
        opinion = ready(session, opinion_id, "decide")
        found = evaluation_of(session, opinion_id)
        if found is None or not dissatisfied(session, opinion_id):
            raise RuleError("这件没有等待站长决定的“不满意”评价。请看一下过程。")
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        if not words.strip():
            raise InvalidRecord({"words": "请写明处理决定，例如：说明后结案、重点督办。"})
        if redo and (refusal := why_no_redo(session, opinion)):
            raise RuleError(refusal)
        on = signed.signed_on if signed else session.today
        made = session.change(found, decision=words, decided_on=on)
        moved = session.change(opinion, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, "decide", "站长处理决定", words, signed=signed)
        if redo:
            _handle_again(session, moved, on)
        return made


def _handle_again(session: Session, opinion: Opinion, on: date) -> None:
    """Back to the body that handled it, with a limit of its own; telling and judgement start anew (二次办理)."""
    body = session.get(HandlingBody, session.select(Dispatch, "opinion_id = ?", (opinion.id,))[-1].lead_body_id or 0)
    moved = session.change(opinion, status=Status.HANDLING, holder=body.name, satisfaction="")
    trail.write(session, moved, REDO, f"二次办理 {body.name}", acted_on=on)
    progress.start(session, moved, "二次办理", on, "redo.days")


def why_no_redo(session: Session, opinion: Opinion) -> str:
    """Why a matter cannot be handled a second time; empty if it can."""
    if not session.select(Dispatch, "opinion_id = ?", (opinion.id,)):
        return "这件没有交办过，不能二次办理。请写明怎样处理，例如：说明后结案。"
    done = sum(step.name == REDO for step in trail.steps_of(session, opinion.id))
    if done >= int(settings.value(session, "redo.max_times")):
        return f"这件已经二次办理过 {done} 次，不能再退回重办。请决定怎样处理，例如：重点督办、说明后结案。"
    return ""


def close_problems(session: Session, opinion_id: int, on: date | None = None) -> list[str]:
    """What still stands against closing today, or on another day, as sentences; empty when it may be closed."""
    opinion = session.get(Opinion, opinion_id)
    if opinion.voided_on or opinion.status not in STEPS["close"].sources:
        return [f"现在的状态是“{opinion.status.label}”，还不能办结。"]
    if opinion.status is Status.DECLINED:
        told = opinion.is_anonymous or is_told(session, opinion)
        return ([] if told else ["还没有把不予受理的原因和去向告知反映人。"]) + _joined_untold(session, opinion)
    problems = _missing_files(session, opinion)
    if not session.select(Reply, "opinion_id = ?", (opinion_id,)):
        problems.append("还没有登记答复。")
    if not opinion.is_anonymous:
        if not is_told(session, opinion):
            problems.append("还没有告知反映人；联系不上的，要有不同日期的两次记录。")
        elif reachable(session, opinion) and not _judged_or_waited(session, opinion, on or session.today):
            problems.append("反映人还没有评价，等待评价的期限也没有到。")
    if dissatisfied(session, opinion_id):
        problems.append("反映人不满意，要先有站长的处理决定。")
    return problems + _joined_untold(session, opinion)


def _joined_untold(session: Session, opinion: Opinion) -> list[str]:
    """Every submitter of a joined matter is answered too."""
    waiting = untold(session, opinion)
    return [f"并入的 {'、'.join(short(each) for each in waiting)}还没有告知反映人。"] if waiting else []


def close(session: Session, opinion_id: int, words: str = "", *, closed_on: date | None = None) -> Opinion:
    """Close a matter that meets all conditions (办结销号), today or on the day that the paper says."""
    with session.action("opinion.close"):
        opinion = session.get(Opinion, opinion_id)
        last = trail.last_taken(session, opinion_id)
        on = check_day(session, "closed_on", closed_on or session.today, "办结日期", last.acted_on if last else None)
        if problems := close_problems(session, opinion_id, on):
            raise RuleError("还不能办结：" + "；".join(problem.rstrip("。") for problem in problems) + "。")
        asked = opinion.status is not Status.DECLINED and not opinion.is_anonymous
        given = opinion.satisfaction or (Satisfaction.NOT_GIVEN.value if asked else "")
        moved = session.change(opinion, status=Status.CLOSED, closed_on=on, holder="", satisfaction=given)
        trail.write(session, moved, "close", "办结", words, acted_on=on)
        return progress.stop(session, moved, on)


def is_told(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was told, or tried to be on two days in vain."""
    return enough(_tellings(session, opinion))


def reachable(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was reached, so that he can be asked for his judgement."""
    return any(telling.told is Told.TOLD for telling in _tellings(session, opinion))


def evaluation_of(session: Session, opinion_id: int) -> Evaluation | None:
    """The newest judgement of the submitter, of the handling as it is now."""
    found = _of_this_round(session, opinion_id, "evaluate", session.select(Evaluation, "opinion_id = ?", (opinion_id,)))
    return found[-1] if found else None


def may_be_judged(session: Session, opinion: Opinion) -> bool:
    """Whether a judgement can still be entered; one that did not come may come later."""
    found = evaluation_of(session, opinion.id)
    return not opinion.is_anonymous and (found is None or found.result is Satisfaction.NOT_GIVEN)


def dissatisfied(session: Session, opinion_id: int) -> bool:
    """Whether the submitter is not satisfied and the head has not decided yet."""
    found = evaluation_of(session, opinion_id)
    return found is not None and _is_bad(found) and found.decided_on is None


def _is_bad(judgement: Evaluation) -> bool:
    """Whether the head has to look at it: the attitude counts as much as the result."""
    return Satisfaction.DISSATISFIED in (judgement.attitude, judgement.result)


def _tellings(session: Session, opinion: Opinion) -> list[Feedback]:
    since = (opinion.replied_on or date.min).isoformat()
    found = _of_this_round(session, opinion.id, "inform", session.select(Feedback, "opinion_id = ?", (opinion.id,)))
    return [telling for telling in found if str(telling.told_on) >= since]


def _of_this_round(session: Session, opinion_id: int, name: str, records: list[Record]) -> list[Record]:
    """Those of the records, one entered by each step `name`, that were entered since the last second handling."""
    names = [step.name for step in trail.steps_of(session, opinion_id)]
    if REDO not in names:
        return records
    return records[len(records) - names[: names.index(REDO)].count(name) :]


def _missing_files(session: Session, opinion: Opinion) -> list[str]:
    """Attachments that were registered and whose files are gone."""
    theirs = "SELECT id FROM {} WHERE opinion_id = :id"
    owners = ("opinions", ":id"), *((table, theirs.format(table)) for table in ("replies", "opinion_steps"))
    where = " OR ".join(f"(owner_table = '{table}' AND owner_id IN ({ids}))" for table, ids in owners)
    found = session.select(Attachment, f"voided_on IS NULL AND ({where})", {"id": opinion.id})
    lost = [entry.name for entry in found if not stored_path(session.folder, entry).exists()]
    return [f"附件“{name}”的文件找不到了，请从备份还原。" for name in lost]


def _judged_or_waited(session: Session, opinion: Opinion, on: date) -> bool:
    if evaluation_of(session, opinion.id):
        return True
    limits = session.select(Deadline, "opinion_id = ? AND kind = '评价'", (opinion.id,))
    return bool(limits) and limits[-1].due_on is not None and limits[-1].due_on < on
