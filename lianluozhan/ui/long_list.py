"""A list of any length: two-line rows or a ledger, ticked with Space, kept in place when it is read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView, QWidget

from . import theme
from .long_delegates import HEADING, LedgerDelegate, TwoLineDelegate, on_limit
from .long_model import LedgerColumn, LongModel, Show
from .row_window import SLICE, Listed, Row
from .ticks import Ticks

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ROW, LEDGER_ROW = 71, 37
MOST_AT_ONCE = 5000  # rows ticked by one Shift


class LongList(QTableView):
    """`chosen` when another record becomes current, `opened` by Enter or a click; `ticks` are kept by id."""

    chosen = Signal(object)  # the row, or None
    opened = Signal(object)
    counted = Signal()
    sort_wanted = Signal(str)  # key of a column
    columns_moved = Signal(object)  # their keys in the order seen

    def __init__(self, listed: Listed, show: Show, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ticks = Ticks(self)
        self._quiet, self._from = False, -1
        self._hurry = QTimer(self, singleShot=True, interval=80)  # a key held down shows only where it stops
        self._hurry.timeout.connect(lambda: self.chosen.emit(self.current()))
        self._columns: tuple[LedgerColumn, ...] = ()
        self._tall: set[int] = set()
        self.whole_rows, self.places = False, list[tuple[int, int, int]]()
        self._held, self.current_row, self.hovered_row = False, -1, -1
        self.on_limit = False  # whether the last click hit the badge of a limit
        self.entered.connect(lambda index: self._hover(index.row()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSectionsMovable(True)
        head.sectionMoved.connect(lambda *_: self._columns_moved())
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionClicked.connect(self._head_clicked)
        self.ticks.changed.connect(self.viewport().update)
        self.activated.connect(lambda index: self.opened.emit(self.records.row_at(index)))
        self.set_listed(listed, show)

    # What is shown ---------------------------------------------------------------------------------------------------

    def set_listed(self, listed: Listed, show: Show) -> None:
        """Show another list."""
        old = getattr(self, "records", None)
        self.records = LongModel(listed, show)
        self.records.setParent(self)
        self.records.columns = self._columns
        self.setModel(self.records)
        if old is not None:
            old.deleteLater()
        self.records.counted.connect(self.counted)
        self.records.modelReset.connect(self._lay_out)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self._lay_out()

    def set_columns(self, columns: Sequence[LedgerColumn]) -> None:
        """The columns of a ledger, or none for two-line rows; record and place stay."""
        if tuple(columns) != self._columns or not self.model():
            row = self.current()
            self._quiet = True
            self._columns = tuple(columns)
            self.records.set_columns(columns)
            if row is not None:
                self.select(row["id"])
            self._quiet = False

    def set_sorted(self, key: str, *, descending: bool) -> None:
        """Show by which column the list is ordered."""
        keys = [column.key for column in self._columns]
        self.horizontalHeader().setSortIndicatorShown(key in keys)
        if key in keys:
            order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
            self.horizontalHeader().setSortIndicator(keys.index(key), order)

    def _lay_out(self) -> None:
        self.setItemDelegate(LedgerDelegate(self) if self._columns else TwoLineDelegate(self))
        self.horizontalHeader().setVisible(bool(self._columns))
        self.verticalHeader().setDefaultSectionSize(theme.scaled(LEDGER_ROW if self._columns else ROW))
        for at in self._tall:
            self.setRowHeight(at, self.verticalHeader().defaultSectionSize())
        self._tall = set()
        self._straighten()
        for at, column in enumerate(self._columns or (LedgerColumn("", ""),)):
            mode = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(at, mode)
            if column.width:
                self.setColumnWidth(at, theme.scaled(column.width))
        self._make_room()

    def _straighten(self) -> None:
        """Columns stand in their own order again; a model with others takes over."""
        head = self.horizontalHeader()
        head.blockSignals(True)
        for at in range(head.count()):
            head.moveSection(head.visualIndex(at), at)
        head.blockSignals(False)

    def _make_room(self) -> None:
        """Rows that begin a group are taller by its heading."""
        if self._columns or not self.records.rowCount():
            return
        first = max(0, self.rowAt(0))
        for at in range(first, min(first + SLICE // 4, self.records.rowCount())):
            tall = bool(self.records.heading(at))
            if tall != (at in self._tall):
                self._tall ^= {at}
                self.setRowHeight(at, theme.scaled(ROW + HEADING * tall))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ledger's rows are painted whole where all of a row is to be painted."""
        head = self.horizontalHeader()
        order = sorted(range(len(self._columns)), key=head.visualIndex)
        self.places = [(at, self.columnViewportPosition(at), self.columnWidth(at)) for at in range(len(order))]
        straight = order == list(range(len(order)))
        self.whole_rows = bool(order) and straight and event.rect().width() >= self.viewport().width()
        super().paintEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if not self._columns:
            QTimer.singleShot(0, self, self._make_room)

    # Place and record ------------------------------------------------------------------------------------------------

    def reload(self, listed: Listed) -> None:
        """Read again, keeping the current record and the place."""
        row, bar = self.current(), self.verticalScrollBar()
        place, inside = bar.value(), self.rowViewportPosition(self.currentIndex().row())
        self._quiet = True
        self.records.read_again(listed)
        if row is not None and self.select(row["id"], scroll=False) and 0 <= inside < self.viewport().height():
            bar.setValue(self.verticalHeader().sectionPosition(self.currentIndex().row()) - inside)
        else:
            bar.setValue(place)
        self._quiet = False
        self._make_room()
        if row is not None and self.current() is None:
            self.chosen.emit(None)

    def current(self) -> Row | None:
        return self.records.row_at(self.currentIndex())

    def select(self, id_: Any, *, scroll: bool = True) -> bool:
        """Make a record current if it is listed."""
        at = self.records.place_of(id_)
        if at is None or at >= self.records.rowCount():
            return False
        self.setAutoScroll(scroll)
        self.setCurrentIndex(self.records.index(at, 0))
        self.setAutoScroll(True)
        return True

    def go(self, at: int) -> bool:
        """Make the record at a place current; False when there is none."""
        if not 0 <= at < self.records.rowCount():
            return False
        self.setCurrentIndex(self.records.index(at, 0))
        return True

    def go_to_end(self) -> None:
        self.records.show_tail()
        self.go(self.records.rowCount() - 1)

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        self.current_row = now.row()
        if self._held:
            self._hurry.start()
        elif not self._quiet:
            self._hurry.stop()
            self.chosen.emit(self.records.row_at(now))

    def _head_clicked(self, section: int) -> None:
        if section < len(self._columns):
            self.sort_wanted.emit(self._columns[section].key)

    def _columns_moved(self) -> None:
        head = self.horizontalHeader()
        keys = [self._columns[head.logicalIndex(at)].key for at in range(len(self._columns))]
        if keys != [column.key for column in self._columns]:
            QTimer.singleShot(0, self, lambda: self.columns_moved.emit(keys))

    def _hover(self, at: int) -> None:
        """The whole row under the mouse is lit, not a cell of it."""
        for row in {self.hovered_row, at} - {-1}:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), height)
        self.hovered_row = at

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    # Ticks -----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = event.key(), bool(event.modifiers() & Modifier.ShiftModifier)
        control = bool(event.modifiers() & Modifier.ControlModifier)
        row, before = self.current(), self.currentIndex().row()
        self._held = event.isAutoRepeat()
        if key == Key.Key_Space and not shift and not control:
            if row is not None:
                self._from = before
                self.ticks.toggle(row["id"])
        elif key == Key.Key_A and control:
            self.ticks.everything()
        elif key == Key.Key_Home:
            self.go(0)
        elif key == Key.Key_End:
            self.go_to_end()
        elif key in (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown) and (shift or control):
            plain = QKeyEvent(event.type(), key, Modifier.NoModifier)
            super().keyPressEvent(plain)
        else:
            super().keyPressEvent(event)
        self._held = False
        if shift and self.currentIndex().row() != before:
            self.tick_between(before, self.currentIndex().row())

    def tick_between(self, one: int, other: int) -> None:
        """Tick all from one place to another."""
        first, last = sorted((max(0, one), max(0, other)))
        last = min(last, first + MOST_AT_ONCE)
        rows = (self.records.row_number(at) for at in range(first, last + 1))
        self._from = other
        self.ticks.add(row["id"] for row in rows if row is not None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        before = self.currentIndex().row()
        self.on_limit = on_limit(self, index, event.position().toPoint())
        super().mousePressEvent(event)
        row = self.records.row_at(index)
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.modifiers() & Modifier.ControlModifier or self.on_box(event.position().x()):
            self._from = index.row()
            self.ticks.toggle(row["id"])
        elif event.modifiers() & Modifier.ShiftModifier:
            self.tick_between(self._from if self._from >= 0 else before, index.row())

    def on_box(self, x: float) -> bool:
        """Whether something there hits the box of a row; boxes are shown once something is ticked."""
        return self.ticks.some and x < theme.scaled(34)
