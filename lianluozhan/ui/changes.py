"""One announcement after each commit: which tables changed. Every page that shows one of them reloads."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from lianluozhan.models.session import Session


class Changes(QObject):
    """Shared by the sessions of all people who take turns at this computer."""

    changed = Signal(object)  # frozenset[str], the tables touched

    def follow(self, session: Session) -> None:
        """Announce the commits of this session too."""
        session.listeners.append(self.changed.emit)
