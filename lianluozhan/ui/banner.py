"""One sentence at the top of the page it concerns, with a button for what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QWidget
from shiboken6 import isValid

from . import theme
from .text import Words, icon_button, icon_label

ICONS = {"": ("info", "wait"), "soon": ("triangle-alert", "soon"), "stop": ("circle-alert", "overdue")}


class Banner(QFrame):
    """`tone` is soon, stop, good or nothing; × hides it."""

    closed = Signal()

    def __init__(self, sentence: str, tone: str = "", *acts: QWidget | None) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (12, 7, 12, 7)))
        row.setSpacing(theme.scaled(10))
        row.addWidget(icon_label(*ICONS.get(tone, ("circle-check", "good"))), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Words(sentence), 1)
        for act in acts:
            if act is not None:
                row.addWidget(act)
        close = icon_button("x", "收起这条提示")
        close.clicked.connect(self.hide)
        close.clicked.connect(self.closed)
        row.addWidget(close)

    def stand_first(self, column: QBoxLayout) -> None:
        """At the top of a page, and in sight however far the page is scrolled down."""
        column.insertWidget(0, self)
        QTimer.singleShot(0, self._come_into_sight)  # once the page has room for it

    def _come_into_sight(self) -> None:
        around = self.parentWidget() if isValid(self) else None
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(self)
