"""How the rows of a long list are painted: two lines a record, or the cells of a ledger; a box where it is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from . import theme
from .chip import badge_size, paint_chip, paint_due
from .icons import pixmap
from .record_list import ListRow, RowDelegate

if TYPE_CHECKING:
    from .long_list import LongList
    from .long_model import LedgerColumn

HEADING = 29
BOX = 16


class TwoLineDelegate(RowDelegate):
    """The rows of `RecordList`, with the heading of a group above the first of it."""

    def __init__(self, view: LongList) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        found = index.data(Qt.ItemDataRole.UserRole)
        if found is None:
            return
        row, shown = found
        area, ticks = QRect(option.rect), self._view.ticks  # type: ignore[attr-defined]
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        if area.height() > theme.scaled(71):
            heading = QRect(area.left(), area.top(), area.width(), theme.scaled(HEADING))
            _paint_heading(painter, heading, self._view.records.heading(index.row()))
            area.setTop(heading.bottom() + 1)
        ticked = ticks.some and ticks.has(row["id"])
        hovered = index.row() == self._view.hovered_row
        ground = "selected" if current or ticked else "hover" if hovered else "sheet"
        painter.fillRect(area, theme.colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        if current:
            painter.fillRect(area.left(), area.top(), theme.scaled(4), area.height() - 1, theme.colour("accent"))
        inside = QRect(area)
        if ticks.some:
            box = QRect(area.left() + theme.scaled(14), area.top(), theme.scaled(BOX), area.height())
            paint_box(painter, box, ticked=ticked)
            inside.setLeft(box.right() - theme.scaled(4))
        self._paint_row(painter, inside, shown, current)
        if current and self._view.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(theme.scaled(200), theme.scaled(71))


def _paint_heading(painter: QPainter, area: QRect, words: str) -> None:
    painter.fillRect(area, theme.colour("tint"))
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("ink_soft"))
    painter.drawText(area.adjusted(theme.scaled(16), 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words)


def paint_box(painter: QPainter, area: QRect, *, ticked: bool) -> None:
    """A small box, filled and with a tick when it is on."""
    side = theme.scaled(BOX)
    box = QRect(area.left(), area.center().y() - side // 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent" if ticked else "edge"), 1))
    painter.setBrush(theme.colour("accent" if ticked else "sheet"))
    painter.drawRoundedRect(box, theme.scaled(3), theme.scaled(3))
    if ticked:
        painter.drawPixmap(box, pixmap("check", "on_accent", BOX))
    painter.restore()


def on_limit(view: LongList, index: QModelIndex, at: QPoint) -> bool:
    """Whether a point lies on the badge of a row's limit."""
    row = view.records.row_at(index)
    shown = view.records.shown(row) if row else None
    if shown is None or not shown.due:
        return False
    size, area = badge_size(shown.due, bold=shown.due_tone != "calm"), view.visualRect(index)
    if view.records.columns:
        in_place = at.x() <= area.left() + theme.scaled(10) + size.width()
        return in_place and view.records.columns[index.column()].kind == "due"
    top = area.bottom() - theme.scaled(71)
    return at.x() >= area.right() - theme.scaled(12) - size.width() and top <= at.y() <= top + theme.scaled(36)


class LedgerDelegate(QStyledItemDelegate):
    """Cells of a ledger: text that elides, state chips, deadline badges. What does not change is looked up once."""

    def __init__(self, view: LongList) -> None:
        super().__init__(view)
        self._view = view
        self._font, self._struck = theme.font("body"), theme.font("body")
        self._struck.setStrikeOut(True)
        self._metrics = QFontMetrics(self._font)
        self._line, self._ink, self._lit = theme.colour("line"), theme.colour("ink"), theme.colour("selected")
        self._hovered, self._accent = theme.colour("hover"), theme.colour("accent")
        self._left, self._right, self._bar = theme.scaled(10), theme.scaled(6), theme.scaled(4)
        self._box = theme.scaled(BOX + 6)
        self._elided: dict[tuple[str, int], str] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(theme.scaled(80), theme.scaled(37))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        view, column, at = self._view, index.column(), index.row()
        current = at == view.current_row
        whole = view.whole_rows and not current  # Qt itself tints each cell of the current row first
        if column and whole:  # painted with the first of its row
            return
        row = view.records.row_number(at)
        if row is None:
            return
        shown = view.records.shown(row)
        left, top, width, height = option.rect.getRect()  # type: ignore[attr-defined]
        if whole:
            left, width = 0, view.viewport().width()
        ticked = view.ticks.some and view.ticks.has(row["id"])
        if current or ticked or at == view.hovered_row:
            painter.fillRect(left, top, width, height, self._lit if current or ticked else self._hovered)
        painter.fillRect(left, top + height - 1, width, 1, self._line)
        if current and not column:
            painter.fillRect(left, top, self._bar, height - 1, self._accent)
        painter.setFont(self._struck if shown.voided else self._font)
        painter.setPen(self._ink)
        base = top + (height - 1 - self._metrics.height()) // 2 + self._metrics.ascent()
        for which, start, room in view.places if whole else view.places[column : column + 1]:
            start, end = start + self._left, start + room - self._right
            if which == 0 and view.ticks.some:
                paint_box(painter, QRect(start, top, room, height - 1), ticked=ticked)
                start += self._box
            self._paint_cell(
                painter, start, top, end - start, height - 1, base, view.records.columns[which], row, shown
            )
        if current and view.hasFocus():
            self._paint_focus(painter, QRect(left, top, width, height), column)

    def _paint_cell(
        self,
        painter: QPainter,
        left: int,
        top: int,
        width: int,
        height: int,
        base: int,
        column: LedgerColumn,
        row: Any,
        shown: ListRow,
    ) -> None:
        if column.kind == "text":
            words = column.show(row)
        else:
            text, tone = (shown.due, shown.due_tone) if column.kind == "due" else (shown.state, shown.tone)
            if text:
                size = badge_size(text, bold=column.kind == "due" and tone != "calm")
                place = QRect(left, top + (height - size.height()) // 2, size.width(), size.height())
                (paint_due if column.kind == "due" else paint_chip)(painter, place, text, tone)
                return
            words = "—"
        if words:
            key = (words, width)
            fitting = self._elided.get(key)
            if fitting is None:
                if len(self._elided) > 5000:
                    self._elided.clear()
                fitting = self._elided[key] = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
            painter.drawText(left, base, fitting)

    def _paint_focus(self, painter: QPainter, area: QRect, column: int) -> None:
        blue, width = theme.colour("focus"), 2
        painter.fillRect(area.left(), area.top(), area.width(), width, blue)
        painter.fillRect(area.left(), area.bottom() - width, area.width(), width, blue)
        if column == 0:
            painter.fillRect(area.left(), area.top(), width, area.height() - 1, blue)
        if column == len(self._view.records.columns) - 1:
            painter.fillRect(area.right() - width + 1, area.top(), width, area.height() - 1, blue)
