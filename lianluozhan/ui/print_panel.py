"""The left side of the print room: which form, what for, how many, on which printer, and what is to be known before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from . import theme
from .editors import ChoiceEditor, NumberEditor, TickEditor
from .print_foot import PrintFoot
from .print_order import Order, Purpose
from .print_review import ReviewPart
from .text import Words, elided, link, plain

PANEL_WIDTH, NARROWEST, THUMB_WIDTH = 355, 260, 84
NO_PRINTER = "这台电脑还没有装打印机。可以先存为 PDF，拷到能打印的电脑上打印。"
MOST_COPIES = 99


class PrintPanel(QFrame):
    """Shows and asks; what follows from it is the room's."""

    form_chosen = Signal(str)
    purpose_chosen = Signal(object)
    hiding_chosen = Signal(bool)
    copies_chosen = Signal()
    printers_wanted = Signal()
    sides_chosen = Signal(bool)  # whether both sides of the paper
    code_chosen = Signal(bool)
    columns_wanted = Signal()

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self.review = ReviewPart(today)
        self.setProperty("role", "sheet")
        self._radios: dict[Purpose, QRadioButton] = {}
        self._group = QButtonGroup(self)
        self.foot = PrintFoot()
        inside = self.choices = QWidget()
        inside.setProperty("role", "page")
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        self._column = QVBoxLayout()
        self._column.setContentsMargins(*(theme.scaled(side) for side in (18, 6, 14, 6)))
        whole.addLayout(self._column, 1)
        self._column.setSpacing(theme.scaled(2))
        self._make_purposes()
        self._make_printer()
        self._make_content()
        self._make_facts()
        self._column.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self.foot)

    # Parts ---------------------------------------------------------------------------------------------------------

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("role", "bar")
        column = QVBoxLayout(head)
        column.setContentsMargins(*(theme.scaled(side) for side in (18, 10, 18, 12)))
        column.setSpacing(theme.scaled(6))
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(12))
        row.addWidget(plain("打印", "title"))
        self.subject = elided("", "soft")
        row.addWidget(self.subject, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.form = ChoiceEditor("form")
        self.form.setAccessibleName("打印哪张表")
        self.form.changed.connect(lambda: self.form_chosen.emit(self.form.value()))
        self.form_title = Words("", "soft")
        column.addWidget(self.form)
        column.addWidget(self.form_title)
        return head

    def _heading(self, words: str) -> QLabel:
        label = plain(words, "strong")
        label.setContentsMargins(0, theme.scaled(4), 0, 0)
        self._column.addWidget(label)
        return label

    def _make_purposes(self) -> None:
        self._purpose_heading = self._heading("用途")
        self._purpose_notes: dict[Purpose, QLabel] = {}
        for purpose in Purpose:
            words, note = purpose.value
            radio, notes = QRadioButton(words), elided(note, "soft")
            radio.setAccessibleDescription(note)
            radio.clicked.connect(lambda _=False, chosen=purpose: self.purpose_chosen.emit(chosen))
            self._group.addButton(radio)
            row = QHBoxLayout()
            row.setSpacing(theme.scaled(6))
            row.addWidget(radio)
            row.addWidget(notes, 1)
            self._column.addLayout(row)
            self._radios[purpose], self._purpose_notes[purpose] = radio, notes

    def _make_printer(self) -> None:
        self._printer_heading = self._heading("")
        self.copies = NumberEditor("copies", minimum=1, maximum=MOST_COPIES, unit="份", optional=False)
        self.copies.setAccessibleName("份数")
        self.copies.setFixedWidth(theme.scaled(84))
        self.copies.changed.connect(self.copies_chosen.emit)
        self.printer = ChoiceEditor("printer")
        self.printer.setAccessibleName("打印机")
        row = QHBoxLayout()
        row.setSpacing(theme.scaled(8))
        row.addWidget(self.copies)
        row.addWidget(self.printer, 1)
        self._no_printer = QWidget()
        missing = QVBoxLayout(self._no_printer)
        missing.setContentsMargins(0, theme.scaled(4), 0, 0)
        missing.setSpacing(0)
        missing.addWidget(Words(NO_PRINTER, "soft"))
        again = link("接好了，再找一遍")
        again.clicked.connect(self.printers_wanted.emit)
        missing.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self.both_sides = TickEditor("both_sides", "双面打印")
        self.both_sides.clicked.connect(lambda: self.sides_chosen.emit(self.both_sides.isChecked()))
        self._column.addLayout(row)
        self._column.addWidget(self._no_printer)
        self._column.addWidget(self.both_sides)

    def _make_content(self) -> None:
        self._content_heading = self._heading("内容")
        self.hiding = TickEditor("hiding", "隐去反映人姓名和电话")
        self.hiding.clicked.connect(lambda: self.hiding_chosen.emit(self.hiding.isChecked()))
        self.hiding_note = Words("", "hint")
        self.code = TickEditor("code", "印纸号，扫描回来能认出这一件")
        self.code.clicked.connect(lambda: self.code_chosen.emit(self.code.isChecked()))
        self.columns = link("选要印的列")
        self.columns.clicked.connect(self.columns_wanted.emit)
        for part in (self.hiding, self.hiding_note, self.code, self.review):
            self._column.addWidget(part)
        self._column.addWidget(self.columns, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_facts(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, theme.scaled(8), 0, 0)
        row.setSpacing(theme.scaled(14))
        self._thumb = QLabel()
        self._thumb.setAccessibleName("整页的样子")
        row.addWidget(self._thumb, 0, Qt.AlignmentFlag.AlignTop)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(theme.scaled(2))
        row.addLayout(self._facts, 1)
        self._column.addLayout(row)

    # What it says --------------------------------------------------------------------------------------------------

    def offer_forms(self, forms: Sequence[tuple[str, str]], chosen: str) -> None:
        """The forms there are to choose from; a single one is only named."""
        self.form.blockSignals(True)
        self.form.set_choices(forms)
        self.form.set_value(chosen)
        self.form.blockSignals(False)
        self.form.setVisible(len(forms) > 1)
        self.form_title.setText(dict(forms)[chosen])
        self.form_title.setVisible(len(forms) == 1)

    def offer_purposes(self, purposes: Sequence[Purpose], chosen: Purpose, whole: str) -> None:
        """What it can be printed for; `whole` is how a form that is filled in is called here."""
        self._purpose_heading.setVisible(len(purposes) > 1)
        for purpose, radio in self._radios.items():
            shown = purpose in purposes and len(purposes) > 1
            radio.setVisible(shown)
            self._purpose_notes[purpose].setVisible(shown)
        self._radios[Purpose.WHOLE].setText(whole)
        self._radios[chosen].setChecked(True)

    def offer_printers(self, names: Sequence[str], chosen: str = "") -> None:
        self.printer.set_choices([(name, name) for name in names])
        if chosen in names:
            self.printer.set_value(chosen)
        self._printer_heading.setText("份数和打印机" if names else "打印机")
        for part in (self.copies, self.printer, self.both_sides):
            part.setVisible(bool(names))
        self._no_printer.setVisible(not names)

    def offer_content(self, order: Order, *, forced: bool, note: str) -> None:
        """What of the content is free to choose; on a blank form there is nobody to hide."""
        filled = not order.is_blank
        self._content_heading.setVisible(filled)
        of_deputies = order.table == "deputies"
        self.hiding.setText("隐去电话、住址和简历" if of_deputies else "隐去反映人姓名和电话")
        self.hiding.setVisible(order.may_hide)
        self.hiding.setChecked(order.hidden or forced or order.review is not None)
        self.hiding.setEnabled(not forced and order.review is None)
        self.hiding_note.setText(note)
        self.hiding_note.setVisible(bool(note))
        self.code.setVisible(order.may_be_coded)
        self.code.setChecked(order.coded)
        self.review.show_review(order.review, shown=filled)
        self.columns.setVisible(order.is_ledger and filled)
        if order.review is not None:
            QTimer.singleShot(0, self._scroll, lambda: self._scroll.ensureWidgetVisible(self.review))

    def show_facts(self, lines: Sequence[str], thumb: QPixmap | None) -> None:
        """The page as a whole, and what is to be known of paper and earlier prints."""
        while entry := self._facts.takeAt(0):
            if widget := entry.widget():
                widget.deleteLater()
        for number, words in enumerate(lines):
            self._facts.addWidget(Words(words, "soft" if number else "strong"))
        self._facts.addStretch(1)
        if thumb is not None:
            self._thumb.setPixmap(thumb)
        self._thumb.setVisible(bool(lines))
