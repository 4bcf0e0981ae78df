"""The line at the foot: saved when it is true, the last proven backup, the day, the text size, help."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy

from lianluozhan.models import backups
from lianluozhan.models.session import Session

from . import theme
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
        self._backup = self._label("")
        self._day = self._label("")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.scaled(MARGIN), 0, theme.scaled(MARGIN), 0)
        layout.setSpacing(theme.scaled(GAP))
        layout.addWidget(self._saved)
        self._saved.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
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
        left = self.width() - gaps - sum(part.sizeHint().width() for part in (self._saved, self._backup, self._help))
        for part in (self._day, self._size):
            left -= part.sizeHint().width()
            part.setVisible(left >= 0)

    def refresh(self) -> None:
        self._day.setText(day_and_weekday(self.session.today))
        self._backup.setText(backup_words(self.session))
        self._make_room()


def backup_words(session: Session) -> str:
    """When a backup was last proven, in words."""
    found = session.select(backups.BackupEntry, "is_verified = 1", order="made_at DESC LIMIT 1")
    if not found or found[0].made_at is None:
        return "还没有备份"
    days = (session.today - found[0].made_at.date()).days
    return "备份今天已验证" if days <= 0 else f"备份 {days} 天前已验证"
