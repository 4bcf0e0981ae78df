"""What a handling body asks for: to give a matter back, to have it sent elsewhere, to have more time (F13).

The body's application is entered, officer and vice head say their word, the head decides; what he grants follows in
the same action (5.1.4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from .. import calendars, deadlines, settings
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, choice, day, long_text, reference, text
from ..places import BodyKind, HandlingBody
from ..session import Session
from ..staff import Post
from . import redirecting, trail
from .days import check_day
from .handling import Dispatch, DispatchKind, JointHandling, OpinionStep, Source
from .record import Opinion
from .sending import send
from .trail import Signed


class Wish(Choice):
    """申请类型."""

    RETURN = "return", "退办"
    REASSIGN = "reassign", "改派"
    EXTEND = "extend", "延期"


class Decision(Choice):
    AGREED = "agreed", "同意"
    REFUSED = "refused", "不同意"


@dataclass(frozen=True, kw_only=True)
class Application:
    """One 退办/改派/延期申请审批单 (F13), from the body's wish to the head's decision."""

    TABLE: ClassVar = "applications"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    dispatch_id: int | None = reference("交办单", "dispatches", required=True)
    wish: Wish = choice("申请类型", Wish, Wish.RETURN)
    applied_on: date | None = day("申请日期", required=True)
    reason: str = long_text("申请理由", required=True, max_length=2000)
    wanted_body_id: int | None = reference("建议承办单位", "handling_bodies")
    wanted_until: date | None = day("拟延至")
    applicant: str = text("申请单位负责人", max_length=50)
    old_due_on: date | None = day("原期限")
    officer_words: str = long_text("联络员意见", max_length=1000)
    vice_words: str = long_text("副站长意见", max_length=1000)
    decision: Decision | None = choice("站长审批", Decision)
    decision_words: str = long_text("审批意见", max_length=1000)
    decided_on: date | None = day("审批日期")
    decided_by: int | None = reference("审批人", "staff")
    source: Source = choice("来源", Source, Source.PROGRAM)
    new_due_on: date | None = day("新期限")
    told_on: date | None = day("告知日期")
    entered_by: int | None = reference("录入人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


APPLY, ADVISE, DECIDE, TELL, VOIDED = "apply", "advise", "decide_application", "tell_body", "void_application"


def apply(session: Session, opinion_id: int, asked: Application) -> Application:
    """Enter what the body asks for; nothing moves before the head has decided."""
    with session.action("application.enter"):
        if refusal := why_no_application(session, session.get(Opinion, opinion_id)):
            raise RuleError(refusal)
        opinion, sent = redirecting.sent_out(session, opinion_id)
        asked = replace(asked, reason=asked.reason.strip(), applicant=asked.applicant.strip())
        _check_asked(session, opinion, sent, asked)
        made = session.add(
            replace(
                asked,
                id=0,
                opinion_id=opinion_id,
                dispatch_id=sent.id,
                wanted_body_id=asked.wanted_body_id if asked.wish is Wish.REASSIGN else None,
                wanted_until=asked.wanted_until if asked.wish is Wish.EXTEND else None,
                old_due_on=_running_limit(opinion, sent),
                entered_by=session.staff.id,
            )
        )
        body = session.get(HandlingBody, sent.lead_body_id or 0).name
        trail.write(session, opinion, APPLY, f"{body}申请{made.wish.label}", made.reason, acted_on=made.applied_on)
        return made


def advise(session: Session, application_id: int, words: str) -> Application:
    """The vice head's word on an application, before the head decides."""
    with session.action("application.advise"):
        made, opinion = _open(session, application_id)
        _check_not_own(made, session.staff.id)
        if not words.strip():
            raise InvalidRecord({"vice_words": "请填写副站长意见。"})
        trail.write(session, opinion, ADVISE, f"审核{made.wish.label}申请", words.strip())
        return session.change(made, vice_words=words.strip())


def _check_not_own(made: Application, staff_id: int) -> None:
    if made.entered_by == staff_id:
        raise RuleError("这份申请是您自己登记的，不能再由您审核、审批。请由另一位站领导办理。")


def _check_other_person(session: Session, made: Application, opinion: Opinion, staff_id: int) -> None:
    """Whoever entered it or said the vice head's word does not decide too (5.1.3)."""
    _check_not_own(made, staff_id)
    if made.vice_words:
        advised = [step for step in trail.steps_of(session, opinion.id) if step.name == ADVISE and not step.voided_on]
        if advised and advised[0].staff_id == staff_id:
            raise RuleError("不能审批这份申请：审核和审批不能是同一个人。请由站长本人审批。")


