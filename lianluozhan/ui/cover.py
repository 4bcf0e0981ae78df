"""What is seen first: the desk and the bar of the secrecy sentence, in their colours; the words follow at once.

Neither fonts nor what PySide6 is slow to load (Qt.…, QPainter) is touched before this has been painted.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from . import theme

WARNING = "本系统为非涉密系统，严禁录入国家秘密"
BAR = 52


class Cover(QWidget):
    """Tells once that it was painted."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._told = False
        look = theme.current()
        self._desk, self._bar = QWidget(self), QWidget(self)
        self._desk.setStyleSheet(f"background: {look.desk}")
        self._bar.setStyleSheet(f"background: {look.accent}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        bottom = self.height() - BAR
        self._desk.setGeometry(0, 0, self.width(), bottom)
        self._bar.setGeometry(0, bottom, self.width(), BAR)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)
