"""Fields for text: one line, and several lines that grow as they are filled."""

from __future__ import annotations

import re

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QToolTip, QWidget

from .. import theme
from ..shortcuts import note_composing

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029]")


def one_line(text: str) -> str:
    """Text without line ends, tabs and characters that nobody can see."""
    return _HIDDEN.sub("", _BREAKS.sub(" ", text).replace("\t", " "))


def many_lines(text: str) -> str:
    """The same, keeping line ends."""
    return _HIDDEN.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def _say_full(widget: QWidget, length: int) -> None:
    place = widget.mapToGlobal(widget.rect().bottomLeft())
    QToolTip.showText(place, f"这一格最多 {length} 个字，多出的没有放进来。", widget)


class LineEditor(QLineEdit):
    """One line; a rare character of the astral planes counts as one like any other."""

    changed = Signal()

    def __init__(self, name: str = "", *, max_length: int = 200, hint: str = "", counter: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self._longest, self._counter = max_length, counter
        if counter:
            self.setTextMargins(0, 0, self.fontMetrics().horizontalAdvance(f"  {max_length} / {max_length}"), 0)
        self.textChanged.connect(self._tidy)

    def value(self) -> str:
        return self.text().strip()

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")
        self.setCursorPosition(0)

    def _tidy(self, text: str) -> None:
        clean = one_line(text)
        if len(clean) > self._longest:
            clean = clean[: self._longest]
            _say_full(self, self._longest)
        if clean != text:
            place = self.cursorPosition() - (len(text) - len(clean))
            self.setText(clean)
            self.setCursorPosition(max(0, place))
            return
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._counter and not self.isReadOnly():
            painter = QPainter(self)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("ink_faint"))
            area = self.rect().adjusted(0, 0, -theme.scaled(8), 0)
            painter.drawText(area, _RIGHT, f"{len(self.text())} / {self._longest}")

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        note_composing(bool(event.preeditString()))
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        note_composing(False)
        super().focusOutEvent(event)


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TextEditor(QPlainTextEdit):
    """Several lines; Tab goes on to the next field, the field grows from `lines` to `most_lines`."""

    changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        lines: int = 2,
        most_lines: int = 14,
        max_length: int = 50_000,
        hint: str = "",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._longest, self._lines, self._most = max_length, lines, max(lines, most_lines)
        self._shown = 0
        self.textChanged.connect(self._tidy)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        self.setPlainText(many_lines(value or ""))

    def _tidy(self) -> None:
        if self.document().characterCount() - 1 > self._longest:
            text = self.toPlainText()
            if len(text) > self._longest:
                cursor = self.textCursor()
                cursor.setPosition(len(text[: self._longest].encode("utf-16-le")) // 2)
                cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
                cursor.removeSelectedText()
                _say_full(self, self._longest)
                return
        self.changed.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(many_lines(source.text()))

    def _grow(self) -> None:
        lines = min(self._most, max(self._lines, int(self.document().size().height())))
        if lines != self._shown:
            self._shown = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        margins = self.contentsMargins()
        inside = 2 * self.document().documentMargin() + margins.top() + margins.bottom() + 2
        lines = max(self._shown, self._lines)
        return QSize(theme.scaled(240), round(lines * self.fontMetrics().lineSpacing() + inside))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(80), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        note_composing(bool(event.preeditString()))
        super().inputMethodEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        note_composing(False)
        super().focusOutEvent(event)
