"""What somebody is told above the open room when he has come in: a full disk, wrong passwords, a password grown old."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from lianluozhan.models import accounts, settings
from lianluozhan.models.session import Session
from lianluozhan.models.tries import Failures

from .banner import Banner
from .text import button

if TYPE_CHECKING:
    from .desk import Desk

SLIPS, JUST_NOW = 2, timedelta(minutes=5)
NOTES = "sign_in_notes"
FULL = "电脑磁盘满了或不能写：现在只能查看，什么都存不进去。请先腾出空间（清空回收站、删掉不用的下载），再接着登记。"


def _strange(session: Session) -> Failures | None:
    """Wrong passwords worth telling: not the slip of a finger just now."""
    failed = session.keyring.failed_before
    if failed is None or (failed.count <= SLIPS and session.now() - failed.last < JUST_NOW):
        return None
    return failed


class SignInNotes(QWidget):
    """Filled anew each time somebody comes to his desk; × puts a sentence away until the next time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setObjectName(NOTES)
        self._desk = desk
        self._full: Banner | None = None
        self._about_password: list[Banner] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()
        desk.room_column.insertWidget(0, self)
        desk.changes.changed.connect(self._weigh)

    def show_for(self, session: Session) -> None:
        """Say what concerns the one who has just signed in by this session."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._full, self._about_password = None, []
        if session.unstored:
            self._full = self._put(FULL, "stop")
        failed, days = _strange(session), self._overdue(session)
        if failed is not None:
            when = f"{failed.last.month}月{failed.last.day}日 {failed.last:%H:%M}"
            said = f"上次登录以后，您的账号有 {failed.count} 次密码输错，最近一次是 {when}。"
            self._put_about_password(f"{said}不是您自己输的，请马上改密码，并告诉站长。")
        if days is not None:
            self._put_about_password(f"您的密码已经用了 {days} 天，请换一个新的。")
        self.setVisible(self._column.count() > 0)

    def _put(self, sentence: str, tone: str, *acts: QWidget) -> Banner:
        banner = Banner(sentence, tone, *acts)
        self._column.addWidget(banner)
        return banner

    def _put_about_password(self, sentence: str) -> None:
        change = button("修改我的密码")
        change.clicked.connect(self._desk.top_bar.change_password)
        self._about_password.append(self._put(sentence, "soon", change))

    def _overdue(self, session: Session) -> int | None:
        """For how many days the password has been in use, if that is longer than the station wants."""
        most = settings.number(session, "security.password_days")
        days = accounts.password_age(session) if most else None
        return days if days is not None and days > most else None

    def _weigh(self, tables: frozenset[str]) -> None:
        """Something was stored: there is room again; or the password was changed."""
        if self._full is not None and not self._desk.session.unstored:
            self._full.hide()
            self._full = None
        if "accounts" in tables and not self._overdue(self._desk.session):
            for banner in self._about_password:
                banner.hide()
