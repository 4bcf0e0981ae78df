"""The trail of an opinion: each step by whom, when, in which words, in the program or on a signed sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Appointment, Post, Staff
from .flow import STEPS
from .handling import OpinionStep, Source
from .record import Opinion, Status

if TYPE_CHECKING:
    from ..attachments import FileSource


@dataclass(frozen=True)
class Signed:
    """A signature on paper that is typed in afterwards (代录签字件): whose, when, and the scan if there is one."""

    staff_id: int
    signed_on: date
    scan: FileSource | None = None


def steps_of(session: Session, opinion_id: int) -> list[OpinionStep]:
    """The whole trail, newest first."""
    return session.select(OpinionStep, "opinion_id = ?", (opinion_id,), order="id DESC")


def holders(session: Session, post: Post, on: date) -> list[Staff]:
    """Who holds a post on a day."""
    ids = [
        a.staff_id
        for a in session.select(
            Appointment,
            "post = ? AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)",
            (post, on.isoformat(), on.isoformat()),
        )
    ]
    found = [session.find(Staff, staff_id) for staff_id in ids]
    return [staff for staff in found if staff and (staff.retired_on is None or staff.retired_on >= on)]


def write(
    session: Session,
    opinion: Opinion,
    name: str,
    label: str,
    words: str = "",
    *,
    signed: Signed | None = None,
    acted_on: date | None = None,
) -> OpinionStep:
    """Enter a step that was taken; inside the action that takes it."""
    actor = session.get(Staff, signed.staff_id) if signed else session.staff
    step = session.add(
        OpinionStep(
            opinion_id=opinion.id,
            name=name,
            label=label,
            status=opinion.status.value,
            words=words,
            staff_id=actor.id,
            staff_name=actor.name,
            acted_on=acted_on or (signed.signed_on if signed else session.today),
            source=Source.PAPER if signed else Source.PROGRAM,
            recorded_by=session.staff.id,
            recorded_at=session.now(),
        )
    )
    if signed and signed.scan:
        from ..attachments import attach

        scan = attach(session, "opinion_steps", step.id, signed.scan, "签字件扫描")
        step = session.change(step, attachment_id=scan.id)
    return step


def check_signed(session: Session, opinion: Opinion, signed: Signed, post: Post) -> None:
    """A paper signature counts only of one who held the post that day, in the order of the steps (5.1.3)."""
    if signed.signed_on > session.today:
        raise InvalidRecord({"signed_on": "签字日期不能晚于今天。请看签字件上的日期，改好再保存。"})
    if signed.staff_id not in [staff.id for staff in holders(session, post, signed.signed_on)]:
        name = session.get(Staff, signed.staff_id).name
        raise InvalidRecord({"signed_by": f"{name}在签字那天不是{post.label}。请检查签字人和日期。"})
    last = last_taken(session, opinion.id)
    if last and last.acted_on and signed.signed_on < last.acted_on:
        before = f"{last.label}日期 {last.acted_on.month}月{last.acted_on.day}日"
        raise InvalidRecord({"signed_on": f"签字日期不能早于{before}。请看签字件上的日期，改好再保存。"})


def last_taken(session: Session, opinion_id: int) -> OpinionStep | None:
    """The newest step of the way itself, which the next one cannot be dated before."""
    found = [step for step in steps_of(session, opinion_id) if step.name in STEPS and not step.voided_on]
    return found[0] if found else None


def check_other_person(session: Session, opinion: Opinion, staff_id: int) -> None:
    """Nobody reviews or approves what he registered, nor both reviews and approves (5.1.3)."""
    taken = [step for step in steps_of(session, opinion.id) if not step.voided_on]
    registrars = {opinion.registered_by, *(step.staff_id for step in taken if step.name == "submit")}
    if staff_id in registrars:
        raise RuleError(f"不能审核、审批{_short(opinion)}：登记人按规定不能审核、审批自己登记的件。请由另一位办理。")
    reviewed = [step for step in taken if step.name == "review"]
    if opinion.status is Status.IN_APPROVAL and reviewed and reviewed[0].staff_id == staff_id:
        raise RuleError(f"不能审批{_short(opinion)}：审核和审批不能是同一个人。请由站长本人审批。")


def _short(opinion: Opinion) -> str:
    return f" {opinion.number} " if opinion.number else "这件"
