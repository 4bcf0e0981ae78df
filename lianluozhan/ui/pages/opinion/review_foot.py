"""The foot of a record that waits for this person's judgement: agree by F9, send back by F7, the next one by F8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from lianluozhan.models.opinions import OpinionFile

from ... import theme
from ...icons import icon
from ...layout_rules import logical_width
from ...text import button

if TYPE_CHECKING:
    from .record_view import RecordView

NARROW = 680  # logical width of the record below which only the filled button and the menu stand in the foot


def is_narrow(view: QWidget) -> bool:
    """Whether the foot of a record of this width has no room for all its buttons."""
    return logical_width(view) < NARROW


class ReviewFoot(QFrame):
    """Made anew with every record; `next` is the filled button."""

    def __init__(self, view: RecordView, file: OpinionFile) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        judging, panel = view.judging, view.judging.panel
        assert panel is not None
        other = "不予受理" if panel.accepts else "改为受理"
        agree = "同意" if panel.accepts else "同意不予受理"
        row = QHBoxLayout(self)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(8))
        menu = QMenu(self)
        narrow = is_narrow(view)
        for words, key, act in (("退回修改", "F7", judging.send_back), (other, "", judging.otherwise)):
            if narrow:
                menu.addAction(f"{words}\t{key}" if key else words, act)
            else:
                made = button(words, key=key)
                made.clicked.connect(act)
                row.addWidget(made)
        if narrow and view.in_queue:
            menu.addAction("先看下一件\tF8", view.skipped.emit)
        if view.session.may("print.form"):
            menu.addAction(icon("printer"), "打印登记表\tCtrl+P", view.print_open)
        if not file.opinion.voided_on and view.session.may("opinion.void"):
            menu.addAction(icon("ban"), "作废", view.void)
        if not menu.isEmpty():
            more = button("更多")
            more.setAccessibleName("更多，对这一件")
            more.setMenu(menu)
            row.addWidget(more)
        row.addStretch(1)
        if view.in_queue and not narrow:
            skip = button("先看下一件", key="F8")
            skip.clicked.connect(view.skipped)
            row.addWidget(skip)
        agree = f"{agree}，看下一件" if view.in_queue else agree
        self.next: QPushButton = button(agree, role="primary", key="F9", icon="check")
        self.next.clicked.connect(judging.agree)
        row.addWidget(self.next)
