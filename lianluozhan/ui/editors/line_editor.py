"""A field for one line: what is typed is tidied as it comes, and what seems odd is said in grey at its right end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from .. import theme
from ..icons import icon
from ..shortcuts import note_composing
from ..text import tip
from .pasting import hand_over, one_line, pasted_files, pasted_text, tell_full

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def announce(widget: QWidget, sentence: str) -> None:
    """Let a screen reader say a sentence, if there is one."""
    if sentence and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class LineEditor(QLineEdit):
    """One line; a rare character of the astral planes counts as one like any other.

    A kind of field says what it makes of the typed (`as_typed`), of what stays when it is left (`as_left`), and what
    seems odd about it (`doubts`: sentences that say the same, the fullest first). A doubt never refuses anything.
    """

    SAYS_AT_ONCE = False  # before the field is left
    MARKS_UNSEEN = True  # an icon stands for what there is no room to say
    changed = Signal()
    picture_pasted = Signal(object)  # list of FileSource; the attachments of the form have taken them

    def __init__(self, name: str = "", *, max_length: int = 200, hint: str = "", counter: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self._longest, self._counter = max_length, counter
        self._notes: list[str] = []
        self._composing = self._waiting = False
        self._usual_tip = ""
        self.setAccessibleDescription(hint)
        self._arrow: QToolButton | None = None
        self._taken_right = 0  # pixels at the right end that something else stands on
        if counter:
            self.setTextMargins(0, 0, self.fontMetrics().horizontalAdvance(f"  {max_length} / {max_length}"), 0)
        self.textChanged.connect(self._tidy)

    def value(self) -> str:
        return self.as_left(self.text()).strip()

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")
        self.setCursorPosition(0)
        self.say(self.doubts(self.text()))

    def as_typed(self, text: str) -> str:
        """What the field makes of its text while it is typed."""
        return one_line(text)

    def as_left(self, text: str) -> str:
        """What the field makes of its text when it is left."""
        return text

    def doubts(self, text: str) -> list[str]:
        """What seems odd about the text, in shorter and shorter words."""
        return []

    def say(self, sentences: Sequence[str]) -> None:
        """Show one of these at the right end, the first that fits; a screen reader gets the first."""
        if list(sentences) != self._notes:
            self._notes = list(sentences)
            full = self._notes[0] if self._notes else ""
            tip(self, full or self._usual_tip)
            self.setAccessibleDescription(full or self._usual_tip)
            self.update()

    def notes(self) -> list[str]:
        """What is said at the right end at present."""
        return list(self._notes)

    def set_usual_tip(self, text: str) -> None:
        """The tool tip while nothing is odd."""
        self._usual_tip = text
        tip(self, text)
        self.setAccessibleDescription(text)

    def add_arrow(self, words: str, act: Callable[[], object]) -> None:
        """A small button at the right end; the keys do the same, so it never has the focus."""
        side = theme.scaled(28)
        self._arrow = QToolButton(self)
        self._arrow.setProperty("role", "arrow")
        self._arrow.setIcon(icon("chevron-down", size=16))
        self._arrow.setIconSize(QSize(theme.scaled(16), theme.scaled(16)))
        self._arrow.setFixedSize(side, side)
        self._arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrow.setCursor(Qt.CursorShape.ArrowCursor)
        self._arrow.setAccessibleName(words)
        tip(self._arrow, words)
        self._arrow.clicked.connect(lambda: act())
        self._taken_right = side
        self.setTextMargins(0, 0, side - theme.scaled(4), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._arrow is not None:
            left = self.width() - self._arrow.width() - theme.scaled(2)
            self._arrow.move(left, (self.height() - self._arrow.height()) // 2)

    # Typing ------------------------------------------------------------------------------------------------------

    def _tidy(self, text: str) -> None:
        self._waiting = self._composing  # the input method still needs the text as it is
        if self._composing:
            self.changed.emit()
            return
        if len(text) > self._longest or self.as_typed(text) != text:
            at = self._at(text)
            head, tail = self.as_typed(text[:at]), self.as_typed(text[at:])
            if len(head) + len(tail) > self._longest:  # what came last is too much, not what stood behind it
                tail = tail[: self._longest]
                head = head[: self._longest - len(tail)]
                tell_full(self, self._longest)
            if head + tail != text:
                self.setText(head + tail)
                self.setCursorPosition(len(head.encode("utf-16-le")) // 2)
                return
        if self._notes or self.SAYS_AT_ONCE:
            self.say(self.doubts(text))
        self.changed.emit()

    def _at(self, text: str) -> int:
        """How many characters stand before the cursor, which Qt counts in halves of rare ones."""
        return len(text.encode("utf-16-le")[: self.cursorPosition() * 2].decode("utf-16-le", "ignore"))

    def leave(self) -> None:
        """Tidy what was typed, and doubt it."""
        left = self.as_left(self.text())
        if left != self.text():
            self.setText(left)
        self.say(self.doubts(self.text()))
        announce(self, self._notes[0] if self._notes else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste_from_clipboard()
            return
        super().keyPressEvent(event)

    def paste_from_clipboard(self) -> None:
        """Text comes in plain and cut to what there is room for; files and pictures go to the attachments."""
        source = QGuiApplication.clipboard().mimeData()
        if self._hand_over(source):
            return
        room = self._longest - len(self.text()) + len(self.selectedText())
        text, length = pasted_text(source, room)
        clean = self.as_typed(text.strip())
        self.insert(clean[:room])
        if len(clean) > room:
            tell_full(self, self._longest, length, room)

    def _hand_over(self, source: QMimeData) -> bool:
        files = pasted_files(source)
        if files:
            hand_over(self, files)
            self.picture_pasted.emit(files)
        return bool(files)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._hand_over(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dropEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        note_composing(self._composing)
        super().inputMethodEvent(event)
        if self._waiting and not self._composing:
            self._tidy(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._composing = False
        note_composing(False)
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.leave()

    # Painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._counter and not self.isReadOnly():
            self._paint_right(f"{len(self.text())} / {self._longest}")
        elif self._notes and not self._composing:
            self._paint_note()

    def _paint_note(self) -> None:
        small = QFontMetrics(theme.font("small"))
        typed = self.fontMetrics().horizontalAdvance(self.text()) if self.text() else 0
        room = self._right_end().width() - typed - theme.scaled(12)
        fits = next((words for words in self._notes if small.horizontalAdvance(words) <= room), "")
        if fits:
            self._paint_right(fits)
        elif self.MARKS_UNSEEN and not self.hasFocus():  # over the end of a long text, so that it is seen at all
            side = theme.scaled(16)
            area = self._right_end()
            area = QRect(area.right() - side, area.center().y() - side // 2, side, side)
            painter = QPainter(self)
            painter.fillRect(area.adjusted(-theme.scaled(4), 0, theme.scaled(4), 0), theme.colour("sheet"))
            icon("info", "ink_soft", 16).paint(painter, area)

    def _right_end(self) -> QRect:
        return self.rect().adjusted(theme.scaled(10), 0, -theme.scaled(8) - self._taken_right, 0)

    def _paint_right(self, words: str) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("ink_faint"))
        painter.drawText(self._right_end(), _RIGHT, words)
