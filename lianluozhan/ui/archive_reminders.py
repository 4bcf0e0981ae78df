"""What must not be forgotten of the archive: what is out too long, what waits for somebody (4.6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lianluozhan.models.archive import lending_lists
from lianluozhan.models.permissions import who_may
from lianluozhan.models.session import Session

from .reminder import Reminder

ROOM, SECTION = "archive", "loans"


def loan_reminders(session: Session) -> Iterator[Reminder]:
    """The most urgent first; whoever has nothing to do with the archive is told nothing."""
    if not session.may("archive.read"):
        return
    found = lending_lists.counts(session)
    clerk = session.may("archive.lend")
    if found.overdue:
        first = lending_lists.overdue(session)[0]
        others = f"另外还有 {found.overdue - 1} 件。" if found.overdue > 1 else ""
        why = f"{lending_lists.overdue_words(first, session.today)}。{others}催还以后当面逐页点数。"
        yield Reminder(f"{found.overdue} 件档案逾期没有归还", why, "去催还" if clerk else "查看", ROOM, SECTION)
    if waiting := len(lending_lists.waiting_for(session)):
        why = "看谁要用哪一件、作什么用；含个人隐私的，借出、复印由站长本人决定。"
        yield Reminder(f"{waiting} 份查阅、借阅申请等您审批", why, "去审批", ROOM, SECTION)
    if not clerk:
        return
    if found.waiting:
        why = f"由{who_may('archive.approve_loan')}登录审批；签在审批单上的，请补录签字件。"
        yield Reminder(f"{found.waiting} 份查阅、借阅申请等站领导审批", why, "查看", ROOM, SECTION)
    if found.approved:
        why = "已经同意，等着交出。交出时当面点清页数。"
        yield Reminder(f"{found.approved} 件档案可以交出了", why, "去交出", ROOM, SECTION)
    if found.in_doubt:
        why = "归还时页数不符或者有损坏，查清以前不能再借出。"
        yield Reminder(f"{found.in_doubt} 件归还的档案还没有查清", why, "去查清", ROOM, SECTION)
