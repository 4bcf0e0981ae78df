"""One step of the end of a term: a title, what it is about, a list, what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.session import Session
from lianluozhan.models.terms import Term

from ... import theme
from ...flow_layout import FlowLayout
from ...record_table import Column, RecordTable
from ...slices import Row
from ...text import Words

if TYPE_CHECKING:
    from .term_page import TermPage

DONE, OPEN, NOTHING = "✓", "●", "○"


class Rows:
    """Rows that are known already, as a table reads them."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self.rows = list(rows)

    def count(self) -> int:
        return len(self.rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        start = self.rows.index(after) + 1 if after else 0
        return self.rows[start : start + limit]


class TermStep(QScrollArea):
    """Filled from the records each time it is entered or they change; scrolled where there is too little room."""

    NAME = TITLE = EXPLANATION = ""
    changed = Signal()  # what can be done has changed

    def __init__(self, wizard: TermPage) -> None:
        super().__init__()
        self.wizard = wizard
        self.session: Session = wizard.session
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.setWidget(inside)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(*(theme.scaled(side) for side in (24, 14, 24, 10)))
        self.column.setSpacing(theme.scaled(8))
        self.title = Words(self.TITLE, "title")
        self.column.addWidget(self.title)
        self.words = Words(self.EXPLANATION, "soft")
        self.column.addWidget(self.words)

    @property
    def term(self) -> Term:
        return self.wizard.term

    def fill(self) -> None:
        """Read the records again."""

    def fold(self, low: bool) -> None:
        """Where a window is low the head of the page names the step, and the list gets the room."""
        self.title.setVisible(not low)
        self.words.setVisible(not low)

    def is_done(self) -> bool:
        """Whether nothing is left to do here, by the records."""
        return False

    def first_field(self) -> QWidget:
        """What has the focus when the step is entered."""
        return self

    # What the steps are made of ------------------------------------------------------------------------------------

    def table(self, columns: Sequence[Column], name: str, *, several: bool = False) -> RecordTable:
        made = RecordTable(tuple(columns), Rows())
        made.setAccessibleName(name)
        made.setMinimumHeight(theme.scaled(120))
        if several:
            made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.column.addWidget(made, 1)
        return made

    def put(self, made: RecordTable, rows: Sequence[Row]) -> None:
        """Show rows, keeping the place; where the row is gone, the one that came into its place."""
        kept, at = made.current(), max(0, made.currentIndex().row())
        made.set_slices(Rows(rows))
        if rows and not (kept is not None and made.select(kept["id"])):
            made.select(rows[min(at, len(rows) - 1)]["id"])

    def line(self, *widgets: QWidget, stretch: bool = True) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(8))
        for widget in widgets:
            row.addWidget(widget)
        if stretch:
            row.addStretch(1)
        self.column.addLayout(row)
        return row

    def flow(self, *widgets: QWidget) -> QWidget:
        """Controls side by side, in several lines where there is too little room."""
        holder = QWidget()
        flow = FlowLayout(holder, gap=8, line_gap=6)
        for widget in widgets:
            flow.addWidget(widget)
        self.column.addWidget(holder)
        return holder


def chosen_rows(table: RecordTable) -> list[Row]:
    """The selected rows of a table, from above."""
    found: list[Any] = sorted(table.selectionModel().selectedRows(), key=lambda index: index.row())
    return [row for index in found if (row := table.records.row_at(index)) is not None]


def soft_focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
