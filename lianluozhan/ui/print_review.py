"""对外公开版 in the print room: the tick, and below it who has looked through the sheet for secrets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from . import theme
from .editors import DayEditor, LineEditor, TickEditor
from .print_order import Review
from .text import Words, plain

MASKED = "姓名、电话、证号、住址、邮箱都隐去；印前逐字再查一遍，查到就不印。"


class ReviewPart(QWidget):
    """Says what is filled in; nothing is printed before the review is whole."""

    changed = Signal(object)  # Review, or None for a sheet that stays inside
    filled = Signal(object)  # Review: the same version, its review filled in further

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.tick = TickEditor("public", "对外公开版")
        self.done = TickEditor("reviewed", "已作公开保密审查")
        self.reviewer = LineEditor("reviewer", max_length=50)
        self.day = DayEditor("reviewed_on", today=today)
        self._today = today
        self._asked = QWidget()
        grid = QGridLayout(self._asked)
        grid.setContentsMargins(theme.scaled(24), 0, 0, theme.scaled(4))
        grid.setSpacing(theme.scaled(4))
        grid.addWidget(Words(MASKED, "hint"), 0, 0, 1, 2)
        grid.addWidget(self.done, 1, 0, 1, 2)
        for row, (words, editor) in enumerate((("审查人", self.reviewer), ("审查日期", self.day)), 2):
            label = plain(words)
            label.setBuddy(editor)
            editor.setAccessibleName(words)
            grid.addWidget(label, row, 0)
            grid.addWidget(editor, row, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tick)
        column.addWidget(self._asked)
        self._asked.hide()
        self.tick.clicked.connect(self._turned)
        for part in (self.done, self.reviewer, self.day):
            part.changed.connect(self._filled)

    def review(self) -> Review | None:
        """What is filled in; None when the sheet is not for the public."""
        if not self.tick.isChecked():
            return None
        return Review(self.done.value(), self.reviewer.value() or "", self.day.value())

    def _turned(self) -> None:
        on = self.tick.isChecked()
        if on and self.day.value() is None:
            self.day.set_value(self._today())
        self._asked.setVisible(on)
        self.changed.emit(self.review())

    def _filled(self) -> None:
        if (review := self.review()) is not None:
            self.filled.emit(review)

    def show_review(self, review: Review | None, *, shown: bool) -> None:
        """Whether there is a choice at all, and how it stands."""
        self.setVisible(shown)
        self.tick.setChecked(review is not None)
        self._asked.setVisible(review is not None)
