"""The kinds of a room of sections, one below the other, each with how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ... import theme
from ...icons import icon
from ...shortcuts import shortcut
from .section import Section

WIDTH = 190


class KindColumn(QFrame):
    """Stands at the left where there is room for it."""

    chosen = Signal(str)

    def __init__(self, sections: Iterable[Section]) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self.setFixedWidth(theme.scaled(WIDTH))
        self._buttons: list[tuple[Section, QPushButton]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(1, theme.scaled(8), 1, theme.scaled(8))
        column.setSpacing(0)
        for section in sections:
            made = QPushButton(f" {section.LABEL}")
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.setIcon(icon(section.ICON))
            made.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(lambda _=False, key=section.KEY: self.chosen.emit(key))
            self._buttons.append((section, made))
            column.addWidget(made)
        column.addStretch(1)

    def listen(self, work: QWidget) -> None:
        """One kind on or back by keys, wherever the focus is."""
        for keys, by, words in (("Ctrl+PgDown", 1, "下一类"), ("Ctrl+PgUp", -1, "上一类")):
            shortcut(work, keys, partial(self.step, by), words=words)

    def step(self, by: int) -> None:
        """To the kind below, or above; behind the last comes the first."""
        at = next((at for at, (_, made) in enumerate(self._buttons) if made.isChecked()), 0)
        self.chosen.emit(self._buttons[(at + by) % len(self._buttons)][0].KEY)

    def show_counts(self, current: Section) -> None:
        """Count anew, and mark the open kind."""
        for section, made in self._buttons:
            count = section.in_use()
            made.setText(f" {section.LABEL}　{count}")
            made.setAccessibleName(f"{section.LABEL}，{count} {section.COUNTED}")
            made.setChecked(section is current)
