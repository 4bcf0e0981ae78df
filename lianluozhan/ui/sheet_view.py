"""Sheets on the desk, one below the other: exactly what the printer and the PDF get, at any size."""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from itertools import accumulate
from typing import Protocol

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from lianluozhan.printing.page import Page

from . import theme
from .sheet_painter import SheetPainter

GAP = 14
KEPT_BYTES = 96_000_000
SMALLEST, LARGEST, STEP = 0.2, 6.0, 1.15  # pixels a point
Key = Qt.Key


class Fit(Enum):
    """How large the sheets are shown."""

    WIDTH = "适合宽度"
    PAGE = "整页"
    ACTUAL = "100%"
    FREE = ""


FITS = {Key.Key_0: Fit.WIDTH, Key.Key_1: Fit.ACTUAL, Key.Key_2: Fit.PAGE}


class Sheets(Protocol):
    """Pages with known sizes; the pages themselves are made when they come into view."""

    sizes: list[tuple[float, float]]

    def page(self, number: int) -> Page: ...


class SheetView(QAbstractScrollArea):
    """Pictures of pages are kept until the size changes or there are too many of them."""

    page_changed = Signal(int)  # number of the page at the top, from 0
    fit_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.painter = SheetPainter()
        self.fit, self.scale, self.current = Fit.WIDTH, 1.0, 0
        self._sheets: Sheets | None = None
        self._tops: list[float] = []
        self._pictures: dict[int, QPixmap] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("打印预览")
        self.verticalScrollBar().valueChanged.connect(self._look)

    # What is shown -------------------------------------------------------------------------------------------------

    def show_sheets(self, sheets: Sheets, *, from_start: bool = True) -> None:
        """Show other sheets; their place is kept when they are the same ones printed otherwise."""
        at = 0 if from_start else self.verticalScrollBar().value()
        self._sheets = sheets
        self._pictures.clear()
        self.arrange()
        self.verticalScrollBar().setValue(at)
        self._look()

    def arrange(self) -> None:
        """Place the sheets again: there are more of them, or they have another size."""
        sizes = self._sheets.sizes if self._sheets else []
        scale = self._fitting_scale(sizes)
        if scale != self.scale:
            self.scale = scale
            self._pictures.clear()
        gap = theme.scaled(GAP)
        self._tops = [gap, *(top + gap for top in accumulate((h * scale + gap for _, h in sizes)))]
        high, wide = self.viewport().height(), self.viewport().width()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        down.setRange(0, max(0, round(self._tops[-1]) - high))
        down.setPageStep(high)
        down.setSingleStep(theme.scaled(40))
        across.setRange(0, max(0, round(self._widest(sizes) * scale) + 2 * gap - wide))
        across.setPageStep(wide)
        across.setSingleStep(theme.scaled(40))
        self.viewport().update()

    def _widest(self, sizes: list[tuple[float, float]]) -> float:
        return max((width for width, _ in sizes), default=595.0)

    def _fitting_scale(self, sizes: list[tuple[float, float]]) -> float:
        gap = 2 * theme.scaled(GAP)
        width = (self.viewport().width() - gap) / self._widest(sizes)
        height = (self.viewport().height() - gap) / max((height for _, height in sizes), default=842.0)
        wanted = {Fit.WIDTH: width, Fit.PAGE: min(width, height), Fit.ACTUAL: self.logicalDpiX() / 72}
        return min(max(wanted.get(self.fit, self.scale), SMALLEST), LARGEST)

    def go_to(self, number: int) -> None:
        """Bring a page to the top."""
        if 0 <= number < len(self._tops) - 1:
            self.verticalScrollBar().setValue(round(self._tops[number]) - theme.scaled(GAP))

    def _look(self) -> None:
        """Note which page is read: the one at the upper third."""
        if not self._sheets or not self._sheets.sizes:
            return
        at = self.verticalScrollBar().value() + self.viewport().height() / 3
        self.current = min(max(bisect_right(self._tops, at) - 1, 0), len(self._sheets.sizes) - 1)
        self.page_changed.emit(self.current)

    # Size ----------------------------------------------------------------------------------------------------------

    def set_fit(self, fit: Fit) -> None:
        """Show the sheets as wide as there is room, whole, or as large as on paper."""
        self.fit = fit
        self._resize(None)

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a factor."""
        self.fit = Fit.FREE
        self._resize(min(max(self.scale * factor, SMALLEST), LARGEST))

    def _resize(self, scale: float | None) -> None:
        """Another scale, with the same place of the same page at the top."""
        down, number = self.verticalScrollBar(), self._top_page()
        before, offset = self.scale, down.value() - (self._tops[number] if self._tops else 0)
        if scale is not None:
            self.scale = scale
            self._pictures.clear()
        self.arrange()
        down.setValue(round(self._tops[number] + offset * self.scale / before))
        self._look()
        self.fit_changed.emit(self.fit)

    def _top_page(self) -> int:
        return max(bisect_right(self._tops, self.verticalScrollBar().value() + theme.scaled(GAP)) - 1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tops:
            self._resize(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = self.verticalScrollBar()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in (Key.Key_PageDown, Key.Key_PageUp) and self.fit is Fit.PAGE:
            self.go_to(self.current + (1 if event.key() == Key.Key_PageDown else -1))
        elif plain and event.key() in (Key.Key_Plus, Key.Key_Equal, Key.Key_Minus):
            self.zoom(1 / STEP if event.key() == Key.Key_Minus else STEP)
        elif plain and (fit := FITS.get(Key(event.key()))):
            self.set_fit(fit)
        elif event.key() == Key.Key_Home:
            down.setValue(0)
        elif event.key() == Key.Key_End:
            down.setValue(down.maximum())
        else:
            super().keyPressEvent(event)

    # Painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("desk"))
        down, high = self.verticalScrollBar().value(), self.viewport().height()
        first = max(bisect_right(self._tops, down) - 1, 0)
        for number in range(first, len(self._tops) - 1):
            top = self._tops[number] - down
            if top > high:
                break
            self._paint_sheet(painter, number, round(top))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_sheet(self, painter: QPainter, number: int, top: int) -> None:
        picture = self.picture(number)
        size = picture.deviceIndependentSize()
        across = self.horizontalScrollBar()
        room = self.viewport().width() - size.width()
        left = round(room / 2) if across.maximum() == 0 else theme.scaled(GAP) - across.value()
        painter.setPen(theme.colour("edge"))
        painter.drawRect(QRectF(left - 1, top - 1, size.width() + 1, size.height() + 1))
        painter.drawPixmap(left, top, picture)

    def picture(self, number: int) -> QPixmap:
        """A page at the present size, painted once."""
        if (known := self._pictures.pop(number, None)) is None:
            assert self._sheets is not None
            page = self._sheets.page(number)
            known = QPixmap.fromImage(self.painter.image(page, self.scale, self.devicePixelRatioF()))
            most = max(3, KEPT_BYTES // (known.width() * known.height() * 4 + 1))
            while len(self._pictures) >= most:
                del self._pictures[next(iter(self._pictures))]
        self._pictures[number] = known  # the last looked at is the last thrown away
        return known

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
