"""One step of the first start, and the small labelled field that the steps are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from .. import theme
from ..text import plain

Field = TypeVar("Field", bound=QWidget)


class Step(QScrollArea):
    """A page of the wizard; `problem()` says in a sentence why one cannot go on, or nothing.

    What there is no room for is scrolled.
    """

    changed = Signal()
    TITLE = ""
    EXPLANATION = ""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("role", "page")
        self.setWidget(inside)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(theme.scaled(36), theme.scaled(30), theme.scaled(36), theme.scaled(16))
        self.column.setSpacing(theme.scaled(12))
        self.column.addWidget(plain(self.TITLE, "display"))
        words = plain(self.EXPLANATION)
        words.setWordWrap(True)
        self.column.addWidget(words)

    def problem(self) -> str:
        return ""

    def entered(self) -> None:
        """Called each time the step is shown."""


class Fields(QWidget):
    """Labelled fields two in a row; each label says whether the field must be filled."""

    def __init__(self, per_row: int = 2) -> None:
        super().__init__()
        self._grid, self._count, self._per_row = QGridLayout(self), 0, per_row
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.scaled(24))
        self._grid.setVerticalSpacing(theme.scaled(4))

    def text(self, label: str, *, required: bool = False, length: int = 60, hint: str = "") -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(length)
        field.setPlaceholderText(hint)
        return self.put(label, field, required=required)

    def password(self, label: str) -> QLineEdit:
        field = self.text(label, required=True, length=200)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def choice(self, label: str, options: Sequence[tuple[str, object]]) -> QComboBox:
        field = QComboBox()
        for words, value in options:
            field.addItem(words, value)
        return self.put(label, field, required=True)

    def put(self, label: str, field: Field, *, required: bool) -> Field:
        row, column = divmod(self._count, self._per_row)
        name = plain(f"{label}　{'必填' if required else '可不填'}", "label")
        name.setBuddy(field)
        field.setAccessibleName(label)
        self._grid.addWidget(name, row * 2, column)
        self._grid.addWidget(field, row * 2 + 1, column)
        self._count += 1
        return field
