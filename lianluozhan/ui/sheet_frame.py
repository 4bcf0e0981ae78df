"""The right side of the print room: the way back, which page it is, how large it is shown, and the sheets."""

from __future__ import annotations

from PySide6.QtCore import Qt
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
from .sheet_view import Fit, SheetView
from .text import Words, elided, icon_label, link, plain, plain_button


class NotYet(QWidget):
    """In place of the sheets when this form cannot be printed yet: why, and what can be had instead."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (40, 40, 40, 40)))
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.not_yet)
        self.back = link("返回", icon="arrow-left")
        self._page, self._whose = elided("", "soft"), plain("", "strong")
        self._sizes: dict[Fit, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._bar())
        column.addWidget(self._stack, 1)
        self.view.fit_changed.connect(self._mark)
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
        bar.setMinimumHeight(theme.scaled(46))
        return bar

    def _mark(self, fit: Fit) -> None:
        for known, size in self._sizes.items():
            size.setChecked(known is fit)

    def name_page(self, page: str, whose: str = "") -> None:
        """Which page is read, and of which opinion."""
        self._page.setText(page)
        self._whose.setText(whose)
        self._whose.setVisible(bool(whose))

    def show_sheets(self, on: bool) -> None:
        """The sheets, or why there are none."""
        self._stack.setCurrentWidget(self.view if on else self.not_yet)
