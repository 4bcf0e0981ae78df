"""The head of an open record: number, state, limit, which one of how many, and its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models.opinions import OpinionFile

from ... import theme
from ...text import Words, button, chip, icon_button, plain
from .limits import due_button
from .promise_panel import also_states
from .record_parts import full_number
from .review_foot import is_narrow
from .words import short_number, state_words

if TYPE_CHECKING:
    from .record_view import RecordView


class RecordHead(QFrame):
    """Made anew with every record; `view` is told where to go."""

    def __init__(self, view: RecordView, file: OpinionFile) -> None:
        super().__init__()
        self.setProperty("role", "head")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 8, 10, 8)))
        column.setSpacing(theme.scaled(4))
        column.addLayout(self._first_line(view, file))
        column.addWidget(Words(file.opinion.title, "title"))

    @staticmethod
    def _first_line(view: RecordView, file: OpinionFile) -> QHBoxLayout:
        opinion, row = file.opinion, QHBoxLayout()
        row.setSpacing(theme.scaled(8))
        if not view.wide:
            back = button("返回列表", icon="arrow-left", key="Esc")
            back.clicked.connect(view.back)
            row.addWidget(back)
        short = is_narrow(view) or not view.wide
        number = f"{short_number(opinion.number)}号" if opinion.number and short else full_number(file)
        row.addWidget(plain(number, "soft"))
        state = state_words(opinion.status, opinion.satisfaction, opinion.due_kind)
        words, tone = ("作废", "stop") if opinion.voided_on else state
        row.addWidget(chip(words, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        for also, its_tone in also_states(file):
            row.addWidget(chip(also, its_tone), 0, Qt.AlignmentFlag.AlignVCenter)
        if opinion.urgency.value != "normal":
            row.addWidget(chip(opinion.urgency.label, "stop"), 0, Qt.AlignmentFlag.AlignVCenter)
        if badge := due_button(view.session, file, view.open_days):
            row.addWidget(badge)
        row.addStretch(1)
        at, total = view.place
        if at:
            words = f"{at} / {total}" if short else f"第 {at} 件，共 {total} 件"
            row.addWidget(plain(words, "soft"))
        for name, what, by in (("chevron-left", "上一件", -1), ("chevron-right", "下一件", 1)):
            turn = icon_button(name, what, "Alt+←" if by < 0 else "Alt+→")
            turn.clicked.connect(lambda _=False, by=by: view.moved.emit(by))
            row.addWidget(turn)
        return row
