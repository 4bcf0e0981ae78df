"""One's own password changed: the one in use, then the new one twice; what is wrong is said at its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from lianluozhan.models import accounts
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.keyring import check_password

from .drawer import Drawer
from .field_column import FieldColumn
from .icons import icon

if TYPE_CHECKING:
    from .desk import Desk

RULES = "至少 10 个字符；大写字母、小写字母、数字、符号占三种；不能含自己的账号名"
LONGEST = 200


class PasswordEditor(QLineEdit):
    """A line that hides what is typed; blanks count, and the eye shows it."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        self._eye = self.addAction(icon("eye"), QLineEdit.ActionPosition.TrailingPosition)
        self._eye.triggered.connect(lambda: self._show(self.echoMode() == QLineEdit.EchoMode.Password))
        self._show(False)
        self.textChanged.connect(lambda _: self.changed.emit())

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")

    def _show(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if on else "eye"))
        self._eye.setText("隐藏密码" if on else "显示密码")
        self._eye.setToolTip(self._eye.text())


def put_new_password(fields: FieldColumn) -> None:
    """The two fields of a new password, with its rules."""
    fields.put("新密码", PasswordEditor("new"), required=True, hint=RULES)
    fields.put("再输一遍新密码", PasswordEditor("again"), required=True)


def new_password(values: dict[str, Any], user: str) -> str:
    """The new password if it meets the rules and was typed twice alike; else InvalidRecord at its field."""
    new: str = values["new"]
    try:
        check_password(new, user)
    except RuleError as refusal:
        raise InvalidRecord({"new": str(refusal)}) from refusal
    if values["again"] != new:
        raise InvalidRecord({"again": "两遍输入的新密码不一样。请把第二遍重新输入。"})
    return new


def change_own_password(parent: Desk) -> None:
    """Ask for the old password and a new one, over the desk of whoever is signed in."""
    session = parent.session
    account = accounts.of_session(session)
    drawer = Drawer(parent, "修改我的密码", f"账号：{account.user_name}", act="修改密码")
    drawer.fields.put("现在的密码", PasswordEditor("old"), required=True)
    put_new_password(drawer.fields)
    drawer.fields.add_words("改好以后马上用新密码。密码忘了，请系统管理员重设；谁也看不到原来的密码。")

    def act(values: dict[str, Any]) -> None:
        if not values["old"]:
            raise InvalidRecord({"old": "请输入现在的密码。"})
        new = new_password(values, account.user_name)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            accounts.change_password(session, values["old"], new)
        finally:
            QGuiApplication.restoreOverrideCursor()

    drawer.open(act, lambda _: parent.say("密码已改，下次登录用新密码。"))
