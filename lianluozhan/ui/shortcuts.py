"""Keys: fixed ones of the whole program, each with words for the list of keys; none while an input method composes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

KEYS = {
    "help": "F1",
    "register": "F2",
    "press": "F6",
    "send_back": "F7",
    "skip": "F8",
    "next_step": "F9",
    "rooms": "F10",
    "find": "Ctrl+K",
    "find_too": "F3",
    "keys": "Ctrl+/",
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
WORDS = {  # what a key does where its owner says nothing nearer
    "help": "打开手册，说的就是现在这一页",
    "register": "快速登记",
    "press": "催办、督办",
    "send_back": "退回",
    "skip": "先看下一件",
    "next_step": "下一步，就是红底的那个按钮",
    "rooms": "窗口小的时候，打开目录",
    "find": "查找",
    "find_too": "查找",
    "keys": "看现在能用的按键",
    "lock": "锁定",
    "print": "打印打开的这一件",
    "save": "保存",
    "save_and_print": "保存并打印",
    "save_and_next": "保存，登记下一件",
    "like_last": "照上一件填",
    "undo": "撤销刚做的一步",
    "larger": "字大一点",
    "smaller": "字小一点",
    "normal_size": "字回到原来的大小",
    "back": "退一步：关上、返回",
    "Ctrl+=": "字大一点",
    "Alt+Right": "下一件",
    "Alt+Left": "上一件",
    "Alt+Return": "看期限是怎么数的",
    "Ins": "添加",
    "Return": "下一步",
    "Enter": "下一步",
}
_composing = False


def note_composing(on: bool) -> None:
    """Told by the editors whenever an input method begins or ends a word."""
    global _composing
    _composing = on


def composing() -> bool:
    """Whether a word is just being put together."""
    return _composing


class Key(QShortcut):
    """A key that knows in words what it does."""

    def __init__(self, owner: QWidget, keys: str, act: Callable[[], object], words: str) -> None:
        super().__init__(QKeySequence(KEYS.get(keys, keys)), owner)
        self.owner, self.words = owner, words
        self.setAutoRepeat(False)
        self.activated.connect(lambda: None if _composing else act())

    @property
    def sequence(self) -> str:
        """As it stands on the keyboard."""
        return self.key().toString().replace("Return", "Enter").replace("Right", "→").replace("Left", "←")


def shortcut(
    owner: QWidget,
    keys: str,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
    *,
    words: str = "",
) -> Key:
    """A key (a name of KEYS or a sequence) that acts while `owner` or something in it has the focus."""
    made = Key(owner, keys, act, words or WORDS.get(keys, ""))
    made.setContext(context)
    return made


def keys_in(widget: QWidget) -> list[Key]:
    """The keys of a widget and of all in it that can be seen, in the order in which they were made."""
    return [key for key in all_keys_in(widget) if key.isEnabled() and key.owner.isVisible()]


def all_keys_in(widget: QWidget) -> list[Key]:
    """Every key of a widget and of all in it."""
    found: Any = widget.findChildren(QShortcut)
    return [made for made in found if isinstance(made, Key)]
