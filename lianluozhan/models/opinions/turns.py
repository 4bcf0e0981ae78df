"""Whose turn it is: the steps that a person may take now, in the program or by typing in a signed sheet."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import RuleError
from ..session import Session
from ..workflow import open_steps
from . import signing_off, trail
from .closing import close_problems, dissatisfied, may_be_judged
from .flow import STEPS
from .judging import waiting_post
from .leaving import check_may_void
from .record import Opinion, Screening, Status

PAPER_STEPS = ("submit", "review", "approve", "send_back", "dispatch", "handle_self", "decide", "close")
_OF_CLOSING = ("review_close", "approve_close", "refuse_close")


def open_steps_for(session: Session, opinion: Opinion) -> list[str]:
    """The steps this person may take now with this opinion, in the order of the flow."""
    if opinion.voided_on:
        return []
    found = open_steps(STEPS, opinion.status, session.roles)
    return [name for name in found if not why_not(session, opinion, name) and _sensible(session, opinion, name)]


def paper_steps_for(session: Session, opinion: Opinion) -> list[str]:
    """The steps that this person may type in now from a sheet that others signed (代录签字件)."""
    if opinion.voided_on or not session.may("opinion.record_signed"):
        return []
    found = [name for name in PAPER_STEPS if opinion.status in STEPS[name].sources]
    return [name for name in found if _on_paper(session, opinion, name)]


def _on_paper(session: Session, opinion: Opinion, name: str) -> bool:
    if name == "close":
        return signing_off.needs_approval(session, opinion) and not close_problems(session, opinion.id)
    return _sensible(session, opinion, name)


def why_not(session: Session, opinion: Opinion, name: str) -> str:
    """Why this person may not take a step that his role allows; empty if he may."""
    if name in ("review", "approve"):
        return _refusal(lambda: trail.check_other_person(session, opinion, session.staff.id))
    if name in _OF_CLOSING:
        return signing_off.why_not_judged(session, opinion, name)
    if name in ("void", "restore"):
        return _refusal(lambda: check_may_void(session, opinion))
    if name == "send_back":
        post = waiting_post(opinion)
        if not session.may("opinion.review" if opinion.status is Status.IN_REVIEW else "opinion.approve"):
            return f"现在轮到{post.label}办理。"
    return ""


def _refusal(check: Callable[[], None]) -> str:
    try:
        check()
    except RuleError as refusal:
        return str(refusal)
    return ""


def _sensible(session: Session, opinion: Opinion, name: str) -> bool:
    match name:
        case "answer_on_spot":
            return opinion.screening is Screening.ON_SPOT
        case "submit":
            return opinion.screening is not Screening.ON_SPOT
        case "inform":
            return not opinion.is_anonymous
        case "evaluate":
            return may_be_judged(session, opinion)
        case "decide":
            return dissatisfied(session, opinion.id)
        case "apply_close":
            asked = signing_off.needs_approval(session, opinion) and not signing_off.pending(session, opinion)
            return asked and not close_problems(session, opinion.id)
        case "close":
            return not signing_off.needs_approval(session, opinion) and not close_problems(session, opinion.id)
        case _:
            return True
