"""The public notice of receptions (F31): drafted, posted in time or late with a reason, withdrawn (4.2.1, 5.2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from .. import numbering, settings, stations, terms
from ..attachments import FileSource, attach
from ..calendars import Calendar, load
from ..deadlines import Term, count, spoken
from ..errors import InvalidRecord, RuleError
from ..listing import Listing
from ..session import Session
from .notice_text import ATTENTION, OUTSIDE, PHOTO, SCOPE, arranged_lines, named, organ_of
from .record import PlanState, Reception, ReceptionNotice, ReceptionPlan, ReceptionState

SERIES = "接待公告"
VIEWS = {
    "": "1",
    "unposted": "posted_at IS NULL AND withdrawn_on IS NULL",
    "posted": "posted_at IS NOT NULL AND withdrawn_on IS NULL",
    "withdrawn": "withdrawn_on IS NOT NULL",
}
_FREE = ("scope", "outside_scope", "attention", "contact", "organ", "issued_on")


def blank(session: Session, reception_ids: Sequence[int]) -> ReceptionNotice:
    """A notice as it is usually worded."""
    station = stations.station(session)
    return ReceptionNotice(
        reception_ids=tuple(reception_ids),
        issued_on=session.today,
        scope=SCOPE,
        outside_scope=OUTSIDE,
        attention=ATTENTION,
        contact=station.hotline,
        organ=organ_of(station),
    )


def draft(session: Session, notice: ReceptionNotice) -> ReceptionNotice:
    """Keep a new notice; it gets its number of the year."""
    with session.action("reception.notice"):
        receptions = _receptions(session, notice.reception_ids)
        if notice.issued_on is None:
            raise InvalidRecord({"issued_on": "请填写“发布日期”。"})
        terms.check_open(session, notice.issued_on, *(each.held_on for each in receptions))
        number = numbering.next_number(session, SERIES, notice.issued_on.year).removeprefix(SERIES)
        ids = tuple(each.id for each in receptions)
        written = {name: getattr(notice, name) for name in _FREE}
        return session.add(
            ReceptionNotice(number=number, reception_ids=ids, drafted_by=session.staff.id, **_tidy(written))
        )


def edit(session: Session, notice_id: int, **values: Any) -> ReceptionNotice:
    """Change a notice that does not hang yet."""
    with session.action("reception.notice"):
        notice = in_force(session, notice_id)
        if notice.posted_at:
            raise RuleError("公告已经张贴，不能再改。要更正，请撤回它，另发一份。")
        if "reception_ids" in values:
            found = _receptions(session, values["reception_ids"], besides=notice_id)
            values["reception_ids"] = tuple(each.id for each in found)
        terms.check_open(session, notice.issued_on, values.get("issued_on"))
        return session.change(notice, **_tidy(values))


def post(
    session: Session,
    notice_id: int,
    posted_at: datetime,
    places: str,
    by: str,
    late_reason: str = "",
    photos: Sequence[FileSource] = (),
) -> ReceptionNotice:
    """Enter where, when and by whom it was posted; later than the rule only with a reason (rules 3.2)."""
    with session.action("reception.notice"):
        notice = in_force(session, notice_id)
        if notice.posted_at:
            raise RuleError("这份公告已经登记过张贴。照片可以另外补；贴错了的，请撤回它，另发一份。")
        problems = {}
        if not places.strip():
            problems["posting_places"] = "请填写“张贴地点”。"
        if not by.strip():
            problems["posted_by"] = "请填写“张贴人”。"
        if posted_at > session.now():
            problems["posted_on"] = "张贴时间不能晚于现在，请检查。"
        elif notice.issued_on and posted_at.date() < notice.issued_on:
            problems["posted_on"] = "张贴时间不能早于发布日期，请检查。"
        elif (words := late_words(session, notice, posted_at.date())) and not late_reason.strip():
            problems["late_reason"] = f"{words}请写明晚贴的原因，再保存。"
        if problems:
            raise InvalidRecord(problems)
        terms.check_open(session, posted_at.date())
        for photo in photos:
            attach(session, ReceptionNotice.TABLE, notice_id, photo, PHOTO)
        return session.change(
            notice,
            posted_at=posted_at,
            posting_places=places.strip(),
            posted_by=by.strip(),
            late_reason=late_reason.strip() if late_words(session, notice, posted_at.date()) else "",
            arranged="\n".join(arranged_lines(session, notice)),
        )


def add_photos(session: Session, notice_id: int, photos: Sequence[FileSource]) -> ReceptionNotice:
    """Photographs of the posted notice that come later."""
    with session.action("reception.notice"):
        notice = in_force(session, notice_id)
        if not photos:
            raise InvalidRecord({"photos": "请选一张张贴照片。"})
        for photo in photos:
            attach(session, ReceptionNotice.TABLE, notice_id, photo, PHOTO)
        return notice


def withdraw(session: Session, notice_id: int, on: date, reason: str) -> ReceptionNotice:
    """A notice is taken down, with the reason."""
    with session.action("reception.notice"):
        notice = in_force(session, notice_id)
        if notice.withdrawn_on:
            raise RuleError("这份公告已经撤回，不用再撤回。")
        if not reason.strip():
            raise InvalidRecord({"withdraw_reason": "请写明撤回的原因。"})
        if on > session.today or (notice.posted_at and on < notice.posted_at.date()):
            raise InvalidRecord({"withdrawn_on": "撤回日期要在张贴以后，不能晚于今天。"})
        terms.check_open(session, on)
        return session.change(notice, withdrawn_on=on, withdraw_reason=reason.strip())


def void(session: Session, notice_id: int, reason: str) -> ReceptionNotice:
    """Take a notice that was written wrongly out of use; its number is not given again."""
    with session.action("reception.void"):
        notice = session.get(ReceptionNotice, notice_id)
        if notice.voided_on:
            raise RuleError("这份公告已经作废，不用再作废。")
        if notice.posted_at and not notice.withdrawn_on:
            raise RuleError("这份公告还贴着，不能作废。请先登记撤回。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        return session.change(notice, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, notice_id: int) -> ReceptionNotice:
    """Take the voiding back."""
    with session.action("reception.void"):
        notice = session.get(ReceptionNotice, notice_id)
        if notice.voided_on is None:
            raise RuleError("这份公告没有作废，不用恢复。")
        if notice.withdrawn_on is None:
            _receptions(session, notice.reception_ids, besides=notice_id)
        return session.change(notice, voided_on=None, void_reason="")


def in_force(session: Session, notice_id: int) -> ReceptionNotice:
    """The notice, refused when it was voided."""
    notice = session.get(ReceptionNotice, notice_id)
    if notice.voided_on:
        raise RuleError("这份公告已经作废，不能再改。作废错了，可以先撤销作废。")
    return notice


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Notices, the newest first."""
    return Listing(
        session.db,
        "reception_notices",
        where=(
            "instr(number || arranged || scope || posting_places || posted_by, :words) > 0",
            "voided_on IS NULL OR :voided",
            VIEWS[view],
        ),
        params={"words": words.strip(), "voided": voided},
        order=("issued_on", "id"),
        descending=True,
        columns="reception_notices.*, (SELECT min(r.held_on) FROM receptions r WHERE r.id IN"
        " (SELECT value FROM json_each(reception_ids))) AS first_on",
    )


