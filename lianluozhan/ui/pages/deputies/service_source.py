"""The way from a line of service to the record that it came from, whichever room that stands in (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models.service.record import ServiceRecord

from ..sections.section_page import SectionPage

if TYPE_CHECKING:
    from ...desk import Desk

# room and section of each kind of source
PLACES = {
    "activities": ("deputies", "activities"),
    "receptions": ("receptions", "receptions"),
    "suggestions": ("registers", "suggestions"),
    "voter_reports": ("deputies", "voter_reports"),
    "contacts": ("deputies", "contacts"),
}


def can_open(desk: Desk, record: ServiceRecord) -> bool:
    """Whether the line has a source, and this person a room in which it stands."""
    room = PLACES.get(record.source_table, ("deputies", ""))[0]
    return bool(record.source_table) and any(room == known.key for known in desk.rooms)


def open_source(desk: Desk, record: ServiceRecord) -> None:
    """Go where the record stands that made this line."""
    if record.source_table in PLACES:
        open_place(desk, record.source_table, record.source_id or 0)


def open_place(desk: Desk, table: str, record_id: int) -> None:
    """Go to a record that stands in a section of its own."""
    _open(desk, *PLACES[table], record_id)


def open_line(desk: Desk, record_id: int) -> None:
    """Go to a line of service in the room of the deputies."""
    _open(desk, "deputies", "service", record_id)


def _open(desk: Desk, room: str, section: str, record_id: int) -> SectionPage:
    page = desk.go(room)
    assert isinstance(page, SectionPage)
    page.open_section(section)
    page.open_record(record_id)
    return page
