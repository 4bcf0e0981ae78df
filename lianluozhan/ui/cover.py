"""What is seen first: the desk, the program's name and the sentence that everybody must see, painted by itself.

Everything else is loaded after this has been painted. It touches nothing that PySide6 is slow to load (Qt.…).
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
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

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        bottom = self.height() - BAR
        painter.fillRect(0, 0, self.width(), bottom, QColor(look.desk))
        painter.fillRect(0, bottom, self.width(), BAR, QColor(look.accent))
        self._write(painter, "联络站", 30, look.ink, bottom // 2)
        self._write(painter, WARNING, 14, look.on_accent, bottom + BAR // 2 + 7)
        painter.end()
        if not self._told:
            self._told = True
            QTimer.singleShot(0, self.painted.emit)

    def _write(self, painter: QPainter, words: str, points: int, colour: str, baseline: int) -> None:
        font = QFont()
        font.setFamilies(list(theme.SERIF if points > 20 else theme.SANS))
        font.setPointSize(points)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText((self.width() - painter.fontMetrics().horizontalAdvance(words)) // 2, baseline, words)
