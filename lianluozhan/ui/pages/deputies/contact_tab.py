"""The tab 联系选民 of a deputy: the contacts of a year against the least number of voters (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models import contacts
from lianluozhan.models.contacts import Contact, ContactResult, ContactWay
from lianluozhan.models.deputies import Deputy

from ... import theme
from ...editors import ChoiceEditor
from ...record_table import Column, RecordTable
from ...text import Words, button, link
from ..opinion.words import short_number
from .contact_section import ContactSection, count_words, print_year, put_contact, written
from .deputy_tab import DeputyTab

if TYPE_CHECKING:
    from ..sections.section import Section

COLUMNS = (
    Column("日期", "contacted_on", width=110),
    Column("方式", "way", lambda code: ContactWay(code).label, width=64),
    Column("选民", "voter_name", lambda name: name or "没有留姓名", width=104),
    Column("内容", "content", lambda words: " ".join(words.split())),
    Column("处理", "result", lambda code: ContactResult(code).label, width=92),
    Column("登记表", "form_number", lambda number: short_number(number) if number else "", width=72),
)


class ContactTab(DeputyTab):
    """Contacts of the chosen year, the newest first; a line opens in the section 联系选民."""

    LABEL = "联系选民"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.said = Words("", "soft")
        self.year = ChoiceEditor("year", [])
        self.year.setAccessibleName("年度")
        self.table = RecordTable(COLUMNS, self._listing())
        self.table.setAccessibleName("联系选民记录")
        self.add_button = link("记一次联系", icon="plus")
        self.print_button, self.see_button = button("打印全年", icon="printer"), button("看这一条", icon="file-text")
        self._build()
        self.year.changed.connect(self._turn)
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(lambda row: self._see() if row else None)
        self.add_button.clicked.connect(self.add)
        self.print_button.clicked.connect(self._print)
        self.see_button.clicked.connect(self._see)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (18, 8, 18, 8)))
        head.setSpacing(theme.scaled(8))
        head.addWidget(self.year)
        head.addWidget(self.said, 1)
        head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.setSpacing(theme.scaled(6))
        row.addWidget(self.print_button)
        row.addStretch(1)
        row.addWidget(self.see_button)
        column.addWidget(foot)

    @property
    def _year(self) -> int:
        return int(self.year.value() or self.session.today.year)

    def _listing(self) -> Any:
        return contacts.listing(self.session, deputy_id=self.deputy_id or -1, year=self._year)

    def fill(self) -> None:
        known = {self.session.today.year, *contacts.years_of(self.session, self.deputy_id)}
        self.year.blockSignals(True)
        self.year.set_choices([(each, f"{each}年") for each in sorted(known, reverse=True)])
        self.year.blockSignals(False)
        self._turn()

    def _turn(self) -> None:
        """Another year, or the same one read again."""
        kept = self.table.current()
        self.table.set_slices(self._listing())
        if kept is None or not self.table.select(kept["id"]):
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        said = count_words(self.session, self.deputy_id, self._year, with_year=False) if self.deputy_id else ""
        self.said.setText(said)
        self._offer()

    def _offer(self) -> None:
        """What can be done with the current line."""
        found = self.table.current() is not None
        self.add_button.setVisible(self.session.may("contact.enter"))
        self.print_button.setVisible(self.session.may("print.form"))
        self.print_button.setEnabled(found)
        self.see_button.setEnabled(found)

    # What is done --------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A contact of this deputy."""
        drawer = self.section.drawer("记一次联系", self.session.get(Deputy, self.deputy_id).name)
        put_contact(self.section, drawer.fields, Contact(deputy_id=self.deputy_id, contacted_on=self.session.today))
        drawer.open(lambda values: contacts.enter(self.session, written(values)), self._stored)
        drawer.fields.editors()["voter_name"].setFocus()  # type: ignore[attr-defined]

    def _stored(self, made: Contact) -> None:
        self.fill()
        self.table.select(made.id)
        self.table.setFocus()

    def _print(self) -> None:
        print_year(self.section.page, self.deputy_id, self._year)

    def _see(self) -> None:
        """Open the line where it can be corrected, voided and registered."""
        if row := self.table.current():
            page = self.section.page
            page.open_section(ContactSection.KEY)
            page.open_record(row["id"])
