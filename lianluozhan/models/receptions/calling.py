"""The call list: who is on duty in the receptions to come, told when and how, by whom (4.2.1, 5.2.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .. import attendances, terms
from ..attendances import Attendance, Presence
from ..errors import InvalidRecord, RuleError
from ..listing import Listing
from ..session import Session
from .record import Reception, ReceptionState

VIEWS = {
    "": "1",
    "untold": "attendances.told_at IS NULL AND attendances.presence = 'invited'",
    "told": "attendances.told_at IS NOT NULL",
    "excused": "attendances.presence = 'excused'",
}
_UNREACHED = "没有人接"
TOLD = ("电话通知到本人", "当面通知", "短信通知", "家里人转告")
WORDS = (*TOLD, "打了没有人接")


def listing(session: Session, words: str = "", *, view: str = "") -> Listing:
    """Who is called to a reception that has not been held yet, the nearest day first; no plan before it is approved."""
    of_reception = "(SELECT {what} FROM receptions r WHERE r.id = attendances.owner_id)"
    day, name = of_reception.format(what="r.held_on"), "(SELECT d.name FROM deputies d WHERE d.id = deputy_id)"
    phone = "(SELECT d.phone FROM deputies d WHERE d.id = deputy_id)"
    return Listing(
        session.db,
        "attendances",
        where=(
            "owner_table = 'receptions' AND attendances.voided_on IS NULL",
            "EXISTS (SELECT 1 FROM receptions r WHERE r.id = attendances.owner_id AND r.voided_on IS NULL"
            " AND r.state = 'planned' AND r.held_on >= :today"
            " AND (r.plan_id IS NULL OR r.plan_id IN (SELECT p.id FROM reception_plans p WHERE p.state = 'approved')))",
            f":words = '' OR instr({name} || {phone} || {day}, :words) > 0",
            VIEWS[view],
        ),
        params={"words": words.strip(), "today": session.today.isoformat()},
        order=(day, "attendances.id"),
        columns=f"attendances.*, {day} AS held_on, {name} AS name, {phone} AS phone",
    )


def tell(session: Session, attendance_id: int, at: datetime, words: str) -> Attendance:
    """Enter that a deputy was told of his turn, when and how; nobody reached is noted but does not count as told."""
    with session.action("reception.tell"):
        line, reception = _line(session, attendance_id)
        if line.presence is not Presence.INVITED:
            raise RuleError(f"这位代表登记的是“{line.presence.label}”，不用再通知。")
        if at > session.now():
            raise InvalidRecord({"told_on": "通知时间不能晚于现在，请检查。"})
        if not words.strip():
            raise InvalidRecord({"told_words": "请写一句怎么通知的，例如“电话通知到本人”。"})
        terms.check_open(session, reception.held_on)
        reached = _UNREACHED not in words
        told: dict[str, Any] = {"told_at": at if reached else None, "told_by": session.staff.id}
        return attendances.put(session, line, told_words=words.strip(), **told)


def tell_all(session: Session, reception_id: int, at: datetime, words: str) -> Reception:
    """The same for everybody of one reception who has not been told."""
    with session.action("reception.tell"):
        reception = session.get(Reception, reception_id)
        _check(reception)
        terms.check_open(session, reception.held_on)
        if not words.strip():
            raise InvalidRecord({"told_words": "请写一句怎么通知的，例如“电话通知到本人”。"})
        for line in attendances.of(session, Reception.TABLE, reception_id):
            if line.presence is Presence.INVITED and line.told_at is None:
                attendances.put(session, line, told_at=at, told_words=words.strip(), told_by=session.staff.id)
        return reception


def count_untold(session: Session) -> int:
    """How many deputies on duty in the receptions to come have not been told."""
    return listing(session, view="untold").count()


def _line(session: Session, attendance_id: int) -> tuple[Attendance, Reception]:
    line = session.get(Attendance, attendance_id)
    if line.owner_table != Reception.TABLE or line.voided_on:
        raise RuleError("这位代表已经不在接待名单里了，请看一下现在的名单。")
    reception = session.get(Reception, line.owner_id or 0)
    _check(reception)
    return line, reception


def _check(reception: Reception) -> None:
    if reception.voided_on or reception.state is not ReceptionState.PLANNED:
        state = "已作废" if reception.voided_on else reception.state.label
        raise RuleError(f"这次接待现在是“{state}”，不用再通知代表。")
