"""The photograph in the head of a deputy's record: seen, put in, replaced, taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu

from lianluozhan.models import deputy_photos
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session

from ... import pictures, theme
from ...attempt import attempt

WIDTH, HEIGHT = 91, 117  # of the 35 × 45 mm on paper
LONGEST = 1000  # dots that are kept, enough for paper
KINDS = "照片 (*.jpg *.jpeg *.png)"


class PhotoButton(QAbstractButton):
    """A press opens what can be done with the photograph; without the permission it is only seen."""

    def __init__(self, session: Session, done: Callable[[], object]) -> None:
        super().__init__()
        self._session, self._done = session, done
        self._deputy_id, self._image = 0, QImage()
        self.setFixedSize(theme.scaled(WIDTH), theme.scaled(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._open_menu)
        self.may_edit = session.may("deputy.edit")
        if not self.may_edit:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_photo(self, deputy_id: int, name: str) -> None:
        """The photograph of this deputy, or the empty place for one."""
        self._deputy_id = deputy_id
        content = deputy_photos.content_of(self._session, deputy_id)
        seen = pictures.look(Enclosed("", content=content), theme.scaled(HEIGHT) * 2) if content else None
        self._image = seen.small if seen and seen.small else QImage()
        state = f"{name}的照片" if content else f"{name}还没有照片"
        self.setAccessibleName(f"{state}，按下可以换" if self.may_edit else state)
        self.setToolTip("放照片、换照片" if self.may_edit else "")
        self.update()

    def menu_now(self) -> QMenu:
        """What can be done with the photograph."""
        menu = QMenu(self)
        has = deputy_photos.photo_of(self._session, self._deputy_id) is not None
        menu.addAction("换照片……" if has else "放照片……").triggered.connect(self.choose)
        if has:
            menu.addAction("拿掉照片").triggered.connect(self.take_away)
        return menu

    def choose(self) -> None:
        """Look for a picture on the disk, and put it in."""
        path, _ = QFileDialog.getOpenFileName(self, "选择照片", "", KINDS)
        if path:
            attempt(self, lambda: self.put(Path(path)), saved=lambda _: self._done())

    def put(self, path: Path) -> object:
        """Keep a picture as large as paper needs it."""
        seen = pictures.look(path, 64)
        if seen is None or seen.trouble:
            raise RuleError("这张照片打不开，请换一张 JPG 或 PNG 格式的。")
        return deputy_photos.put_photo(self._session, self._deputy_id, pictures.as_jpeg(path, LONGEST))

    def take_away(self) -> None:
        attempt(self, lambda: deputy_photos.void_photo(self._session, self._deputy_id))
        self._done()

    def _open_menu(self) -> None:
        if self.may_edit:
            self.menu_now().exec(self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self.rect()
        painter.fillRect(area, theme.colour("tint"))
        if self._image.isNull():
            painter.setPen(theme.colour("ink_soft"))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "照片")
        else:
            painter.drawImage(area, self._image, _middle(self._image, area))
        painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "line"), 2 if self.hasFocus() else 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))


def _middle(image: QImage, area: QRect) -> QRect:
    """The largest part of a picture with the shape of the place it fills."""
    width = min(image.width(), image.height() * area.width() // area.height())
    height = min(image.height(), image.width() * area.height() // area.width())
    return QRect((image.width() - width) // 2, (image.height() - height) // 3, width, height)
