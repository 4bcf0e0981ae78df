"""Dispatch to a lead and joint bodies, receipt, reply (5.1.4, 3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from .. import deadlines, numbering, settings
from ..errors import InvalidRecord, RuleError
from ..places import BodyKind, HandlingBody
from ..session import Session
from ..staff import Post
from ..workflow import check_step
from . import progress, trail
from .flow import STEPS, _check_day, _check_open
from .handling import Dispatch, DispatchKind, DueClass, JointHandling, Reply
from .record import Opinion, ResultClass, Status
from .trail import Signed

_DUE_KEYS = {
    DueClass.NORMAL: "opinion.due.normal",
    DueClass.URGENT: "opinion.due.urgent",
    DueClass.COMPLEX: "opinion.due.complex",
}
_SELF_KINDS = (BodyKind.STATION, BodyKind.VILLAGE)


def dispatch(
    session: Session,
    opinion_id: int,
    *,
    lead_body_id: int,
    joint_body_ids: Sequence[int] = (),
    requirement: str = "",
    due_class: DueClass = DueClass.NORMAL,
    dispatched_on: date | None = None,
    due_on: date | None = None,
    signed: Signed | None = None,
) -> Dispatch:
    """Send an approved opinion to one lead and any joint bodies; the sheet F12 gets its number (5.1.4)."""
    with session.action("opinion.dispatch"):
        opinion = _ready(session, opinion_id, "dispatch")
        on = dispatched_on or session.today
        _check_sent(session, opinion, on, due_on)
        lead = _body(session, lead_body_id)
        if lead.kind is BodyKind.STATION:
            raise RuleError("交办单要发给别的单位。本站自己办的，请用“自行办理”。")
        if lead_body_id in joint_body_ids:
            raise InvalidRecord({"joint_body_ids": f"{lead.name}已是主办单位，不用再列为会办单位。"})
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        made = session.add(
            Dispatch(
                opinion_id=opinion.id,
                number=numbering.next_number(session, numbering.DISPATCH, on.year),
                lead_body_id=lead.id,
                requirement=requirement,
                due_class=due_class,
                dispatched_on=on,
            )
        )
        _add_joints(session, made, joint_body_ids, on)
        moved = session.change(opinion, status=Status.DISPATCHED, lead_body_id=lead.id, holder=lead.name)
        moved = _limit(session, moved, due_class, on, due_on)
        trail.write(session, moved, "dispatch", f"交办 {lead.name}", requirement, signed=signed, acted_on=on)
        return session.change(made, due_on=moved.due_on)


def handle_self(
    session: Session,
    opinion_id: int,
    *,
    body_id: int,
    requirement: str = "",
    due_class: DueClass = DueClass.NORMAL,
    due_on: date | None = None,
) -> Dispatch:
    """The station or the village deals with it itself; no sheet is sent, no number given."""
    with session.action("opinion.handle_self"):
        opinion = _ready(session, opinion_id, "handle_self")
        on = session.today
        _check_sent(session, opinion, on, due_on)
        body = _body(session, body_id)
        if body.kind not in _SELF_KINDS:
            raise RuleError(f"{body.name}不是本站或村（社区），请用“交办”发交办单。")
        made = session.add(
            Dispatch(
                opinion_id=opinion.id,
                kind=DispatchKind.SELF,
                lead_body_id=body.id,
                requirement=requirement,
                due_class=due_class,
                dispatched_on=on,
                received_by=session.staff.name,
                received_on=on,
            )
        )
        moved = session.change(opinion, status=Status.HANDLING, lead_body_id=body.id, holder=body.name)
        moved = _limit(session, moved, due_class, on, due_on)
        trail.write(session, moved, "handle_self", f"自行办理 {body.name}", requirement)
        return session.change(made, due_on=moved.due_on)


def receive(session: Session, dispatch_id: int, received_by: str, received_on: date) -> Dispatch:
    """Enter who at the lead body signed for the sheet, and when."""
    with session.action("opinion.receive"):
        made = session.get(Dispatch, dispatch_id)
        opinion = _ready(session, made.opinion_id or 0, "receive")
        _check_day(session, "received_on", received_on, "签收日期", made.dispatched_on)
        if not received_by.strip():
            raise InvalidRecord({"received_by": "请填写“签收人”，看签收回执上的签名。"})
        moved = session.change(opinion, status=Status.HANDLING)
        trail.write(session, moved, "receive", "承办单位签收", f"签收人 {received_by.strip()}", acted_on=received_on)
        return session.change(made, received_by=received_by.strip(), received_on=received_on)


def joint_reply(session: Session, joint_handling_id: int, words: str, replied_on: date) -> JointHandling:
    """A joint body's opinion to the lead."""
    with session.action("opinion.reply"):
        joint = session.get(JointHandling, joint_handling_id)
        made = session.get(Dispatch, joint.dispatch_id or 0)
        opinion = session.get(Opinion, made.opinion_id or 0)
        _check_open(opinion)
        _check_day(session, "replied_on", replied_on, "会办日期", made.dispatched_on)
        if not words.strip():
            raise InvalidRecord({"opinion_text": "请填写“会办意见”。"})
        body = _body(session, joint.body_id or 0)
        trail.write(session, opinion, "joint_reply", f"会办意见 {body.name}", words, acted_on=replied_on)
        return session.change(joint, opinion_text=words, replied_on=replied_on)


