"""A word at the foot after something that can be taken back; never for problems."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from . import theme
from .text import Words, button, icon_label

SECONDS = 8


class Toast(QFrame):
    """Stays eight seconds, longer while the mouse or the focus is on it. The page has the key Ctrl+Z."""

    def __init__(self, parent: QWidget, sentence: str, undo: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._over, self.gone = parent, False
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 6, 8, 6)))
        row.setSpacing(theme.scaled(10))
        row.addWidget(icon_label("circle-check", "sheet", 18))
        self.sentence = Words(sentence)
        row.addWidget(self.sentence, 1)
        self.undo_button = button("撤销", key="Ctrl+Z")
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo_button.clicked.connect(undo)
        row.addWidget(self.undo_button)
        self._clock = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._clock.timeout.connect(self._run_out)
        parent.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()

    def end(self) -> None:
        """Gone at once."""
        self.gone = True
        self._clock.stop()
        self._over.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def _run_out(self) -> None:
        if self.underMouse() or self.undo_button.hasFocus():
            self._clock.start(1000)
        else:
            self.end()

    def _place(self) -> None:
        width = min(self.sizeHint().width(), self._over.width() - theme.scaled(20))
        height = max(self.heightForWidth(width), self.minimumSizeHint().height())
        left, top = (self._over.width() - width) // 2, self._over.height() - height - theme.scaled(66)
        self.setGeometry(left, max(0, top), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._place()
        return False
