"""One of a few, several of a few, or a single tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QListView,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ..flow_layout import FlowLayout
from .editor import keep_still
from .lettering import Lettering

Choices = Sequence[tuple[Any, str]]  # value, words


class _Lines(QListView):
    """The open list of a choice, in which letters find a line as they do in the closed one."""

    def __init__(self, letters: Lettering) -> None:
        super().__init__()
        self._letters = letters

    def keyboardSearch(self, typed: str) -> None:
        row = self._letters.find(typed, self.currentIndex().row())
        if row is not None:
            self.setCurrentIndex(self.model().index(row, 0))


class ChoiceEditor(QComboBox):
    """One of a few, folded away; with `optional` the first line is empty and means None.

    Letters choose by the pinyin initials (`rx` is 热线电话), a figure or a character by the words themselves.
    """

    changed = Signal()

    def __init__(self, name: str = "", choices: Choices = (), *, optional: bool = False, empty: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._optional, self._empty = optional, empty
        self._values: list[Any] = []  # Qt would hand back a bare string for a choice
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContentsOnFirstShow)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription("按拼音首字母选，或按 ↑ ↓")
        self._letters = Lettering()
        self.setView(_Lines(self._letters))
        keep_still(self)
        self.set_choices(choices)
        self.currentIndexChanged.connect(lambda _: self.changed.emit())

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices, keeping the chosen one if it is among them."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        offered = [(None, self._empty), *choices] if self._optional else list(choices)
        self._values = [value for value, _ in offered]
        self.addItems([words for _, words in offered])
        self._letters.words = [words for _, words in offered]
        self._select(kept)
        self.blockSignals(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt paints it, but what does not fit ends in … and not in half a character."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.words_that_fit()  # type: ignore[attr-defined]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def words_that_fit(self) -> str:
        """The chosen words as far as there is room for them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def value(self) -> Any:
        return self._values[self.currentIndex()] if self.currentIndex() >= 0 else None

    def set_value(self, value: Any) -> None:
        self._select(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if not held and typed.isprintable() and typed.strip():
            row = self._letters.find(typed, self.currentIndex())
            if row is not None:
                self.setCurrentIndex(row)
            return
        super().keyPressEvent(event)

    def _select(self, value: Any) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else min(0, self.count() - 1))


_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _Option(QRadioButton):
    """An arrow chooses the next or the one before, in whatever line it stands, also when nothing was chosen before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (step := _ARROWS.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
            return
        options = [each for each in self.group().buttons() if each.isEnabled() and not each.isHidden()]
        at = options.index(self) + step
        if 0 <= at < len(options):
            options[at].setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)
            options[at].setChecked(True)


class OptionRow(QWidget):
    """One of a few, all in sight."""

    changed = Signal()

    def __init__(self, name: str = "", choices: Choices = (), *, gap: int = 8) -> None:
        super().__init__()
        self.setObjectName(name)
        self._group, self._values = QButtonGroup(self), [value for value, _ in choices]
        self._row = FlowLayout(self, gap=gap, line_gap=0)
        for number, (_, words) in enumerate(choices):
            button = _Option(words)
            self._group.addButton(button, number)
            self._row.addWidget(button)
        self._group.idToggled.connect(lambda _, on: self.changed.emit() if on else None)
        if choices:
            self.setFocusProxy(self._group.button(0))

    def value(self) -> Any:
        return self._values[self._group.checkedId()] if self._group.checkedId() >= 0 else None

    def set_value(self, value: Any) -> None:
        if value in self._values:
            button = self._group.button(self._values.index(value))
            button.setChecked(True)
            self.setFocusProxy(button)
        elif checked := self._group.checkedButton():
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for button in self.buttons():
            button.setAccessibleDescription(name)

    def buttons(self) -> list[QAbstractButton]:
        return self._group.buttons()


class ChoicesEditor(QWidget):
    """Any of a few, all in sight; the value is a list in the order of the choices."""

    changed = Signal()

    def __init__(self, name: str = "", choices: Choices = ()) -> None:
        super().__init__()
        self.setObjectName(name)
        self._boxes = [(value, QCheckBox(words)) for value, words in choices]
        row = FlowLayout(self, gap=8, line_gap=0)
        for _, box in self._boxes:
            row.addWidget(box)
            box.toggled.connect(lambda _: self.changed.emit())
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])

    def value(self) -> list[Any]:
        return [value for value, box in self._boxes if box.isChecked()]

    def set_value(self, value: Sequence[Any] | None) -> None:
        for choice, box in self._boxes:
            box.setChecked(choice in (value or ()))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        for box in self.boxes():
            box.setAccessibleDescription(name)

    def boxes(self) -> list[QCheckBox]:
        return [box for _, box in self._boxes]


class TickEditor(QCheckBox):
    """Yes or no, the question beside the box."""

    changed = Signal()

    def __init__(self, name: str = "", words: str = "") -> None:
        super().__init__(words)
        self.setObjectName(name)
        self.toggled.connect(lambda _: self.changed.emit())

    def setAccessibleName(self, name: str) -> None:
        """The words beside the box are its name; what they belong to is said after them."""
        if self.text():
            self.setAccessibleDescription(name)
        else:
            super().setAccessibleName(name)

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: bool | None) -> None:
        self.setChecked(bool(value))
