"""The approval of an appraisal by the head, in the program or on paper, never by whoever began it (5.1.3)."""

from __future__ import annotations

from datetime import date

from ..attachments import attach
from ..errors import InvalidRecord, RuleError
from ..opinions.handling import Source
from ..opinions.trail import Signed, holders
from ..session import Session
from ..staff import Post, Staff
from ..workflow import Step, check_step
from .appraising import (
    Appraisal,
    AppraisalDecision,
    AppraisalLine,
    AppraisalState,
    check_sight,
    checked_members,
    finish,
    in_force,
    lines_of,
)
from .record import Correction, Item

STEPS = {
    "submit": Step("提交审批", (AppraisalState.OPEN,), AppraisalState.IN_APPROVAL, "archive.appraise"),
    "take_back": Step("撤回", (AppraisalState.IN_APPROVAL,), AppraisalState.OPEN, "archive.appraise"),
    "approve": Step("批准", (AppraisalState.IN_APPROVAL,), AppraisalState.APPROVED, "archive.approve_appraisal"),
    "send_back": Step("退回", (AppraisalState.IN_APPROVAL,), AppraisalState.OPEN, "archive.approve_appraisal"),
}


def submit(session: Session, appraisal_id: int) -> Appraisal:
    """Give it to the head, with a finding and an opinion for every 件."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        check_step(STEPS["submit"], appraisal.state)
        check_sight(session, appraisal_id)
        lines = lines_of(session, appraisal_id)
        if not lines:
            raise RuleError("这次鉴定里一件也没有，不能提交。请先加进要鉴定的件，或者作废这次鉴定。")
        if without := [line for line in lines if not line.opinion]:
            raise RuleError(
                f"还有 {len(without)} 件没有鉴定意见，第一件是{without[0].archival_number}。请逐件写上意见和处理。"
            )
        if not appraisal.finding:
            raise InvalidRecord({"finding": "请先写鉴定小组的总意见，再提交。"})
        checked_members(appraisal.members)
        return session.change(appraisal, state=AppraisalState.IN_APPROVAL, approval_words="")


def take_back(session: Session, appraisal_id: int) -> Appraisal:
    """Take it back from the head while he has not decided."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        check_step(STEPS["take_back"], appraisal.state)
        return session.change(appraisal, state=AppraisalState.OPEN)


def send_back(session: Session, appraisal_id: int, reason: str) -> Appraisal:
    """The head gives it back with a reason."""
    with session.action("archive.approve_appraisal"):
        appraisal = in_force(session, appraisal_id)
        check_step(STEPS["send_back"], appraisal.state)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明退回的原因，经手人才知道改什么。"})
        return session.change(appraisal, state=AppraisalState.OPEN, approval_words=f"退回：{reason.strip()}"[:200])


def approve(session: Session, appraisal_id: int, words: str) -> Appraisal:
    """The head approves: what is kept on has its new end at once, what is destroyed waits for its two supervisors."""
    with session.action("archive.approve_appraisal"):
        appraisal = in_force(session, appraisal_id)
        check_step(STEPS["approve"], appraisal.state)
        if appraisal.begun_by == session.staff.id:
            raise RuleError("不能审批自己经手的鉴定。请由另一位站长批准，或者换人经手。")
        return _approved(session, appraisal, session.staff.id, session.today, words)


def record_signed(session: Session, appraisal_id: int, approved: Signed, words: str = "同意。") -> Appraisal:
    """Enter the approval from the signed list (代录签字件), with the scan if there is one."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        check_step(STEPS["approve"], appraisal.state)
        who = session.get(Staff, approved.staff_id).name
        if approved.signed_on > session.today:
            raise InvalidRecord({"approved_on": "签字日期不能晚于今天。请看签字件上的日期。"})
        if appraisal.begun_on and approved.signed_on < appraisal.begun_on:
            raise InvalidRecord({"approved_on": "签字日期不能早于鉴定开始的日期。请看签字件上的日期。"})
        if approved.staff_id not in [person.id for person in holders(session, Post.HEAD, approved.signed_on)]:
            raise InvalidRecord({"approved_by": f"{who}在签字那天不是站长。请检查签字人和日期。"})
        if appraisal.begun_by == approved.staff_id:
            raise InvalidRecord({"approved_by": f"{who}经手了这次鉴定，不能自己批准。请检查签字人。"})
        moved = _approved(session, appraisal, approved.staff_id, approved.signed_on, words)
        if approved.scan:
            attach(session, Appraisal.TABLE, appraisal_id, approved.scan, "签字件扫描")
        return session.change(moved, source=Source.PAPER)


def count_waiting(session: Session) -> int:
    """How many appraisals wait for the person who is signed in."""
    where = "state = ? AND voided_on IS NULL"
    return sum(may_approve(session, made) for made in session.select(Appraisal, where, (AppraisalState.IN_APPROVAL,)))


def may_approve(session: Session, appraisal: Appraisal) -> bool:
    """Whether this appraisal waits for the person who is signed in."""
    waits = appraisal.state is AppraisalState.IN_APPROVAL and not appraisal.voided_on
    return waits and session.may("archive.approve_appraisal") and appraisal.begun_by != session.staff.id


def _approved(session: Session, appraisal: Appraisal, staff_id: int, on: date, words: str) -> Appraisal:
    if not words.strip():
        raise InvalidRecord({"words": "请填写批准意见。"})
    check_sight(session, appraisal.id)
    for line in lines_of(session, appraisal.id):
        item = check_standing(session, line)
        if line.decision is AppraisalDecision.EXTEND:
            _keep_on(session, appraisal, item, line, staff_id)
    moved = session.change(
        appraisal,
        state=AppraisalState.APPROVED,
        approved_by=staff_id,
        approved_on=on,
        approval_words=words.strip(),
    )
    return finish(session, moved)


def _keep_on(session: Session, appraisal: Appraisal, item: Item, line: AppraisalLine, head_id: int) -> None:
    """The number stays; only the end moves, and the register of corrections says so."""
    session.change(item, kept_until=line.kept_until)
    session.add(
        Correction(
            item_id=item.id,
            what="保管到",
            before=_end_words(item.kept_until),
            after=_end_words(line.kept_until),
            reason=f"{appraisal.number}，续存",
            approved_by=head_id,
            corrected_by=session.staff.id,
            corrected_on=session.today,
        )
    )
    session.change(line, done_on=session.today)


def check_standing(session: Session, line: AppraisalLine) -> Item:
    """The 件 of a line, refused when something else became of it meanwhile."""
    item = session.get(Item, line.item_id or 0)
    gone = "撤件" if item.voided_on else "销毁" if item.destroyed_on else "移交" if item.handed_over_on else ""
    if gone:
        raise RuleError(f"{line.archival_number}已经{gone}。请先把它从清册里撤出。")
    return item


def _end_words(end: date | None) -> str:
    return end.isoformat() if end else "永久"
