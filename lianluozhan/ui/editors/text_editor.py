"""A field for several lines that grows as it is filled."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from .. import theme
from ..shortcuts import note_composing
from .pasting import hand_over, many_lines, pasted_files, pasted_text, tell_full


class TextEditor(QPlainTextEdit):
    """Several lines; Tab goes on to the next field, the field grows from `lines` to `most_lines`."""

    changed = Signal()
    picture_pasted = Signal(object)  # list of FileSource; the attachments of the form have taken them

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
        self.setAccessibleDescription(hint or "可以写几行，Tab 到下一格")
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
                tell_full(self, self._longest)
                return
        self.changed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text comes in plain and cut to what there is room for; files and pictures go to the attachments."""
        if files := pasted_files(source):
            hand_over(self, files)
            self.picture_pasted.emit(files)
            return
        cursor = self.textCursor()
        room = self._longest - self.document().characterCount() + 1 + len(cursor.selectedText())
        text, length = pasted_text(source, max(room, 0))
        clean = many_lines(text)
        cursor.insertText(clean[: max(room, 0)])
        self.ensureCursorVisible()
        if len(clean) > room:
            tell_full(self, self._longest, length, max(room, 0))

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
