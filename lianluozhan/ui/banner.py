"""One sentence at the top of the page it concerns, with a button for what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

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
