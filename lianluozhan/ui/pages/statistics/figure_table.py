"""A ruled table of figures: each that counts something opens it with Enter or a click; bars beside counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ... import theme
from ...layout_rules import logical_width
from ...text import tip_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
ROW, PAD, BAR, FILLER = 34, 10, 14, 160


@dataclass(frozen=True)
class Heading:
    """A column: its title, its logical width (0 takes the rest), from which width of the table it is shown."""

    title: str
    width: int = 0
    figures: bool = True
    needs: int = 0


@dataclass(frozen=True)
class Shown:
    """What a cell shows; `opens` names what a figure counts, `bar` is a share of the longest bar."""

    text: str = ""
    opens: str = ""
    bar: float | None = None
    strong: bool = False
    indent: int = 0
    tip: str = ""


class FigureModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.headings: Sequence[Heading] = ()
        self.rows: Sequence[Sequence[Shown]] = ()

    def show(self, headings: Sequence[Heading], rows: Sequence[Sequence[Shown]]) -> None:
        self.beginResetModel()
        self.headings, self.rows = headings, rows
        self.endResetModel()

    def cell(self, index: Index) -> Shown:
        return self.rows[index.row()][index.column()] if index.isValid() else Shown()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        cell = self.cell(index)
        if role == Role.DisplayRole:
            return cell.text
        if role == Role.ToolTipRole:
            return tip_text(cell.tip)
        if role == Role.AccessibleTextRole:
            name = self.rows[index.row()][0].text
            heading = self.headings[index.column()].title
            return "，".join(filter(None, (name if index.column() else "", heading, cell.text)))
        if role == Role.AccessibleDescriptionRole and cell.opens:
            return "按 Enter 看是哪些件"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.headings):
            return None
        if role == Role.DisplayRole:
            return self.headings[section].title
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.headings[section].figures else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class FigureDelegate(QStyledItemDelegate):
    """Figures that open something in the colour of links, underlined where the cursor stands; grey bars."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.scaled(60), theme.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, FigureModel)
        cell, heading = model.cell(index), model.headings[index.column()]
        area, state = option.rect, option.state  # type: ignore[attr-defined]
        current = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(cell.opens) and bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        ground = "selected" if current else "hover" if hovered else "tint" if cell.strong else "sheet"
        painter.fillRect(area, theme.colour(ground))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        inside = area.adjusted(theme.scaled(PAD + 16 * cell.indent), 0, -theme.scaled(PAD), -1)
        if cell.bar is not None:
            self._paint_bar(painter, inside, cell.bar)
        font = theme.font("body", bold=cell.strong)
        font.setUnderline(bool(cell.opens) and (current or hovered))
        painter.setFont(font)
        painter.setPen(theme.colour("link" if cell.opens else "ink"))
        side = Qt.AlignmentFlag.AlignRight if heading.figures else Qt.AlignmentFlag.AlignLeft
        words = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(side | Qt.AlignmentFlag.AlignVCenter), words)
        if current and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def _paint_bar(self, painter: QPainter, inside: QRect, share: float) -> None:
        high = theme.scaled(BAR)
        long = max(round(inside.width() * share), 1 if share > 0 else 0)
        bar = QRect(inside.left(), inside.center().y() - high // 2, long, high)
        painter.fillRect(bar, theme.colour("edge"))


class FigureTable(QTableView):
    """Cells are gone through with the arrow keys; `opened` tells what the chosen figure counts."""

    opened = Signal(str)
    moved = Signal(int)  # the row in which the cursor stands

    def __init__(self, name: str) -> None:
        super().__init__()
        self.figures = FigureModel()
        self.setModel(self.figures)
        self.setItemDelegate(FigureDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setMinimumHeight(theme.scaled(3 * ROW))
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(theme.scaled(40))
        self.selectionModel().currentChanged.connect(lambda now, _: self.moved.emit(now.row()))

    def show_figures(self, headings: Sequence[Heading], rows: Sequence[Sequence[Shown]]) -> None:
        """Other figures; the cursor stays where it was as far as there is such a place."""
        now, place = self.currentIndex(), self.verticalScrollBar().value()
        same = tuple(headings) == tuple(self.figures.headings)
        row, column = (now.row(), now.column()) if now.isValid() and same else (0, 1)
        self.figures.show(headings, rows)
        self._fit()
        if rows:
            self.setCurrentIndex(self.figures.index(min(row, len(rows) - 1), min(column, len(headings) - 1)))
        if same:
            self.verticalScrollBar().setValue(place)

    def _fit(self) -> None:
        """Columns that there is no room for go; one takes what is left, the first where that one has gone."""
        room, header, headings = logical_width(self), self.horizontalHeader(), self.figures.headings
        wide = next((at for at, heading in enumerate(headings) if not heading.width and heading.needs <= room), 0)
        for at, heading in enumerate(headings):
            self.setColumnHidden(at, heading.needs > room)
            if at == wide:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(at, theme.scaled(heading.width or FILLER))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.figures.cell(index).opens:
            self.opened.emit(self.figures.cell(index).opens)

    def open_current(self) -> None:
        """What the figure under the cursor counts; on a name, its first figure."""
        index = self.currentIndex()
        if not index.isValid():
            return
        row = self.figures.rows[index.row()]
        opens = row[index.column()].opens or next((cell.opens for cell in row if cell.opens), "")
        if opens:
            self.opened.emit(opens)
