"""The print room: what will come out of the printer, seen before; printed, or saved as PDF or Word (5.1, 3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, QEvent, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lianluozhan import sheets
from lianluozhan.models.permissions import require
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS

from . import print_run, theme
from .attempt import attempt
from .print_delivery import TO_FILE, TO_PRINTER, Delivery
from .print_order import Order, Purpose, Sheaf
from .print_panel import PANEL_WIDTH, THUMB_WIDTH, PrintPanel
from .print_words import facts, hiding_note, print_button, warning, whole_words
from .question import tell
from .sheet_frame import SheetFrame

KINDS = {".pdf": "PDF", ".docx": "Word"}
SLICE_MS = 20  # how long the preview lays out between two events
PATIENCE_MS = 400  # before a single sheet shows that something is going on


class PrintRoom(QWidget):
    """Takes the whole page. One form of one or many opinions; `blank` and `ledger` for the other things."""

    left = Signal()
    last_printer: ClassVar[str] = ""
    last_folder: ClassVar[str] = ""

    def __init__(
        self,
        session: Session,
        form_number: str,
        opinion_ids: Sequence[int],
        *,
        rows: Sequence[dict[str, Any]] = (),
        name: str = "",
    ) -> None:
        super().__init__()
        require(session.roles, "print.form")
        self.session = session
        self.order = Order(
            session=session,
            number=form_number,
            opinion_ids=tuple(opinion_ids),
            rows=tuple(rows),
            name=name,
        )
        self.order = replace(self.order, purpose=self._first_purpose())
        self.sheaf = Sheaf(self.order)
        self.panel, self.frame, self.delivery = PrintPanel(), SheetFrame(), Delivery(self)
        self._saved_in, self._work, self._shown = Path(), "", False
        self._more = QTimer(self, interval=0)
        self._more.timeout.connect(self._lay_out_more)
        self._build()
        self._connect()
        self._offer()
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
        panel.copies_chosen.connect(self._name_print_button)
        panel.printers_wanted.connect(self.find_printers)
        panel.stop_wanted.connect(self.delivery.cancel)
        panel.save_pdf.clicked.connect(partial(self.save, ".pdf"))
        panel.save_word.clicked.connect(partial(self.save, ".docx"))
        panel.print.clicked.connect(self.print_open)
        panel.open_folder.clicked.connect(self._open_folder)
        self.frame.back.clicked.connect(self.left.emit)
        self.frame.view.page_changed.connect(self._name_page)
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
        order, panel = self.order, self.panel
        panel.offer_forms(self._forms(), order.number)
        panel.copies.blockSignals(True)
        panel.copies.set_value(order.copies)
        panel.copies.blockSignals(False)
        self.find_printers()

    def _forms(self) -> list[tuple[str, str]]:
        if self.order.rows:
            return [(self.order.number, self.order.title)]
        if not self.order.opinion_ids:
            return [*((form.number, form.title) for form in FORMS.values()), *LEDGERS.items()]
        return [(form.number, form.title + self._if_not_ready(form.number)) for form in FORMS.values()]

    def _if_not_ready(self, number: str) -> str:
        ids = self.order.opinion_ids
        return "（还不能打印）" if len(ids) == 1 and sheets.not_ready(self.session, number, ids[0]) else ""

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
        self._name_print_button()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._shown and not self.delivery.busy:  # back from another room: a record may have changed meanwhile
            self.find_printers()
            self._renew(same=True)
        self._shown = True

    # The preview ---------------------------------------------------------------------------------------------------

    def _renew(self, *, same: bool = False) -> None:
        """Lay out anew what is chosen now: as much as the first sheet needs, the rest between events."""
        self.sheaf = Sheaf(self.order)
        self.panel.say("")
        while not self.sheaf.sizes and not self.sheaf.is_complete:
            self.sheaf.lay_out_next()
        self._more.start()
        self.frame.view.show_sheets(self.sheaf, from_start=not same)
        self._describe()

    def _lay_out_more(self) -> None:
        if self.delivery.busy:
            return
        clock = QElapsedTimer()
        clock.start()
        while not self.sheaf.is_complete and clock.elapsed() < SLICE_MS:
            self.sheaf.lay_out_next()
        self.frame.view.arrange()
        if self.sheaf.is_complete:
            self._more.stop()
        self._describe(thumb=False)

    def _describe(self, *, thumb: bool = True) -> None:
        """Everything that is said about what is laid out so far."""
        order, sheaf, panel = self.order, self.sheaf, self.panel
        panel.subject.setText(order.subject)
        panel.offer_purposes(order.purposes, order.purpose, whole_words(order))
        forced, note = hiding_note(order)
        panel.offer_hiding(order.hidden or forced, may=not forced and not order.is_blank, note=note)
        picture = self._thumb() if thumb and sheaf.sizes else None
        panel.show_facts(facts(sheaf), picture, warning(sheaf))
        if sheaf.sizes:
            self._name_page(self.frame.view.current)
        else:
            self.frame.name_page("")
            self.frame.not_yet.explain(next(iter(sheaf.refused.values()), ""))
        self.frame.show_sheets(bool(sheaf.sizes))
        self._name_print_button()

    def _thumb(self) -> QPixmap:
        """The page that is read, small; painted large and shrunk, so that hairlines do not grow."""
        page = self.sheaf.page(min(self.frame.view.current, len(self.sheaf.sizes) - 1))
        width = round(theme.scaled(THUMB_WIDTH) * self.devicePixelRatioF())
        picture = self.frame.view.painter.image(page, 3 * width / page.width)
        small = QPixmap.fromImage(picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation))
        small.setDevicePixelRatio(self.devicePixelRatioF())
        return small

    def _name_page(self, number: int) -> None:
        sheaf = self.sheaf
        if number >= len(sheaf.places):
            return
        so_far = "" if sheaf.is_complete else "，还在往下排"
        whose = self.order.number_of(sheaf.places[number][0]) if self.order.count > 1 else ""
        self.frame.name_page(f"第 {number + 1} 页，共 {len(sheaf.sizes)} 页{so_far}", whose)

    def _name_print_button(self) -> None:
        busy, ready = self.delivery.busy, bool(self.sheaf.sizes)
        panel, words = self.panel, print_button(self.order, self._copies())
        panel.print.setText(f" {words}  Ctrl+P")
        panel.print.setAccessibleName(words)
        panel.print.setEnabled(ready and not busy and panel.printer.count() > 0)
        for save in (panel.save_pdf, panel.save_word):
            save.setEnabled(ready and not busy)

    def _copies(self) -> int:
        return self.panel.copies.value() or 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel.setFixedWidth(min(theme.scaled(PANEL_WIDTH), self.width() // 2))

    # Printing and saving -------------------------------------------------------------------------------------------

    def print_open(self) -> None:
        """Print what is shown (Ctrl+P)."""
        if self.panel.print.isEnabled():
            name = PrintRoom.last_printer = self.panel.printer.value()
            printer, both_sides = print_run.printer_called(name), self.panel.both_sides.value()
            self.delivery.print(self.sheaf, printer, self._copies(), both_sides=both_sides)
            self._begin(TO_PRINTER)

    def save(self, ending: str) -> None:
        """Save what is shown as a file (.pdf or .docx)."""
        kind, folder = KINDS[ending], PrintRoom.last_folder or _documents_folder()
        wanted = str(Path(folder) / f"{self.order.title} {self.order.subject}{ending}")
        chosen, _ = QFileDialog.getSaveFileName(self, f"存为 {kind}", wanted, f"{kind} 文件 (*{ending})")
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
        PrintRoom.last_folder = str(path.parent)
        self.delivery.save(self.sheaf, path)
        self._begin(TO_FILE)

    def _begin(self, words: str) -> None:
        self._work = words
        self.panel.say("")
        self._name_print_button()
        QTimer.singleShot(PATIENCE_MS if self.order.count == 1 else 0, self, self._show_work)

    def _show_work(self) -> None:
        if self.delivery.busy:
            self.panel.show_work(self._work)

    def _tell(self, done: int, total: int, words: str) -> None:
        if self.delivery.busy and total > 1:
            self.panel.show_work(f"{words}：第 {done + 1} 件，共 {total} 件", done, total)

    def _printed(self, opinions: int, copies: int) -> None:
        count = f"{opinions} 件，各 " if opinions > 1 else ""
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
        self.panel.show_work("")
        self._describe()
        self.panel.say(words, folder=folder)

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


def _documents_folder() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
