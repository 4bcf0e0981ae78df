"""What must not be forgotten at the station, from the records as they are: backup, the holidays of the next year."""

from __future__ import annotations

from datetime import timedelta

from lianluozhan.models import boxes, calendars, calls, raising, settings
from lianluozhan.models.opinions import applying, pressing, promising
from lianluozhan.models.session import Session

from .archive_reminders import end_reminders, loan_reminders
from .filing_reminders import filing_reminders
from .reception_reminders import reception_reminders
from .reminder import Reminder
from .safety_reminders import backup_reminders, keeping_reminders

OVERDUE = "overdue"  # the view of the list in which what is late is found
BOX_IN_USE = 60  # days since its last opening after which a box is taken to be no longer there
TABLE_COMES_IN = 11  # the month in which the State Council usually announces the holidays of the next year


def reminders(session: Session) -> list[Reminder]:
    """The reminders of today, the most urgent first."""
    found = (
        *(
            _pressing(session),
            _signing(session),
            _telling(session),
            _promises(session),
            _suggestions(session),
        ),
        *(_incoming(session), _box(session), _calendar(session)),
    )
    others = (entry for entry in found if entry is not None)
    ends = [
        *reception_reminders(session),
        *loan_reminders(session),
        *filing_reminders(session),
        *end_reminders(session),
        *keeping_reminders(session),
    ]
    return [*backup_reminders(session), *others, *ends]


def _pressing(session: Session) -> Reminder | None:
    if not session.may("opinion.supervise") or not (count := pressing.count_to_press(session)):
        return None
    days = settings.number(session, "press.remind_overdue")
    why = f"逾期 {days} 日以上，近几天没有催过。打开每一件，上面写着建议催办还是督办。"
    return Reminder(f"有 {count} 件该催办了", why, "去催办", "opinions", OVERDUE)


def _telling(session: Session) -> Reminder | None:
    if not session.may("application.enter") or not (count := applying.count_untold(session)):
        return None
    why = "站长不同意退办、改派或延期的，要告诉承办单位按原来的期限办。"
    return Reminder(f"{count} 份申请的结果还没有告知承办单位", why, "查看", "registers", "applications")


def _signing(session: Session) -> Reminder | None:
    """What waits for the head's signature on paper, for the clerk who carries it to him."""
    if not session.may("opinion.record_signed"):
        return None
    notices, applications = pressing.count_to_issue(session), applying.count_waiting(session)
    if not (notices or applications):
        return None
    what = [f"{notices} 份督办" if notices else "", f"{applications} 份退办、延期申请" if applications else ""]
    section = "applications" if applications else "presses"
    words = "、".join(part for part in what if part)
    return Reminder(f"{words}等站长签字", "站长可以登录办理；签在纸上的，请补录签字件。", "查看", "registers", section)


def _promises(session: Session) -> Reminder | None:
    """Promises beyond their day, and ended ones of which the submitter has not heard."""
    if not session.may("opinion.read"):
        return None
    found = promising.counts(session)
    late = f"{found.overdue} 条承诺到期没有兑现" if found.overdue else ""
    untold = f"{found.untold} 条承诺的结果没有告知反映人" if found.untold else ""
    soon = f"{found.soon} 条承诺快到期" if found.soon and not late else ""
    what = "，".join(part for part in (late, untold, soon) if part)
    if not what:
        return None
    act = "去回访" if session.may("promise.follow") else "查看"
    return Reminder(what, f"在跟踪的共 {found.open} 条。问清楚再登记回访。", act, "registers", "promises")


def _suggestions(session: Session) -> Reminder | None:
    if not session.may("opinion.read") or not (count := raising.count_late(session)):
        return None
    why = "代表法规定三个月内答复，涉及面广、处理难度大的六个月内答复。"
    return Reminder(f"{count} 份代表建议逾期没有答复", why, "查看", "registers", "suggestions")


def _incoming(session: Session) -> Reminder | None:
    """Pieces, calls and messages that nobody has treated yet."""
    if not session.may("call.enter"):
        return None
    pieces, calls_open = boxes.count_untreated(session), calls.count_untreated(session)
    if not (pieces or calls_open):
        return None
    what = f"{calls_open} 条来电和留言" if not pieces else f"意见箱 {pieces} 件"
    if pieces and calls_open:
        what = f"意见箱 {pieces} 件、来电和留言 {calls_open} 条"
    why = "要交给有关单位办的，登记成登记表；能当场说清的，写下答复。"
    return Reminder(f"{what}还没处理", why, "去处理", "registers", "boxes" if pieces else "calls")


def _box(session: Session) -> Reminder | None:
    """The boxes that have not been opened for too long, of those that were opened lately at all."""
    if not session.may("opinion.read"):
        return None
    limit, today = settings.number(session, "box.open_days"), session.today
    known = boxes.last_opened(session, today - timedelta(days=max(BOX_IN_USE, 2 * limit)))
    late = sorted((opened, box) for box, opened in known if (today - opened).days > limit)
    if not late:
        return None
    opened, box = late[0]
    others = f"另外还有 {len(late) - 1} 个箱也该开了。" if len(late) > 1 else ""
    act = "登记开箱" if session.may("box.enter") else ""
    why = f"上次开箱是 {(today - opened).days} 天前，{limit} 天开一次。{others}"
    return Reminder(f"{box}该开箱了", why, act, "registers", "boxes")


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
