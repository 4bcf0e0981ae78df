"""The clock stands still while the station waits for the submitter to bring what is missing (5.1.4, 4.3.2).

A wait is a row of `deadlines` of its own kind: it starts on the day the submitter was asked and is met on the day he
answered, or on the day of the next step. The limit that stood still gets a new row; the old one stays on record.
"""

from __future__ import annotations

from datetime import date, timedelta

from .. import calendars, deadlines
from ..deadlines import PAUSED, Term
from ..errors import InvalidRecord, RuleError
from ..session import Session
from . import progress, trail
from .days import check_day
from .flow import check_not_voided
from .handling import Deadline
from .record import Opinion, Status

WAITING = "等待反映人补充"
PAUSE, RESUME = "pause", "resume"  # their names in the trail
_IN_HAND = (Status.IN_REVIEW, Status.IN_APPROVAL, Status.TO_DISPATCH, Status.DISPATCHED, Status.HANDLING)


def pause(session: Session, opinion_id: int, what: str, on: date) -> Opinion:
    """The submitter was asked for something; from the next day on no day counts until he answers."""
    with session.action("opinion.pause"):
        opinion = session.get(Opinion, opinion_id)
        if refusal := why_no_pause(opinion):
            raise RuleError(refusal)
        limit = _limit(session, opinion_id)
        last = trail.last_taken(session, opinion_id)
        check_day(session, "on", on, "请反映人补充的日期", last.acted_on if last else opinion.received_on)
        if limit.due_on and on > limit.due_on:
            raise InvalidRecord({"on": "这件在那天已经超过期限，不能停计。请检查日期。"})
        if not what.strip():
            raise InvalidRecord({"words": "请写明请反映人补充什么。"})
        session.add(
            Deadline(opinion_id=opinion_id, kind=PAUSED, starts_on=on, unit="", due_on=limit.due_on or on, rule=WAITING)
        )
        trail.write(session, opinion, PAUSE, WAITING, what, acted_on=on)
        return session.change(opinion, due_on=None, due_kind=PAUSED, due_provisional=False)


def resume(session: Session, opinion_id: int, what: str, on: date) -> Opinion:
    """The submitter answered; the limit goes on from the next day, later by the days that did not count."""
    with session.action("opinion.pause"):
        opinion = session.get(Opinion, opinion_id)
        check_not_voided(opinion)
        if not is_paused(opinion):
            raise RuleError("这件的期限没有停计，不用恢复。请看一下过程。")
        limit, wait = _limit(session, opinion_id), _running(session, opinion_id, PAUSED)[-1]
        check_day(session, "on", on, "收到补充的日期", wait.starts_on)
        session.change(wait, met_on=on)
        made = _later(session, limit, wait, on)
        words = "，".join(part for part in (what.strip(), _moved(limit, made)) if part)
        trail.write(session, opinion, RESUME, "收到补充，恢复计算期限", words, acted_on=on)
        return progress.show(session, opinion, made)


def is_paused(opinion: Opinion) -> bool:
    return opinion.due_kind == PAUSED


def why_no_pause(opinion: Opinion) -> str:
    """Why the clock of a matter cannot be stopped now; empty if it can."""
    if opinion.voided_on:
        return "这件已经作废，期限不再计算。"
    if is_paused(opinion):
        return "这件已经停计，正在等反映人补充。收到补充以后请按“恢复计算期限”。"
    if opinion.status not in _IN_HAND or opinion.due_on is None:
        return f"现在的状态是“{opinion.status.label}”，没有在走的办理期限，不用停计。"
    return ""


def _later(session: Session, limit: Deadline, wait: Deadline, on: date) -> Deadline:
    """The limit anew, with the days of all its waits left out; the old row ends here."""
    assert limit.starts_on and limit.due_on and wait.starts_on
    session.change(limit, met_on=on)
    if on == wait.starts_on:
        return session.add(_again(limit, limit.due_on, limit.rule))
    calendar, stood = calendars.load(session), (on - wait.starts_on).days
    start = limit.starts_on
    if start > wait.starts_on:  # an extension that had not begun when the clock stopped
        start += timedelta(days=stood)
    moved = _again(limit, limit.due_on, limit.rule, start)
    waits = deadlines.waits_of(session, moved)
    rule = f"{limit.rule.split(f'，{WAITING}')[0]}，{WAITING}停计"
    if not limit.unit:
        nominal = Term(stood, "日")
        return session.add(_again(limit, deadlines.count(limit.due_on, nominal, calendar).due_on, rule, start))
    term = Term(limit.amount or 0, limit.unit)
    found = deadlines.count(start, term, calendar, rule=rule, waits=waits)
    return session.add(_again(limit, found.due_on, rule, start, provisional=found.provisional))


def _again(
    limit: Deadline, due_on: date, rule: str, start: date | None = None, *, provisional: bool | None = None
) -> Deadline:
    return Deadline(
        opinion_id=limit.opinion_id,
        kind=limit.kind,
        starts_on=start or limit.starts_on,
        amount=limit.amount,
        unit=limit.unit,
        due_on=due_on,
        rule=rule,
        is_provisional=limit.is_provisional if provisional is None else provisional,
    )


def _moved(old: Deadline, new: Deadline) -> str:
    assert old.due_on and new.due_on
    if old.due_on == new.due_on:
        return f"{new.kind}期限仍是 {deadlines.spoken(new.due_on)}"
    return f"{new.kind}期限从 {deadlines.spoken(old.due_on)}顺到 {deadlines.spoken(new.due_on)}"


def _limit(session: Session, opinion_id: int) -> Deadline:
    found = [limit for limit in _running(session, opinion_id) if limit.kind != PAUSED]
    if not found:
        raise RuleError("这件没有在走的期限，不用停计。请看一下过程。")
    return found[-1]


def _running(session: Session, opinion_id: int, kind: str = "") -> list[Deadline]:
    where = "opinion_id = ? AND met_on IS NULL" + (" AND kind = ?" if kind else "")
    return session.select(Deadline, where, (opinion_id, kind) if kind else (opinion_id,))
