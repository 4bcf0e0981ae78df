"""Dispatch to a lead and joint bodies, receipt, reply (5.1.4, 3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .. import calendars, deadlines, numbering, settings
from ..attachments import FileSource, attach
from ..errors import InvalidRecord, RuleError
from ..places import BodyKind, HandlingBody
from ..session import Session
from ..staff import Post
from . import progress, promising, trail
from .days import check_day
from .flow import check_not_voided, ready
from .handling import Dispatch, DispatchKind, DueClass, JointHandling, Reply
from .record import Opinion, ResultClass, Status
from .trail import Signed

_DUE_KEYS = {
    DueClass.NORMAL: "opinion.due.normal",
    DueClass.URGENT: "opinion.due.urgent",
    DueClass.COMPLEX: "opinion.due.complex",
}
_SELF_KINDS = (BodyKind.STATION, BodyKind.VILLAGE)
_OUT = (Status.DISPATCHED, Status.HANDLING, Status.REPLIED)


def dispatch(
    session: Session,
    opinion_id: int,
    *,
    lead_body_id: int,
    joint_body_ids: Sequence[int] = (),
    requirement: str,
    due_class: DueClass = DueClass.NORMAL,
    dispatched_on: date | None = None,
    due_on: date | None = None,
    signed: Signed | None = None,
) -> Dispatch:
    """Send an approved opinion to one lead and any joint bodies; the sheet F12 gets its number (5.1.4)."""
    with session.action("opinion.dispatch"):
        on = dispatched_on or session.today
        return send(session, opinion_id, lead_body_id, joint_body_ids, requirement, due_class, on, due_on, signed)


def send(
    session: Session,
    opinion_id: int,
    lead_body_id: int,
    joint_body_ids: Sequence[int],
    requirement: str,
    due_class: DueClass,
    on: date,
    due_on: date | None = None,
    signed: Signed | None = None,
) -> Dispatch:
    """The dispatch itself; inside an action."""
    opinion = ready(session, opinion_id, "dispatch")
    _check_sent(session, opinion, on, due_on, signed)
    if not requirement.strip():
        raise InvalidRecord({"requirement": "请填写“办理要求”，承办单位才知道办什么、怎样答复。"})
    lead = _body(session, lead_body_id)
    if lead.kind is BodyKind.STATION:
        raise RuleError("交办单要发给别的单位。本站自己办的，请用“自行办理”。")
    if lead_body_id in joint_body_ids:
        raise InvalidRecord({"joint_body_ids": f"{lead.name}已是主办单位，不用再列为会办单位。"})
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
    signed: Signed | None = None,
) -> Dispatch:
    """The station or the village deals with it itself; no sheet is sent, no number given."""
    with session.action("opinion.handle_self"):
        opinion = ready(session, opinion_id, "handle_self")
        on = signed.signed_on if signed else session.today
        _check_sent(session, opinion, on, due_on, signed)
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
        trail.write(session, moved, "handle_self", f"自行办理 {body.name}", requirement, signed=signed)
        return session.change(made, due_on=moved.due_on)


def receive(session: Session, dispatch_id: int, received_by: str, received_on: date) -> Dispatch:
    """Enter who at the lead body signed for the sheet, and when."""
    with session.action("opinion.receive"):
        made = session.get(Dispatch, dispatch_id)
        opinion = ready(session, made.opinion_id or 0, "receive")
        check_day(session, "received_on", received_on, "签收日期", made.dispatched_on)
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
        check_not_voided(opinion)
        if opinion.status not in _OUT:
            raise RuleError(f"现在的状态是“{opinion.status.label}”，不能登记会办意见。请看一下过程。")
        check_day(session, "replied_on", replied_on, "会办日期", made.dispatched_on)
        if not words.strip():
            raise InvalidRecord({"opinion_text": "请填写“会办意见”。"})
        body = _body(session, joint.body_id or 0)
        trail.write(session, opinion, "joint_reply", f"会办意见 {body.name}", words, acted_on=replied_on)
        return session.change(joint, opinion_text=words, replied_on=replied_on)


def reply(session: Session, answer: Reply, files: Sequence[FileSource] = ()) -> Reply:
    """Enter the lead body's answer with its result class; B and C are promises with a day (3.2.2)."""
    with session.action("opinion.reply"):
        opinion = ready(session, answer.opinion_id or 0, "reply")
        sent = session.select(Dispatch, "opinion_id = ?", (opinion.id,))[-1]
        on = _checked_day(session, answer, sent)
        made = session.add(replace(answer, id=0, dispatch_id=sent.id))
        for path in files:
            attach(session, "replies", made.id, path, "答复附件")
        moved = session.change(
            opinion,
            status=Status.REPLIED,
            result_class=answer.result_class,
            replied_on=on,
            **progress.held_by_officer(session, opinion),
        )
        promising.answered(session, moved, made)
        label = f"答复 {made.result_class.value} 类" if made.result_class else "答复"
        trail.write(session, moved, "reply", label, answer.content[:5000], acted_on=on)
        if opinion.is_anonymous:
            progress.stop(session, moved, on)
        else:
            progress.start(session, moved, "告知", on, "feedback.to_citizen_days")
        return made


