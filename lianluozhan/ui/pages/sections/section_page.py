"""A room of sections: what is kept at the left, the list of the chosen kind, the chosen record at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ... import theme
from ...editors import ChoiceEditor, LineEditor
from ...layout_rules import ROOMS_WIDTH, logical_width
from ...page import Page
from ...shortcuts import KEYS, Key, shortcut
from .kind_column import KindColumn
from .layers import Layers
from .list_sheet import ListSheet
from .record_sheet import RecordSheet
from .record_stack import RecordStack
from .section import Section

if TYPE_CHECKING:
    from ...desk import Desk

SIDE_BY_SIDE = 1220 - ROOMS_WIDTH  # logical width of the page from which list and record stand side by side
_ON_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Enter, Qt.Key.Key_Return)
ACT_KEYS = ("next_step", "send_back")  # keys that stand on the buttons of a record


@contextmanager
def _shown_later(page: SectionPage) -> Iterator[None]:
    """A record is shown once, at the end, and not for every line that is current on the way."""
    before, page._opening = page._opening, True
    try:
        yield
    finally:
        page._opening = before


class SectionPage(Page):
    """The kinds at the left, the list of the chosen kind, the chosen record; writing happens in drawers.

    A section prints with `print_sheets` and `print_blank`; the print room then lies on the lists until it is left.
    """

    ROOM = ""  # its key in the navigation, the first word of its drafts
    SECTIONS: tuple[type[Section], ...] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        kinds = [kind for kind in self.SECTIONS if kind.is_for(self.session)]
        self.sections: dict[str, Section] = {kind.KEY: kind(self) for kind in kinds}
        self.section = next(iter(self.sections.values()))
        self._chooser = KindColumn(self.sections.values())
        self._act_keys: dict[str, Key] = {}
        self.is_wide, self._opening = True, False  # list and record side by side
        self._list_sheet = sheet = ListSheet(self.sections.values())
        self.kind, self.words, self.retired, self.lists = sheet.kind, sheet.words, sheet.left_out, sheet.lists
        self.add_button, self._count = sheet.add_button, sheet.count
        self._refusal, self._empty = sheet.refusal, sheet.empty
        self._records = RecordStack(self.add_button)
        self.layers = Layers(self.session, QWidget())
        self._wait = QTimer(self, singleShot=True, interval=200)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QHBoxLayout(self.layers.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(10))
        layout.addWidget(self._chooser)
        layout.addWidget(self._list_sheet, 6)
        layout.addWidget(self._records, 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.scaled(10)] * 4)
        outer.addWidget(self.layers)

    def _connect(self) -> None:
        self.kind.changed.connect(lambda: self.open_section(self.kind.value()))
        self._chooser.chosen.connect(self.open_section)
        self._list_sheet.which.changed.connect(self._turn)
        self.words.changed.connect(self._wait.start)
        self._wait.timeout.connect(self._refresh)
        self.retired.changed.connect(self._refresh)
        self.add_button.clicked.connect(self.add)
        self._empty.clear.clicked.connect(self.clear)
        self._records.back.connect(self.step_back)
        self.layers.left.connect(self.step_back)
        work = self.layers.work
        shortcut(work, "Ins", self.add)
        self._chooser.listen(work)
        for name in ACT_KEYS:
            self._act_keys[name] = shortcut(work, name, partial(self._act, KEYS[name]))
        for section in self.sections.values():
            section.view.chosen.connect(lambda _: self._show())
            section.view.opened.connect(self._entered)

    @property
    def record(self) -> RecordSheet:
        """What shows the chosen record of the open kind: the common sheet, or the kind's own view."""
        return self._records.of(self.section)

    # The sections --------------------------------------------------------------------------------------------------

    def open_section(self, name: str) -> None:
        """Show another kind."""
        self.layers.close_jobs()
        self.section = self.sections[name]
        _put_quietly(self.kind, name)
        self._wait.stop()
        _put_quietly(self.words, "")
        self._arrange(record=False)
        self.reload()
        self.take_focus()

    def open_record(self, record_id: int) -> None:
        """Show a record of the open kind; what hides it from the list is cleared."""
        self.layers.close_jobs()
        with _shown_later(self):
            self._find(record_id)
        self._show()
        self._arrange(record=True)
        if not self.is_wide or self.window().focusWidget() in (self.words, self.add_button):  # what it came by is done
            self.take_focus()

    def _find(self, record_id: int) -> None:
        """Make it the current one; what hides it is cleared."""
        if not self.section.select(record_id):
            self.words.set_value("")
            self._list_sheet.which.set_value(self.section.VIEWS[0][0] if self.section.VIEWS else "")
            self._refresh()
            if not self.section.select(record_id):
                self.retired.set_value(True)
                self.section.select(record_id)

    def clear(self) -> None:
        """Look for nothing any more."""
        self.words.set_value("")
        self._refresh()
        self.take_focus()

    def reload(self) -> None:
        self._chooser.show_counts(self.section)
        self._list_sheet.offer(self.section)
        self._refresh()

    def _turn(self) -> None:
        """Another view of the open kind."""
        self.section.which = self._list_sheet.which.value()
        self._refresh()

    def _refresh(self) -> None:
        self._wait.stop()
        with _shown_later(self):
            listed = self.section.refresh(self.words.value(), bool(self.retired.value()))
            self._list_sheet.say(self.section, listed)
            self.section.select_something()
        self._show()

    def _show(self) -> None:
        if self._opening:
            return
        row = self.section.view.current() if self.lists.currentWidget() is self.section.view else None
        shown = self.section.with_history(self.section.shown(row["id"]), row["id"]) if row else None
        self._records.turn_to(self.section)
        stood = self.window().focusWidget()
        on_record = stood is not None and self.record.isAncestorOf(stood)
        note = "" if self.is_wide else self.section.refusal  # side by side the list says it
        self.record.show_record(shown, wide=self.is_wide, nothing="左边选一条，这里看它的全部内容。", note=note)
        if on_record and stood is not self.window().focusWidget():  # its button went with what it did
            self.take_focus()
        leads = self.is_wide and shown is not None and any(act.role == "primary" for act in shown.acts)
        self._list_sheet.let_lead(not leads)
        for name, key in self._act_keys.items():
            act = self.record.keys.get(KEYS[name])
            key.setEnabled(act is not None)
            key.words = act.label if act else key.words

    def _entered(self, row: dict[str, Any] | None) -> None:
        """Enter on the list: edit where the record is in sight, else show it first."""
        if row is None:
            return
        if not self.is_wide and not self._records.isVisibleTo(self):
            self.open_record(row["id"])
        elif self.section.may_edit:
            self.section.edit(row["id"])

    def add(self) -> None:
        """A new record of the open kind (Ins)."""
        if self.section.may_edit and self.section.ADD:
            self.section.add()

    def _act(self, key: str) -> None:
        """What this key stands for on the buttons of the record in sight."""
        if act := self.record.keys.get(key):
            act.do()

    # Printing ------------------------------------------------------------------------------------------------------

    def print_sheets(self, number: str, record_ids: Sequence[int]) -> None:
        """Open the print room with a form of these records."""
        self.layers.print_sheets(number, record_ids)

    def print_blank(self, number: str) -> None:
        """Open the print room with an empty form."""
        self.layers.print_blank(number)

    def open_job(self, make: Callable[[], QWidget]) -> None:
        """Lay on the lists what takes the whole page and has a signal `left`; a refusal is said instead."""
        self.layers.open_job(make)

    def print_open(self) -> None:
        """Ctrl+P: what lies on top, else the record in sight."""
        if self.layers.at_work:
            self._act(KEYS["print"])
        elif (printing := getattr(self.layers.currentWidget(), "print_open", None)) is not None:
            printing()

    # Layout --------------------------------------------------------------------------------------------------------

    def _arrange(self, *, record: bool) -> None:
        """Everything where it fits, else list or record."""
        self._chooser.setVisible(self.is_wide)
        self.kind.setVisible(not self.is_wide)
        self._list_sheet.setVisible(self.is_wide or not record)
        self._records.setVisible(self.is_wide or record)
        self._list_sheet.stand_slim(self.is_wide and self._records.needs_room(self.section))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= SIDE_BY_SIDE
        if wide != self.is_wide or not event.oldSize().isValid():
            record = not self._list_sheet.isVisibleTo(self)
            self.is_wide = wide
            self._arrange(record=record)
            if not self._stale:
                self._show()

    # The desk asks -------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        if not self.layers.at_work:
            self.layers.currentWidget().setFocus()
        elif not self._list_sheet.isVisibleTo(self):
            (_usual(self.record.buttons) or self.record).setFocus()
        elif self.lists.currentWidget() is self.section.view:
            self.section.view.setFocus()
        else:
            adds = self.add_button.isVisibleTo(self) and not self.words.value()
            (self.add_button if adds else self.words).setFocus()

    def step_back(self) -> bool:
        if not self.layers.at_work:
            if getattr(self.layers.currentWidget(), "step_back", bool)():  # a job with something on top of its own
                return True
            self.layers.close_jobs()
            self._show()
            self.take_focus()
            return True
        if not self.is_wide and not self._list_sheet.isVisibleTo(self):
            self._arrange(record=False)
            self.take_focus()
            return True
        if self.words.value():
            self.clear()
            return True
        return False

    def kept(self) -> tuple[str, int]:
        """The open kind and the chosen record, for the page that takes this one's place."""
        row = self.section.view.current()
        return self.section.KEY, int(row["id"]) if row else 0

    def give_back(self, kept: tuple[str, int]) -> None:
        key, record_id = kept
        self.show_fresh()
        self.open_section(key)
        if record_id:
            self.section.select(record_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.words.hasFocus() and event.key() in _ON_TO_LIST:
            self._refresh()
            self.take_focus()
            return
        super().keyPressEvent(event)


def _usual(made: Mapping[str, QPushButton]) -> QPushButton | None:
    """The button that Enter may press by accident: a change, else the first that is not red."""
    harmless = (each for each in made.values() if each.property("role") != "danger")
    return made.get("修改") or made.get("更正") or next(harmless, None) or next(iter(made.values()), None)


def _put_quietly(editor: ChoiceEditor | LineEditor, value: str) -> None:
    editor.blockSignals(True)
    editor.set_value(value)
    editor.blockSignals(False)
