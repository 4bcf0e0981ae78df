"""Residents who have been here before: found by name, initials or telephone, so that nobody is asked twice (5.1.2).

There is no register of residents; who somebody is stands on the forms he came with and on the sheets of receptions.
Names and telephone numbers of forms are looked up by the beginning in an index, initials in the search index, so that
an answer comes between two keystrokes; the sheets are few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from . import initials
from .opinions.file import masked_phone
from .opinions.record import Identity
from .phones import plain_figures
from .session import Session
from .staff import Sex

SHOWN = 6
LEAST_CHARS, LEAST_FIGURES = 2, 6  # a surname alone or 138 fits too many to be offered
NAMES, FORMS, HITS = 8, 8, 60  # names, and the last forms of each, that are looked at; rows of an index for them
NOT_A_NAME = ("群众", "匿名", "选民", "村民", "居民", "业主", "热心群众", "网友")
_LETTERS = re.compile(r"[a-z]{2,4}")
_END = "\U0010ffff"  # after every character that a text goes on with
_COLUMNS = (
    "id, submitter_name, phone, address, village_id, sex, age, identity, keeps_secret, title, number, received_on,"
    " (SELECT name FROM villages WHERE villages.id = village_id), 'opinions'"
)
# the sheets of receptions that no form came of: answered on the spot, or left early
_OF_VISITS = (
    "SELECT id, name, phone, address, village_id, sex, age, 'constituent', keeps_secret, subject, number,"
    " substr(arrived_at, 1, 10), (SELECT name FROM villages WHERE villages.id = village_id), 'visits' FROM visits"
    " WHERE opinion_id IS NULL AND voided_on IS NULL AND arrived_at IS NOT NULL AND state IN ('done', 'left')"
)
_USABLE = "submitter_name <> '' AND is_anonymous = 0 AND voided_on IS NULL"


@dataclass(frozen=True)
class Resident:
    """A person as he stands on his forms, the newest first: each fact from the newest form that has it."""

    opinion_id: int  # the last matter
    name: str
    phone: str
    address: str
    village_id: int | None
    village_name: str
    sex: Sex | None
    age: int | None  # as of today, counted by years
    identity: Identity | None
    keeps_secret: bool
    title: str
    number: str
    came_on: date
    times: int  # forms of his that were looked at
    table: str = "opinions"  # what `opinion_id` counts in; the sheet of a reception where no form came of it

    @property
    def shown_name(self) -> str:
        """周某 of one who asked for secrecy, until he is taken."""
        return f"{self.name[:1]}某" if self.keeps_secret else self.name

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone)

    @property
    def shown_matter(self) -> str:
        """The last matter; not that of one who asked for secrecy."""
        return "要求保密" if self.keeps_secret else self.title

    def values(self) -> dict[str, Any]:
        """What goes into the form."""
        found = {
            "submitter_name": self.name,
            "phone": self.phone,
            "address": self.address,
            "village_id": self.village_id,
            "sex": self.sex,
            "age": self.age,
            "identity": self.identity,
            "keeps_secret": self.keeps_secret,
        }
        return {name: value for name, value in found.items() if value not in (None, "", False)}


def by_name(session: Session, typed: str) -> list[Resident]:
    """Residents whose name begins so, or whose name has exactly these initials; who came last is first."""
    words = typed.strip()
    if len(words) < LEAST_CHARS:
        return []
    names = _names_from(session, words)
    if not names and _LETTERS.fullmatch(words.casefold()):
        names = _names_of_initials(session, words.casefold())
    return _residents(session, (_forms(session, name) for name in names))


def by_phone(session: Session, typed: str) -> list[Resident]:
    """Residents whose telephone number begins so."""
    figures = re.sub(r"[\s()\-]", "", plain_figures(typed))
    if len(figures) < LEAST_FIGURES or not figures.isdecimal():
        return []
    groups = f"{figures[:3]} {figures[3:7]} {figures[7:]}".strip()  # as it may have been written with blanks
    found: dict[tuple[str, int], tuple[Any, ...]] = {}
    for start in dict.fromkeys((figures, groups)):
        where = "phone >= ? AND phone < ? AND phone <> ''"
        sql = f"SELECT {_COLUMNS} FROM opinions WHERE {where} AND {_USABLE} ORDER BY phone, id DESC LIMIT ?"
        rows = session.rows(sql, (start, start + _END, HITS))
        rows += session.rows(f"{_OF_VISITS} AND phone >= ? AND phone < ?", (start, start + _END))
        found |= {(row[-1], row[0]): row for row in rows}
    return _residents(session, [_newest_first(found.values())])


def taken(session: Session, resident: Resident) -> dict[str, Any]:
    """The values for the form, the whole telephone number too; who saw it is written into the audit log (4.7.2)."""
    if resident.phone:
        with session.action("opinion.unmask"):
            session.note(resident.table, resident.opinion_id, {"unmasked": "phone", "for": "registration"})
    return resident.values()


def _names_from(session: Session, start: str) -> list[str]:
    sql = (
        "SELECT submitter_name, max(id) AS last FROM opinions WHERE submitter_name >= ? AND submitter_name < ?"
        " AND submitter_name <> '' GROUP BY submitter_name ORDER BY last DESC LIMIT ?"
    )
    names = [name for name, _ in session.rows(sql, (start, start + _END, NAMES))]
    heard = f"SELECT name FROM ({_OF_VISITS} AND name >= ? AND name < ? ORDER BY id DESC LIMIT ?)"
    names += [name for (name,) in session.rows(heard, (start, start + _END, HITS))]
    return list(dict.fromkeys(names))[:NAMES]


def _names_of_initials(session: Session, letters: str) -> list[str]:
    """Names of up to four characters have all their initials in one token of the search index."""
    sql = (
        "SELECT submitter_name FROM opinions WHERE id IN"
        " (SELECT rowid FROM opinions_words WHERE opinions_words MATCH ? ORDER BY rowid DESC LIMIT ?)"
        " AND submitter_name <> '' ORDER BY id DESC"
    )
    rows = session.rows(sql, (f'"{letters}"', HITS))
    fitting = (name for (name,) in rows if letters in initials.readings(name, name=True))
    return list(dict.fromkeys(fitting))[:NAMES]


def _forms(session: Session, name: str) -> list[tuple[Any, ...]]:
    sql = f"SELECT {_COLUMNS} FROM opinions WHERE submitter_name = ? AND {_USABLE} ORDER BY id DESC LIMIT ?"
    rows = session.rows(sql, (name, FORMS))
    return _newest_first([*rows, *session.rows(f"{_OF_VISITS} AND name = ? ORDER BY id DESC LIMIT ?", (name, FORMS))])


def _newest_first(forms: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """By the day he came, then as they were written; the forms of a day before its sheets."""
    return sorted(forms, key=lambda form: (form[11], form[-1] == "opinions", form[0]), reverse=True)


def _residents(session: Session, forms_by_name: Iterable[list[tuple[Any, ...]]]) -> list[Resident]:
    """Forms put together by person: those of one name are of one person unless telephone or village tell them apart."""
    found: list[Resident] = []
    for forms in forms_by_name:
        people: list[Resident] = []
        for form in forms:
            person = _read(session, form)
            if person.name in NOT_A_NAME:
                continue
            at = next((at for at, known in enumerate(people) if _same(known, person)), None)
            if at is None:
                people.append(person)
            else:
                people[at] = _joined(people[at], person)
        found += people
    sees_all = session.may("opinion.unmask")
    shown = [person for person in found if sees_all or not person.keeps_secret]
    return sorted(shown, key=lambda person: (person.came_on, person.opinion_id), reverse=True)[:SHOWN]


def _read(session: Session, form: tuple[Any, ...]) -> Resident:
    id_, name, phone, address, village, sex, age, identity, secret, title, number, received, village_name, table = form
    came_on = date.fromisoformat(received)
    return Resident(
        opinion_id=id_,
        name=name,
        phone=phone,
        address=address,
        village_id=village,
        village_name=village_name or "",
        sex=Sex(sex) if sex else None,
        age=None if age is None else age + session.today.year - came_on.year,
        identity=Identity(identity) if identity else None,
        keeps_secret=bool(secret),
        title=title,
        number=number,
        came_on=came_on,
        times=1,
        table=table,
    )


def _same(one: Resident, other: Resident) -> bool:
    if one.name != other.name:
        return False
    if one.phone and other.phone:
        return one.phone == other.phone
    return not one.village_id or not other.village_id or one.village_id == other.village_id


def _joined(newer: Resident, older: Resident) -> Resident:
    """The newer form of a person with what only the older one tells; once secret, he is offered as secret."""
    return replace(
        newer,
        phone=newer.phone or older.phone,
        address=newer.address or older.address,
        village_id=newer.village_id or older.village_id,
        village_name=newer.village_name or older.village_name,
        sex=newer.sex or older.sex,
        age=newer.age if newer.age is not None else older.age,
        identity=newer.identity or older.identity,
        times=newer.times + older.times,
    )
