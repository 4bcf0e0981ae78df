"""The newest files of the folder into which the scanner of this computer puts them: tick and take."""

from __future__ import annotations

import os
from concurrent.futures import Future
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from .. import appearance, theme
from ..icons import pixmap
from ..pictures import Look, later, look
from ..text import Words, button, elided, link
from .attachment_row import SIDE, size_words

NEWEST, _LOOKED_THROUGH = 30, 5_000


def newest(folder: Path) -> list[tuple[Path, os.stat_result]]:
    """The newest files of a folder, the newest first; nothing if it cannot be read."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= _LOOKED_THROUGH:
                    break
                if entry.is_file() and not entry.name.startswith(("~", ".")):
                    found.append((Path(entry.path), entry.stat()))
    except OSError:
        return []
    return sorted(found, key=lambda file: file[1].st_mtime, reverse=True)[:NEWEST]


def when(moment: float, today: date) -> str:
    """今天 10:42, 昨天 9:05, 3月5日 10:42."""
    at = datetime.fromtimestamp(moment)
    near = {today: "今天", today - timedelta(days=1): "昨天"}
    return f"{near.get(at.date(), f'{at.month}月{at.day}日')} {at.hour}:{at.minute:02}"


class _Ready(QObject):
    done = Signal(int, object)


class ScanPanel(QFrame):
    """Opened under its button; Space ticks, Enter takes what is ticked or the current one, Esc closes."""

    chosen = Signal(object)  # list of paths

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self._ready = _Ready()
        self._ready.done.connect(self._show_look, Qt.ConnectionType.QueuedConnection)
        self._jobs: list[Future[Look | None]] = []
        self.folder_words = elided("", "hint")
        self.empty = Words("", "soft")
        self.files = QListWidget()
        self.files.setAccessibleName("扫描文件夹里最新的文件")
        self.files.setProperty("role", "bare")
        self.files.setWordWrap(True)  # else the second line of an item is not shown
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setIconSize(QSize(theme.scaled(SIDE), theme.scaled(SIDE)))
        self.files.itemChanged.connect(lambda _: self._count())
        self.files.installEventFilter(self)
        self.change_button = link("换文件夹", icon="folder-open")
        self.change_button.clicked.connect(self.change_folder)
        self.take_button = button("放进附件")
        self.take_button.clicked.connect(self.take)
        foot = QHBoxLayout()
        foot.addWidget(self.change_button)
        foot.addStretch(1)
        foot.addWidget(self.take_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 10)))
        layout.setSpacing(theme.scaled(6))
        layout.addWidget(Words("扫描文件夹里最新的文件", "strong"))
        for widget in (self.folder_words, self.empty, self.files):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.resize(theme.scaled(440), theme.scaled(400))

    def open_under(self, field: QWidget) -> None:
        """Show the files; the first time the folder is asked for."""
        if not appearance.scan_folder() and not self._ask_folder():
            self.close()
            return
        self._fill()
        place = field.mapToGlobal(QPoint(0, field.height()))
        screen = field.screen().availableGeometry()
        left = max(screen.left(), min(place.x(), screen.right() - self.width()))
        top = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(left, top)
        self.show()
        (self.files if self.files.count() else self.change_button).setFocus(Qt.FocusReason.PopupFocusReason)

    def _ask_folder(self) -> bool:
        title = "扫描仪把文件存在哪个文件夹"
        found = QFileDialog.getExistingDirectory(self.parentWidget(), title, appearance.scan_folder())
        if found:
            appearance.keep_scan_folder(found)
        return bool(found)

    def change_folder(self) -> None:
        self.hide()
        self._ask_folder()
        self._fill()
        self.show()

    def _fill(self) -> None:
        folder = Path(appearance.scan_folder())
        self.folder_words.setText(str(folder))
        self.files.clear()
        blank = QPixmap(theme.scaled(SIDE), theme.scaled(SIDE))
        blank.fill(Qt.GlobalColor.transparent)
        for row, (path, facts) in enumerate(newest(folder)):
            told = f"{path.name}\n{when(facts.st_mtime, date.today())}，{size_words(facts.st_size)}"
            item = QListWidgetItem(QIcon(pixmap("file-text", "ink_soft", 24)), told)
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, theme.scaled(SIDE + 18)))
            self.files.addItem(item)
            self._look_later(row, path)
        self.files.setCurrentRow(0)
        self.files.setVisible(self.files.count() > 0)
        gone = not folder.is_dir()
        self.empty.setText("找不到这个文件夹。请接好扫描仪，或者换一个文件夹。" if gone else "文件夹里还没有文件。")
        self.empty.setVisible(self.files.count() == 0)
        self._count()

    def _look_later(self, row: int, path: Path) -> None:
        ready = self._ready
        side = theme.scaled(SIDE) * 2
        job = later(lambda: look(path, side))
        self._jobs.append(job)
        job.add_done_callback(lambda done: None if done.cancelled() else ready.done.emit(row, done.result()))

    def _show_look(self, row: int, found: Look | None) -> None:
        item = self.files.item(row)
        if item is not None and found is not None and found.small is not None:
            self.files.blockSignals(True)
            item.setIcon(QIcon(QPixmap.fromImage(found.small)))
            self.files.blockSignals(False)

    def ticked(self) -> list[Path]:
        rows = [self.files.item(row) for row in range(self.files.count())]
        return [item.data(Qt.ItemDataRole.UserRole) for item in rows if item.checkState() == Qt.CheckState.Checked]

    def _count(self) -> None:
        count = len(self.ticked())
        self.take_button.setText(f"放进附件 {count} 件" if count else "放进附件")
        self.take_button.setEnabled(self.files.count() > 0)

    def take(self) -> None:
        """Hand over what is ticked, or the current file if nothing is."""
        paths = self.ticked()
        if not paths and self.files.currentItem():
            paths = [self.files.currentItem().data(Qt.ItemDataRole.UserRole)]
        self.close()
        if paths:
            self.chosen.emit(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.files and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._pressed(event.key())
        return False

    def _pressed(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        for job in self._jobs:
            job.cancel()
        super().closeEvent(event)
