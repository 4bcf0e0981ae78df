"""What Enter and Tab do everywhere: Enter presses the button that has the focus, Tab stays in what lies on top."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QRadioButton, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})
_BARE = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


def take_key(watched: QObject, event: QEvent) -> bool:
    """Whether a key is ours; told of every event of the program.

    A form where Enter goes on to the next field has a true `ENTER_GOES_ON`; its buttons are not pressed by Enter.
    What has `tab_edges` is gone round by Tab: from its last field or button to its first, and back.
    """
    if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
        return False
    if event.modifiers() & _BARE:
        return False
    if event.key() in ENTER and isinstance(watched, QPushButton | QToolButton):
        return not _marked(watched, "ENTER_GOES_ON") and _press(watched, event)
    if event.key() in TAB and event.type() == QEvent.Type.KeyPress and watched.hasFocus():
        area = _marked(watched, "tab_edges")
        return area is not None and _go_round(area, onward=event.key() == Qt.Key.Key_Tab)
    return False


def _marked(widget: QWidget, mark: str) -> QWidget | None:
    """The nearest thing around a widget that has a mark."""
    found: QWidget | None = widget
    while found is not None and not getattr(found, mark, None):
        found = found.parentWidget()
    return found


def _press(made: QPushButton | QToolButton, event: QKeyEvent) -> bool:
    """Also where the page has Enter for something else."""
    if event.type() == QEvent.Type.ShortcutOverride:
        event.accept()
    elif not event.isAutoRepeat():
        if isinstance(made, QToolButton) and made.menu():
            made.showMenu()
        else:
            made.click()
    return True


def _go_round(area: Any, *, onward: bool) -> bool:
    """At the edge of what Tab reaches in `area`, go to its other edge; whether it was the edge."""
    first, last = area.tab_edges()
    here, there = (last, first) if onward else (first, last)
    if first is None or last is None or area.window().focusWidget() is not here:
        return False
    there.setFocus(Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason)
    return True


def first_stop(widgets: Iterable[QWidget]) -> QWidget | None:
    """The first that Tab comes to; what hands its focus on is passed by, and of a group all but the chosen one."""
    return next((each for each in widgets if each.isVisible() and each.isEnabled() and _has_stop(each)), None)


def _has_stop(widget: QWidget) -> bool:
    if isinstance(widget, QRadioButton) and not widget.isChecked():
        group = widget.group()
        if group is not None and group.checkedButton() is not None:
            return False
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.focusProxy() is None
