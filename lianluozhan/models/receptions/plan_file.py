"""A plan of receptions with the names of everybody on it, in one piece for its form."""

from __future__ import annotations

from dataclasses import dataclass

from .. import attendances, stations
from ..attendances import Presence
from ..deputies import Deputy
from ..places import HandlingBody
from ..session import Session
from ..staff import Staff
from ..stations import Station
from .planning import receptions_of
from .reception_file import deputy_name
from .record import Reception, ReceptionPlan


@dataclass(frozen=True)
class PlanLine:
    """One reception of a plan: who is on duty, with his levels."""

    reception: Reception
    deputies: tuple[str, ...]
    bodies: tuple[str, ...]
    staff_name: str
    staff_phone: str


@dataclass(frozen=True)
class PlanFile:
    """A plan with its receptions by day."""

    plan: ReceptionPlan
    station: Station
    lines: tuple[PlanLine, ...]
    made_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""


def plan_file(session: Session, plan_id: int) -> PlanFile:
    """Read a plan."""
    plan = session.get(ReceptionPlan, plan_id)
    return PlanFile(
        plan=plan,
        station=stations.station(session),
        lines=tuple(_line(session, reception) for reception in receptions_of(session, plan_id)),
        made_by=_name(session, plan.made_by),
        reviewed_by=_name(session, plan.reviewed_by),
        approved_by=_name(session, plan.approved_by),
    )


def _line(session: Session, reception: Reception) -> PlanLine:
    lines = attendances.of(session, Reception.TABLE, reception.id)
    duty = [line.deputy_id for line in lines if line.deputy_id and line.presence is not Presence.EXCUSED]
    officer = session.find(Staff, reception.staff_id)
    bodies = [session.get(HandlingBody, body_id) for body_id in reception.body_ids]
    return PlanLine(
        reception=reception,
        deputies=tuple(deputy_name(session, session.get(Deputy, deputy_id)) for deputy_id in duty),
        bodies=tuple(body.short_name or body.name for body in bodies),
        staff_name=officer.name if officer else "",
        staff_phone=officer.phone if officer else "",
    )


def _name(session: Session, staff_id: int | None) -> str:
    person = session.find(Staff, staff_id)
    return person.name if person else ""
