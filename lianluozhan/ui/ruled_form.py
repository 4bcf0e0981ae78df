"""The paper form on the screen: ruled cells with tinted labels; reading and entry look the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models.errors import InvalidRecord

from . import theme
from .editors import Editor, TextEditor
from .layout_rules import logical_width, pairs_per_row
from .text import Words, icon_label

LABEL_WIDTH = 84


class Cell(QFrame):
    """Holds one field; paints the focus and the problem of what it holds as its own edge."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "cell")
        self.content, self._focused = content, False
        self.problem = Words("", "problem")
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(theme.scaled(8), 0, theme.scaled(8), theme.scaled(3))
        line.addWidget(icon_label("circle-alert", "overdue", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.problem, 1)
        self._line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        layout.addWidget(content, 1)
        layout.addWidget(self._line)

    def show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self._line.setVisible(bool(sentence))
        self.update()

    def show_focus(self, focused: bool) -> None:
        if focused != self._focused:
            self._focused = focused
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._focused or self.problem.text():
            painter = QPainter(self)
            painter.setPen(QPen(theme.colour("focus" if self._focused else "overdue"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))


@dataclass
class _Pair:
    label: QFrame
    cell: Cell
    span: int


class RuledForm(QFrame):
    """Pairs of label and cell, three, two or one to a row; `span` is how many a cell takes, 3 the whole row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "grid")
        self._pairs: list[_Pair] = []
        self._cells: dict[str, Cell] = {}
        self._per_row = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(1)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def add(self, label: str, widget: QWidget, span: int = 1, name: str = "") -> QWidget:
        """The next cell; its name is `name` or the object name of the editor."""
        name = name or widget.objectName()
        widget.setObjectName(name)
        if not widget.accessibleName():
            widget.setAccessibleName(label)
        frame = QFrame()
        frame.setProperty("role", "label-cell")
        words = Words(label, "label")
        tall = isinstance(widget, TextEditor) or (span >= 3 and isinstance(widget, Words))
        words.setAlignment(Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(theme.scaled(10), theme.scaled(6), theme.scaled(4), theme.scaled(4))
        inside.addWidget(words)
        cell = Cell(widget)
        self._cells[name or label] = cell
        self._pairs.append(_Pair(frame, cell, max(1, min(span, 3))))
        self._per_row = 0
        self._arrange()
        return widget

    def add_text(self, label: str, text: str, span: int = 1, name: str = "") -> Words:
        """A cell to be read."""
        words = Words(text)
        words.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(theme.scaled(8), theme.scaled(3), theme.scaled(8), theme.scaled(3))
        inside.addWidget(words)
        self.add(label, holder, span, name)
        return words

    def editor(self, name: str) -> Any:
        """The widget in the cell of this name; an `Editor` where the cell is filled in."""
        return self._cells[name].content

    def values(self) -> dict[str, Any]:
        """What is in the fields by name; InvalidRecord with all that cannot be understood."""
        found: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name, cell in self._cells.items():
            if isinstance(cell.content, Editor):
                try:
                    found[name] = cell.content.value()
                except InvalidRecord as refusal:
                    problems |= refusal.problems
        if problems:
            raise InvalidRecord(problems)
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            cell = self._cells.get(name)
            if cell is not None and isinstance(cell.content, Editor):
                cell.content.set_value(value)

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Say at each field what is wrong, the focus to the first; returns what belongs to no field here."""
        for name, cell in self._cells.items():
            cell.show_problem(problems.get(name, ""))
        first = next((cell for name, cell in self._cells.items() if name in problems), None)
        if first:
            first.content.setFocus(Qt.FocusReason.OtherFocusReason)
        return [sentence for name, sentence in problems.items() if name not in self._cells]

    def clear_problems(self) -> None:
        self.show_problems({})

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        typing = now is not None and not isinstance(now, QAbstractButton)
        for cell in self._cells.values():
            cell.show_focus(typing and now is not None and cell.isAncestorOf(now))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(LABEL_WIDTH + 160), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        per_row = pairs_per_row(logical_width(self))
        if per_row == self._per_row:
            return
        self._per_row = per_row
        for pair in self._pairs:  # an item left over would keep the heights of its widget from being asked anew
            self._grid.removeWidget(pair.label)
            self._grid.removeWidget(pair.cell)
        for at in range(3):
            self._grid.setColumnMinimumWidth(at * 2, theme.scaled(LABEL_WIDTH) if at < per_row else 0)
            self._grid.setColumnStretch(at * 2 + 1, 1 if at < per_row else 0)
        for row, places in enumerate(self._rows(per_row)):
            for pair, column, span in places:
                self._grid.addWidget(pair.label, row, column * 2)
                self._grid.addWidget(pair.cell, row, column * 2 + 1, 1, span * 2 - 1)

    def _rows(self, per_row: int) -> list[list[tuple[_Pair, int, int]]]:
        """Each pair with its column and how many it takes; the last of a row takes what is left."""
        rows: list[list[tuple[_Pair, int, int]]] = []
        used = per_row
        for pair in self._pairs:
            span = min(pair.span, per_row)
            if used + span > per_row:
                rows.append([])
                used = 0
            rows[-1].append((pair, used, span))
            used += span
        for row in rows:
            last, column, _ = row[-1]
            row[-1] = (last, column, per_row - column)
        return rows
