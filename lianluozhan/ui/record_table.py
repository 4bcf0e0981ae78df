"""The one table behind ledgers and short lists: columns over a listing, read in slices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from . import theme
from .slices import LoadedRows, Row, Slices
from .text import tip_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()


@dataclass(frozen=True)
class Column:
    """A column: its title, the key of the row, how a value is shown; width 0 takes the rest."""

    title: str
    key: str
    show: Callable[[Any], str] = str
    align: str = "left"
    width: int = 0


class RecordTableModel(QAbstractTableModel):
    """Rows are fetched as they scroll into view."""

    def __init__(self, columns: Sequence[Column], slices: Slices) -> None:
        super().__init__()
        self.columns, self.loaded = tuple(columns), LoadedRows(slices)
        self._struck = QFont()
        self._struck.setStrikeOut(True)
        self.reload()

    def reload(self) -> None:
        self.beginResetModel()
        self.loaded.read()
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        return self.loaded.rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.loaded.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and self.loaded.more

    def fetchMore(self, parent: Index = ROOT) -> None:
        if found := self.loaded.next_slice():
            first = len(self.loaded.rows)
            self.beginInsertRows(ROOT, first, first + len(found) - 1)
            self.loaded.rows.extend(found)
            self.endInsertRows()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.FontRole and index.column() == 0 and self.loaded.rows[index.row()].get("voided_on"):
            return self._struck  # the number of what was voided
        if role not in (Role.DisplayRole, Role.ToolTipRole):
            return None
        value = self.loaded.rows[index.row()][column.key]
        shown = "" if value is None else column.show(value)
        return tip_text(shown) if role == Role.ToolTipRole else shown

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.columns[section].title
        return None


class RecordTable(QTableView):
    """Whole rows are chosen; Enter or a double click opens one; reading again keeps the place."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], slices: Slices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns, self._quiet = tuple(columns), False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(36))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.activated.connect(lambda index: self.opened.emit(self.records.row_at(index)))
        self.set_slices(slices)

    def moveCursor(self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last line; whole lines are chosen, and not cells of one."""
        if action in (QTableView.CursorAction.MoveHome, QTableView.CursorAction.MoveEnd):
            row = 0 if action == QTableView.CursorAction.MoveHome else self.records.rowCount() - 1
            return self.records.index(row, max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def set_slices(self, slices: Slices) -> None:
        """Show another listing in the same columns."""
        self.records = RecordTableModel(self._columns, slices)
        self.records.setParent(self)
        self.setModel(self.records)
        self.selectionModel().currentRowChanged.connect(self._moved)
        for at, column in enumerate(self._columns):
            if column.width:
                self.setColumnWidth(at, theme.scaled(column.width))
            else:
                self.horizontalHeader().setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)

    def reload(self) -> None:
        row, place = self.current(), self.verticalScrollBar().value()
        self._quiet = True
        self.records.reload()
        if row is not None:
            self.select(row["id"])
        self.verticalScrollBar().setValue(place)
        self._quiet = False
        if row is not None and self.current() is None:
            self.chosen.emit(None)

    def current(self) -> Row | None:
        return self.records.row_at(self.currentIndex())

    def select(self, id_: Any) -> bool:
        """Make a record current if it has been read."""
        for at, row in enumerate(self.records.loaded.rows):
            if row["id"] == id_:
                self.setCurrentIndex(self.records.index(at, 0))
                return True
        return False

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if not self._quiet:
            self.chosen.emit(self.records.row_at(now))
