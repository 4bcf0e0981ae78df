"""All that a deputy's sheets say (F03, the roster, the public notice), and what is still blank (2.2.4, 3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import settings
from .deputies import SHORT, Deputy, Mandate, is_active, mandates_of
from .deputy_photos import content_of, photo_of
from .fields import fields_of
from .groups import GroupPost, groups_of
from .identity_numbers import masked_identity
from .opinions import masked_phone
from .rows import altered
from .session import Session
from .stations import Station, station

# what F03 asks for, in its order; the rest may well be empty
ASKED = (
    *("sex", "nationality", "born_on", "native_place", "party", "work_since", "education"),
    *("organisation_post", "occupation", "id_number", "phone", "address", "postcode", "joined_on", "career"),
)
ASKED_OF_MANDATE = ("term", "constituency", "starts_on")


@dataclass(frozen=True)
class DeputyFile:
    """One deputy with his mandates (newest first), groups, linked villages, prizes on record, photograph."""

    deputy: Deputy
    mandates: Sequence[Mandate]
    active: Sequence[Mandate]
    groups: Sequence[tuple[str, GroupPost]]
    villages: Sequence[str]
    awards: Sequence[str]
    station: Station
    photo: bytes = b""
    public_phone: str = ""  # for the public notice, where the station prints phones there

    @property
    def held(self) -> Sequence[Mandate]:
        """The mandates in force, else those there were."""
        return self.active or self.mandates

    @property
    def levels(self) -> str:
        """县、镇."""
        return "、".join(dict.fromkeys(SHORT[mandate.level] for mandate in self.held))

    @property
    def terms(self) -> str:
        """县第十八届人大代表, a line for each."""
        return "\n".join(f"{SHORT[mandate.level]}{mandate.term}人大代表" for mandate in self.held)

    @property
    def districts(self) -> Sequence[str]:
        """Where he was elected, each once."""
        return tuple(dict.fromkeys(mandate.constituency for mandate in self.held if mandate.constituency))

    @property
    def identity(self) -> str:
        """The identity number with its middle hidden."""
        return masked_identity(self.deputy.id_number)


def deputy_file(session: Session, deputy_id: int) -> DeputyFile:
    """Everything for paper; whoever may not see the whole phone does not print it either."""
    deputy = session.get(Deputy, deputy_id)
    if not session.may("deputy.unmask"):
        deputy = replace(deputy, phone=masked_phone(deputy.phone))
    mandates = mandates_of(session, deputy_id)
    return DeputyFile(
        deputy=deputy,
        mandates=mandates,
        active=[each for each in mandates if is_active(each, session.today)],
        groups=[(group.name, member.post) for group, member in groups_of(session, deputy_id)],
        villages=village_names(session, deputy),
        awards=_awards(session, deputy_id),
        station=station(session),
        photo=content_of(session, deputy_id),
        public_phone=session.get(Deputy, deputy_id).phone if settings.ticked(session, "deputy.public_phone") else "",
    )


def masked_deputy(found: DeputyFile) -> DeputyFile:
    """The same without anything that belongs to the person alone: numbers, addresses, days, the life."""
    words = (
        "phone",
        "id_number",
        "certificate",
        "email",
        "address",
        "postcode",
        "linked_voters",
        "career",
        "native_place",
    )
    gone: dict[str, Any] = {**dict.fromkeys(words, ""), "native_place": "", "born_on": None}
    return replace(found, deputy=altered(found.deputy, **gone))


def village_names(session: Session, deputy: Deputy) -> list[str]:
    """The villages a deputy keeps in touch with, by name."""
    names = dict(session.rows("SELECT id, name FROM villages"))
    return [str(names[each]) for each in deputy.village_ids if each in names]


def missing(session: Session, deputy_id: int) -> list[str]:
    """The labels of what F03 asks for and is still blank."""
    deputy = session.get(Deputy, deputy_id)
    labels = {field.name: field.label for field in fields_of(Deputy)}
    blank = [labels[name] for name in ASKED if not getattr(deputy, name)]
    of_mandate = {field.name: field.label for field in fields_of(Mandate)}
    for mandate in mandates_of(session, deputy_id):
        if is_active(mandate, session.today):
            named = mandate.level.label
            blank += [f"{named}{of_mandate[name]}" for name in ASKED_OF_MANDATE if not getattr(mandate, name)]
    if not groups_of(session, deputy_id):
        blank.append("代表小组")
    if photo_of(session, deputy_id) is None:
        blank.append("照片")
    return blank


def _awards(session: Session, deputy_id: int) -> list[str]:
    rows = session.rows(
        "SELECT starts_on, title FROM service_records WHERE deputy_id = ? AND kind = 'award' AND voided_on IS NULL"
        " AND state = 'passed' ORDER BY starts_on",
        (deputy_id,),
    )
    days = [(date.fromisoformat(day), title) for day, title in rows]
    return [f"{day.year}年{day.month}月{day.day}日　{title}" for day, title in days]
