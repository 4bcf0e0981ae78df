"""What changes hands on the day a list is signed: matters, receptions, duties, villages, constituents (4.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..attendances import Attendance, Presence
from ..deputies import Deputy
from ..opinions.record import Opinion
from ..receptions.record import Reception, ReceptionState
from ..session import Session
from .record import HandOver, HandOverItem, Occasion

UNTOLD: dict[str, Any] = {"told_at": None, "told_words": "", "told_by": None}


@dataclass(frozen=True)
class Hands:
    """From whom to whom one line goes: ids, 0 where there is none, and names."""

    from_staff: int
    from_deputy: int
    from_name: str
    to_staff: int
    to_deputy: int
    to_name: str


def carry(session: Session, handover: HandOver, items: list[HandOverItem], *, back: bool = False) -> None:
    """Inside the action that signs the list; `back` when it is voided. At the end of a term its closing does it."""
    if handover.occasion is Occasion.TERM:
        return
    for item in items:
        giver = (handover.from_staff_id or 0, handover.from_deputy_id or 0, handover.from_name)
        taker = (item.to_staff_id or 0, item.to_deputy_id or 0, item.to_name)
        hands = Hands(*taker, *giver) if back else Hands(*giver, *taker)
        match item.record_table:
            case Opinion.TABLE:
                _matter(session, item, hands)
            case Reception.TABLE:
                _reception(session, item, hands)
            case "villages":
                _village(session, item, hands)
            case Deputy.TABLE:
                _constituent(session, item, hands)


def _matter(session: Session, item: HandOverItem, hands: Hands) -> None:
    """Whose name stands on it, while it waits for the one who gives it."""
    opinion = session.find(Opinion, item.record_id)
    if opinion and opinion.holder == hands.from_name:
        session.change(opinion, holder=hands.to_name)


def _reception(session: Session, item: HandOverItem, hands: Hands) -> None:
    """Who of the staff looks after it, or which deputy is on duty; whoever comes in is still to be told."""
    reception = session.find(Reception, item.record_id)
    if reception is None or reception.state is not ReceptionState.PLANNED:
        return
    if hands.from_staff and hands.to_staff and reception.staff_id == hands.from_staff:
        session.change(reception, staff_id=hands.to_staff)
    if hands.from_deputy and hands.to_deputy:
        where = "owner_table = 'receptions' AND owner_id = ? AND voided_on IS NULL"
        on_duty = {each.deputy_id: each for each in session.select(Attendance, where, (reception.id,))}
        duty = on_duty.get(hands.from_deputy)
        if duty and duty.presence is Presence.INVITED and hands.to_deputy not in on_duty:
            session.change(duty, deputy_id=hands.to_deputy, **UNTOLD)


def _village(session: Session, item: HandOverItem, hands: Hands) -> None:
    if not (hands.from_deputy and hands.to_deputy and item.record_id):
        return
    giver, taker = session.get(Deputy, hands.from_deputy), session.get(Deputy, hands.to_deputy)
    if item.record_id in giver.village_ids:
        session.change(giver, village_ids=tuple(each for each in giver.village_ids if each != item.record_id))
        if item.record_id not in taker.village_ids:
            session.change(taker, village_ids=(*taker.village_ids, item.record_id))


def _constituent(session: Session, item: HandOverItem, hands: Hands) -> None:
    """One line of those whom a deputy keeps in touch with."""
    if not (hands.from_deputy and hands.to_deputy):
        return
    giver, taker = session.get(Deputy, hands.from_deputy), session.get(Deputy, hands.to_deputy)
    lines = giver.linked_voters.splitlines()
    found = [line for line in lines if " ".join(line.split())[: len(item.subject)] == item.subject]
    if found:
        session.change(giver, linked_voters="\n".join(line for line in lines if line != found[0]).strip())
        known = taker.linked_voters.splitlines()
        session.change(taker, linked_voters="\n".join(dict.fromkeys([*known, found[0]])).strip())
