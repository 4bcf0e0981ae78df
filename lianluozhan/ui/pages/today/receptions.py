"""The coming receptions on 今日: when, where, who is on duty, and the link to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from lianluozhan.models.deadlines import spoken
from lianluozhan.models.receptions.coming import Coming, coming

from ... import theme
from ...text import Words, chip, link
from ..opinion.words import WEEKDAYS
from .parts import Head, Rows, empty, row_frame

if TYPE_CHECKING:
    from ...desk import Desk


class ReceptionSheet(QFrame):
    """Out of sight where there is none, and for those who may not enter the room."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._rows = desk, QVBoxLayout()
        self.setProperty("role", "sheet")
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        rows = Rows()
        rows.setLayout(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(Head("代表接待"))
        column.addWidget(rows)

    def reload(self) -> None:
        """Today's and coming receptions."""
        session = self._desk.session
        empty(self._rows)
        found = coming(session) if session.may("opinion.read") else []
        for entry in found:
            self._rows.addWidget(reception_row(entry, session.today, lambda entry=entry: self._open(entry)))  # type: ignore[misc]
        self.setVisible(bool(found))

    def _open(self, entry: Coming) -> None:
        self._desk.go_section("receptions", "receptions")
        self._desk.go("receptions", entry.reception.id)


def reception_row(entry: Coming, today: date, act: Callable[[], object]) -> QFrame:
    """One reception; that of today is marked."""
    frame, row = row_frame()
    reception, words = entry.reception, QVBoxLayout()
    assert reception.held_on is not None
    words.setSpacing(theme.scaled(2))
    day = f"{spoken(reception.held_on)}（星期{WEEKDAYS[reception.held_on.weekday()]}）"
    hours = "—".join(part for part in (reception.starts_at, reception.ends_at) if part)
    words.addWidget(Words(f"{day} {hours}"))
    who = "、".join(entry.names) or "还没有安排代表"
    words.addWidget(Words(f"{who}　{reception.place}", "soft"))
    row.addLayout(words, 1)
    if entry.is_open:
        row.addWidget(chip("接待中", "work"), 0, Qt.AlignmentFlag.AlignVCenter)
    elif reception.held_on == today:
        row.addWidget(chip("今天", "soon"), 0, Qt.AlignmentFlag.AlignVCenter)
    go = link("打开")
    go.setAccessibleName(f"打开{day}的接待")
    go.clicked.connect(lambda: act())
    row.addWidget(go)
    return frame
