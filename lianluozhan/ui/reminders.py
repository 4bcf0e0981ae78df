"""What must not be forgotten at the station, from the records as they are: backup, the holidays of the next year."""

from __future__ import annotations

from dataclasses import dataclass

from lianluozhan.models import backups, calendars, settings
from lianluozhan.models.session import Session

TABLE_COMES_IN = 11  # the month in which the State Council usually announces the holidays of the next year


@dataclass(frozen=True)
class Reminder:
    """A thing to do: what, why, and the room and section where it is done."""

    what: str
    why: str
    act: str = ""
    room: str = ""
    section: str = ""


def reminders(session: Session) -> list[Reminder]:
    """The reminders of today, the most urgent first."""
    return [entry for entry in (_backup(session), _calendar(session)) if entry is not None]


def _backup(session: Session) -> Reminder | None:
    found = session.select(backups.BackupEntry, "is_verified = 1", order="made_at DESC LIMIT 1")
    made = found[0].made_at if found else None
    act = "备份" if session.may("backup.make") else ""
    if made is None:
        return Reminder("还没有做过备份", "这台电脑坏了就都没有了。请插上 U 盘备份一次。", act, "system", "backup")
    days, limit = (session.today - made.date()).days, settings.number(session, "backup.cycle_days")
    if days < limit:
        return None
    return Reminder(f"备份已是 {days} 天前", f"每 {limit} 天至少备份一次，请插上 U 盘备份。", act, "system", "backup")


def _calendar(session: Session) -> Reminder | None:
    known = calendars.load(session).years
    year = session.today.year
    wanted = year if year not in known else year + 1 if session.today.month >= TABLE_COMES_IN else 0
    if not wanted or wanted in known:
        return None
    act = "导入" if session.may("calendar.change") else ""
    return Reminder(
        f"{wanted} 年的放假安排还没有导入",
        "跨到那一年的期限先按周末暂算；有了文件请导入，会列出要变的期限。",
        act,
        "system",
        "calendar",
    )
