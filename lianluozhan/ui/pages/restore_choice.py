"""Which backup to restore from: the copies of this computer, what lies on sticks, or a file that is chosen (4.7)."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import backup
from lianluozhan.models.backup import BackupInfo, copies
from lianluozhan.models.errors import StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.keyring import Keyring
from lianluozhan.models.opening import data_folders

from .. import theme
from ..package_words import line_words
from ..text import Words, link, plain, plain_button, tip
from .system.places import packages_on_sticks

SHOWN = 5
NEEDED = "备份文件的名字以“联络站备份”开头，以 .llzbak 结尾。还要准备好备份那一天的密码，或者纸上的恢复码。"
NONE_FOUND = "没有在 U 盘上找到备份。请插上 U 盘，再点“重新找 U 盘”；或者自己选文件。"
NO_COPY = "这台电脑里还没有副本。"


def on_sticks() -> list[BackupInfo]:
    """What lies on sticks and says whose it is, the newest first by its log."""
    found = []
    for path in packages_on_sticks():
        with suppress(StorageError):
            found.append(backup.read_info(path))
    return sorted(found, key=lambda info: (info.sequence, info.made_at), reverse=True)


def newest(home: Home) -> list[BackupInfo]:
    """All that is at hand for a home, copies and sticks together, the newest first; of one station only."""
    known = [*copies.all_of(home), *on_sticks()]
    known.sort(key=lambda info: (info.sequence, info.made_at), reverse=True)
    local = copies.all_of(home)
    station = _station_of(home) or (local[0].station if local else known[0].station if known else "")
    return [info for info in known if info.station == station]


def _station_of(home: Home) -> str:
    """Whose data lie here, if a keyring can still be read; a stick of another station is not offered for them."""
    for folder in data_folders(home.folder):
        with suppress(StorageError, KeyError):
            return Keyring.load(folder).station
    return ""


class RestoreChoice(QWidget):
    """`chosen` with the path of a package."""

    chosen = Signal(object)

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home, self._all_copies = home, False
        self.setProperty("role", "page")
        self.choices: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.scaled(side) for side in (24, 16, 24, 18)))
        column.setSpacing(theme.scaled(12))
        column.addWidget(plain("用哪一份备份", "lead"))
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.scaled(4))
        column.addLayout(self._found)
        self.file_button = plain_button("选择备份文件", icon="folder-open")
        self.file_button.clicked.connect(self.choose_file)
        again = link("重新找 U 盘", icon="refresh-cw")
        again.clicked.connect(self.look)
        line = QHBoxLayout()
        line.addWidget(self.file_button)
        line.addWidget(again)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(Words(NEEDED, "soft"))
        column.addStretch(1)
        self.look()

    def look(self) -> None:
        """Look again what is plugged in and what lies here."""
        while item := self._found.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.choices = []
        self._part("U 盘上的备份", "usb", on_sticks(), NONE_FOUND)
        self._part("这台电脑里的副本", "hard-drive", copies.all_of(self._home), NO_COPY)
        for choice in self.choices:  # made last, they stand first
            QWidget.setTabOrder(choice, self.file_button)
        for one, other in pairwise(self.choices):
            QWidget.setTabOrder(one, other)
        if self.choices:
            QWidget.setTabOrder(self.choices[-1], self.file_button)

    def _part(self, title: str, icon: str, infos: list[BackupInfo], none: str) -> None:
        self._found.addWidget(plain(title, "strong"))
        if not infos:
            self._found.addWidget(Words(none, "soft"))
        shown = infos if self._all_copies else infos[:SHOWN]
        for info in shown:
            choice = plain_button(line_words(info), icon=icon)
            tip(choice, str(info.path))
            choice.clicked.connect(lambda _=False, path=info.path: self.chosen.emit(path))
            self.choices.append(choice)
            self._found.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
        if len(infos) > len(shown):
            more = link(f"还有 {len(infos) - len(shown)} 份早一些的")
            more.clicked.connect(self._show_all)
            self._found.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._found.addSpacing(theme.scaled(8))

    def _show_all(self) -> None:
        self._all_copies = True
        self.look()

    def choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "选择备份文件", "", "联络站备份 (*.llzbak)")
        if path:
            self.chosen.emit(Path(path))
