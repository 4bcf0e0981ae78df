"""Numbers of receptions, 接待〔2026〕03期: given when a plan is approved or a reception stands outside a plan."""

from __future__ import annotations

from .. import numbering
from ..session import Session
from .record import Reception

SERIES = "接待期号"  # its counter is not that of the record sheets, which are 接待〔2026〕0005号


def take(session: Session, year: int, count: int) -> list[str]:
    """The next `count` numbers of a year in order; inside an action."""
    numbering.take_numbers(session, SERIES, year, count)
    last = numbering.last_given(session, SERIES, year)
    return [f"接待〔{year}〕{number:02d}期" for number in range(last - count + 1, last + 1)]


def give(session: Session, receptions: list[Reception]) -> None:
    """Give numbers in the order of the days to those that have none; inside an action."""
    without = [each for each in receptions if not each.number and each.held_on]
    without.sort(key=lambda each: (each.held_on, each.starts_at, each.id))
    for year in sorted({each.held_on.year for each in without if each.held_on}):
        wanted = [each for each in without if each.held_on and each.held_on.year == year]
        for each, number in zip(wanted, take(session, year, len(wanted)), strict=True):
            session.change(each, number=number)
