"""Telling the submitter, his judgement, the head's decision, and what must be true before a matter is closed.

The closing itself, with the approval it needs, is in `signing_off`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import settings
from ..attachments import Attachment, stored_path
from ..errors import InvalidRecord, RuleError
from ..places import HandlingBody
from ..rows import Record
from ..session import Session
from ..staff import Post
from . import progress, promising, trail
from .days import check_day
from .flow import STEPS, ready
from .handling import Deadline, Dispatch, Evaluation, Feedback, Satisfaction, Told, Verdict
from .merging import joined_to, short, untold
from .record import Opinion, Status
from .telling import INFORM, OF_A_JOINED, TELLINGS, enough
from .trail import Signed

SUBMITTER = "反映人"  # who holds a matter that waits for his judgement
REDO = "redo"  # the step of the trail with which a second handling begins
AGAIN = "again"  # and the one with which the body has to answer once more under 重点督办 or after a 协调会
_ROUNDS = (REDO, AGAIN)
_PRESSING = (Verdict.KEY, Verdict.MEETING)
_NEEDS_WORDS = (Verdict.REDO, Verdict.EXPLAIN)


@dataclass(frozen=True)
class Condition:
    """One thing that must be so before a matter is closed, as F20 lists it; `problem` says what is missing."""

    words: str
    problem: str = ""


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
            promising.told_with(session, opinion, on)
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
    session: Session,
    opinion_id: int,
    words: str,
    *,
    redo: bool = False,
    verdict: Verdict | None = None,
    signed: Signed | None = None,
) -> Evaluation:
    """What the head decides on a matter whose submitter is not satisfied; `redo` has it handled once more."""
    verdict = Verdict.REDO if redo else verdict
    with session.action("opinion.record_signed" if signed else "opinion.decide"):
        opinion = ready(session, opinion_id, "decide")
        found = evaluation_of(session, opinion_id)
        if found is None or not dissatisfied(session, opinion_id):
            raise RuleError("这件没有等待站长决定的“不满意”评价。请看一下过程。")
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        if not words.strip() and (verdict is None or verdict in _NEEDS_WORDS):
            raise InvalidRecord({"words": "请写明处理决定，例如：说明后结案、重点督办。"})
        if verdict is Verdict.REDO and (refusal := why_no_redo(session, opinion)):
            raise RuleError(refusal)
        on = signed.signed_on if signed else session.today
        decision = _decision(verdict, words)
        made = session.change(found, decision=decision, decided_on=on)
        key = opinion.is_key or verdict is Verdict.KEY
        moved = session.change(opinion, is_key=key, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, "decide", "站长处理决定", decision, signed=signed)
        if verdict is Verdict.REDO:
            _handle_again(session, moved, on, REDO, "二次办理")
        elif verdict in _PRESSING and verdict and _sent_to(session, opinion_id):
            _handle_again(session, moved, on, AGAIN, f"{verdict.label}，再次答复")
        return made


def _decision(verdict: Verdict | None, words: str) -> str:
    """The decision as it is kept: what it is, then the head's own words."""
    said = words.strip()
    if verdict is None or said.startswith(verdict.label):
        return said
    return f"{verdict.label}：{said}" if said else verdict.label


def _sent_to(session: Session, opinion_id: int) -> list[Dispatch]:
    return session.select(Dispatch, "opinion_id = ?", (opinion_id,))


def _handle_again(session: Session, opinion: Opinion, on: date, name: str, label: str) -> None:
    """Back to the body that handled it, with a limit of its own; telling and judgement start anew."""
    body = session.get(HandlingBody, _sent_to(session, opinion.id)[-1].lead_body_id or 0)
    moved = session.change(opinion, status=Status.HANDLING, holder=body.name, satisfaction="")
    trail.write(session, moved, name, f"{label} {body.name}", acted_on=on)
    progress.start(session, moved, "二次办理", on, "redo.days")


def why_no_redo(session: Session, opinion: Opinion) -> str:
    """Why a matter cannot be handled a second time; empty if it can."""
    if not _sent_to(session, opinion.id):
        return "这件没有交办过，不能二次办理。请写明怎样处理，例如：说明后结案。"
    done = sum(step.name == REDO for step in trail.steps_of(session, opinion.id))
    if done >= int(settings.value(session, "redo.max_times")):
        return f"这件已经二次办理过 {done} 次，不能再退回重办。请决定怎样处理，例如：重点督办、说明后结案。"
    return ""


def verdicts(session: Session, opinion: Opinion) -> list[Verdict]:
    """What the head can decide on a matter whose submitter is not satisfied."""
    barred = (Verdict.REDO,) if why_no_redo(session, opinion) else ()
    return [verdict for verdict in Verdict if verdict not in barred]


