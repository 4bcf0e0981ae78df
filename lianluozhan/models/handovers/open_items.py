"""What somebody still has in hand, as lines of a hand-over list: nothing open is left without an owner (4.6.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..deputies import Deputy
from ..groups import GroupPost
from ..opinions.applying import Wish
from ..opinions.figures import OPEN_ONES
from ..opinions.record import Opinion
from ..permissions import Role
from ..session import Session
from ..staff import Appointment, Post, Staff
from ..suggestions import SuggestionState
from .record import HandOver, HandOverItem, ItemKind
from .writing import BY_HAND, items_of, takers

_OPEN_OPINION = " AND ".join(OPEN_ONES)  # as the index of open ones says it
_UNANSWERED = tuple(state.value for state in SuggestionState if state is not SuggestionState.CLOSED)
_LONGEST = 200


def open_items_of_staff(session: Session, staff_id: int) -> list[HandOverItem]:
    """What a member of the staff holds or was handed over to him; then what is filled in by hand."""
    person = session.get(Staff, staff_id)
    theirs = _Theirs(session, staff_id)
    return [*_matters(session, person, theirs), *_papers(session, theirs), *_accounts(session, staff_id), *BY_HAND]


def open_items_of_deputy(session: Session, deputy_id: int) -> list[HandOverItem]:
    """What a deputy has begun or looks after: matters, suggestions, receptions to come, groups, villages, voters."""
    deputy = session.get(Deputy, deputy_id)
    theirs = _Theirs(session, deputy_id, deputies=True)
    found = [*_matters_of_deputy(session, theirs), *_contacts(session, theirs), *_suggestions(session, theirs)]
    found += [*_duties(session, theirs), *_groups(session, deputy_id)]
    for village_id, name in _named(session, "villages", deputy.village_ids):
        found.append(_item(ItemKind.VILLAGE, name, "", "", "villages", village_id))
    for line in deputy.linked_voters.splitlines():
        if line.strip():
            found.append(_item(ItemKind.CONTACT, line.strip(), "", "固定联系选民", "deputies", deputy_id))
    return found


def items_in_hand(session: Session, handover: HandOver) -> list[HandOverItem]:
    """What the one who hands over has in hand."""
    if handover.from_deputy_id:
        return open_items_of_deputy(session, handover.from_deputy_id)
    return open_items_of_staff(session, handover.from_staff_id) if handover.from_staff_id else []


def not_listed(session: Session, handover_id: int) -> list[HandOverItem]:
    """What the one who hands over has in hand by now and is not on the list."""
    handover = session.get(HandOver, handover_id)
    if handover.signed_on or handover.voided_on:
        return []
    known = {_what(item) for item in items_of(session, handover_id)}
    return [item for item in items_in_hand(session, handover) if item.record_table and _what(item) not in known]


def _what(item: HandOverItem) -> tuple[str, int | None, str]:
    """What a line is about; several constituents hang on one deputy."""
    return item.record_table, item.record_id, item.subject if item.record_table == Deputy.TABLE else ""


class _Theirs:
    """Which records belong to a person: his own that he has not handed over, and what was handed over to him."""

    def __init__(self, session: Session, person_id: int, *, deputies: bool = False) -> None:
        self.session, self.id, self.deputies = session, person_id, deputies

    def ids(self, table: str, sql: str, params: Any = ()) -> list[int]:
        """The ids that `sql` gives, without those that are another's now, with those that are his now."""
        taken = takers(self.session, table, deputies=self.deputies)
        own = {id_ for (id_,) in self.session.rows(sql, params)}
        kept = {id_ for id_ in own if taken.get(id_, self.id) == self.id}
        return sorted(kept | {id_ for id_, person_id in taken.items() if person_id == self.id})


# Of the staff ------------------------------------------------------------------------------------------------------


def _matters(session: Session, person: Staff, theirs: _Theirs) -> Iterator[HandOverItem]:
    """Opinions he registered or that wait for his post, promises and applications."""
    today = session.today.isoformat()
    posts = session.select(
        Appointment, "staff_id = ? AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)", (person.id, today, today)
    )
    waits = json.dumps([f"{held.post.label} {person.name}" for held in posts if held.post is not Post.WORKER])
    sql = (
        f"SELECT id FROM opinions WHERE {_OPEN_OPINION}"
        " AND (registered_by = ? OR holder IN (SELECT value FROM json_each(?)))"
    )
    opinion_ids = theirs.ids("opinions", sql, (person.id, waits))
    yield from _opinions(session, opinion_ids)
    sql = (
        "SELECT p.id FROM promises p JOIN opinions o ON o.id = p.opinion_id"
        " WHERE p.state = 'open' AND p.voided_on IS NULL AND o.voided_on IS NULL AND o.registered_by = ?"
    )
    rows = _rows(
        session,
        "SELECT p.id, coalesce(nullif(p.words, ''), '按答复办理完毕'), p.due_on, o.number FROM promises p"
        " JOIN opinions o ON o.id = p.opinion_id WHERE p.state = 'open' AND p.voided_on IS NULL AND p.id IN",
        theirs.ids("promises", sql, (person.id,)),
    )
    for id_, words, due_on, number in rows:
        yield _item(ItemKind.PROMISE, words, "1项", _parts(number, _until(due_on)), "promises", id_)
    sql = "SELECT id FROM applications WHERE decision IS NULL AND voided_on IS NULL AND entered_by = ?"
    rows = _rows(
        session,
        "SELECT a.id, o.title, o.number, a.wish, a.applied_on FROM applications a JOIN opinions o"
        " ON o.id = a.opinion_id WHERE a.decision IS NULL AND a.voided_on IS NULL AND a.id IN",
        theirs.ids("applications", sql, (person.id,)),
    )
    for id_, title, number, wish, applied_on in rows:
        words = _parts(number, f"{_day(applied_on)}申请，等站长决定")
        yield _item(ItemKind.OTHER, f"{Wish(wish).label}申请：{title}", "1份", words, "applications", id_)


