"""阅览: a 件 on the screen, sheet by sheet; what holds personal matters is in the log before it is shown (4.7.2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt, Signal
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models import attachments
from lianluozhan.models.archive import reading
from lianluozhan.models.archive.reading import Reading
from lianluozhan.models.attachments import Attachment, Enclosed
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.session import Session
from lianluozhan.printing.page import MM, Page, Picture
from lianluozhan.sheets.archive_reading import Leaf, leaves

from ... import pictures, theme
from ...attempt import attempt
from ...room_frame import only_current_counts
from ...sheet_view import SheetView
from ...text import Words, button, elided, plain, plain_button
from ..opinion.record_parts import show_file
from ..system.task import Task

A4 = (210 * MM, 297 * MM)
SHARPEST = 2000  # pixels of the longer side of a photo as it is read here
PARTS_WIDTH = 280
WORKING = "正在打开，请稍等……"


class Pages:
    """Laid-out pages for the view; `sizes` grows while a file is still being read."""

    def __init__(self, pages: list[Page]) -> None:
        self._pages = pages
        self.sizes: list[tuple[float, float]] = []
        self.grow()

    def grow(self) -> None:
        """Know the pages that have come since."""
        self.sizes += [(page.width, page.height) for page in self._pages[len(self.sizes) :]]

    def page(self, number: int) -> Page:
        return self._pages[number]


class ReadingRoom(QWidget):
    """Takes the whole page: the parts at the left, the sheets of the chosen one at the right."""

    left = Signal()

    def __init__(self, session: Session, item_id: int, loan_id: int | None = None) -> None:
        super().__init__()
        self.session = session
        self.reading = reading.open_item(session, item_id, loan_id)  # in the log before anything is read
        self.leaves = leaves(session, self.reading)
        self.parts, self.view, self.words = QListWidget(), SheetView(), Words("", "soft")
        self._stack, self._page = QStackedWidget(), plain("", "soft")
        self._file = plain_button("用电脑里的程序打开", icon="paperclip")
        self._task: Task | None = None
        self._seen: list[Page] = []
        self._reading_pages: list[Page] = []
        self._sheets, self._broken_off = Pages([]), False
        self._build()
        self.setFocusProxy(self.parts)
        self.parts.currentRowChanged.connect(self._show)
        self.view.page_changed.connect(self._name_page)
        self._file.clicked.connect(self._open_file)
        self.parts.setCurrentRow(0)

    # What it looks like --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(10))
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)

    def _left(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "sheet")
        frame.setFixedWidth(theme.scaled(PARTS_WIDTH))
        column = QVBoxLayout(frame)
        column.setContentsMargins(*(theme.scaled(side) for side in (12, 10, 12, 12)))
        column.setSpacing(theme.scaled(8))
        back = button("返回", icon="arrow-left", key="Esc")
        back.clicked.connect(self.left.emit)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        item = self.reading.item
        column.addWidget(Words(item.title, "lead"))
        column.addWidget(Words(item.archival_number or "还没有编件号", "soft"))
        for sentence in notices(self.reading):
            column.addWidget(Words(sentence, "hint"))
        self.parts.setAccessibleName("里面的材料")
        self.parts.setWordWrap(True)
        self.parts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, leaf in enumerate(self.leaves, 1):
            pages = f"　{leaf.part.pages} 页" if leaf.part.pages else ""
            self.parts.addItem(QListWidgetItem(f"{number}. {leaf.part.name}{pages}"))
        column.addWidget(self.parts, 1)
        return frame

    def _right(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("role", "sheet")
        self._name = elided("", "strong")
        bar = QFrame()
        bar.setProperty("role", "bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(*(theme.scaled(side) for side in (14, 6, 10, 6)))
        line.addWidget(self._name, 1)
        line.addWidget(self._page)
        line.addWidget(self._file)
        self.view.setAccessibleName("阅览")
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(*[theme.scaled(24)] * 4)
        inside.addWidget(self.words)
        inside.addStretch(1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(holder)
        self._stack.currentChanged.connect(self._only_current)
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)
        return frame

    def _only_current(self) -> None:
        only_current_counts(self._stack)

    # What is shown -------------------------------------------------------------------------------------------------

    @property
    def leaf(self) -> Leaf | None:
        """The part that is chosen."""
        row = self.parts.currentRow()
        return self.leaves[row] if 0 <= row < len(self.leaves) else None

    def _show(self) -> None:
        self._stop()
        leaf = self.leaf
        self._file.hide()
        self._name.setText(leaf.part.name if leaf else "")
        if leaf is None:
            self._say("这一件里还没有材料。外来文件请先附上扫描件；只有纸质的，请看盒里的纸质件。")
        elif leaf.refusal:
            self._say(leaf.refusal)
        elif leaf.document is not None:
            from lianluozhan.printing.layout import lay_out

            self._put(lay_out(leaf.document))
        elif leaf.attachment is not None:
            self._show_file(leaf.attachment)

    def _put(self, pages: list[Page]) -> None:
        self._seen, self._sheets = pages, Pages(pages)
        self.view.show_sheets(self._sheets)
        self._stack.setCurrentIndex(0)
        self._name_page(0)

    def _say(self, sentence: str) -> None:
        self._seen = []
        self._page.setText("")
        self.words.setText(sentence)
        self._stack.setCurrentIndex(1)

    def _name_page(self, number: int) -> None:
        count = len(self._seen)
        self._page.setText(f"第 {number + 1} 页，共 {count} 页" if count else "")

    # Files ---------------------------------------------------------------------------------------------------------

    def _show_file(self, kept: Attachment) -> None:
        """A picture at once, a PDF page by page as it is read in a process of its own, others by their own program."""
        self._file.setVisible(self.session.may("attachment.read"))
        try:
            content = attachments.content(self.session, kept.id)
        except (RuleError, StorageError) as refusal:
            self._say(str(refusal))
            return
        if content.startswith(b"%PDF"):
            self._read_pdf(content)
            return
        seen = pictures.look(Enclosed(kept.name, content=content), SHARPEST)
        if seen is not None and seen.small is not None:
            self._put([sheet_of(seen.small)])
        else:
            self._say("这份文件不能在这里翻看。按“用电脑里的程序打开”，看的是一份副本，退出时删掉。")

    def _read_pdf(self, content: bytes) -> None:
        self._say(WORKING)
        pages: list[Page] = []
        self._task = Task(partial(_read, content, pages))
        self._task.moved.connect(self._more)
        self._task.ended.connect(self._ended)
        self._reading_pages = pages
        self._task.start()

    def _more(self) -> None:
        if self._task is not None and self._reading_pages:
            self._grown()

    def _grown(self) -> None:
        """Show the pages that have been read so far."""
        if self._stack.currentIndex() == 1:
            self._put(self._reading_pages)
        else:
            self._sheets.grow()
            self.view.arrange()
            self._name_page(self.view.current)

    def _ended(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        if task.fault is not None and not self._reading_pages:
            known = isinstance(task.fault, (RuleError, StorageError))
            self._say(str(task.fault) if known else "这份文件打不开，可能已经损坏。请看盒里的纸质件。")
        else:
            self._grown()

    def _open_file(self) -> None:
        if self.leaf and (kept := self.leaf.attachment):
            attempt(self, lambda: show_file(self.session, kept.id))

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._broken_off = self._task is not None
        self._stop()

    def showEvent(self, event: QShowEvent) -> None:
        """A file that was still being read when this went out of sight is read again."""
        super().showEvent(event)
        if self._broken_off:
            self._broken_off = False
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def notices(opened: Reading) -> list[str]:
    """What whoever reads has to know: that it is in the log, for whom, what is hidden, what is closed to him."""
    said = []
    if opened.loan is not None:
        said.append(f"给{opened.loan.organisation}{opened.loan.applicant}查阅（{opened.loan.number}），已记入日志。")
    elif opened.item.keeps_secret:
        said.append("这一件含个人隐私，这次打开已记入日志。")
    if opened.hidden:
        said.append("群众的姓名、电话已经遮去。")
    if opened.closed:
        said.append(f"另有 {opened.closed} 份材料对您回避，没有列出。")
    return said


def sheet_of(picture: QImage) -> Page:
    """A picture on a sheet of A4, standing or lying as it is."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", 92)  # type: ignore[call-overload]
    return _sheet(picture, bytes(buffer.data().data()))


def _sheet(picture: QImage, jpeg: bytes) -> Page:
    width, height = A4 if picture.height() >= picture.width() else A4[::-1]
    scale = min(width / max(picture.width(), 1), height / max(picture.height(), 1))
    wide, high = picture.width() * scale, picture.height() * scale
    return Page(width, height, pictures=[Picture((width - wide) / 2, (height - high) / 2, wide, high, jpeg)])


def _read(
    content: bytes, pages: list[Page], progress: Callable[[int, int, str], None], stop: Callable[[], bool]
) -> None:
    """Every page of a PDF as a picture, made by the process that reads the files of strangers."""
    from lianluozhan.models.archive import scan_files

    def take(jpeg: bytes) -> None:
        picture = QImage.fromData(jpeg)
        pages.append(_sheet(picture, jpeg) if not picture.isNull() else Page(*A4))
        progress(len(pages), 0, "")

    scan_files.pictures(content, take, stop)


def open_reading(page: Any, item_id: int, loan_id: int | None = None) -> None:
    """Lay the reading room over the lists; a refusal is said instead."""
    page.open_job(lambda: ReadingRoom(page.session, item_id, loan_id))
