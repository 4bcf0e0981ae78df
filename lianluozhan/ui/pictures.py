"""Photos and scans: seen small, turned, made smaller. Safe for pictures that are damaged or absurdly large.

Everything here may run outside the GUI thread (`later`); nothing touches the file itself.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import TypeVar

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader, QImageWriter, QPainter, QTransform

from lianluozhan.models.attachments import Enclosed, FileSource
from lianluozhan.models.errors import RuleError

Result = TypeVar("Result")
SMALLER = 1600  # pixels of the longer side; enough to print a photo over half a page
_KINDS = {b"jpeg": ".jpg", b"png": ".png", b"bmp": ".jpg", b"webp": ".jpg", b"tiff": ".jpg", b"gif": ".png"}
_MOST_DOTS = 60_000_000  # what may be unpacked; four bytes each
_LYING = QImageIOHandler.Transformation.TransformationRotate90  # width and height change places


@dataclass(frozen=True)
class Look:
    """What a picture is like: its size as it is seen, and a small one of it; `trouble` if it cannot be shown."""

    size: QSize
    small: QImage | None = None
    trouble: str = ""


class _Opened:
    """A reader, and the bytes that it reads from."""

    def __init__(self, source: FileSource) -> None:
        self._bytes = QByteArray()
        self._buffer = QBuffer(self._bytes)
        if isinstance(source, Enclosed) and source.content is not None:
            self._bytes.append(source.content)
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self.reader = QImageReader(self._buffer)
        else:
            self.reader = QImageReader(str(source if isinstance(source, Path) else source.path))
        self.reader.setDecideFormatFromContent(True)
        self.reader.setAutoTransform(True)
        self.kind = bytes(self.reader.format().data()).lower().replace(b"jpg", b"jpeg").replace(b"jfif", b"jpeg")

    def size(self) -> QSize:
        """Width and height as they are seen, that is after turning as the camera was held."""
        size = self.reader.size()
        return size.transposed() if self.reader.transformation().value & _LYING.value else size


def look(source: FileSource, side: int) -> Look | None:
    """A picture in a square of `side` pixels; None if the file is no picture that this program knows."""
    opened = _Opened(source)
    if opened.kind not in _KINDS:
        return None
    size = opened.size()
    try:
        return Look(size, _read(opened, side))
    except RuleError as refusal:
        return Look(size, None, str(refusal))


def turned(source: FileSource, degrees: int) -> Enclosed:
    """The picture turned by a multiple of 90 degrees, clockwise."""
    opened = _Opened(source)
    image = _read(opened)
    return _file(source, opened.kind, image.transformed(QTransform().rotate(degrees)), 92)


def shrunk(source: FileSource, longest: int = SMALLER) -> Enclosed:
    """The picture with its longer side no longer than `longest` pixels."""
    opened = _Opened(source)
    image = _read(opened)
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return _file(source, opened.kind, image, 85)


def as_jpeg(source: FileSource, longest: int) -> Enclosed:
    """The picture as JPEG, its longer side no longer than `longest` pixels, whatever it was before."""
    image = _read(_Opened(shrunk(source, longest)))
    if image.hasAlphaChannel():
        white = QImage(image.size(), QImage.Format.Format_RGB32)
        white.fill(Qt.GlobalColor.white)
        painter = QPainter(white)
        painter.drawImage(0, 0, image)
        painter.end()
        image = white
    return _file(source, b"jpeg", image.convertToFormat(QImage.Format.Format_RGB32), 90)


def later(work: Callable[[], Result]) -> Future[Result]:
    """Do something with pictures outside the GUI thread, one after the other."""
    return _worker().submit(work)


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "pictures")


def _read(opened: _Opened, side: int = 0) -> QImage:
    size = opened.reader.size()
    dots = size.width() * size.height()
    most = 4 * _MOST_DOTS if side and opened.kind == b"jpeg" else _MOST_DOTS  # JPEG shrinks as it is read
    if dots > most:
        raise RuleError(f"这张图片有 {size.width()}×{size.height()} 个点，太大，没有打开看。照样可以存。")
    if side and size.isValid():
        opened.reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    image = opened.reader.read()
    if image.isNull():
        raise RuleError("这张图片打不开，可能没有拍好或没有拷完。照样可以存，请先看一下原件。")
    return image


def _file(source: FileSource, kind: bytes, image: QImage, quality: int) -> Enclosed:
    suffix = _KINDS[kind]
    written = b"PNG" if suffix == ".png" else b"JPEG"
    if written == b"JPEG" and image.hasAlphaChannel():
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(written))
    writer.setQuality(quality if written == b"JPEG" else 60)
    if not writer.write(image):
        raise RuleError("这张图片改不了，原来的没有动。")
    name = PurePath(source.name)
    fits = name.suffix.lower() == suffix or (suffix == ".jpg" and name.suffix.lower() == ".jpeg")
    return Enclosed(source.name if fits else f"{name.stem}{suffix}", content=bytes(buffer.data().data()))
