"""Closing a matter (办结销号): the officer asks for it, the vice head reviews, the head approves (F20, 4.3.2).

Each step in the program, or all of it on the signed sheet. A station that wants no approval sets it so and the
officer closes; so he always does what was not taken up, for there the head has decided already.
"""

from __future__ import annotations

from datetime import date

from .. import settings
from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Post
from . import progress, trail
from .closing import close_problems
from .days import check_day
from .flow import ready
from .handling import OpinionStep, Satisfaction
from .record import Opinion, Status
from .trail import Signed

APPLY, REVIEW, APPROVE, REFUSE = "apply_close", "review_close", "approve_close", "refuse_close"  # in the trail
WANTED = "要"
TO_REVIEW, TO_APPROVE = "办结审核", "办结审批"  # kinds of limits
_LIMITS = {
    Post.VICE_HEAD: (TO_REVIEW, "opinion.review_days"),
    Post.HEAD: (TO_APPROVE, "opinion.approve_days"),
}


def close(
    session: Session,
    opinion_id: int,
    words: str = "",
    *,
    closed_on: date | None = None,
    signed: Signed | None = None,
) -> Opinion:
    """Close a matter that meets all conditions, where no approval is needed or the head has signed for it."""
    with session.action("opinion.record_signed" if signed else "opinion.close"):
        opinion = session.get(Opinion, opinion_id)
        last = trail.last_taken(session, opinion_id)
        day = signed.signed_on if signed else closed_on or session.today
        on = check_day(session, "closed_on", day, "办结日期", last.acted_on if last else None)
        _check_met(session, opinion_id, on)
        if signed:
            trail.check_signed(session, opinion, signed, Post.HEAD)
        elif needs_approval(session, opinion):
            raise RuleError("这件办结要站长审批。请先申请办结，或者补录站长签了字的销号审批表。")
        return _end(session, opinion, "close", "办结", words, on, signed)


def apply_close(session: Session, opinion_id: int, words: str = "") -> Opinion:
    """The officer asks for the closing; it goes to the vice head, or to the head where no other may review."""
    with session.action("opinion.close"):
        opinion = ready(session, opinion_id, APPLY)
        if not needs_approval(session, opinion):
            raise RuleError("这件办结不要审批，可以直接办结。")
        if pending(session, opinion):
            raise RuleError(f"这件已经申请办结，在{opinion.holder}手里。请等审批。")
        _check_met(session, opinion_id, session.today)
        post = Post.VICE_HEAD if _may_review(session, opinion) else Post.HEAD
        moved = session.change(opinion, **progress.held_by_post(session, post))
        trail.write(session, moved, APPLY, "申请办结", words)
        return _limit(session, moved, post)


def review_close(session: Session, opinion_id: int, words: str = "") -> Opinion:
    """The vice head agrees; it goes on to the head."""
    with session.action("opinion.review"):
        opinion = _asked(session, opinion_id, REVIEW)
        moved = session.change(opinion, **progress.held_by_post(session, Post.HEAD))
        trail.write(session, moved, REVIEW, "审核同意办结", words)
        return _limit(session, moved, Post.HEAD)


def approve_close(session: Session, opinion_id: int, words: str = "") -> Opinion:
    """The head agrees: the matter is closed today."""
    with session.action("opinion.approve"):
        opinion = _asked(session, opinion_id, APPROVE)
        _check_met(session, opinion_id, session.today)
        return _end(session, opinion, APPROVE, "审批同意办结", words, session.today)


def refuse_close(session: Session, opinion_id: int, reason: str) -> Opinion:
    """Whoever has the application before him gives it back to the officer with a reason."""
    with session.action("opinion.send_back"):
        opinion = _asked(session, opinion_id, REFUSE)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明退回的原因，联络员才知道还要办什么。"})
        moved = session.change(opinion, **progress.held_by_officer(session, opinion))
        trail.write(session, moved, REFUSE, "退回办结申请", reason.strip())
        return progress.stop(session, moved, session.today)


def needs_approval(session: Session, opinion: Opinion) -> bool:
    """Whether the head has to approve the closing of this matter."""
    answered = opinion.status in (Status.REPLIED, Status.INFORMED)
    return answered and settings.value(session, "opinion.close_approval") == WANTED


def pending(session: Session, opinion: Opinion) -> OpinionStep | None:
    """The application for closing that waits for review or approval; what happens meanwhile ends it."""
    last = trail.last_taken(session, opinion.id)
    return last if last and last.name in (APPLY, REVIEW) and not opinion.voided_on else None


def judge_of(session: Session, opinion: Opinion) -> Post | None:
    """Whose turn it is with the application for closing; None when there is none."""
    step = pending(session, opinion)
    if step is None:
        return None
    return Post.VICE_HEAD if opinion.due_kind == TO_REVIEW else Post.HEAD


def why_not_judged(session: Session, opinion: Opinion, name: str) -> str:
    """Why this person may not review, approve or refuse the closing now; empty if he may."""
    post = judge_of(session, opinion)
    if post is None:
        return "这件没有等待审批的办结申请。请看一下过程。"
    own = Post.VICE_HEAD if name == REVIEW else Post.HEAD
    if name == REFUSE:
        own = post
    may_now = session.may("opinion.review" if post is Post.VICE_HEAD else "opinion.approve")
    if own is not post or not may_now:
        return f"办结申请现在在{opinion.holder}手里，请等{post.label}办理。"
    taken = {step.staff_id for step in _application(session, opinion)}
    if session.staff.id in taken | {opinion.registered_by}:
        return "不能审批这件办结：申请、审核和审批不能是同一个人。请由另一位办理。"
    return ""


def _asked(session: Session, opinion_id: int, name: str) -> Opinion:
    opinion = ready(session, opinion_id, name)
    if refusal := why_not_judged(session, opinion, name):
        raise RuleError(refusal)
    return opinion


def _limit(session: Session, opinion: Opinion, post: Post) -> Opinion:
    """The heads have as long for a closing as for a new form."""
    kind, key = _LIMITS[post]
    return progress.start(session, opinion, kind, session.today, key)


def _application(session: Session, opinion: Opinion) -> list[OpinionStep]:
    """The steps of the application that waits, newest first."""
    steps = [step for step in trail.steps_of(session, opinion.id) if not step.voided_on]
    begun = next((at for at, step in enumerate(steps) if step.name == APPLY), -1)
    return [step for step in steps[: begun + 1] if step.name in (APPLY, REVIEW)]


def _may_review(session: Session, opinion: Opinion) -> bool:
    """Whether the station has a vice head who may review what this officer asks for."""
    barred = {session.staff.id, opinion.registered_by}
    heads = {person.id for person in trail.holders(session, Post.HEAD, session.today)}
    vices = {person.id for person in trail.holders(session, Post.VICE_HEAD, session.today)}
    return bool(vices - barred - (heads if len(heads) == 1 else set()))


def _check_met(session: Session, opinion_id: int, on: date) -> None:
    if problems := close_problems(session, opinion_id, on):
        raise RuleError("还不能办结：" + "；".join(problem.rstrip("。") for problem in problems) + "。")


def _end(
    session: Session, opinion: Opinion, name: str, label: str, words: str, on: date, signed: Signed | None = None
) -> Opinion:
    asked = opinion.status is not Status.DECLINED and not opinion.is_anonymous
    given = opinion.satisfaction or (Satisfaction.NOT_GIVEN.value if asked else "")
    moved = session.change(opinion, status=Status.CLOSED, closed_on=on, holder="", satisfaction=given)
    trail.write(session, moved, name, label, words, acted_on=on, signed=signed)
    return progress.stop(session, moved, on)
