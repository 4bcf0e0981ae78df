"""The receptions of today and of the next weeks, for the first page (4.2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..session import Session
from .arranging import names_on_duty
from .record import Reception, ReceptionState

AHEAD = 45  # days
MOST = 3


@dataclass(frozen=True)
class Coming:
    """One reception with the names of those on duty."""

    reception: Reception
    names: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.reception.state is ReceptionState.OPEN


def coming(session: Session) -> list[Coming]:
    """Those that are going on, of today and of the next weeks, the nearest first."""
    today = session.today
    where = "voided_on IS NULL AND (state = 'open' OR state = 'planned' AND held_on BETWEEN ? AND ?)"
    span = (today.isoformat(), (today + timedelta(days=AHEAD)).isoformat())
    found = session.select(Reception, where, span, order=f"held_on, id LIMIT {MOST}")
    return [Coming(each, tuple(names_on_duty(session, each.id))) for each in found]