def decide(
    session: Session,
    application_id: int,
    decision: Decision,
    words: str = "",
    *,
    until: date | None = None,
    send_on: bool = False,
    vice_words: str = "",
    signed: Signed | None = None,
) -> Application:
    """The head agrees or not; with his consent the matter comes back or gets more time in the same action.

    `until` is the new limit where the head grants less than was wished; with `send_on` a matter that another body
    shall handle is sent there at once, with the requirement it had. Without consent everything goes on as it was.
    """
    with session.action("opinion.record_signed" if signed else "application.decide"):
        made, opinion = _open(session, application_id)
        on = signed.signed_on if signed else session.today
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        _check_other_person(session, made, opinion, signed.staff_id if signed else session.staff.id)
        if made.applied_on and on < made.applied_on:
            raise InvalidRecord(
                {"signed_on": f"审批日期不能早于申请日期 {deadlines.spoken(made.applied_on)}。请检查。"}
            )
        late = decision is Decision.AGREED and is_late(session, made)
        if not words.strip() and (late or decision is Decision.REFUSED):
            why = "这份申请提出得晚，同意的话" if late else "不同意的话"
            raise InvalidRecord({"decision_words": f"{why}请站长写明理由，好告知承办单位。"})
        label = f"{decision.label}{made.wish.label}"
        trail.write(session, opinion, DECIDE, label, words.strip(), signed=signed, acted_on=on)
        new_due = _grant(session, made, on, until, send_on) if decision is Decision.AGREED else None
        return session.change(
            made,
            decision=decision,
            decision_words=words.strip(),
            vice_words=vice_words.strip() or made.vice_words,
            decided_on=on,
            decided_by=signed.staff_id if signed else session.staff.id,
            source=Source.PAPER if signed else Source.PROGRAM,
            new_due_on=new_due,
        )


def tell_body(session: Session, application_id: int, words: str, on: date) -> Application:
    """Enter that the body was told what the head decided."""
    with session.action("application.enter"):
        made = session.get(Application, application_id)
        if made.decision is None or made.voided_on:
            raise RuleError("这份申请站长还没有审批，没有结果可以告知。")
        check_day(session, "on", on, "告知日期", made.decided_on)
        if not words.strip():
            raise InvalidRecord({"words": "请写明告知了谁、怎么告知的。"})
        opinion = session.get(Opinion, made.opinion_id or 0)
        label = f"告知承办单位：{made.decision.label}{made.wish.label}"
        trail.write(session, opinion, TELL, label, words.strip(), acted_on=on)
        return session.change(made, told_on=on)


def void(session: Session, application_id: int, reason: str) -> Application:
    """Strike out an application that was wrongly entered or taken back by the body, before it is decided."""
    with session.action("application.enter"):
        made, opinion = _open(session, application_id)
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明为什么作废。"})
        for step in _entry_of(session, made):
            session.change(step, voided_on=session.today)
        trail.write(session, opinion, VOIDED, f"作废{made.wish.label}申请", reason.strip())
        return session.change(made, voided_on=session.today, void_reason=reason.strip())


# Asked by pages and forms --------------------------------------------------------------------------------------


def applications_of(session: Session, opinion_id: int) -> list[Application]:
    """All applications about a matter, the newest first."""
    return session.select(Application, "opinion_id = ?", (opinion_id,), order="id DESC")


def waiting_application(session: Session, opinion_id: int) -> Application | None:
    """The one that waits for the head, if there is one."""
    found = session.select(Application, "opinion_id = ? AND decision IS NULL AND voided_on IS NULL", (opinion_id,))
    return found[-1] if found else None


def count_waiting(session: Session) -> int:
    """How many applications wait for the head."""
    return int(session.value("SELECT count(*) FROM applications WHERE decision IS NULL AND voided_on IS NULL"))


def count_untold(session: Session) -> int:
    """How many refusals the bodies have not been told of."""
    where = "decision = 'refused' AND told_on IS NULL AND voided_on IS NULL"
    return int(session.value(f"SELECT count(*) FROM applications WHERE {where}"))


