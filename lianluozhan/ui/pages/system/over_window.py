"""A page laid over the whole window, above the desk, so that none of the desk's keys reach what lies beneath."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class _Cover(QObject):
    """Keeps the page as large as the window."""

    def __init__(self, window: QWidget, page: QWidget) -> None:
        super().__init__(page)
        self._window, self._page = window, page
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._page.setGeometry(self._window.rect())
        return False


def lay_over(window: QWidget, page: QWidget) -> None:
    """Show `page` over all of `window` until it is deleted."""
    page.setParent(window)
    page.setGeometry(window.rect())
    _Cover(window, page)
    page.show()
    page.raise_()
