"""A whole identity or telephone number that was copied here does not stay in the clipboard (4.7.2)."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_FOR = 60_000  # milliseconds
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{17}[\dXx]|1\d{10})(?![0-9A-Za-z])")


class ClipboardCare(QObject):
    """Empties the clipboard a while after a number was copied in this program, unless something else lies there now."""

    def __init__(self, parent: QObject, *, kept_for: int = KEPT_FOR) -> None:
        super().__init__(parent)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._copied = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(kept_for)
        self._timer.timeout.connect(self.forget)
        self._clipboard.dataChanged.connect(self._look)

    def _look(self) -> None:
        from lianluozhan.models.identity_numbers import holds_identity  # loads the database, which the cover waits for

        ours = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        text = self._clipboard.text() if ours else ""
        if text and (holds_identity(text) or _NUMBER.search(text)):
            self._copied = text
            self._timer.start()

    def forget(self) -> None:
        """Empty the clipboard if the number still lies there; also when the program ends or is locked."""
        self._timer.stop()
        if self._copied and self._clipboard.text() == self._copied:
            self._clipboard.clear()
        self._copied = ""
