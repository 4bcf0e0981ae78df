"""How the rows of a long list are painted: two lines a record, or the cells of a ledger; a box where it is ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from . import theme
from .chip import badge_size, paint_chip, paint_due
from .icons import pixmap
from .record_list import ListRow, RowDelegate

if TYPE_CHECKING:
    from .long_list import LongList

HEADING = 29
BOX = 16
State = QStyle.StateFlag


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
        hovered = bool(option.state & State.State_MouseOver)  # type: ignore[attr-defined]
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


class LedgerDelegate(QStyledItemDelegate):
    """Cells of a ledger: text that elides, state chips, deadline badges."""

    def __init__(self, view: LongList) -> None:
        super().__init__(view)
        self._view = view
        self._fonts = {bold: theme.font("body", bold=bold) for bold in (False, True)}
        self._metrics = QFontMetrics(self._fonts[False])

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(theme.scaled(80), theme.scaled(37))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        row = self._view.records.row_number(index.row())
        if row is None:
            return
        shown, area = self._view.records.shown(row), option.rect  # type: ignore[attr-defined]
        column, current = self._view.records.columns[index.column()], index.row() == self._view.currentIndex().row()
        ticking = self._view.ticks.some
        ticked = ticking and self._view.ticks.has(row["id"])
        hovered = bool(option.state & State.State_MouseOver)  # type: ignore[attr-defined]
        ground = "selected" if current or ticked else "hover" if hovered else "sheet"
        painter.fillRect(area, theme.colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        inside = area.adjusted(theme.scaled(10), 0, -theme.scaled(6), -1)
        if index.column() == 0:
            if ticking:
                paint_box(painter, inside, ticked=ticked)
                inside.setLeft(inside.left() + theme.scaled(BOX + 6))
            if current:
                painter.fillRect(area.left(), area.top(), theme.scaled(4), area.height() - 1, theme.colour("accent"))
        self._paint_cell(painter, inside, column.kind, column.show(row), shown)
        if current and self._view.hasFocus():
            self._paint_focus(painter, area, index.column())

    def _paint_cell(self, painter: QPainter, area: QRect, kind: str, words: str, shown: ListRow) -> None:
        if kind in ("due", "state"):
            text, tone = (shown.due, shown.due_tone) if kind == "due" else (shown.state, shown.tone)
            if text:
                size = badge_size(text, bold=kind == "due" and tone != "calm")
                place = QRect(area.left(), area.center().y() - size.height() // 2, size.width(), size.height())
                (paint_due if kind == "due" else paint_chip)(painter, place, text, tone)
                return
            words = "—" if kind == "due" else ""
        font = self._fonts[False]
        font.setStrikeOut(shown.voided)
        painter.setFont(font)
        painter.setPen(theme.colour("ink"))
        elided = words
        if self._metrics.horizontalAdvance(words) > area.width():
            elided = self._metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), elided)

    def _paint_focus(self, painter: QPainter, area: QRect, column: int) -> None:
        blue, width = theme.colour("focus"), 2
        painter.fillRect(area.left(), area.top(), area.width(), width, blue)
        painter.fillRect(area.left(), area.bottom() - width, area.width(), width, blue)
        if column == 0:
            painter.fillRect(area.left(), area.top(), width, area.height() - 1, blue)
        if column == len(self._view.records.columns) - 1:
            painter.fillRect(area.right() - width + 1, area.top(), width, area.height() - 1, blue)
