"""A reminder (催办) in a few words, as the list enters it for several matters; one step of `supervising` (5.1.4)."""

from __future__ import annotations

from ..errors import InvalidRecord, RuleError
from ..session import Session
from .flow import check_not_voided
from .handling import OpinionStep
from .record import Opinion
from .supervising import OUT, Level, Means, Supervision, entered
from .supervising import why_not_pressed as why_no_reminder

__all__ = ["OUT", "USUAL", "Means", "remind", "why_no_reminder"]
USUAL = "请抓紧办理，并在期限内将办理情况书面答复本站。"


def remind(session: Session, opinion_id: int, means: Means, words: str) -> OpinionStep:
    """Enter who was reminded how, and what he said; a written reminder gets its number and can be printed."""
    with session.action("opinion.remind"):
        opinion = session.get(Opinion, opinion_id)
        check_not_voided(opinion)
        if refusal := why_no_reminder(opinion):
            raise RuleError(f"这件不用催办：{refusal}。")
        if not words.strip():
            raise InvalidRecord({"words": "请写明催了谁、怎么说的，例如“李建军接电话，答复节后安装”。"})
        said = words.strip()
        made = Supervision(
            level=Level.REMINDER,
            means=means,
            acted_on=session.today,
            requirement=USUAL if means is Means.WRITTEN else "",
            answer=said,
            skip_reason=said[:500],  # the same words are entered for all; they say why it was done now
        )
        return entered(session, opinion_id, made)[1]
