"""Review by the vice head, approval by the head, and sending back: in the program or on a signed sheet (5.1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Post
from . import progress, trail
from .flow import ready
from .record import REFERRALS, DeclineGround, Opinion, Screening, Status
from .trail import Signed


def review(
    session: Session,
    opinion_id: int,
    words: str,
    *,
    accept: bool = True,
    ground: DeclineGround | None = None,
    referral: str = "",
    signed: Signed | None = None,
) -> Opinion:
    """The vice head's review; with `accept` False he proposes not to take the matter up (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.review"):
        opinion = _judged(session, opinion_id, "review", words, signed)
        screened = _screened(opinion, accept, ground, referral)
        holder = progress.held_by_post(session, Post.HEAD)
        moved = session.change(opinion, status=Status.IN_APPROVAL, **screened, **holder)
        trail.write(session, moved, "review", "审核同意" if accept else "审核：不予受理", words, signed=signed)
        return progress.start(session, moved, "审批", _day(session, signed), "opinion.approve_days")


def approve(
    session: Session,
    opinion_id: int,
    words: str,
    *,
    accept: bool = True,
    ground: DeclineGround | None = None,
    referral: str = "",
    signed: Signed | None = None,
) -> Opinion:
    """The head's approval; with `accept` False the matter is not taken up (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.approve"):
        opinion = _judged(session, opinion_id, "approve", words, signed)
        screened = _screened(opinion, accept, ground, referral)
        holder = progress.held_by_officer(session, opinion)
        status = Status.TO_DISPATCH if accept else Status.DECLINED
        moved = session.change(opinion, status=status, **screened, **holder)
        trail.write(session, moved, "approve", "审批同意" if accept else "审批：不予受理", words, signed=signed)
        on = _day(session, signed)
        if accept:
            return progress.start(session, moved, "交办", on, "opinion.assign_days")
        if opinion.is_anonymous:
            return progress.stop(session, moved, on)
        return progress.start(session, moved, "告知", on, "reply.voter_days")


def send_back(session: Session, opinion_id: int, reason: str, *, signed: Signed | None = None) -> Opinion:
    """Back to the officer with a reason, by whoever has it before him (5.1.3)."""
    with session.action("opinion.record_signed" if signed else "opinion.send_back"):
        opinion = ready(session, opinion_id, "send_back")
        post = waiting_post(opinion)
        if signed:
            trail.check_signed(session, opinion, signed, post)
        elif not session.may(_ACTIONS[post]):
            raise RuleError(f"现在轮到{post.label}办理，只有{post.label}可以退回。")
        if not reason.strip():
            raise InvalidRecord({"words": "请写明退回的原因，登记人才知道改什么。"})
        moved = session.change(opinion, status=Status.SENT_BACK, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, "send_back", "退回修改", reason, signed=signed)
        return progress.stop(session, moved, _day(session, signed))


def waiting_post(opinion: Opinion) -> Post:
    """Whose judgement an opinion under review or approval waits for."""
    return Post.VICE_HEAD if opinion.status is Status.IN_REVIEW else Post.HEAD


_ACTIONS = {Post.VICE_HEAD: "opinion.review", Post.HEAD: "opinion.approve"}


def _judged(session: Session, opinion_id: int, name: str, words: str, signed: Signed | None) -> Opinion:
    opinion = ready(session, opinion_id, name)
    if signed:
        trail.check_signed(session, opinion, signed, waiting_post(opinion))
    trail.check_other_person(session, opinion, signed.staff_id if signed else session.staff.id)
    if not words.strip():
        raise InvalidRecord({"words": f"请填写{'审核' if name == 'review' else '审批'}意见。"})
    return opinion


def _screened(opinion: Opinion, accept: bool, ground: DeclineGround | None, referral: str) -> dict[str, Any]:
    """The screening as it stands after this judgement; what is not taken up says why and where to go instead."""
    if accept:
        return {"screening": Screening.ACCEPT, "decline_ground": None, "referral": ""}
    found = ground or opinion.decline_ground
    if found is None:
        raise InvalidRecord({"decline_ground": "不予受理，请选择属于哪种情形。"})
    kept = opinion.referral if found is opinion.decline_ground else ""
    words = referral.strip() or kept.strip() or REFERRALS[found]
    return {"screening": Screening.DECLINE, "decline_ground": found, "referral": words}


def _day(session: Session, signed: Signed | None) -> date:
    return signed.signed_on if signed else session.today
