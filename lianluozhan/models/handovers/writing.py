"""Writing a hand-over list: filled from what is open, corrected until it is signed, then kept (4.6.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from .. import stations, terms
from ..attachments import FileSource, attach
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..listing import Listing
from ..people_names import tidy_name
from ..session import Session
from ..staff import Staff
from ..stations import Station
from .carrying import carry
from .record import HandOver, HandOverItem, ItemKind

BY_HAND = (  # what a clerk leaves that no record here knows of
    HandOverItem(kind=ItemKind.FILES, subject="档案目录和案卷", detail="按档案目录逐卷点清"),
    HandOverItem(kind=ItemKind.MEDIUM, subject="备份 U 盘等存储介质", detail="写明编号，当面打开看一遍"),
    HandOverItem(kind=ItemKind.SEAL, subject="印章", detail="写明名称和枚数"),
    HandOverItem(kind=ItemKind.EQUIPMENT, subject="办公设备", detail="写明名称和台数"),
)


@dataclass(frozen=True)
class HandOverFile:
    """A list as it is printed (F124); on the blank sheet stands what every clerk hands over."""

    BY_HAND: ClassVar = BY_HAND

    handover: HandOver
    items: tuple[HandOverItem, ...]
    station: Station


SCAN = "签字件"
_VIEWS = {"": (), "unsigned": ("signed_on IS NULL AND voided_on IS NULL",)}


# Writing -----------------------------------------------------------------------------------------------------------


def write(session: Session, handover: HandOver, items: Sequence[HandOverItem]) -> HandOver:
    """Enter a list; what names nobody who takes it over goes to the one who takes over all."""
    with session.action("handover.write"):
        return written(session, handover, items)


def written(session: Session, handover: HandOver, items: Sequence[HandOverItem]) -> HandOver:
    """The same inside an action."""
    made = _named(session, replace(handover, id=0, signed_on=None, entered_by=session.staff.id, voided_on=None))
    _check(session, made, items)
    terms.check_open(session, made.handed_on)
    stored = session.add(made)
    for position, item in enumerate(items, 1):
        session.add(_taken(session, stored, replace(item, id=0, position=position)))
    return stored


def edit(session: Session, handover_id: int, items: Sequence[HandOverItem] | None = None, /, **values: Any) -> HandOver:
    """Correct a list that nobody has signed yet; `items` as they now are: known ones by id, the rest is left out."""
    with session.action("handover.write"):
        handover = _unsigned(session, handover_id)
        known = {item.id: item for item in items_of(session, handover_id)}
        now = list(known.values()) if items is None else list(items)
        changed = _named(session, replace(handover, **values))
        _check(session, changed, now)
        terms.check_open(session, handover.handed_on, changed.handed_on)
        for item in known.values():
            if item.id not in {each.id for each in now}:
                session.change(item, voided_on=session.today)
        for position, item in enumerate(now, 1):
            wanted = _taken(session, changed, _left_open(handover, replace(item, position=position)))
            if item.id in known:
                session.change(known[item.id], **{name: getattr(wanted, name) for name in _ITEM_FIELDS})
            else:
                session.add(replace(wanted, id=0))
        return session.change(handover, **{name: getattr(changed, name) for name in _FIELDS})


def note_signed(session: Session, handover_id: int, signed_on: date, scan: FileSource | None = None) -> HandOver:
    """Note the day on which all three signed; from then on what is on it is the other's (4.6.1)."""
    with session.action("handover.write"):
        handover = _unsigned(session, handover_id)
        if signed_on > session.today:
            raise InvalidRecord({"signed_on": "“签字日期”不能晚于今天，请检查。"})
        if handover.handed_on and signed_on < handover.handed_on:
            raise InvalidRecord({"signed_on": "“签字日期”不能早于交接日期，请检查。"})
        if not handover.witness.strip():
            raise InvalidRecord({"signed_on": "还没有写监交人。交接要有第三个人在场，请先修改清单，写上监交人。"})
        terms.check_open(session, signed_on)
        if scan is not None:
            attach(session, HandOver.TABLE, handover_id, scan, SCAN)
        carry(session, handover, items_of(session, handover_id))
        return session.change(handover, signed_on=signed_on)


def add_scan(session: Session, handover_id: int, scan: FileSource) -> HandOver:
    """Put in the scan of a signed list later."""
    with session.action("handover.write"):
        handover = _in_force(session, handover_id)
        attach(session, HandOver.TABLE, handover_id, scan, SCAN)
        return handover


