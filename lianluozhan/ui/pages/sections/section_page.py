"""A room of sections: what is kept at the left, the list of the chosen kind, the chosen record at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ... import theme
from ...editors import ChoiceEditor, LineEditor, TickEditor
from ...icons import icon
from ...layout_rules import ROOMS_WIDTH, logical_width
from ...page import Page
from ...shortcuts import shortcut
from ...text import Words, button, plain, primary
from .record_sheet import RecordSheet
from .section import Section

if TYPE_CHECKING:
    from ...desk import Desk

SIDE_BY_SIDE = 1220 - ROOMS_WIDTH  # logical width of the page from which list and record stand side by side
CHOOSER_WIDTH = 190
_ON_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Enter, Qt.Key.Key_Return)


class SectionPage(Page):
    """The kinds at the left, the list of the chosen kind, the chosen record; writing happens in drawers."""

    ROOM = ""  # its key in the navigation, the first word of its drafts
    SECTIONS: tuple[type[Section], ...] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.sections: dict[str, Section] = {made.KEY: made(self) for made in self.SECTIONS}
        self.section = self.sections[self.SECTIONS[0].KEY]
        self._choosers: dict[str, QPushButton] = {}
        self._wide = True
        self.kind = ChoiceEditor("kind", [(made.KEY, made.LABEL) for made in self.SECTIONS])
        self.kind.setAccessibleName("哪一类")
        self.words = LineEditor("words", max_length=60)
        self.words.setAccessibleName("查找")
        self.retired = TickEditor("retired", "显示停用的")
        self.record = RecordSheet()
        self.lists = QStackedWidget()
        self._empty = _Empty()
        self._count, self._refusal = plain("", "soft"), Words("", "soft")
        self.add_button = primary("添加", "Ins", icon="plus")
        self._wait = QTimer(self, singleShot=True, interval=200)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._chooser = self._chooser_column()
        self._list_sheet = self._list_part()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*[theme.scaled(10)] * 4)
        layout.setSpacing(theme.scaled(10))
        layout.addWidget(self._chooser)
        layout.addWidget(self._list_sheet, 6)
        layout.addWidget(self.record, 5)

    def _chooser_column(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "sheet")
        frame.setFixedWidth(theme.scaled(CHOOSER_WIDTH))
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, theme.scaled(8), 1, theme.scaled(8))
        column.setSpacing(0)
        for key, section in self.sections.items():
            made = QPushButton(f" {section.LABEL}")
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.setIcon(icon(section.ICON))
            made.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.clicked.connect(lambda _=False, key=key: self.open_section(key))
            self._choosers[key] = made
            column.addWidget(made)
        column.addStretch(1)
        return frame

    def _list_part(self) -> QFrame:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 10)))
        head.setSpacing(theme.scaled(8))
        head.addWidget(self.kind, 2)
        head.addWidget(self.words, 3)
        head.addWidget(self.retired)
        column.addLayout(head)
        for section in self.sections.values():
            self.lists.addWidget(section.view)
        self.lists.addWidget(self._empty)
        column.addWidget(self.lists, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (16, 7, 12, 7)))
        row.addWidget(self._count)
        row.addWidget(self._refusal, 1)
        row.addWidget(self.add_button)
        column.addWidget(foot)
        return sheet

    def _connect(self) -> None:
        self.kind.changed.connect(lambda: self.open_section(self.kind.value()))
        self.words.changed.connect(self._wait.start)
        self._wait.timeout.connect(self._refresh)
        self.retired.changed.connect(self._refresh)
        self.add_button.clicked.connect(self.add)
        self._empty.clear.clicked.connect(self.clear)
        self.record.back.connect(self.step_back)
        shortcut(self, "Ins", self.add)
        for section in self.sections.values():
            section.view.chosen.connect(self._chosen)
            section.view.opened.connect(self._entered)

    # The sections --------------------------------------------------------------------------------------------------

    def open_section(self, name: str) -> None:
        """Show another kind."""
        self.section = self.sections[name]
        self.kind.blockSignals(True)
        self.kind.set_value(name)
        self.kind.blockSignals(False)
        self._wait.stop()
        self.words.blockSignals(True)
        self.words.set_value("")
        self.words.blockSignals(False)
        self._arrange(record=False)
        self.reload()
        self.take_focus()

    def open_record(self, record_id: int) -> None:
        """Show a record of the open kind; what hides it from the list is cleared."""
        if not self.section.select(record_id):
            self.words.set_value("")
            self._refresh()
            if not self.section.select(record_id):
                self.retired.set_value(True)
                self.section.select(record_id)
        self._show()
        self._arrange(record=True)

    def clear(self) -> None:
        """Look for nothing any more."""
        self.words.set_value("")
        self._refresh()
        self.take_focus()

    def reload(self) -> None:
        for key, section in self.sections.items():
            count = section.in_use()
            self._choosers[key].setText(f" {section.LABEL}　{count}")
            self._choosers[key].setAccessibleName(f"{section.LABEL}，{count} {section.COUNTED}")
            self._choosers[key].setChecked(section is self.section)
        self.words.setPlaceholderText(self.section.FIND)
        self.add_button.setText(f" {self.section.ADD}  Ins")
        self.add_button.setAccessibleName(self.section.ADD)
        self.add_button.setVisible(self.section.may_edit)
        self._refusal.setText(self.section.refusal)
        self._refresh()

    def _refresh(self) -> None:
        self._wait.stop()
        listed = self.section.refresh(self.words.value(), bool(self.retired.value()))
        self._count.setText(f"共 {listed} {self.section.COUNTED}")
        self._empty.say(self.section, self.words.value())
        self.lists.setCurrentWidget(self.section.view if listed else self._empty)
        self._select_something()
        self._show()

    def _select_something(self) -> None:
        """The current record, or the first; the focus alone makes a row current without choosing it."""
        view = self.section.view
        if view.model().rowCount() and not view.selectionModel().hasSelection():
            current = view.currentIndex()
            view.setCurrentIndex(current if current.isValid() else view.model().index(0, 0))

    def _show(self) -> None:
        row = self.section.view.current() if self.lists.currentWidget() is self.section.view else None
        shown = self.section.shown(row["id"]) if row else None
        self.record.show_record(
            shown, wide=self._wide, nothing="左边选一条，这里看它的全部内容。", note=self.section.refusal
        )

    def _chosen(self, _: Any) -> None:
        self._show()

    def _entered(self, row: dict[str, Any] | None) -> None:
        """Enter on the list: edit where the record is in sight, else show it first."""
        if row is None:
            return
        if not self._wide and not self.record.isVisibleTo(self):
            self._show()
            self._arrange(record=True)
            self.take_focus()
        elif self.section.may_edit:
            self.section.edit(row["id"])

    def add(self) -> None:
        """A new record of the open kind (Ins)."""
        if self.section.may_edit:
            self.section.add()

    # Layout --------------------------------------------------------------------------------------------------------

    def _arrange(self, *, record: bool) -> None:
        """Everything where it fits, else list or record."""
        self._chooser.setVisible(self._wide)
        self.kind.setVisible(not self._wide)
        self._list_sheet.setVisible(self._wide or not record)
        self.record.setVisible(self._wide or record)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= SIDE_BY_SIDE
        if wide != self._wide or not event.oldSize().isValid():
            record = not self._list_sheet.isVisibleTo(self)
            self._wide = wide
            self._arrange(record=record)
            if not self._stale:
                self._show()

    # The desk asks -------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        if not self._list_sheet.isVisibleTo(self):
            edit = self.record.buttons.get("修改")
            (edit or self.record).setFocus()
        elif self.lists.currentWidget() is self.section.view:
            self.section.view.setFocus()
        else:
            (self.words if self.words.value() else self.add_button).setFocus()

    def step_back(self) -> bool:
        if not self._wide and not self._list_sheet.isVisibleTo(self):
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


class _Empty(QWidget):
    """What belongs here, or that nothing was found."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._words = Words("", "title"), Words("", "soft")
        self.clear = button("清除查找")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 40, 24, 24)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def say(self, section: Section, words: str) -> None:
        title, sentence = (f"没有找到“{words}”", "可以换一个词，或者显示停用的再找。") if words else section.EMPTY
        self._title.setText(title)
        self._words.setText(sentence)
        self.clear.setVisible(bool(words))
