"""Keys: fixed ones of the whole program, and none of them while an input method is composing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS = {
    "help": "F1",
    "register": "F2",
    "send_back": "F7",
    "skip": "F8",
    "next_step": "F9",
    "rooms": "F10",
    "find": "Ctrl+K",
    "lock": "Ctrl+L",
    "print": "Ctrl+P",
    "save": "Ctrl+S",
    "save_and_print": "Ctrl+Return",
    "save_and_next": "Ctrl+Shift+Return",
    "like_last": "Ctrl+D",
    "undo": "Ctrl+Z",
    "larger": "Ctrl++",
    "smaller": "Ctrl+-",
    "normal_size": "Ctrl+0",
    "back": "Esc",
}
_composing = False


def note_composing(on: bool) -> None:
    """Told by the editors whenever an input method begins or ends a word."""
    global _composing
    _composing = on


def composing() -> bool:
    """Whether a word is just being put together."""
    return _composing


def shortcut(
    owner: QWidget,
    keys: str,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QShortcut:
    """A key (a name of KEYS or a sequence) that acts while `owner` or something in it has the focus."""
    made = QShortcut(QKeySequence(KEYS.get(keys, keys)), owner)
    made.setContext(context)
    made.setAutoRepeat(False)
    made.activated.connect(lambda: None if _composing else act())
    return made
