"""The fields a person fills in: `value()`, `set_value()`, `changed`; the object name is the field's name."""

from .attachment_editor import AttachmentEditor
from .choice_editors import ChoiceEditor, ChoicesEditor, OptionRow, TickEditor
from .day_editor import DayEditor
from .editor import Editor
from .line_editor import LineEditor
from .number_editor import NumberEditor
from .person_editors import AddressEditor, IdentityEditor, NameEditor, PhoneEditor
from .pick_editor import PickEditor
from .pick_many_editor import PickManyEditor
from .text_editor import TextEditor
from .time_editor import TimeEditor

__all__ = [
    "AddressEditor",
    "AttachmentEditor",
    "ChoiceEditor",
    "ChoicesEditor",
    "DayEditor",
    "Editor",
    "IdentityEditor",
    "LineEditor",
    "NameEditor",
    "NumberEditor",
    "OptionRow",
    "PhoneEditor",
    "PickEditor",
    "PickManyEditor",
    "TextEditor",
    "TickEditor",
    "TimeEditor",
]
