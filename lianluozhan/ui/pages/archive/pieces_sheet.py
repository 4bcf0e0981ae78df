"""件 to be ticked, over the lists of the room: what is due, what an appraisal or a hand-over holds (4.6.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lianluozhan.models.archive.record import Item, Retention

from ... import theme
from ...record_table import Column, RecordTable
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, button, danger, primary
from ..system.section_table import HeldRows

TICK = "✓"
COLUMNS = (
    Column("勾选", "tick", width=52),
    Column("档号", "archival_number", width=250),
    Column("题名", "title"),
    Column("年度", "year", width=60),
    Column("期限", "retention", lambda code: Retention(code).label, width=64),
    Column("页数", "pages", align="right", width=56),
)


@dataclass(frozen=True)
class Deed:
    """What can be done with the ticked 件; it gets their ids."""

    label: str
    do: Callable[[list[int]], object]
    role: str = ""
    key: str = ""
    on_none: bool = False  # also while the list is empty, such as adding to it


def row_of(item: Item) -> Row:
    return {
        "id": item.id,
        "tick": "",
        "archival_number": item.archival_number,
        "title": item.title,
        "year": item.year,
        "retention": item.retention.value,
        "pages": item.pages,
    }


class PiecesSheet(QWidget):
    """Space ticks the current line, Ctrl+A all of them; without a tick a deed takes the current line."""

    left = Signal()

    def __init__(
        self,
        title: str,
        about: str,
        read: Callable[[], Iterable[Row]],
        deeds: Sequence[Deed],
        more: Sequence[Column] = (),
    ) -> None:
        super().__init__()
        self._read, self._deeds, self.ticked = read, deeds, set[int]()
        self.table = RecordTable((*COLUMNS, *more), HeldRows())
        self.table.setAccessibleName(title)
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(self.turn_tick)
        self.buttons: dict[str, QPushButton] = {}
        self._said = Words("", "soft")
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head(title, about))
        column.addWidget(self.table, 1)
        column.addWidget(self._foot(deeds))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(sheet)
        self.setFocusProxy(self.table)
        shortcut(self.table, "Space", self.turn_tick, words="勾上或者去掉勾")
        shortcut(self.table, "Ctrl+A", self.turn_all, words="全部勾上，或者全部去掉")
        self.read()

    def _head(self, title: str, about: str) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 12, 18, 10)))
        column.setSpacing(theme.scaled(4))
        column.addWidget(Words(title, "title"))
        column.addWidget(Words(about, "soft"))
        return head

    def _foot(self, deeds: Sequence[Deed]) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        row.addWidget(self._said, 1)
        back = button("返回", key="Esc")
        back.clicked.connect(self.left)
        row.addWidget(back)
        for deed in deeds:
            kind = {"primary": primary, "danger": danger}.get(deed.role, button)
            made = kind(deed.label, key=deed.key)
            made.clicked.connect(partial(self._do, deed))
            if deed.key:
                shortcut(self, deed.key, partial(self._do, deed), words=deed.label)
            self.buttons[deed.label] = made
            row.addWidget(made)
        return foot

    # The list --------------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """The rows as they are now; ticks stay where their line stays."""
        current = self.table.current()
        rows = list(self._read())
        self.ticked &= {int(row["id"]) for row in rows}
        for row in rows:
            row["tick"] = TICK if row["id"] in self.ticked else ""
        self.table.set_slices(HeldRows(rows))
        if not (current and self.table.select(current["id"])) and rows:
            self.table.selectRow(0)
        self._say()

    @property
    def rows(self) -> list[Row]:
        slices = self.table.records.loaded.slices
        assert isinstance(slices, HeldRows)
        return slices.rows

    def turn_tick(self) -> None:
        """Tick the current line, or take its tick away, and go on to the next."""
        row = self.table.current()
        if row is None:
            return
        self.ticked ^= {int(row["id"])}
        row["tick"] = TICK if row["id"] in self.ticked else ""
        at = self.table.currentIndex().row()
        self.table.selectRow(min(at + 1, self.table.records.rowCount() - 1))
        self._say()

    def turn_all(self) -> None:
        """Tick all lines; take all ticks away where all are ticked."""
        every = {int(row["id"]) for row in self.rows}
        self.ticked = set() if self.ticked == every else every
        for row in self.rows:
            row["tick"] = TICK if row["id"] in self.ticked else ""
        self._say()

    def chosen(self) -> list[int]:
        """The ticked ones in the order of the list, else the current one."""
        ticked = [int(row["id"]) for row in self.rows if row["id"] in self.ticked]
        row = self.table.current()
        return ticked or ([int(row["id"])] if row else [])

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.turn_tick()

    def _say(self) -> None:
        ticked = f"勾了 {len(self.ticked)} 件，" if self.ticked else ""
        self._said.setText(f"{ticked}共 {len(self.rows)} 件。按空格勾选，Ctrl+A 全勾；不勾就办当前这一件。")
        self.table.viewport().update()
        for deed in self._deeds:
            self.buttons[deed.label].setEnabled(bool(self.rows) or deed.on_none)

    def _do(self, deed: Deed) -> None:
        if self.rows or deed.on_none:
            deed.do(self.chosen())
