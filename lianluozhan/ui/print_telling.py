"""What the print room says while sheets are on their way to a printer or a file, and what has become of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from .attempt import attempt
from .print_delivery import Delivery
from .print_order import Order
from .print_panel import PrintPanel
from .question import tell

PATIENCE_MS = 400  # before a single sheet shows that something is going on


class PrintTelling(QObject):
    """Stands between the delivery and the foot of the panel; what can be chosen is locked meanwhile."""

    begun = Signal()
    ended = Signal()

    def __init__(self, room: QWidget, panel: PrintPanel, delivery: Delivery) -> None:
        super().__init__(room)
        self._panel, self._delivery = panel, delivery
        self._saved_in, self._work = Path(), ""
        self._order: Order | None = None
        self._before: QWidget | None = None
        panel.foot.open_folder.clicked.connect(self._open_folder)
        delivery.told.connect(self._tell)
        delivery.printed.connect(self._printed)
        delivery.saved.connect(self._saved)
        delivery.failed.connect(self._failed)
        delivery.stopped.connect(self._end)

    @property
    def _room(self) -> QWidget:
        room = self.parent()  # not kept, so that nothing holds the room when it is left
        assert isinstance(room, QWidget)
        return room

    def begin(self, order: Order, words: str) -> None:
        """The delivery of an order has been started."""
        self._order, self._work = order, words
        self._before = self._room.window().focusWidget()  # which loses the focus while it is locked
        self._panel.choices.setEnabled(False)
        self._panel.foot.say("")
        self.begun.emit()
        QTimer.singleShot(PATIENCE_MS if order.count == 1 else 0, self, self._show_work)

    def _show_work(self) -> None:
        if self._delivery.busy:
            self._panel.foot.show_work(self._work)

    @property
    def _unit(self) -> str:
        return "张表" if self._order is None or self._order.is_volume else self._order.unit

    def _tell(self, done: int, total: int, words: str) -> None:
        if self._delivery.busy and total > 1:
            unit = self._unit
            self._panel.foot.show_work(f"{words}：第 {done + 1} {unit}，共 {total} {unit}", done, total)

    def _printed(self, documents: int, copies: int) -> None:
        count = f"{documents} {self._unit}，各 " if documents > 1 else ""
        self._end(f"已送打印机，{count}{copies} 份。")

    def _saved(self, path: Path, pages: int) -> None:
        self._saved_in = path.parent
        self._end(f"已存为“{path.name}”" + (f"，共 {pages} 页。" if pages else "。"), folder=True)

    def _failed(self, fault: Exception) -> None:
        self._end("")

        def again() -> None:
            raise fault

        attempt(self._room, again)

    def _end(self, words: str, *, folder: bool = False) -> None:
        self._panel.foot.show_work("")
        self._panel.choices.setEnabled(True)
        self.ended.emit()
        self._panel.foot.say(words, folder=folder)
        if self._before is not None and isValid(self._before) and self._room.isAncestorOf(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_in))):
            tell(self._room, f"这台电脑打不开文件夹。请在文件管理器里找“{self._saved_in.name}”。")
