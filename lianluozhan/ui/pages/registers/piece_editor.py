"""The pieces found in a box, one row each: what it says, what was done with it; Enter goes on to the next piece."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.boxes import BY_HAND, NOTED, Treatment

from ... import theme
from ...editors import ChoiceEditor, LineEditor, TextEditor
from ...text import icon_button, link, plain

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PieceEditor(QWidget):
    """The value is a list of rows: id (0 for a new piece), summary, treatment, note. Tab comes from `after`."""

    changed = Signal()

    def __init__(self, name: str, after: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self._after = after
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.scaled(8))
        self.more = link("再写一件", icon="plus")
        self.more.clicked.connect(self.write_next)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_value([])

    def value(self) -> list[dict[str, Any]]:
        """The rows with something in them; those below the last such row are left out."""
        rows = [row.value() for row in self._rows]
        while rows and rows[-1] == _EMPTY:
            rows.pop()
        return rows

    def set_value(self, value: list[dict[str, Any]] | None) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        for known in value or [_EMPTY]:
            self._add(known)
        self.changed.emit()

    def write_next(self) -> None:
        """A new row at the end, with the focus in it."""
        if self._rows[-1].value() != _EMPTY:
            self._add(_EMPTY)
            self.changed.emit()
        self._enter(self._rows[-1])

    def _enter(self, row: _Row) -> None:
        """The focus into a row, which is scrolled into sight when it has got its place."""
        row.summary.setFocus()
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            QTimer.singleShot(0, row, partial(area.ensureWidgetVisible, row))

    def _add(self, known: dict[str, Any]) -> _Row:
        row = _Row(known)
        row.changed.connect(self.changed)
        row.done.connect(lambda: self._go_on(row))
        row.dropped.connect(lambda: self._drop(row))
        self._rows.append(row)
        self._column.insertWidget(len(self._rows) - 1, row)
        row.show()
        self._name_rows()
        return row

    def _go_on(self, row: _Row) -> None:
        at = self._rows.index(row)
        if at + 1 < len(self._rows):
            self._enter(self._rows[at + 1])
        else:
            self.write_next()

    def _drop(self, row: _Row) -> None:
        at = self._rows.index(row)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if not self._rows:
            self._add(_EMPTY)
        self._name_rows()
        self._enter(self._rows[min(at, len(self._rows) - 1)])
        self.changed.emit()

    def _name_rows(self) -> None:
        for number, row in enumerate(self._rows, 1):
            row.name(number)
        self._order()

    def _order(self) -> None:
        """Tab goes through the rows as they stand, whenever they were made, and then to what adds one."""
        if not self.isVisible():
            return
        before = self._after
        for widget in (*(part for row in self._rows for part in row.parts()), self.more):
            QWidget.setTabOrder(before, widget)
            before = widget

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._order()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """The first row gets the focus; a focus proxy would take its place in the order of Tab."""
        self._rows[0].summary.setFocus(reason)


class _Row(QWidget):
    """One piece."""

    changed = Signal()
    done = Signal()
    dropped = Signal()

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__()
        self._id = int(known["id"])
        self._registered = known["treatment"] == Treatment.REGISTERED.value
        self._number = plain("", "strong")
        self.summary = TextEditor("", lines=2, most_lines=8, max_length=1000)
        self.summary.set_value(known["summary"])
        offered = (Treatment.REGISTERED,) if self._registered else BY_HAND
        self.treatment = ChoiceEditor("", [(made.value, made.label) for made in offered])
        self.treatment.set_value(known["treatment"])
        self.treatment.setEnabled(not self._registered)
        self.note = LineEditor("", max_length=100, hint="怎么答复、怎么处理的")
        self.note.set_value(known["note"])
        self._out = icon_button("x", "去掉这一件")
        self._build()
        self.summary.installEventFilter(self)
        self.summary.changed.connect(self.changed)
        self.note.changed.connect(self.changed)
        self.treatment.changed.connect(self._turn)
        self._out.clicked.connect(self.dropped)

    def _build(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.scaled(8))
        line.addWidget(self._number, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.scaled(4))
        column.addWidget(self.summary)
        below = QHBoxLayout()
        below.setSpacing(theme.scaled(8))
        below.addWidget(self.treatment, 2)
        below.addWidget(self.note, 3)
        below.addWidget(self._out)
        column.addLayout(below)
        line.addLayout(column, 1)
        self._out.setVisible(not self._registered)
        self.note.setVisible(self.treatment.value() in NOTED)

    def _turn(self) -> None:
        self.note.setVisible(self.treatment.value() in NOTED)
        self.changed.emit()

    def name(self, number: int) -> None:
        self._number.setText(str(number))
        self.summary.setAccessibleName(f"第 {number} 件的内容摘要")
        self.treatment.setAccessibleName(f"第 {number} 件的处理")
        self.note.setAccessibleName(f"第 {number} 件怎么处理的")
        self._out.setAccessibleName(f"去掉第 {number} 件")

    def parts(self) -> tuple[QWidget, ...]:
        """What Tab reaches, in its order."""
        return self.summary, self.treatment, self.note, self._out

    def value(self) -> dict[str, Any]:
        noted = self.treatment.value() in NOTED or self._registered
        return {
            "id": self._id,
            "summary": self.summary.value(),
            "treatment": str(self.treatment.value()),
            "note": self.note.value() if noted else "",
        }

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in _ENTER:
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if not held and self.summary.value():
                self.done.emit()
                return True
        return False


_EMPTY: dict[str, Any] = {"id": 0, "summary": "", "treatment": Treatment.OPEN.value, "note": ""}
