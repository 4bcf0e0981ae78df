"""The plan of a year on its way: submitted, reviewed by the vice head, approved by the head, sent back (5.1.3, 4.2.1).

A plan once approved stays as approved; what changes afterwards is noted with its reason at the reception.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import terms
from ..attachments import attach
from ..errors import InvalidRecord, RuleError
from ..listing import Listing
from ..opinions.handling import Source
from ..opinions.trail import Signed, holders
from ..session import Session
from ..staff import Post, Staff
from ..workflow import Step, check_step
from . import arranging, numbers, planning
from .record import PlanState, Reception, ReceptionPlan, ReceptionState

STEPS = {
    "submit": Step("提交审核", (PlanState.DRAFT, PlanState.SENT_BACK), PlanState.IN_REVIEW, "reception.plan"),
    "review": Step("审核", (PlanState.IN_REVIEW,), PlanState.IN_APPROVAL, "reception.review"),
    "approve": Step("批准", (PlanState.IN_APPROVAL,), PlanState.APPROVED, "reception.approve"),
}
WAITING = {PlanState.IN_REVIEW: Post.VICE_HEAD, PlanState.IN_APPROVAL: Post.HEAD}
_JUDGES = {Post.VICE_HEAD: "reception.review", Post.HEAD: "reception.approve"}
_WITH_PLAN = "年度计划作废："
VIEWS = {"": "1", "open": "state <> 'approved'", "approved": "state = 'approved'"}


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Plans by their year, the latest first; `sittings` is how many receptions each has."""
    return Listing(
        session.db,
        "reception_plans",
        where=("instr(title || rule || note, :words) > 0", "voided_on IS NULL OR :voided", VIEWS[view]),
        params={"words": words.strip(), "voided": voided},
        order=("year", "id"),
        descending=True,
        columns="reception_plans.*, (SELECT count(*) FROM receptions r WHERE r.plan_id = reception_plans.id"
        " AND r.voided_on IS NULL AND r.state <> 'cancelled') AS sittings",
    )


def edit_plan(session: Session, plan_id: int, **values: Any) -> ReceptionPlan:
    """Change title and explanation of a plan that is not approved yet."""
    with session.action("reception.plan"):
        plan = in_force(session, plan_id)
        if plan.state is PlanState.APPROVED:
            raise RuleError("计划已经批准，不能再改。要调整某一次接待，请在接待安排里改，写上原因。")
        return session.change(plan, **values)


def submit(session: Session, plan_id: int) -> ReceptionPlan:
    """The officer hands the plan to the vice head; each reception must have somebody on duty."""
    with session.action("reception.plan"):
        plan = in_force(session, plan_id)
        check_step(STEPS["submit"], plan.state)
        _check_whole(session, plan)
        return session.change(plan, state=PlanState.IN_REVIEW)


def review(session: Session, plan_id: int, words: str) -> ReceptionPlan:
    """The vice head agrees."""
    with session.action("reception.review"):
        plan = in_force(session, plan_id)
        check_step(STEPS["review"], plan.state)
        _check_other(plan, session.staff.id, "审核")
        return _reviewed(session, plan, session.staff.id, session.today, words)


def approve(session: Session, plan_id: int, words: str) -> ReceptionPlan:
    """The head approves: the receptions get their numbers."""
    with session.action("reception.approve"):
        plan = in_force(session, plan_id)
        check_step(STEPS["approve"], plan.state)
        _check_other(plan, session.staff.id, "批准")
        return _approved(session, plan, session.staff.id, session.today, words)


def send_back(session: Session, plan_id: int, reason: str) -> ReceptionPlan:
    """Whoever has the plan before him gives it back with a reason."""
    post = WAITING.get(session.get(ReceptionPlan, plan_id).state)
    return (send_back_approval if post is Post.HEAD else send_back_review)(session, plan_id, reason)


