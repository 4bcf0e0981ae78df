"""The line at the foot: saved when it is true, the last proven backup, the day, the text size, help."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from lianluozhan.models import backups
from lianluozhan.models.session import Session

from . import theme
from .backup_words import short_words, status_words
from .text import elided, plain

WEEKDAYS = "一二三四五六日"
MARGIN, GAP = 16, 20


def day_and_weekday(day: date) -> str:
    """2026年9月28日 星期一."""
    return f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


class StatusLine(QFrame):
    """Says what is true now, and nothing else."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.setProperty("role", "foot")
        self.setFixedHeight(theme.scaled(30))
        self._saved = elided("还没有改动", "note")
        self._backup = elided("", "note")
        self._proofs = ("", "")  # when there is room, and when there is little
        self._day = self._label("")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.scaled(MARGIN), 0, theme.scaled(MARGIN), 0)
        layout.setSpacing(theme.scaled(GAP))
        layout.addWidget(self._saved)
        for part in (self._saved, self._backup):
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._backup)
        layout.addStretch(1)
        layout.addWidget(self._day)
        self._size = self._label(f"字号 {theme.percent()}%")
        layout.addWidget(self._size)
        self._help = self._label("帮助 F1")
        layout.addWidget(self._help)
        self.refresh()

    def _label(self, text: str) -> QLabel:
        return plain(text, "note")

    def saved(self, at: datetime) -> None:
        """A commit came back: everything up to now is on the disk."""
        self._show(f"✓ 已保存 {at:%H:%M}", "note")

    def say(self, sentence: str) -> None:
        """What was just done, until the next thing is."""
        self._show(f"✓ {sentence}", "note")

    def say_trouble(self, sentence: str) -> None:
        """What could not be saved, in red, until the next thing is."""
        self._show(sentence, "problem")

    def _show(self, words: str, role: str) -> None:
        self._saved.setText(words)
        self._make_room()
        if self._saved.property("role") != role:
            self._saved.setProperty("role", role)
            self._saved.style().unpolish(self._saved)
            self._saved.style().polish(self._saved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """What was just done may need the room of what is always there."""
        gaps = theme.scaled(2 * MARGIN + 4 * GAP)
        for words in self._proofs:
            self._backup.setText(words)
            known = (self._saved, self._backup, self._help)
            left = self.width() - gaps - sum(part.sizeHint().width() for part in known)
            if left >= 0:
                break
        for part in (self._day, self._size):
            left -= part.sizeHint().width()
            part.setVisible(left >= 0)

    def refresh(self) -> None:
        self._day.setText(day_and_weekday(self.session.today))
        entry = backups.last_proven(self.session)
        self._proofs = status_words(self.session, entry), short_words(self.session, entry)
        self._make_room()
