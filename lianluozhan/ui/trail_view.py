"""The way a record has gone, newest on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from . import theme
from .flow_layout import FlowLayout
from .text import Words, icon_label, link, plain

MARKS = {
    "now": ("clock", "work"),
    "done": ("circle-check", "ink_soft"),
    "paper": ("file-pen-line", "ink_soft"),
}


@dataclass(frozen=True)
class TrailEntry:
    """One step: `mark` is now, done or paper; `scan` is handed back when 看扫描件 is pressed."""

    mark: str
    what: str
    who: str = ""
    source: str = ""
    time: str = ""
    words: str = ""
    boxed: str = ""
    scan: Any = None
    undone: bool = False
    limit: tuple[str, Any] | None = None  # words, and what is handed back when they are pressed
    take_back: Any = None  # handed back when 撤销这一步 is pressed


class TrailView(QWidget):
    """Undone steps stay, struck through."""

    scan_wanted = Signal(object)
    limit_wanted = Signal(object)
    take_back_wanted = Signal(object)

    def __init__(self, entries: Sequence[TrailEntry] = ()) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.set_entries(entries)

    def set_entries(self, entries: Sequence[TrailEntry]) -> None:
        while item := self._column.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for entry in entries:
            self._column.addWidget(self._row(entry, last=entry is entries[-1]))

    def _row(self, entry: TrailEntry, *, last: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.scaled(4), 0, 0, 0)
        line.setSpacing(theme.scaled(12))
        gutter = QVBoxLayout()
        gutter.setSpacing(theme.scaled(2))
        gutter.addWidget(icon_label(*MARKS[entry.mark]), 0, Qt.AlignmentFlag.AlignHCenter)
        if not last:
            rule = QFrame()
            rule.setProperty("role", "rule-v")
            gutter.addWidget(rule, 1, Qt.AlignmentFlag.AlignHCenter)
        else:
            gutter.addStretch(1)
        line.addLayout(gutter)
        line.addLayout(self._words(entry), 1)
        right = QVBoxLayout()
        right.addWidget(plain(entry.time, "note"), 0, Qt.AlignmentFlag.AlignRight)
        if entry.scan is not None:
            look = link("看扫描件")
            look.clicked.connect(lambda: self.scan_wanted.emit(entry.scan))
            right.addWidget(look, 0, Qt.AlignmentFlag.AlignRight)
        if entry.limit is not None and not entry.undone:
            until = link(entry.limit[0])
            until.setAccessibleName(f"{entry.limit[0]}，怎么算的")
            until.clicked.connect(lambda: self.limit_wanted.emit(entry.limit and entry.limit[1]))
            right.addWidget(until, 0, Qt.AlignmentFlag.AlignRight)
        if entry.take_back is not None:
            undo = link("撤销这一步")
            undo.clicked.connect(lambda: self.take_back_wanted.emit(entry.take_back))
            right.addWidget(undo, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        line.addLayout(right)
        return row

    def _words(self, entry: TrailEntry) -> QVBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        words.setContentsMargins(0, 0, 0, theme.scaled(8))
        first = FlowLayout(gap=8, line_gap=2)
        for text, role in (
            (entry.what, "strong"),
            (entry.who, "soft"),
            (entry.source, "note"),
            (entry.boxed, "paper"),
        ):
            if text:
                first.addWidget(_struck(plain(text, role), entry.undone))
        words.addLayout(first)
        if entry.words:
            words.addWidget(_struck(Words(entry.words), entry.undone))
        return words


def _struck(label: QLabel, undone: bool) -> QLabel:
    if undone:
        font = label.font()
        font.setStrikeOut(True)
        label.setFont(font)
    return label
