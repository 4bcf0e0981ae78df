"""The rows of the pane beside the registration form: a matter that may be the same, a value that is proposed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from lianluozhan.models.learning.suggesting import Suggestion
from lianluozhan.models.opinions.similar import Candidate

from ... import theme
from ...flow_layout import FlowLayout
from ...text import Words, chip, elided, link, plain, plain_button
from .words import short_day, short_number, state_words


class CandidateRow(QFrame):
    """Title and state; number, day, village, name; what both share; 对照看, 并入, 关联."""

    compare = Signal(int)
    join = Signal(int)
    link_toggled = Signal(int)

    def __init__(self, *, may_join: bool, may_link: bool) -> None:
        super().__init__()
        self.candidate: Candidate | None = None
        self._may_join, self._may_link = may_join, may_link
        self.setProperty("role", "side-row")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (14, 8, 10, 6)))
        column.setSpacing(theme.scaled(2))
        first = QHBoxLayout()
        first.setSpacing(theme.scaled(8))
        self._title, self._chip = elided(""), chip("")
        first.addWidget(self._title, 1)
        first.addWidget(self._chip)
        self._detail, self._why = elided("", "label"), elided("", "label")
        deeds = FlowLayout(gap=6, line_gap=0)
        self.compare_link, self.join_link, self.link_link = link("对照看"), link("并入"), link("关联")
        for made, signal in (
            (self.compare_link, self.compare),
            (self.join_link, self.join),
            (self.link_link, self.link_toggled),
        ):
            made.clicked.connect(lambda _=False, signal=signal: self._tell(signal))
            deeds.addWidget(made)
        column.addLayout(first)
        column.addWidget(self._detail)
        column.addWidget(self._why)
        column.addLayout(deeds)

    def show_candidate(self, found: Candidate, today: date, *, linked: bool) -> None:
        """Say what is known of this matter."""
        if found != self.candidate:
            state, tone = state_words(found.status, found.satisfaction)
            self._title.setText(found.title)
            self._chip.setText(state)
            _set_tone(self._chip, tone)
            day = short_day(found.received_on, today)
            parts = (short_number(found.number), day, found.village_name, found.submitter)
            self._detail.setText(" · ".join(part for part in parts if part))
            self._why.setText(found.why)
            self._why.setVisible(bool(found.why))
            self.join_link.setVisible(self._may_join and found.may_join)
            named = f"{short_number(found.number)} {found.title}"
            self.setAccessibleName(f"可能重复：{named}，{state}，{found.why}")
            self.compare_link.setAccessibleName(f"对照看 {named}")
            self.join_link.setAccessibleName(f"并入 {named}")
            self.candidate = found
        self.link_link.setVisible(self._may_link)
        self.link_link.setText("取消关联" if linked else "关联")
        self.link_link.setAccessibleName(f"{self.link_link.text()} {short_number(found.number)} {found.title}")

    def _tell(self, signal: Signal) -> None:
        if self.candidate is not None:
            signal.emit(self.candidate.id)  # type: ignore[attr-defined]


class SuggestionRow(QFrame):
    """What is proposed for which field, why, and 采用 with its key; 已采用 when the form has it."""

    adopt = Signal(str, object)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.suggestion: Suggestion | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (14, 4, 10, 4)))
        column.setSpacing(theme.scaled(2))
        first = QHBoxLayout()
        first.setSpacing(theme.scaled(8))
        self._label, self._words = plain("", "soft"), Words("", "strong")
        self.adopt_button, self._done = plain_button("采用", key), plain("已采用", "label")
        self.adopt_button.clicked.connect(self.take)
        first.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.adopt_button, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._done, 0, Qt.AlignmentFlag.AlignTop)
        self._why = Words("", "label")
        column.addLayout(first)
        column.addWidget(self._why)

    def show_suggestion(self, made: Suggestion, *, adopted: bool) -> None:
        """Say what is proposed and on what it rests."""
        if made != self.suggestion:
            self._label.setText(made.label)
            self._words.setText(made.words)
            self._why.setText(made.why)
            self.setAccessibleName(f"建议{made.label}：{made.words}。{made.why}")
            self.adopt_button.setAccessibleName(f"采用建议的{made.label} {made.words}")
            self.suggestion = made
        self.adopt_button.setVisible(not adopted)
        self._done.setVisible(adopted)

    def take(self) -> None:
        """Put it into the form."""
        if self.suggestion is not None and self.adopt_button.isVisibleTo(self):
            self.adopt.emit(self.suggestion.field, self.suggestion.value)


def _set_tone(label: QLabel, tone: str) -> None:
    if label.property("tone") != tone:
        label.setProperty("tone", tone)
        label.style().unpolish(label)
        label.style().polish(label)
