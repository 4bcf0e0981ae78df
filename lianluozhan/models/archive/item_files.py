"""All of one 件 in one piece, for its page and its sheets; the lines of a class for the catalogue (F80)."""

from __future__ import annotations

from dataclasses import dataclass

from .. import stations, veil
from ..session import Session
from ..stations import Station
from .correcting import corrections_of
from .filing import parts_of
from .paper_files import neutral
from .record import Box, Correction, Item, Part, Retention, Rule, Scheme, Volume
from .schemes import current


@dataclass(frozen=True)
class ItemFile:
    """One 件 with its papers in binding order, where it lies, by which rule it is kept, what was put right."""

    scheme: Scheme
    station: Station
    item: Item
    parts: tuple[Part, ...]
    box: Box | None
    volume: Volume | None
    rule: Rule | None
    corrections: tuple[Correction, ...]
    moved_to: Item | None = None  # where its number went on, of a line that was struck because it was filed wrongly
    moved_from: Item | None = None


def item_file(session: Session, item_id: int) -> ItemFile:
    """Read everything of one 件."""
    item = session.get(Item, item_id)
    moved_to = session.select(Item, "moved_from = ?", (item_id,))
    return ItemFile(
        scheme=current(session),
        station=stations.station(session),
        item=item,
        parts=tuple(parts_of(session, item_id)),
        box=session.find(Box, item.box_id),
        volume=session.find(Volume, item.volume_id),
        rule=session.find(Rule, item.rule_id),
        corrections=tuple(corrections_of(session, item_id)),
        moved_to=moved_to[0] if moved_to else None,
        moved_from=session.find(Item, item.moved_from),
    )


def class_items(session: Session, year: int, retention: Retention, unit: str = "") -> list[Item]:
    """The lines of a class in the order of their numbers, struck ones too; what is closed keeps only its number."""
    where = "year = ? AND retention = ? AND unit = ? AND sequence IS NOT NULL"
    with veil.whole_sight():
        found = session.select(Item, where, (year, retention, unit), order="volume_id, sequence")
    return neutral(session, found)
