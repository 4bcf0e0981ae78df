"""One of many, found by typing a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy

from .editor import keep_still, not_understood
from .line_editor import LineEditor

Entries = Sequence[tuple[Any, str]]  # id, words


class PickEditor(QComboBox):
    """The value is the id, None when empty; with `free_text` words that are not listed are allowed too (`text()`)."""

    changed = Signal()

    def __init__(self, name: str = "", entries: Entries = (), *, free_text: bool = False, hint: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self._free = free_text
        self.setEditable(True)
        line = LineEditor(f"{name}_words", hint=hint)
        line.setFrame(False)
        self.setLineEdit(line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        keep_still(self)
        completer = self.completer()
        assert completer is not None
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        self.set_entries(entries)
        self.editTextChanged.connect(lambda _: self.changed.emit())

    def set_entries(self, entries: Entries, recent: Sequence[Any] = ()) -> None:
        """Offer these, the ids of `recent` first; what is chosen or typed stays."""
        kept, words = self._chosen(), self.currentText()
        first = [entry for id_ in recent for entry in entries if entry[0] == id_]
        self.blockSignals(True)
        self.clear()
        for id_, text in [*first, *(entry for entry in entries if entry[0] not in recent)]:
            self.addItem(text, id_)
        self.setCurrentIndex(-1)
        if kept is not None:
            self.set_value(kept)
        elif words:
            self.setEditText(words)
        self.blockSignals(False)

    def value(self) -> Any:
        chosen, words = self._chosen(), self.text()
        if chosen is None and words and not self._free:
            raise not_understood(self, f"没有找到“{words}”。请从列出的里面选一个，或者先空着。")
        return chosen

    def text(self) -> str:
        """The words that stand in the field."""
        return self.currentText().strip()

    def set_value(self, value: Any) -> None:
        ids = [self.itemData(row) for row in range(self.count())]
        self.setCurrentIndex(ids.index(value) if value is not None and value in ids else -1)
        if self.currentIndex() < 0:
            self.setEditText("")

    def set_text(self, words: str) -> None:
        """Free words; an entry of exactly these words is chosen."""
        self.setCurrentIndex(self.findText(words, Qt.MatchFlag.MatchExactly))
        if self.currentIndex() < 0:
            self.setEditText(words)

    def _chosen(self) -> Any:
        words, row = self.text(), self.currentIndex()
        if not words:
            return None
        if row < 0 or self.itemText(row) != words:
            row = self.findText(words, Qt.MatchFlag.MatchExactly)
        return self.itemData(row) if row >= 0 else None
