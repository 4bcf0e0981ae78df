"""The figures of one reception and of many: who came, what was said, what became of it (F34; 5.2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from ..attendances import Presence
from ..opinions.handling import Satisfaction
from ..opinions.record import Status
from .reception_file import ReceptionFile, VisitFile
from .record import VisitState, VisitTreatment

_FINISHED = (Status.CLOSED, Status.FILED)
_CONTENT = (Satisfaction.SATISFIED, Satisfaction.FAIRLY)
_JUDGED = (*_CONTENT, Satisfaction.DISSATISFIED)


@dataclass(frozen=True)
class Counts:
    """`matters` are always answered on the spot, handed on or declined; satisfied ones include the fairly satisfied."""

    deputies: int = 0
    voters: int = 0
    matters: int = 0
    on_spot: int = 0
    handed: int = 0
    declined: int = 0
    closed: int = 0
    satisfied: int = 0
    judged: int = 0
    left: int = 0  # went without having spoken

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{each.name: getattr(self, each.name) + getattr(other, each.name) for each in fields(Counts)})

    @classmethod
    def of(cls, file: ReceptionFile) -> Counts:
        """Of one reception."""
        received = [sheet for sheet in file.visits if _received(sheet)]
        matters = [sheet for sheet in received if sheet.visit.treatment is not None]
        on_spot = [sheet for sheet in matters if sheet.visit.treatment is VisitTreatment.ON_SPOT]
        declined = [sheet for sheet in matters if sheet.visit.treatment is VisitTreatment.DECLINED]
        judged = [sheet.outcome.satisfaction for sheet in matters if sheet.outcome.satisfaction in _JUDGED]
        return cls(
            deputies=sum(duty.attendance.presence is Presence.PRESENT for duty in file.on_duty),
            voters=len(received),
            matters=len(matters),
            on_spot=len(on_spot),
            handed=len(matters) - len(on_spot) - len(declined),
            declined=len(declined),
            closed=len(on_spot) + sum(_closed(sheet) for sheet in matters if sheet not in on_spot),
            satisfied=sum(result in _CONTENT for result in judged),
            judged=len(judged),
            left=sum(sheet.visit.state is VisitState.LEFT for sheet in file.visits) - _left_after(received),
        )


def total(parts: Iterable[Counts]) -> Counts:
    """The sum of many."""
    whole = Counts()
    for part in parts:
        whole += part
    return whole


def _received(sheet: VisitFile) -> bool:
    """Whether a deputy heard this resident: a sheet was written, even if he went before its end."""
    visit = sheet.visit
    return visit.state is VisitState.DONE or (visit.state is VisitState.LEFT and bool(visit.number))


def _left_after(received: list[VisitFile]) -> int:
    return sum(sheet.visit.state is VisitState.LEFT for sheet in received)


def _closed(sheet: VisitFile) -> bool:
    opinion = sheet.outcome.opinion
    return opinion is not None and opinion.status in _FINISHED
