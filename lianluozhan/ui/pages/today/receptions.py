"""A coming reception on 今日: when, where, who is on duty, and the link to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout

from lianluozhan.models.deadlines import spoken
from lianluozhan.models.receptions.coming import Coming

from ... import theme
from ...text import Words, chip, link
from ..opinion.words import WEEKDAYS
from .parts import row_frame


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
        row.addWidget(chip("接待中", "work"))
    elif reception.held_on == today:
        row.addWidget(chip("今天", "soon"))
    go = link("打开")
    go.setAccessibleName(f"打开{day}的接待")
    go.clicked.connect(lambda: act())
    row.addWidget(go)
    return frame
