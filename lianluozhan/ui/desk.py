"""The working place of one person: top bar, rooms at the left, the open room, the status line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lianluozhan.models import opinions
from lianluozhan.models.session import Session

from . import theme
from .changes import Changes
from .drawer import Drawer
from .icons import icon
from .layout_rules import Arrangement, arrangement, logical_width
from .navigation import Room, rooms_for
from .page import Page
from .question import tell
from .room_frame import RoomFrame
from .shortcuts import shortcut
from .sign_in_notes import SignInNotes
from .status_line import StatusLine
from .text import plain_button
from .top_bar import TopBar

if TYPE_CHECKING:
    from .find_panel import FindPanel
    from .key_list import KeyList

NAV_WIDTH = 164
COUNTED = 1000  # from so many on the figure beside a room only says that there are more
TIGHT = 1000  # logical width below which the top bar leaves out what can be spared


class Desk(QWidget):
    """Pages are made when first entered and then kept; they never call each other, only `go`."""

    lock_wanted = Signal()
    switch_wanted = Signal()
    restart_wanted = Signal(object)  # Path of a home whose data was exchanged
    size_wanted = Signal(int)
    appearance_wanted = Signal(int, bool)  # per cent, high contrast

    def __init__(self, session: Session, changes: Changes, *, home: object) -> None:
        super().__init__()
        self.session, self.changes, self.home = session, changes, home
        self.setObjectName("desk")
        self._pages: dict[str, Page] = {}
        self._buttons: dict[str, QPushButton] = {}
        self.rooms = rooms_for(session)
        self.top_bar = TopBar(self)
        self.stack = QStackedWidget()
        self.status = StatusLine(session)
        self._rooms_frame = QFrame()
        self._panels: dict[type[QWidget], FindPanel | KeyList] = {}
        self._build()
        self.notes = SignInNotes(self)
        self._shortcuts()
        changes.changed.connect(self._tables_changed)

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.room_column = QVBoxLayout()
        self.room_column.setSpacing(0)
        self.room_column.addWidget(RoomFrame(self.stack), 1)
        middle.addWidget(self._navigation())
        middle.addLayout(self.room_column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar)
        layout.addLayout(middle, 1)
        layout.addWidget(self.status)

    def _navigation(self) -> QFrame:
        frame = self._rooms_frame
        frame.setProperty("role", "nav")
        frame.setFixedWidth(theme.scaled(NAV_WIDTH))
        frame.setMinimumHeight(1)  # many rooms do not hold a small window open
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(0, theme.scaled(8), 0, theme.scaled(10))
        layout.setSpacing(0)
        for number, room in enumerate(self.rooms, 1):
            layout.addWidget(self._room_button(room, number))
        layout.addStretch(1)
        if self.session.may("opinion.register"):
            layout.addWidget(self._register_button(), 0, Qt.AlignmentFlag.AlignHCenter)
        return frame

    def _room_button(self, room: Room, number: int) -> QPushButton:
        button = QPushButton(f" {room.label}")
        button.setProperty("role", "nav")
        button.setCheckable(True)
        button.setIcon(icon(room.icon))
        button.setIconSize(QSize(theme.scaled(20), theme.scaled(20)))
        button.setAccessibleName(room.label)
        button.setToolTip(f"{room.label}（Alt+{number}）")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.go(room.key))
        self._buttons[room.key] = button
        return button

    def _register_button(self) -> QPushButton:
        button = plain_button("快速登记", "F2", icon="file-pen-line")
        button.clicked.connect(self.register)
        return button

    def _shortcuts(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("help", self.help),
            ("register", self._beneath(self.register)),
            ("find", self._beneath(self.find_anything)),
            ("find_too", self._beneath(self.find_anything)),
            ("keys", self._beneath(self.show_keys)),
            ("lock", self.lock_wanted.emit),
            ("print", self._beneath(lambda: self.current.print_open())),
            ("larger", self._beneath(lambda: self.size_wanted.emit(1))),
            ("Ctrl+=", self._beneath(lambda: self.size_wanted.emit(1))),
            ("smaller", self._beneath(lambda: self.size_wanted.emit(-1))),
            ("normal_size", self._beneath(lambda: self.size_wanted.emit(0))),
            ("back", self.step_back),
            ("rooms", self.turn_rooms),
        ]
        for sequence, act in keys:
            shortcut(self, sequence, act)
        for number, room in enumerate(self.rooms, 1):
            shortcut(self, f"Alt+{number}", self._beneath(partial(self.go, room.key)), words=f"去{room.label}")

    def turn_rooms(self) -> None:
        """Where there is no room for the rooms beside the page, show or hide them (F10)."""
        if self._is_small():
            self._rooms_frame.setVisible(not self._rooms_frame.isVisible())
            if self._rooms_frame.isVisible():
                next(button for button in self._buttons.values() if button.isChecked()).setFocus()

    def _is_small(self) -> bool:
        return arrangement(logical_width(self)) is Arrangement.SMALL

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = self._is_small()
        self._rooms_frame.setVisible(not small)
        self.top_bar.arrange(small=small, tight=logical_width(self) < TIGHT)

    def _beneath(self, act: Callable[[], object]) -> Callable[[], object]:
        """A key that does not act while a drawer, the search or the list of keys lies over the page."""
        return lambda: None if self._drawer() or self._panel() else act()

    def _panel(self) -> FindPanel | KeyList | None:
        return next((panel for panel in self._panels.values() if panel.isVisible()), None)

    def find_anything(self, line: str = "") -> None:
        """Find anything (Ctrl+K)."""
        from .find_panel import FindPanel

        self._panel_of(FindPanel).open_panel(line)

    def show_keys(self) -> None:
        """The keys that act here (Ctrl+/)."""
        from .key_list import KeyList

        self._panel_of(KeyList).open_panel()

    def _panel_of(self, kind: type[FindPanel] | type[KeyList]) -> FindPanel | KeyList:
        if kind not in self._panels:
            self._panels[kind] = kind(self)
        return self._panels[kind]

    def _drawer(self) -> Drawer | None:
        lying = [child for child in self.children() if isinstance(child, Drawer) and child.isVisible()]
        return lying[-1] if lying else None

    @property
    def current(self) -> Page:
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def page(self, key: str) -> Page:
        """The page of a room, made when first asked for."""
        if key not in self._pages:
            room = next(room for room in self.rooms if room.key == key)
            self._pages[key] = room.build(self)
            self.stack.addWidget(self._pages[key])
        return self._pages[key]

    def go(self, key: str, record_id: int = 0) -> Page:
        """Enter a room, and there a record if one is given."""
        page = self.page(key)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self.stack.setCurrentWidget(page)
        if self._is_small():
            self._rooms_frame.hide()
        page.show_fresh()
        if record_id:
            page.open_record(record_id)
        self.take_focus()
        return page

    def take_focus(self) -> None:
        """Where the person goes on: in the open page, or at its room where the page has nothing to stand on."""
        if lying := self._drawer() or self._panel():
            (lying.take_focus if isinstance(lying, Drawer) else lying.setFocus)()
            return
        self.current.take_focus()
        inside = QApplication.focusWidget()
        if inside is None or not self.current.isAncestorOf(inside):
            next(button for button in self._buttons.values() if button.isChecked()).setFocus()

    def go_section(self, key: str, section: str) -> None:
        """Enter a room at one of its sections."""
        self.go(key).open_section(section)

    def first_room(self) -> None:
        self.go(self.rooms[0].key)
        self.refresh_counts()

    def register(self) -> None:
        """Quick registration from anywhere (F2)."""
        if self.session.may("opinion.register"):
            from .pages.opinion_page import OpinionPage

            page = self.go("opinions")
            assert isinstance(page, OpinionPage)
            page.register()

    def help(self) -> None:
        """The manual at the page that is open (F1)."""
        from .manual_window import show_manual

        show_manual(self, (self._panel() or self.current).MANUAL)

    def step_back(self) -> None:
        """Esc: the drawer, the search or the list of keys, else what lies on top of the page."""
        if drawer := self._drawer():
            drawer.close_drawer()
        elif panel := self._panel():
            panel.close_panel()
        else:
            self.current.step_back()

    def say(self, sentence: str) -> None:
        """Say at the foot what was just done."""
        self.status.say(sentence)

    def tell(self, sentence: str) -> None:
        """Say why something was not done."""
        tell(self, sentence)

    def kept(self) -> tuple[str, dict[str, Any]]:
        """The open room and what is being typed in each, for the desk that takes this one's place."""
        room = next((key for key, page in self._pages.items() if page is self.stack.currentWidget()), "")
        return room, {key: kept for key, page in self._pages.items() if (kept := page.kept()) is not None}

    def give_back(self, kept: tuple[str, dict[str, Any]]) -> None:
        room, typed = kept
        for key, value in typed.items():
            self.page(key).give_back(value)
        if room:
            self.go(room)

    def show_count(self, key: str, count: int) -> None:
        """The plain figure beside a room; from COUNTED on it is not exact."""
        if button := self._buttons.get(key):
            label = next(room.label for room in self.rooms if room.key == key)
            figure = str(count) if count < COUNTED else f"{COUNTED - 1}+"
            button.setText(f" {label}　{figure}" if count else f" {label}")
            spoken = f"{count} 件" if count < COUNTED else f"{COUNTED - 1} 件以上"
            button.setAccessibleName(f"{label} {spoken}" if count else label)

    def _tables_changed(self, tables: frozenset[str]) -> None:
        self.status.saved(datetime.now())
        for page in list(self._pages.values()):
            page.tables_changed(tables)
        self.refresh_counts()
        self.status.refresh()

    def refresh_counts(self) -> None:
        """The plain figures beside the rooms: what waits for me, what is open."""
        if self.session.may("opinion.read"):
            self.show_count("today", opinions.waiting_for(self.session).count_to(COUNTED))
            self.show_count("opinions", opinions.listing(self.session).count_to(COUNTED))
