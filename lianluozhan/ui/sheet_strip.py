"""All pages small, one below the other, beside the sheets: the read one is marked, a key or a click goes to a page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from . import theme

WIDTH, THUMB, NUMBER = 116, 72, 22
MOST_KEPT = 400
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
Thumb = Callable[[int, int], QPixmap]  # number of the page and width to picture


class _Pages(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self.count

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return f"第 {index.row() + 1} 页" if role == Role.AccessibleTextRole else str(index.row() + 1)
        return None

    def grow(self, count: int) -> None:
        self.beginInsertRows(ROOT, self.count, count - 1)
        self.count = count
        self.endInsertRows()

    def start(self, count: int) -> None:
        self.beginResetModel()
        self.count = count
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def __init__(self, strip: SheetStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        number = index.row()
        return QSize(theme.scaled(THUMB), self._strip.height_of(number) + theme.scaled(NUMBER + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        current = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        if current:
            painter.fillRect(rect, theme.colour("selected"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme.scaled(4), rect.height()), theme.colour("accent"))
        picture = self._strip.picture(index.row())
        size = picture.deviceIndependentSize()
        left = rect.left() + (rect.width() - size.width()) / 2
        top = rect.top() + theme.scaled(6)
        painter.drawPixmap(round(left), top, picture)
        painter.setPen(theme.colour("accent" if current else "ink_soft"))
        below = QRect(rect.left(), top + round(size.height()), rect.width(), theme.scaled(NUMBER))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.row() + 1))
        if current and self._strip.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


class SheetStrip(QListView):
    """Pictures are made when they come into view."""

    page_wanted = Signal(int)

    def __init__(self, thumb: Thumb) -> None:
        super().__init__()
        self._thumb, self._sizes = thumb, list[tuple[float, float]]()
        self._pictures: dict[int, QPixmap] = {}
        self._pages = _Pages()
        self.setModel(self._pages)
        self.setItemDelegate(_Painter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(theme.scaled(WIDTH))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("各页缩略图")
        self.selectionModel().currentChanged.connect(self._moved)

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Other pages."""
        self._sizes = sizes
        self._pictures.clear()
        self._pages.start(len(sizes))

    def go_on(self) -> None:
        """There are more pages than before."""
        if len(self._sizes) > self._pages.count:
            self._pages.grow(len(self._sizes))

    def mark(self, number: int) -> None:
        """The page that is read."""
        if number != self.currentIndex().row() and number < self._pages.count:
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self._pages.index(number))
            self.selectionModel().blockSignals(False)
            self.scrollTo(self._pages.index(number))
            self.viewport().update()

    def _moved(self, current: QModelIndex) -> None:
        if current.isValid():
            self.page_wanted.emit(current.row())

    def height_of(self, number: int) -> int:
        """How high the picture of a page is."""
        width, height = self._sizes[number]
        return round(theme.scaled(THUMB) * height / width)

    def picture(self, number: int) -> QPixmap:
        """A page, small, pictured once."""
        if number not in self._pictures:
            while len(self._pictures) >= MOST_KEPT:
                del self._pictures[next(iter(self._pictures))]
            self._pictures[number] = self._thumb(number, theme.scaled(THUMB))
        return self._pictures[number]
