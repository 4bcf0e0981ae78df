"""The way into a backup: which file, how it is opened, and the page over the window once it has been taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lianluozhan.models import accounts, backup
from lianluozhan.models.backup import BackupInfo, Inside, Unlock

from ...background import Progress
from ...drawer import Drawer
from .over_window import lay_over
from .unlocking import put_unlock_fields, unlock_of

if TYPE_CHECKING:
    from .backup_section import BackupSection
    from .inside_page import InsidePage

LABEL = "看备份里的内容"


def ask_secret(section: BackupSection, info: BackupInfo) -> Drawer:
    """The drawer before looking: what the package says of itself, and its password or code."""
    from .backup_telling import info_words

    drawer = Drawer(section, LABEL, info.path.name, act="打开", note="只读不写，今天的数据不会动")
    drawer.fields.add_words(info_words(info), "")
    secret = put_unlock_fields(drawer.fields, info, accounts.of_session(section.session).user_name)
    drawer.open(lambda values: unlock_of(values, info), lambda unlock: look(section, info, unlock))
    secret.setFocus()
    return drawer


def look(section: BackupSection, info: BackupInfo, unlock: Unlock) -> None:
    """Take the package out beside the data, off the window's thread."""
    session = section.session

    def work(progress: Progress, cancelled: Any) -> Inside:
        return backup.open_inside(info.path, session, unlock, progress, cancelled)

    section.follow_look(work)


def open_page(section: BackupSection, inside: Inside) -> InsidePage:
    """Lay the page over the window; what was taken out goes with it."""
    from .inside_page import InsidePage

    page = InsidePage(section.session, inside)

    def leave() -> None:
        page.hide()
        page.deleteLater()
        inside.close()
        section.look_button.setFocus()

    page.left.connect(leave)
    section.desk.destroyed.connect(inside.close)
    lay_over(section.desk, page)
    page.take_focus()
    return page
