"""The print room: what will come out of the printer, seen before; printed, or saved as PDF or Word (5.1, 3.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QElapsedTimer, QEvent, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from lianluozhan.models.permissions import require
from lianluozhan.models.prints import VOLUME
from lianluozhan.models.session import Session

from . import print_columns, print_run, theme
from .focus_keys import first_stop
from .list_habits import ListHabits
from .print_delivery import TO_FILE, TO_PRINTER, Delivery
from .print_order import Order, Purpose, Review, Sheaf
from .print_panel import NARROWEST, PANEL_WIDTH, THUMB_WIDTH, PrintPanel
from .print_telling import PrintTelling
from .print_words import facts, forms_for, hiding_note, print_button, warning, whole_words
from .sheet_frame import SheetFrame

CODE_HABIT = "print_code"
KINDS = {".pdf": "PDF", ".docx": "Word"}
SLICE_MS = 20  # how long the preview lays out between two events
SHARE = 0.46  # most of the width that the left side takes


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
        narrowed: str = "",
    ) -> None:
        super().__init__()
        require(session.roles, "print.form")
        self.session = session
        self._habits = ListHabits(session)
        self.order = Order(
            session=session,
            number=form_number,
            record_ids=tuple(record_ids),
            rows=tuple(rows),
            name=name,
            narrowed=narrowed,
            coded=self._habits.get(CODE_HABIT) is not False,
            shown=print_columns.chosen(self._habits),
        )
        self.order = replace(self.order, purpose=self.order.first_purpose)
        self.sheaf = Sheaf(self.order)
        self.panel = PrintPanel(lambda: session.today)
        self.frame, self.delivery = SheetFrame(), Delivery(self)
        self.telling, self._shown = PrintTelling(self, self.panel, self.delivery), False
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
    def ledger(cls, session: Session, rows: Sequence[dict[str, Any]], name: str, narrowed: str = "") -> PrintRoom:
        """The ledger F19 of rows of a listing of opinions; `narrowed` says to what the list is narrowed."""
        return cls(session, "F19", (), rows=rows, name=name, narrowed=narrowed)

    @classmethod
    def volume(cls, session: Session, opinion_id: int) -> PrintRoom:
        """整卷打印: all sheets of one matter in binding order."""
        return cls(session, VOLUME, (opinion_id,))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.scaled(10))
        row.addWidget(self.panel)
        row.addWidget(self.frame, 1)
        self.setFocusProxy(self.frame.view)

    def tab_edges(self) -> tuple[QWidget | None, QWidget]:
        """Between what Tab goes round."""
        inside: Any = self.panel.findChildren(QWidget)
        return first_stop((self.panel.form, *inside)), self.frame.view

    def _connect(self) -> None:
        panel = self.panel
        panel.form_chosen.connect(self._choose_form)
        panel.purpose_chosen.connect(lambda purpose: self._change(purpose=purpose))
        panel.hiding_chosen.connect(lambda on: self._change(hidden=on))
        panel.sides_chosen.connect(lambda on: self._change(mirrored=on))
        panel.code_chosen.connect(self._choose_code)
        panel.review.changed.connect(lambda review: self._change(review=review))
        panel.review.filled.connect(self._fill_review)
        panel.columns_wanted.connect(self._choose_columns)
        panel.copies_chosen.connect(self._name_print)
        panel.printers_wanted.connect(self.find_printers)
        panel.foot.stop_wanted.connect(self.delivery.cancel)
        panel.foot.save_pdf.clicked.connect(partial(self.save, ".pdf"))
        panel.foot.save_word.clicked.connect(partial(self.save, ".docx"))
        panel.foot.print.clicked.connect(self.print_open)
        self.frame.back.clicked.connect(self.left.emit)
        self.frame.not_yet.blank.clicked.connect(lambda: self._change(purpose=Purpose.BLANK))
        self.telling.begun.connect(self._more.stop)  # documents are laid out in one place at a time
        self.telling.begun.connect(self._name_print)
        self.telling.ended.connect(self._go_on)
        self.telling.ended.connect(self._describe)

    # What is chosen ------------------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """The choices at the left, as far as they depend on the form."""
        self.panel.offer_forms(forms_for(self.order), self.order.number)
        self.panel.copies.set_value(self.order.copies)
        self.find_printers()

    def _choose_form(self, number: str) -> None:
        self.order = replace(self.order, number=number)
        self.order = replace(self.order, purpose=self.order.first_purpose)
        self.panel.copies.set_value(self.order.copies)
        self._renew()

    def _change(self, **values: Any) -> None:
        self.order = replace(self.order, **values)
        self._renew(same=True)

    def _choose_code(self, on: bool) -> None:
        self._habits.keep(CODE_HABIT, on)
        self._change(coded=on)

    def _fill_review(self, review: Review) -> None:
        """The sheets stay as they are; only whether they may be printed changes."""
        self.order = self.sheaf.order = replace(self.order, review=review)
        self._say_warning()
        self._name_print()

    def _choose_columns(self) -> None:
        print_columns.choose(self, self._habits, self.order.shown, lambda shown: self._change(shown=shown))

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
        self.frame.go_on()
        self._say_warning()
        if self.sheaf.is_complete:
            self._more.stop()
            self._describe()

    def _describe(self) -> None:
        """Everything that is said about what is laid out so far."""
        order, sheaf, panel = self.order, self.sheaf, self.panel
        panel.subject.setText(order.subject)
        panel.offer_purposes(order.purposes, order.purpose, whole_words(order))
        forced, note = hiding_note(order)
        panel.offer_content(order, forced=forced, note=note)
        panel.show_facts(facts(sheaf), self.frame.thumb(theme.scaled(THUMB_WIDTH)) if sheaf.sizes else None)
        self._say_warning()
        self._name_print()

    def _say_warning(self) -> None:
        self.panel.foot.warn(warning(self.sheaf))

    def _name_print(self) -> None:
        reviewed = self.order.review is None or self.order.review.is_whole
        ready = bool(self.sheaf.sizes) and reviewed and not self.delivery.busy
        words = print_button(self.sheaf, self._copies())
        is_as_it_came = self.order.template is None
        may_print = ready and is_as_it_came and self.panel.printer.count() > 0
        self.panel.foot.name_print(words, may_print=may_print, may_save=ready)
        self.panel.foot.save_pdf.setEnabled(ready and is_as_it_came)

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
            self.telling.begin(self.order, TO_PRINTER)

    def save(self, ending: str) -> None:
        """Save what is shown as a file (.pdf or .docx)."""
        name = f"{self.order.title} {self.order.subject}{ending}"
        path = _ask_where(self, Path(PrintRoom.last_folder or _documents_folder()) / name)
        if path is None:
            return
        PrintRoom.last_folder = str(path.parent)
        self.delivery.save(self.sheaf, path)
        self.telling.begin(self.order, TO_FILE)

    # Keys ----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Ctrl+P and Ctrl+S are its own, and Esc while something is being done, before any shortcut around it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return self.delivery.busy
        return event.key() in (Qt.Key.Key_P, Qt.Key.Key_S) and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.delivery.cancel() if self.delivery.busy else self.left.emit()
        elif self._is_mine(event) and not event.isAutoRepeat():
            self.print_open() if event.key() == Qt.Key.Key_P else self.panel.foot.save_pdf.click()
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
