"""Every open matter that names a deputy, and who has it: nothing is left without an owner (3.1.4, 4.6.1).

The owner is whoever the newest hand-over list names, else the deputies of the record itself; only those count who are
still in office. Who received a matter stays in its record and is never rewritten.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from .groups import GroupPost
from .handovers import ItemKind
from .opinions.record import OPEN, Status
from .session import Session
from .suggestions import SuggestionState
from .term_people import people
from .terms import Term

_OPEN = f"({', '.join(repr(status.value) for status in OPEN)})"
_ENDED = f"({', '.join(repr(status.value) for status in (Status.CLOSED, Status.FILED, Status.WITHDRAWN))})"
_SUBJECT = 200  # as long as a line of a list may be


@dataclass(frozen=True)
class Owner:
    """Somebody who looks after a matter: a deputy, a member of the staff, or only a name."""

    name: str
    staff_id: int | None = None
    deputy_id: int | None = None
    by_list: bool = False  # named by a hand-over list, not by the record

    @property
    def words(self) -> str:
        return f"{self.name}（工作人员）" if self.staff_id else self.name


@dataclass(frozen=True)
class Matter:
    """Something open: the record, the deputies it names, and who has it after the day that was asked for."""

    kind: ItemKind
    table: str
    record_id: int
    subject: str
    detail: str
    deputy_ids: tuple[int, ...]
    owners: tuple[Owner, ...] = ()
    handed_to: Owner | None = None  # whoever the newest list names, in office or not
    people: tuple[str, ...] = ()  # the names of the deputies
    opinion_id: int = 0  # the form it belongs to, of an opinion or a promise

    @property
    def key(self) -> tuple[str, int]:
        return self.table, self.record_id


def left_behind(session: Session, term: Term) -> list[Matter]:
    """The open matters of the deputies who leave with the term, and those that nobody has, by kind."""
    everybody = people(session, term)
    gone = everybody.leaving_ids
    found = open_matters(session, everybody.serving, term.last_day, posts_on=term.last_day)
    return [matter for matter in found if not matter.owners or gone.intersection(_named(matter))]


def without_owner(session: Session, term: Term) -> list[Matter]:
    """What nobody has once the term is over; the term is not closed before this is empty."""
    return [matter for matter in left_behind(session, term) if not matter.owners]


def ownerless(session: Session) -> list[Matter]:
    """What nobody has today, for the check of the data."""
    return [matter for matter in _today(session) if not matter.owners]


def of_deputy(session: Session, deputy_id: int) -> list[Matter]:
    """What a deputy looks after now."""
    return [matter for matter in _today(session) if deputy_id in {owner.deputy_id for owner in matter.owners}]


def _today(session: Session) -> list[Matter]:
    yesterday = session.today - timedelta(days=1)
    return open_matters(session, in_office(session), yesterday, posts_on=session.today)


def owner_of(session: Session, table: str, record_id: int) -> tuple[Owner, ...]:
    """Who a record is with today: whoever the newest list names, else the deputies of the record."""
    lists = _Lists(session, in_office(session), (table, record_id))
    named = lists.newest.get((table, record_id))
    if named is not None and lists.serves(named):
        return (named,)
    sql = "SELECT value FROM {table}, json_each(deputy_ids) WHERE {table}.id = ?"
    if table not in ("opinions", "suggestions", "visits"):
        return ()
    ids = [deputy_id for (deputy_id,) in session.rows(sql.format(table=table), (record_id,))]
    return lists.deputies(ids)


def in_office(session: Session) -> frozenset[int]:
    """Ids of the deputies who have a running mandate today."""
    sql = (
        "SELECT DISTINCT deputy_id FROM mandates JOIN deputies ON deputies.id = deputy_id WHERE retired_on IS NULL"
        " AND mandates.voided_on IS NULL AND status IN ('active', 'suspended') AND (ends_on IS NULL OR ends_on >= ?)"
    )
    return frozenset(row[0] for row in session.rows(sql, (session.today.isoformat(),)))


def open_matters(session: Session, serving: Collection[int], until: date, *, posts_on: date) -> list[Matter]:
    """All of them; duties count that lie after the day `until`, posts in groups that run on the day `posts_on`."""
    lists = _Lists(session, serving)
    found = [
        *_opinions(session),
        *_visits(session),
        *_contacts(session),
        *_suggestions(session),
        *_promises(session),
        *_duties(session, until),
        *_posts(session, posts_on, serving),
        *_villages(session),
        *_voters(session, lists),
    ]
    return [lists.owned(matter) for matter in found]


class _Lists:
    """What hand-over lists say: for each record the newest that is in force; and who still serves."""

    def __init__(self, session: Session, serving: Collection[int], one: tuple[str, int] | None = None) -> None:
        self._serving = serving
        self._names = dict(session.rows("SELECT id, name FROM deputies"))
        self._staff = {row[0] for row in session.rows("SELECT id FROM staff WHERE retired_on IS NULL")}
        self.newest: dict[tuple[str, int], Owner] = {}
        rows = session.rows(
            "SELECT i.record_table, i.record_id, i.to_name, i.to_staff_id, i.to_deputy_id FROM handover_items i"
            " JOIN handovers h ON h.id = i.handover_id WHERE i.record_id IS NOT NULL AND i.voided_on IS NULL"
            " AND h.voided_on IS NULL AND h.from_deputy_id IS NOT NULL"
            + (" AND i.record_table = ? AND i.record_id = ?" if one else "")
            + " ORDER BY i.id",
            one or (),
        )
        for table, record_id, name, staff_id, deputy_id in rows:
            self.newest[(table, record_id)] = Owner(name, staff_id, deputy_id, by_list=True)

    def serves(self, owner: Owner) -> bool:
        if owner.deputy_id:
            return owner.deputy_id in self._serving
        return owner.staff_id is None or owner.staff_id in self._staff

    def deputies(self, ids: Collection[int]) -> tuple[Owner, ...]:
        return tuple(Owner(self._names[id_], deputy_id=id_) for id_ in dict.fromkeys(ids) if id_ in self._serving)

    def owned(self, matter: Matter) -> Matter:
        named = self.newest.get(matter.key)
        if named is not None and self.serves(named):
            owners: tuple[Owner, ...] = (named,)
        else:
            owners = matter.owners or self.deputies(matter.deputy_ids)
        subject = " ".join(matter.subject.split())[:_SUBJECT]
        people = tuple(self._names[id_] for id_ in matter.deputy_ids if id_ in self._names)
        return replace(matter, subject=subject, owners=owners, handed_to=named, people=people)


def _named(matter: Matter) -> set[int]:
    """The deputies of the record, and the one to whom it was handed since."""
    handed = matter.handed_to.deputy_id if matter.handed_to else None
    return {*matter.deputy_ids, *((handed,) if handed else ())}


# Each kind ---------------------------------------------------------------------------------------------------------


def _opinions(session: Session) -> Iterator[Matter]:
    """Open opinions that a deputy brought, or that came of his reception or contact."""
    received: dict[int, list[int]] = {}
    for opinion_id, deputy_id in session.rows(
        "SELECT opinion_id, deputy_id FROM contacts WHERE opinion_id IS NOT NULL AND voided_on IS NULL"
        " UNION ALL SELECT opinion_id, value FROM visits, json_each(visits.deputy_ids)"
        " WHERE opinion_id IS NOT NULL AND voided_on IS NULL"
    ):
        received.setdefault(opinion_id, []).append(deputy_id)
    sql = (
        f"SELECT id, number, title, status, due_on, deputy_ids FROM opinions WHERE status IN {_OPEN}"
        " AND voided_on IS NULL ORDER BY id"
    )
    for id_, number, title, status, due_on, ids in session.rows(sql):
        deputies = tuple(dict.fromkeys([*json.loads(ids), *received.get(id_, ())]))
        if deputies:
            words = _parts(number, Status(status).label, _until(due_on))
            yield Matter(ItemKind.OPINION, "opinions", id_, title, words, deputies, opinion_id=id_)


def _visits(session: Session) -> Iterator[Matter]:
    """Sheets of receptions that are not registered yet, and those whose deputy was not told how the matter ended."""
    sql = (
        "SELECT v.id, v.subject, v.content, v.name, r.held_on, v.deputy_ids, o.status, o.voided_on FROM visits v"
        " JOIN receptions r ON r.id = v.reception_id LEFT JOIN opinions o ON o.id = v.opinion_id"
        " WHERE v.voided_on IS NULL AND r.voided_on IS NULL AND v.deputy_ids <> '[]' AND ("
        "((o.id IS NULL OR o.voided_on IS NOT NULL) AND v.treatment NOT IN ('on_spot', 'declined'))"
        f" OR (v.told_deputies_on IS NULL AND o.voided_on IS NULL AND o.status IN {_ENDED})) ORDER BY v.id"
    )
    for id_, subject, content, name, held_on, ids, status, voided_on in session.rows(sql):
        left = "已经办结，还没有告知接待代表" if status else "还没有登记成登记表"
        left = "登记表已经作废，还没有重新登记" if voided_on else left
        words = f"{_day(held_on)}接待{name}，{left}"
        yield Matter(ItemKind.OTHER, "visits", id_, f"接待事项：{subject or content or name}", words, _ids(ids))


def _contacts(session: Session) -> Iterator[Matter]:
    """Contacts with constituents that are to be registered and are not yet."""
    sql = (
        "SELECT id, deputy_id, voter_name, content, contacted_on FROM contacts"
        " WHERE voided_on IS NULL AND result = 'registered' AND opinion_id IS NULL ORDER BY id"
    )
    for id_, deputy_id, name, content, on in session.rows(sql):
        words = f"{_day(on)}联系{name}，要转登记，还没有登记"
        yield Matter(ItemKind.CONTACT, "contacts", id_, content, words, (deputy_id,))


def _suggestions(session: Session) -> Iterator[Matter]:
    sql = (
        "SELECT id, number, title, state, due_on, deputy_ids FROM suggestions WHERE voided_on IS NULL"
        " AND state <> 'closed' AND deputy_ids <> '[]' ORDER BY id"
    )
    for id_, number, title, state, due_on, ids in session.rows(sql):
        words = _parts(number, SuggestionState(state).label, _until(due_on))
        yield Matter(ItemKind.SUGGESTION, "suggestions", id_, title, words, _ids(ids))


def _promises(session: Session) -> Iterator[Matter]:
    """Promises that handling bodies made in matters a deputy brought; they outlive the closing of the matter."""
    sql = (
        "SELECT p.id, p.words, p.due_on, o.number, o.title, o.deputy_ids, o.id FROM promises p"
        " JOIN opinions o ON o.id = p.opinion_id WHERE p.state = 'open' AND p.voided_on IS NULL"
        " AND o.voided_on IS NULL AND o.deputy_ids <> '[]' ORDER BY p.id"
    )
    for id_, words, due_on, number, title, ids, opinion_id in session.rows(sql):
        detail = _parts(number, title, _until(due_on))
        subject = words or "按答复办理完毕"
        yield Matter(ItemKind.PROMISE, "promises", id_, subject, detail, _ids(ids), opinion_id=opinion_id)


def _duties(session: Session, until: date) -> Iterator[Matter]:
    """Receptions and activities to come to which a deputy is called."""
    sql = (
        "SELECT a.id, a.deputy_id, r.held_on, r.number, r.place, '代表接待' FROM attendances a"
        " JOIN receptions r ON a.owner_table = 'receptions' AND r.id = a.owner_id"
        " WHERE a.voided_on IS NULL AND a.presence = 'invited' AND r.voided_on IS NULL AND r.state = 'planned'"
        " AND r.held_on > :until UNION ALL"
        " SELECT a.id, a.deputy_id, substr(v.starts_at, 1, 10), '', v.place, v.title FROM attendances a"
        " JOIN activities v ON a.owner_table = 'activities' AND v.id = a.owner_id"
        " WHERE a.voided_on IS NULL AND a.presence = 'invited' AND v.voided_on IS NULL"
        " AND substr(v.starts_at, 1, 10) > :until ORDER BY 3, 1"
    )
    for id_, deputy_id, on, number, place, what in session.rows(sql, {"until": until.isoformat()}):
        subject = f"{_day(on)}{what}"
        yield Matter(ItemKind.PLAN, "attendances", id_, subject, _parts(number, place), (deputy_id,))


def _posts(session: Session, on: date, serving: Collection[int]) -> Iterator[Matter]:
    """Leaders and vice leaders of groups; a post is filled when somebody who serves on holds it too."""
    sql = (
        "SELECT m.id, m.deputy_id, m.group_id, g.name, m.post FROM group_members m"
        " JOIN deputy_groups g ON g.id = m.group_id WHERE g.retired_on IS NULL AND m.post <> 'member'"
        " AND (m.ends_on IS NULL OR m.ends_on >= ?) ORDER BY g.name, m.id"
    )
    rows = session.rows(sql, (on.isoformat(),))
    names = dict(session.rows("SELECT id, name FROM deputies"))
    held: dict[tuple[int, str], list[int]] = {}
    for _, deputy_id, group_id, _, post in rows:
        if deputy_id in serving:
            held.setdefault((group_id, post), []).append(deputy_id)
    for id_, deputy_id, group_id, name, post in rows:
        owners = tuple(Owner(names[each], deputy_id=each) for each in held.get((group_id, post), ()))
        label = GroupPost(post).label
        yield Matter(ItemKind.GROUP, "group_members", id_, f"{name}{label}", "", (deputy_id,), owners)


def _villages(session: Session) -> Iterator[Matter]:
    """Villages and communities, each with the deputies who are linked with it."""
    linked: dict[int, list[int]] = {}
    for village_id, deputy_id in session.rows(
        "SELECT value, deputies.id FROM deputies, json_each(village_ids) WHERE village_ids <> '[]' ORDER BY 1, 2"
    ):
        linked.setdefault(village_id, []).append(deputy_id)
    for id_, name in session.rows("SELECT id, name FROM villages WHERE retired_on IS NULL ORDER BY id"):
        if id_ in linked:
            yield Matter(ItemKind.VILLAGE, "villages", id_, name, "", tuple(linked[id_]))


def _voters(session: Session, lists: _Lists) -> Iterator[Matter]:
    """Constituents with whom a deputy keeps in touch; once they are another deputy's they stand in his record."""
    sql = "SELECT id, name, linked_voters FROM deputies WHERE linked_voters <> '' ORDER BY id"
    for id_, name, voters in session.rows(sql):
        named = lists.newest.get(("deputies", id_))
        if named is not None and named.deputy_id and taken_in(session, named.deputy_id, voters):
            continue
        lines = [line.strip() for line in voters.splitlines() if line.strip()]
        subject = f"{name}固定联系的选民 {len(lines)} 位"
        yield Matter(ItemKind.CONTACT, "deputies", id_, subject, "；".join(lines)[:500], (id_,))


def taken_in(session: Session, deputy_id: int, voters: str) -> bool:
    """Whether each of these constituents stands in the record of the deputy."""
    own = str(session.value("SELECT linked_voters FROM deputies WHERE id = ?", (deputy_id,)) or "")
    known = {line.strip() for line in own.splitlines()}
    return all(line.strip() in known for line in voters.splitlines())


# Words -------------------------------------------------------------------------------------------------------------


def _ids(stored: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(json.loads(stored)))


def _parts(*words: Any) -> str:
    return "，".join(part for part in words if part)


def _until(day: str | None) -> str:
    return f"期限{_day(day)}" if day else ""


def _day(day: str) -> str:
    found = date.fromisoformat(day[:10])
    return f"{found.year}年{found.month}月{found.day}日"
