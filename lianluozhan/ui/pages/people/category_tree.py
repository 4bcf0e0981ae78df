"""The tree of categories as a list that opens and closes; it speaks as the tables of the other kinds do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem

from lianluozhan.models.places import Category

from ... import theme

ID = Qt.ItemDataRole.UserRole
HEADS = ("名称", "人大口径", "状态")


class CategoryTree(QTreeWidget):
    """`chosen` when another category becomes current, `opened` by Enter or double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[int, QTreeWidgetItem] = {}
        self._quiet = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "bare")
        self.setHeaderLabels(HEADS)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.scaled(22))
        self.setExpandsOnDoubleClick(False)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 110), (2, 72)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, theme.scaled(width))
        self.itemActivated.connect(lambda item, _: self.opened.emit(_row(item)))
        self.currentItemChanged.connect(self._moved)

    def show_categories(self, categories: Sequence[Category], words: str) -> int:
        """Those with the words in their name and what stands above them; returns how many have the words."""
        kept = self.current()
        opened = {id_ for id_, item in self._items.items() if item.isExpanded()}
        found = {c.id for c in categories if words in c.name} if words else {c.id for c in categories}
        wanted = _with_ancestors(categories, found)
        self._quiet = True
        self.clear()
        self._items = {}
        for category in categories:
            if category.id in wanted:
                self._put(category)
        for id_, item in self._items.items():
            item.setExpanded(id_ in opened or (bool(words) and item.childCount() > 0))
        if kept is not None:
            self.select(kept["id"])
        self._quiet = False
        if kept is not None and self.current() is None:
            self.chosen.emit(None)
        return len(found)

    def _put(self, category: Category) -> None:
        state = "停用" if category.retired_on else ""
        item = QTreeWidgetItem([category.name, category.congress_view.label, state])
        item.setData(0, ID, category.id)
        if category.retired_on:
            for column in range(len(HEADS)):
                item.setForeground(column, theme.colour("ink_faint"))
        above = self._items.get(category.parent_id or 0)
        if above is None:
            self.addTopLevelItem(item)
        else:
            above.addChild(item)
        self._items[category.id] = item

    def current(self) -> dict[str, Any] | None:
        return _row(self.currentItem())

    def select(self, id_: int) -> bool:
        """Make a category current, opening what stands above it."""
        if id_ not in self._items:
            return False
        self.setCurrentItem(self._items[id_])
        self.scrollToItem(self._items[id_])
        return True

    def select_first(self) -> None:
        if self.topLevelItemCount():
            self.setCurrentItem(self.topLevelItem(0))

    def _moved(self, now: QTreeWidgetItem | None, _: object) -> None:
        if not self._quiet:
            self.chosen.emit(_row(now))


def _row(item: QTreeWidgetItem | None) -> dict[str, Any] | None:
    return {"id": item.data(0, ID)} if item is not None else None


def _with_ancestors(categories: Sequence[Category], found: set[int]) -> set[int]:
    above = {category.id: category.parent_id for category in categories}
    wanted: set[int] = set()
    for id_ in found:
        at: int | None = id_
        while at is not None and at not in wanted:
            wanted.add(at)
            at = above.get(at)
    return wanted
