"""The bar at the top: the station, the search field, who is signed in, the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton

from lianluozhan import paths
from lianluozhan.models import stations
from lianluozhan.models.permissions import Role

from . import theme
from .icons import icon
from .layout_rules import logical_width
from .text import elided, icon_label, plain, plain_button, tip

if TYPE_CHECKING:
    from .desk import Desk

LEAST = 600  # logical width below which the station is not named, and the lock is only an icon


def lead_with(field: QLineEdit, name: str) -> None:
    """An icon at the left end of a field; one that Qt puts there does not grow with the text."""
    row = QHBoxLayout(field)
    row.setContentsMargins(theme.scaled(8), 0, 0, 0)
    row.addWidget(icon_label(name))
    row.addStretch(1)
    field.setTextMargins(theme.scaled(24), 0, 0, 0)


class _Opener(QLineEdit):
    """Looks like the field of the search and opens it: by a click, by Enter, or by what is typed into it."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.say(short=False)
        self.setAccessibleName("查找")
        self.setAccessibleDescription("按 Ctrl+K 或 Enter 打开")
        lead_with(self, "search")

    def say(self, *, short: bool) -> None:
        """What can be found, or only that something can."""
        self.setPlaceholderText("查找" if short else "查找编号、姓名、事由、电话尾号")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.wanted.emit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text() if event.text().isprintable() else ""
        if typed.strip() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(typed.strip())
        else:
            super().keyPressEvent(event)


class TopBar(QFrame):
    """The field for the search only opens it (`FindPanel`)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.setProperty("role", "bar")
        self.search = _Opener()
        self.search.wanted.connect(desk.find_anything)
        self._rooms = plain_button("目录", "F10", icon="list")
        self._rooms.clicked.connect(desk.turn_rooms)
        self._key = plain("Ctrl+K", "key")
        self._station = elided(stations.station(desk.session).name, "lead")
        self._mark = _app_mark()
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.scaled(16), 0, theme.scaled(14), 0)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(self._rooms)
        layout.addWidget(self._mark)
        layout.addWidget(self._station, 3)
        layout.addWidget(self.search, 4)
        layout.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self._person = self._person_button()
        self._lock = self._lock_button()
        self._switch = plain_button("切换用户", icon="users")
        self._switch.setAccessibleName("切换用户")
        tip(self._switch, "切换用户：正在填的表留着")
        self._switch.clicked.connect(desk.switch_wanted.emit)
        layout.addWidget(self._person)
        layout.addWidget(self._switch)
        layout.addWidget(self._lock)
        self.arrange(small=False, tight=False)

    def arrange(self, *, small: bool, tight: bool) -> None:
        """What there is room for: the way to the rooms in a small window, the rest in a wide one."""
        least = small and logical_width(self.desk) < LEAST
        self.setFixedHeight(theme.scaled(44 if small else 52))
        self._rooms.setVisible(small)
        self._mark.setVisible(not small)
        self._station.setVisible(not least)
        self._layout.setStretchFactor(self._station, 12 if small else 3)
        self._key.setVisible(not tight)
        self.search.setMaximumWidth(theme.scaled(120 if small else 400))
        self.search.say(short=small)
        self._person.setText(" " + self._who(roles=not small, all_of_them=not tight).replace("&", "&&"))
        self._switch.setText("" if tight or small else " 切换用户")
        self._switch.setVisible(not least)
        self._lock.setText("" if least else " 锁定")

    def _who(self, *, roles: bool, all_of_them: bool) -> str:
        name, held = self.desk.session.staff.name, self._roles()
        if not roles or not held:
            return name
        return f"{name}  {'、'.join(held)}" if all_of_them or len(held) == 1 else f"{name}  {held[0]}等"

    def _roles(self) -> list[str]:
        return [role.label for role in Role if role in self.desk.session.roles]

    def _person_button(self) -> QPushButton:
        name = self.desk.session.staff.name
        button = plain_button(name, icon="user")
        button.setAccessibleName(f"当前用户 {name}")
        tip(button, f"{name}，{'、'.join(self._roles())}")
        menu = QMenu(button)
        menu.addAction(icon("users"), "切换用户", self.desk.switch_wanted.emit)
        menu.addAction(icon("key-round"), "修改我的密码", self.change_password)
        button.setMenu(menu)
        return button

    def change_password(self) -> None:
        from .password_dialog import change_own_password

        change_own_password(self.desk)

    def _lock_button(self) -> QPushButton:
        button = plain_button("锁定", icon="lock")
        button.setToolTip("锁定（Ctrl+L）")
        button.clicked.connect(self.desk.lock_wanted.emit)
        return button


def _app_mark() -> QLabel:
    mark = QLabel()
    size = theme.scaled(28)
    mark.setPixmap(QIcon(str(paths.resources() / "icons" / "app.svg")).pixmap(QSize(size, size)))
    return mark
