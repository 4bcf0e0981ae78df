"""When a backup was last proven, on which stick, and whether it was read once more after plugging in, in words."""

from __future__ import annotations

from lianluozhan.models import backups, sticks
from lianluozhan.models.backups import BackupEntry
from lianluozhan.models.session import Session

LONGEST_NAME = 14
NOTHING_PROVEN = "还没有备份：这台电脑坏了就都没有了。"


def ago(session: Session, entry: BackupEntry) -> int:
    """Days since a backup was made; a clock that was set back does not make it negative."""
    return max(0, (session.today - entry.made_at.date()).days) if entry.made_at else 0


def days_words(days: int) -> str:
    """今天, 3 天前, with the blank that belongs between words and figures."""
    return "今天" if days <= 0 else f" {days} 天前"


def short_words(session: Session, entry: BackupEntry | None) -> str:
    """For a narrow line: when."""
    if entry is None:
        return "还没有备份"
    return f"备份{days_words(ago(session, entry))}已验证"


def status_words(session: Session, entry: BackupEntry | None) -> str:
    """For the line at the foot: when, on which stick, and the second tick."""
    if entry is None or entry.stick_id is None:
        return short_words(session, entry)
    again = "已重插再验" if entry.proven_again_at else "还没重插再验"
    return f"{short_words(session, entry)}（{stick_words(session, entry)}，{again}）"


def home_words(session: Session) -> str:
    """For the home room: a sentence."""
    entry = backups.last_proven(session)
    if entry is None:
        return NOTHING_PROVEN
    where = f"，在 U 盘“{stick_words(session, entry)}”上" if entry.stick_id else ""
    again = "，拔下重插又验过一次" if entry.proven_again_at else "，还没有拔下重插再验" if entry.stick_id else ""
    return f"最近一次验证过的备份是{days_words(ago(session, entry))}{where}{again}。"


def stick_words(session: Session, entry: BackupEntry) -> str:
    """The name of the stick that a backup lies on, cut where it is long."""
    name = sticks.name_of(session, entry.stick_id)
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
