"""What a granted application does: the matter comes back, or goes to another body, or gets more time (5.1.4).

Nobody takes these steps by themselves; they follow from the head's decision in `applying`, in the same action.
"""

from __future__ import annotations

from datetime import date

from .. import calendars, deadlines, settings
from ..errors import InvalidRecord, RuleError
from ..session import Session
from . import progress, trail
from .flow import ready
from .handling import Deadline, Dispatch
from .pausing import is_paused
from .record import Opinion, Status

RETURN, EXTEND = "return", "extend"  # their names in the trail


def give_back(session: Session, opinion_id: int, reason: str, on: date) -> Opinion:
    """The lead body no longer has it (退办); the station sends it to another one (改派)."""
    opinion, _ = sent_out(session, opinion_id)
    moved = session.change(
        opinion, status=Status.TO_DISPATCH, lead_body_id=None, **progress.held_by_officer(session, opinion)
    )
    trail.write(session, moved, RETURN, "承办单位退办", reason, acted_on=on)
    return progress.start(session, moved, "交办", on, "opinion.assign_days")


def more_time(session: Session, opinion_id: int, reason: str, on: date, until: date | None = None) -> Opinion:
    """A later limit, to the wished day or as long as the setting says; the old limit stays on record (延期)."""
    opinion, _ = sent_out(session, opinion_id)
    old = limit_to_extend(session, opinion)
    term = settings.term(session, "opinion.extend_days")
    deadlines.meet(session, opinion.id, on)
    if until is None or until == latest(session, old):
        made = deadlines.set_deadline(session, opinion.id, opinion.due_kind, old, term, f"延期 {term.words}")
    else:
        rule = "延期到申请单上写明的日子"
        made = session.add(
            Deadline(
                opinion_id=opinion.id, kind=opinion.due_kind, starts_on=old, amount=0, unit="", due_on=until, rule=rule
            )
        )
    trail.write(session, opinion, EXTEND, "延长办理期限", reason, acted_on=on)
    return progress.show(session, opinion, made)


def is_out(opinion: Opinion) -> bool:
    """Whether a body has the matter in hand."""
    return opinion.status in (Status.DISPATCHED, Status.HANDLING) and not opinion.voided_on


def sent_out(session: Session, opinion_id: int) -> tuple[Opinion, Dispatch]:
    """The opinion, if a body has it in hand, and the sheet with which it was sent."""
    opinion = ready(session, opinion_id, "reply")
    return opinion, session.select(Dispatch, "opinion_id = ?", (opinion_id,))[-1]


def limit_to_extend(session: Session, opinion: Opinion) -> date:
    """The day on which the running limit ends; RuleError when it cannot be made longer."""
    most = int(settings.value(session, "opinion.extend_times"))
    if sum(step.name == EXTEND for step in trail.steps_of(session, opinion.id)) >= most:
        raise RuleError(f"这件不能再延期：每件最多延期 {most} 次。请催承办单位按期办理。")
    if is_paused(opinion):
        raise RuleError("这件正在等反映人补充，期限停计。请先恢复计算期限，再延期。")
    running = session.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion.id,))
    if not running or running[-1].due_on is None:
        raise RuleError("这件没有在走的办理期限，不用延期。请看一下过程。")
    return running[-1].due_on


def check_in_time(limit: date, asked_on: date) -> None:
    """More time is asked for before the limit, not after it."""
    if asked_on > limit:
        raise RuleError("这件已经超过办理期限，不能再延期。请催承办单位尽快答复。")


def latest(session: Session, limit: date) -> date:
    """The latest day to which a limit may be extended."""
    return deadlines.count(limit, settings.term(session, "opinion.extend_days"), calendars.load(session)).due_on


def check_wished(session: Session, limit: date, until: date | None) -> None:
    """The day the body wishes for lies after its limit, and no later than the setting allows."""
    if until is None:
        return
    last = latest(session, limit)
    if until <= limit:
        raise InvalidRecord({"wanted_until": f"要晚于原来的期限 {deadlines.spoken(limit)}，请检查。"})
    if until > last:
        words = settings.term(session, "opinion.extend_days").words
        raise InvalidRecord({"wanted_until": f"最多延 {words}，到 {deadlines.spoken(last)}为止。请改早一些。"})
