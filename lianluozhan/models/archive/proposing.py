"""What of a year is ready to be filed, made up from the records, and what is not yet and why (4.6.2).

A proposal is a 件 with all but its pages; nothing is stored. What is filed already is not proposed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..permissions import require
from ..session import Session
from . import kinds, matters, yearly
from .kinds import Candidate, Making
from .record import Item, ItemKind

KINDS: tuple[Callable[[Making], Iterator[Candidate]], ...] = (
    matters.matters,
    kinds.suggestions,
    yearly.deputy_years,
    kinds.receptions,
    kinds.plans,
    kinds.activities,
    kinds.documents,
    kinds.handovers,
    yearly.registers,
    yearly.own_lists,
)

SEASON_ENDS = 3  # the last month in which it is time to file the year before
LONGEST_REMARK = 100


@dataclass(frozen=True)
class Proposal:
    """A 件 that can be filed, without id and pages, and what its papers lack."""

    item: Item
    missing: tuple[str, ...] = ()

    @property
    def with_lacks(self) -> Item:
        """The 件 as it is filed without what is missing: that stands in its remark."""
        if not self.missing or self.item.remark:
            return self.item
        return replace(self.item, remark=f"归档时缺：{'、'.join(self.missing)}"[:LONGEST_REMARK])


@dataclass(frozen=True)
class NotReady:
    """What belongs to the year and cannot be filed, or is not filed at all, with the reason."""

    kind: ItemKind
    title: str
    reason: str
    source_table: str
    source_id: int


def due_year(today: date) -> int:
    """The year whose papers are looked at first: the last one until the end of the season, then this one."""
    return today.year - 1 if today.month <= SEASON_ENDS else today.year


def proposals(session: Session, year: int) -> list[Proposal]:
    """What can be filed of a year, by kind and in the order of its days."""
    return [Proposal(found.item, found.missing) for found in _unfiled(session, year) if not found.reason]


def not_ready(session: Session, year: int) -> list[NotReady]:
    """What cannot be filed of a year yet, or is not filed by the table of retention, with the reason."""
    return [
        NotReady(found.item.kind, found.item.title, found.reason, found.item.source_table, found.item.source_id or 0)
        for found in _unfiled(session, year)
        if found.reason
    ]


def _unfiled(session: Session, year: int) -> list[Candidate]:
    require(session.roles, "archive.read")
    known = filed_sources(session)
    making = Making.of(session, year)
    return [
        found
        for kind in KINDS
        for found in kind(making)
        if (found.item.source_table, found.item.source_id) not in known
    ]


def filed_sources(session: Session) -> set[tuple[str, int]]:
    """The records that are filed, in whatever year."""
    sql = "SELECT source_table, source_id FROM archive_items WHERE source_id IS NOT NULL AND voided_on IS NULL"
    return set(session.rows(sql))
