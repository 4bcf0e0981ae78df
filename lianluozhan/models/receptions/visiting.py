"""Residents at a reception: arrival, talk, record sheet, early leaving, voiding (4.2.2, 4.2.3, 5.2.2, 5.2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from .. import attendances, numbering, terms
from ..attachments import FileSource, attach
from ..attendances import Presence
from ..deputies import Deputy
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..opinions.handling import Satisfaction
from ..opinions.record import REFERRALS
from ..service import generating
from ..session import Session
from . import visiting_opinion
from .record import Reception, ReceptionState, Visit, VisitState, VisitTreatment

# what is asked at the door, and what is written while people talk
ARRIVAL_FIELDS = (
    *("name", "same_name_note", "sex", "age", "phone", "village_id", "address", "people_count", "keeps_secret"),
    *("subject", "note"),
)
SHEET_FIELDS = (
    *ARRIVAL_FIELDS,
    *("deputy_ids", "content", "request", "category_id", "answer", "treatment", "decline_ground", "referral"),
    "satisfaction",
)
SCAN = "签字件扫描"
WAITS = (VisitState.WAITING, VisitState.TALKING)


def visits_of(session: Session, reception_id: int, *, voided: bool = False) -> list[Visit]:
    """The residents of a reception in the order in which they came."""
    where = "reception_id = ?" + ("" if voided else " AND voided_on IS NULL")
    return session.select(Visit, where, (reception_id,), order="position, id")


def arrive(session: Session, reception_id: int, visit: Visit) -> Visit:
    """Enter who came, with place in the queue and time; a second one of a name needs a word that tells them apart."""
    with session.action("reception.enter"):
        reception = open_one(session, reception_id)
        made = Visit(**{name: getattr(visit, name) for name in ARRIVAL_FIELDS})
        made = replace(
            made,
            reception_id=reception.id,
            position=1
            + int(session.value("SELECT max(position) FROM main.visits WHERE reception_id = ?", (reception.id,)) or 0),
            arrived_at=visit.arrived_at or moment_of(session, reception),
            entered_by=session.staff.id,
        )
        _check_arrival(session, reception, made)
        return session.add(made)


def begin(session: Session, visit_id: int) -> Visit:
    """The talk begins: the sheet gets its number and the deputies on duty; also for one who left and came back."""
    with session.action("reception.enter"):
        visit = in_force(session, visit_id)
        reception = open_one(session, visit.reception_id or 0)
        if visit.state not in (VisitState.WAITING, VisitState.LEFT):
            raise RuleError(f"{visit.name}现在是“{visit.state.label}”，不用再开始。")
        return _begun(session, visit, reception)


def write(session: Session, visit_id: int, **values: Any) -> Visit:
    """Keep what is on the sheet so far; one that is over is corrected as it ended, with its form while that is open."""
    with session.action("reception.enter"):
        visit = in_force(session, visit_id)
        reception = _reception(session, visit)
        visit = _written(session, visit, values)
        if visit.state is VisitState.DONE:
            return _finished(session, reception, visit)
        if visit.state is VisitState.LEFT:
            visit = _gone(session, reception, visit)
            generating.follow(session, Reception.TABLE, reception.id)
        return visit


def finish(session: Session, visit_id: int, **values: Any) -> Visit:
    """End the talk with what is on the sheet; what is not answered on the spot is registered in the same action."""
    with session.action("reception.enter"):
        visit = in_force(session, visit_id)
        reception = _reception(session, visit)
        if visit.state is VisitState.WAITING or not visit.number:
            visit = _begun(session, visit, reception)
        return _finished(session, reception, _written(session, visit, values))


def left(session: Session, visit_id: int, reason: str, **values: Any) -> Visit:
    """A resident goes before the end: what was said stays, with the reason; a matter that can be routed still is."""
    with session.action("reception.enter"):
        visit = in_force(session, visit_id)
        reception = _reception(session, visit)
        if visit.state not in WAITS:
            raise RuleError(f"{visit.name}现在是“{visit.state.label}”，不能登记中途离开。")
        if not reason.strip():
            raise InvalidRecord({"left_reason": "请写明中途离开的原因，例如“要接孩子”。"})
        visit = _written(session, visit, values)
        if visit.content.strip() and not visit.number:  # he spoke before the talk was begun: that is a sheet too
            visit = _begun(session, visit, reception)
        visit = _gone(session, reception, visit)
        at = moment_of(session, reception)
        return session.change(visit, state=VisitState.LEFT, left_reason=reason.strip(), left_at=at)


def void(session: Session, visit_id: int, reason: str) -> Visit:
    """Strike out a sheet; its number is not given again."""
    with session.action("reception.void"):
        visit = in_force(session, visit_id)
        reception = _reception(session, visit)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        visiting_opinion.check_no_form(session, visit)
        changed = session.change(visit, voided_on=session.today, void_reason=reason.strip())
        generating.follow(session, Reception.TABLE, reception.id)
        return changed


def unvoid(session: Session, visit_id: int) -> Visit:
    """Take the voiding back."""
    with session.action("reception.void"):
        visit = session.get(Visit, visit_id)
        reception = _reception(session, visit)
        if visit.voided_on is None:
            raise RuleError("这张接待记录没有作废，不用恢复。")
        changed = session.change(visit, voided_on=None, void_reason="")
        generating.follow(session, Reception.TABLE, reception.id)
        return changed


def keep_scans(session: Session, visit_id: int, scans: Sequence[FileSource]) -> Visit:
    """Keep the scan of the sheet that was signed on paper."""
    with session.action("reception.enter"):
        visit = in_force(session, visit_id)
        _reception(session, visit)
        if not scans:
            raise InvalidRecord({"scans": "请放上签好字的记录表的扫描件或者照片。"})
        for scan in scans:
            attach(session, Visit.TABLE, visit_id, scan, SCAN)
        return visit


# What they share ---------------------------------------------------------------------------------------------------


def in_force(session: Session, visit_id: int) -> Visit:
    """The sheet, refused when it was voided."""
    visit = session.get(Visit, visit_id)
    if visit.voided_on:
        raise RuleError(f"{visit.name}的接待记录已经作废，不能再改。作废错了，可以先撤销作废。")
    return visit


def open_one(session: Session, reception_id: int) -> Reception:
    """The reception, refused unless it is going on."""
    reception = session.get(Reception, reception_id)
    terms.check_open(session, reception.held_on)
    if reception.voided_on or reception.state is not ReceptionState.OPEN:
        state = "已作废" if reception.voided_on else reception.state.label
        raise RuleError(f"这一期接待现在是“{state}”，要先开始接待才能登记来访的选民。")
    return reception


def moment_of(session: Session, reception: Reception) -> datetime:
    """Now, while the reception is of today; of an earlier one that is entered from paper, when it began."""
    if reception.held_on is None or reception.held_on == session.today:
        return session.now().replace(microsecond=0)
    return datetime.combine(reception.held_on, time.fromisoformat(reception.starts_at or "09:00"))


def check_sheet(visit: Visit, *, early: bool = False) -> None:
    """What must be on a sheet when the talk ends; of one who left early, only what a form needs."""
    problems = {}
    if not visit.content.strip():
        problems["content"] = "请写下“反映内容”，照选民的原话写。"
    if not visit.answer.strip() and not early:
        problems["answer"] = "请写下代表的“解答意见”；当时没有解答的，写一句怎么答应的。"
    if visit.treatment is None:
        problems["treatment"] = "请选择“处理方式”。"
    if not visit.deputy_ids:
        problems["deputy_ids"] = "请选择“接待代表”。"
    if visit.treatment is VisitTreatment.DECLINED and visit.decline_ground is None:
        problems["decline_ground"] = "不予受理，请选择属于哪种情形。"
    if visit.satisfaction is Satisfaction.DISSATISFIED and not visit.note.strip():
        problems["note"] = "选民不满意，请在“备注”里写明原因。"
    if problems:
        raise InvalidRecord(problems)


def _finished(session: Session, reception: Reception, visit: Visit) -> Visit:
    check_sheet(visit)
    _be_there(session, reception, visit)
    kept = visiting_opinion.settle(session, reception, visit)
    over = visit.state in (VisitState.DONE, VisitState.LEFT)
    left_at = visit.left_at if over and visit.left_at else moment_of(session, reception)
    done = session.change(kept, state=VisitState.DONE, left_at=left_at)
    generating.follow(session, Reception.TABLE, reception.id)
    return done


def _gone(session: Session, reception: Reception, visit: Visit) -> Visit:
    """Of one who left early: his matter is registered if it is said where it goes, else only kept."""
    if visit.content.strip() and visit.treatment not in (None, VisitTreatment.ON_SPOT):
        check_sheet(visit, early=True)
        _be_there(session, reception, visit)
        return visiting_opinion.settle(session, reception, visit)
    return session.change(visit, treatment=None, satisfaction=None)


def _begun(session: Session, visit: Visit, reception: Reception) -> Visit:
    assert reception.held_on is not None
    on_duty = [
        entry.deputy_id
        for entry in attendances.of(session, Reception.TABLE, reception.id)
        if entry.deputy_id and entry.presence in (Presence.INVITED, Presence.PRESENT)
    ]
    return session.change(
        visit,
        state=VisitState.TALKING,
        number=visit.number or numbering.next_number(session, numbering.RECORD_SHEET, reception.held_on.year),
        talked_from=visit.talked_from or moment_of(session, reception),
        deputy_ids=visit.deputy_ids or tuple(on_duty),
        left_at=None,
    )


def _written(session: Session, visit: Visit, values: dict[str, Any]) -> Visit:
    if strange := sorted(set(values) - set(SHEET_FIELDS)):
        raise TypeError(f"not on the sheet: {', '.join(strange)}")
    reception = _reception(session, visit)
    if reception.bound_on:
        raise RuleError("这一期接待的材料已经装订，记录不能再改。要改，请先在接待里取消装订。")
    wanted = replace(visit, **values)
    if wanted.treatment is VisitTreatment.DECLINED and wanted.decline_ground and not wanted.referral.strip():
        values["referral"] = REFERRALS[wanted.decline_ground]
    if wanted.treatment is not VisitTreatment.DECLINED:
        values |= {"decline_ground": None, "referral": ""}
    if wanted.treatment is not VisitTreatment.ON_SPOT:
        values["satisfaction"] = None
    wanted = replace(visit, **values)
    _check_arrival(session, reception, wanted)
    if any(session.find(Deputy, deputy_id) is None for deputy_id in wanted.deputy_ids):
        raise InvalidRecord({"deputy_ids": "选的代表里有一位已找不到，请重新选择“接待代表”。"})
    changed = session.change(visit, **values)
    visiting_opinion.carry_over(session, visit, changed)
    return changed


def _reception(session: Session, visit: Visit) -> Reception:
    reception = session.get(Reception, visit.reception_id or 0)
    terms.check_open(session, reception.held_on)
    return reception


def _check_arrival(session: Session, reception: Reception, visit: Visit) -> None:
    problems = check(visit)
    at = visit.arrived_at
    if at and (at.date() != reception.held_on or at > session.now()):
        problems["arrived_at"] = "“到站时间”要在接待的那一天，也不能晚于现在。"
    others = [other for other in visits_of(session, reception.id) if other.id != visit.id and other.name == visit.name]
    if others and not visit.same_name_note.strip() and (not visit.id or visit.name != _name_before(session, visit)):
        problems["same_name_note"] = (
            f"这一期已经有一位{visit.name}（{others[0].position}号）。"
            "请写一句怎么区分，例如“三组的”；同一个人又来，写“又来了”。"
        )
    if problems:
        raise InvalidRecord(problems)


def _name_before(session: Session, visit: Visit) -> str:
    return session.get(Visit, visit.id).name


def _be_there(session: Session, reception: Reception, visit: Visit) -> None:
    """The deputies of a sheet were there: noted without being asked, refused where they were excused."""
    entries = {entry.deputy_id: entry for entry in attendances.of(session, Reception.TABLE, reception.id)}
    if added := [deputy_id for deputy_id in visit.deputy_ids if deputy_id not in entries]:
        attendances.called(session, Reception.TABLE, reception.id, (*(i for i in entries if i), *added))
        entries = {entry.deputy_id: entry for entry in attendances.of(session, Reception.TABLE, reception.id)}
    for deputy_id in visit.deputy_ids:
        entry = entries[deputy_id]
        if entry.presence in (Presence.EXCUSED, Presence.ABSENT):
            name = session.get(Deputy, deputy_id).name
            words = (
                f"{name}这一期登记的是“{entry.presence.label}”，不能又是接待代表。请先改他的到会情况，或者另选代表。"
            )
            raise InvalidRecord({"deputy_ids": words})
        if entry.presence is Presence.INVITED:
            attendances.put(session, entry, presence=Presence.PRESENT, arrived_at=moment_of(session, reception))
