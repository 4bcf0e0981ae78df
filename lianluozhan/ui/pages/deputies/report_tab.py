"""The tab 述职 of a deputy: his reports to voters with what they thought of them, the newest first (F07)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models import settings, voter_reports
from lianluozhan.models.voter_reports import ReportWay

from ... import theme
from ...record_table import Column, RecordTable
from ...text import Words, button, link
from .deputy_tab import DeputyTab
from .report_section import REPORT, ReportSection, percent

if TYPE_CHECKING:
    from ..sections.section import Section

COLUMNS = (
    Column("述职日期", "reported_on", width=116),
    Column("年度", "year", width=64),
    Column("形式", "way", lambda code: ReportWay(code).label[:2], width=64),
    Column("地点", "place"),
    Column("满意率", "satisfied", percent, "right", width=84),
)


class ReportTab(DeputyTab):
    """What the deputy reported; opening a line leads to the section where it is kept."""

    LABEL = "述职"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.said = Words("", "soft")
        self.table = RecordTable(COLUMNS, self._listing())
        self.table.setAccessibleName("向选民述职")
        self.add_button = link("登记述职", icon="plus")
        self.print_button, self.see_button = button("打印报告", icon="printer"), button("打开", icon="folder-open")
        self._build()
        self.table.chosen.connect(lambda _: self._offer())
        self.table.opened.connect(self._see)
        self.add_button.clicked.connect(self.add)
        self.print_button.clicked.connect(self._print)
        self.see_button.clicked.connect(lambda: self._see(self.table.current()))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (18, 8, 18, 8)))
        head.addWidget(self.said, 1)
        head.addWidget(self.add_button)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.addWidget(self.print_button)
        row.addStretch(1)
        row.addWidget(self.see_button)
        column.addWidget(foot)

    def _listing(self) -> Any:
        return voter_reports.listing(self.session, deputy_id=self.deputy_id or -1)

    def fill(self) -> None:
        kept = self.table.current()
        self.table.set_slices(self._listing())
        if kept is None or not self.table.select(kept["id"]):
            self.table.setCurrentIndex(self.table.model().index(0, 0))
        year = self.session.today.year
        done = len(voter_reports.of_deputy(self.session, self.deputy_id, year)) if self.deputy_id else 0
        least = settings.number(self.session, "report_to_voters.per_year")
        self.said.setText(f"{year}年登记 {done} 次，每年至少 {least} 次。")
        self._offer()

    def _offer(self) -> None:
        row = self.table.current()
        self.add_button.setVisible(self.session.may("voter_report.enter"))
        self.print_button.setVisible(self.session.may("print.form"))
        self.print_button.setEnabled(row is not None)
        self.see_button.setEnabled(row is not None)

    # What is done --------------------------------------------------------------------------------------------------

    def _reports(self) -> ReportSection:
        """The section in which the reports are kept, opened."""
        page = self.section.page
        page.open_section(ReportSection.KEY)
        found = page.section
        assert isinstance(found, ReportSection)
        return found

    def add(self) -> None:
        deputy_id = self.deputy_id
        self._reports().add_for(deputy_id)

    def _print(self) -> None:
        if row := self.table.current():
            self.section.page.print_sheets(REPORT, [row["id"]])

    def _see(self, row: dict[str, Any] | None) -> None:
        if row is not None:
            self._reports()
            self.section.page.open_record(row["id"])
