"""The rows of a long list as Qt asks for them: as many as are counted so far, each read when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal

from .record_list import ListRow
from .row_window import AT_ONCE, SLICE, Listed, Row, RowWindow
from .text import tip_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROOT = QModelIndex()
Show = Callable[[Row], ListRow]


@dataclass(frozen=True)
class LedgerColumn:
    """A column of the wide table; `kind` is text, due or state; width 0 takes the rest."""

    key: str
    title: str
    width: int = 0
    show: Callable[[Row], str] = lambda row: ""
    kind: str = "text"


class LongModel(QAbstractTableModel):
    """One column of two-line rows, or the columns of a ledger; grows at its end while the list is being counted."""

    counted = Signal()  # more is known, or all

    def __init__(self, listed: Listed, show: Show) -> None:
        super().__init__()
        self.columns: tuple[LedgerColumn, ...] = ()
        self.show = show
        self.groups: Mapping[str, int] = {}  # how many a group has, where that is known
        self.window = RowWindow(listed)
        self._tail: list[Row] = []
        self._shown: dict[int, ListRow] = {}
        self._clock = QTimer(self, interval=0)
        self._clock.timeout.connect(self._count_on)
        self.window.count_on()
        self._head = self.window.known
        if not self.window.settled:
            self._clock.start()

    @property
    def total(self) -> int:
        """How many there are as far as is known."""
        return self.window.known

    @property
    def finished(self) -> bool:
        return self.window.finished

    def count_to_the_end(self) -> None:
        """Finish counting now, where something must know."""
        while not self.window.settled:
            self._count_on()

    def read_again(self, listed: Listed) -> None:
        """The rows as they are now."""
        self.beginResetModel()
        self._tail, self._shown = [], {}
        self.window.read_again(listed)
        self._head = self.window.known
        self.endResetModel()
        if not self.window.settled:
            self._clock.start()

    def show_tail(self) -> None:
        """Make the last rows known before all are counted."""
        if not self.window.finished and not self._tail:
            tail = self.window.tail()
            self.beginInsertRows(ROOT, self._head, self._head + len(tail) - 1)
            self._tail = tail
            self.endInsertRows()

    def row_number(self, at: int) -> Row | None:
        """The row at a place of the list."""
        if at >= self._head:
            return self._tail[at - self._head] if at - self._head < len(self._tail) else None
        return self.window.row(at) if at >= 0 else None

    def row_at(self, index: Index) -> Row | None:
        return self.row_number(index.row()) if index.isValid() else None

    def shown(self, row: Row) -> ListRow:
        """A row in words, made once."""
        found = self._shown.get(row["id"])
        if found is None:
            if len(self._shown) > 50 * SLICE:
                self._shown.clear()
            found = self._shown[row["id"]] = self.show(row)
        return found

    def heading(self, at: int) -> str:
        """What stands above the row, where a group begins."""
        row = self.row_number(at)
        group = self.shown(row).group if row else ""
        if not row or not group:
            return ""
        before = self.row_number(at - 1)
        if before is not None and self.shown(before).group == group:
            return ""
        count = self.groups.get(group)
        return group if count is None else f"{group} {count}"

    def place_of(self, id_: Any) -> int | None:
        for at, row in enumerate(self._tail):
            if row["id"] == id_:
                return self._head + at
        return self.window.place_of(id_)

    def _count_on(self) -> None:
        self.window.count_on(AT_ONCE)
        if self.window.settled:
            self._clock.stop()
        known = self.window.known
        if self.window.settled or known >= 2 * self._head:
            self._grow_to(known)
            self.counted.emit()

    def _grow_to(self, known: int) -> None:
        """More rows between those counted and the tail; at the end the tail is one of the slices."""
        ending = self.window.finished
        more = known - self._head - (len(self._tail) if ending else 0)
        if more > 0:
            self.beginInsertRows(ROOT, self._head, self._head + more - 1)
            self._head += more
            if ending:
                self._head, self._tail = known, []
            self.endInsertRows()
        elif more < 0 or (ending and self._tail):
            self.beginResetModel()
            self._head, self._tail, self._shown = known, [], {}
            self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._head + len(self._tail)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else max(1, len(self.columns))

    def set_columns(self, columns: Sequence[LedgerColumn]) -> None:
        """The columns of a ledger, or none for two-line rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self.endResetModel()

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role not in (Role.DisplayRole, Role.UserRole, Role.ToolTipRole, Role.AccessibleTextRole):
            return None
        row = self.row_at(index)
        if row is None:
            return None
        shown = self.shown(row)
        if role == Role.UserRole:
            return (row, shown)
        if not self.columns:
            words = "，".join(filter(None, (shown.title, shown.detail, shown.due, shown.state)))
            return tip_text(shown.title) if role == Role.ToolTipRole else words
        column = self.columns[index.column()]
        words = {"due": shown.due, "state": shown.state}.get(column.kind) or column.show(row)
        return tip_text(words) if role == Role.ToolTipRole else words

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole and orientation == Qt.Orientation.Horizontal and self.columns:
            return self.columns[section].title
        return None
