"""What is pasted or dropped: text becomes plain, files and pictures go to the attachments of the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QToolTip, QWidget

from lianluozhan.models.attachments import Enclosed, FileSource

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n|[\r\n\u2028\u2029]")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
SLOW = 4  # so many times the room are looked at; what lies behind can only be blanks and marks
_MANY_DOTS = 4_000_000  # larger pictures are kept as JPEG, which is written much faster


def one_line(text: str) -> str:
    """Text without line ends, tabs and characters that nobody can see."""
    if text.isprintable():
        return text
    return _HIDDEN.sub("", _BREAKS.sub(" ", text).replace("\t", " "))


def many_lines(text: str) -> str:
    """The same, keeping line ends."""
    if text.isprintable():
        return text
    return _HIDDEN.sub("", _BREAKS.sub("\n", text).replace("\t", " "))


def without_markup(html: str) -> str:
    """The words of a web page or a formatted text, a line for each paragraph or row."""
    text = _UNSEEN.sub("", html).replace("\n", " ").replace("\r", " ")
    text = _TAG.sub("", _CELL.sub(" ", _LINE.sub("\n", text)))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def pasted_text(source: QMimeData, room: int) -> tuple[str, int]:
    """The plain text of a paste, cut to little more than there is room for, and how long it was."""
    text = source.text()
    if not text and source.hasHtml():
        html = source.html()
        text = without_markup(html[: max(room, 1000) * 20])
        return text, max(len(text), len(html) // 20)
    return text[: room * SLOW], len(text)


def pasted_files(source: QMimeData) -> list[FileSource]:
    """The files or the picture of a paste; nothing if it is text."""
    urls = source.urls()
    if urls and all(url.isLocalFile() for url in urls):
        return [Path(url.toLocalFile()) for url in urls]
    if source.hasImage() and not source.text().strip():
        image = source.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [picture_file(image, datetime.now())]
    return []


def picture_file(image: QImage, now: datetime) -> Enclosed:
    """A pasted picture as a file, named by the minute of the pasting."""
    large = image.width() * image.height() > _MANY_DOTS
    kind, quality, suffix = (b"JPEG", 90, "jpg") if large else (b"PNG", 70, "png")
    return Enclosed(f"粘贴的图片 {now:%Y-%m-%d %H%M%S}.{suffix}", content=encoded(image, kind, quality))


def encoded(image: QImage, kind: bytes, quality: int) -> bytes:
    """A picture as the content of a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(kind))
    writer.setQuality(quality)
    writer.write(image)
    return bytes(buffer.data().data())


class TakesFiles(QWidget):
    """The attachments of a form: files pasted into another field of the form come here."""

    def take(self, files: Sequence[FileSource]) -> None:
        raise NotImplementedError


def hand_over(field: QWidget, files: Sequence[FileSource]) -> None:
    """Give files pasted into a text field to the attachments of its form, or say that they do not belong there."""
    around = field.parentWidget()
    while around is not None:
        inside: Iterable[QWidget] = around.findChildren(QWidget)
        for holder in inside:
            if isinstance(holder, TakesFiles) and holder.isVisibleTo(around) and holder.isEnabled():
                holder.take(files)
                tell_below(field, f"图片和文件放进了“附件”，共 {len(files)} 件。")
                return
        if around.isWindow() or around.property("role") == "drawer":
            break  # what lies under a drawer is another form
        around = around.parentWidget()
    tell_below(field, "这一格只能放文字，没有把图片或文件放进来。")


def tell_below(widget: QWidget, sentence: str) -> None:
    """A short word under a field that goes away by itself."""
    QToolTip.showText(widget.mapToGlobal(widget.rect().bottomLeft()), sentence, widget)


def tell_full(widget: QWidget, longest: int, pasted: int = 0, kept: int = 0) -> None:
    """Say that a field is full and, after a paste, how much of it was kept."""
    if pasted:
        tell_below(widget, f"粘贴的有 {pasted:,} 个字，这一格最多 {longest:,} 个字，只放进了前 {kept:,} 个字。")
    else:
        tell_below(widget, f"这一格最多 {longest:,} 个字，多出的没有放进来。")
