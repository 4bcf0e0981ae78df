"""Which records of a list are ticked: some by their ids, or all but some."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Ticks(QObject):
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all, self.ids = False, dict[int, None]()  # in the order they were ticked; with `all` those left out

    @property
    def some(self) -> bool:
        """Whether ticking has begun: boxes are shown then."""
        return self.all or bool(self.ids)

    def has(self, id_: int) -> bool:
        return (id_ in self.ids) != self.all

    def count(self, total: int) -> int:
        """How many of a list of `total`."""
        return total - len(self.ids) if self.all else len(self.ids)

    def toggle(self, id_: int) -> None:
        if id_ in self.ids:
            del self.ids[id_]
        else:
            self.ids[id_] = None
        self.changed.emit()

    def add(self, ids: Iterable[int]) -> None:
        for id_ in ids:
            if self.all:
                self.ids.pop(id_, None)
            else:
                self.ids[id_] = None
        self.changed.emit()

    def everything(self) -> None:
        self.all, self.ids = True, {}
        self.changed.emit()

    def clear(self) -> None:
        if self.some:
            self.all, self.ids = False, {}
            self.changed.emit()
