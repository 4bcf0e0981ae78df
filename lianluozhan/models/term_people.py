"""Who leaves with a term, who stays, and of whom it is not known yet: read from the mandates (2.2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from .deputies import Deputy, Level, Mandate, MandateStatus
from .session import Session
from .terms import Term, in_hand

RUNNING = (MandateStatus.ACTIVE, MandateStatus.SUSPENDED)


class Belongs(Enum):
    """To which term a mandate of a level that changes belongs."""

    OLD = auto()
    NEXT = auto()
    UNKNOWN = auto()
    ANOTHER = auto()  # of a level that does not change, or over long before


@dataclass(frozen=True)
class Person:
    """A deputy with his mandates, as the end of the term finds him."""

    deputy: Deputy
    mandates: tuple[tuple[Mandate, Belongs], ...]
    serves_on: bool

    def of(self, *kinds: Belongs) -> list[Mandate]:
        return [mandate for mandate, kind in self.mandates if kind in kinds]

    @property
    def elected_again(self) -> bool:
        return bool(self.of(Belongs.OLD)) and bool(self.of(Belongs.NEXT))


@dataclass(frozen=True)
class People:
    """All who have to do with the end of the term; `serving` are ids of those who are deputies after it."""

    leaving: tuple[Person, ...]
    staying: tuple[Person, ...]
    unknown: tuple[Person, ...]
    coming: tuple[Person, ...]
    serving: frozenset[int]

    @property
    def leaving_ids(self) -> frozenset[int]:
        return frozenset(person.deputy.id for person in self.leaving)


def people(session: Session, term: Term) -> People:
    """Everybody, by name; who is unknown counts as leaving too, until it is put right."""
    mandates: dict[int, list[tuple[Mandate, Belongs]]] = {}
    for mandate in session.select(Mandate, "voided_on IS NULL", order="starts_on, id"):
        mandates.setdefault(mandate.deputy_id or 0, []).append((mandate, belongs(term, mandate)))
    leaving: list[Person] = []
    staying: list[Person] = []
    unknown: list[Person] = []
    coming: list[Person] = []
    serving: set[int] = set()
    for deputy in session.select(Deputy, order="name, id"):
        own = tuple(mandates.get(deputy.id, ()))
        person = Person(deputy, own, any(_goes_on(term, mandate, kind) for mandate, kind in own))
        if person.serves_on and deputy.retired_on is None:
            serving.add(deputy.id)
        if person.of(Belongs.UNKNOWN):
            unknown.append(person)
        if person.of(Belongs.OLD):
            (staying if deputy.id in serving else leaving).append(person)
        elif person.of(Belongs.UNKNOWN) and deputy.id not in serving:
            leaving.append(person)
        if person.of(Belongs.NEXT):
            coming.append(person)
    return People(tuple(leaving), tuple(staying), tuple(unknown), tuple(coming), frozenset(serving))


def leaving(session: Session, term: Term) -> list[Deputy]:
    """Deputies with a mandate of the levels that ends with the term, and with none after it."""
    return [person.deputy for person in people(session, term).leaving]


def belongs(term: Term, mandate: Mandate) -> Belongs:
    """To which term a mandate belongs, by its days first, then by what is written as its term."""
    last, written = term.last_day, _bare(mandate.term)
    if mandate.level not in term.levels:
        return Belongs.ANOTHER
    if mandate.ends_on and mandate.ends_on <= last:
        over = term.starts_on is not None and mandate.ends_on < term.starts_on
        return Belongs.ANOTHER if over else Belongs.OLD
    if (mandate.starts_on and mandate.starts_on > last) or written == _bare(term.next_name):
        return Belongs.NEXT
    if mandate.starts_on or written == _bare(term.name):
        return Belongs.OLD
    return Belongs.UNKNOWN


def count_in(session: Session, term_id: int, mandate_ids: Sequence[int]) -> None:
    """Say of mandates without days that they are of the term that ends: they end with it."""
    with session.action("term.edit"):
        term = in_hand(session, term_id)
        for mandate_id in mandate_ids:
            mandate = session.get(Mandate, mandate_id)
            if belongs(term, mandate) is Belongs.UNKNOWN:
                session.change(mandate, ends_on=term.ends_on)


def groups_after(session: Session, term: Term) -> dict[int, str]:
    """The group in which a deputy is after the term, by the deputy."""
    sql = (
        "SELECT m.deputy_id, g.name FROM group_members m JOIN deputy_groups g ON g.id = m.group_id"
        " WHERE g.retired_on IS NULL AND (m.ends_on IS NULL OR m.ends_on > ?)"
    )
    return dict(session.rows(sql, (term.last_day.isoformat(),)))


def levels_of(mandates: Iterable[Mandate]) -> str:
    """The levels of some mandates in words, the highest first, each once."""
    held = {mandate.level for mandate in mandates}
    return "、".join(level.label for level in Level if level in held)


def _goes_on(term: Term, mandate: Mandate, kind: Belongs) -> bool:
    if mandate.status not in RUNNING or kind in (Belongs.OLD, Belongs.UNKNOWN):
        return False
    return mandate.ends_on is None or mandate.ends_on > term.last_day


def _bare(name: str) -> str:
    return "".join(name.split()).removeprefix("第").removesuffix("届")
