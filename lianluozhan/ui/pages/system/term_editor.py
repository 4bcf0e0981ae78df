"""A length of time: a number and its unit, calendar days, working days or months."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lianluozhan.models.deadlines import parse_term

from ... import theme
from ...editors import ChoiceEditor, NumberEditor

UNITS = {"日": "日（连周末一起数）", "工": "个工作日", "月": "个月"}


class TermEditor(QWidget):
    """The value is the text a setting is stored as, such as “3 工”."""

    changed = Signal()

    def __init__(self, name: str, units: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.amount = NumberEditor(f"{name}_amount", maximum=999, optional=False)
        self.amount.setAccessibleName("数量")
        self.unit = ChoiceEditor(f"{name}_unit", [(unit, UNITS[unit]) for unit in units])
        self.unit.setAccessibleName("单位")
        self.setFocusProxy(self.amount)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.amount, 1)
        row.addWidget(self.unit, 2)
        self.amount.changed.connect(self.changed)
        self.unit.changed.connect(self.changed)

    def value(self) -> str:
        return f"{self.amount.value()} {self.unit.value()}"

    def set_value(self, value: str | None) -> None:
        if value:
            term = parse_term(value)
            self.amount.set_value(term.amount)
            self.unit.set_value(term.unit)
