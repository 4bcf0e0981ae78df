"""What stands in place of an empty list: what belongs here, and the first step."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.opinions import View

from ... import theme
from ...text import button, primary, wrapped

EMPTY = {
    View.OPEN: ("没有未办结的件", "群众来访、来电、来信反映的事，从登记到办结都在这里。"),
    View.CLOSED: ("还没有办结的件", "办结和当场答复的件会自动出现在这里。"),
    View.MINE: ("现在没有等您办的事", "轮到您的件会自动出现在这里。"),
    View.OVERDUE: ("没有逾期的件", "过了期限还没有办的件会自动出现在这里。"),
    View.SOON: ("没有临期的件", "期限快到的件会自动出现在这里。"),
    View.OVERDUE_SOON: ("没有逾期和临期的件", "期限快到和过了期限的件会自动出现在这里。"),
    View.DISSATISFIED: ("没有不满意的件", "反映人评价不满意的件会自动出现在这里。"),
    View.VOIDED: ("没有作废的件", "作废的件编号不再使用，内容保留在这里。"),
}


class EmptyList(QScrollArea):
    """Scrolls where it is higher than what there is room for, so that head and foot of the list stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        inside = QWidget()
        inside.setProperty("role", "page")
        self._title, self._words = wrapped("", "title"), wrapped("", "soft")
        self.register, self.clear = primary("快速登记", "F2"), button("清除筛选")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 40, 24, 24)))
        column.setSpacing(theme.scaled(12))
        for words in (self._title, self._words):
            column.addWidget(words)
        for act in (self.register, self.clear):
            column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)

    def say(self, view: View, words: str, said: str, may_register: bool) -> None:
        """`said` is what the list is narrowed to, in words."""
        narrowed = bool(words or said)
        if narrowed:
            title = f"没有找到“{words}”" if words else "没有这样的件"
            found = f"在“{view.label}”里找的，只看：{said}。" if said else f"在“{view.label}”里找的。"
            sentence = f"{found}可以换一个词，或者放宽筛选。"
        else:
            title, sentence = EMPTY.get(view, ("还没有社情民意", "群众来访、来电、来信反映的事，登记后都在这里。"))
        self._title.setText(title)
        self._words.setText(sentence)
        self.clear.setVisible(narrowed)
        self.register.setVisible(may_register and not narrowed and view in (View.OPEN, View.ALL))