def of_reception(session: Session, reception_id: int) -> list[ReceptionNotice]:
    """The notices in force that name a reception, the newest first."""
    where = "voided_on IS NULL AND EXISTS (SELECT 1 FROM json_each(reception_ids) WHERE value = ?)"
    return session.select(ReceptionNotice, where, (reception_id,), order="id DESC")


def posting_places_known(session: Session) -> list[str]:
    """Where notices were posted before, the latest first."""
    sql = "SELECT posting_places FROM reception_notices WHERE posting_places <> '' GROUP BY 1 ORDER BY max(id) DESC"
    return [places for (places,) in session.rows(sql)]


def without_notice(session: Session) -> list[Reception]:
    """The receptions to come that no notice in force names, the nearest first."""
    where = (
        "state = 'planned' AND voided_on IS NULL AND held_on >= ? AND NOT EXISTS (SELECT 1 FROM reception_notices n"
        " WHERE n.voided_on IS NULL AND n.withdrawn_on IS NULL"
        " AND EXISTS (SELECT 1 FROM json_each(n.reception_ids) WHERE value = receptions.id))"
    )
    return session.select(Reception, where, (session.today.isoformat(),), order="held_on, id")


# In time --------------------------------------------------------------------------------------------------------------


def last_day(session: Session, held_on: date) -> date:
    """The last day on which the notice of a reception is posted in time, by the setting."""
    return _last_day(held_on, settings.term(session, "reception.notice_days"), load(session))


def _last_day(held_on: date, term: Term, calendar: Calendar) -> date:
    """Calendar days are simply taken off; working days are counted as any limit is, from the day after."""
    if term.unit != "工":
        return held_on - timedelta(days=term.amount)
    day = held_on - timedelta(days=term.amount)
    while count(day, term, calendar).due_on > held_on:
        day -= timedelta(days=1)
    return day


def until_words(session: Session, notice: ReceptionNotice) -> str:
    """Until when a notice is posted in time, with the rule that says so."""
    days = [each.held_on for each in named(session, notice) if each.held_on and each.state != ReceptionState.CANCELLED]
    if not days:
        return ""
    term = settings.term(session, "reception.notice_days").words
    return f"{spoken(min(days))}接待，公告要提前 {term}，最晚{spoken(last_day(session, min(days)))}张贴。"


def late_words(session: Session, notice: ReceptionNotice, on: date) -> str:
    """What the rule says where a notice is posted too late on a day; empty when it is in time."""
    days = [each.held_on for each in named(session, notice) if each.held_on and each.state != ReceptionState.CANCELLED]
    if not days:
        return ""
    first = min(days)
    last = last_day(session, first)
    if on <= last:
        return ""
    term = settings.term(session, "reception.notice_days").words
    return f"{spoken(first)}的接待，公告要提前 {term}，最晚{spoken(last)}张贴。"


def _receptions(session: Session, ids: Sequence[int], *, besides: int = 0) -> list[Reception]:
    """The receptions of a notice: to come, of an approved plan or outside one, on no other notice that hangs."""
    if not ids:
        raise InvalidRecord({"reception_ids": "请选这份公告说的是哪几次接待。"})
    found = sorted((session.get(Reception, each) for each in ids), key=lambda each: (each.held_on or date.max, each.id))
    for each in found:
        day = spoken(each.held_on) if each.held_on else "没有日期"
        if each.voided_on or each.state is ReceptionState.CANCELLED:
            raise InvalidRecord({"reception_ids": f"{day}的接待已经取消或者作废，不能写进公告。"})
        plan = session.find(ReceptionPlan, each.plan_id)
        if plan and plan.state is not PlanState.APPROVED:
            raise InvalidRecord({"reception_ids": f"{day}的接待还在没有批准的计划里。请先把计划批准，再发公告。"})
        for other in of_reception(session, each.id):
            if other.id != besides and not other.withdrawn_on:
                raise InvalidRecord({"reception_ids": f"{day}的接待已经写在公告{other.number}里，不用再发。"})
    return found


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
