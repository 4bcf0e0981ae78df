"""The sheet of a search: the field, what may be added to the line, the hits, and at the foot what was understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from lianluozhan.models.query_line import LONGEST, Offer

from . import theme
from .find_list import FindList
from .flow_layout import FlowLayout
from .layout_rules import SEARCH_WIDTH
from .shortcuts import composing, note_composing
from .text import Words, button, elided, plain
from .top_bar import lead_with


class FindField(QLineEdit):
    """Keys for the list go to the panel; while an input method composes all keys are its own."""

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setPlaceholderText("编号、姓名、事由、电话尾号、拼音首字母，或要做的事")
        self.setAccessibleName("查找")
        lead_with(self, "search")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (
            *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
            *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
        )
        if event.key() in keys and not composing():
            self.pressed.emit(event.key())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not composing():
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # the focus stays here; Tab takes an offer
                self.pressed.emit(event.key())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.pressed.emit(event.key())
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        super().inputMethodEvent(event)
        note_composing(bool(event.preeditString()))

    def hideEvent(self, event: QHideEvent) -> None:
        note_composing(False)
        super().hideEvent(event)


class FindSheet(QFrame):
    """Shows what it is given; the panel decides what that is."""

    taken = Signal(str)  # the line with an offer in it

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self.field, self.list = FindField(), FindList()
        self._offer_row, self._offer_buttons = QWidget(), FlowLayout(gap=6)
        self.sentence, self.note = Words("", "soft"), elided("", "note")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.scaled(12), 1, 1)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(theme.scaled(12), 0, theme.scaled(12), theme.scaled(10))
        top.setSpacing(theme.scaled(8))
        top.addWidget(self.field)
        self._offer_row.setLayout(self._offer_buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._offer_row.setSizePolicy(policy)
        top.addWidget(self._offer_row)
        top.addWidget(self.sentence)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        foot = QFrame()
        foot.setProperty("role", "popup-foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 5, 16, 5)))
        row.setSpacing(theme.scaled(16))
        row.addWidget(self.note, 1)
        for words in ("↑ ↓ 选择", "Enter 打开", "Esc 关闭"):
            row.addWidget(plain(words, "note"))
        column.addWidget(foot)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """What Tab or a click adds to the line."""
        while (item := self._offer_buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, offer in enumerate(offers):
            made = button(offer.label, role="link", key="Tab" if number == 0 and self.field.text() else "")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _=False, line=offer.line: self.taken.emit(line))
            self._offer_buttons.addWidget(made)
            made.show()  # at once, so that the sheet makes room for it
        self._offer_row.setVisible(bool(offers))

    def say(self, sentence: str, note: str) -> None:
        """What was not found or not understood; what was understood."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.note.setText(note)

    def fit(self, top: int) -> None:
        """As wide as the design says, as high as its lines want to be and there is room for."""
        over = self.parentWidget()
        assert over is not None
        width = min(theme.scaled(SEARCH_WIDTH), over.width() - 2 * theme.scaled(8))
        column = self.layout()
        assert column is not None
        self.list.setVisible(False)
        column.activate()
        fixed = column.totalHeightForWidth(width) if column.hasHeightForWidth() else column.totalSizeHint().height()
        height = max(0, min(self.list.wanted_height, over.height() - top - theme.scaled(8) - fixed))
        self.list.setFixedHeight(height)
        self.list.setVisible(height > 0)
        self.setGeometry((over.width() - width) // 2, top, width, fixed + height)
