"""基本情况: all that F03 says of a deputy, the mandates with their history, and what is still blank."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.deputy_files import missing

from ... import theme
from ...ruled_form import RuledForm
from ...text import Words, plain
from ..sections.record_sheet import NONE, act_button, entry_frame
from .deputy_tab import DeputyTab

if TYPE_CHECKING:
    from ..sections.section import Act
    from .deputy_section import DeputySection

LONG = ("固定联系选民", "主要简历", "奖惩", "专业特长", "履职承诺", "备注")  # take the whole row


class BasicsTab(DeputyTab):
    """The ruled cells are made once; mandates and what can be done are made anew for every deputy."""

    LABEL = "基本情况"
    section: DeputySection

    def __init__(self, section: DeputySection) -> None:
        super().__init__(section)
        self.buttons: dict[str, QPushButton] = {}
        self.entry_buttons: list[dict[str, QPushButton]] = []
        self._blank = Words("", "hint")
        self._changing: list[QWidget] = []
        self._mandates, self._above_form = QVBoxLayout(), QVBoxLayout()
        self._form, self._cells = RuledForm(), dict[str, Words]()
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 16)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(self._blank)
        self._mandates.setSpacing(theme.scaled(8))
        column.addLayout(self._mandates)
        column.addLayout(self._above_form)
        column.addWidget(self._form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def fill(self) -> None:
        blank = missing(self.session, self.deputy_id)
        self._blank.setText(f"登记表还缺 {len(blank)} 项：{'、'.join(blank)}。")
        self._blank.setVisible(bool(blank))
        for made in self._changing:
            made.hide()
            made.deleteLater()
        self._changing, self.buttons, self.entry_buttons = [], {}, []
        self._put(self._mandates, self._headed("代表任职", self.section.entry_acts(self.deputy_id)))
        for entry in self.section.entries(self.deputy_id):
            frame, buttons = entry_frame(entry)
            if buttons:
                self.entry_buttons.append(buttons)
            self._put(self._mandates, frame)
        self._put(self._above_form, self._headed("登记表", self.section.fact_acts(self.deputy_id)))
        for label, text in self.section.facts(self.deputy_id):
            if label not in self._cells:
                self._cells[label] = self._form.add_text(label, text or NONE, 3 if label in LONG else 1)
            else:
                self._cells[label].setText(text or NONE)

    def _put(self, place: QVBoxLayout, made: QWidget) -> None:
        place.addWidget(made)
        self._changing.append(made)

    def _headed(self, title: str, acts: Iterable[Act]) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(plain(title, "lead"))
        line.addStretch(1)
        for act in acts:
            self.buttons[act.label] = act_button(act, "link")
            line.addWidget(self.buttons[act.label])
        return holder