def void(session: Session, handover_id: int, reason: str) -> HandOver:
    """Take a list out; what stood on it is again with whoever had it."""
    with session.action("handover.void"):
        handover = _in_force(session, handover_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        terms.check_open(session, handover.handed_on, handover.signed_on)
        if handover.signed_on:
            carry(session, handover, items_of(session, handover_id), back=True)
        return session.change(handover, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, handover_id: int) -> HandOver:
    """Take the voiding back."""
    with session.action("handover.void"):
        handover = session.get(HandOver, handover_id)
        if handover.voided_on is None:
            raise RuleError("这份交接清单没有作废，不用恢复。")
        terms.check_open(session, handover.handed_on, handover.signed_on)
        if handover.signed_on:
            carry(session, handover, items_of(session, handover_id))
        return session.change(handover, voided_on=None, void_reason="")


_FIELDS = (
    *("occasion", "handed_on", "term_id", "from_staff_id", "from_deputy_id", "from_name"),
    *("to_staff_id", "to_deputy_id", "to_name", "witness", "note"),
)
_ITEM_FIELDS = (
    *("position", "kind", "subject", "quantity", "detail", "record_table", "record_id"),
    *("to_staff_id", "to_deputy_id", "to_name"),
)


def _named(session: Session, handover: HandOver) -> HandOver:
    """With the names of the persons that are chosen."""
    from_name = _name(session, handover.from_staff_id, handover.from_deputy_id) or handover.from_name
    to_name = _name(session, handover.to_staff_id, handover.to_deputy_id) or handover.to_name
    witness, note = tidy_name(handover.witness), handover.note.strip()
    return replace(handover, from_name=tidy_name(from_name), to_name=tidy_name(to_name), witness=witness, note=note)


def _taken(session: Session, handover: HandOver, item: HandOverItem) -> HandOverItem:
    """A line of the list with who takes it over."""
    name = _name(session, item.to_staff_id, item.to_deputy_id) or tidy_name(item.to_name)
    who = (item.to_staff_id, item.to_deputy_id, name)
    if not name:
        who = (handover.to_staff_id, handover.to_deputy_id, handover.to_name)
    return replace(item, handover_id=handover.id, to_staff_id=who[0], to_deputy_id=who[1], to_name=who[2])


def _left_open(handover: HandOver, item: HandOverItem) -> HandOverItem:
    """Without who takes it over where that is whoever gets the whole list: it goes along when the list does."""
    of_list = (handover.to_staff_id, handover.to_deputy_id, handover.to_name)
    if (item.to_staff_id, item.to_deputy_id, item.to_name) != of_list:
        return item
    return replace(item, to_staff_id=None, to_deputy_id=None, to_name="")


def _name(session: Session, staff_id: int | None, deputy_id: int | None) -> str:
    person: Staff | Deputy | None = session.find(Deputy, deputy_id) if deputy_id else session.find(Staff, staff_id)
    return person.name if person else ""


def _check(session: Session, handover: HandOver, items: Sequence[HandOverItem]) -> None:
    problems = check(handover)
    given = (handover.from_staff_id, handover.from_deputy_id, handover.from_name)
    if given == (handover.to_staff_id, handover.to_deputy_id, handover.to_name) and handover.to_name:
        problems["to_name"] = problems["to_staff_id"] = "移交人和接收人是同一个人。请另选一位接收人。"
    if handover.witness and handover.witness in (handover.from_name, handover.to_name):
        problems["witness"] = "监交人不能是移交人或接收人。请另写一位在场的人，一般是站长或副站长。"
    if not items:
        problems["items"] = "清单上还没有事项。请至少写一项。"
    for position, item in enumerate(items, 1):
        found = check(item, ("subject", "quantity", "detail", "to_name", "kind"))
        if found and "items" not in problems:
            problems["items"] = f"第 {position} 项：{next(iter(found.values()))}"
    if problems:
        raise InvalidRecord(problems)


def _in_force(session: Session, handover_id: int) -> HandOver:
    handover = session.get(HandOver, handover_id)
    if handover.voided_on:
        raise RuleError("这份交接清单已经作废，不能再改。作废错了，可以先撤销作废。")
    return handover


def _unsigned(session: Session, handover_id: int) -> HandOver:
    handover = _in_force(session, handover_id)
    if handover.signed_on:
        raise RuleError("这份交接清单已经签字，不能再改。写错了的，请作废后重新填一份。")
    return handover


# Reading -----------------------------------------------------------------------------------------------------------


def items_of(session: Session, handover_id: int) -> list[HandOverItem]:
    """The lines of a list in their order."""
    return session.select(HandOverItem, "handover_id = ? AND voided_on IS NULL", (handover_id,), order="position, id")


def file_of(session: Session, handover_id: int) -> HandOverFile:
    """A list with its lines."""
    handover = session.get(HandOver, handover_id)
    return HandOverFile(handover, tuple(items_of(session, handover_id)), stations.station(session))


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Lists by day, the newest first; `view` unsigned has only those that wait for signatures."""
    return Listing(
        session.db,
        "handovers",
        where=(
            "instr(from_name || to_name || witness || note, :words) > 0",
            "voided_on IS NULL OR :voided",
            *_VIEWS[view],
        ),
        params={"words": words.strip(), "voided": voided},
        order=("handed_on", "id"),
        descending=True,
        columns="*, (SELECT count(*) FROM handover_items i WHERE i.handover_id = handovers.id"
        " AND i.voided_on IS NULL) AS item_count, signed_on IS NOT NULL AS is_signed",
    )


def of_staff(session: Session, staff_id: int) -> list[HandOver]:
    """The lists by which a member of the staff gave or got something, the newest first."""
    where = "(from_staff_id = :id OR to_staff_id = :id) AND voided_on IS NULL"
    return session.select(HandOver, where, {"id": staff_id}, order="handed_on DESC, id DESC")


def takers(session: Session, table: str, *, deputies: bool = False) -> dict[int, int]:
    """Who has each record of a table now that it was handed over on a signed list: ids of staff, or of deputies."""
    column = "to_deputy_id" if deputies else "to_staff_id"
    rows = session.rows(
        f"SELECT i.record_id, i.{column} FROM handover_items i JOIN handovers h ON h.id = i.handover_id"
        f" WHERE i.record_table = ? AND i.record_id IS NOT NULL AND i.{column} IS NOT NULL"
        " AND i.voided_on IS NULL AND h.voided_on IS NULL AND h.signed_on IS NOT NULL ORDER BY h.handed_on, h.id",
        (table,),
    )
    return dict(rows)
