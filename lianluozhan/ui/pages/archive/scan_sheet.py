"""A scanned page in sight: its picture above what is known of it."""

from __future__ import annotations

import weakref
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout
from shiboken6 import isValid

from lianluozhan.models.archive import scan_files
from lianluozhan.models.errors import RuleError

from ... import theme
from ...pictures import later
from ..sections.record_sheet import RecordSheet
from ..sections.section import Shown

if TYPE_CHECKING:
    from .scan_section import ScanSection

SHARE = 0.46  # of the height of the sheet that the picture may take
KEPT = 12  # pictures that were looked at last


@dataclass(frozen=True)
class ShownScan(Shown):
    """A page with the file its picture is made of, and the key under which that is kept."""

    picture: tuple[int, bytes] = field(default=(0, b""))


class _Ready(QObject):
    done = Signal(int, object)


class ScanSheet(RecordSheet):
    """Shows the picture as soon as it was read, outside the GUI thread; files are taken in that are dropped on it."""

    def __init__(self, section: ScanSection) -> None:
        super().__init__()
        self._section = weakref.ref(section)
        self.setAcceptDrops(section.may_edit)
        self._ready = _Ready(self)
        self._ready.done.connect(self._show_picture)
        self._job: Future[QImage | str] | None = None
        self._seen: dict[int, QImage | str] = {}
        self._wanted = 0
        self.picture: QLabel | None = None
        self._image: QImage | None = None

    def _body(self, shown: Shown) -> QScrollArea:
        scroll = super()._body(shown)
        if isinstance(shown, ShownScan):
            inside = scroll.widget().layout()
            assert isinstance(inside, QVBoxLayout)
            inside.insertWidget(0, self._frame(shown))
        return scroll

    def _frame(self, shown: ShownScan) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "inset")
        column = QVBoxLayout(frame)
        column.setContentsMargins(*[theme.scaled(6)] * 4)
        self.picture, self._image = QLabel(), None
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setAccessibleName("扫描的图片")
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.picture.setWordWrap(True)
        self.picture.setMinimumHeight(theme.scaled(180))
        column.addWidget(self.picture)
        self._look(*shown.picture)
        return frame

    def _look(self, key: int, content: bytes) -> None:
        self._wanted = key
        if self._job is not None:
            self._job.cancel()
        if key in self._seen:
            self._show_picture(key, self._seen[key])
            return
        assert self.picture is not None
        self.picture.setText("正在打开图片" if content else "没有图片。")
        if not content:
            return
        ready = self._ready
        self._job = later(lambda: _read(content))

        def tell(done: Future[QImage | str]) -> None:
            if not done.cancelled() and isValid(ready):
                ready.done.emit(key, done.result())

        self._job.add_done_callback(tell)

    def _show_picture(self, key: int, found: QImage | str) -> None:
        self._seen[key] = found
        while len(self._seen) > KEPT:
            del self._seen[next(iter(self._seen))]
        if key != self._wanted or self.picture is None or not isValid(self.picture):
            return
        if isinstance(found, str):
            self.picture.setText(found)
            return
        self._image = found
        self._fit()

    def _fit(self) -> None:
        if self._image is None or self.picture is None or not isValid(self.picture):
            return
        ratio = self.devicePixelRatioF()
        wide, high = max(self.width() - theme.scaled(64), 80), max(round(self.height() * SHARE), theme.scaled(180))
        image = self._image.scaled(
            round(wide * ratio),
            round(high * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image.setDevicePixelRatio(ratio)
        self.picture.setFixedHeight(round(image.height() / ratio))
        self.picture.setPixmap(QPixmap.fromImage(image))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths, section = _files(event), self._section()
        if paths and section is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, partial(section.offer, paths))  # the other program is not kept waiting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _files(event: QDropEvent) -> list[Path]:
    """The files and folders that are being dropped."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _read(content: bytes) -> QImage | str:
    """The picture, or the sentence why there is none."""
    try:
        return QImage.fromData(scan_files.picture(content))
    except RuleError as refusal:
        return str(refusal)
