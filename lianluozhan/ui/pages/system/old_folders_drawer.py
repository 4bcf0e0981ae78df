"""Data folders that were put aside: how large, of when, and a way to remove one when a proven backup is newer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import old_folders
from lianluozhan.models.old_folders import OldFolder

from ... import theme
from ...attempt import attempt
from ...drawer import Drawer
from ...editors.attachment_row import size_words
from ...question import ask
from ...text import Words, danger

if TYPE_CHECKING:
    from ...desk import Desk

ABOUT = (
    "还原或更换数据密钥时，原来的数据留在自己的文件夹里。确认现在的数据齐全、又做成了新的备份，就可以删去；"
    "更换密钥以前的，仍用那时的密码打开，留着就不算换干净。那以前的本机副本要用的附件也在里面。"
)


def open_old_folders_drawer(page: QWidget, desk: Desk) -> Drawer:
    """The list; each folder with its own button."""
    session = desk.session
    drawer = Drawer(page, "旧数据文件夹", "删去以后找不回来")
    drawer.act_button.hide()
    drawer.cancel_button.setText("关闭")
    drawer.fields.add_words(ABOUT)
    refusal = old_folders.removal_refusal(session)
    if refusal:
        drawer.fields.add(Words(refusal, "problem"))
    for folder in old_folders.old_folders(session):
        drawer.fields.add(_row(folder, drawer, desk, may=not refusal))
    drawer.open(lambda values: None)
    drawer.cancel_button.setFocus()
    return drawer


def _row(folder: OldFolder, drawer: Drawer, desk: Desk, *, may: bool) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "inset")
    line = QHBoxLayout(frame)
    line.setContentsMargins(*(theme.scaled(side) for side in (12, 9, 12, 9)))
    words = QVBoxLayout()
    words.setSpacing(theme.scaled(2))
    words.addWidget(Words(folder.name, "strong"))
    words.addWidget(Words(f"最后存入 {folder.changed_at:%Y-%m-%d %H:%M}，{size_words(folder.size)}", "soft"))
    line.addLayout(words, 1)
    remove = danger("删去")
    remove.setAccessibleName(f"删去旧数据文件夹 {folder.name}")
    remove.setEnabled(may)
    remove.clicked.connect(partial(_remove, folder, drawer, desk))
    line.addWidget(remove)
    return frame


def _remove(folder: OldFolder, drawer: Drawer, desk: Desk, *_: object) -> None:
    what = (
        f"里面是 {folder.changed_at:%Y-%m-%d %H:%M} 以前的数据，共 {size_words(folder.size)}。删去以后找不回来；"
        "还原以前登记、还原后没有补录的，也会没有。"
    )
    if ask(drawer, f"删去旧数据文件夹“{folder.name}”？", what, "删去", "留着"):
        said = "旧数据文件夹已删去，钥匙先写乱了再删"
        if attempt(drawer, lambda: _gone(folder, desk)):
            drawer.close_drawer()
            desk.say(said)


def _gone(folder: OldFolder, desk: Desk) -> bool:
    old_folders.remove(desk.session, folder)
    return True
