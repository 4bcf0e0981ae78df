"""Files to go with a record: chosen, dropped, pasted or taken from the scanner; stored when the record is saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from lianluozhan.models.attachments import FileSource, refusal
from lianluozhan.models.errors import RuleError

from .. import theme
from ..flow_layout import FlowLayout
from ..pictures import later, look, shrunk, turned
from ..text import Words, link, plain, tip
from .attachment_row import SIDE, AttachmentRow, Item, size_words
from .line_editor import announce
from .pasting import TakesFiles, pasted_files
from .scan_panel import ScanPanel

__all__ = ["AttachmentEditor", "size_words"]
_HOW = "也可以把文件拖进来，或者复制以后在这里按 Ctrl+V"


class _Ready(QObject):
    """Carries the end of a job from its thread to the editor."""

    done = Signal(object)


class AttachmentEditor(TakesFiles):
    """The value is a list of paths, and of `Enclosed` for what was pasted, turned, made smaller or renamed.

    Nothing is copied or changed where it lies. What cannot be attached is refused at once, in words.
    """

    changed = Signal()

    def __init__(self, name: str = "", *, kinds: str = "所有文件 (*)") -> None:
        super().__init__()
        self.setObjectName(name)
        self._kinds = kinds
        self._suffixes = tuple(suffix.lower() for suffix in re.findall(r"\*(\.\w+)", kinds))
        self._items: list[Item] = []
        self._rows: list[AttachmentRow] = []
        self._jobs: dict[Future[Any], Callable[[Any], None]] = {}
        self._changes: set[Future[Any]] = set()  # those of the jobs that change a file
        self._ready = _Ready()
        self._ready.done.connect(self._finish, Qt.ConnectionType.QueuedConnection)
        self._count = plain("0 件")
        self.scan_button = link("扫描", icon="scan")
        tip(self.scan_button, "从扫描仪存文件的文件夹里拿最新的")
        self.scan_button.clicked.connect(self.open_scans)
        self.add_button = link("添加", icon="plus")
        tip(self.add_button, f"选照片、扫描件、文档；{_HOW}")
        self.add_button.clicked.connect(self.choose)
        self.setFocusProxy(self.add_button)
        self.setAccessibleDescription(_HOW)
        self.setAcceptDrops(True)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QWidget()
        line = FlowLayout(head, gap=10, line_gap=0)
        for widget in (self._count, self.scan_button, self.add_button):
            line.addWidget(widget)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.problem = Words("", "problem")
        self.problem.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.scaled(8), 0, theme.scaled(8), 0)
        layout.setSpacing(theme.scaled(2))
        layout.addWidget(head)
        layout.addLayout(self._list)
        layout.addWidget(self.problem)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.add_button.setAccessibleName(f"添加{name}")
        self.scan_button.setAccessibleName(f"扫描{name}")

    # The value ---------------------------------------------------------------------------------------------------

    def value(self) -> list[FileSource]:
        for job in list(self._changes):
            self._finish(job)  # a picture is just being turned: wait for it
        return [item.source for item in self._items]

    def set_value(self, value: Sequence[FileSource] | None) -> None:
        self._jobs.clear()
        self._changes.clear()
        self._items = [Item(source, source) for source in dict.fromkeys(value or ())]
        self._say([])
        self._show()

    def take(self, files: Sequence[FileSource]) -> None:
        """Add these; what cannot be attached is named with its reason."""
        known, refused = [item.original for item in self._items], []
        for source in files:
            why = self._why_not(source)
            if why:
                refused.append(why)
            elif source not in known:
                self._items.append(Item(source, source))
                known.append(source)
        self._say(refused)
        self._show()

    def _why_not(self, source: FileSource) -> str:
        if self._suffixes and not source.name.lower().endswith(self._suffixes):
            return f"“{source.name}”放不进这里，这里只放{self._kinds.split(' (')[0]}。"
        return refusal(source)

    def _say(self, sentences: Sequence[str]) -> None:
        more = [f"另外还有 {len(sentences) - 3} 个也放不进来。"] if len(sentences) > 3 else []
        self.problem.setText("\n".join([*sentences[:3], *more]))
        self.problem.setVisible(bool(sentences))
        announce(self, self.problem.text())

    def _show(self) -> None:
        """A row for each file; rows of files that are as they were stay."""
        before = {id(row.item): row for row in self._rows}
        for row in self._rows:
            self._list.removeWidget(row)
        self._rows = [before[id(item)] if id(item) in before else self._row(item) for item in self._items]
        for row in before.values():
            if row not in self._rows:
                row.hide()
                row.deleteLater()
        for row in self._rows:
            self._list.addWidget(row)
        self._count.setText(f"{len(self._items)} 件")
        self.changed.emit()

    def _row(self, item: Item) -> AttachmentRow:
        row = AttachmentRow(item, partial(self._estimate, item))
        row.wants.connect(partial(self._do, item))
        row.renamed.connect(lambda stem: self._replace(item, item.renamed(stem)))
        self._later(partial(look, item.source, theme.scaled(SIDE) * 2), lambda found: self._show_look(item, found))
        return row

    def rows(self) -> list[AttachmentRow]:
        """The files as they are seen."""
        return list(self._rows)

    # Pictures ----------------------------------------------------------------------------------------------------

    def is_busy(self) -> bool:
        """Whether a picture is just being read or changed."""
        return bool(self._jobs)

    def _later(self, work: Callable[[], Any], then: Callable[[Any], None]) -> Future[Any]:
        job, ready = later(work), self._ready
        self._jobs[job] = then
        job.add_done_callback(lambda done: ready.done.emit(done))
        return job

    def _finish(self, job: Future[Any]) -> None:
        self._changes.discard(job)
        then = self._jobs.pop(job, None)
        if then is None:
            return
        try:
            then(job.result())
        except RuleError as refused:
            self._say([str(refused)])
            for row in self._rows:
                row.set_waiting(False)

    def _show_look(self, item: Item, found: Any) -> None:
        for row in self._rows:
            if row.item is item:
                row.show_look(found)

    def _estimate(self, item: Item) -> None:
        def tell(made: Any) -> None:
            for row in self._rows:
                if row.item is item:
                    row.show_smaller(len(made.content))

        self._later(partial(shrunk, item.source), tell)

    def _do(self, item: Item, what: str) -> None:
        if what == "remove":
            self._remove(item)
        elif what == "as_chosen":
            self._replace(item, item.as_chosen())
        else:
            works = {
                "left": partial(turned, item.source, 270),
                "right": partial(turned, item.source, 90),
                "smaller": partial(shrunk, item.source),
            }
            for row in self._rows:
                row.set_waiting(row.is_waiting or row.item is item)
            job = self._later(works[what], lambda made: self._replace(item, Item(made, item.original)))
            self._changes.add(job)

    def _replace(self, old: Item, new: Item) -> None:
        at = next((at for at, item in enumerate(self._items) if item is old), None)
        if at is None or new is old:
            return
        self._items[at] = new
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self._rows[at].isAncestorOf(focus)
        self._show()
        if had_focus:
            self._rows[at].button.setFocus()

    def _remove(self, item: Item) -> None:
        at = next(at for at, kept in enumerate(self._items) if kept is item)
        del self._items[at]
        self._show()
        following = self._rows[min(at, len(self._rows) - 1)].button if self._rows else self.add_button
        following.setFocus()

    # Where files come from ---------------------------------------------------------------------------------------

    def choose(self) -> None:
        found, _ = QFileDialog.getOpenFileNames(self, "添加附件", "", self._kinds)
        if found:
            self.take([Path(name) for name in found])

    def open_scans(self) -> None:
        """Offer the newest files of the scanner's folder."""
        panel = ScanPanel(self)
        panel.chosen.connect(self.take)
        panel.open_under(self.scan_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            files = pasted_files(QGuiApplication.clipboard().mimeData())
            if files:
                self.take(files)
            else:
                self._say(["剪贴板里没有文件或图片。请先复制文件，或者截图，再到这里粘贴。"])
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(pasted_files(event.mimeData()))
