"""The head of the list: which list, words, the conditions most asked for, and what is done with the whole list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from lianluozhan.models import places, views
from lianluozhan.models.opinions import Narrowing, View
from lianluozhan.models.opinions.record import Channel
from lianluozhan.models.session import Session

from ... import theme
from ...editors import ChoiceEditor, LineEditor
from ...icons import icon
from ...text import button, elided, link

SAVE = "save"
PRESETS = (View.OPEN, View.OVERDUE, View.DISSATISFIED)  # whose ledgers are asked for most
YEARS = 10


class ViewChoice(ChoiceEditor):
    """The lists of every station, those saved, and at the end keeping the present one; arrows stop before that."""

    save_wanted = Signal()
    picked = Signal()

    def __init__(self) -> None:
        super().__init__("view")
        self.setAccessibleName("清单")
        self._by_key, self._last = False, View.OPEN
        self.changed.connect(self._weigh)

    def _weigh(self) -> None:
        if self.value() != SAVE:
            self._last = self.value()
            self.picked.emit()
            return
        self.put(self._last)
        if not self._by_key:
            self.save_wanted.emit()

    def put(self, value: Any) -> None:
        """Show a value without telling."""
        self.blockSignals(True)
        self.set_value(value)
        self.blockSignals(False)
        self._last = value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._by_key = True
        super().keyPressEvent(event)
        self._by_key = False


class ListBar(QWidget):
    """Tells what is wanted; what the list stands at is kept by the pane."""

    narrowed = Signal(object)  # Narrowing
    narrow_wanted = Signal()
    columns_wanted = Signal()
    export_wanted = Signal()
    ledger_wanted = Signal()
    preset_wanted = Signal(object)  # View: its ledger, whatever the list stands at
    batch_wanted = Signal()
    blank_wanted = Signal(str)
    import_wanted = Signal()
    rename_wanted = Signal()
    retire_wanted = Signal()
    tick_all_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session, self._narrowing = session, Narrowing()
        self.view = ViewChoice()
        self.words = LineEditor("words", hint="在清单中查找", max_length=60)
        self.words.setAccessibleName("在清单中查找")
        self.narrow = button("筛选", icon="list-filter")
        self.columns = button("列", role="link", icon="table-2")
        self.export = button("导出 Excel", role="link", icon="file-output")
        self.ledger = button("打印台账", role="link", icon="printer")
        self.year = self._quick("year", "年份", "全部年份")
        self.channel = self._quick("quick_channel", "来源渠道", "全部渠道")
        self.village = self._quick("quick_village", "村（社区）", "全部村（社区）")
        self._said, self._said_line = elided("", "soft"), QWidget()
        self.save, self._clear = link("保存当前筛选"), link("清除筛选")
        self.more = self._more_button()
        self._build()
        self._connect()
        self.read_choices()
        self.set_wide(False)

    def _quick(self, name: str, label: str, empty: str) -> ChoiceEditor:
        made = ChoiceEditor(name, (), optional=True, empty=empty)
        made.setAccessibleName(label)
        return made

    def _build(self) -> None:
        rows = self._rows = [QHBoxLayout() for _ in range(2)]
        for row in rows:
            row.setSpacing(theme.scaled(6))
        rows[0].addWidget(self.view, 1)
        rows[0].addWidget(self.narrow)
        self._gap = QWidget()
        rows[0].addWidget(self._gap, 1)
        for act in (self.columns, self.export, self.ledger, self.more):
            rows[0].addWidget(act)
        for quick in (self.year, self.channel, self.village):
            rows[1].addWidget(quick, 2)
        rows[1].addWidget(self.words, 5)
        said = QHBoxLayout(self._said_line)
        said.setContentsMargins(0, 0, 0, 0)
        said.setSpacing(theme.scaled(12))
        said.addWidget(self._said, 1)
        said.addWidget(self._clear)
        said.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 8)))
        column.setSpacing(theme.scaled(8))
        for row in rows:
            column.addLayout(row)
        column.addWidget(self._said_line)
        self._said_line.hide()

    def _connect(self) -> None:
        for act, wish in (
            (self.narrow, self.narrow_wanted),
            (self.columns, self.columns_wanted),
            (self.export, self.export_wanted),
            (self.ledger, self.ledger_wanted),
            (self._clear, self.clear_wanted),
            (self.save, self.view.save_wanted),
        ):
            act.clicked.connect(wish)
        for quick in (self.year, self.channel, self.village):
            quick.changed.connect(self._quickly)
        self.export.setVisible(self._session.may("opinion.export"))

    def _more_button(self) -> QPushButton:
        more = button("更多")
        menu = QMenu(more)
        menu.addAction("全部选上", self.tick_all_wanted.emit)
        self._wide_only = [
            menu.addAction(icon("table-2"), "打印台账（按现在的清单）", self.ledger_wanted.emit),
            menu.addAction(icon("file-output"), "导出 Excel", self.export_wanted.emit),
        ]
        self._wide_only[1].setVisible(self._session.may("opinion.export"))
        for view in PRESETS:
            menu.addAction(icon("printer"), f"打印“{view.label}”台账", partial(self.preset_wanted.emit, view))
        menu.addAction(icon("printer"), "打印清单里的登记表", self.batch_wanted.emit)
        self._blanks = menu.addMenu(icon("file-text"), "打印空白表")
        if self._session.may("view.save"):
            menu.addSeparator()
            menu.addAction(icon("save"), "保存当前筛选", self.view.save_wanted.emit)
            self._own = [
                menu.addAction(icon("file-pen-line"), "给这个清单改名", self.rename_wanted.emit),
                menu.addAction(icon("trash-2"), "删除这个清单", self.retire_wanted.emit),
            ]
        if self._session.may("opinion.import"):
            menu.addSeparator()
            menu.addAction(icon("upload"), "从表格导入", self.import_wanted.emit)
        menu.aboutToShow.connect(self._weigh_menu)
        more.setMenu(menu)
        return more

    def _weigh_menu(self) -> None:
        if self._blanks.isEmpty():
            from lianluozhan.printing.catalog import FORMS, LEDGERS  # the forms take longer to load than the list

            for number, title in [*((number, form.title) for number, form in FORMS.items()), *LEDGERS.items()]:
                self._blanks.addAction(title, partial(self.blank_wanted.emit, number))
            self._blanks.addSeparator()
            self._blanks.addAction("在“空白表”里查找", partial(self.blank_wanted.emit, ""))
        saved = next((each for each in views.usable(self._session) if each.id == self.view.value()), None)
        for action in getattr(self, "_own", ()):
            action.setVisible(saved is not None and views.may_change(self._session, saved))

    def read_choices(self) -> None:
        """Villages, years and saved views as they are now."""
        saved = [(each.id, f"{each.name}（个人）" if each.is_personal else each.name) for each in self._saved()]
        end = [(SAVE, "保存当前筛选")] if self._session.may("view.save") else []
        self.view.set_choices([*((view, view.label) for view in View), *saved, *end])
        this = self._session.today.year
        self.year.set_choices([(year, f"{year}年") for year in range(this, this - YEARS, -1)])
        self.channel.set_choices([(channel, channel.label) for channel in Channel])
        self.village.set_choices(places.villages(self._session))

    def _saved(self) -> Sequence[views.SavedView]:
        return views.usable(self._session)

    def set_alone(self, alone: bool) -> None:
        """A list of two lines that has the page for itself has room for the words beside the view."""
        rows = self._rows
        if alone != (rows[0].indexOf(self.words) >= 0):
            rows[1 if alone else 0].removeWidget(self.words)
            if alone:
                rows[0].insertWidget(1, self.words, 1)
            else:
                rows[1].addWidget(self.words, 5)
            QWidget.setTabOrder(self.view if alone else self.village, self.words)

    def set_wide(self, wide: bool) -> None:
        """A ledger has room for more than a list of two lines."""
        for widget in (self._gap, self.columns, self.ledger, self.year, self.channel, self.village):
            widget.setVisible(wide)
        self.export.setVisible(wide and self._session.may("opinion.export"))
        self._wide_only[0].setVisible(not wide)
        self._wide_only[1].setVisible(not wide and self._session.may("opinion.export"))

    def show_narrowing(self, narrowing: Narrowing, said: str, left_out: Sequence[str]) -> None:
        """Say in words what the list is narrowed to, and what of a saved view there is no longer."""
        self._narrowing = narrowing
        words = f"只看：{said}" if said else ""
        if left_out:
            words = "；".join(filter(None, (words, f"没有用上：{'，'.join(left_out)}")))
        self._said.setText(words)
        self._said_line.setVisible(bool(words))
        self.save.setVisible(self._session.may("view.save"))
        start, end = narrowing.received_from, narrowing.received_to
        whole = start and end and (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31))
        for quick, value in (
            (self.year, start.year if whole and start else None),
            (self.channel, narrowing.channel),
            (self.village, narrowing.village_id),
        ):
            quick.blockSignals(True)
            quick.set_value(value)
            quick.blockSignals(False)

    def _quickly(self) -> None:
        year, now = self.year.value(), self._narrowing
        made = replace(now, channel=self.channel.value(), village_id=self.village.value())
        if self.sender() is self.year:
            days = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
            made = replace(made, received_from=days[0], received_to=days[1])
        self.narrowed.emit(made)
