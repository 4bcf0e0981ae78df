"""Single receptions by hand: an extra one, a day moved, deputies swapped, cancelled, voided (3.1.2, 4.2.1, 5.2.1).

Clashes are refused; a rest day and any change of an approved plan are allowed with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from .. import attendances, terms
from ..attendances import Presence
from ..calendars import load
from ..deadlines import spoken
from ..deputies import Deputy, Mandate, MandateStatus
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..service import generating
from ..session import Session
from . import numbers, planning
from .record import PlanState, Reception, ReceptionPlan, ReceptionState
from .rules import Rule

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
PLANNED = (ReceptionState.PLANNED,)
_NOTE_LENGTH = 200
_ELSEWHERE = (
    "SELECT r.place FROM attendances a JOIN receptions r ON r.id = a.owner_id WHERE a.owner_table = 'receptions'"
    " AND a.deputy_id = ? AND r.held_on = ? AND r.id <> ? AND a.voided_on IS NULL AND a.presence <> 'excused'"
    " AND r.voided_on IS NULL AND r.state <> 'cancelled'"
)
_EARLY = ("held_on", "starts_at", "ends_at", "place")  # what is fixed once residents are being received


def add(session: Session, reception: Reception, deputy_ids: Sequence[int]) -> Reception:
    """An extra reception: in the plan of its year while that is being made, beside it once it is approved."""
    with session.action("reception.plan"):
        plain = replace(reception, id=0, number="", plan_id=None, state=ReceptionState.PLANNED)
        _check(session, plain, deputy_ids)
        plan = planning.plan_of(session, plain.held_on.year) if plain.held_on else None
        being_made = plan is not None and plan.state is not PlanState.APPROVED
        note = plain.note or ("" if being_made or plan is None else "计划外增加")
        added = session.add(replace(plain, plan_id=plan.id if plan and being_made else None, note=note))
        attendances.called(session, Reception.TABLE, added.id, deputy_ids)
        if not being_made:
            numbers.give(session, [added])
        generating.follow(session, Reception.TABLE, added.id)
        return session.get(Reception, added.id)


def edit(
    session: Session,
    reception_id: int,
    deputy_ids: Sequence[int] | None = None,
    reason: str = "",
    /,
    **values: Any,
) -> Reception:
    """Change a reception that has not begun: its day, hours, place, deputies; why stays with it."""
    with session.action("reception.plan"):
        old = in_force(session, reception_id)
        if old.state is ReceptionState.CANCELLED:
            raise RuleError("这次接待已经取消，不能再改。要照常接待，请先恢复它。")
        new = replace(old, **values)
        if old.state not in PLANNED:
            return _edit_held(session, old, values)
        known = on_duty(session, reception_id)
        wanted = known if deputy_ids is None else list(dict.fromkeys(deputy_ids))
        terms.check_open(session, old.held_on)
        _check(session, new, wanted)
        told = _what_changed(session, old, new, known, wanted)
        if told and needs_reason(session, old) and not reason.strip():
            raise InvalidRecord({"reason": "计划已经批准。改日期、地点或者换代表，请写明原因。"})
        values |= _moved(old, new, reason)
        if told and reason.strip():
            values["note"] = _noted(new.note, f"{spoken(session.today)}{told}（{reason.strip()}）")
        changed = session.change(old, **values)
        _call(session, reception_id, known, wanted)
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def cancel(session: Session, reception_id: int, reason: str) -> Reception:
    """A reception does not take place; it stays in the plan with the reason."""
    with session.action("reception.plan"):
        reception = in_force(session, reception_id)
        terms.check_open(session, reception.held_on)
        if reception.state not in PLANNED:
            raise RuleError(f"这次接待现在是“{reception.state.label}”，不能取消。")
        if not reason.strip():
            raise InvalidRecord({"cancel_reason": "请写明取消的原因。"})
        changed = session.change(reception, state=ReceptionState.CANCELLED, cancel_reason=reason.strip())
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def resume(session: Session, reception_id: int) -> Reception:
    """Take a cancelling back, if nothing else lies on its day by now."""
    with session.action("reception.plan"):
        reception = in_force(session, reception_id)
        if reception.state is not ReceptionState.CANCELLED:
            raise RuleError("这次接待没有取消，不用恢复。")
        terms.check_open(session, reception.held_on)
        planned = replace(reception, state=ReceptionState.PLANNED)
        _check(session, planned, on_duty(session, reception_id))
        changed = session.change(reception, state=ReceptionState.PLANNED, cancel_reason="")
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def void(session: Session, reception_id: int, reason: str) -> Reception:
    """Take a reception that was entered wrongly out of use; its number is not given again."""
    with session.action("reception.void"):
        reception = session.get(Reception, reception_id)
        if reception.voided_on:
            raise RuleError("这次接待已经作废，不用再作废。")
        terms.check_open(session, reception.held_on)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        sheets = session.value(
            "SELECT count(*) FROM visits WHERE reception_id = ? AND voided_on IS NULL", (reception_id,)
        )
        if sheets:
            raise RuleError(f"这次接待已经记了 {sheets} 位选民，不能作废。登记重了的，请先作废那几张记录。")
        changed = session.change(reception, voided_on=session.today, void_reason=reason.strip())
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def unvoid(session: Session, reception_id: int) -> Reception:
    """Take the voiding back."""
    with session.action("reception.void"):
        reception = session.get(Reception, reception_id)
        if reception.voided_on is None:
            raise RuleError("这次接待没有作废，不用恢复。")
        terms.check_open(session, reception.held_on)
        if reception.state in PLANNED:
            _check(session, replace(reception, voided_on=None), on_duty(session, reception_id))
        changed = session.change(reception, voided_on=None, void_reason="")
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def substitute(session: Session, reception_id: int, out_id: int, in_id: int | None, reason: str) -> Reception:
    """A deputy on duty is excused with the reason; another one takes his turn."""
    with session.action("reception.plan"):
        reception = in_force(session, reception_id)
        if reception.state not in PLANNED:
            raise RuleError("接待已经开始，请假和换人在接待日的画面里登记。")
        terms.check_open(session, reception.held_on)
        lines = {line.deputy_id: line for line in attendances.of(session, Reception.TABLE, reception_id)}
        if out_id not in lines:
            raise RuleError(f"{_name(session, out_id)}不在这次接待的名单里，请看一下现在的名单。")
        attendances.put(session, lines[out_id], presence=Presence.EXCUSED, reason=reason.strip())
        if in_id is None:
            return reception
        if in_id in lines and lines[in_id].presence is not Presence.EXCUSED:
            raise InvalidRecord({"substitute_id": f"{_name(session, in_id)}这次本来就要接待，请另选一位。"})
        _check_deputies(session, reception, [in_id], at="substitute_id")
        ids = [line.deputy_id for line in lines.values() if line.deputy_id]
        attendances.called(session, Reception.TABLE, reception_id, [*ids, in_id])
        told = f"{spoken(session.today)}{_name(session, out_id)}请假，由{_name(session, in_id)}接待（{reason.strip()}）"
        changed = session.change(reception, note=_noted(reception.note, told))
        generating.follow(session, Reception.TABLE, reception_id)
        return changed


def in_force(session: Session, reception_id: int) -> Reception:
    """The reception, refused when it was voided."""
    reception = session.get(Reception, reception_id)
    if reception.voided_on:
        raise RuleError("这次接待已经作废，不能再改。作废错了，可以先撤销作废。")
    return reception


def on_duty(session: Session, reception_id: int) -> list[int]:
    """The deputies of a reception who are not excused, in the order in which they were called."""
    lines = attendances.of(session, Reception.TABLE, reception_id)
    return [line.deputy_id for line in lines if line.deputy_id and line.presence is not Presence.EXCUSED]


def names_on_duty(session: Session, reception_id: int) -> list[str]:
    """The same, by name."""
    return names_of(session, on_duty(session, reception_id))


def names_of(session: Session, deputy_ids: Iterable[int]) -> list[str]:
    """Deputies by name."""
    return [_name(session, deputy_id) for deputy_id in deputy_ids]


def substitutes(session: Session, reception_id: int) -> list[tuple[int, str]]:
    """Who could take a turn at a reception: free that day, who has had the fewest turns of the year first."""
    day = session.get(Reception, reception_id).held_on
    if day is None:
        return []
    known = {line.deputy_id for line in attendances.of(session, Reception.TABLE, reception_id)}
    found = planning.candidates(session, day.year, Rule())
    ready = [each for each in found if each.deputy_id not in known and each.free(day)]
    ready.sort(key=lambda each: (each.turns, each.name))
    return [(each.deputy_id, f"{each.name}（{day.year}年{each.turns}次）") for each in ready]


def needs_reason(session: Session, reception: Reception) -> bool:
    """Whether a change must say why: its plan has been approved."""
    plan = session.find(ReceptionPlan, reception.plan_id)
    return plan is not None and plan.state is PlanState.APPROVED


# What is looked at ----------------------------------------------------------------------------------------------------


def check_again(session: Session, reception: Reception) -> None:
    """RuleError when a reception that comes back clashes with what was arranged meanwhile."""
    _check_place(session, reception)
    _check_deputies(session, reception, on_duty(session, reception.id))


def _check(session: Session, reception: Reception, deputy_ids: Sequence[int]) -> None:
    problems = check(reception)
    for name, label in (("starts_at", "开始时间"), ("ends_at", "结束时间")):
        if not _CLOCK.fullmatch(getattr(reception, name)):
            problems[name] = f"请填写“{label}”，例如 09:00。"
    if not problems and reception.ends_at <= reception.starts_at:
        problems["ends_at"] = "“结束时间”要晚于“开始时间”，请检查。"
    if not reception.place.strip():
        problems["place"] = "请填写“地点”。"
    if not deputy_ids:
        problems["deputy_ids"] = "请选接待的代表，至少一名。"
    if problems:
        raise InvalidRecord(problems)
    terms.check_open(session, reception.held_on)
    _check_rest_day(session, reception)
    _check_place(session, reception)
    _check_deputies(session, reception, deputy_ids)


def rest_word(session: Session, day: date) -> str:
    """What a day that is not worked is called: 星期日 or 国庆节; empty for a working day."""
    calendar = load(session)
    return "" if calendar.is_working(day) else planning.rest_word(calendar, day)


def _check_rest_day(session: Session, reception: Reception) -> None:
    day = reception.held_on
    assert day is not None
    word = rest_word(session, day)
    if word and not reception.rest_day_reason.strip():
        raise InvalidRecord(
            {"rest_day_reason": f"{spoken(day)}是{word}，不是工作日。要在这天接待，请写明原因；不然请改到工作日。"}
        )


def _check_place(session: Session, reception: Reception) -> None:
    """No two receptions at one time and place."""
    where = "held_on = ? AND id <> ? AND voided_on IS NULL AND state <> ?"
    given = (str(reception.held_on), reception.id, ReceptionState.CANCELLED)
    for other in session.select(Reception, where, given):
        meets = other.starts_at < reception.ends_at and reception.starts_at < other.ends_at
        if meets and other.place.strip() == reception.place.strip():
            raise InvalidRecord(
                {
                    "starts_at": f"{spoken(reception.held_on or session.today)}{other.starts_at}—{other.ends_at}"
                    f"在{other.place}已经有一次接待。请换个时间，或者换个地点。"
                }
            )


def _check_deputies(session: Session, reception: Reception, ids: Iterable[int], *, at: str = "deputy_ids") -> None:
    """Each holds an active mandate that day and is on duty nowhere else."""
    day = reception.held_on
    assert day is not None
    for deputy_id in ids:
        name = _name(session, deputy_id)
        if not _in_post(session, deputy_id, day):
            raise InvalidRecord({at: f"{name}在{spoken(day)}不是在任的代表，不能安排接待。请另选一位。"})
        elsewhere = session.value(_ELSEWHERE, (deputy_id, day.isoformat(), reception.id))
        if elsewhere is not None:
            raise InvalidRecord({at: f"{name}{spoken(day)}已经安排在{elsewhere}接待，一天不排两次。请另选一位。"})


def _in_post(session: Session, deputy_id: int, day: date) -> bool:
    statuses = (MandateStatus.ACTIVE, MandateStatus.EXPIRED)
    return any(
        mandate.status in statuses
        and (mandate.starts_on is None or mandate.starts_on <= day)
        and (mandate.ends_on is None or mandate.ends_on >= day)
        for mandate in session.select(Mandate, "deputy_id = ?", (deputy_id,))
    )


# What is written ------------------------------------------------------------------------------------------------------


def _edit_held(session: Session, old: Reception, values: dict[str, Any]) -> Reception:
    """Correct what stands on the sheets of a reception that has begun; its day and deputies stay as they were."""
    moved = [name for name in _EARLY[:1] if values.get(name, getattr(old, name)) != getattr(old, name)]
    if moved:
        raise RuleError(f"这次接待现在是“{old.state.label}”，日期不能再改。记错了的，请作废以后重新登记。")
    terms.check_open(session, old.held_on)
    if problems := check(replace(old, **values)):
        raise InvalidRecord(problems)
    changed = session.change(old, **values)
    generating.follow(session, Reception.TABLE, old.id)
    return changed


def _moved(old: Reception, new: Reception, reason: str) -> dict[str, Any]:
    """The day first planned and why it moved; back on that day both are gone."""
    if new.held_on == old.held_on:
        return {}
    first = old.moved_from or old.held_on
    if new.held_on == first:
        return {"moved_from": None, "moved_reason": ""}
    return {"moved_from": first, "moved_reason": reason.strip()[:100]}


def _call(session: Session, reception_id: int, known: list[int], wanted: Sequence[int]) -> None:
    """Those who were excused stay on the list; others are exactly those wanted."""
    if set(known) == set(wanted):
        return
    lines = attendances.of(session, Reception.TABLE, reception_id)
    excused = [line.deputy_id for line in lines if line.presence is Presence.EXCUSED and line.deputy_id]
    attendances.called(session, Reception.TABLE, reception_id, [*excused, *wanted])
    for line in lines:
        if line.deputy_id in wanted and line.presence is Presence.EXCUSED:
            attendances.put(session, line, presence=Presence.INVITED, reason="")


def _what_changed(session: Session, old: Reception, new: Reception, known: Sequence[int], wanted: Sequence[int]) -> str:
    """What was published and is now another, in words."""
    parts = []
    if new.held_on != old.held_on and old.held_on and new.held_on:
        parts.append(f"由{spoken(old.held_on)}改到{spoken(new.held_on)}")
    elif (new.starts_at, new.ends_at) != (old.starts_at, old.ends_at):
        parts.append("改时间")
    if new.place != old.place:
        parts.append("改地点")
    gone = "、".join(_name(session, each) for each in known if each not in wanted)
    come = "、".join(_name(session, each) for each in wanted if each not in known)
    if gone and come:
        parts.append(f"{gone}换成{come}")
    elif gone or come:
        parts.append(f"减{gone}" if gone else f"加{come}")
    return "，".join(parts)


def _noted(note: str, words: str) -> str:
    """The note with one more remark; the oldest words go where there is no room."""
    whole = f"{note.strip()}；{words}" if note.strip() else words
    return whole if len(whole) <= _NOTE_LENGTH else "…" + whole[-(_NOTE_LENGTH - 1) :]


def _name(session: Session, deputy_id: int) -> str:
    return session.get(Deputy, deputy_id).name
