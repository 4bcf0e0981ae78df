"""Icons of the bundled set, drawn in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from lianluozhan import paths

from . import theme

_made: dict[tuple[str, str, int], QIcon] = {}


def icon(name: str, colour: str = "ink_soft", size: int = 20) -> QIcon:
    """The icon `name` of resources/icons in a colour of the theme; `size` is the design's, at 100 %."""
    tint = getattr(theme.current(), colour)
    key = (name, tint, theme.scaled(size))
    if key not in _made:
        made = QIcon(pixmap(name, colour, size))
        made.addPixmap(pixmap(name, "ink_off", size), QIcon.Mode.Disabled)
        _made[key] = made
    return _made[key]


def pixmap(name: str, colour: str = "ink_soft", size: int = 20) -> QPixmap:
    """The same as a picture, sharp on screens of double density."""
    source = paths.resources() / "icons" / f"{name}.svg"
    renderer = QSvgRenderer(QByteArray(theme.tinted_svg(source, getattr(theme.current(), colour))))
    side = theme.scaled(size)
    picture = QPixmap(side * 2, side * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side * 2, side * 2))
    painter.end()
    picture.setDevicePixelRatio(2)
    return picture
