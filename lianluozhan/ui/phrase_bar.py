"""常用语 beside a field: a link that opens the phrases for it, chosen by a digit, by the arrows or with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QWidget

from lianluozhan.models import phrases
from lianluozhan.models.phrases import Phrase, Purpose
from lianluozhan.models.session import Session

from .attempt import attempt
from .shortcuts import composing
from .text import link

BY_DIGIT = 9
SHOWN = 34  # characters of a phrase in the menu
ALT = Qt.KeyboardModifier.AltModifier


class PhraseBar(QWidget):
    """`chosen` gives the words; `serve(field)` puts them into it, and opens the phrases there with Alt+↓.

    With `digits` Alt+1 to Alt+9 in the served field put a phrase in at once, where nothing else on the page wants
    these keys.
    """

    chosen = Signal(str)

    def __init__(
        self,
        session: Session,
        purpose: Purpose,
        category_id: int | None = None,
        *,
        label: str = "",
        digits: bool = False,
    ) -> None:
        super().__init__()
        self._session, self._purpose, self._category, self._digits = session, purpose, category_id, digits
        self._field: QPlainTextEdit | None = None
        self.open_button = link(label or "常用语", icon="chevron-down")
        self.open_button.setAccessibleName(f"{purpose.label}的{label or '常用语'}")
        self.open_button.setToolTip("Alt+↓，再按数字" if not digits else "Alt+↓ 打开；Alt+数字直接放进去")
        self.open_button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # from the keyboard it is opened in the field
        self.open_button.clicked.connect(self.open)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.open_button)

    def set_category(self, category_id: int | None) -> None:
        """Offer the phrases of this category first from now on."""
        self._category = category_id

    def offered(self) -> list[Phrase]:
        return phrases.offered(self._session, self._purpose, self._category)

    def serve(self, field: QPlainTextEdit) -> None:
        """The field the words go into, at the cursor."""
        self._field = field
        field.installEventFilter(self)
        self.chosen.connect(lambda words: put_words(field, words))

    def open(self) -> None:
        """The phrases in a menu under the field."""
        self.menu().exec(self._place())

    def menu(self) -> QMenu:
        """The phrases, and what can be done with the words that stand in the field."""
        menu = QMenu(self)
        found = self.offered()
        for number, phrase in enumerate(found, 1):
            mark = f"&{number}　" if number <= BY_DIGIT else "　　"
            action = menu.addAction(mark + _one_line(phrase.words).replace("&", "&&"))
            action.triggered.connect(lambda _=False, words=phrase.words: self.chosen.emit(words))
        if not found:
            menu.addAction("还没有常用语").setEnabled(False)
            if self._session.may("phrase.edit") and (count := phrases.usual_missing(self._session)):
                usual = menu.addAction(f"放进自带的常用语（{count} 句）")
                usual.triggered.connect(lambda: attempt(self, lambda: phrases.add_usual(self._session)))
        written = self._field.toPlainText().strip() if self._field else ""
        if written and self._session.may("phrase.edit") and written not in {phrase.words for phrase in found}:
            menu.addSeparator()
            keep = menu.addAction("把写好的这一段存为常用语")
            keep.triggered.connect(lambda: attempt(self, lambda: self._keep(written)))
        return menu

    def _keep(self, words: str) -> None:
        phrases.add(self._session, self._purpose, words)

    def _place(self) -> QPoint:
        if self._field is not None and not self.open_button.hasFocus():
            return self._field.mapToGlobal(QPoint(0, self._field.height()))
        return self.open_button.mapToGlobal(QPoint(0, self.open_button.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+↓ and, where they are ours, Alt+digit: taken before the keys of the window see them."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or composing():
            return False
        assert isinstance(event, QKeyEvent)
        number = event.key() - int(Qt.Key.Key_0)
        opens = event.key() == Qt.Key.Key_Down
        direct = self._digits and 1 <= number <= BY_DIGIT
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != ALT or not (opens or direct):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.open() if opens else self._choose(number)
        return True

    def _choose(self, number: int) -> None:
        found = self.offered()
        if number <= len(found):
            self.chosen.emit(found[number - 1].words)


def put_words(field: QPlainTextEdit, words: str) -> None:
    """Put words in at the cursor; of several lines, a skeleton, the cursor then stands at the end of the first."""
    cursor = field.textCursor()
    start = cursor.selectionStart()
    cursor.beginEditBlock()
    cursor.insertText(words)
    cursor.endEditBlock()
    if "\n" in words:
        cursor.setPosition(start)
        cursor.movePosition(cursor.MoveOperation.EndOfBlock)
    field.setTextCursor(cursor)
    field.setFocus(Qt.FocusReason.OtherFocusReason)


def _one_line(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"
