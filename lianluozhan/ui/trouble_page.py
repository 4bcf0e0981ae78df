"""When the data of this computer cannot be opened: what is wrong, and the newest copies with a way to each (4.7)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import opening
from lianluozhan.models.backup import copies
from lianluozhan.models.homes import Home

from . import theme
from .attempt import attempt
from .package_words import line_words
from .pages.restore_choice import newest
from .text import Words, button, icon_label, link, plain, plain_button, primary, tip

WIDTH, SHOWN = 720, 3
NONE_AT_HAND = "这台电脑里没有副本，也没有找到插着的备份 U 盘。请插上备份 U 盘，再点“从备份还原”。"
NEWEST = "最近的一份。还原时会逐个核对，换上去以前电脑里什么都不改。"
WHOLE = "这个文件夹里的数据看起来是好的，可以接着用，什么也不会丢。"


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
        self._put_folder(column)
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

    def _put_folder(self, column: QVBoxLayout) -> None:
        """The one data folder that is there, whole: only its name had got lost."""
        if not self._folder:
            return
        column.addWidget(Words(WHOLE, "soft"))
        self.take_up_button = primary("接着用原来的数据")
        self.take_up_button.clicked.connect(self._take_up)
        column.addWidget(self.take_up_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_packages(self, column: QVBoxLayout) -> None:
        found = newest(self.home)[:SHOWN]
        column.addSpacing(theme.scaled(4))
        column.addWidget(plain("可以用来还原的", "lead"))
        if not found:
            column.addWidget(Words(NONE_AT_HAND, "soft"))
        for number, info in enumerate(found):
            is_offered = number == 0 and not self._folder
            act = plain_button(line_words(info), icon="hard-drive" if copies.is_local(self.home, info) else "usb")
            if is_offered:
                act = primary("用最近的一份还原", icon="rotate-ccw")
                column.addWidget(Words(line_words(info), "strong"))
                column.addWidget(Words(NEWEST, "soft"))
            tip(act, str(info.path))
            act.clicked.connect(lambda _=False, path=info.path: self.restore_wanted.emit(path))
            self.restore_buttons.append(act)
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
        line.addStretch(1)
        line.addWidget(self.again_button)
        column.addLayout(line)

    def _take_up(self) -> None:
        attempt(self, lambda: opening.take_up(self.home.folder, self._folder), saved=lambda _: self.again.emit())

    def take_focus(self) -> None:
        if self._folder:
            self.take_up_button.setFocus()
            return
        (self.restore_buttons[0] if self.restore_buttons else self.again_button).setFocus()
