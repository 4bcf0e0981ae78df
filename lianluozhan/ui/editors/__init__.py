"""The fields a person fills in: `value()`, `set_value()`, `changed`; the object name is the field's name."""

from .attachment_editor import AttachmentEditor
from .choice_editors import ChoiceEditor, ChoicesEditor, OptionRow, TickEditor
from .day_editor import DayEditor
from .editor import Editor
from .number_editor import NumberEditor
from .pick_editor import PickEditor
from .pick_many_editor import PickManyEditor
from .text_editors import LineEditor, TextEditor

__all__ = [
    "AttachmentEditor",
    "ChoiceEditor",
    "ChoicesEditor",
    "DayEditor",
    "Editor",
    "LineEditor",
    "NumberEditor",
    "OptionRow",
    "PickEditor",
    "PickManyEditor",
    "TextEditor",
    "TickEditor",
]
