"""A list of records in two lines each, in groups, painted and read in slices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from . import theme
from .chip import badge_size, paint_chip, paint_due
from .slices import LoadedRows, Row, Slices
from .text import tip_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()


@dataclass(frozen=True)
class ListRow:
    """What a row shows."""

    title: str
    detail: str = ""
    due: str = ""
    due_tone: str = "calm"
    state: str = ""
    tone: str = "calm"
    group: str = ""
    voided: bool = False


class RecordListModel(QAbstractListModel):
    """Rows and, where the group changes, a heading that cannot be chosen."""

    def __init__(self, slices: Slices, show: Callable[[Row], ListRow], counts: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self.loaded, self.show, self.counts = LoadedRows(slices), show, dict(counts or {})
        self._entries: list[tuple[Row | None, ListRow]] = []
        self.reload()

    def reload(self) -> None:
        self.beginResetModel()
        self.loaded.read()
        self._entries = self._with_headings(self.loaded.rows, None)
        self.endResetModel()

    def _with_headings(self, rows: list[Row], last: str | None) -> list[tuple[Row | None, ListRow]]:
        entries: list[tuple[Row | None, ListRow]] = []
        for row in rows:
            shown = self.show(row)
            if shown.group and shown.group != last:
                count = self.counts.get(shown.group)
                entries.append((None, ListRow(shown.group if count is None else f"{shown.group} {count}")))
            last = shown.group
            entries.append((row, shown))
        return entries

    def row_at(self, index: Index) -> Row | None:
        return self._entries[index.row()][0] if index.isValid() else None

    def place_of(self, id_: Any) -> QModelIndex:
        for at, (row, _) in enumerate(self._entries):
            if row is not None and row["id"] == id_:
                return self.index(at)
        return QModelIndex()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return not parent.isValid() and self.loaded.more

    def fetchMore(self, parent: Index = ROOT) -> None:
        found = self.loaded.next_slice()
        entries = self._with_headings(found, self._entries[-1][1].group if self._entries else None)
        if entries:
            self.beginInsertRows(ROOT, len(self._entries), len(self._entries) + len(entries) - 1)
            self.loaded.rows.extend(found)
            self._entries.extend(entries)
            self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.row_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, shown = self._entries[index.row()]
        if role == Role.UserRole:
            return (row, shown)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return "，".join(filter(None, (shown.title, shown.detail, shown.due, shown.state)))
        return tip_text(shown.title) if role == Role.ToolTipRole and row else None


class RowDelegate(QStyledItemDelegate):
    """Paints headings of 28 and rows of 71 pixels."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(71 if index.data(Role.UserRole)[0] is not None else 29))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, shown = index.data(Role.UserRole)
        area, state = option.rect, option.state  # type: ignore[attr-defined]
        current = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        ground = "tint" if row is None else "selected" if current else "hover" if hovered else "sheet"
        painter.fillRect(area, theme.colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        if row is None:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("ink_soft"))
            painter.drawText(area.adjusted(theme.scaled(16), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), shown.title)
        else:
            self._paint_row(painter, area, shown, current)
            if current:
                painter.fillRect(area.left(), area.top(), theme.scaled(4), area.height() - 1, theme.colour("accent"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_row(self, painter: QPainter, area: QRect, shown: ListRow, current: bool) -> None:
        inside = area.adjusted(theme.scaled(16), theme.scaled(8), -theme.scaled(12), -theme.scaled(8))
        half = inside.height() // 2
        due, chip = badge_size(shown.due, bold=shown.due_tone != "calm"), badge_size(shown.state)
        for text, size, top, how, tone in (
            (shown.due, due, inside.top(), paint_due, shown.due_tone),
            (shown.state, chip, inside.top() + half, paint_chip, shown.tone),
        ):
            if text:
                left = inside.right() - size.width() + 1
                how(
                    painter,
                    QRect(left, top + (half - size.height()) // 2, size.width(), size.height()),
                    text,
                    tone,
                )
        for text, top, step, ink, right in (
            (shown.title, inside.top(), "body", "ink", due.width() if shown.due else 0),
            (shown.detail, inside.top() + half, "small", "ink_soft", chip.width() if shown.state else 0),
        ):
            font = theme.font(step, bold=current and step == "body")
            font.setStrikeOut(shown.voided)
            room = QRect(inside.left(), top, inside.width() - right - theme.scaled(8), half)
            painter.setFont(font)
            painter.setPen(theme.colour(ink))
            words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)


class RecordList(QListView):
    """The list of a page: `chosen` when another record becomes current, `opened` by Enter or double click."""

    chosen = Signal(object)  # the row, or None
    opened = Signal(object)

    def __init__(self, slices: Slices, show: Callable[[Row], ListRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(RowDelegate(self))
        self._quiet = False
        self.activated.connect(lambda index: self.opened.emit(self.records.row_at(index)))
        self.set_slices(slices, show)

    def set_slices(
        self, slices: Slices, show: Callable[[Row], ListRow], counts: Mapping[str, int] | None = None
    ) -> None:
        """Show another listing."""
        self.records = RecordListModel(slices, show, counts)
        self.records.setParent(self)
        self.setModel(self.records)
        self.selectionModel().currentChanged.connect(self._moved)

    def reload(self) -> None:
        """Read again, keeping the current record and the place."""
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

    def moveCursor(self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and PageUp come to the first record, not to the heading above it."""
        found = super().moveCursor(action, modifiers)
        return self.records.index(1) if found.row() == 0 and self.records.row_at(found) is None else found

    def select(self, id_: Any) -> bool:
        """Make a record current if it has been read."""
        index = self.records.place_of(id_)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def _moved(self, now: QModelIndex, _: QModelIndex) -> None:
        if not self._quiet:
            self.chosen.emit(self.records.row_at(now))
