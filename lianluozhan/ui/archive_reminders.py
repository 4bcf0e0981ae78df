"""What must not be forgotten of the archive: what is out too long, what waits for somebody, what is due (4.6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from lianluozhan.models import settings
from lianluozhan.models.archive import appraisal_approval, appraising, lending_lists, transferring
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


def end_reminders(session: Session) -> Iterator[Reminder]:
    """What waits for the head, then what is due to be appraised or handed over, for whoever keeps the archive."""
    if session.may("archive.approve_appraisal") and (count := appraisal_approval.count_waiting(session)):
        why = "看清册里每一件的鉴定意见，销毁的批准以后才能动。"
        yield Reminder(f"{count} 次档案鉴定等您审批", why, "去审批", ROOM, "appraisals")
    if session.may("archive.appraise") and (count := appraising.count_due(session)):
        why = "到期的每年鉴定一次：还有用的续存，没有用的报站长批准以后销毁。没有鉴定以前照样保管。"
        yield Reminder(f"{count} 件档案保管期满，等着鉴定", why, "去鉴定", ROOM, "appraisals")
    if session.may("archive.transfer") and (count := transferring.count_due(session)):
        years = settings.number(session, "archive.transfer_years")
        why = f"永久和 30 年的件，在本站满 {years} 年，移交给县档案馆。先问好县档案馆什么时候收。"
        yield Reminder(f"{count} 件档案该移交了", why, "编清单", ROOM, "transfers")
