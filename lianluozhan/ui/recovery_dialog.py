"""For those who forgot their password: whom to ask, and the way back by the paper recovery code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from lianluozhan.models import homes
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.keyring import plain_code
from lianluozhan.models.session import Session

from . import theme
from .drawer import Drawer
from .editors import ChoiceEditor
from .password_dialog import new_password, put_new_password

GROUPS, IN_GROUP = 8, 4
FIRST = (
    "先请系统管理员帮忙：管理员登录后，在“系统”的账号里给您重设密码，不用恢复码。"
    "管理员也登录不了，才用纸上的恢复码；它在站长的保险柜里，另一份密封交在上级人大。"
)


class CodeEditor(QWidget):
    """Eight groups of four, going on by themselves; a whole code may be put into any of them."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.groups = [_Group(self, number) for number in range(GROUPS)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.scaled(8))
        for number, group in enumerate(self.groups):
            grid.addWidget(group, number // 4, number % 4)
        self.setFocusProxy(self.groups[0])

    def value(self) -> str:
        typed = [plain_code(group.text()) for group in self.groups]
        short = next((number for number, text in enumerate(typed) if len(text) != IN_GROUP), None)
        self.setFocusProxy(self.groups[short or 0])
        if short is not None:
            raise InvalidRecord({self.objectName(): f"第 {short + 1} 组应有 4 个字符。请对照纸上的恢复码补齐。"})
        return "-".join(typed)

    def set_value(self, value: str | None) -> None:
        self.spread(0, plain_code(value or ""))

    def edited(self, number: int, code: str, at_end: bool) -> None:
        """A group was typed in: what is too long for it goes on into empty groups, a pasted code into all."""
        has_next = number + 1 < GROUPS
        if len(code) >= 2 * IN_GROUP or (at_end and has_next and not self.groups[number + 1].text()):
            reached = self.spread(number, code)
        else:
            self.groups[number].show_part(code[:IN_GROUP])
            reached = number + 1 if len(code) == IN_GROUP and at_end and has_next else number
        if reached != number:
            self.groups[reached].setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def spread(self, first: int, code: str) -> int:
        """Put a code into this group and those after it as far as it reaches; returns where it goes on."""
        parts = [code[at : at + IN_GROUP] for at in range(0, len(code), IN_GROUP)] or [""]
        for group, part in zip(self.groups[first:], parts, strict=False):
            group.show_part(part)
        return min(first + len(code) // IN_GROUP, GROUPS - 1)

    def back(self, number: int) -> None:
        if number:
            self.groups[number - 1].setFocus(Qt.FocusReason.OtherFocusReason)


class _Group(QLineEdit):
    """Four characters; Backspace in an empty one goes back to the one before."""

    def __init__(self, owner: CodeEditor, number: int) -> None:
        super().__init__()
        self._owner, self._number = owner, number
        self.setObjectName(f"group{number + 1}")
        self.setAccessibleName(f"恢复码第 {number + 1} 组")
        self.setPlaceholderText(f"第 {number + 1} 组")
        self.textEdited.connect(self._edited)

    def show_part(self, text: str) -> None:
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(place)

    def _edited(self, text: str) -> None:
        at_end = self.cursorPosition() == len(text)
        self._owner.edited(self._number, plain_code(text), at_end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self._owner.back(self._number)
            return
        super().keyPressEvent(event)


def recover_password(parent: QWidget, home_folder: Path, open_session: Session | None) -> Session | None:
    """Ask for account, code and new password; returns the session of whoever came back, None if he gave up."""
    home = homes.Home(home_folder)
    users = open_session.keyring.users() if open_session else home.users()
    drawer = Drawer(parent, "忘记密码", "用纸上的恢复码设一个新密码", act="设新密码并登录")
    drawer.fields.add_words(FIRST)
    account = ChoiceEditor("user", [(user["name"], user["shown"] or user["name"]) for user in users])
    account.set_value(_chosen(parent, users))
    drawer.fields.put("账号", account, required=True)
    drawer.fields.put(
        "恢复码", CodeEditor("code"), required=True, hint="8 组，每组 4 个字符；大小写不用管，也可以整串粘贴"
    )
    put_new_password(drawer.fields)

    def act(values: dict[str, Any]) -> Session:
        user = values["user"]
        new = new_password(values, user)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            if open_session is not None:
                return homes.recover_again(open_session, values["code"], user, new)
            return homes.recover(home, values["code"], user, new)
        except RuleError as refusal:
            raise InvalidRecord({"code": str(refusal)}) from refusal
        finally:
            QGuiApplication.restoreOverrideCursor()

    return session_of(drawer, act)


def _chosen(parent: QWidget, users: Sequence[dict[str, str]]) -> str:
    """The account that is chosen on the sign-in page, else the one seen last."""
    from .sign_in import SignInPage

    if isinstance(parent, SignInPage) and parent.people.currentRow() >= 0:
        return str(parent.people.currentItem().data(Qt.ItemDataRole.UserRole))
    return max(users, key=lambda user: user["seen"])["name"]


def session_of(drawer: Drawer, act: Callable[[dict[str, Any]], Session]) -> Session | None:
    """Wait until the drawer was acted upon or closed; the session it opened, None if it was closed."""
    found: list[Session] = []
    waiting = QEventLoop()
    drawer.closed.connect(waiting.quit)
    drawer.destroyed.connect(waiting.quit)
    drawer.open(act, found.append)
    waiting.exec()
    return found[0] if found else None
