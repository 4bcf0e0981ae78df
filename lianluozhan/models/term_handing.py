"""Handing over what leaving deputies leave behind: one list each (F124), each line with who takes it (4.6.1).

A list is an assignment until the term is closed: links, constituents and posts in groups move then (`term_closing`).
A duty moves at once, because the reception may be tomorrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .attendances import Attendance, Presence
from .deputies import Deputy
from .errors import InvalidRecord, RuleError
from .groups import GroupMember
from .handovers import HandOver, HandOverItem, ItemKind, Occasion, items_of
from .people_names import tidy_name
from .session import Session
from .staff import Staff
from .term_matters import Matter, Owner, left_behind, without_owner
from .term_people import People, people
from .terms import Term, in_hand

SEVERAL = "见清单各项"  # who takes a list over that goes to several people


@dataclass(frozen=True)
class Handed:
    """A line of a list of this term: what, from whom, to whom, and whether the list is signed."""

    item: HandOverItem
    handover: HandOver

    @property
    def key(self) -> tuple[str, int]:
        return self.item.record_table, self.item.record_id or 0


def takers(session: Session, term: Term) -> list[Owner]:
    """Who may take something over: deputies of the next term and those who stay, then the staff."""
    serving = people(session, term).serving
    deputies = [deputy for deputy in session.select(Deputy, order="name, id") if deputy.id in serving]
    staff = session.select(Staff, "retired_on IS NULL", order="name, id")
    return [
        *(Owner(deputy.name, deputy_id=deputy.id) for deputy in deputies),
        *(Owner(person.name, staff_id=person.id) for person in staff),
    ]


def lists_of(session: Session, term: Term) -> list[HandOver]:
    """The lists of this term that are in force, by who hands over."""
    return session.select(HandOver, "term_id = ? AND voided_on IS NULL", (term.id,), order="from_name, id")


def handed(session: Session, term: Term) -> list[Handed]:
    """Every line that was handed over with this term, the newest of each record of each person."""
    newest: dict[tuple[int, str, int], Handed] = {}
    for handover in sorted(lists_of(session, term), key=lambda each: each.id):
        for item in items_of(session, handover.id):
            newest[(handover.from_deputy_id or 0, item.record_table, item.record_id or 0)] = Handed(item, handover)
    return list(newest.values())


def hand_over(session: Session, term_id: int, keys: Sequence[tuple[str, int]], to: Owner) -> list[HandOverItem]:
    """Give matters (table and id of the record) to one named person; the lists of the leaving deputies say so."""
    with session.action("term.edit"):
        hands = _Hands(session, term_id, to)
        return [item for key in dict.fromkeys(keys) for item in hands.give(key)]


def hand_over_rest(session: Session, term_id: int, to: Owner) -> list[str]:
    """Give one person everything that nobody has; returns in sentences what he cannot take, which stays as it is."""
    with session.action("term.edit"):
        hands, refused = _Hands(session, term_id, to), []
        for matter in without_owner(session, hands.term):
            try:
                hands.give(matter.key)
            except RuleError as refusal:  # said before anything of this matter is written
                refused.append(str(refusal))
        return refused


class _Hands:
    """The two hands between which matters go: what is open, what was given before, and to whom it goes now."""

    def __init__(self, session: Session, term_id: int, to: Owner) -> None:
        self.session, self.term = session, in_hand(session, term_id)
        self.everybody = people(session, self.term)
        self.to = _checked(session, self.everybody, to)
        self.open_ones = {matter.key: matter for matter in left_behind(session, self.term)}
        self.before = {line.key: line for line in handed(session, self.term)}
        self.posts = {
            line.item.record_id: line.item
            for line in self.before.values()
            if line.item.record_table == "group_members" and line.item.to_deputy_id == self.to.deputy_id
        }

    def give(self, key: tuple[str, int]) -> list[HandOverItem]:
        """Put one matter on the lists of those who leave it."""
        found, line = self.open_ones.get(key), self.before.get(key)
        if found is None and line is None:
            raise RuleError("其中一件已经办结，或者已经有人负责，不用再交接。请刷新以后再选。")
        if line is not None and line.handover.signed_on and (found is None or found.owners):
            raise RuleError(f"“{line.item.subject}”在签过字的清单上，不能改接手人。要改的，请先作废那份清单。")
        matter = found or matter_of(self.before[key])
        gone = [each for each in matter.deputy_ids if each not in self.everybody.serving]
        handed_to = matter.handed_to.deputy_id if matter.handed_to else None
        if handed_to and handed_to not in self.everybody.serving:
            gone = [handed_to]  # it was his since an earlier list
        if matter.table == "attendances":
            _move_duty(self.session, matter, self.to)
        elif matter.table == "group_members":
            self._check_post(matter)
        from_ids = gone or matter.deputy_ids[:1]
        made = [_entered(self.session, self.term, deputy_id, matter, self.to) for deputy_id in from_ids]
        if matter.table == "group_members":
            self.posts[matter.record_id] = made[0]
        return made

    def _check_post(self, matter: Matter) -> None:
        """A post in a group goes to a deputy who is in no other group and takes no other post (2.2.4)."""
        to = self.to
        if not to.deputy_id:
            raise RuleError(f"“{matter.subject}”由代表担任，不能交给工作人员。请选一位代表。")
        if other := next((item for id_, item in self.posts.items() if id_ != matter.record_id), None):
            raise RuleError(
                f"{to.name}已经接手“{other.subject}”，一位代表只担任一个小组职务。请给“{matter.subject}”另选一位代表。"
            )
        group_id = self.session.get(GroupMember, matter.record_id).group_id
        sql = (
            "SELECT g.name FROM group_members m JOIN deputy_groups g ON g.id = m.group_id WHERE m.deputy_id = ?"
            " AND m.group_id <> ? AND g.retired_on IS NULL AND (m.ends_on IS NULL OR m.ends_on > ?)"
        )
        params = (to.deputy_id, group_id, self.term.last_day.isoformat())
        if name := self.session.value(sql, params):
            raise RuleError(
                f"{to.name}现在是{name}的成员，一位代表只参加一个小组。请另选一位，或者先到“代表小组”里把他调过来。"
            )
        sql = (
            "SELECT g.name FROM group_members m JOIN deputy_groups g ON g.id = m.group_id WHERE m.deputy_id = ?"
            " AND m.group_id = ? AND m.post = 'leader' AND (m.ends_on IS NULL OR m.ends_on > ?)"
        )
        if name := self.session.value(sql, params):
            raise RuleError(f"{to.name}是{name}组长，一位代表只担任一个小组职务。请给“{matter.subject}”另选一位代表。")


def sign(session: Session, term_id: int, handover_ids: Sequence[int], witness: str, on: date) -> list[HandOver]:
    """Note that lists were signed by both and a witness; from then on they are kept as they are."""
    with session.action("term.edit"):
        term = in_hand(session, term_id)
        witness = tidy_name(witness)
        if not witness:
            raise InvalidRecord({"witness": "请填写“监交人”。交接要有第三个人在场，一般是站长或副站长。"})
        if on > session.today:
            raise InvalidRecord({"signed_on": "“签字日期”不能晚于今天，请检查。"})
        signed = []
        for handover_id in handover_ids:
            found = session.get(HandOver, handover_id)
            if found.term_id != term.id or found.voided_on or found.signed_on:
                raise RuleError(f"{found.from_name}的清单已经签字或者作废，不用再登记。请刷新以后再选。")
            names = {found.from_name, *(item.to_name for item in items_of(session, found.id))}
            if witness in names:
                raise InvalidRecord({"witness": f"监交人不能是{found.from_name}清单上的移交人或接手人，请另写一位。"})
            if found.handed_on and on < found.handed_on:
                raise InvalidRecord({"signed_on": f"“签字日期”不能早于{found.from_name}清单的交接日期，请检查。"})
            signed.append(session.change(found, witness=witness, signed_on=on))
        return signed


def _checked(session: Session, everybody: People, to: Owner) -> Owner:
    """The person as the records know him now; only who is there after the term takes something over."""
    if to.deputy_id:
        deputy = session.get(Deputy, to.deputy_id)
        if deputy.id not in everybody.serving:
            raise RuleError(f"{deputy.name}在这一届以后不是代表，不能接手。请选留任的或者新一届的代表，或者工作人员。")
        return Owner(deputy.name, deputy_id=deputy.id)
    if to.staff_id:
        person = session.get(Staff, to.staff_id)
        if person.retired_on:
            raise RuleError(f"{person.name}已经离任，不能接手。请选在岗的工作人员或者代表。")
        return Owner(person.name, staff_id=person.id)
    raise RuleError("请选择由谁接手：新一届的代表、留任的代表或者工作人员。")


def matter_of(line: Handed) -> Matter:
    """What a line hands over, when the record itself does not say so any more because it has moved."""
    item = line.item
    ids = (line.handover.from_deputy_id,) if line.handover.from_deputy_id else ()
    opinion_id = item.record_id or 0 if item.record_table == "opinions" else 0
    return Matter(
        item.kind, item.record_table, item.record_id or 0, item.subject, item.detail, ids, opinion_id=opinion_id
    )


def _entered(session: Session, term: Term, deputy_id: int, matter: Matter, to: Owner) -> HandOverItem:
    """The line on the list of one leaving deputy; a former one of the same matter is struck out."""
    where = "term_id = ? AND from_deputy_id = ? AND voided_on IS NULL AND signed_on IS NULL"
    found = session.select(HandOver, where, (term.id, deputy_id))
    handover = found[0] if found else _new_list(session, term, deputy_id, to)
    lines = items_of(session, handover.id)
    for line in lines:
        if (line.record_table, line.record_id) == matter.key:
            session.change(line, voided_on=session.today)
    last = session.value("SELECT max(position) FROM main.handover_items WHERE handover_id = ?", (handover.id,)) or 0
    item = HandOverItem(
        handover_id=handover.id,
        position=last + 1,
        kind=matter.kind,
        subject=matter.subject,
        quantity="1件" if matter.kind in (ItemKind.OPINION, ItemKind.SUGGESTION) else "1项",
        detail=matter.detail,
        record_table=matter.table,
        record_id=matter.record_id,
        to_staff_id=to.staff_id,
        to_deputy_id=to.deputy_id,
        to_name=to.name,
    )
    added = session.add(item)
    everyone = {(line.to_staff_id, line.to_deputy_id) for line in items_of(session, handover.id)}
    all_to = to if len(everyone) == 1 else Owner(SEVERAL)
    session.change(handover, to_staff_id=all_to.staff_id, to_deputy_id=all_to.deputy_id, to_name=all_to.name)
    return added


def _new_list(session: Session, term: Term, deputy_id: int, to: Owner) -> HandOver:
    return session.add(
        HandOver(
            occasion=Occasion.TERM,
            handed_on=session.today,
            term_id=term.id,
            from_deputy_id=deputy_id,
            from_name=session.get(Deputy, deputy_id).name,
            to_staff_id=to.staff_id,
            to_deputy_id=to.deputy_id,
            to_name=to.name,
            note=f"{term.name}届满",
            entered_by=session.staff.id,
        )
    )


# What moves --------------------------------------------------------------------------------------------------------

_INSTEAD = "换届接手："  # in the note of a duty that somebody got by a list


def _move_duty(session: Session, matter: Matter, to: Owner) -> None:
    """Put the one who takes over on duty, in place of whoever had it."""
    if not to.deputy_id:
        raise RuleError(f"“{matter.subject}”由代表出席，不能交给工作人员。请选一位代表。")
    old = session.get(Attendance, matter.record_id)
    mark = f"{_INSTEAD}{old.id}"
    on_it = session.select(
        Attendance, "owner_table = ? AND owner_id = ? AND voided_on IS NULL", (old.owner_table, old.owner_id)
    )
    for line in on_it:
        if line.id == old.id or (line.note == mark and line.deputy_id != to.deputy_id):
            session.change(line, voided_on=session.today)
    if all(line.deputy_id != to.deputy_id for line in on_it):
        session.add(
            Attendance(
                owner_table=old.owner_table, owner_id=old.owner_id, deputy_id=to.deputy_id, duty=old.duty, note=mark
            )
        )


def move_duty_back(session: Session, line: HandOverItem) -> None:
    """Undo it, when a term is given up."""
    old = session.get(Attendance, line.record_id or 0)
    if old.voided_on is None or old.presence is not Presence.INVITED:
        return
    where = "owner_table = ? AND owner_id = ? AND voided_on IS NULL AND note = ?"
    for other in session.select(Attendance, where, (old.owner_table, old.owner_id, f"{_INSTEAD}{old.id}")):
        session.change(other, voided_on=session.today)
    session.change(old, voided_on=None)
