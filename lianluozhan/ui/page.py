"""What every room is: a page that knows its desk, reloads when its tables change, and can open one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from lianluozhan.models.session import Session

if TYPE_CHECKING:
    from .desk import Desk


class Page(QWidget):
    """A page reloads at once when it is seen, and when it is next shown if it was not."""

    TABLES: frozenset[str] = frozenset()
    MANUAL = "index"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session = desk.session
        self._stale = True

    def tables_changed(self, tables: frozenset[str]) -> None:
        """Called after every commit."""
        if tables & self.TABLES:
            self._stale = True
            if self.isVisible():
                self.show_fresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_fresh()

    def show_fresh(self) -> None:
        """Reload if something changed since the last time."""
        if self._stale:
            self._stale = False
            self.reload()

    def reload(self) -> None:
        """Read again what the page shows, keeping selection and place."""

    def open_record(self, record_id: int) -> None:
        """Show this record of the page's kind."""

    def open_section(self, name: str) -> None:
        """Show a section of a page that has several."""

    def print_open(self) -> None:
        """Print what is open (Ctrl+P)."""

    def kept(self) -> Any:
        """What is being typed, to be given back to the page that takes this one's place; None when nothing is."""
        return None

    def give_back(self, kept: Any) -> None:
        """Take what `kept` of an earlier page of this room returned."""

    def take_focus(self) -> None:
        """What has the focus when the room is entered."""

    def step_back(self) -> bool:
        """Esc: close what is open on top; False when there is nothing to close."""
        return False
