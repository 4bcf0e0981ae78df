"""Where a matter is filed: its 档号 on the open record, and the way to its 件 in the archive (4.6.2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from lianluozhan.models.archive.item_search import item_of
from lianluozhan.models.archive.record import Item
from lianluozhan.models.opinions import Opinion, OpinionFile

from ... import theme
from ...flow_layout import FlowLayout
from ...text import link, plain

if TYPE_CHECKING:
    from .record_view import RecordView


def filed_panel(view: RecordView, file: OpinionFile) -> QWidget | None:
    """A line with its 档号; None while it is not filed."""
    item = item_of(view.session, Opinion.TABLE, file.opinion.id)
    if item is None:
        return None
    panel = QFrame()
    panel.setProperty("role", "inset")
    panel.setAccessibleName("归档")
    row = FlowLayout(panel, gap=8, line_gap=2)
    row.setContentsMargins(*(theme.scaled(side) for side in (12, 6, 8, 6)))
    words = item.archival_number or f"{item.year}年度，还没有编件号"
    made = link(words)
    made.setAccessibleName(f"打开归档文件 {words}")
    made.clicked.connect(partial(view.origin_wanted.emit, Item.TABLE, item.id))
    for part in (plain("已归档", "label"), made):
        row.addWidget(part)
    return panel
