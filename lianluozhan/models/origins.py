"""Where a registration form came from: a piece of the suggestion box, a call, a message (3.2.1, 5.1.1, 5.1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from . import boxes, calls, contacts, numbering
from .boxes import BoxPiece
from .calls import Call, CallKind
from .contacts import Contact, ContactWay
from .errors import InvalidRecord, RuleError
from .opinions.record import Channel
from .receptions.record import Visit
from .session import Session

TABLES = (BoxPiece.TABLE, Call.TABLE, Contact.TABLE)
_CHANNELS = {CallKind.HOTLINE: Channel.HOTLINE, CallKind.ONLINE: Channel.ONLINE_PLATFORM}
_BY_WAY = {ContactWay.RECEPTION: Channel.RECEPTION, ContactWay.FORUM: Channel.FORUM}


@dataclass(frozen=True)
class Origin:
    """One record of a register that is about to become a registration form."""

    table: str
    record_id: int


def filled_in(session: Session, origin: Origin) -> dict[str, Any]:
    """What the form takes over, by field; refused when there is nothing to register any more."""
    if origin.table == BoxPiece.TABLE:
        piece = session.get(BoxPiece, origin.record_id)
        _refuse_again(session, f"第 {piece.position} 件", piece.opinion_id)
        opening = boxes.in_force(session, piece.opening_id)
        return {"channel": Channel.SUGGESTION_BOX, "received_on": opening.opened_on, "content": piece.summary}
    if origin.table == Contact.TABLE:
        return _of_contact(session, origin.record_id)
    call = calls.in_force(session, origin.record_id)
    _refuse_again(session, call.number, call.opinion_id)
    assert call.came_at is not None
    return {
        "channel": _CHANNELS[call.kind],
        "received_on": call.came_at.date(),
        "submitter_name": call.caller_name,
        "phone": call.caller_phone,
        "content": call.content,
    }


def _of_contact(session: Session, contact_id: int) -> dict[str, Any]:
    """What a deputy brought from a contact: whose words they are, and through which deputy."""
    contact = contacts.in_force(session, contact_id)
    _refuse_again(session, "这条联系", contact.opinion_id)
    return {
        "channel": _BY_WAY.get(contact.way, Channel.VISIT_BY_DEPUTY),
        "received_on": contact.contacted_on,
        "submitter_name": contact.voter_name,
        "phone": contact.phone,
        "village_id": contact.village_id,
        "deputy_ids": (contact.deputy_id,),
        "content": "\n".join(part for part in (contact.content, contact.suggestion) if part),
    }


@dataclass(frozen=True)
class CameFrom:
    """A record that a form came of: in words, and where it is looked at (a piece of the box with its opening)."""

    words: str
    table: str
    record_id: int


def came_from(session: Session, opinion_id: int) -> list[CameFrom]:
    """The sheets of receptions, contacts, calls and pieces of the box that this form came of."""
    named = (
        ("关联接待 ", Visit.TABLE, "id", "CASE WHEN number <> '' THEN number ELSE position || '号' END"),
        ("联系选民记录 ", Contact.TABLE, "id", "contacted_on"),
        ("", Call.TABLE, "id", "number"),
        ("意见箱第 ", BoxPiece.TABLE, "opening_id", "position || ' 件'"),
    )
    found = []
    for kind, table, shown, called in named:
        sql = f"SELECT {shown}, {called} FROM {table} WHERE opinion_id = ? AND voided_on IS NULL ORDER BY id"
        found += [CameFrom(f"{kind}{name}", table, id_) for id_, name in session.rows(sql, (opinion_id,))]
    return found


def opinion_called(session: Session, words: str) -> int:
    """The form in force with this number, written out or only its figures (of this year, else of the last)."""
    wanted = words.strip()
    sql = "SELECT id FROM opinions WHERE number = ? AND voided_on IS NULL"
    found = session.value(sql, (wanted,))
    digits = wanted.removesuffix("号").strip()
    if found is None and digits.isascii() and digits.isdigit():
        for year in (session.today.year, session.today.year - 1):
            found = found or session.value(sql, (f"{numbering.OPINION}〔{year}〕{int(digits):04d}号",))
    if found is None:
        raise InvalidRecord({"number": f"没有找到“{wanted}”这个编号。请看登记表右上角的编号，例如 0134。"})
    return int(found)


def _refuse_again(session: Session, what: str, opinion_id: int | None) -> None:
    number = boxes.form_of(session, opinion_id)
    if number is not None:
        raise RuleError(f"{what}已经登记成 {number or '一张草稿'}，不用再登记。")


@contextmanager
def linked(session: Session, origin: Origin) -> Iterator[None]:
    """While this lasts, the form that an action stores is noted at its origin, in the same action or not at all."""
    newest = _newest(session)

    def note() -> None:
        made = _newest(session)
        if made <= newest:
            raise RuleError("登记表没有存上，来件还是没有登记。请再试一次。")
        if origin.table == BoxPiece.TABLE:
            boxes.note_form(session, origin.record_id, made)
        elif origin.table == Contact.TABLE:
            contacts.note_form(session, origin.record_id, made)
        else:
            calls.note_form(session, origin.record_id, made)

    with session.also(note):
        yield


def _newest(session: Session) -> int:
    return int(session.value("SELECT max(id) FROM opinions") or 0)