def why_no_application(session: Session, opinion: Opinion) -> str:
    """Why a body cannot ask for anything about this matter now; empty if it can."""
    if opinion.voided_on:
        return "这件已经作废，不能再申请。"
    sent = session.select(Dispatch, "opinion_id = ?", (opinion.id,))
    if not sent or sent[-1].kind is not DispatchKind.DISPATCH or not redirecting.is_out(opinion):
        return f"现在是“{opinion.status.label}”，不在承办单位手里，不用登记申请。"
    if waiting := waiting_application(session, opinion.id):
        return f"已经有一份{waiting.wish.label}申请等站长审批。请先办完那一份。"
    return ""


def return_limit(session: Session, sent: Dispatch) -> date:
    """The last day on which a body may give a matter back."""
    start = sent.received_on or sent.dispatched_on
    assert start
    return deadlines.count(start, settings.term(session, "opinion.return_days"), calendars.load(session)).due_on


def is_late(session: Session, made: Application) -> bool:
    """Whether a matter is given back later than the rule allows; the head may consent with his reason."""
    if made.wish is Wish.EXTEND or made.applied_on is None:
        return False
    return made.applied_on > return_limit(session, session.get(Dispatch, made.dispatch_id or 0))


def wished(session: Session, made: Application) -> str:
    """What is asked for, in a few words: 延到 5月8日, 改派到镇派出所."""
    if made.wish is Wish.EXTEND:
        return f"延到 {deadlines.spoken(made.wanted_until)}" if made.wanted_until else "延期"
    body = session.find(HandlingBody, made.wanted_body_id)
    return f"改派到{body.name}" if body else made.wish.label


# What is checked and what follows ------------------------------------------------------------------------------


def _open(session: Session, application_id: int) -> tuple[Application, Opinion]:
    made = session.get(Application, application_id)
    if made.voided_on or made.decision is not None:
        raise RuleError("这份申请已经审批或者作废，不能再改。请看一下过程。")
    return made, session.get(Opinion, made.opinion_id or 0)


def _running_limit(opinion: Opinion, sent: Dispatch) -> date | None:
    return opinion.due_on or sent.due_on


def _check_asked(session: Session, opinion: Opinion, sent: Dispatch, asked: Application) -> None:
    on = check_day(session, "applied_on", asked.applied_on, "申请日期", sent.dispatched_on)
    if not asked.reason:
        raise InvalidRecord({"reason": f"请写明承办单位为什么申请{asked.wish.label}。"})
    match asked.wish:
        case Wish.EXTEND:
            limit = redirecting.limit_to_extend(session, opinion)
            redirecting.check_in_time(limit, on)
            redirecting.check_wished(session, limit, asked.wanted_until)
        case Wish.REASSIGN:
            _check_body(session, sent, asked.wanted_body_id)


def _check_body(session: Session, sent: Dispatch, body_id: int | None) -> None:
    if body_id is None:
        raise InvalidRecord({"wanted_body_id": "请选择“建议承办单位”。单位没有写的，申请类型选“退办”。"})
    body = session.get(HandlingBody, body_id)
    if body_id == sent.lead_body_id:
        raise InvalidRecord({"wanted_body_id": f"{body.name}就是现在的承办单位，请选别的单位。"})
    if body.retired_on or body.kind is BodyKind.STATION:
        raise InvalidRecord({"wanted_body_id": f"不能改派到{body.name}，请选别的单位。"})


def _grant(session: Session, made: Application, on: date, until: date | None, send_on: bool) -> date | None:
    """What follows from the head's consent; the new limit."""
    opinion_id = made.opinion_id or 0
    if made.wish is Wish.EXTEND:
        limit = redirecting.limit_to_extend(session, session.get(Opinion, opinion_id))
        until = until or made.wanted_until
        redirecting.check_wished(session, limit, until)
        return redirecting.more_time(session, opinion_id, made.reason, on, until).due_on
    redirecting.give_back(session, opinion_id, made.reason, on)
    if not (send_on and made.wanted_body_id):
        return None
    before = session.get(Dispatch, made.dispatch_id or 0)
    joints = session.select(JointHandling, "dispatch_id = ?", (before.id,))
    others = [joint.body_id for joint in joints if joint.body_id and joint.body_id != made.wanted_body_id]
    sent = send(session, opinion_id, made.wanted_body_id, others, before.requirement, before.due_class, on)
    return sent.due_on


def _entry_of(session: Session, made: Application) -> list[OpinionStep]:
    """The line of the trail with which it was entered."""
    found = [
        step for step in trail.steps_of(session, made.opinion_id or 0) if step.name == APPLY and not step.voided_on
    ]
    return found[:1]
