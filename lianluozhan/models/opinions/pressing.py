"""What to do next about a body that does not answer, and the register of all pressing (S46, 5.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .. import calendars, deadlines, settings
from ..listing import Listing
from ..permissions import Role
from ..session import Session
from .applying import waiting_application
from .figures import DUE, OPEN_ONES
from .pausing import is_paused
from .record import Opinion
from .supervising import (
    LIMITS,
    OUT,
    Level,
    Supervision,
    in_this_round,
    is_waiting,
    overdue_days,
    presses_of,
    why_not_pressed,
)


@dataclass(frozen=True)
class Next:
    """The step that is due now, and why."""

    level: Level
    why: str


def next_step(session: Session, opinion: Opinion) -> Next | None:
    """What the rules of the station suggest for a matter that a body has in hand; None when nothing is due."""
    if why_not_pressed(opinion) or is_paused(opinion) or opinion.due_on is None or opinion.due_kind not in LIMITS:
        return None
    done = in_this_round(session, opinion.id)
    if any(is_waiting(p) for p in done):
        return None
    today, late = session.today, overdue_days(opinion, session.today)
    if notices := [p for p in done if p.level is Level.SUPERVISION]:
        return _after_notice(notices[0], done, today)
    if any(p.reply_by and p.reply_by >= today and p.replied_on is None for p in done):
        return None
    reminders = [p for p in done if p.level is Level.REMINDER]
    most = settings.number(session, "press.supervise_after")
    if late and len(reminders) >= most:
        return Next(Level.SUPERVISION, f"已催办 {len(reminders)} 次，逾期 {late} 日还没有答复")
    first = settings.number(session, "press.remind_overdue")
    rested = not done or done[0].acted_on is None or (today - done[0].acted_on).days >= max(first, 1)
    if late and late >= first and rested:
        return Next(
            Level.REMINDER, f"逾期 {late} 日" + (f"，已催办 {len(reminders)} 次" if reminders else "，还没有催办")
        )
    left = (opinion.due_on - today).days
    if not done and left <= max(settings.days(session, "remind.before_days"), default=0):
        return Next(Level.NOTE, f"逾期 {late} 日" if late else f"还剩 {left} 日到期" if left else "今天到期")
    return None


def _after_notice(notice: Supervision, done: list[Supervision], today: date) -> Next | None:
    if notice.replied_on or any(p.level is Level.CIRCULAR for p in done):
        return None
    if notice.reply_by and notice.reply_by < today:
        return Next(Level.CIRCULAR, f"{notice.number}到 {deadlines.spoken(notice.reply_by)}没有回执")
    return None


def waiting_task(session: Session, opinion_id: int) -> str:
    """What waits for the heads about a matter that a body has: 审批延期, 审核退办, 签发督办; empty if nothing."""
    if made := waiting_application(session, opinion_id):
        if Role.HEAD in session.roles:
            return f"审批{made.wish.label}"
        return f"审核{made.wish.label}" if Role.VICE_HEAD in session.roles and not made.vice_words else ""
    if Role.HEAD not in session.roles:
        return ""
    return next((f"签发{p.level.label}" for p in presses_of(session, opinion_id) if is_waiting(p)), "")


def usual_reply_day(session: Session, on: date) -> date:
    """The day by which an answer to a notice of that day is asked for."""
    return deadlines.count(on, settings.term(session, "press.reply_days"), calendars.load(session)).due_on


def count_to_press(session: Session) -> int:
    """How many late matters have not been pressed since the setting's number of days; a number for 今日."""
    days = settings.number(session, "press.remind_overdue")
    late = session.today - timedelta(days=max(days, 1))
    statuses = ", ".join(f"'{status.value}'" for status in OUT)
    kinds = ", ".join(f"'{kind}'" for kind in LIMITS)
    sql = (
        f"SELECT count(*) FROM opinions WHERE {' AND '.join(OPEN_ONES)}"
        f" AND {DUE} <= :late AND +status IN ({statuses}) AND +due_kind IN ({kinds})"
        " AND NOT EXISTS (SELECT 1 FROM supervisions s WHERE s.opinion_id = opinions.id AND s.voided_on IS NULL"
        " AND (s.acted_on > :late OR s.level IN ('supervision', 'circular')))"
    )
    return int(session.value(sql, {"late": late.isoformat()}))


def count_to_issue(session: Session) -> int:
    """How many notices wait for the head's signature."""
    return int(session.value(f"SELECT count(*) FROM supervisions WHERE {_WAITING}"))


_WAITING = "level IN ('supervision', 'circular') AND issued_on IS NULL AND voided_on IS NULL"
_ANSWERED = (
    "EXISTS (SELECT 1 FROM replies r WHERE r.opinion_id = supervisions.opinion_id"
    " AND r.dispatch_id IS supervisions.dispatch_id AND r.replied_on >= acted_on)"
)
_OPEN = (
    f"({_WAITING}) OR (reply_by IS NOT NULL AND supervisions.replied_on IS NULL AND answered_by = ''"
    f" AND voided_on IS NULL AND NOT {_ANSWERED})"
)
_STATE = f"""CASE WHEN voided_on IS NOT NULL THEN '作废' WHEN {_WAITING} THEN '待签发'
    WHEN replied_on IS NOT NULL THEN '有回执' WHEN answered_by <> '' THEN '已答复'
    WHEN {_ANSWERED} THEN '已答复'
    WHEN reply_by < :today THEN '没有回执' WHEN reply_by IS NOT NULL THEN '等回执'
    WHEN answer <> '' THEN '已联系' ELSE '没有答复' END"""
_OF_OPINION = "(SELECT {} FROM opinions WHERE opinions.id = opinion_id)"
_SHORT = "(SELECT CASE short_name WHEN '' THEN name ELSE short_name END FROM handling_bodies"
_DAY = "CASE WHEN substr(acted_on, 1, 4) = :year THEN substr(acted_on, 6) ELSE substr(acted_on, 3) END"
_BODY = (
    "(SELECT name FROM handling_bodies WHERE handling_bodies.id ="
    " (SELECT lead_body_id FROM dispatches WHERE dispatches.id = dispatch_id))"
)


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Every time a body was pressed, the newest day first; `voided` adds those struck out.

    The view `open` are those that wait for the head's signature or for a slip.
    """
    title, matter = _OF_OPINION.format("title"), _OF_OPINION.format("number")
    return Listing(
        session.db,
        "supervisions",
        where=(
            "voided_on IS NULL OR :voided",
            *((_OPEN,) if view == "open" else ()),
            f":words = '' OR instr(number || answered_by || ifnull({title}, '') || ifnull({matter}, '')"
            f" || ifnull({_BODY}, ''), :words) > 0",
        ),
        params={
            "words": words.strip(),
            "voided": voided,
            "today": session.today.isoformat(),
            "year": f"{session.today:%Y}",
        },
        order=("acted_on", "id"),
        descending=True,
        columns=(
            "id, opinion_id, acted_on, level, means, number, overdue_days, voided_on, voided_on AS retired_on,"
            f" {title} AS title, {matter} AS matter, {_BODY} AS body, {_STATE} AS state,"
            f" {_BODY.replace('(SELECT name FROM handling_bodies', _SHORT, 1)} AS short_body,"
            f" {_DAY} || ' ' || level AS step"
        ),
    )
