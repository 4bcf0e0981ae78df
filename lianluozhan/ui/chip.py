"""State chips and deadline badges: always a word; as labels, and as paint for delegates."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QPushButton

from . import theme

TONES = {"calm": "calm", "soon": "soon", "overdue": "late"}


def due_badge(text: str, tone: str = "calm") -> QPushButton:
    """A deadline as a badge that opens how it was counted; tone is calm, soon or overdue."""
    made = QPushButton(text)
    made.setProperty("role", "due")
    made.setProperty("tone", TONES[tone])
    made.setAccessibleName(f"期限 {text}，怎么算的")
    made.setToolTip("看看是怎么算的")
    return made


def badge_size(text: str, *, bold: bool = False) -> QSize:
    """The room a chip or badge takes when painted."""
    return _size(text, bold, theme.percent())


@lru_cache(maxsize=500)
def _size(text: str, bold: bool, percent: int) -> QSize:
    metrics = QFontMetrics(_font(bold, percent))
    return QSize(metrics.horizontalAdvance(text) + theme.scaled(16), metrics.height() + theme.scaled(4))


@lru_cache(maxsize=10)
def _font(bold: bool, percent: int) -> QFont:
    """Made once for each size: a list paints hundreds of them."""
    return theme.font("small", bold=bold)


def paint_chip(painter: QPainter, area: QRect, text: str, tone: str) -> None:
    """A state word on its tint."""
    edge = theme.current().chip_edge
    _paint(painter, area, text, tone, f"{tone}_tint", "" if edge == "transparent" else "edge", bold=False)


def paint_due(painter: QPainter, area: QRect, text: str, tone: str) -> None:
    """A deadline: plain, amber and outlined, or solid red."""
    if tone == "overdue":
        _paint(painter, area, text, "on_accent", "overdue", "overdue", bold=True)
    elif tone == "soon":
        _paint(painter, area, text, "soon", "soon_tint", "soon", bold=True)
    else:
        _paint(painter, area, text, "ink_soft", "", "", bold=False)


def _paint(painter: QPainter, area: QRect, text: str, ink: str, fill: str, edge: str, *, bold: bool) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if fill:
        painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), theme.scaled(3), theme.scaled(3))
    painter.setFont(_font(bold, theme.percent()))
    painter.setPen(theme.colour(ink))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.restore()
