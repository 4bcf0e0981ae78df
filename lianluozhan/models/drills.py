"""The yearly drill (恢复演练): from stick and paper code to a working station on another computer, timed and noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, long_text, reference, text, whole_number
from .session import Session


class DrillResult(Choice):
    WORKED = "worked", "恢复成功"
    PARTLY = "partly", "恢复了一部分"
    FAILED = "failed", "没有恢复"


class OpenedWith(Choice):
    """What opened the backup; a drill keeps the label."""

    CODE = "code", "恢复码"
    PASSWORD = "password", "账号和密码"


@dataclass(frozen=True, kw_only=True)
class Drill:
    """One drill as it was held; a wrong entry is voided."""

    TABLE: ClassVar = "drills"

    id: int = 0
    held_on: date | None = day("演练日期", required=True)
    held_by: int | None = reference("演练人", "staff", required=True)
    computer: str = text("所用电脑", required=True, max_length=60)
    file_name: str = text("所用备份", required=True, max_length=200)
    unlocked_with: str = text("打开方式", required=True, max_length=20)
    minutes: int | None = whole_number("用时（分钟）", required=True, lowest=1, highest=1440)
    result: DrillResult = choice("结果", DrillResult, DrillResult.WORKED)
    note: str = long_text("问题和改进", max_length=500)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


def enter(session: Session, drill: Drill) -> Drill:
    """Note a drill that was held."""
    with session.action("drill.enter"):
        problems = check(drill)
        if drill.held_on is not None and drill.held_on > session.today:
            problems["held_on"] = "演练日期在今天以后。请填演练那一天。"
        if drill.result is not DrillResult.WORKED and not drill.note.strip():
            problems["note"] = "没有全部恢复的，请写明问题出在哪里、怎么改进。"
        if problems:
            raise InvalidRecord(problems)
        return session.add(drill)


def void(session: Session, drill_id: int, reason: str) -> Drill:
    """Strike out a wrong entry; it stays readable with the reason."""
    with session.action("drill.void"):
        drill = session.get(Drill, drill_id)
        if drill.voided_on is not None:
            raise RuleError("这次演练已经作废过了。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        return session.change(drill, voided_on=session.today, void_reason=reason.strip())


def every(session: Session) -> list[Drill]:
    """All drills, the newest first; the voided ones too."""
    return session.select(Drill, order="held_on DESC, id DESC")


def last(session: Session) -> Drill | None:
    """The newest drill in force that brought everything back."""
    where = "voided_on IS NULL AND result = ?"
    found = session.select(Drill, where, (DrillResult.WORKED.value,), order="held_on DESC, id DESC LIMIT 1")
    return found[0] if found else None
