"""Everything of one reception, and of one resident at it, in one piece, for pages and forms; masked where asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from .. import attendances, stations
from ..attendances import Attendance
from ..deputies import SHORT, Deputy, Mandate
from ..opinions.file import category_path, masked_phone
from ..places import HandlingBody, Village
from ..rows import altered
from ..session import Session
from ..staff import Staff
from ..stations import Station
from .feeding_back import Outcome, outcome_of
from .record import Reception, Visit
from .visiting import visits_of

HIDDEN = "选民"
_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True)
class OnDuty:
    """A deputy called to a reception; `name` has his levels with it."""

    attendance: Attendance
    deputy: Deputy
    name: str


@dataclass(frozen=True)
class VisitFile:
    """One record sheet with the names of what it refers to, and how its matter stands."""

    visit: Visit
    reception: Reception
    station: Station
    deputies: tuple[str, ...]
    bodies: tuple[str, ...]
    staff_name: str
    village_name: str
    category_path: str
    recorder: str
    outcome: Outcome

    @property
    def listed_name(self) -> str:
        """As it stands on a list that lies open on the desk: only the surname of one who asked for secrecy."""
        visit = self.visit
        if visit.keeps_secret:
            return f"{visit.name[:1]}某"
        return f"{visit.name}（{visit.same_name_note}）" if visit.same_name_note else visit.name

    @property
    def listed_phone(self) -> str:
        return masked_phone(self.visit.phone) if self.visit.keeps_secret else self.visit.phone


@dataclass(frozen=True)
class ReceptionFile:
    """One reception with who was on duty and who came, in order."""

    reception: Reception
    station: Station
    on_duty: tuple[OnDuty, ...]
    bodies: tuple[str, ...]
    staff_name: str
    visits: tuple[VisitFile, ...]


def visit_file(session: Session, visit_id: int) -> VisitFile:
    """Read one sheet."""
    visit = session.get(Visit, visit_id)
    return _sheet(session, visit, session.get(Reception, visit.reception_id or 0), stations.station(session))


def reception_file(session: Session, reception_id: int) -> ReceptionFile:
    """Read a reception; sheets that were struck out are left aside."""
    reception, station = session.get(Reception, reception_id), stations.station(session)
    on_duty = []
    for entry in attendances.of(session, Reception.TABLE, reception_id):
        deputy = session.get(Deputy, entry.deputy_id or 0)
        on_duty.append(OnDuty(entry, deputy, deputy_name(session, deputy)))
    return ReceptionFile(
        reception=reception,
        station=station,
        on_duty=tuple(on_duty),
        bodies=_bodies(session, reception),
        staff_name=_name(session, reception.staff_id),
        visits=tuple(_sheet(session, visit, reception, station) for visit in visits_of(session, reception_id)),
    )


def deputy_name(session: Session, deputy: Deputy) -> str:
    """赵明山（县、镇）."""
    found = session.select(Mandate, "deputy_id = ? AND status = 'active'", (deputy.id,))
    levels = "、".join(dict.fromkeys(SHORT[mandate.level] for mandate in found))
    return f"{deputy.name}（{levels}）" if levels else deputy.name


def masked_visit(file: VisitFile) -> VisitFile:
    """The same without who came, also where anybody's words name him (4.7.2)."""
    visit, outcome = file.visit, file.outcome
    texts = ("subject", "content", "request", "answer", "note", "told_deputies_words", "left_reason", "referral")
    hushed = altered(visit, **{name: _without(visit, getattr(visit, name)) for name in texts})
    hidden = replace(
        hushed,
        name=HIDDEN,
        same_name_note="",
        phone=masked_phone(visit.phone) if visit.phone else "",
        address="",
        sex=None,
        age=None,
    )
    opinion = outcome.opinion
    if opinion is not None:
        opinion = replace(opinion, submitter_name=HIDDEN, phone="", address="", title=_without(visit, opinion.title))
    shown = replace(outcome, opinion=opinion, answer=_without(visit, outcome.answer))
    return replace(file, visit=hidden, outcome=shown)


def masked_reception(file: ReceptionFile) -> ReceptionFile:
    """The same without who came."""
    return replace(file, visits=tuple(masked_visit(sheet) for sheet in file.visits))


def _without(visit: Visit, text: str) -> str:
    for secret, instead in ((visit.name, HIDDEN), (visit.phone, "（略）"), (visit.address, "（略）")):
        if len(secret.strip()) >= 2:
            text = text.replace(secret.strip(), instead)
    return _MOBILE.sub("（略）", text)


def _sheet(session: Session, visit: Visit, reception: Reception, station: Station) -> VisitFile:
    village = session.find(Village, visit.village_id)
    deputies = (session.find(Deputy, deputy_id) for deputy_id in visit.deputy_ids)
    return VisitFile(
        visit=visit,
        reception=reception,
        station=station,
        deputies=tuple(deputy_name(session, deputy) for deputy in deputies if deputy),
        bodies=_bodies(session, reception),
        staff_name=_name(session, reception.staff_id),
        village_name=village.name if village else "",
        category_path=category_path(session, visit.category_id),
        recorder=_name(session, visit.entered_by),
        outcome=outcome_of(session, visit),
    )


def _bodies(session: Session, reception: Reception) -> tuple[str, ...]:
    found: Iterable[HandlingBody | None] = (session.find(HandlingBody, body_id) for body_id in reception.body_ids)
    return tuple(body.name for body in found if body)


def _name(session: Session, staff_id: int | None) -> str:
    person = session.find(Staff, staff_id)
    return person.name if person else ""
