"""Where an open matter came from: the sheet of a reception, a contact, a call, the box, each to be opened (4.2.3)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from lianluozhan.models import origins
from lianluozhan.models.opinions import OpinionFile

from ... import theme
from ...flow_layout import FlowLayout
from ...text import link, plain

if TYPE_CHECKING:
    from ...desk import Desk
    from .record_view import RecordView

# by table: the room and its section
PLACES = {
    "visits": ("receptions", "visits"),
    "contacts": ("deputies", "contacts"),
    "calls": ("registers", "calls"),
    "box_pieces": ("registers", "boxes"),
    "archive_items": ("archive", "items"),
}


def origin_panel(view: RecordView, file: OpinionFile) -> QWidget | None:
    """A line that names them; None where a form was written of nothing else."""
    found = origins.came_from(view.session, file.opinion.id)
    if not found:
        return None
    panel = QFrame()
    panel.setProperty("role", "inset")
    panel.setAccessibleName("来自哪里")
    row = FlowLayout(panel, gap=8, line_gap=2)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 6, 8, 6)))
    for part in (plain("来自", "label"), *(_link(view, each) for each in found)):
        row.addWidget(part)
    return panel


def _link(view: RecordView, record: origins.CameFrom) -> QWidget:
    made = link(record.words)
    made.setAccessibleName(f"打开 {record.words}")
    made.clicked.connect(partial(view.origin_wanted.emit, record.table, record.record_id))
    return made


def open_origin(desk: Desk, table: str, record_id: int) -> None:
    """Go to the register where it stands."""
    room, section = PLACES[table]
    if any(known.key == room for known in desk.rooms):
        desk.go_section(room, section)
        desk.current.open_record(record_id)
