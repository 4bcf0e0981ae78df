"""When the data of this computer cannot be opened: what is wrong, and the newest copies with a way to each (4.7)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import opening
from lianluozhan.models.homes import Home

from . import theme
from .attempt import attempt
from .package_words import line_words
from .pages.restore_choice import newest
from .text import Words, button, icon_label, link, plain, plain_button, primary, tip

WIDTH, SHOWN = 640, 3
NONE_AT_HAND = "这台电脑里没有副本，也没有找到插着的备份 U 盘。请插上备份 U 盘，再点“从备份还原”。"
NEWEST = "最近的一份。点一下就去还原，还原时会逐个核对；换上去以前，电脑里什么都不改。"


class TroublePage(QWidget):
    """`restore_wanted` with the path of a package, or None to choose one; `again` to try once more."""

    restore_wanted = Signal(object)
    again = Signal()

    def __init__(self, home_folder: Path, sentence: str, folder: str = "") -> None:
        super().__init__()
        self.home, self._folder = Home(home_folder), folder
        self.restore_buttons: list[QWidget] = []
        sheet = QFrame()
        sheet.setProperty("role", "sheet")
        sheet.setFixedWidth(theme.scaled(WIDTH))
        column = QVBoxLayout(sheet)
        column.setContentsMargins(*(theme.scaled(side) for side in (26, 24, 26, 20)))
        column.setSpacing(theme.scaled(10))
        head = QHBoxLayout()
        head.setSpacing(theme.scaled(12))
        head.addWidget(icon_label("circle-alert", "overdue", 32), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(Words("数据打不开", "title"))
        words.addWidget(Words(sentence))
        head.addLayout(words, 1)
        column.addLayout(head)
        self._put_packages(column)
        self._put_foot(column)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(sheet)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def _put_packages(self, column: QVBoxLayout) -> None:
        found = newest(self.home)[:SHOWN]
        column.addSpacing(theme.scaled(4))
        column.addWidget(plain("可以用来还原的", "lead"))
        if not found:
            column.addWidget(Words(NONE_AT_HAND, "soft"))
        for number, info in enumerate(found):
            icon = "hard-drive" if info.path.parent.parent == self.home.folder else "usb"
            act = (
                primary("用最近的一份还原", icon="rotate-ccw")
                if number == 0
                else plain_button(line_words(info), icon=icon)
            )
            tip(act, str(info.path))
            act.clicked.connect(lambda _=False, path=info.path: self.restore_wanted.emit(path))
            self.restore_buttons.append(act)
            if number == 0:
                column.addWidget(Words(line_words(info), "strong"))
                column.addWidget(Words(NEWEST, "soft"))
            column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_foot(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme.scaled(8))
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(8))
        self.choose_button = link("从备份还原")
        self.choose_button.clicked.connect(lambda: self.restore_wanted.emit(None))
        self.again_button = button("再试一次")
        self.again_button.clicked.connect(self.again)
        line.addWidget(self.choose_button)
        if self._folder:
            self.take_up_button = plain_button("接着用原来的数据文件夹")
            self.take_up_button.clicked.connect(self._take_up)
            line.addWidget(self.take_up_button)
        line.addStretch(1)
        line.addWidget(self.again_button)
        column.addLayout(line)

    def _take_up(self) -> None:
        """The one data folder that is there, whole: only its name had got lost."""
        attempt(self, lambda: opening.take_up(self.home, self._folder), saved=lambda _: self.again.emit())

    def take_focus(self) -> None:
        (self.restore_buttons[0] if self.restore_buttons else self.again_button).setFocus()
