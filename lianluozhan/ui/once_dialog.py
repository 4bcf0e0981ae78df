"""Coming in by the code that is good for one sign-in after 更换数据密钥: a password of one's own is chosen at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from lianluozhan.models import homes
from lianluozhan.models.session import Session

from .drawer import Drawer
from .password_dialog import new_password, put_new_password
from .recovery_dialog import session_of


def choose_password(
    parent: QWidget, home_folder: Path, open_session: Session | None, user: str, code: str
) -> Session | None:
    """Ask for the new password; the session of whoever came in by it, None if he gave up."""
    drawer = Drawer(parent, "设自己的密码", f"账号：{user}", act="设好并登录")
    drawer.fields.add_words(
        "数据密钥换过了，原来的密码不再能用。入门码只能用这一次：请给自己设一个密码，以后用它登录。"
    )
    put_new_password(drawer.fields)

    def act(values: dict[str, Any]) -> Session:
        new = new_password(values, user)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            if open_session is not None:
                return homes.sign_in_once_again(open_session, user, code, new)
            return homes.sign_in_once(homes.Home(home_folder), user, code, new)
        finally:
            QGuiApplication.restoreOverrideCursor()

    return session_of(drawer, act)
