"""The way from a 件 to the record it was made of, and from a record to its 件 (4.6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models.archive.record import Item
from lianluozhan.models.archive.yearly import DEPUTY_YEARS
from lianluozhan.models.opinions import Opinion

from ...find_acts import REGISTERS, known_sections

if TYPE_CHECKING:
    from ...desk import Desk

ARCHIVE, ITEMS, READY, SETTINGS = "archive", "items", "ready", "settings"


def has_place(desk: Desk, table: str, record_id: int) -> bool:
    """Whether this person has a room in which a record stands."""
    if table == Opinion.TABLE:
        return bool(record_id) and any(room.key == "opinions" for room in desk.rooms)
    return bool(record_id) and REGISTERS.get(table) in known_sections(desk)


def go_to(desk: Desk, table: str, record_id: int) -> None:
    """Go where the record stands."""
    if table == Opinion.TABLE:
        desk.go("opinions", record_id)
        return
    room, section = REGISTERS[table]
    desk.go_section(room, section)
    desk.go(room, record_id)


def can_open(desk: Desk, item: Item) -> bool:
    """Whether it was made of a record, and this person has a room in which that stands."""
    return has_place(desk, *_source(item))


def open_source(desk: Desk, item: Item) -> None:
    """Go to the record that it was made of."""
    go_to(desk, *_source(item))


def _source(item: Item) -> tuple[str, int]:
    if item.source_table == DEPUTY_YEARS:
        return "deputies", item.deputy_id or 0
    return item.source_table, item.source_id or 0


def open_item(desk: Desk, item_id: int) -> None:
    """Go to a 件 in the archive."""
    desk.go_section(ARCHIVE, ITEMS)
    desk.go(ARCHIVE, item_id)
