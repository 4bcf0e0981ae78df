"""Who is there? Painted before the database is touched: the names come from the keyring alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lianluozhan import paths
from lianluozhan.models.errors import DamagedData, RuleError, StorageError
from lianluozhan.models.keyring import Keyring, NewPasswordWanted

from . import theme
from .cover import WARNING
from .icons import icon
from .text import plain

if TYPE_CHECKING:
    from lianluozhan.models.session import Session

NARROW = 1110
LOW = 480  # logical height below which the head of the sheet is drawn closer
ROW, MOST_ROWS = 43, 7
WEEKDAYS = "一二三四五六日"


class SignInPage(QWidget):
    """The list of people, the password, and the sentence that everybody must see."""

    signed_in = Signal(object)  # Session
    damaged = Signal(str)  # why the data cannot be opened
    restore_wanted = Signal()

    def __init__(
        self, home_folder: Path, *, user: str = "", locked: bool = False, session: Session | None = None
    ) -> None:
        super().__init__()
        self.home_folder, self._open_session, self._locked = home_folder, session, locked
        self._keyring: Keyring | None = None
        self.people = _People()
        self.password = QLineEdit()
        self.message = plain("", "problem")
        self._station = self._station_side()
        self._build()
        self._load(user)

    def take_focus(self) -> None:
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._station, 5)
        middle.addWidget(self._sheet(), 0, Qt.AlignmentFlag.AlignVCenter)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(_warning_bar())

    def _station_side(self) -> QWidget:
        side = QWidget()
        layout = QVBoxLayout(side)
        layout.setSpacing(theme.scaled(14))
        layout.addStretch(1)
        mark = QLabel()
        size = theme.scaled(72)
        mark.setPixmap(QIcon(str(paths.resources() / "icons" / "app.svg")).pixmap(QSize(size, size)))
        layout.addWidget(mark)
        self._title = plain("联络站", "hero")
        self._title.setWordWrap(True)
        layout.addWidget(self._title)
        layout.addWidget(plain("联络站工作台", "lead"))
        today = date.today()
        layout.addWidget(
            _fact("calendar", f"{today.year}年{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}")
        )
        layout.addWidget(_fact("shield", "数据只存在这台电脑里，不连网络"))
        layout.addStretch(2)
        return side

    def _sheet(self) -> QFrame:
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        sheet.setFixedWidth(theme.scaled(480))
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(0, 0, 0, theme.scaled(16))
        layout.setSpacing(0)
        layout.addWidget(self._head())
        self.people.setAccessibleName("账号")
        self.people.setFrameShape(QFrame.Shape.NoFrame)
        self.people.currentRowChanged.connect(lambda _: self.message.clear())
        self.people.itemClicked.connect(lambda _: self.take_focus())
        layout.addWidget(self.people)
        layout.addLayout(self._password_part())
        return sheet

    def _head(self) -> QWidget:
        head = QWidget()
        self._head_row = row = QHBoxLayout(head)
        row.addWidget(plain("已锁定，请输入密码" if self._locked else "谁在用？", "lead"))
        row.addStretch(1)
        row.addWidget(plain("上次登录", "note"))
        return head

    def _password_part(self) -> QVBoxLayout:
        part = QVBoxLayout()
        part.setContentsMargins(theme.scaled(18), theme.scaled(16), theme.scaled(18), 0)
        part.setSpacing(theme.scaled(5))
        part.addWidget(plain("密码", "label"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.password.setMaxLength(200)
        self.password.returnPressed.connect(self.sign_in)
        self.password.textEdited.connect(lambda _: self.message.clear())
        self._eye = self.password.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.setToolTip("显示密码")
        self._eye.triggered.connect(self._show_password)
        part.addWidget(self.password)
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(theme.scaled(22))
        part.addWidget(self.message)
        self._sample = plain("", "soft")
        self._sample.setWordWrap(True)
        self._sample.hide()
        part.addWidget(self._sample)
        self._leave = QPushButton("离开样例站")
        self._leave.hide()
        foot = QHBoxLayout()
        foot.addWidget(self._leave)
        foot.addWidget(self._link("忘记密码怎么办？", self._forgotten))
        self._restore = self._link("从备份还原", self.restore_wanted.emit)
        foot.addWidget(self._restore)
        foot.addStretch(1)
        enter = QPushButton("登录  Enter")
        enter.setProperty("role", "primary")
        enter.clicked.connect(self.sign_in)
        foot.addWidget(enter)
        part.addLayout(foot)
        return part

    def _link(self, words: str, slot: object) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", "link")
        button.clicked.connect(lambda: slot())  # type: ignore[operator]
        return button

    def _show_password(self) -> None:
        hidden = self.password.echoMode() == QLineEdit.EchoMode.Password
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if hidden else "eye"))
        self._eye.setToolTip("隐藏密码" if hidden else "显示密码")

    def _load(self, user: str) -> None:
        try:
            folder = self.home_folder / (self.home_folder / "current").read_text("utf-8").strip()
            self._keyring = Keyring.load(folder)
        except (OSError, StorageError) as trouble:
            self.message.setText(
                str(trouble) if isinstance(trouble, StorageError) else "找不到数据文件夹。请用“从备份还原”。"
            )
            return
        self._title.setText(self._keyring.title or "联络站")
        found = self._keyring.users()
        for entry in found:
            self.people.addItem(self._entry(entry))
        names = [entry["name"] for entry in found]
        latest = max(found, key=lambda entry: entry["seen"], default={"name": ""})["name"]
        self.people.setCurrentRow(names.index(user or latest) if (user or latest) in names else 0)

    def _entry(self, entry: dict[str, str]) -> QListWidgetItem:
        item = QListWidgetItem(icon("user"), f"{entry['shown'] or entry['name']}　{_seen(entry['seen'])}")
        item.setData(Qt.ItemDataRole.UserRole, entry["name"])
        item.setSizeHint(QSize(0, theme.scaled(ROW)))
        return item

    def show_sample(self, leave: Callable[[], object]) -> None:
        """Say that this is the sample station, with the password that everybody may know."""
        from lianluozhan.models.demo.content import PASSWORD

        self.password.setText(PASSWORD)
        self._sample.setText(f"这是样例站，人和事都是编的。每个账号的密码都是 {PASSWORD}，已经替您填好。")
        self._sample.show()
        self._leave.clicked.connect(leave)  # a lambda would hold the window, which holds this page
        self._leave.show()
        self._restore.hide()

    def sign_in(self) -> None:
        """Try the password; a refusal stays on the page and empties the field."""
        if self.people.currentRow() < 0:
            return
        item = self.people.currentItem()
        user = str(item.data(Qt.ItemDataRole.UserRole))
        self.message.setText("正在打开数据…")
        self.message.repaint()
        from lianluozhan.models import homes

        try:
            if self._open_session is not None:
                session = homes.sign_in_again(self._open_session, user, self.password.text())
            else:
                session = homes.sign_in(homes.Home(self.home_folder), user, self.password.text())
        except NewPasswordWanted:
            self._come_in_once(user)
            return
        except (RuleError, StorageError) as refusal:
            self.message.setText(str(refusal))
            self.password.clear()
            if isinstance(refusal, DamagedData) and self._open_session is None:
                self.damaged.emit(str(refusal))
                return
            self.take_focus()
            return
        self.password.clear()
        self.message.clear()
        self.signed_in.emit(session)

    def _come_in_once(self, user: str) -> None:
        """The code for one sign-in was typed in the place of the password."""
        from .once_dialog import choose_password

        code = self.password.text()
        self.password.clear()
        self.message.clear()
        if session := choose_password(self, self.home_folder, self._open_session, user, code):
            self.signed_in.emit(session)
        else:
            self.take_focus()

    def _forgotten(self) -> None:
        from .recovery_dialog import recover_password

        if session := recover_password(self, self.home_folder, self._open_session):
            self.signed_in.emit(session)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.password.hasFocus():
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.people.setCurrentRow(max(0, min(self.people.currentRow() + step, self.people.count() - 1)))
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._station.setVisible(self.width() >= theme.scaled(NARROW))
        above = 14 if self.height() >= theme.scaled(LOW) else 4
        self._head_row.setContentsMargins(*(theme.scaled(side) for side in (18, above, 18, above)))
        super().resizeEvent(event)


class _People(QListWidget):
    """As high as its rows, or as there is room for; who is chosen is always in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(theme.scaled(18), theme.scaled(18)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        return QSize(theme.scaled(240), theme.scaled(ROW) * min(max(self.count(), 1), MOST_ROWS) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.scaled(120), theme.scaled(ROW) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if item := self.currentItem():
            self.scrollToItem(item)


def _seen(moment: str) -> str:
    if not moment:
        return ""
    at = datetime.fromisoformat(moment)
    return f"今天 {at:%H:%M}" if at.date() == date.today() else f"{at.month}月{at.day}日"


def _fact(name: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    mark = QLabel()
    mark.setPixmap(icon(name).pixmap(theme.scaled(20), theme.scaled(20)))
    row.addWidget(mark)
    row.addWidget(plain(words, "soft"))
    row.addStretch(1)
    return line


def _warning_bar() -> QFrame:
    bar = QFrame()
    bar.setProperty("role", "secrecy")
    bar.setFixedHeight(theme.scaled(52))
    row = QHBoxLayout(bar)
    label = plain(WARNING, "secrecy")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(label)
    return bar