def _checked_day(session: Session, answer: Reply, sent: Dispatch) -> date:
    """The day of a reply that can be entered; a class that is not finished work comes with a promise or a reason."""
    problems = {}
    if answer.result_class is None:
        problems["result_class"] = "请选择“结果类别”。"
    elif answer.result_class in (ResultClass.B, ResultClass.C) and not (answer.promise.strip() or answer.promised_on):
        problems["promise"] = "B、C 两类还没有办完，请写明承诺事项或计划完成时间，以便跟踪。"
    if problems:
        raise InvalidRecord(problems)
    steps = trail.steps_of(session, answer.opinion_id or 0)
    again = [step.acted_on for step in steps if step.name in ("redo", "again")]
    known = [day for day in (sent.received_on or sent.dispatched_on, *again) if day]
    on = check_day(session, "replied_on", answer.replied_on, "答复日期", max(known, default=None))
    if answer.promised_on and answer.promised_on < on:
        raise InvalidRecord({"promised_on": "“承诺完成时间”不能早于答复日期，请检查。"})
    return on


def _check_sent(session: Session, opinion: Opinion, on: date, due_on: date | None, signed: Signed | None) -> None:
    approved = [s for s in trail.steps_of(session, opinion.id) if s.name == "approve" and not s.voided_on]
    check_day(session, "dispatched_on", on, "交办日期", approved[0].acted_on if approved else opinion.received_on)
    if due_on and due_on <= on:
        raise InvalidRecord({"due_on": "“办理期限”要晚于交办日期，请检查。"})
    if signed:
        trail.check_signed(session, opinion, signed, Post.HEAD)
        if signed.signed_on > on:
            raise InvalidRecord({"dispatched_on": "“交办日期”不能早于站长签发的日期，请检查。"})


def _body(session: Session, body_id: int) -> HandlingBody:
    body = session.get(HandlingBody, body_id)
    if body.retired_on:
        raise RuleError(f"{body.name}已停用，请选别的单位。")
    return body


def _add_joints(session: Session, made: Dispatch, body_ids: Sequence[int], on: date) -> None:
    if not body_ids:
        return
    limit = deadlines.count(on, settings.term(session, "cohost.due"), calendars.load(session)).due_on
    for body_id in dict.fromkeys(body_ids):
        session.add(JointHandling(dispatch_id=made.id, body_id=_body(session, body_id).id, due_on=limit))


def _limit(session: Session, opinion: Opinion, due_class: DueClass, on: date, due_on: date | None) -> Opinion:
    if due_on:
        return progress.start_until(session, opinion, "办理", on, due_on, "按交办单写明的期限")
    return progress.start(session, opinion, "办理", on, _DUE_KEYS[due_class])