def send_back_review(session: Session, plan_id: int, reason: str) -> ReceptionPlan:
    """The vice head gives the plan back with a reason."""
    with session.action("reception.review"):
        plan = _sent_back(session, plan_id, PlanState.IN_REVIEW, reason)
        return session.change(plan, state=PlanState.SENT_BACK, review_words=reason.strip())


def send_back_approval(session: Session, plan_id: int, reason: str) -> ReceptionPlan:
    """The head gives the plan back with a reason."""
    with session.action("reception.approve"):
        plan = _sent_back(session, plan_id, PlanState.IN_APPROVAL, reason)
        return session.change(plan, state=PlanState.SENT_BACK, approval_words=reason.strip())


def record_signed(
    session: Session, plan_id: int, reviewed: Signed, approved: Signed, words: str = "同意。", approval: str = "同意。"
) -> ReceptionPlan:
    """Enter the review and the approval from the signed paper (代录签字件), with the scan if there is one."""
    with session.action("reception.record_signed"):
        plan = in_force(session, plan_id)
        if plan.state is PlanState.APPROVED:
            raise RuleError("计划已经批准，不用再录签字件。")
        _check_whole(session, plan)
        for signed, post, name in ((reviewed, Post.VICE_HEAD, "reviewed"), (approved, Post.HEAD, "approved")):
            _check_signed(session, plan, signed, post, name)
        if approved.signed_on < reviewed.signed_on:
            raise InvalidRecord({"approved_on": "批准的日期不能早于审核的日期。请看签字件上的日期。"})
        if approved.staff_id == reviewed.staff_id:
            raise InvalidRecord({"approved_by": "审核和批准不能是同一个人。请看签字件上的签字人。"})
        moved = _reviewed(session, plan, reviewed.staff_id, reviewed.signed_on, words)
        moved = _approved(session, moved, approved.staff_id, approved.signed_on, approval)
        moved = session.change(moved, source=Source.PAPER)
        for scan in (signed.scan for signed in (reviewed, approved) if signed.scan):
            attach(session, ReceptionPlan.TABLE, plan_id, scan, "签字件扫描")
        return moved


