"""What must not be forgotten about safekeeping: the backup, its second tick, the sticks, the yearly drill (4.7)."""

from __future__ import annotations

from collections.abc import Iterator

from lianluozhan.models import backups, drills, repair, settings, sticks
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.deadlines import spoken
from lianluozhan.models.session import Session

from .backup_words import ago, stick_words
from .reminder import Reminder

ROOM, SECTION = "system", "backup"


def backup_reminders(session: Session) -> Iterator[Reminder]:
    """What cannot wait: the backup and its second tick."""
    yield from (found for look in (_backup, _second_tick) if (found := look(session)) is not None)


def keeping_reminders(session: Session) -> Iterator[Reminder]:
    """What is to be kept in order some time: the sticks and the drill."""
    yield from (found for look in (_check, _sticks, _drill) if (found := look(session)) is not None)


def _backup(session: Session) -> Reminder | None:
    made, act = backups.last_proven(session), "备份" if session.may("backup.make") else ""
    if made is None:
        return Reminder("还没有做过备份", "这台电脑坏了就都没有了。请插上 U 盘备份一次。", act, ROOM, SECTION)
    days, limit = ago(session, made), settings.number(session, "backup.cycle_days")
    if days < limit:
        return None
    where = f"在“{stick_words(session, made)}”上。" if made.stick_id else ""
    why = f"{where}每 {limit} 天至少备份一次，请插上 U 盘备份。"
    return Reminder(f"备份已是 {days} 天前", why, act, ROOM, SECTION)


def _second_tick(session: Session) -> Reminder | None:
    made = backups.last_proven(session)
    if made is None or made.stick_id is None or made.proven_again_at or not session.may("backup.make"):
        return None
    if ago(session, made) >= settings.number(session, "backup.cycle_days"):
        return None  # it is time for the next one
    what = f"“{stick_words(session, made)}”上的备份还没有重插再验"
    return Reminder(what, "请把 U 盘拔下再插上，再验一次，才知道真的写进去了。", "再验", ROOM, SECTION)


def _check(session: Session) -> Reminder | None:
    """The full check of the month."""
    if not session.may("check.run") or not repair.is_due(session):
        return None
    days, why = repair.days_since_full(session), "逐项看存下的内容是不是完好，几分钟就好，登记的内容只看不改。"
    what = "还没有检查过数据" if repair.last_full(session) is None else f"上次检查数据已是 {days} 天前"
    return Reminder(what if days >= 0 else "该检查一次数据了", why, "去检查", ROOM, "check")


def _sticks(session: Session) -> Reminder | None:
    """The one thing about the sticks that matters most."""
    if not session.may("stick.edit") or backups.last_proven(session) is None:
        return None
    found = sticks.in_use(session)
    if not found:
        why = "登记以后，插上就会问要不要备份，也认得出是不是自己的。"
        return Reminder("还没有登记备份 U 盘", why, "去登记", ROOM, SECTION)
    limit = settings.number(session, "backup.stick_days")
    for stick in found:
        used = backups.last_on(session, stick.id)
        since = used.made_at.date() if used and used.made_at else stick.registered_on
        days = (session.today - since).days if since else 0
        if days >= limit:
            what = f"U 盘“{stick.name}”{days} 天没有用过"
            return Reminder(
                what, f"放在{stick.keep_place}。下一次请用它备份；不再用的，请停用。", "去备份", ROOM, SECTION
            )
    if len(found) == 1:
        why = "一个丢了、坏了就没有了。请再登记一个，两个轮着用，分开放。"
        return Reminder("备份 U 盘只登记了一个", why, "去登记", ROOM, SECTION)
    return None


def _drill(session: Session) -> Reminder | None:
    """A year after the last drill that worked; at a station that never held one, some weeks after its first backup."""
    if not session.may("drill.enter"):
        return None
    last, limit = drills.last(session), settings.number(session, "backup.drill_days")
    why = "用另一台电脑、U 盘和恢复码，照“应急说明”走一遍，才知道真出事时来得及。"
    if last is not None and last.held_on is not None:
        if (session.today - last.held_on).days <= limit:
            return None
        return Reminder(f"恢复演练还是{spoken(last.held_on)}做的", why, "登记演练", ROOM, SECTION)
    first = session.select(BackupEntry, "is_verified = 1", order="id LIMIT 1")
    if not first or ago(session, first[0]) < settings.number(session, "backup.cycle_days"):
        return None
    return Reminder("还没有做过恢复演练", why, "登记演练", ROOM, SECTION)
