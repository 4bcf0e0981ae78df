"""What stands in a field, understood or not yet, so that nothing typed is left out of a draft."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from lianluozhan.models.drafts import Unread
from lianluozhan.models.errors import InvalidRecord

from .editors import Editor, PickManyEditor


def held(editor: Editor) -> Any:
    """The value of a field, or the words in it when they mean nothing yet."""
    try:
        return editor.value()
    except InvalidRecord:
        chosen = tuple(editor._chosen) if isinstance(editor, PickManyEditor) else ()
        line = _line(editor)
        return Unread(line.text() if line else "", chosen)


def put_back(editor: Editor, value: Any) -> None:
    """Fill a field with what `held` gave."""
    if not isinstance(value, Unread):
        editor.set_value(value)
        return
    editor.set_value(list(value.chosen) if isinstance(editor, PickManyEditor) else None)
    if line := _line(editor):
        line.setText(value.words)


def editors_in(form: QWidget) -> dict[str, Editor]:
    """The fields below a widget by name, without those that are parts of another field."""
    found: dict[str, Editor] = {}
    widget: Any
    for widget in form.findChildren(QWidget):
        if isinstance(widget, Editor) and _name(widget) and not _is_part(widget, form):
            found[_name(widget)] = widget
    return found


def _name(widget: Any) -> str:
    return str(widget.objectName())


def _is_part(widget: Any, form: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and above is not form:
        if isinstance(above, Editor):
            return True
        above = above.parentWidget()
    return False


def _line(editor: Editor) -> QLineEdit | None:
    if isinstance(editor, QLineEdit):
        return editor
    found = editor.findChild(QLineEdit) if isinstance(editor, QWidget) else None
    return found if isinstance(found, QLineEdit) else None
