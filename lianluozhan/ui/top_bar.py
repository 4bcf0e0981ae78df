"""The bar at the top: the station, the search field, who is signed in, the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QMenu, QPushButton

from lianluozhan import paths
from lianluozhan.models import opinions, stations
from lianluozhan.models.opinions import Status

from . import theme
from .icons import icon
from .text import elided, plain, plain_button

if TYPE_CHECKING:
    from .desk import Desk

SHOWN_HITS = 12


class TopBar(QFrame):
    """Search finds opinions by number, name, words and phone tail; Enter opens the first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        self.setProperty("role", "bar")
        self.setFixedHeight(theme.scaled(52))
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找编号、姓名、事由、电话尾号")
        self.search.setAccessibleName("查找")
        self.search.setMaximumWidth(theme.scaled(400))
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.hits = _Hits(desk, self.search)
        self.hits.opened.connect(self._open)
        self._wait = QTimer(self, singleShot=True, interval=120)
        self._wait.timeout.connect(self._find)
        self.search.textChanged.connect(lambda: self._wait.start())
        self.search.installEventFilter(self.hits)
        self._rooms = plain_button("目录", "F10", icon="list")
        self._rooms.clicked.connect(desk.turn_rooms)
        self._key = plain("Ctrl+K", "key")
        self._station = elided(stations.station(desk.session).name, "lead")
        self._mark = _app_mark()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.scaled(16), 0, theme.scaled(14), 0)
        layout.setSpacing(theme.scaled(8))
        layout.addWidget(self._rooms)
        layout.addWidget(self._mark)
        layout.addWidget(self._station, 3)
        layout.addWidget(self.search, 4)
        layout.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        layout.addWidget(self._person())
        layout.addWidget(self._lock())

    def arrange(self, *, small: bool, tight: bool) -> None:
        """What there is room for: the way to the rooms in a small window, the rest in a wide one."""
        self._rooms.setVisible(small)
        self._mark.setVisible(not small)
        self._station.setVisible(not small)
        self.search.setVisible(self.desk.session.may("opinion.read"))
        self._key.setVisible(not tight and self.search.isVisibleTo(self))

    def focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _person(self) -> QPushButton:
        session = self.desk.session
        roles = "、".join(role.label for role in sorted(session.roles, key=list(type(next(iter(session.roles)))).index))
        button = plain_button(f"{session.staff.name}  {roles}".replace("&", "&&"), icon="user")
        button.setAccessibleName(f"当前用户 {session.staff.name}")
        menu = QMenu(button)
        menu.addAction(icon("users"), "切换用户", self.desk.switch_wanted.emit)
        menu.addAction(icon("key-round"), "修改我的密码", self._change_password)
        button.setMenu(menu)
        return button

    def _change_password(self) -> None:
        from .password_dialog import change_own_password

        change_own_password(self.desk)

    def _lock(self) -> QPushButton:
        button = plain_button("锁定", icon="lock")
        button.setToolTip("锁定（Ctrl+L）")
        button.clicked.connect(self.desk.lock_wanted.emit)
        return button

    def _find(self) -> None:
        words = self.search.text().strip()
        if not words or not self.desk.session.may("opinion.read"):
            self.hits.hide()
            return
        self.hits.show_rows(opinions.search_listing(self.desk.session, words).page(SHOWN_HITS), words)

    def _open(self, opinion_id: int) -> None:
        self.hits.hide()
        self.desk.go("opinions", opinion_id)


def _app_mark() -> QLabel:
    mark = QLabel()
    size = theme.scaled(28)
    mark.setPixmap(QIcon(str(paths.resources() / "icons" / "app.svg")).pixmap(QSize(size, size)))
    return mark


class _Hits(QListWidget):
    """What was found, below the search field; arrows choose, Enter opens, Esc closes."""

    from PySide6.QtCore import Signal

    opened = Signal(int)

    def __init__(self, desk: Desk, field: QLineEdit) -> None:
        super().__init__(desk)
        self._field = field
        self.setAccessibleName("查找结果")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.itemClicked.connect(lambda item: self._open(item))
        self.hide()

    def show_rows(self, rows: list[dict[str, Any]], words: str) -> None:
        self.clear()
        for row in rows:
            text = f"{row['number'] or '草稿'}　{row['title']}　{Status(row['status']).label}"
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, row["id"])
            self.addItem(item)
        if not rows:
            item = QListWidgetItem(f"没有找到“{words}”。可以换一个词，或少写几个字。")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        corner = self._field.mapTo(parent, self._field.rect().bottomLeft())
        height = self.sizeHintForRow(0) * self.count() + 2 * self.frameWidth() + theme.scaled(6)
        self.setGeometry(corner.x(), corner.y() + 4, max(self._field.width(), theme.scaled(560)), height)
        self.show()
        self.raise_()

    def _open(self, item: QListWidgetItem | None) -> None:
        if item and (opinion_id := item.data(Qt.ItemDataRole.UserRole)):
            self.opened.emit(opinion_id)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if event.type() == event.Type.FocusOut:
            self.hide()
        if not isinstance(event, QKeyEvent) or event.type() != event.Type.KeyPress or not self.isVisible():
            return False
        match event.key():
            case Qt.Key.Key_Down:
                self.setCurrentRow(min(self.currentRow() + 1, self.count() - 1))
            case Qt.Key.Key_Up:
                self.setCurrentRow(max(self.currentRow() - 1, 0))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self.currentItem())
            case Qt.Key.Key_Escape:
                self.hide()
            case _:
                return False
        return True
