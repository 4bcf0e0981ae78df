"""On top of a form that holds a draft: since when, a way to empty it, and what was changed in the record meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.drafts import Changed

from . import theme
from .text import Words, icon_button, icon_label, link

CHANGED = "您填这张表的时候，这件被改过："


def when_words(at: datetime, today: date) -> str:
    """10:41 of today, else 9月28日 10:41."""
    return f"{at:%H:%M}" if at.date() == today else f"{at.month}月{at.day}日 {at:%H:%M}"


class DraftNotice(QFrame):
    """`say` fills it; the links stand beside what they are about, and × puts it away."""

    empty_wanted = Signal()
    today_wanted = Signal(str, object)  # the field, and what the record has there now

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(*(theme.scaled(side) for side in (12, 6, 12, 6)))
        self._row.setSpacing(theme.scaled(10))
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.scaled(2))
        self._row.addWidget(icon_label("info", "wait"), 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._column, 1)
        close = icon_button("x", "收起这条提示")
        close.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        close.clicked.connect(self.hide)
        self._row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def say_draft(self, at: datetime, today: date, changes: Sequence[Changed] = ()) -> None:
        """That what stands in the form is a draft; and what was changed in the record since."""
        sentence = f"下面是 {when_words(at, today)} 存的草稿，可以接着填。"
        self._line(sentence + (CHANGED if changes else ""), "清空重填", self.empty_wanted.emit)
        self._say_each(changes)

    def say_changes(self, changes: Sequence[Changed]) -> None:
        """What somebody else changed; where the person typed something else, he decides."""
        if changes:
            self._line(CHANGED)
            self._say_each(changes)

    def _say_each(self, changes: Sequence[Changed]) -> None:
        if changes:
            self.setProperty("tone", "soon")
        for change in changes:
            sentence = f"{change.label}：{change.then} → {change.now}"
            if change.is_contested:
                take = partial(self.today_wanted.emit, change.name, change.value)
                self._line(f"{sentence}；您填的是：{change.typed}", "换成现在的", take)
            else:
                self._line(sentence)

    def _line(self, sentence: str, act: str = "", do: Callable[[], object] | None = None) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(10))
        line.addWidget(Words(sentence), 1)
        if act and do:
            made = link(act)
            made.setAccessibleName(f"{act}：{sentence}")
            made.clicked.connect(lambda: do())
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(line)
        self.show()
