"""A page laid over the whole window, above the desk, so that neither keys nor Tab reach what lies beneath."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class _Cover(QObject):
    """Keeps the page as large as the window, and out of sight while the desk is: when it is locked or handed over.

    The desk is out of reach as long as the page lies on it, so that Tab goes round in the page.
    """

    def __init__(self, window: QWidget, page: QWidget, desk: QWidget) -> None:
        super().__init__(page)
        self._window, self._page, self._desk = window, page, desk
        self._reach(False)
        for watched in (window, page, desk):
            watched.installEventFilter(self)

    def _reach(self, on: bool) -> None:
        if isValid(self._desk) and self._desk is not self._window:  # one that is the window holds the page itself
            self._desk.setEnabled(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._page.setGeometry(self._window.rect())
        elif watched is self._desk and event.type() == QEvent.Type.Hide:
            self._page.hide()
        elif watched is self._desk and event.type() == QEvent.Type.Show:
            self._reach(False)
            self._page.show()
            self._page.raise_()
            QTimer.singleShot(0, self._take_focus)  # after the desk has looked for it
        elif watched is self._page and event.type() == QEvent.Type.Hide:
            self._reach(True)
        return False

    def _take_focus(self) -> None:
        page: Any = self._page
        if isValid(page) and page.isVisible():
            page.take_focus()


def lay_over(desk: QWidget, page: QWidget) -> None:
    """Show `page`, which has `take_focus`, over all of the window that `desk` is in until it is deleted."""
    window = desk.window()
    page.setParent(window)
    page.setGeometry(window.rect())
    _Cover(window, page, desk)
    page.show()
    page.raise_()
