"""What of the figures is looked at: the indicators, one of the groups, the reports; a column where there is room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout

from lianluozhan.models.opinions.counted import Group

from ... import theme

WIDTH = 150
INDICATORS, REPORTS = "indicators", "reports"
VIEWS: tuple[tuple[str, str], ...] = (
    (INDICATORS, "指标"),
    *((group.value, f"按{group.label}") for group in Group),
    (REPORTS, "报告和通报"),
)


class ViewColumn(QFrame):
    """Stands at the left where there is room for it."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.setFixedWidth(theme.scaled(WIDTH))
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.scaled(8), 1, theme.scaled(8))
        column.setSpacing(0)
        for key, words in VIEWS:
            made = QPushButton(words)
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.setAccessibleName(words)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._buttons[key] = made
            column.addWidget(made)
        column.addStretch(1)

    def mark(self, key: str) -> None:
        """Which one is open."""
        for name, made in self._buttons.items():
            made.setChecked(name == key)
