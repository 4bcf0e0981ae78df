"""The choice of where to back up to: sticks first, then the folder of last time, then any other."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ... import theme
from ...editors import LineEditor
from ...editors.attachment_editor import size_words
from ...field_column import FieldColumn
from ...text import Words, elided, link, plain, plain_button, tip
from .places import Place, place_of, sticks

LONGEST_NAME = 22


class PlaceChoice(QWidget):
    """`chosen()` is the folder, `where_kept()` the words for the register."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._places: list[Place] = []
        self._others: list[Path] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(lambda _, on: self.changed.emit() if on else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addWidget(plain("备份到哪里", "lead"))
        self._options = QVBoxLayout()
        self._options.setSpacing(theme.scaled(2))
        column.addLayout(self._options)
        self.folder_button = plain_button("选择文件夹", icon="folder-open")
        self.folder_button.clicked.connect(self.choose_folder)
        again = link("重新找 U 盘", icon="refresh-cw")
        again.clicked.connect(self.refresh)
        line = QHBoxLayout()
        line.addWidget(self.folder_button)
        line.addWidget(again)
        line.addStretch(1)
        column.addLayout(line)
        self._fields = FieldColumn()
        self.kept = self._fields.put(
            "放在哪里保管", LineEditor("place", max_length=100), hint="写进备份登记，例如：站长办公室保险柜"
        )
        column.addWidget(self._fields)
        column.addStretch(1)

    def chosen(self) -> Place | None:
        number = self._group.checkedId()
        return self._places[number] if number >= 0 else None

    def where_kept(self) -> str:
        return self.kept.value()

    def offer(self, folder: Path) -> None:
        """Offer a folder that was used before, if it is there."""
        if folder.is_dir() and folder not in self._others:
            self._others.append(folder)

    def choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, "选择存放备份的文件夹")
        if path:
            if Path(path) not in self._others:
                self._others.append(Path(path))
            self.refresh()
            self.choose(Path(path))

    def choose(self, folder: Path) -> None:
        for number, place in enumerate(self._places):
            if place.path == folder:
                self._group.button(number).setChecked(True)

    def refresh(self) -> None:
        """Look again what is plugged in; what was chosen stays chosen."""
        before = self.chosen()
        found = sticks()
        known = [place.path for place in found]
        self._places = found + [place_of(path) for path in self._others if path not in known and path.is_dir()]
        self._clear()
        if not found:
            self._options.addWidget(Words("没有找到 U 盘。请插上 U 盘，再点“重新找 U 盘”。", "soft"))
        for number, place in enumerate(self._places):
            self._options.addWidget(self._option(number, place))
        wanted = before.path if before else (self._places[0].path if self._places else None)
        if wanted is not None:
            self.choose(wanted)
        self.changed.emit()

    def _option(self, number: int, place: Place) -> QWidget:
        kind = "U 盘" if place.is_removable else "文件夹"
        name = place.name if len(place.name) <= LONGEST_NAME else place.name[: LONGEST_NAME - 1] + "…"
        radio = QRadioButton(f"{kind}“{name}”，可用 {size_words(place.free)}".replace("&", "&&"))
        tip(radio, str(place.path))
        self._group.addButton(radio, number)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, theme.scaled(4))
        column.setSpacing(0)
        column.addWidget(radio)
        path = elided(str(place.path), "note")
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(32), 0, 0, 0)
        line.addWidget(path)
        column.addLayout(line)
        return holder

    def _clear(self) -> None:
        for radio in self._group.buttons():
            self._group.removeButton(radio)
        while item := self._options.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
