"""Who has an opinion now and until when: kept on the form for lists, with every time limit stored beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import deadlines, settings
from ..session import Session
from ..staff import Post, Staff
from .handling import Deadline
from .record import Opinion
from .trail import holders


def held_by_post(session: Session, post: Post) -> dict[str, Any]:
    """Values for an opinion that waits for a post; the name too when one person holds it."""
    people = holders(session, post, session.today)
    return {"holder": f"{post.label} {people[0].name}" if len(people) == 1 else post.label}


def held_by_officer(session: Session, opinion: Opinion) -> dict[str, Any]:
    """Values for an opinion that waits for the officer who registered it, or who took it over on a signed list."""
    officer = session.find(Staff, _taker(session, opinion.id) or opinion.registered_by)
    return {"holder": officer.name if officer else "联络员"}


def _taker(session: Session, opinion_id: int) -> int | None:
    """Who of the staff took the matter over, by the newest hand-over list that is signed."""
    found: int | None = session.value(
        "SELECT i.to_staff_id FROM handover_items i JOIN handovers h ON h.id = i.handover_id"
        " WHERE i.record_table = 'opinions' AND i.record_id = ? AND i.to_staff_id IS NOT NULL AND i.voided_on IS NULL"
        " AND h.signed_on IS NOT NULL AND h.voided_on IS NULL ORDER BY h.handed_on DESC, h.id DESC LIMIT 1",
        (opinion_id,),
    )
    return found


def start(session: Session, opinion: Opinion, kind: str, on: date, key: str) -> Opinion:
    """End the running limits on the day `on` and start one of a kind there, as long as the setting says."""
    deadlines.meet(session, opinion.id, on)
    term = settings.term(session, key)
    label = settings.SETTINGS[key].label
    made = deadlines.set_deadline(session, opinion.id, kind, on, term, f"{label} {term.words}")
    return show(session, opinion, made)


def start_until(session: Session, opinion: Opinion, kind: str, on: date, due_on: date, rule: str) -> Opinion:
    """End the running limits on the day `on` and start one that ends on a given day."""
    deadlines.meet(session, opinion.id, on)
    made = session.add(
        Deadline(opinion_id=opinion.id, kind=kind, starts_on=on, amount=0, unit="", due_on=due_on, rule=rule)
    )
    return show(session, opinion, made)


def show(session: Session, opinion: Opinion, made: Deadline) -> Opinion:
    return session.change(opinion, due_on=made.due_on, due_kind=made.kind, due_provisional=made.is_provisional)


def stop(session: Session, opinion: Opinion, on: date) -> Opinion:
    """No limit runs any more; those that ran ended on this day."""
    deadlines.meet(session, opinion.id, on)
    return session.change(opinion, due_on=None, due_kind="", due_provisional=False)
