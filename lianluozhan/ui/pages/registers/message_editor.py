"""Messages copied from the platform: pasted in one go, and shown as they will be noted, one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models.calls import messages_in

from ... import theme
from ...editors import TextEditor
from ...text import Words

SHOWN, LONGEST = 8, 40


class MessageEditor(QWidget):
    """The value is a list of messages: parted by empty lines, without any each line is one."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._pasted = TextEditor("", lines=8, most_lines=16, hint="在这里粘贴")
        self.told = Words("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(6))
        column.addWidget(self._pasted)
        column.addWidget(self.told)
        self.setFocusProxy(self._pasted)
        self._pasted.changed.connect(self._say)
        self._say()

    def value(self) -> list[str]:
        return messages_in(self._pasted.value())

    def set_value(self, value: list[str] | None) -> None:
        self._pasted.set_value("\n\n".join(value or []))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._pasted.setAccessibleName(name)

    def _say(self) -> None:
        found = self.value()
        lines = [f"{at}　{_short(words)}" for at, words in enumerate(found[:SHOWN], 1)]
        if len(found) > SHOWN:
            lines.append(f"……还有 {len(found) - SHOWN} 条")
        head = f"会记成 {len(found)} 条：" if found else "两条留言之间空一行；都没有空行的，一行记一条。"
        self.told.setText("\n".join([head, *lines]))
        self.changed.emit()


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
