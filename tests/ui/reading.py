"""Reading the lists of a window again and again: one that has not changed since is not asked for all its cells anew."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QAbstractItemView

Read = TypeVar("Read")
CHANGES = (
    *("dataChanged", "layoutChanged", "modelReset", "headerDataChanged"),
    *("rowsInserted", "rowsMoved", "rowsRemoved", "columnsInserted", "columnsMoved", "columnsRemoved"),
)


class Remembered(Generic[Read]):
    """What `read` found in each list, until its model tells of a change or another one takes its place."""

    def __init__(self, read: Callable[[QAbstractItemView], Read]) -> None:
        self._read = read
        self._found: dict[QAbstractItemModel, dict[QAbstractItemView, Read]] = {}  # the heads of a table are views too

    def of(self, view: QAbstractItemView) -> Read:
        model = view.model()
        if model not in self._found:
            self._found[model] = {}
            for name in CHANGES:
                getattr(model, name).connect(partial(_forget, self._found[model]))
        known = self._found[model]
        if view not in known:
            known[view] = self._read(view)
        return known[view]


def _forget(known: dict[QAbstractItemView, Any], *_: object) -> None:
    known.clear()
