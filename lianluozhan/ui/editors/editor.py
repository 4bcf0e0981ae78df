"""What every field has in common, said as a protocol: a value in, a value out, and a signal when it changes."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from lianluozhan.models.errors import InvalidRecord


@runtime_checkable
class Editor(Protocol):
    """`value()` raises InvalidRecord, named by the object name, when what is typed cannot be understood."""

    changed: Any  # Signal()

    def value(self) -> Any: ...
    def set_value(self, value: Any) -> None: ...


def not_understood(editor: QWidget, sentence: str) -> InvalidRecord:
    """The refusal of an editor to give a value."""
    return InvalidRecord({editor.objectName(): sentence})


class _Still(QObject):
    """Lets the wheel scroll the page instead of changing a field that happens to be under it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def keep_still(widget: QWidget) -> None:
    """Take the wheel away from a combo or spin field."""
    widget.installEventFilter(_Still(widget))
