"""Several of many: each chosen one is a tag that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from .. import theme
from ..flow_layout import FlowLayout
from ..icons import icon
from ..text import tip
from .editor import not_understood
from .offers import Entries
from .pick_editor import PickEditor


class _Tag(QPushButton):
    """One chosen; a click, Enter or Delete takes it away."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class PickManyEditor(QWidget):
    """The value is the list of ids in the order in which they were added."""

    changed = Signal()

    def __init__(self, name: str = "", entries: Entries = (), *, hint: str = "添加", names: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._known: dict[Any, str] = {}
        self._chosen: list[Any] = []
        self._tags = QWidget()
        self._row = FlowLayout(self._tags, gap=6, line_gap=4)
        self._row.setContentsMargins(theme.scaled(8), theme.scaled(4), theme.scaled(8), 0)
        self.picker = PickEditor(f"{name}_next", hint=hint, names=names)
        self.picker.picked.connect(self._add)
        self.picker.changed.connect(self.changed)
        self.setFocusProxy(self.picker)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tags)
        layout.addWidget(self.picker)
        self.set_entries(entries)

    def set_entries(self, entries: Entries, recent: Sequence[Any] = ()) -> None:
        self._entries, self._recent = list(entries), list(recent)
        self._known.update(entries)
        self._offer_rest()
        self._show()

    def value(self) -> list[Any]:
        words, chosen = self.picker.words(), self.picker._chosen()
        if words and chosen is None:
            raise not_understood(self, f"没有找到“{words}”。请从列出的里面选，或者删去。")
        return [*self._chosen, chosen] if chosen is not None and chosen not in self._chosen else list(self._chosen)

    def set_value(self, value: Sequence[Any] | None) -> None:
        self._chosen = [id_ for id_ in value or () if id_ in self._known]
        self.picker.set_value(None)
        self._offer_rest()
        self._show()
        self.changed.emit()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.picker.setAccessibleName(name)

    def _add(self, chosen: Any) -> None:
        self.set_value(list(dict.fromkeys([*self._chosen, chosen])))

    def remove(self, id_: Any) -> None:
        self.set_value([kept for kept in self._chosen if kept != id_])
        self.picker.setFocus()

    def _offer_rest(self) -> None:
        self.picker.set_entries([entry for entry in self._entries if entry[0] not in self._chosen], self._recent)

    def _show(self) -> None:
        while item := self._row.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        before: QWidget = self._tags
        before.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # for a moment: after what takes no focus Qt puts nothing
        for id_ in self._chosen:
            tag = self._tag(id_)
            self._row.addWidget(tag)
            QWidget.setTabOrder(before, tag)  # Tab comes to the tags before the field below them
            before = tag
        self._tags.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tags.setVisible(bool(self._chosen))
        self.updateGeometry()

    def _tag(self, id_: Any) -> QPushButton:
        tag = _Tag(icon("x", size=16), f" {self._known[id_]}".replace("&", "&&"))
        tag.setIconSize(QSize(theme.scaled(14), theme.scaled(14)))
        tag.setProperty("role", "tag")
        tag.setAccessibleName(f"移除 {self._known[id_]}")
        tip(tag, f"移除 {self._known[id_]}（Delete）")
        tag.clicked.connect(lambda: self.remove(id_))
        return tag
