"""The room 系统: station, settings, holidays, accounts, backup, check, audit log, display (2.2, 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from .. import theme
from ..editors import ChoiceEditor
from ..icons import icon
from ..layout_rules import logical_width
from ..page import Page
from ..room_frame import only_current_counts
from .sections.layers import Layers
from .system.about_section import AboutSection
from .system.account_section import AccountSection
from .system.audit_section import AuditSection
from .system.backup_section import BackupSection
from .system.calendar_section import CalendarSection
from .system.check_section import CheckSection
from .system.closure_section import ClosureSection
from .system.deed_section import DeedSection
from .system.display_section import DisplaySection
from .system.look_section import LookSection
from .system.phrase_section import PhraseSection
from .system.reading_section import ReadingSection
from .system.section import Section
from .system.setting_section import SettingSection
from .system.station_section import StationSection

if TYPE_CHECKING:
    from ..desk import Desk

SECTIONS: tuple[type[Section], ...] = (
    StationSection,
    SettingSection,
    CalendarSection,
    PhraseSection,
    LookSection,
    AccountSection,
    ClosureSection,
    BackupSection,
    CheckSection,
    DeedSection,
    AuditSection,
    ReadingSection,
    DisplaySection,
    AboutSection,
)
LIST_WIDTH = 152
NARROW = 720  # logical width below which the list of sections is folded away


class SystemPage(Page):
    """A list of sections at the left, the sheet of one at the right; sections are made when first opened."""

    TABLES = frozenset().union(*(section.TABLES for section in SECTIONS))
    MANUAL = "system"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kinds = {kind.KEY: kind for kind in SECTIONS if kind.is_for(self.session)}
        self._made: dict[str, Section] = {}
        self._narrow = False
        self.list = _SectionList()
        for kind in self._kinds.values():
            self.list.add(kind)
        self.picker = ChoiceEditor("section", [(key, kind.TITLE) for key, kind in self._kinds.items()])
        self.picker.setAccessibleName("系统的各部分")
        self.stack = QStackedWidget()
        self._side = QFrame()
        self._side.setProperty("role", "sheet")
        self._side.setFixedWidth(theme.scaled(LIST_WIDTH))
        side = QVBoxLayout(self._side)
        side.setContentsMargins(1, theme.scaled(6), 1, theme.scaled(6))
        side.addWidget(self.list)
        right = QVBoxLayout()
        right.setSpacing(theme.scaled(10))
        right.addWidget(self.picker)
        right.addWidget(self.stack, 1)
        self.layers = Layers(self.session, QWidget())
        layout = QHBoxLayout(self.layers.work)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.scaled(10))
        layout.addWidget(self._side)
        layout.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.scaled(10)] * 4)
        outer.addWidget(self.layers)
        self.layers.left.connect(self.step_back)
        self.list.currentRowChanged.connect(self._show_row)
        self.picker.changed.connect(lambda: self.open_section(self.picker.value()))
        self.list.setCurrentRow(0)

    @property
    def current(self) -> Section:
        """The open section."""
        section = self.stack.currentWidget()
        assert isinstance(section, Section)
        return section

    def section(self, key: str) -> Section:
        """A section, made when first asked for."""
        if key not in self._made:
            self._made[key] = self._kinds[key](self.desk)
            self._made[key].print_wanted.connect(self.print_sheets)
            self._made[key].fold(self._narrow)
            self.stack.addWidget(self._made[key])
        return self._made[key]

    def open_section(self, name: str) -> None:
        """Open a section by its key; one this person may not see leaves things as they are."""
        if name in self._kinds:
            self.layers.close_jobs()
            self.list.setCurrentRow(list(self._kinds).index(name))

    def _show_row(self, row: int) -> None:
        key = list(self._kinds)[row]
        self.stack.setCurrentWidget(self.section(key))
        only_current_counts(self.stack)
        self.picker.set_value(key)
        if self.isVisible():
            self.current.show_fresh()

    def tables_changed(self, tables: frozenset[str]) -> None:
        for section in self._made.values():
            section.stale = section.stale or bool(tables & section.TABLES)
        if self.isVisible():
            self.current.show_fresh()

    def show_fresh(self) -> None:
        self.current.show_fresh()

    def take_focus(self) -> None:
        (self.picker if self.picker.isVisible() else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if not self.layers.at_work:
            self.layers.close_jobs()
            self.take_focus()
            return True
        return self.current.step_back()

    def print_sheets(self, number: str, record_ids: Sequence[int]) -> None:
        """Open the print room with a form of these records."""
        self.layers.print_sheets(number, record_ids)

    def print_open(self) -> None:
        """Ctrl+P: what lies on top, else what the open section prints."""
        if self.layers.at_work:
            self.current.print_open()
        elif (printing := getattr(self.layers.currentWidget(), "print_open", None)) is not None:
            printing()

    def kept(self) -> Any:
        return self.current.KEY, {key: kept for key, section in self._made.items() if (kept := section.kept())}

    def give_back(self, kept: Any) -> None:
        name, parts = kept
        for key, part in parts.items():
            self.section(key).give_back(part)
        self.open_section(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow = narrow = logical_width(self) < NARROW
        self._side.setVisible(not narrow)
        self.picker.setVisible(narrow)
        for section in self._made.values():
            section.fold(narrow)


class _SectionList(QListWidget):
    """Up and down move, and open at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bare")
        self.setAccessibleName("系统的各部分")
        self.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_Marked(self))

    def add(self, kind: type[Section]) -> None:
        item = QListWidgetItem(icon(kind.ICON), kind.TITLE)
        item.setSizeHint(QSize(0, theme.scaled(38)))
        self.addItem(item)


class _Marked(QStyledItemDelegate):
    """The open section is bold with the red bar; the keyboard's place has the blue edge."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            option.font.setBold(True)  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        area: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(area.topLeft(), QSize(theme.scaled(4), area.height())), theme.colour("accent"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
