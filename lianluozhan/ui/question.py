"""One question: its title, the consequence in a sentence, verbs on the buttons; the safe answer has Esc."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from . import theme
from .editors import LineEditor
from .layout_rules import QUESTION_WIDTH
from .text import Words, button, icon_label, plain


class Question(QDialog):
    """Accepted when the person chose to act; `reason` is what was written, if one was asked for."""

    def __init__(self, parent: QWidget | None, title: str, consequence: str) -> None:
        super().__init__(parent.window() if parent else None)
        self.setWindowTitle(title)
        self.setModal(True)
        self._reason: LineEditor | None = None
        self._act: QPushButton | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (24, 22, 24, 20)))
        head.setSpacing(theme.scaled(14))
        head.addWidget(icon_label("circle-help", "accent", 28), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.scaled(8))
        self._column.addWidget(Words(title, "lead"))
        if consequence:
            self._column.addWidget(Words(consequence))
        head.addLayout(self._column, 1)
        outer.addLayout(head, 1)
        foot = QFrame()
        foot.setProperty("role", "popup-foot")
        self._buttons = QHBoxLayout(foot)
        self._buttons.setContentsMargins(*(theme.scaled(side) for side in (18, 9, 18, 9)))
        self._buttons.setSpacing(theme.scaled(8))
        self._buttons.addStretch(1)
        outer.addWidget(foot)
        width = theme.scaled(QUESTION_WIDTH)
        self.setFixedWidth(min(width, parent.window().width()) if parent else width)

    def showEvent(self, event: QShowEvent) -> None:
        """High enough for the sentence, however often it breaks; a dialog does not ask its layout for that."""
        super().showEvent(event)
        layout = self.layout()
        assert layout is not None
        self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    @property
    def reason(self) -> str:
        return self._reason.value() if self._reason else ""

    def ask_reason(self, label: str, example: str = "") -> None:
        """A line that must be filled before the deed can be done."""
        self._reason = LineEditor("reason", max_length=200)
        self._reason.setAccessibleName(label)
        self._reason.changed.connect(self._weigh)
        self._column.addWidget(plain(f"{label}（必填）", "label"))
        self._column.addWidget(self._reason)
        if example:
            self._column.addWidget(plain(f"例如：{example}", "hint"))

    def answers(self, refuse: str, act: str = "", *, role: str = "danger") -> None:
        """The safe answer at the left, the deed at the right."""
        safe = button(refuse, key="Esc" if act else "")
        safe.clicked.connect(self.reject)
        safe.setAutoDefault(True)
        self._buttons.addWidget(safe)
        if act:
            self._act = button(act, role=role)
            self._act.setAutoDefault(False)
            self._act.clicked.connect(self.accept)
            self._buttons.addWidget(self._act)
        self._weigh()
        (self._reason or safe).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter after the reason goes on to the deed, which the next Enter does; it does not give the safe answer."""
        if self._reason and self.focusWidget() is self._reason and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._act and self._act.isEnabled():
                self._act.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _weigh(self) -> None:
        if self._act and self._reason:
            self._act.setEnabled(bool(self.reason))


def ask(parent: QWidget | None, title: str, consequence: str, act: str, refuse: str, *, role: str = "danger") -> bool:
    """Whether the person wants it."""
    question = Question(parent, title, consequence)
    question.answers(refuse, act, role=role)
    return question.exec() == QDialog.DialogCode.Accepted


def ask_reason(
    parent: QWidget | None,
    title: str,
    consequence: str,
    act: str,
    refuse: str,
    *,
    label: str,
    example: str = "",
) -> str | None:
    """The reason the person wrote, or None if he does not want it."""
    question = Question(parent, title, consequence)
    question.ask_reason(label, example)
    question.answers(refuse, act)
    return question.reason if question.exec() == QDialog.DialogCode.Accepted else None


def tell(parent: QWidget | None, sentence: str, title: str = "没有做成") -> None:
    """Say why something was not done."""
    question = Question(parent, title, sentence)
    question.answers("知道了")
    question.exec()
