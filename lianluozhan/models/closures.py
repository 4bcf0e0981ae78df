"""回避: a matter, a deputy or a person closed to a named member of the staff, until it is lifted (4.7.2).

What it does lies in `veil`. A leader closes a thing to somebody else; everybody may close one to himself, since he
knows first whose relative he is. Nobody lifts his own: another leader does. A closure never leaves a step without
anybody who may do it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from . import veil
from .accounts import Account
from .deputies import Deputy
from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, reference, text
from .listing import Listing
from .opinions.record import Opinion
from .permissions import Role
from .session import Session


class ClosureSubject(Choice):
    MATTER = "matter", "一件社情民意"
    DEPUTY = "deputy", "一位代表"
    PERSON = "person", "一位群众"


@dataclass(frozen=True, kw_only=True)
class Closure:
    """What one member of the staff does not get to see, since when and why; lifted, never deleted."""

    TABLE: ClassVar = "closures"

    id: int = 0
    staff_id: int | None = reference("回避人", "staff", required=True)
    subject: ClosureSubject = choice("回避对象", ClosureSubject, ClosureSubject.MATTER)
    opinion_id: int | None = reference("社情民意", "opinions")
    deputy_id: int | None = reference("代表", "deputies")
    person_name: str = text("群众姓名", max_length=40)
    phone: str = text("群众电话", max_length=30)
    reason: str = text("回避原因", required=True, max_length=200)
    decided_by: int | None = reference("决定人", "staff")
    decided_on: date | None = day("决定日期")
    lifted_by: int | None = reference("解除人", "staff")
    lifted_on: date | None = day("解除日期")
    lift_reason: str = text("解除原因", max_length=200)


# the steps that somebody must be left for: one role of each row, by what the closure is about
_HANDLED = ((Role.HEAD,), (Role.VICE_HEAD,), (Role.LIAISON_OFFICER,))
_STEPS = {
    ClosureSubject.MATTER: _HANDLED,
    ClosureSubject.PERSON: _HANDLED,
    ClosureSubject.DEPUTY: ((Role.HEAD, Role.VICE_HEAD), (Role.LIAISON_OFFICER,)),
}


def in_force(session: Session) -> list[Closure]:
    """What is closed to the person of this session."""
    return session.select(Closure, "staff_id = ? AND lifted_on IS NULL", (session.staff.id,))


def apply(session: Session) -> None:
    """Take out of sight what is closed to the person of this session, and nothing else."""
    veil.draw(session, in_force(session))


def come_back(session: Session, again: Session) -> bool:
    """The person of a session has signed in again: it goes on with the sight and roles of today; whether they differ.

    There is one set of views on the database, and signing in has just drawn it anew.
    """
    before = session.roles, session.veil.closures if session.veil else {}
    session.roles, session.veil = again.roles, again.veil
    return before != (session.roles, session.veil.closures if session.veil else {})


def decide(session: Session, closure: Closure) -> Closure:
    """Close something to another member of the staff."""
    with session.action("closure.decide"):
        if closure.staff_id == session.staff.id:
            raise RuleError("这是您本人要回避，请点“本人回避”。")
        return _add(session, closure)


def declare(session: Session, closure: Closure) -> Closure:
    """Close something to oneself; from then on one does not see it."""
    with session.action("closure.declare"):
        if closure.staff_id != session.staff.id:
            raise RuleError("让别人回避由站长或副站长决定，请把这一件告诉他们。")
        added = _add(session, closure)
        table, record_id = ("deputies", added.deputy_id) if added.deputy_id else ("opinions", added.opinion_id)
        session.note(table, record_id or 0, {"closed_to": added.staff_id})  # so that open pages read again
        session.after_commit(lambda: apply(session))
        return added


def lift(session: Session, closure_id: int, reason: str) -> Closure:
    """End a closure of somebody else."""
    with session.action("closure.decide"):
        found = session.get(Closure, closure_id)
        if found.staff_id == session.staff.id:
            raise RuleError("自己的回避不能自己解除，请另一位站长或副站长来办。")
        if found.lifted_on:
            raise RuleError("这一条回避已经解除了。")
        if not reason.strip():
            raise InvalidRecord({"lift_reason": "请写明为什么解除。"})
        return session.change(found, lifted_by=session.staff.id, lifted_on=session.today, lift_reason=reason.strip())


def listing(session: Session, *, opinion_id: int = 0, deputy_id: int = 0) -> Listing:
    """All closures, those in force first; whoever is no leader finds those of himself.

    What the closure is about is not said to the person it is closed to.
    """
    where = ["1"]
    hidden = f"(staff_id = :me OR id IN ({', '.join(map(str, veil.closed_ids(session, Closure.TABLE)))}))"
    if not session.may("closure.decide"):
        where.append("staff_id = :me")
    if opinion_id:
        where.append(
            "opinion_id = :opinion_id OR (subject = 'person' AND EXISTS (SELECT 1 FROM opinions o WHERE"
            f" o.id = :opinion_id AND {_SAME_PERSON}))"
        )
    if deputy_id:
        where.append("deputy_id = :deputy_id")
    return Listing(
        session.db,
        "closures",
        where=tuple(where),
        params={"me": session.staff.id, "opinion_id": opinion_id, "deputy_id": deputy_id},
        order=("lifted_on IS NULL", "id"),
        descending=True,
        columns=f"id, staff_id, subject, decided_on, lifted_on, {hidden} AS is_hidden,"
        " CASE WHEN lifted_on IS NULL THEN '回避中' ELSE lifted_on || ' 解除' END AS state,"
        " (SELECT name FROM staff s WHERE s.id = staff_id) AS who,"
        " (SELECT name FROM staff s WHERE s.id = decided_by) AS decider,"
        " (SELECT name FROM staff s WHERE s.id = lifted_by) AS lifter,"
        f" CASE WHEN {hidden} THEN '' ELSE reason END AS reason,"
        f" CASE WHEN {hidden} THEN '' ELSE lift_reason END AS lift_reason,"
        f" CASE WHEN {hidden} THEN '' WHEN subject = 'matter' THEN"
        " (SELECT trim(number || '　' || title, '　') FROM opinions o WHERE o.id = opinion_id)"
        " WHEN subject = 'deputy' THEN (SELECT name FROM deputies d WHERE d.id = deputy_id)"
        " ELSE person_name END AS about",
    )


_SAME_PERSON = (
    "o.submitter_name = closures.person_name AND (replace(replace(o.phone, ' ', ''), '-', '') ="
    " replace(replace(closures.phone, ' ', ''), '-', '') OR o.phone = '' OR closures.phone = '')"
)


def _add(session: Session, closure: Closure) -> Closure:
    _check_subject(session, closure)
    others = session.select(Closure, "lifted_on IS NULL")
    if any(other.staff_id == closure.staff_id and _same(other, closure) for other in others):
        raise RuleError("这一条已经回避了，不用再办。")
    _check_somebody_left(session, closure, others)
    decided = replace(closure, id=0, person_name=closure.person_name.strip(), phone=closure.phone.strip())
    return session.add(
        replace(decided, decided_by=session.staff.id, decided_on=session.today, lifted_by=None, lifted_on=None)
    )


def _check_subject(session: Session, closure: Closure) -> None:
    """That it says about whom or what it is, and nothing else."""
    given = {
        "opinion_id": bool(closure.opinion_id),
        "deputy_id": bool(closure.deputy_id),
        "person_name": bool(closure.person_name.strip()),
    }
    wanted, words = {
        ClosureSubject.MATTER: ("opinion_id", "请选择回避哪一件。"),
        ClosureSubject.DEPUTY: ("deputy_id", "请选择回避哪一位代表。"),
        ClosureSubject.PERSON: ("person_name", "请填写群众的姓名。"),
    }[closure.subject]
    if not given.pop(wanted) or any(given.values()):
        raise InvalidRecord({wanted: words})
    if closure.opinion_id:
        session.get(Opinion, closure.opinion_id)
    if closure.deputy_id:
        session.get(Deputy, closure.deputy_id)
        veil.check_open(session, Deputy.TABLE, closure.deputy_id)


def _same(one: Closure, other: Closure) -> bool:
    about = (one.subject, one.opinion_id, one.deputy_id)
    if about != (other.subject, other.opinion_id, other.deputy_id):
        return False
    return one.subject is not ClosureSubject.PERSON or veil.is_person(one, other.person_name, other.phone)


def _check_somebody_left(session: Session, closure: Closure, others: list[Closure]) -> None:
    """That for each step which this person does somebody is left to whom the same is not closed."""
    closed = {other.staff_id for other in others if _meets(session, other, closure)} | {closure.staff_id}
    people = session.select(Account, "retired_on IS NULL")
    own = next((set(account.roles) for account in people if account.staff_id == closure.staff_id), set())
    left = {role for account in people if account.staff_id not in closed for role in account.roles}
    for roles in _STEPS[closure.subject]:
        if own & set(roles) and not left & set(roles):
            label = "或".join(role.label for role in roles)
            raise RuleError(
                f"回避以后就没有{label}能办了。请先由系统管理员给代办的人加上“{roles[0].label}”岗位，再办回避。"
            )


def _meets(session: Session, one: Closure, other: Closure) -> bool:
    """Whether two closures close the same to their people: the same thing, or a matter and the person who raised it."""
    if _same(one, other):
        return True
    pair: dict[ClosureSubject, Any] = {one.subject: one, other.subject: other}
    if pair.keys() != {ClosureSubject.MATTER, ClosureSubject.PERSON}:
        return False
    person, matter = pair[ClosureSubject.PERSON], pair[ClosureSubject.MATTER]
    with veil.whole_sight():
        row = session.rows("SELECT submitter_name, phone FROM opinions WHERE id = ?", (matter.opinion_id,))
    return bool(row) and veil.is_person(person, *row[0])
