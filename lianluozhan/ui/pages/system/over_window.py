"""A page laid over the whole window, above the desk, so that none of the desk's keys reach what lies beneath."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class _Cover(QObject):
    """Keeps the page as large as the window, and out of sight while the desk is: when it is locked or handed over."""

    def __init__(self, window: QWidget, page: QWidget, desk: QWidget) -> None:
        super().__init__(page)
        self._window, self._page, self._desk = window, page, desk
        window.installEventFilter(self)
        desk.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._page.setGeometry(self._window.rect())
        elif watched is self._desk and event.type() == QEvent.Type.Hide:
            self._page.hide()
        elif watched is self._desk and event.type() == QEvent.Type.Show:
            self._page.show()
            self._page.raise_()
        return False


def lay_over(desk: QWidget, page: QWidget) -> None:
    """Show `page` over all of the window that `desk` is in until it is deleted."""
    window = desk.window()
    page.setParent(window)
    page.setGeometry(window.rect())
    _Cover(window, page, desk)
    page.show()
    page.raise_()
