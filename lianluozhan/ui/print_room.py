"""The print room: what will come out of the printer, seen before; printed, or saved as PDF or Word (5.1, 3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, QEvent, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lianluozhan.models.permissions import require
from lianluozhan.models.session import Session

from . import print_run, theme
from .attempt import attempt
from .print_delivery import TO_FILE, TO_PRINTER, Delivery
from .print_order import Order, Purpose, Sheaf
from .print_panel import NARROWEST, PANEL_WIDTH, THUMB_WIDTH, PrintPanel
from .print_words import facts, forms_for, hiding_note, print_button, warning, whole_words
from .question import tell
from .sheet_frame import SheetFrame

KINDS = {".pdf": "PDF", ".docx": "Word"}
SLICE_MS = 20  # how long the preview lays out between two events
SHARE = 0.46  # most of the width that the left side takes
PATIENCE_MS = 400  # before a single sheet shows that something is going on


class PrintRoom(QWidget):
    """Takes the whole page. One form of one or many records; `blank` and `ledger` for the other things."""

    left = Signal()
    last_printer: ClassVar[str] = ""
    last_folder: ClassVar[str] = ""

    def __init__(
        self,
        session: Session,
        form_number: str,
        record_ids: Sequence[int],
        *,
        rows: Sequence[dict[str, Any]] = (),
        name: str = "",
    ) -> None:
        super().__init__()
        require(session.roles, "print.form")
        self.session = session
        self.order = Order(
            session=session, number=form_number, record_ids=tuple(record_ids), rows=tuple(rows), name=name
        )
        self.order = replace(self.order, purpose=self._first_purpose())
        self.sheaf = Sheaf(self.order)
        self.panel, self.frame, self.delivery = PrintPanel(), SheetFrame(), Delivery(self)
        self._saved_in, self._work, self._shown = Path(), "", False
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._lay_out_more)
        self._build()
        self._offer()
        self._connect()
        self._renew()

    @classmethod
    def blank(cls, session: Session, form_number: str) -> PrintRoom:
        """An empty form, to be filled by hand."""
        return cls(session, form_number, ())

    @classmethod
    def ledger(cls, session: Session, rows: Sequence[dict[str, Any]], name: str) -> PrintRoom:
        """The ledger F19 of rows of a listing of opinions."""
        return cls(session, "F19", (), rows=rows, name=name)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(10))
        row.addWidget(self.panel)
        row.addWidget(self.frame, 1)
        self.setFocusProxy(self.frame.view)

    def _connect(self) -> None:
        panel = self.panel
        panel.form_chosen.connect(self._choose_form)
        panel.purpose_chosen.connect(lambda purpose: self._change(purpose=purpose))
        panel.hiding_chosen.connect(lambda on: self._change(hidden=on))
        panel.copies_chosen.connect(self._name_print)
        panel.printers_wanted.connect(self.find_printers)
        panel.foot.stop_wanted.connect(self.delivery.cancel)
        panel.foot.save_pdf.clicked.connect(partial(self.save, ".pdf"))
        panel.foot.save_word.clicked.connect(partial(self.save, ".docx"))
        panel.foot.print.clicked.connect(self.print_open)
        panel.foot.open_folder.clicked.connect(self._open_folder)
        self.frame.back.clicked.connect(self.left.emit)
        self.frame.not_yet.blank.clicked.connect(lambda: self._change(purpose=Purpose.BLANK))
        delivery = self.delivery
        delivery.told.connect(self._tell)
        delivery.printed.connect(self._printed)
        delivery.saved.connect(self._saved)
        delivery.failed.connect(self._failed)
        delivery.stopped.connect(self._end)

    # What is chosen ------------------------------------------------------------------------------------------------

    def _first_purpose(self) -> Purpose:
        order = self.order
        if Purpose.OPEN in order.purposes and order.opinion is not None and order.opinion.closed_on is None:
            return Purpose.OPEN
        return Purpose.WHOLE if Purpose.WHOLE in order.purposes else Purpose.BLANK

    def _offer(self) -> None:
        """The choices at the left, as far as they depend on the form."""
        self.panel.offer_forms(forms_for(self.order), self.order.number)
        self.panel.copies.set_value(self.order.copies)
        self.find_printers()

    def _choose_form(self, number: str) -> None:
        self.order = replace(self.order, number=number)
        self.order = replace(self.order, purpose=self._first_purpose())
        self.panel.copies.set_value(self.order.copies)
        self._renew()

    def _change(self, **values: Any) -> None:
        self.order = replace(self.order, **values)
        self._renew(same=True)

    def find_printers(self) -> None:
        """Look again which printers there are."""
        names = print_run.printer_names()
        self.panel.offer_printers(names, self.panel.printer.value() or PrintRoom.last_printer)
        self._name_print()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._shown and not self.delivery.busy:  # back from another room: a record may have changed meanwhile
            self.find_printers()
            self._renew(same=True)
        self._shown = True
        self._go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._more.stop()

    # The preview ---------------------------------------------------------------------------------------------------

    def _renew(self, *, same: bool = False) -> None:
        """Lay out anew what is chosen now: as much as the first sheet needs, the rest between events."""
        self.sheaf = Sheaf(self.order)
        self.panel.foot.say("")
        while not self.sheaf.sizes and not self.sheaf.is_complete:
            self.sheaf.lay_out_next()
        self._go_on()
        self.frame.show_sheaf(self.sheaf, from_start=not same)
        self._describe()

    def _go_on(self) -> None:
        if not self.sheaf.is_complete and self.isVisible() and not self.delivery.busy:
            self._more.start()

    def _lay_out_more(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while not self.sheaf.is_complete and clock.elapsed() < SLICE_MS:
            self.sheaf.lay_out_next()
        self.frame.view.arrange()
        self.frame.name_page(self.frame.view.current)
        self.panel.foot.warn(warning(self.sheaf))
        if self.sheaf.is_complete:
            self._more.stop()
            self._describe()

    def _describe(self) -> None:
        """Everything that is said about what is laid out so far."""
        order, sheaf, panel = self.order, self.sheaf, self.panel
        panel.subject.setText(order.subject)
        panel.offer_purposes(order.purposes, order.purpose, whole_words(order))
        forced, note = hiding_note(order)
        panel.offer_hiding(order.hidden or forced, may=not forced, note=note, shown=not order.is_blank)
        panel.show_facts(facts(sheaf), self.frame.thumb(theme.scaled(THUMB_WIDTH)) if sheaf.sizes else None)
        panel.foot.warn(warning(sheaf))
        self._name_print()

    def _name_print(self) -> None:
        ready = bool(self.sheaf.sizes) and not self.delivery.busy
        words = print_button(self.sheaf, self._copies())
        self.panel.foot.name_print(words, may_print=ready and self.panel.printer.count() > 0, may_save=ready)

    def _copies(self) -> int:
        return self.panel.copies.value() or 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        share = max(round(self.width() * SHARE), theme.scaled(NARROWEST))
        self.panel.setFixedWidth(min(theme.scaled(PANEL_WIDTH), share))

    # Printing and saving -------------------------------------------------------------------------------------------

    def print_open(self) -> None:
        """Print what is shown (Ctrl+P)."""
        if self.panel.foot.print.isEnabled():
            name = PrintRoom.last_printer = self.panel.printer.value()
            printer, both_sides = print_run.printer_called(name), self.panel.both_sides.value()
            self.delivery.print(self.sheaf, printer, self._copies(), both_sides=both_sides)
            self._begin(TO_PRINTER)

    def save(self, ending: str) -> None:
        """Save what is shown as a file (.pdf or .docx)."""
        name = f"{self.order.title} {self.order.subject}{ending}"
        path = _ask_where(self, Path(PrintRoom.last_folder or _documents_folder()) / name)
        if path is None:
            return
        PrintRoom.last_folder = str(path.parent)
        self.delivery.save(self.sheaf, path)
        self._begin(TO_FILE)

    def _begin(self, words: str) -> None:
        self._work = words
        self.panel.choices.setEnabled(False)
        self._more.stop()  # documents are laid out in one place at a time
        self.panel.foot.say("")
        self._name_print()
        QTimer.singleShot(PATIENCE_MS if self.order.count == 1 else 0, self, self._show_work)

    def _show_work(self) -> None:
        if self.delivery.busy:
            self.panel.foot.show_work(self._work)

    def _tell(self, done: int, total: int, words: str) -> None:
        if self.delivery.busy and total > 1:
            unit = self.order.unit
            self.panel.foot.show_work(f"{words}：第 {done + 1} {unit}，共 {total} {unit}", done, total)

    def _printed(self, documents: int, copies: int) -> None:
        count = f"{documents} {self.order.unit}，各 " if documents > 1 else ""
        self._end(f"已送打印机，{count}{copies} 份。")

    def _saved(self, path: Path, pages: int) -> None:
        self._saved_in = path.parent
        self._end(f"已存为“{path.name}”，共 {pages} 页。", folder=True)

    def _failed(self, fault: Exception) -> None:
        self._end("")

        def again() -> None:
            raise fault

        attempt(self, again)

    def _end(self, words: str, *, folder: bool = False) -> None:
        self.panel.foot.show_work("")
        self.panel.choices.setEnabled(True)
        self._go_on()
        self._describe()
        self.panel.foot.say(words, folder=folder)

    def _open_folder(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved_in))):
            tell(self, f"这台电脑打不开文件夹。请在文件管理器里找“{self._saved_in.name}”。")

    # Keys ----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Ctrl+P is the room's own, and Esc while something is being done, before any shortcut around it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.delivery.busy
        return event.key() == Qt.Key.Key_P and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.delivery.cancel() if self.delivery.busy else self.left.emit()
        elif self._is_mine(event) and not event.isAutoRepeat():
            self.print_open()
        else:
            super().keyPressEvent(event)


def _ask_where(room: QWidget, wanted: Path) -> Path | None:
    """Where to save, with the right ending; None when the person does not want it after all."""
    ending = wanted.suffix
    kind = KINDS[ending]
    chosen, _ = QFileDialog.getSaveFileName(room, f"存为 {kind}", str(wanted), f"{kind} 文件 (*{ending})")
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(path.name + ending)


def _documents_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
