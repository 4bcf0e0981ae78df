"""The reception day: opened, who of the deputies came, closed when everybody has been heard (4.2.2, 5.2.2)."""

from __future__ import annotations

from datetime import datetime, time

from .. import attendances, terms
from ..attendances import Attendance, Presence
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..service import generating
from ..session import Session
from . import numbers
from .record import Reception, ReceptionState, VisitState
from .visiting import WAITS, moment_of, visits_of

_NAMED = 3  # names in a sentence


def open_day(session: Session, reception_id: int) -> Reception:
    """Begin a reception on its day, or enter from paper one that is over."""
    with session.action("reception.enter"):
        reception = _reception(session, reception_id)
        if reception.state is not ReceptionState.PLANNED:
            raise RuleError(f"这一期接待现在是“{reception.state.label}”，不用再开始。")
        if reception.held_on is None or reception.held_on > session.today:
            day = f"{reception.held_on.month}月{reception.held_on.day}日" if reception.held_on else "以后"
            raise RuleError(f"这一期接待定在{day}，还没有到。提前接待的，请先把日期改到今天。")
        numbers.give(session, [reception])  # one whose plan is not approved yet has none
        reception = session.get(Reception, reception_id)
        opened = session.change(reception, state=ReceptionState.OPEN, opened_at=moment_of(session, reception))
        generating.follow(session, Reception.TABLE, reception.id)
        return opened


def reopen_day(session: Session, reception_id: int) -> Reception:
    """Go on with a reception that was closed too early."""
    with session.action("reception.close"):
        reception = _reception(session, reception_id)
        if reception.state is not ReceptionState.HELD:
            raise RuleError(f"这一期接待现在是“{reception.state.label}”，没有结束，不用重新打开。")
        if reception.bound_on:
            raise RuleError("这一期接待的材料已经装订，不能再打开。要补记，请先在接待里取消装订。")
        opened = session.change(reception, state=ReceptionState.OPEN, closed_at=None)
        generating.follow(session, Reception.TABLE, reception.id)
        return opened


def close_day(session: Session, reception_id: int) -> Reception:
    """End a reception; refused while somebody waits, or while it is not entered who of the deputies came."""
    with session.action("reception.close"):
        reception = _reception(session, reception_id)
        if reception.state is not ReceptionState.OPEN:
            raise RuleError(f"这一期接待现在是“{reception.state.label}”，不能结束。")
        _check_nobody_waits(session, reception)
        _check_presence(session, reception)
        closed = session.change(reception, state=ReceptionState.HELD, closed_at=_end(session, reception))
        generating.follow(session, Reception.TABLE, reception.id)
        return closed


def put_presence(session: Session, attendance_id: int, presence: Presence, reason: str = "") -> Attendance:
    """Enter that a deputy on duty came, is excused or stayed away."""
    with session.action("reception.enter"):
        entry = session.get(Attendance, attendance_id)
        reception = _reception(session, entry.owner_id or 0)
        if reception.state is not ReceptionState.OPEN or entry.owner_table != Reception.TABLE:
            raise RuleError("这一期接待没有在进行，到会情况不能在这里改。")
        if presence is not Presence.PRESENT and (named := _received_by(session, reception, entry.deputy_id)):
            name = session.get(Deputy, entry.deputy_id or 0).name
            raise RuleError(
                f"{named}的接待记录写着由{name}接待，不能改成“{presence.label}”。请先改那张记录的接待代表。"
            )
        came = presence is Presence.PRESENT
        return attendances.put(
            session,
            entry,
            presence=presence,
            reason=reason.strip(),
            arrived_at=(entry.arrived_at or moment_of(session, reception)) if came else None,
        )


def add_deputy(session: Session, reception_id: int, deputy_id: int) -> Attendance:
    """A deputy who is not on the roster came all the same; he is present."""
    with session.action("reception.enter"):
        reception = _reception(session, reception_id)
        if reception.state is not ReceptionState.OPEN:
            raise RuleError("这一期接待没有在进行，不能添加到会的代表。")
        known = attendances.of(session, Reception.TABLE, reception.id)
        if any(entry.deputy_id == deputy_id for entry in known):
            raise InvalidRecord({"deputy_id": f"{session.get(Deputy, deputy_id).name}已经在名单里，直接点“实到”就行。"})
        ids = [entry.deputy_id for entry in known if entry.deputy_id]
        now = attendances.called(session, Reception.TABLE, reception.id, [*ids, session.get(Deputy, deputy_id).id])
        added = next(entry for entry in now if entry.deputy_id == deputy_id)
        return attendances.put(session, added, presence=Presence.PRESENT, arrived_at=moment_of(session, reception))


def _reception(session: Session, reception_id: int) -> Reception:
    reception = session.get(Reception, reception_id)
    terms.check_open(session, reception.held_on)
    if reception.voided_on:
        raise RuleError("这一期接待已经作废。作废错了，可以先撤销作废。")
    return reception


def _check_nobody_waits(session: Session, reception: Reception) -> None:
    waiting = [visit for visit in visits_of(session, reception.id) if visit.state in WAITS]
    if waiting:
        names = "、".join(f"{visit.position}号{visit.name}" for visit in waiting[:_NAMED])
        more = "等" if len(waiting) > _NAMED else ""
        raise RuleError(
            f"还有 {len(waiting)} 位选民没有接待完：{names}{more}。请先接待完，走了的登记中途离开，再结束接待。"
        )


def _check_presence(session: Session, reception: Reception) -> None:
    known = attendances.of(session, Reception.TABLE, reception.id)
    open_ones = [entry for entry in known if entry.presence is Presence.INVITED]
    if open_ones:
        names = "、".join(session.get(Deputy, entry.deputy_id or 0).name for entry in open_ones)
        raise RuleError(f"还没有登记{names}的到会情况。请点“实到”、“请假”或者“缺席”，再结束接待。")
    if not any(entry.presence is Presence.PRESENT for entry in known):
        raise RuleError(
            "没有一位代表实到，这一期不能算接待过。请登记实到的代表；没有开成的，请在接待安排里取消这一期。"
        )


def _received_by(session: Session, reception: Reception, deputy_id: int | None) -> str:
    """The resident whose finished sheet names this deputy."""
    done = (VisitState.DONE, VisitState.LEFT)
    found = [
        visit for visit in visits_of(session, reception.id) if visit.state in done and deputy_id in visit.deputy_ids
    ]
    return f"{found[0].position}号{found[0].name}" if found else ""


def _end(session: Session, reception: Reception) -> datetime:
    if reception.held_on is None or reception.held_on == session.today:
        return session.now().replace(microsecond=0)
    return datetime.combine(reception.held_on, time.fromisoformat(reception.ends_at or "11:00"))