def conditions(session: Session, opinion_id: int, on: date | None = None) -> list[Condition]:
    """All that must be so before a matter is closed, met or not (rules 3.3), as the form F20 lists it."""
    return conditions_of(session, session.get(Opinion, opinion_id), on)


def conditions_of(session: Session, opinion: Opinion, on: date | None = None) -> list[Condition]:
    """The same of a matter that has been read already."""
    return [*_own_conditions(session, opinion, on or session.today), *_of_the_joined(session, opinion)]


def _own_conditions(session: Session, opinion: Opinion, on: date) -> list[Condition]:
    replied = session.value("SELECT 1 FROM replies WHERE opinion_id = ?", (opinion.id,))
    given = evaluation_of(session, opinion.id)
    told = judged = ""
    if not opinion.is_anonymous:
        tries = _tellings(session, opinion)
        if not enough(tries):
            told = "还没有告知反映人；联系不上的，要有不同日期的两次记录。"
        elif given is None and _is_reached(tries) and not _waited(session, opinion, on):
            judged = "反映人还没有评价，等待评价的期限也没有到。"
    if given and _is_bad(given) and given.decided_on is None:
        judged = "反映人不满意，要先有站长的处理决定。"
    lost = _missing_files(session, opinion)
    return [
        Condition("附件齐全", "；".join(problem.rstrip("。") for problem in lost) + "。" if lost else ""),
        Condition("答复已经登记在案", "" if replied else "还没有登记答复。"),
        Condition("匿名反映，不用告知" if opinion.is_anonymous else "已告知反映人，或者有两次联系不上的记录", told),
        Condition(
            "匿名反映，没有评价" if opinion.is_anonymous else "已有评价或者等过评价期限，不满意的有站长决定", judged
        ),
    ]


def _of_the_joined(session: Session, opinion: Opinion) -> list[Condition]:
    """Every submitter of a joined matter is answered too."""
    if not joined_to(session, opinion.id):
        return []
    waiting = untold(session, opinion)
    named = "、".join(short(each) for each in waiting)
    return [Condition("并入各件的反映人都已告知", f"并入的 {named}还没有告知反映人。" if waiting else "")]


def close_problems(session: Session, opinion_id: int, on: date | None = None) -> list[str]:
    """What still stands against closing today, or on another day, as sentences; empty when it may be closed."""
    opinion = session.get(Opinion, opinion_id)
    if opinion.voided_on or opinion.status not in STEPS["close"].sources:
        return [f"现在的状态是“{opinion.status.label}”，还不能办结。"]
    if opinion.status is Status.DECLINED:
        told = opinion.is_anonymous or is_told(session, opinion)
        own = [] if told else [Condition("", "还没有把不予受理的原因和去向告知反映人。")]
        found = [*own, *_of_the_joined(session, opinion)]
    else:
        found = conditions_of(session, opinion, on)
    return [condition.problem for condition in found if condition.problem]


def is_told(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was told, or tried to be on two days in vain."""
    return enough(_tellings(session, opinion))


def reachable(session: Session, opinion: Opinion) -> bool:
    """Whether the submitter was reached, so that he can be asked for his judgement."""
    return _is_reached(_tellings(session, opinion))


def _is_reached(tries: Sequence[Feedback]) -> bool:
    return any(telling.told is Told.TOLD for telling in tries)


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
    sql = "SELECT name, label FROM opinion_steps WHERE opinion_id = ? ORDER BY id DESC"
    steps = session.rows(sql, (opinion_id,))
    begun = next((at for at, (step, _) in enumerate(steps) if step in _ROUNDS), None)
    if begun is None:
        return records
    entering = TELLINGS if name == INFORM else (name,)
    since = [step for step, label in steps[:begun] if step in entering and not label.startswith(OF_A_JOINED)]
    return records[len(records) - len(since) :]


def _missing_files(session: Session, opinion: Opinion) -> list[str]:
    """Attachments that were registered and whose files are gone."""
    theirs = "SELECT id FROM {} WHERE opinion_id = :id"
    owners = ("opinions", ":id"), *((table, theirs.format(table)) for table in ("replies", "opinion_steps"))
    where = " OR ".join(f"(owner_table = '{table}' AND owner_id IN ({ids}))" for table, ids in owners)
    found = session.select(Attachment, f"voided_on IS NULL AND ({where})", {"id": opinion.id})
    lost = [entry.name for entry in found if not stored_path(session.folder, entry).exists()]
    return [f"附件“{name}”的文件找不到了，请从备份还原。" for name in lost]


def _waited(session: Session, opinion: Opinion, on: date) -> bool:
    """Whether the time for a judgement is over."""
    limits = session.select(Deadline, "opinion_id = ? AND kind = '评价'", (opinion.id,))
    return bool(limits) and limits[-1].due_on is not None and limits[-1].due_on < on
