"""Undoing a joining at any later time: each fact goes to its right side (撤销并案, 4.3.2).

What was entered for one of the two stays with it. What the main one was answered meanwhile can be taken over: the
matter that goes its own way again then gets a record of that answer, and goes on from there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ..errors import RuleError
from ..session import Session
from . import progress, promising, trail
from .closing import SUBMITTER
from .flow import check_not_voided
from .handling import Feedback, Reply, Told
from .merging import LET_GO, UNMERGE, before_merging, main_of, short
from .promising import Promise, checks_of
from .record import Opinion, Screening, Status
from .telling import enough

TAKEN_OVER = "taken_over"  # the step with which it gets the answer of the matter it was joined to
_ANSWERED = (Status.REPLIED, Status.INFORMED, Status.CLOSED, Status.FILED)


def unmerge(session: Session, opinion_id: int, words: str = "", *, with_answer: bool = False) -> Opinion:
    """Undo the joining: it stands where it stood, with the limit that has run on meanwhile, or `with_answer` told."""
    with session.action("opinion.unmerge"):
        opinion = session.get(Opinion, opinion_id)
        check_not_voided(opinion)
        if opinion.status is not Status.MERGED or opinion.merged_into is None:
            raise RuleError(f"这件没有并案，现在是“{opinion.status.label}”，不用撤销。请看一下过程。")
        main = session.get(Opinion, opinion.merged_into)
        if with_answer and (refusal := why_no_answer(session, opinion)):
            raise RuleError(refusal)
        moved = session.change(opinion, merged_into=None, **before_merging(session, opinion))
        trail.write(session, moved, UNMERGE, f"撤销并案，不再并入 {short(main)}", words)
        trail.write(session, main, LET_GO, f"{short(moved)}不再并入本件", words)
        if not with_answer:
            return moved
        return _declined(session, moved, main) if main.decline_ground else _answered(session, moved, main)


def why_no_answer(session: Session, joined: Opinion) -> str:
    """Why a joined matter cannot take over what came of the main one; empty if it can."""
    main = main_of(session, joined.id)
    if main.id == joined.id:
        return "这件没有并案，没有可以沿用的答复。"
    if main.status is Status.DECLINED or (main.status in _ANSWERED and main.decline_ground):
        return ""
    if main.status in _ANSWERED and _answer_of(session, main):
        return ""
    return f"{short(main)}还没有答复，没有可以沿用的。这件回到并案以前的状态接着办。"


def _answer_of(session: Session, main: Opinion) -> Reply | None:
    found = session.select(Reply, "opinion_id = ?", (main.id,))
    return found[-1] if found else None


def _answered(session: Session, opinion: Opinion, main: Opinion) -> Opinion:
    """It gets the answer as a record of its own that names where it comes from."""
    answer = _answer_of(session, main)
    assert answer is not None
    since = max(day for day in (answer.replied_on, opinion.received_on) if day)
    source = f"（并案办理期间，随{main.number}一并答复。）"
    made = session.add(
        replace(answer, id=0, opinion_id=opinion.id, dispatch_id=None, content=f"{answer.content}\n{source}")
    )
    moved = session.change(
        opinion,
        status=Status.INFORMED if _is_told(session, opinion, since) else Status.REPLIED,
        screening=Screening.ACCEPT,
        lead_body_id=main.lead_body_id,
        result_class=answer.result_class,
        replied_on=since,
        satisfaction="",
        **progress.held_by_officer(session, opinion),
    )
    kind = f" {answer.result_class.value} 类" if answer.result_class else ""
    trail.write(session, moved, TAKEN_OVER, f"沿用 {short(main)}的答复{kind}", answer.content[:5000])
    if promise := promising.answered(session, moved, made):
        _same_promise(session, promise, answer)
    return _on_from(session, moved, since)


def _same_promise(session: Session, promise: Promise, answer: Reply) -> None:
    """What has been found of the same promise meanwhile is known here too; this submitter hears of it himself."""
    found = session.select(Promise, "reply_id = ?", (answer.id,))
    if not found:
        return
    theirs = found[-1]
    for check in checks_of(session, theirs.id):
        session.add(replace(check, id=0, promise_id=promise.id))
    session.change(
        promise, due_on=theirs.due_on, state=theirs.state, ended_on=theirs.ended_on, voided_on=theirs.voided_on
    )


def _declined(session: Session, opinion: Opinion, main: Opinion) -> Opinion:
    """It is not taken up either, for the same reason."""
    moved = session.change(
        opinion,
        status=Status.DECLINED,
        screening=Screening.DECLINE,
        decline_ground=main.decline_ground,
        referral=main.referral,
        **progress.held_by_officer(session, opinion),
    )
    where = f"{main.decline_ground.label}，去向：{main.referral}" if main.decline_ground else ""
    trail.write(session, moved, TAKEN_OVER, f"与 {short(main)}一样不予受理", where)
    return _on_from(session, moved, opinion.received_on or session.today)


def _is_told(session: Session, opinion: Opinion, since: date) -> bool:
    return not opinion.is_anonymous and enough(_tries(session, opinion, since))


def _tries(session: Session, opinion: Opinion, since: date) -> list[Feedback]:
    return session.select(Feedback, "opinion_id = ? AND told_on >= ?", (opinion.id, since.isoformat()))


def _on_from(session: Session, opinion: Opinion, since: date) -> Opinion:
    """Who was told while it was joined is not told again; the others have their limit from today."""
    tries, declined = _tries(session, opinion, since), opinion.status is Status.DECLINED
    if opinion.is_anonymous:
        return progress.stop(session, opinion, session.today)
    if not enough(tries):
        key = "reply.voter_days" if declined else "feedback.to_citizen_days"
        return progress.start(session, opinion, "告知", session.today, key)
    if declined or not any(telling.told is Told.TOLD for telling in tries):
        return progress.stop(session, opinion, session.today)
    waiting = session.change(opinion, holder=SUBMITTER)
    return progress.start(session, waiting, "评价", session.today, "satisfaction.return_days")
