"""Labelled fields one below the other, outside a ruled form: label, whether it must be filled, hint or problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.errors import InvalidRecord

from . import theme
from .draft_values import held, put_back
from .editors import Editor
from .text import Words, icon_label, plain

Field = TypeVar("Field", bound=QWidget)


class _Labelled(QWidget):
    """One field with its label above and its hint, or what is wrong with it, below."""

    def __init__(self, label: str, editor: QWidget, *, required: bool, hint: str) -> None:
        super().__init__()
        self.editor, self._hint = editor, hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(4))
        head = QHBoxLayout()
        head.setSpacing(theme.scaled(8))
        name = plain(label, "strong")
        name.setBuddy(editor)
        head.addWidget(name)
        head.addWidget(plain("必填" if required else "可不填", "note"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(editor)
        self._below = QWidget()
        line = QHBoxLayout(self._below)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.scaled(6))
        self._mark = icon_label("circle-alert", "overdue", 16)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._words = Words(hint, "hint")
        line.addWidget(self._words, 1)
        column.addWidget(self._below)
        self.show_problem("")
        if not editor.accessibleName():
            editor.setAccessibleName(label)

    def show_problem(self, sentence: str) -> None:
        self._words.setProperty("role", "problem" if sentence else "hint")
        self._words.style().unpolish(self._words)
        self._words.style().polish(self._words)
        self._words.setText(sentence or self._hint)
        self._mark.setVisible(bool(sentence))
        self._below.setVisible(bool(sentence or self._hint))
        self.editor.setProperty("problem", bool(sentence))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)


class FieldColumn(QWidget):
    """`values()` by the editors' object names; problems are shown at their fields, the focus on the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, _Labelled] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.scaled(12))

    def put(self, label: str, editor: Field, *, required: bool = False, hint: str = "") -> Field:
        """The next field; the object name of the editor is the name of its value."""
        self._fields[editor.objectName()] = _Labelled(label, editor, required=required, hint=hint)
        self._column.addWidget(self._fields[editor.objectName()])
        return editor

    def add(self, widget: QWidget) -> QWidget:
        """Anything between the fields."""
        self._column.addWidget(widget)
        return widget

    def add_words(self, text: str, role: str = "soft") -> Words:
        words = Words(text, role)
        self._column.addWidget(words)
        return words

    def show_field(self, name: str, on: bool) -> None:
        """A field that matters only now; a hidden one keeps its value but is not asked for."""
        self._fields[name].setVisible(on)

    def values(self) -> dict[str, Any]:
        """What is in the fields in sight, by name; InvalidRecord with all that cannot be understood."""
        found: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for name, field in self._fields.items():
            if field.isVisibleTo(self) and isinstance(field.editor, Editor):
                try:
                    found[name] = field.editor.value()
                except InvalidRecord as refusal:
                    problems |= refusal.problems
        if problems:
            raise InvalidRecord(problems)
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            field = self._fields.get(name)
            if field is not None and isinstance(field.editor, Editor):
                field.editor.set_value(value)

    def typed(self) -> dict[str, Any]:
        """Everything that stands in the fields, hidden ones too, understood or not yet."""
        return {name: held(editor) for name, editor in self.editors().items()}

    def give_back(self, typed: Mapping[str, Any]) -> None:
        """Fill the fields with what `typed` gave."""
        for name, editor in self.editors().items():
            if name in typed:
                put_back(editor, typed[name])

    def editors(self) -> dict[str, Editor]:
        return {name: field.editor for name, field in self._fields.items() if isinstance(field.editor, Editor)}

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Say at each field what is wrong; returns what belongs to no field in sight."""
        shown = {name: field for name, field in self._fields.items() if field.isVisibleTo(self)}
        for name, field in shown.items():
            field.show_problem(problems.get(name, ""))
        if first := next((field for name, field in shown.items() if name in problems), None):
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, first, lambda: _bring_into_sight(first))  # when the sentence has its room
        return [sentence for name, sentence in problems.items() if name not in shown]

    def focus_on(self, name: str) -> None:
        """This field has the focus, in sight."""
        field = self._fields[name]
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, field, lambda: _bring_into_sight(field))

    def focus_first(self) -> None:
        """The first field that is empty has the focus."""
        for field in self._fields.values():
            if field.isVisibleTo(self) and isinstance(field.editor, Editor) and field.editor.isEnabled():
                field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _bring_into_sight(field: QWidget) -> None:
    """Move what is scrolled around a field until the whole of it is seen."""
    around = field.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None:
        around.ensureWidgetVisible(field, 0, theme.scaled(8))
