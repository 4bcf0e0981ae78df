"""Documents onto a printer, one at a time between two events, so that the window lives and it can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from lianluozhan.models.errors import StorageError
from lianluozhan.printing.document import Document
from lianluozhan.printing.layout import lay_out
from lianluozhan.printing.page import Page

from .sheet_painter import SheetPainter

NOT_TAKEN = "打印机没有接收。请看打印机是不是开着、线有没有插好、纸有没有用完，再打印一次。"


def printer_names() -> list[str]:
    """The printers of this computer, the usual one first."""
    names, usual = QPrinterInfo.availablePrinterNames(), QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: name != usual)


def printer_called(name: str) -> QPrinter:
    """A printer by its name, to be painted on."""
    return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)


class PrintRun(QObject):
    """Exactly one of `done`, `failed`, `stopped` follows `start()`. `documents` gives them anew for every copy."""

    done = Signal()
    failed = Signal(object)  # the exception
    stopped = Signal()

    def __init__(
        self,
        printer: QPrinter,
        documents: Callable[[], Iterator[Document]],
        *,
        copies: int,
        both_sides: bool,
        name: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._printer, self._documents, self._both_sides = printer, documents, both_sides
        self._sheets, self._painter = SheetPainter(), QPainter()
        self._left = 1 if printer.supportsMultipleCopies() else copies
        self._next = documents()
        self._sides = 0  # used so far
        printer.setDocName(name)
        printer.setFullPage(True)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        if printer.supportsMultipleCopies():
            printer.setCopyCount(copies)
            printer.setCollateCopies(True)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._step)
        painter = self._painter
        self.destroyed.connect(lambda: _leave(printer, painter))

    def start(self) -> None:
        self._timer.start()

    def cancel(self) -> None:
        """Stop; what the printer has got already may still come out."""
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._timer.stop()
        _leave(self._printer, self._painter)

    def _step(self) -> None:
        try:
            document = next(self._next, None)
            if document is not None:
                self._print(lay_out(document))
                return
            self._left -= 1
            if self._left > 0:
                self._next = self._documents()
                return
            self._finish()
        except Exception as fault:  # as in a job of the background: whoever hears it tells or raises it
            self._end()
            self.failed.emit(fault)

    def _finish(self) -> None:
        self._timer.stop()
        if not self._painter.end() or self._printer.printerState() == QPrinter.PrinterState.Error:
            raise StorageError(NOT_TAKEN)
        self.done.emit()

    def _print(self, pages: list[Page]) -> None:
        for number, page in enumerate(pages):
            if not self._painter.isActive():
                self._begin(page)
            else:
                if number == 0 and self._both_sides and self._sides % 2:
                    self._turn()  # the next document begins on a sheet of its own
                    self._sides += 1
                self._turn()
            self._sheets.paint(self._painter, page, self._printer.resolution() / 72)
            self._sides += 1

    def _begin(self, page: Page) -> None:
        across = page.width > page.height
        orientation = QPageLayout.Orientation
        self._printer.setPageOrientation(orientation.Landscape if across else orientation.Portrait)
        modes = QPrinter.DuplexMode
        edge = modes.DuplexShortSide if across else modes.DuplexLongSide  # bound at the left either way
        self._printer.setDuplex(edge if self._both_sides else modes.DuplexNone)
        if not self._painter.begin(self._printer):
            raise StorageError(NOT_TAKEN)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _turn(self) -> None:
        if not self._printer.newPage():
            raise StorageError(NOT_TAKEN)


def _leave(printer: QPrinter, painter: QPainter) -> None:
    if painter.isActive():
        printer.abort()
        painter.end()
