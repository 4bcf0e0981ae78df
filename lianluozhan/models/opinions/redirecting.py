"""When the body it was sent to cannot handle it, or needs longer: return and new dispatch, more time (5.1.4)."""

from __future__ import annotations

from datetime import date

from .. import deadlines, settings
from ..errors import InvalidRecord, RuleError
from ..session import Session
from . import progress, trail
from .days import check_day
from .flow import ready
from .handling import Deadline, Dispatch
from .pausing import is_paused
from .record import Opinion, Status

RETURN, EXTEND = "return", "extend"  # their names in the trail


def return_dispatch(session: Session, opinion_id: int, reason: str, on: date) -> Opinion:
    """The lead body gives it back with a reason (退办); the station sends it to another one (改派)."""
    with session.action("opinion.dispatch"):
        opinion, sent = _sent_out(session, opinion_id)
        check_day(session, "on", on, "退办日期", sent.dispatched_on)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明承办单位为什么退办。"})
        moved = session.change(
            opinion, status=Status.TO_DISPATCH, lead_body_id=None, **progress.held_by_officer(session, opinion)
        )
        trail.write(session, moved, RETURN, "承办单位退办", reason, acted_on=on)
        return progress.start(session, moved, "交办", on, "opinion.assign_days")


def extend(session: Session, opinion_id: int, reason: str, on: date) -> Opinion:
    """More time for handling, as often and as long as the settings allow; the old limit stays on record (延期)."""
    with session.action("opinion.dispatch"):
        opinion, sent = _sent_out(session, opinion_id)
        check_day(session, "on", on, "延期日期", sent.dispatched_on)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明为什么要延期，告知反映人时要用。"})
        most = int(settings.value(session, "opinion.extend_times"))
        if sum(step.name == EXTEND for step in trail.steps_of(session, opinion_id)) >= most:
            raise RuleError(f"这件不能再延期：每件最多延期 {most} 次。请催承办单位按期办理。")
        if is_paused(opinion):
            raise RuleError("这件正在等反映人补充，期限停计。请先恢复计算期限，再延期。")
        running = session.select(Deadline, "opinion_id = ? AND met_on IS NULL", (opinion_id,))
        if not running or running[-1].due_on is None or on > running[-1].due_on:
            raise RuleError("这件已经超过办理期限，不能再延期。请催承办单位尽快答复。")
        return _more_time(session, opinion, running[-1].due_on, reason, on)


def _more_time(session: Session, opinion: Opinion, until: date, reason: str, on: date) -> Opinion:
    term = settings.term(session, "opinion.extend_days")
    deadlines.meet(session, opinion.id, on)
    made = deadlines.set_deadline(session, opinion.id, opinion.due_kind, until, term, f"延期 {term.words}")
    trail.write(session, opinion, EXTEND, "延长办理期限", reason, acted_on=on)
    return progress.show(session, opinion, made)


def _sent_out(session: Session, opinion_id: int) -> tuple[Opinion, Dispatch]:
    """The opinion, if a body has it in hand, and the sheet with which it was sent."""
    opinion = ready(session, opinion_id, "reply")
    return opinion, session.select(Dispatch, "opinion_id = ?", (opinion_id,))[-1]
