"""The list that drops from a chooser: it lies in the window, never has the focus, and so disturbs no input method."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from .. import theme
from .offers import Offer

MOST = 100  # more lines nobody reads; the rest is found by typing on
_IN_SIGHT, _LEAST, _NARROWEST = 10, 5, 360


@lru_cache
def _type(step: str, bold: bool, percent: int) -> tuple[QFont, QFontMetrics]:
    font = theme.font(step, bold=bold)
    return font, QFontMetrics(font)


class _OfferModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.offers: list[Offer] = []
        self.remark = ""

    def show(self, offers: Sequence[Offer], remark: str) -> None:
        self.beginResetModel()
        self.offers, self.remark = list(offers[:MOST]), remark
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.offers) + bool(self.remark)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.offers[index.row()].words if index.row() < len(self.offers) else self.remark
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.row() < len(self.offers):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _OfferPainter(QStyledItemDelegate):
    """The word itself, then in grey where it stands, at the right end whether it was used lately."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, _OfferModel)
        area: QRect = option.rect  # type: ignore[attr-defined]
        view = self.parent()
        assert isinstance(view, QListView)
        painter.save()
        current = view.currentIndex() == index
        if current:
            painter.fillRect(area, theme.colour("selected"))
            painter.fillRect(area.adjusted(0, 0, theme.scaled(4) - area.width(), 0), theme.colour("accent"))
        room = area.adjusted(theme.scaled(12), 0, -theme.scaled(10), 0)
        if index.row() >= len(model.offers):
            self._words(painter, room, model.remark, "ink_faint", small=True)
        else:
            offer = model.offers[index.row()]
            if offer.is_recent:
                used = self._words(painter, room, "最近", "ink_faint", small=True, right=True)
                room.adjust(0, 0, -used - theme.scaled(8), 0)
            used = self._words(painter, room, offer.leaf, "ink", bold=current)
            room.adjust(used + theme.scaled(10), 0, 0, 0)
            if offer.above and room.width() > theme.scaled(24):
                self._words(painter, room, offer.above, "ink_faint", small=True)
        painter.restore()

    def _words(
        self,
        painter: QPainter,
        room: QRect,
        words: str,
        colour: str,
        *,
        small: bool = False,
        bold: bool = False,
        right: bool = False,
    ) -> int:
        font, metrics = _type("small" if small else "body", bold, theme.percent())
        wide = metrics.horizontalAdvance(words)
        shown = words if wide <= room.width() else metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(theme.colour(colour))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        return min(wide, room.width())


class OfferList(QFrame):
    """Opened under its field, or above it where there is more room; `taken` when a line is clicked."""

    taken = Signal(object)  # Offer
    moved = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("role", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._model = _OfferModel()
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(_OfferPainter(self.view))
        self.view.setProperty("role", "bare")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName("可选的")
        self.view.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, theme.scaled(4), 1, theme.scaled(4))
        layout.addWidget(self.view)
        self.hide()

    def show_offers(self, offers: Sequence[Offer], remark: str = "", *, at: int = 0) -> None:
        """Fill the list, the line `at` current, and open it; `remark` is a last line that cannot be taken."""
        if len(offers) > MOST:
            remark = f"还有 {len(offers) - MOST} 个，接着打字就能找到"
        self._model.show(offers, remark)
        self.view.setCurrentIndex(self._model.index(min(at, len(self._model.offers) - 1)))
        self._place()
        if not self.isVisible():
            application = QApplication.instance()
            assert application is not None
            application.installEventFilter(self)
            self.show()
        self.raise_()

    def current(self) -> Offer | None:
        row = self.view.currentIndex().row()
        return self._model.offers[row] if 0 <= row < len(self._model.offers) else None

    def offers(self) -> list[Offer]:
        return self._model.offers

    def move_by(self, lines: int) -> None:
        """Make another line current; beyond the ends it goes round."""
        count = len(self._model.offers)
        if not count:
            return
        row = self.view.currentIndex().row() + lines
        row = row % count if abs(lines) == 1 else max(0, min(row, count - 1))
        self.view.setCurrentIndex(self._model.index(row))
        self.moved.emit(self._model.offers[row])

    def close_list(self) -> None:
        if self.isVisible():
            application = QApplication.instance()
            assert application is not None
            application.removeEventFilter(self)
            self.hide()

    def _clicked(self, index: QModelIndex) -> None:
        if index.row() < len(self._model.offers):
            self.taken.emit(self._model.offers[index.row()])

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        lines = min(self._model.rowCount(), _IN_SIGHT)
        height = lines * theme.scaled(32) + 2 * theme.scaled(4) + 2
        width = min(max(self._field.width(), theme.scaled(_NARROWEST)), window.width())
        top = self._field.mapTo(window, QPoint(0, 0))
        below = top.y() + self._field.height() + 2
        room = window.height() - below
        if room < min(height, theme.scaled(32) * _LEAST) and top.y() - 2 > room:
            height = min(height, top.y() - 2)
            below = top.y() - 2 - height
        height = min(height, window.height() - below)
        left = max(0, min(top.x() - 2, window.width() - width))
        self.setGeometry(left, below, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel) and isinstance(watched, QWidget):
            if not (self.isAncestorOf(watched) or watched is self._field or self._field.isAncestorOf(watched)):
                self.close_list()
        elif kind == QEvent.Type.Resize and watched is self._field.window():
            self.close_list()
        return False