def _papers(session: Session, theirs: _Theirs) -> Iterator[HandOverItem]:
    """What is written and not signed yet, and the receptions to come that he is to look after."""
    sql = "SELECT id FROM official_documents WHERE state = 'draft' AND voided_on IS NULL AND drafted_by = ?"
    ids = theirs.ids("official_documents", sql, (theirs.id,))
    asked = "SELECT id, title FROM official_documents WHERE state = 'draft' AND voided_on IS NULL AND id IN"
    for id_, title in _rows(session, asked, ids):
        yield _item(ItemKind.OTHER, f"公文：{title}", "1份", "拟稿，还没有签发", "official_documents", id_)
    unsigned = "issued_on IS NULL AND voided_on IS NULL AND level IN ('supervision', 'circular')"
    ids = theirs.ids("supervisions", f"SELECT id FROM supervisions WHERE {unsigned} AND staff_id = ?", (theirs.id,))
    asked = (
        "SELECT s.id, o.title, o.number, s.level FROM supervisions s JOIN opinions o ON o.id = s.opinion_id"
        " WHERE s.issued_on IS NULL AND s.voided_on IS NULL AND s.id IN"
    )
    for id_, title, number, level in _rows(session, asked, ids):
        name = "督办通知" if level == "supervision" else "通报"
        yield _item(ItemKind.OTHER, f"{name}：{title}", "1份", _parts(number, "等站长签发"), "supervisions", id_)
    coming = "state = 'planned' AND voided_on IS NULL AND held_on >= ?"
    today = session.today.isoformat()
    ids = theirs.ids("receptions", f"SELECT id FROM receptions WHERE {coming} AND staff_id = ?", (today, theirs.id))
    yield from _receptions(session, ids)


def _accounts(session: Session, staff_id: int) -> Iterator[HandOverItem]:
    sql = "SELECT id, user_name, roles FROM accounts WHERE staff_id = ? AND retired_on IS NULL ORDER BY id"
    for id_, name, roles in session.rows(sql, (staff_id,)):
        held = "、".join(Role(code).label for code in json.loads(roles))
        words = f"{held}；移交后停用或改岗位，密码不移交"
        yield _item(ItemKind.ACCOUNT, f"登录账号 {name}", "1个", words, "accounts", id_)


# Of a deputy -------------------------------------------------------------------------------------------------------


def _matters_of_deputy(session: Session, theirs: _Theirs) -> Iterator[HandOverItem]:
    """Open opinions he brought, or that came of his receptions and contacts; sheets of receptions not finished."""
    sql = (
        f"SELECT id FROM opinions WHERE {_OPEN_OPINION} AND"
        " (EXISTS (SELECT 1 FROM json_each(deputy_ids) WHERE value = :id)"
        " OR id IN (SELECT opinion_id FROM contacts WHERE deputy_id = :id AND voided_on IS NULL)"
        " OR id IN (SELECT opinion_id FROM visits, json_each(visits.deputy_ids) d"
        " WHERE d.value = :id AND visits.voided_on IS NULL))"
    )
    yield from _opinions(session, theirs.ids("opinions", sql, {"id": theirs.id}))
    sql = (
        "SELECT v.id FROM visits v, json_each(v.deputy_ids) d WHERE d.value = ? AND v.voided_on IS NULL"
        " AND v.opinion_id IS NULL AND v.treatment NOT IN ('on_spot', 'declined')"
    )
    asked = (
        "SELECT v.id, coalesce(nullif(v.subject, ''), v.content), v.name, r.held_on FROM visits v"
        " JOIN receptions r ON r.id = v.reception_id WHERE v.opinion_id IS NULL AND v.id IN"
    )
    for id_, subject, name, held_on in _rows(session, asked, theirs.ids("visits", sql, (theirs.id,))):
        words = f"{_day(held_on)}接待 {name}，还没有登记成登记表"
        yield _item(ItemKind.OTHER, f"接待事项：{subject or name}", "1件", words, "visits", id_)


