"""The right side of the print room: the way back, which page it is, how large it is shown, and the sheets."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from . import theme
from .icons import icon
from .print_order import Order, Purpose, Sheaf
from .room_frame import only_current_counts
from .sheet_strip import SheetStrip
from .sheet_view import STEP, Fit, SheetView
from .text import Words, elided, icon_label, plain, plain_button

NARROW, TIGHT = 480, 340  # logical widths below which the bar says less
ROOMY = 640  # logical width from which it says everything
STRIP_FROM = 560  # logical width from which the pages stand small beside the sheets


class NotYet(QWidget):
    """In place of the sheets when this form cannot be printed yet: why, and what can be had instead."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (40, 12, 40, 12)))
        column.setSpacing(theme.scaled(12))
        column.addStretch(2)
        column.addWidget(icon_label("file-text", "ink_faint", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(plain("还不能打印", "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        self.reason = Words("")
        column.addWidget(self.reason, 0, Qt.AlignmentFlag.AlignHCenter)
        self.blank = plain_button("改打空白表")
        column.addWidget(self.blank, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def explain(self, reason: str) -> None:
        self.reason.setText(reason)


class SheetFrame(QFrame):
    """The sheets under their bar; `not_yet` takes their place when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.view, self.not_yet = SheetView(), NotYet()
        self.strip = SheetStrip(self.thumb_of)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.not_yet)
        self._stack.currentChanged.connect(lambda _: only_current_counts(self._stack))
        only_current_counts(self._stack)
        self.back = QToolButton()
        self.back.setText(" 返回")
        self.back.setAccessibleName("返回（Esc）")
        self.back.setIcon(icon("arrow-left"))
        self.back.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        self.back.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._sheaf: Sheaf | None = None
        self._page, self._whose = elided("", "soft"), plain("", "strong")
        self._sizes: dict[Fit, QToolButton] = {}
        self._zooms: list[QToolButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar())
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(self._stack, 1)
        column.addLayout(row, 1)
        self.strip.hide()
        self.strip.page_wanted.connect(self.view.go_to)
        self.view.fit_changed.connect(self._mark)
        self.view.page_changed.connect(self.name_page)
        self._mark(self.view.fit)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (10, 4, 10, 4)))
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.back)
        rule = QFrame()
        rule.setProperty("role", "rule-v")
        rule.setFixedHeight(theme.scaled(32))
        row.addWidget(rule)
        row.addWidget(self._whose)
        row.addWidget(self._page, 1)
        group = QButtonGroup(self)
        for fit in (Fit.WIDTH, Fit.PAGE, Fit.ACTUAL):
            size = QToolButton()
            size.setText(fit.value)
            size.setCheckable(True)
            size.setAccessibleName(f"预览大小：{fit.value}")
            size.clicked.connect(lambda _=False, chosen=fit: self.view.set_fit(chosen))
            group.addButton(size)
            row.addWidget(size)
            self._sizes[fit] = size
        group.setExclusive(False)
        for words, factor in (("缩小", 1 / STEP), ("放大", STEP)):
            zoom = QToolButton()
            zoom.setText("－" if factor < 1 else "＋")
            zoom.setAccessibleName(f"{words}预览")
            zoom.setToolTip(f"{words}（{'-' if factor < 1 else '+'}）")
            zoom.clicked.connect(lambda _=False, by=factor: self.view.zoom(by))
            row.addWidget(zoom)
            self._zooms.append(zoom)
        bar.setMinimumSize(theme.scaled(180), theme.scaled(46))  # may become narrower than all its buttons
        return bar

    def _mark(self, fit: Fit) -> None:
        for known, size in self._sizes.items():
            size.setChecked(known is fit)

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= theme.scaled(ROOMY)

    @property
    def _is_narrow(self) -> bool:
        return self.width() < theme.scaled(NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight = self.width() < theme.scaled(TIGHT)
        for fit, size in self._sizes.items():
            size.setVisible(not tight and not (fit is Fit.ACTUAL and self._is_narrow))
        for zoom in self._zooms:
            zoom.setVisible(self._is_roomy)
        self._place_strip()
        self.name_page(self.view.current)

    def show_sheaf(self, sheaf: Sheaf, *, from_start: bool) -> None:
        """The sheets, or why there are none."""
        self._sheaf = sheaf
        self.strip.show_pages(sheaf.sizes)
        self._place_strip()
        self.view.show_sheets(sheaf, from_start=from_start)
        self.not_yet.explain(next(iter(sheaf.refused.values()), ""))
        self.not_yet.blank.setVisible(Purpose.BLANK in sheaf.order.purposes)
        self._stack.setCurrentWidget(self.view if sheaf.sizes else self.not_yet)
        self.name_page(self.view.current)

    def go_on(self) -> None:
        """More has been laid out."""
        self.view.arrange()
        self.strip.go_on()
        self._place_strip()
        self.name_page(self.view.current)

    def _place_strip(self) -> None:
        """The pages small, where there are several and room for them."""
        pages = len(self._sheaf.sizes) if self._sheaf else 0
        self.strip.setVisible(pages > 1 and self.width() >= theme.scaled(STRIP_FROM))

    def name_page(self, number: int) -> None:
        """Which page is read, and of which record."""
        sheaf = self._sheaf
        known = sheaf is not None and number < len(sheaf.places)
        if sheaf is None or not known:
            self._page.setText("")
            self._whose.hide()
            return
        self.strip.mark(number)
        self._whose.setText(_whose(sheaf.order, sheaf.places[number][0]))
        self._whose.setVisible(bool(self._whose.text()) and self._is_roomy)
        total = len(sheaf.sizes)
        so_far = "" if sheaf.is_complete else "，还在往下排"
        self._page.setText(
            f"{number + 1}/{total} 页" if self._is_narrow else f"第 {number + 1} 页，共 {total} 页{so_far}"
        )

    def thumb(self, width: int) -> QPixmap:
        """The first page, small."""
        return self.thumb_of(0, width)

    def thumb_of(self, number: int, width: int) -> QPixmap:
        """A page, small; painted large and shrunk, so that hairlines do not grow."""
        assert self._sheaf is not None
        page = self._sheaf.page(number)
        ratio = self.devicePixelRatioF()
        picture = self.view.painter.image(page, 3 * width * ratio / page.width)
        small = picture.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        painter = QPainter(small)
        painter.setPen(theme.colour("edge"))
        painter.drawRect(small.rect().adjusted(0, 0, -1, -1))
        painter.end()
        small.setDevicePixelRatio(ratio)
        return QPixmap.fromImage(small)


def _whose(order: Order, document: int) -> str:
    return order.sheet_name(document) if order.count > 1 else ""