def reply(session: Session, answer: Reply, files: Sequence[Path] = ()) -> Reply:
    """Enter the lead body's answer with its result class; B and C are promises with a day (3.2.2)."""
    with session.action("opinion.reply"):
        opinion = _ready(session, answer.opinion_id or 0, "reply")
        sent = session.select(Dispatch, "opinion_id = ?", (opinion.id,))[-1]
        _check_reply(session, answer, sent)
        made = session.add(replace(answer, id=0, dispatch_id=sent.id))
        for path in files:
            from ..attachments import attach

            attach(session, "replies", made.id, path, "答复附件")
        if sent.received_on is None:
            session.change(sent, received_by="（答复时补记）", received_on=answer.replied_on)
        assert answer.result_class
        moved = session.change(
            opinion,
            status=Status.REPLIED,
            result_class=answer.result_class,
            replied_on=answer.replied_on,
            **progress.held_by_officer(session, opinion),
        )
        label = f"答复 {answer.result_class.value} 类"
        trail.write(session, moved, "reply", label, answer.content[:5000], acted_on=answer.replied_on)
        if opinion.is_anonymous:
            progress.stop(session, moved)
        else:
            progress.start(session, moved, "告知", answer.replied_on or session.today, "feedback.to_citizen_days")
        return made


def _check_reply(session: Session, answer: Reply, sent: Dispatch) -> None:
    problems = {}
    if answer.result_class is None:
        problems["result_class"] = "请选择“结果类别”。"
    elif answer.result_class in (ResultClass.B, ResultClass.C) and not (answer.promise.strip() or answer.promised_on):
        problems["promise"] = "B、C 两类还没有办完，请写明承诺事项或计划完成时间，以便跟踪。"
    if problems:
        raise InvalidRecord(problems)
    if answer.replied_on:
        _check_day(session, "replied_on", answer.replied_on, "答复日期", sent.dispatched_on)
    if answer.promised_on and answer.replied_on and answer.promised_on < answer.replied_on:
        raise InvalidRecord({"promised_on": "“承诺完成时间”不能早于答复日期，请检查。"})


def _ready(session: Session, opinion_id: int, name: str) -> Opinion:
    opinion = session.get(Opinion, opinion_id)
    _check_open(opinion)
    check_step(STEPS[name], opinion.status)
    return opinion


def _check_sent(session: Session, opinion: Opinion, on: date, due_on: date | None) -> None:
    approved = [s for s in trail.steps_of(session, opinion.id) if s.name == "approve" and not s.voided_on]
    _check_day(session, "dispatched_on", on, "交办日期", approved[0].acted_on if approved else opinion.received_on)
    if due_on and due_on <= on:
        raise InvalidRecord({"due_on": "“办理期限”要晚于交办日期，请检查。"})


def _body(session: Session, body_id: int) -> HandlingBody:
    body = session.get(HandlingBody, body_id)
    if body.retired_on:
        raise RuleError(f"{body.name}已停用，请选别的单位。")
    return body


def _add_joints(session: Session, made: Dispatch, body_ids: Sequence[int], on: date) -> None:
    from ..calendars import load

    if not body_ids:
        return
    limit = deadlines.count(on, settings.term(session, "cohost.due"), load(session)).due_on
    for body_id in dict.fromkeys(body_ids):
        session.add(JointHandling(dispatch_id=made.id, body_id=_body(session, body_id).id, due_on=limit))


def _limit(session: Session, opinion: Opinion, due_class: DueClass, on: date, due_on: date | None) -> Opinion:
    if due_on:
        return progress.start_until(session, opinion, "办理", on, due_on, "按交办单写明的期限")
    return progress.start(session, opinion, "办理", on, _DUE_KEYS[due_class])
