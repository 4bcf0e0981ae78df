"""The choice of where to back up to, sticks first, and of what: a whole set or the changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from lianluozhan.models.backup.rule import Plan, plan
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.session import Session

from ... import theme
from ...editors import LineEditor, OptionRow
from ...editors.attachment_editor import size_words
from ...field_column import FieldColumn
from ...text import Words, elided, link, plain, plain_button, tip
from .places import Place, place_of, sticks

LONGEST_NAME = 22
SET, CHANGES = BackupKind.SET, BackupKind.CHANGES
KINDS = [(kind, kind.label) for kind in BackupKind]
WHY = {
    SET: "这个月在这里还没有整套：做整套，数据和附件都写。",
    CHANGES: "这个月在这里已有整套：做增量，附件只写新的，快一些。",
}
NO_BASE = "这里还没有核验过的整套，只能做整套。"


class PlaceChoice(QWidget):
    """`chosen()` is the folder, `kind()` what is written, `where_kept()` the words for the register."""

    changed = Signal()
    register_wanted = Signal(object)  # the Place of a stick that is not registered

    def __init__(self, session: Session, roots: Callable[[], Sequence[Path]]) -> None:
        super().__init__()
        self.session, self._roots = session, roots
        self._places: list[Place] = []
        self._others: list[Path] = []
        self._plan = Plan()
        self._kept_of: Path | None = None  # the place whose keeping words stand in the field
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(lambda _, on: self._turn() if on else None)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        self._title = plain("备份到哪里", "lead")
        self._title.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no stop of Tab, but a place in its order to begin at
        column.addWidget(self._title)
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
        self.which = self._fields.put("备份多少", OptionRow("kind", KINDS), required=True)
        self._why = self._fields.add_words("")
        self.kept = self._fields.put(
            "放在哪里保管", LineEditor("place", max_length=100), hint="写进备份登记，例如：站长办公室保险柜"
        )
        self.which.changed.connect(self._say_kind)
        column.addWidget(self._fields)
        column.addStretch(1)

    def chosen(self) -> Place | None:
        number = self._group.checkedId()
        return self._places[number] if number >= 0 else None

    def kind(self) -> BackupKind:
        return BackupKind(self.which.value() or SET)

    def wish(self) -> BackupKind | None:
        """What the person wants instead of the rule."""
        return self.kind() if self.kind() is not self._plan.kind else None

    def where_kept(self) -> str:
        return self.kept.value()

    def found(self) -> list[Place]:
        """All places in the order they stand."""
        return self._places

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
        found = sticks(self._roots(), self.session)
        known = [place.path for place in found]
        others = [place_of(path, found) for path in self._others if path not in known and path.is_dir()]
        self._places = found + others
        self._clear()
        if not found:
            self._options.addWidget(Words("没有找到 U 盘。请插上 U 盘，再点“重新找 U 盘”。", "soft"))
        self._stops: list[QWidget] = [self._title]
        for number, place in enumerate(self._places):
            self._options.addWidget(self._option(number, place))
        for before_it, stop in pairwise(self._stops):  # made later than what stands below, but come before it
            QWidget.setTabOrder(before_it, stop)
        wanted = before.path if before and before.path in [place.path for place in self._places] else None
        if wanted is None and self._places:
            wanted = next((place.path for place in self._places if place.stick), self._places[0].path)
        if wanted is not None:
            self.choose(wanted)
        self._turn()

    def _turn(self) -> None:
        """Another place is chosen: what is written by the rule, and where it is kept."""
        place = self.chosen()
        self._plan = plan(self.session, place.path) if place else Plan()
        for option, kind in zip(self.which.buttons(), BackupKind, strict=True):
            option.setEnabled(kind is SET or self._plan.has_base)
        self.which.set_value(self._plan.kind)
        self._say_kind()
        if place and place.stick and self._kept_of != place.path:
            self.kept.set_value(place.stick.keep_place)
            self._kept_of = place.path
        self.changed.emit()

    def _say_kind(self) -> None:
        if self.kind() is self._plan.kind:
            self._why.setText(WHY[self.kind()] if self._plan.has_base else NO_BASE)
        elif self.kind() is SET:
            self._why.setText("您改成了整套：数据和附件都写一遍，慢一些，单独这一个文件就能还原。")
        else:
            self._why.setText("您改成了增量：还原时要用到这里的那份整套，请不要把整套删掉。")

    def _option(self, number: int, place: Place) -> QWidget:
        radio = QRadioButton(_words(place).replace("&", "&&"))
        tip(radio, str(place.path))
        self._group.addButton(radio, number)
        self._stops.append(radio)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, theme.scaled(4))
        column.setSpacing(0)
        column.addWidget(radio)
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(32), 0, 0, 0)
        line.addWidget(elided(str(place.path), "note"))
        column.addLayout(line)
        if place.is_removable and place.stick is None and place.known.reason:
            self._put_reason(column, place)
        return holder

    def _put_reason(self, column: QVBoxLayout, place: Place) -> None:
        """Why it is none of ours, and the way to make it one."""
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(32), 0, 0, 0)
        line.addWidget(Words(place.known.reason, "soft"), 1)
        if self.session.may("stick.edit"):
            register = link("登记这个 U 盘", icon="usb")
            register.setAccessibleName(f"登记这个 U 盘：{place.name}")
            register.clicked.connect(lambda: self.register_wanted.emit(place))
            line.addWidget(register)
            self._stops.append(register)
        column.addLayout(line)

    def _clear(self) -> None:
        for radio in self._group.buttons():
            self._group.removeButton(radio)
        while item := self._options.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


def _words(place: Place) -> str:
    """What a place is called, with the room that is left."""
    name = place.stick.name if place.stick else place.name
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    what = "备份 U 盘" if place.stick else "U 盘" if place.is_removable else "文件夹"
    return f"{what}“{name}”，可用 {size_words(place.free)}"
