"""Who was called to a reception or an activity, was told, and came: one line a deputy (F41; 4.1.3, 5.2.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, moment, reference, text, whole_number
from .session import Session


class Presence(Choice):
    """到会情况; a deputy is in one of these only."""

    INVITED = "invited", "应到"
    PRESENT = "present", "实到"
    EXCUSED = "excused", "请假"
    ABSENT = "absent", "缺席"


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One deputy at one reception (`owner_table` receptions) or activity (activities)."""

    TABLE: ClassVar = "attendances"

    id: int = 0
    owner_table: str = text("何种活动", required=True, max_length=40)
    owner_id: int | None = whole_number("活动序号", required=True, lowest=1)
    deputy_id: int | None = reference("代表", "deputies", required=True)
    presence: Presence = choice("到会情况", Presence, Presence.INVITED)
    reason: str = text("请假或缺席原因", max_length=100)
    duty: str = text("担任角色", max_length=40)
    words: str = text("发言或意见", max_length=500)
    told_at: datetime | None = moment("通知时间")
    told_words: str = text("通知结果", max_length=100)
    told_by: int | None = reference("通知人", "staff")
    arrived_at: datetime | None = moment("到达时间")
    note: str = text("备注", max_length=100)
    voided_on: date | None = day("作废日期")


AWAY = (Presence.EXCUSED, Presence.ABSENT)  # why is asked for


def of(session: Session, table: str, owner_id: int) -> list[Attendance]:
    """Who is called to a reception or an activity, in the order in which they were called."""
    where = "owner_table = ? AND owner_id = ? AND voided_on IS NULL"
    return session.select(Attendance, where, (table, owner_id))


def present(session: Session, table: str, owner_id: int) -> list[Attendance]:
    """Those of them who came."""
    return [line for line in of(session, table, owner_id) if line.presence is Presence.PRESENT]


def called(session: Session, table: str, owner_id: int, deputy_ids: Iterable[int]) -> list[Attendance]:
    """Make the called deputies those named: new ones are added, the others voided; inside the action of the owner."""
    wanted = list(dict.fromkeys(deputy_ids))
    known = session.select(Attendance, "owner_table = ? AND owner_id = ?", (table, owner_id))
    for line in known:
        if line.deputy_id not in wanted and line.voided_on is None:
            if line.presence is Presence.PRESENT:
                raise RuleError(_signed_in(session, line, "从名单里去掉"))
            session.change(line, voided_on=session.today)
    by_deputy = {line.deputy_id: line for line in known}
    for deputy_id in wanted:
        former = by_deputy.get(deputy_id)
        if former is None:
            session.add(Attendance(owner_table=table, owner_id=owner_id, deputy_id=deputy_id))
        elif former.voided_on is not None:
            session.change(former, voided_on=None, presence=Presence.INVITED, reason="", arrived_at=None)
    return of(session, table, owner_id)


def put(session: Session, attendance: Attendance, **values: Any) -> Attendance:
    """Note of one deputy that he was told, came, is excused or stayed away; inside the action of the owner."""
    if attendance.voided_on is not None:
        raise RuleError(f"{_name(session, attendance)}已经不在名单里了。要记他的到会情况，请先把他加进名单。")
    new = replace(attendance, **values)
    if new.presence in AWAY:
        if attendance.presence is Presence.PRESENT:
            raise RuleError(_signed_in(session, attendance, f"再记{new.presence.label}"))
        if not new.reason.strip():
            raise InvalidRecord({"reason": f"请写明{_name(session, attendance)}{new.presence.label}的原因。"})
    if new.presence is Presence.PRESENT:
        values.setdefault("reason", "")
    elif new.presence is not attendance.presence:
        values.setdefault("arrived_at", None)
    return session.change(attendance, **values)


def _signed_in(session: Session, attendance: Attendance, deed: str) -> str:
    return f"{_name(session, attendance)}已经签到，不能{deed}。签到记错了的，请先取消签到。"


def _name(session: Session, attendance: Attendance) -> str:
    return str(session.value("SELECT name FROM deputies WHERE id = ?", (attendance.deputy_id,)))
