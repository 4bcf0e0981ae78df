"""From the preview to paper or a file: one at a time, stoppable, entered into the print log when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from lianluozhan import sheets
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.prints import PAPER
from lianluozhan.printing.document import Document
from lianluozhan.sheets import public

from . import print_template
from .background import Job, Progress, in_background
from .print_order import Sheaf
from .print_run import PrintRun

TO_PRINTER, TO_FILE = "正在送打印机", "正在写文件"


class Delivery(QObject):
    """Exactly one of `printed`, `saved`, `failed`, `stopped` follows `print` or `save`."""

    told = Signal(object, object, str)  # documents done, all of them, what is done now
    printed = Signal(int, int)  # documents, copies
    saved = Signal(object, int)  # path, pages
    failed = Signal(object)  # the exception
    stopped = Signal(str)  # what remains of it

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now: Job | PrintRun | None = None
        self._taken: list[int] = []
        self._sheaf: Sheaf | None = None
        self._copies = 1

    @property
    def busy(self) -> bool:
        return self._now is not None

    def cancel(self) -> None:
        if self._now is not None:
            self._now.cancel()

    def print(self, sheaf: Sheaf, printer: QPrinter, copies: int, *, both_sides: bool) -> None:
        """Paint the sheets on a printer."""
        order = sheaf.order
        self._sheaf, self._copies = sheaf, copies
        name = f"{order.title} {order.subject}"
        run = PrintRun(printer, self._for_printer, copies=copies, both_sides=both_sides, name=name, parent=self)
        run.done.connect(self._have_printed)
        run.stopped.connect(self._stopped_printing)
        run.failed.connect(self._have_failed)
        self._now = run
        run.start()

    def _for_printer(self) -> Iterator[Document]:
        assert self._sheaf is not None
        total, self._taken = self._sheaf.order.count, []
        return self._sheaf.documents(lambda n: self.told.emit(n, total, TO_PRINTER), self._taken)

    def _have_printed(self) -> None:
        assert self._sheaf is not None
        order = self._sheaf.order
        self._finish()
        try:
            _log(self._sheaf, self._taken, PAPER, self._copies)
        except (RuleError, StorageError) as fault:
            self.failed.emit(fault)
        else:
            self.printed.emit(1 if order.count == 1 else len(self._taken), self._copies)

    def _stopped_printing(self) -> None:
        self._finish()
        self.stopped.emit("已停下。送出去的几张，打印机可能还会印完。")

    def save(self, sheaf: Sheaf, path: Path) -> None:
        """Write the sheets as a file, by the ending of its name, off the GUI thread."""
        order = sheaf.order

        def write(progress: Progress, _: Any) -> tuple[Path, int]:
            taken: list[int] = []
            if order.template is not None:
                made = print_template.write(order, path, lambda n: progress(n, order.count, TO_FILE), taken)
                _log(sheaf, taken, path.suffix.lower()[1:])
                return made, 0
            documents = sheaf.documents(lambda n: progress(n, order.count, TO_FILE), taken)
            if order.review is None:
                written = sheets.write(documents, path)
            else:
                written = public.write(order.guard, documents, path)
            _log(sheaf, taken, path.suffix.lower()[1:])
            return path, written.pages

        job = in_background(QCoreApplication.instance() or self, write)  # it may outlive the room
        job.progressed.connect(self.told)
        job.done.connect(self._have_saved)
        job.failed.connect(self._have_failed)
        job.stopped.connect(self._stopped_saving)
        job.finished.connect(job.deleteLater)
        self.destroyed.connect(job.cancel)
        self._now = job
        job.start()

    def _have_saved(self, result: tuple[Path, int]) -> None:
        self._finish()
        self.saved.emit(*result)

    def _stopped_saving(self) -> None:
        self._finish()
        self.stopped.emit("已停下，没有存文件。")

    def _have_failed(self, fault: Exception) -> None:
        self._finish()
        self.failed.emit(fault)

    def _finish(self) -> None:
        if isinstance(self._now, PrintRun):
            self._now.deleteLater()
        self._now = None


def _log(sheaf: Sheaf, taken: list[int], way: str, copies: int = 1) -> None:
    """Enter what has left the program."""
    order = sheaf.order
    coded = order.coded and order.review is None and not order.is_volume and order.template is None
    pages = sheaf.pages_by_record() if taken else len(sheaf.places)
    sheets.log(order.session, order.number, taken, way, copies, purpose=order.logged_purpose, pages=pages, coded=coded)
