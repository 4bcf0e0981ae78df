"""What became of a matter heard at a reception, told to the resident and to the deputy who heard it (4.2.3, 5.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import terms
from ..errors import InvalidRecord, RuleError
from ..opinions.closing import evaluation_of
from ..opinions.days import check_day
from ..opinions.handling import Feedback, Reply, Satisfaction, Told, Way
from ..opinions.merging import main_of
from ..opinions.record import OPEN, Opinion, Status
from ..session import Session
from .record import Reception, Visit, VisitState, VisitTreatment
from .visiting import in_force

# the resident was told, or nothing more will be told: now the deputy hears of it, and again after a second handling
_TOLD = "SELECT 1 FROM feedbacks f WHERE f.told = 'told' AND f.opinion_id = visits.opinion_id"
TO_TELL = (
    "visits.voided_on IS NULL AND visits.opinion_id IN (SELECT id FROM opinions WHERE voided_on IS NULL) AND ("
    f"visits.told_deputies_on IS NULL AND (EXISTS ({_TOLD}) OR visits.opinion_id IN"
    " (SELECT id FROM opinions WHERE status IN ('closed', 'filed', 'withdrawn')))"
    f" OR EXISTS ({_TOLD} AND f.told_on > visits.told_deputies_on))"
)
UNSETTLED = (
    "visits.voided_on IS NULL AND (visits.state IN ('waiting', 'talking')"
    " OR visits.opinion_id IN (SELECT id FROM opinions WHERE voided_on IS NOT NULL OR status IN ("
    + ", ".join(f"'{status.value}'" for status in OPEN)
    + ")))"
)


@dataclass(frozen=True)
class Outcome:
    """How a matter of a sheet stands: `opinion` is its form in force, or the matter that this was joined to."""

    opinion: Opinion | None
    number: str  # of its own form, empty while that is a draft
    state: str
    holder: str
    due_on: date | None
    answer: str
    way: Way | None
    told_on: date | None
    satisfaction: Satisfaction | None


def outcome_of(session: Session, visit: Visit) -> Outcome:
    """What the sheet shows of its matter, as it stands now."""
    own = session.find(Opinion, visit.opinion_id) if visit.opinion_id else None
    if own is None or own.voided_on:
        return _of_sheet(visit, "登记表已作废" if own is not None else "")
    opinion = main_of(session, own.id)
    replies = session.select(Reply, "opinion_id = ?", (opinion.id,), order="id DESC LIMIT 1")
    where = "opinion_id = ? AND told = ?"  # of a matter that was joined to another each resident is told for himself
    told = session.select(Feedback, where, (own.id, Told.TOLD.value), order="id DESC LIMIT 1")
    judged = evaluation_of(session, own.id)
    return Outcome(
        opinion=opinion,
        number=own.number,
        state="草稿，要补全再送审" if own.status is Status.DRAFT else opinion.status.label,
        holder=opinion.holder,
        due_on=opinion.due_on,
        answer=replies[0].content if replies else "",
        way=told[0].way if told else None,
        told_on=told[0].told_on if told else None,
        satisfaction=judged.result if judged else None,
    )


def _of_sheet(visit: Visit, state: str) -> Outcome:
    """A matter without a form: answered on the spot, still being heard, or left early."""
    on_spot = visit.treatment is VisitTreatment.ON_SPOT and visit.state is VisitState.DONE
    told_on = visit.left_at.date() if on_spot and visit.left_at else None
    return Outcome(
        opinion=None,
        number="",
        state=state or ("当场答复" if on_spot else visit.state.label),
        holder="",
        due_on=None,
        answer="",
        way=Way.IN_PERSON if on_spot else None,
        told_on=told_on,
        satisfaction=visit.satisfaction,
    )


def to_tell_deputies(session: Session) -> list[Visit]:
    """The sheets whose residents know the answer while the deputies who heard them do not, the oldest first."""
    return session.select(Visit, TO_TELL)


def is_to_tell(session: Session, visit_id: int) -> bool:
    """Whether this sheet is one of them."""
    return bool(session.value(f"SELECT 1 FROM visits WHERE visits.id = ? AND {TO_TELL}", (visit_id,)))


def count_to_tell(session: Session) -> int:
    """How many they are."""
    return int(session.value(f"SELECT count(*) FROM visits WHERE {TO_TELL}"))


def tell_deputies(session: Session, visit_id: int, on: date, words: str = "") -> Visit:
    """Enter that the deputies who heard a resident were told what became of it, with what they said."""
    with session.action("reception.tell"):
        visit = in_force(session, visit_id)
        reception = session.get(Reception, visit.reception_id or 0)
        terms.check_open(session, on)  # of a reception of a closed term it may still be told
        found = outcome_of(session, visit)
        if found.opinion is None:
            raise RuleError(f"{visit.name}反映的事没有登记表，代表当时在场，不用再告知。")
        if not words.strip():
            raise InvalidRecord({"words": "请写一句怎么告知的，例如“电话告知赵明山，他没有别的意见”。"})
        check_day(session, "on", on, "告知日期", reception.held_on)
        return session.change(visit, told_deputies_on=on, told_deputies_words=words.strip())
