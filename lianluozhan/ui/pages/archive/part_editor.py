"""The papers of a 件 in binding order: moved by keys, left out, their pages put right (DA/T 22: 件内文件的排列)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models.archive.record import Part

from ... import theme
from ...editors import NumberEditor
from ...flow_layout import FlowLayout
from ...record_table import Column
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, plain
from ..system.section_table import HeldRows, SectionTable

COLUMNS = (
    Column("顺序", "number", width=52),
    Column("材料", "name"),
    Column("页数", "pages", lambda pages: "没有数出来" if pages == "" else str(pages), width=96),
)
HEIGHT, MOST_PAGES = 300, 9999


class PartEditor(QWidget):
    """The value is the papers in their order; nothing is written before the drawer is."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._parts: list[Part] = []
        self.table = SectionTable("材料，按装订顺序", COLUMNS)
        self.table.setFixedHeight(theme.scaled(HEIGHT))
        self.up = button("上移", key="Ctrl+↑")
        self.down = button("下移", key="Ctrl+↓")
        self.out = button("去掉", role="danger", key="Delete")
        self.pages = NumberEditor("part_pages", minimum=0, maximum=MOST_PAGES, unit="页")
        self.pages.setAccessibleName("选中的这一份的页数")
        self._total = Words("", "soft")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addWidget(self.table)
        holder = QWidget()
        row = FlowLayout(holder, gap=6, line_gap=4)
        for widget in (self.up, self.down, self.out, plain("页数", "label"), self.pages):
            row.addWidget(widget)
        column.addWidget(holder)
        column.addWidget(self._total)
        self.setFocusProxy(self.table)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self.out.clicked.connect(self._take_out)
        self.pages.changed.connect(self._count)
        self.table.chosen.connect(self._chosen)
        for keys, act, words in (
            ("Ctrl+Up", self._up, "往前移"),
            ("Ctrl+Down", self._down, "往后移"),
            ("Delete", self._take_out, "从这一件里去掉"),
        ):
            shortcut(self.table, keys, act, words=words)

    def value(self) -> list[Part]:
        return list(self._parts)

    def set_value(self, value: Sequence[Part] | None) -> None:
        self._parts = list(value or ())
        self._fill(0)

    @property
    def at(self) -> int:
        row = self.table.current()
        return int(row["id"]) if row else -1

    def _fill(self, at: int) -> None:
        self.table.set_slices(HeldRows([_row(n, part) for n, part in enumerate(self._parts)]))
        if self._parts:
            self.table.setCurrentIndex(self.table.model().index(min(max(at, 0), len(self._parts) - 1), 0))
        self._chosen(None)
        total = sum(part.pages or 0 for part in self._parts)
        unknown = sum(part.pages is None for part in self._parts)
        more = f"，{unknown} 份没有数出页数，请数一数填上" if unknown else ""
        self._total.setText(f"{len(self._parts)} 份，共 {total} 页{more}。")
        self.changed.emit()

    def _chosen(self, _: Row | None) -> None:
        self.pages.blockSignals(True)
        self.pages.set_value(self._parts[self.at].pages if self.at >= 0 else None)
        self.pages.blockSignals(False)

    def _count(self) -> None:
        at = self.at
        if at >= 0 and self._parts[at].pages != self.pages.value():
            self._parts[at] = replace(self._parts[at], pages=self.pages.value())
            self._fill(at)

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        at, to = self.at, self.at + by
        if at >= 0 and 0 <= to < len(self._parts):
            self._parts.insert(to, self._parts.pop(at))
            self._fill(to)

    def _take_out(self) -> None:
        if self.at >= 0:
            at = self.at
            del self._parts[at]
            self._fill(at)


def _row(n: int, part: Part) -> Row:
    return {"id": n, "number": str(n + 1), "name": part.name, "pages": "" if part.pages is None else part.pages}
