"""An identity number that was copied leaves the clipboard by itself: after a minute, and when the program ends."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from lianluozhan.models.identity_numbers import holds_identity

STAYS = 60_000  # milliseconds


class ClipboardGuard(QObject):
    """Watches what this program copies; what was copied by others, or after it, is left alone."""

    def __init__(self, application: QGuiApplication, *, stays: int = STAYS) -> None:
        super().__init__(application)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._held = ""
        self._timer = QTimer(self, singleShot=True, interval=stays)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._look)
        application.aboutToQuit.connect(self.clear)

    def _look(self) -> None:
        is_ours = self._clipboard.ownsClipboard() or QGuiApplication.focusWindow() is not None
        text = self._clipboard.text() if is_ours else ""
        self._held = text if holds_identity(text) else ""
        if self._held:
            self._timer.start()
        else:
            self._timer.stop()

    def clear(self) -> None:
        """Take the number out, if it is still the one that was copied here."""
        held, self._held = self._held, ""
        if held and self._clipboard.text() == held:
            self._clipboard.clear()
