"""The words of a form to be changed: each label, column and signature line beside what it came with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lianluozhan.models.looks import LONGEST_LABEL, LONGEST_SIGNATURES
from lianluozhan.printing.look import Look, Parts

from ... import theme
from ...editors import LineEditor, TickEditor
from ...text import Words, plain

TITLE_LONGEST = 40


class LookFields(QWidget):
    """`look` is what stands in the fields; what says the same as before is left out of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.scaled(8))
        self._parts = Parts("", (), (), ())
        self._inside = QWidget()
        self.title = LineEditor("title", max_length=TITLE_LONGEST)
        self.labels: dict[str, LineEditor] = {}
        self.ticks: dict[str, TickEditor] = {}
        self.signatures: dict[str, LineEditor] = {}
        self._column.addWidget(self._inside)

    def show_parts(self, parts: Parts, look: Look) -> None:
        """Fields for the parts of a form, filled with how it looks now."""
        self._parts = parts
        self._column.removeWidget(self._inside)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(10))
        self.title = self._line("title", "标题", look.title or parts.title, TITLE_LONGEST)
        self.title.setVisible(False)
        if parts.title:
            column.addWidget(plain("标题", "lead"))
            column.addWidget(self.title)
            self.title.setVisible(True)
        else:
            self.title.setParent(self._inside)
        self.ticks, self.labels, self.signatures = {}, {}, {}
        if parts.columns:
            column.addWidget(plain("栏目", "lead"))
            column.addWidget(Words("打勾的栏才印；去掉几栏，其余的栏就放宽。", "hint"))
            column.addLayout(self._columns(parts, look))
        if parts.labels:
            column.addWidget(plain("项目名称", "lead"))
            column.addLayout(self._labels(parts.labels, look))
        if parts.signatures:
            column.addWidget(plain("签字行", "lead"))
            column.addWidget(Words("几个人签的用顿号隔开，例如 主任签字、分管领导签字；清空就不印这一行。", "hint"))
            column.addLayout(self._signatures(parts.signatures, look))
        self._column.addWidget(self._inside)
        self._inside.show()  # at once: Qt would do it later, and the fields be seen on top of each other until then

    def in_order(self) -> list[QWidget]:
        """Every field as one reads them."""
        columns = [field for name, tick in self.ticks.items() for field in (tick, self.labels[name])]
        labels = [editor for name, editor in self.labels.items() if name not in self.ticks]
        return [*([self.title] if self._parts.title else []), *columns, *labels, *self.signatures.values()]

    def _line(self, name: str, what: str, words: str, longest: int) -> LineEditor:
        editor = LineEditor(name, max_length=longest)
        editor.set_value(words)
        editor.setAccessibleName(what)
        editor.changed.connect(self.changed)
        return editor

    def _columns(self, parts: Parts, look: Look) -> QGridLayout:
        grid = _grid()
        for row, name in enumerate(parts.columns):
            tick = self.ticks[name] = TickEditor(f"tick_{row}", name)
            tick.set_value(name not in look.hidden_columns)
            tick.changed.connect(self.changed)
            self.labels[name] = self._line(
                f"column_{row}", f"“{name}”栏改成", look.labels.get(name, name), LONGEST_LABEL
            )
            grid.addWidget(tick, row, 0)
            grid.addWidget(self.labels[name], row, 1)
        return grid

    def _labels(self, labels: tuple[str, ...], look: Look) -> QGridLayout:
        grid = _grid()
        for row, name in enumerate(labels):
            self.labels[name] = self._line(f"label_{row}", f"“{name}”改成", look.labels.get(name, name), LONGEST_LABEL)
            grid.addWidget(_name(name), row, 0)
            grid.addWidget(self.labels[name], row, 1)
        return grid

    def _signatures(self, roles: tuple[str, ...], look: Look) -> QGridLayout:
        grid = _grid()
        for row, name in enumerate(roles):
            words = look.signatures.get(name, name)
            editor = self._line(f"signature_{row}", f"“{name}”改成", words, LONGEST_SIGNATURES)
            editor.setPlaceholderText("不印这一行")
            self.signatures[name] = editor
            grid.addWidget(_name(name), row, 0)
            grid.addWidget(editor, row, 1)
        return grid

    def look(self) -> Look:
        """What is typed, without what is as it came; an emptied label is as it came."""
        title = self.title.value()
        return Look(
            "" if title == self._parts.title else title,
            {name: words for name, e in self.labels.items() if (words := e.value()) and words != name},
            frozenset(name for name, tick in self.ticks.items() if not tick.value()),
            {name: words for name, e in self.signatures.items() if (words := e.value()) != name},
        )


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.scaled(10))
    grid.setVerticalSpacing(theme.scaled(4))
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    return grid


def _name(name: str) -> Words:
    words = Words(name, "soft")
    words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return words
