"""What takes an opinion off its way: the submitter takes it back, or the form is voided (3.2)."""

from __future__ import annotations

from datetime import date

from ..errors import InvalidRecord, RuleError
from ..permissions import Role
from ..session import Session
from . import progress, trail
from .days import check_day
from .flow import check_not_filed, check_not_voided, ready
from .merging import check_nothing_joined
from .record import Opinion, Status


def withdraw(session: Session, opinion_id: int, reason: str, on: date) -> Opinion:
    """The submitter takes it back, before there is a reply."""
    with session.action("opinion.withdraw"):
        opinion = ready(session, opinion_id, "withdraw")
        check_nothing_joined(session, opinion, "撤回")
        check_day(session, "on", on, "撤回日期", opinion.received_on)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明反映人为什么撤回。"})
        moved = session.change(opinion, status=Status.WITHDRAWN, closed_on=on, holder="")
        trail.write(session, moved, "withdraw", "反映人撤回", reason, acted_on=on)
        return progress.stop(session, moved, on)


def void(session: Session, opinion_id: int, reason: str) -> Opinion:
    """Strike out a form that should not be there; it stays readable, its number is not used again."""
    with session.action("opinion.void"):
        opinion = session.get(Opinion, opinion_id)
        check_not_voided(opinion)
        check_may_void(session, opinion)
        check_nothing_joined(session, opinion, "作废")
        check_not_filed(session, opinion_id)
        if not reason.strip():
            raise InvalidRecord({"words": "请写明作废的原因。"})
        moved = session.change(opinion, voided_on=session.today, void_reason=reason.strip())
        trail.write(session, moved, "void", "作废", reason)
        return moved


def restore_voided(session: Session, opinion_id: int) -> Opinion:
    """Take the voiding back; the form stands where it stood."""
    with session.action("opinion.restore"):
        opinion = session.get(Opinion, opinion_id)
        if not opinion.voided_on:
            raise RuleError("这件没有作废，不用撤销。")
        check_may_void(session, opinion)
        moved = session.change(opinion, voided_on=None, void_reason="")
        trail.write(session, moved, "restore", "撤销作废", opinion.void_reason)
        return moved


def check_may_void(session: Session, opinion: Opinion) -> None:
    """The officer voids drafts without a number; what has one is voided by the heads."""
    if opinion.number and session.roles.isdisjoint({Role.HEAD, Role.VICE_HEAD}):
        raise RuleError(f"{opinion.number} 已经编号，由站长或副站长作废。请说明原因，请他们办理。")
