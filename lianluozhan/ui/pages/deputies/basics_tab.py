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
from ..sections.record_sheet import NONE, ONE_CELL, act_button, entry_frame
from .deputy_tab import DeputyTab

if TYPE_CHECKING:
    from ..sections.section import Act
    from .deputy_section import DeputySection


class BasicsTab(DeputyTab):
    """Filled anew for every deputy."""

    LABEL = "基本情况"
    section: DeputySection

    def __init__(self, section: DeputySection) -> None:
        super().__init__(section)
        self.buttons: dict[str, QPushButton] = {}
        self.entry_buttons: list[dict[str, QPushButton]] = []
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def fill(self) -> None:
        place = self._scroll.verticalScrollBar().value()
        self.buttons, self.entry_buttons = {}, []
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 16)))
        column.setSpacing(theme.scaled(12))
        blank = missing(self.session, self.deputy_id)
        if blank:
            column.addWidget(Words(f"登记表还缺 {len(blank)} 项：{'、'.join(blank)}。", "hint"))
        form = RuledForm()
        for label, text in self.section.facts(self.deputy_id):
            form.add_text(label, text or NONE, 3 if len(text) > ONE_CELL or "\n" in text else 1)
        column.addLayout(self._headed("代表任职", self.section.entry_acts(self.deputy_id)))
        for entry in self.section.entries(self.deputy_id):
            frame, made = entry_frame(entry)
            if made:
                self.entry_buttons.append(made)
            column.addWidget(frame)
        column.addLayout(self._headed("登记表", self.section.fact_acts(self.deputy_id)))
        column.addWidget(form)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().setValue(place)

    def _headed(self, title: str, acts: Iterable[Act]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(plain(title, "lead"))
        line.addStretch(1)
        for act in acts:
            self.buttons[act.label] = act_button(act, "link")
            line.addWidget(self.buttons[act.label])
        return line
