"""Finding 件 from the one line, by number, title, document number, person or box (4.6.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..session import Session
from .lists import ItemFilter, listing
from .record import Item, struck_word

SHOWN = 6
COUNTED = 1000  # no more are counted: the window says that there are more


@dataclass(frozen=True)
class FoundItem:
    """One 件 that was found."""

    id: int
    number: str  # empty while it has none
    title: str
    year: int
    responsible: str
    gone: str  # whether it was struck, destroyed or handed over


def search_items(session: Session, words: Sequence[str]) -> tuple[list[FoundItem], int]:
    """The newest 件 in which every word stands, and how many there are; nothing for those who may not read."""
    wanted = [word for word in words if any(map(str.isalnum, word))]
    if not wanted or not session.may("archive.read"):
        return [], 0
    found = listing(session, ItemFilter(words=" ".join(wanted), state="all", newest_first=True))
    items = [
        FoundItem(
            row["id"],
            row["archival_number"],
            row["title"],
            row["year"],
            row["responsible"],
            _gone(row),
        )
        for row in found.page(SHOWN)
    ]
    return items, len(items) if len(items) < SHOWN else found.count_to(COUNTED)


def _gone(row: Mapping[str, Any]) -> str:
    if row["voided_on"]:
        return f"已{struck_word(row['remark'])}"
    return "已销毁" if row["destroyed_on"] else "已移交" if row["handed_over_on"] else ""


def item_of(session: Session, table: str, record_id: int) -> Item | None:
    """The 件 that stands of a record; None while it is not filed, or for those who may not read the archive."""
    if not session.may("archive.read"):
        return None
    found = session.select(Item, "source_table = ? AND source_id = ? AND voided_on IS NULL", (table, record_id))
    return found[-1] if found else None