def void_plan(session: Session, plan_id: int, reason: str) -> ReceptionPlan:
    """Take a plan out of use with its receptions that have not begun; refused once one of them has."""
    with session.action("reception.void"):
        plan = in_force(session, plan_id)
        receptions = planning.receptions_of(session, plan_id)
        terms.check_open(session, *(each.held_on for each in receptions))
        begun = [each for each in receptions if each.state in (ReceptionState.OPEN, ReceptionState.HELD)]
        if begun:
            raise RuleError(f"这份计划里已经接待了 {len(begun)} 次，不能作废。要改后面的，请在接待安排里逐次调整。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        for each in receptions:
            session.change(each, voided_on=session.today, void_reason=f"{_WITH_PLAN}{reason.strip()}"[:200])
        return session.change(plan, voided_on=session.today, void_reason=reason.strip())


def unvoid_plan(session: Session, plan_id: int) -> ReceptionPlan:
    """Take the voiding back, with the receptions that went with the plan, if their days are still free."""
    with session.action("reception.void"):
        plan = session.get(ReceptionPlan, plan_id)
        if plan.voided_on is None:
            raise RuleError("这份计划没有作废，不用恢复。")
        planning.check_free(session, plan.year or 0)
        gone = session.select(Reception, "plan_id = ? AND voided_on IS NOT NULL", (plan_id,), order="held_on, id")
        for each in gone:
            if each.void_reason.startswith(_WITH_PLAN):
                terms.check_open(session, each.held_on)
                arranging.check_again(session, session.change(each, voided_on=None, void_reason=""))
        return session.change(plan, voided_on=None, void_reason="")


def in_force(session: Session, plan_id: int) -> ReceptionPlan:
    """The plan, refused when it was voided."""
    plan = session.get(ReceptionPlan, plan_id)
    if plan.voided_on:
        raise RuleError("这份计划已经作废，不能再办。请看新编的那一份。")
    return plan


def may_judge(session: Session, plan: ReceptionPlan) -> bool:
    """Whether this plan waits for the person who is signed in."""
    post = WAITING.get(plan.state)
    if post is None or plan.voided_on or not session.may(_JUDGES[post]):
        return False
    return session.staff.id not in (plan.made_by, plan.reviewed_by if post is Post.HEAD else None)


def waiting(session: Session) -> list[ReceptionPlan]:
    """The plans that wait for the judgement of the person who is signed in."""
    found = session.select(ReceptionPlan, "state IN ('in_review', 'in_approval') AND voided_on IS NULL", order="year")
    return [plan for plan in found if may_judge(session, plan)]


def _reviewed(session: Session, plan: ReceptionPlan, staff_id: int, on: date, words: str) -> ReceptionPlan:
    if not words.strip():
        raise InvalidRecord({"words": "请填写审核意见。"})
    return session.change(
        plan, state=PlanState.IN_APPROVAL, reviewed_by=staff_id, reviewed_on=on, review_words=words.strip()
    )


def _approved(session: Session, plan: ReceptionPlan, staff_id: int, on: date, words: str) -> ReceptionPlan:
    if not words.strip():
        raise InvalidRecord({"words": "请填写批准意见。"})
    numbers.give(session, planning.receptions_of(session, plan.id))
    return session.change(
        plan, state=PlanState.APPROVED, approved_by=staff_id, approved_on=on, approval_words=words.strip()
    )


def _sent_back(session: Session, plan_id: int, state: PlanState, reason: str) -> ReceptionPlan:
    plan = in_force(session, plan_id)
    if plan.state is not state:
        raise RuleError(f"计划现在是“{plan.state.label}”，没有在等这一步，不用退回。")
    if not reason.strip():
        raise InvalidRecord({"words": "请写明退回的原因，编制人才知道改什么。"})
    return plan


def _check_other(plan: ReceptionPlan, staff_id: int, deed: str) -> None:
    """Nobody judges what he made, nor both reviews and approves (5.1.3)."""
    if plan.made_by == staff_id:
        raise RuleError(f"不能{deed}自己编制的计划。请由另一位办理。")
    if plan.state is PlanState.IN_APPROVAL and plan.reviewed_by == staff_id:
        raise RuleError("审核和批准不能是同一个人。请由站长本人批准。")


def _check_signed(session: Session, plan: ReceptionPlan, signed: Signed, post: Post, name: str) -> None:
    if signed.signed_on > session.today:
        raise InvalidRecord({f"{name}_on": "签字日期不能晚于今天。请看签字件上的日期。"})
    if plan.made_on and signed.signed_on < plan.made_on:
        raise InvalidRecord({f"{name}_on": "签字日期不能早于编制日期。请看签字件上的日期。"})
    who = session.get(Staff, signed.staff_id).name
    if signed.staff_id not in [person.id for person in holders(session, post, signed.signed_on)]:
        raise InvalidRecord({f"{name}_by": f"{who}在签字那天不是{post.label}。请检查签字人和日期。"})
    if plan.made_by == signed.staff_id:
        raise InvalidRecord({f"{name}_by": f"{who}编制了这份计划，不能自己审核或者批准。请检查签字人。"})


def _check_whole(session: Session, plan: ReceptionPlan) -> None:
    """Every reception of the plan has somebody on duty."""
    without = session.rows(
        "SELECT held_on FROM receptions r WHERE plan_id = ? AND voided_on IS NULL AND state <> 'cancelled'"
        " AND NOT EXISTS (SELECT 1 FROM attendances a WHERE a.owner_table = 'receptions' AND a.owner_id = r.id"
        " AND a.voided_on IS NULL AND a.presence <> 'excused') ORDER BY held_on",
        (plan.id,),
    )
    if without:
        day = date.fromisoformat(without[0][0])
        raise RuleError(
            f"有 {len(without)} 次接待还没有安排代表，最早的是{day.month}月{day.day}日。请先在接待安排里选好代表。"
        )
