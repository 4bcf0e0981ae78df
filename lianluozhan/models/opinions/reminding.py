"""Reminding the body that has a matter in hand (催办): a line in the trail, the status stays (5.1.4)."""

from __future__ import annotations

from ..errors import InvalidRecord, RuleError
from ..fields import Choice
from ..session import Session
from . import trail
from .flow import check_not_voided
from .handling import OpinionStep
from .record import Opinion, Status

REMIND = "remind"  # its name in the trail
OUT = (Status.DISPATCHED, Status.HANDLING)


class Means(Choice):
    PHONE = "phone", "电话催办"
    WRITTEN = "written", "书面催办"


def why_no_reminder(opinion: Opinion) -> str:
    """Why there is nobody to remind; empty when there is."""
    if opinion.voided_on:
        return "已经作废"
    if opinion.status not in OUT:
        return f"现在是“{opinion.status.label}”，不在承办单位手里"
    return ""


def remind(session: Session, opinion_id: int, means: Means, words: str) -> OpinionStep:
    """Enter who was reminded how, and what he said."""
    with session.action("opinion.remind"):
        opinion = session.get(Opinion, opinion_id)
        check_not_voided(opinion)
        if refusal := why_no_reminder(opinion):
            raise RuleError(f"这件不用催办：{refusal}。")
        if not words.strip():
            raise InvalidRecord({"words": "请写明催了谁、怎么说的，例如“李建军接电话，答复节后安装”。"})
        return trail.write(session, opinion, REMIND, means.label, words.strip())
