"""A word at the foot after something that can be taken back; never for problems."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from . import theme
from .shortcuts import shortcut
from .text import button, plain

SECONDS = 8


class Toast(QFrame):
    """Stays eight seconds, longer while the mouse or the focus is on it."""

    def __init__(self, parent: QWidget, sentence: str, undo: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setProperty("role", "toast")
        self._undo = undo
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 6, 8, 6)))
        row.addWidget(plain(sentence))
        self.undo_button = button("撤销", key="Ctrl+Z")
        self.undo_button.clicked.connect(self._take_back)
        row.addWidget(self.undo_button)
        shortcut(self, "undo", self._take_back)
        self._clock = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._clock.timeout.connect(self._end)
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - theme.scaled(70))
        self.show()
        self.raise_()
        self._clock.start()

    def _take_back(self) -> None:
        self._clock.stop()
        self.hide()
        self.deleteLater()
        self._undo()

    def _end(self) -> None:
        if self.underMouse() or self.undo_button.hasFocus():
            self._clock.start(1000)
            return
        self.deleteLater()
