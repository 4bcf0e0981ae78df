"""A whole number within limits, or nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent
from PySide6.QtWidgets import QSpinBox

from lianluozhan.models.phones import plain_figures

from ..shortcuts import note_composing
from .editor import keep_still


class NumberEditor(QSpinBox):
    """With `optional` the field may be empty, which is not the same as nought."""

    changed = Signal()

    def __init__(
        self,
        name: str = "",
        *,
        minimum: int = 0,
        maximum: int = 999_999,
        unit: str = "",
        optional: bool = True,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._optional = optional
        self.setAccessibleDescription(f"{minimum} 到 {maximum} 的整数{'，可以空着' if optional else ''}")
        self.setRange(minimum - 1 if optional else minimum, maximum)
        if optional:
            self.setSpecialValueText(" ")
            self.setValue(self.minimum())
        if unit:
            self.setSuffix(f" {unit}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_still(self)
        self.valueChanged.connect(lambda _: self.changed.emit())

    def validate(self, text: str, position: int) -> object:
        """Figures of a Chinese keyboard count like plain ones."""
        return super().validate(plain_figures(text), position)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What a form opens with is typed over, as where Tab comes to."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.selectAll()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        note_composing(bool(event.preeditString()))
        super().inputMethodEvent(event)

    def value(self) -> int | None:  # type: ignore[override]
        self.interpretText()
        number = super().value()
        return None if self._optional and number == self.minimum() else number

    def set_value(self, value: int | None) -> None:
        self.setValue(self.minimum() if value is None else value)