def _contacts(session: Session, theirs: _Theirs) -> Iterator[HandOverItem]:
    sql = (
        "SELECT id FROM contacts WHERE deputy_id = ? AND voided_on IS NULL"
        " AND result = 'registered' AND opinion_id IS NULL"
    )
    asked = (
        "SELECT id, voter_name, coalesce(nullif(suggestion, ''), content), contacted_on FROM contacts"
        " WHERE voided_on IS NULL AND opinion_id IS NULL AND id IN"
    )
    for id_, name, words, on in _rows(session, asked, theirs.ids("contacts", sql, (theirs.id,))):
        detail = f"{_day(on)}联系{f' {name}' if name else ''}，要转登记，还没有登记"
        yield _item(ItemKind.CONTACT, words, "1件", detail, "contacts", id_)


def _suggestions(session: Session, theirs: _Theirs) -> Iterator[HandOverItem]:
    states = ", ".join(f"'{state}'" for state in _UNANSWERED)
    open_ones = f"voided_on IS NULL AND state IN ({states})"
    sql = (
        f"SELECT id FROM suggestions WHERE {open_ones} AND EXISTS (SELECT 1 FROM json_each(deputy_ids) WHERE value = ?)"
    )
    ids = theirs.ids("suggestions", sql, (theirs.id,))
    asked = f"SELECT id, title, number, state, due_on FROM suggestions WHERE {open_ones} AND id IN"
    for id_, title, number, state, due_on in _rows(session, asked, ids):
        words = _parts(number, SuggestionState(state).label, _until(due_on))
        yield _item(ItemKind.SUGGESTION, title, "1件", words, "suggestions", id_)


def _duties(session: Session, theirs: _Theirs) -> Iterator[HandOverItem]:
    """Receptions to come at which he is on duty."""
    sql = (
        "SELECT r.id FROM receptions r JOIN attendances a ON a.owner_table = 'receptions' AND a.owner_id = r.id"
        " WHERE a.deputy_id = ? AND a.voided_on IS NULL AND a.presence = 'invited'"
        " AND r.state = 'planned' AND r.voided_on IS NULL AND r.held_on >= ?"
    )
    yield from _receptions(session, theirs.ids("receptions", sql, (theirs.id, session.today.isoformat())))


def _groups(session: Session, deputy_id: int) -> Iterator[HandOverItem]:
    rows = session.rows(
        "SELECT m.id, g.name, m.post FROM group_members m JOIN deputy_groups g ON g.id = m.group_id"
        " WHERE m.deputy_id = ? AND g.retired_on IS NULL AND (m.ends_on IS NULL OR m.ends_on >= ?) ORDER BY g.name",
        (deputy_id, session.today.isoformat()),
    )
    for id_, name, post in rows:
        yield _item(ItemKind.GROUP, f"{name}{GroupPost(post).label}", "", "", "group_members", id_)


# Lines -------------------------------------------------------------------------------------------------------------


def _opinions(session: Session, ids: Iterable[int]) -> Iterator[HandOverItem]:
    where = f"{_OPEN_OPINION} AND id IN (SELECT value FROM json_each(?))"
    found = session.select(Opinion, where, (json.dumps(list(ids)),), order="due_on IS NULL, due_on, id")
    for opinion in found:
        until = _until(opinion.due_on.isoformat() if opinion.due_on else None)
        words = _parts(opinion.number, opinion.status.label, until)
        yield _item(ItemKind.OPINION, opinion.title, "1件", words, "opinions", opinion.id)


def _receptions(session: Session, ids: Iterable[int]) -> Iterator[HandOverItem]:
    asked = (
        "SELECT id, held_on, number, place, topic FROM receptions"
        " WHERE state = 'planned' AND voided_on IS NULL AND id IN"
    )
    for id_, held_on, number, place, topic in _rows(session, asked, ids):
        yield _item(ItemKind.PLAN, f"{_day(held_on)}代表接待", "1次", _parts(number, place, topic), "receptions", id_)


def _rows(session: Session, asked: str, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    return session.rows(f"{asked} (SELECT value FROM json_each(?)) ORDER BY 1", (json.dumps(list(ids)),))


def _named(session: Session, table: str, ids: Iterable[int]) -> list[tuple[Any, ...]]:
    return _rows(session, f"SELECT id, name FROM {table} WHERE id IN", ids)


def _item(kind: ItemKind, subject: str, quantity: str, detail: str, table: str, record_id: int) -> HandOverItem:
    return HandOverItem(
        kind=kind,
        subject=" ".join(subject.split())[:_LONGEST],
        quantity=quantity,
        detail=detail[:500],
        record_table=table,
        record_id=record_id,
    )


def _parts(*words: str) -> str:
    return "，".join(part for part in words if part)


def _until(day: str | None) -> str:
    return f"期限{_day(day)}" if day else ""


def _day(day: str) -> str:
    found = date.fromisoformat(day[:10])
    return f"{found.year}年{found.month}月{found.day}日"
