"""What Enter and Tab do everywhere: Enter presses the button that has the focus, Tab stays in what lies on top."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QToolButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress})
_BARE = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)


class FocusKeys(QObject):
    """Told of every key of the program.

    A form where Enter goes on to the next field has a true `ENTER_GOES_ON`; its buttons are not pressed by Enter.
    What has a true `TAB_STAYS` is gone round by Tab: from its last field or button to its first, and back.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        if application := QApplication.instance():
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _KEYS or not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        if event.modifiers() & _BARE:
            return False
        if event.key() in ENTER and isinstance(watched, QPushButton | QToolButton):
            return not _marked(watched, "ENTER_GOES_ON") and _press(watched, event)
        if event.key() in TAB and event.type() == QEvent.Type.KeyPress and watched.hasFocus():
            area = _marked(watched, "TAB_STAYS")
            return area is not None and _go_round(area, onward=event.key() == Qt.Key.Key_Tab)
        return False


def _marked(widget: QWidget, mark: str) -> QWidget | None:
    """The nearest thing around a widget that has a mark."""
    found: QWidget | None = widget
    while found is not None and not getattr(found, mark, False):
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


def _go_round(area: QWidget, *, onward: bool) -> bool:
    """At the edge of what Tab reaches in `area`, go to its other edge; whether it was the edge."""
    reached = _stops(area)
    if not reached or area.window().focusWidget() is not reached[-1 if onward else 0]:
        return False
    why = Qt.FocusReason.TabFocusReason if onward else Qt.FocusReason.BacktabFocusReason
    reached[0 if onward else -1].setFocus(why)
    return True


def _stops(area: QWidget) -> list[QWidget]:
    """What Tab stops at in `area`, in its order."""
    found: list[QWidget] = []
    each = area.nextInFocusChain()
    while each is not None and each is not area:
        if area.isAncestorOf(each) and each.isVisible() and each.isEnabled() and _has_stop(each):
            found.append(each)
        each = each.nextInFocusChain()
    return found


def _has_stop(widget: QWidget) -> bool:
    """Whether Tab comes to it; what hands its focus on is passed by, and of a group all but the chosen one."""
    if isinstance(widget, QRadioButton) and not widget.isChecked():
        group = widget.group()
        if group is not None and group.checkedButton() is not None:
            return False
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.focusProxy() is None
