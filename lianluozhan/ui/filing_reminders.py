"""In the first months: that last year's papers wait to be filed, then to be numbered (4.6.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lianluozhan.models.archive import lists, proposing
from lianluozhan.models.session import Session

from .reminder import Reminder

ROOM = "archive"


def filing_reminders(session: Session) -> Iterator[Reminder]:
    """One line at most; nothing for those who do not file."""
    year = proposing.due_year(session.today)
    if year == session.today.year or not session.may("archive.file"):
        return
    if count := len(proposing.proposals(session, year)):
        why = "材料齐的勾上一起归档，缺的补齐再归；三月底以前归好、编好号。"
        yield Reminder(f"{year}年有 {count} 件等着归档", why, "去归档", ROOM, "ready")
    elif waiting := sum(each.waiting for each in lists.years(session) if each.year == year):
        why = "排好顺序，由档案员编件号，再印目录、盖归档章、装盒。"
        yield Reminder(f"{year}年有 {waiting} 件归了档还没有编号", why, "去编号", ROOM, "items")
