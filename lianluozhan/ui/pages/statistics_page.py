"""The room 统计: the indicators of a period, each opening what it counts; reports written of them (3.2.3, 4.3.3)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models import analysis, settings
from lianluozhan.models.analysis import Figures
from lianluozhan.models.errors import RuleError
from lianluozhan.models.official import Genre, OfficialDocument
from lianluozhan.models.opinions import Narrowing, View
from lianluozhan.models.opinions.counted import Group

from .. import theme
from ..attempt import attempt
from ..editors import ChoiceEditor
from ..flow_layout import FlowLayout
from ..layout_rules import logical_width
from ..page import Page
from ..shortcuts import shortcut
from .sections.layers import Layers
from .statistics import report_drawers, tables
from .statistics.figure_sheet import FigureSheet
from .statistics.period_bar import PeriodBar
from .statistics.view_column import INDICATORS, REPORTS, VIEWS, ViewColumn

if TYPE_CHECKING:
    from ..desk import Desk

HEAD_FROM = 700  # logical width of the page from which the table has a head; below it the choosers say the same
SIDE_BY_SIDE = 940  # logical width of the page from which the views stand beside the table


class StatisticsPage(Page):
    """A period above, what is looked at left, the table of it right; below it how the figure was counted."""

    TABLES = frozenset(
        {"opinions", "deadlines", "replies", "evaluations", "promises", "opinion_steps", "dispatches"}
        | {"categories", "villages", "handling_bodies", "deputies", "official_documents"}
    )
    MANUAL = "statistics"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        cycle = analysis.of_cycle(settings.value(self.session, "analysis.cycle"))
        self.bar = PeriodBar(self.session, cycle)
        self.view, self._table = INDICATORS, tables.Table((), ())
        self._found: Figures | None = None
        self.column, self.kind = ViewColumn(), ChoiceEditor("view", VIEWS)
        self.kind.setAccessibleName("看什么")
        self.sheet = FigureSheet(self.session)
        self.figures, self.note = self.sheet.figures, self.sheet.note
        self.layers = Layers(self.session, QWidget())
        self._build()
        self._connect()

    # Building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        work = QVBoxLayout(self.layers.work)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(theme.scaled(10))
        work.addWidget(self._top())
        sides = QHBoxLayout()
        sides.setSpacing(theme.scaled(10))
        sides.addWidget(self.column)
        sides.addWidget(self.sheet, 1)
        work.addLayout(sides, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.scaled(10)] * 4)
        outer.addWidget(self.layers)
        self.column.hide()  # a tall column must not hold a small window open
        self.sheet.arrange(wide=False, headed=False)

    def _top(self) -> QFrame:
        made = QFrame()
        made.setProperty("role", "sheet")
        row = FlowLayout(made, gap=10, line_gap=6)
        row.setContentsMargins(*(theme.scaled(side) for side in (14, 8, 14, 8)))
        row.addWidget(self.kind)
        row.addWidget(self.bar)
        self.kind.setMaximumWidth(theme.scaled(170))
        return made

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.column.chosen.connect(self.open_section)
        self.kind.changed.connect(lambda: self.open_section(self.kind.value()))
        self.figures.opened.connect(self._open)
        self.figures.moved.connect(self._say_how)
        self.sheet.export.clicked.connect(self.export)
        self.sheet.report.clicked.connect(lambda: self.write(Genre.ANALYSIS))
        self.sheet.bulletin.clicked.connect(lambda: self.write(Genre.BULLETIN))
        self.sheet.print.clicked.connect(self.print_open)
        self.sheet.blank.clicked.connect(lambda: self.layers.print_blank("F21"))
        self.sheet.again.clicked.connect(self.count_again)
        self.sheet.edit.clicked.connect(self.edit)
        self.layers.left.connect(self.step_back)
        work = self.layers.work
        shortcut(work, "Alt+Left", lambda: self.bar.step(-1), words="上一段时间")
        shortcut(work, "Alt+Right", lambda: self.bar.step(1), words="下一段时间")
        if self.session.may("official.edit"):
            shortcut(work, "next_step", lambda: self.write(Genre.ANALYSIS), words="写分析报告")

    # What is shown -------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        self._found = analysis.figures(self.session, self.bar.period)
        self._show()

    @property
    def found(self) -> Figures:
        """The figures in sight."""
        if self._found is None:
            self._found = analysis.figures(self.session, self.bar.period)
        return self._found

    def open_section(self, name: str) -> None:
        """Look at something else of the same period."""
        self.layers.close_jobs()
        self.view = name
        self._show()
        self.figures.setFocus()

    def _show(self) -> None:
        self._table = self._made()
        self.column.mark(self.view)
        self.kind.blockSignals(True)
        self.kind.set_value(self.view)
        self.kind.blockSignals(False)
        lists_reports = self.view == REPORTS
        about = "" if lists_reports else f"　{self.found.period.label}，与{self._compared()}比"
        self.sheet.say(dict(VIEWS)[self.view], about)
        self.figures.show_figures(self._table.headings, self._table.rows)
        self.sheet.offer(reports=lists_reports, some=bool(self._table.rows))
        self._say_how(self.figures.currentIndex().row())

    def _compared(self) -> str:
        return f"{analysis.previous(self.found.period).label}、{analysis.year_before(self.found.period).label}"

    def _made(self) -> tables.Table:
        if self.view == INDICATORS:
            return tables.indicators(self.found)
        if self.view == REPORTS:
            return tables.reports(analysis.reports(self.session), _read)
        return tables.groups(self.found, Group(self.view))

    def _say_how(self, row: int) -> None:
        """In words below the table, for the row in which the cursor stands."""
        known = 0 <= row < len(self._table.notes)
        if self.view == REPORTS and not self._table.rows:
            self.note.setText("还没有写过分析报告和通报。选好时段，按“写分析报告”。")
        else:
            self.note.setText(f"{self._table.notes[row]}。" if known else "")

    # What is done --------------------------------------------------------------------------------------------------

    def _open(self, opens: str) -> None:
        """The matters behind a figure, or a report."""
        if opens.startswith(tables.REPORT):
            self.layers.print_sheets("F21", [int(opens.removeprefix(tables.REPORT))])
            return
        from .opinion_page import OpinionPage

        page = self.desk.go("opinions")
        assert isinstance(page, OpinionPage)
        page.open_view(View.ALL, Narrowing(counted=opens))
        self.desk.take_focus()

    def _report(self) -> OfficialDocument:
        """The one in whose row the cursor stands."""
        row = self.figures.currentIndex().row()
        if self.view != REPORTS or not 0 <= row < len(self._table.rows):
            raise RuleError("请先在“报告和通报”里选一份。")
        record_id = int(self._table.rows[row][0].opens.removeprefix(tables.REPORT))
        return self.session.get(OfficialDocument, record_id)

    def write(self, genre: Genre) -> None:
        """Write a report of the period in sight."""
        self.layers.close_jobs()
        attempt(
            self,
            lambda: report_drawers.open_writing(self, self.session, genre, self.bar.period, self._written),
        )

    def open_draft(self, rest: str, owner_id: int) -> None:
        """Go on with a report that was begun."""
        genre, period = report_drawers.of_draft(rest, owner_id)
        self.bar.put(period)
        self.write(genre)

    def _written(self, document: OfficialDocument) -> None:
        self.open_section(REPORTS)
        self.desk.say(f"“{document.title}”已存为拟稿。")
        self.layers.print_sheets("F21", [document.id])

    def edit(self) -> None:
        """Where official documents are changed, signed and numbered."""
        document = attempt(self, self._report)
        if document is not None:
            self.desk.go_section("registers", "official")
            self.desk.go("registers", document.id)

    def count_again(self) -> None:
        """What would be different in a written report if it were counted today."""

        def opened() -> Any:
            document = self._report()
            return report_drawers.open_counted_again(self, self.session, document, lambda: self._write_again(document))

        attempt(self, opened)

    def _write_again(self, document: OfficialDocument) -> None:
        self.bar.put(Figures.read(document.figures).period)
        self.write(document.genre)

    def print_open(self) -> None:
        if not self.layers.at_work:
            self.layers.currentWidget().print_open()  # type: ignore[attr-defined]
        elif self.view == REPORTS and self._table.rows:
            document = attempt(self, self._report)
            if document is not None:
                self.layers.print_sheets("F21", [document.id])

    def export(self) -> None:
        """All tables of the period as an Excel file."""
        path = self._ask_where()
        if path is not None:
            attempt(
                self,
                lambda: analysis.export(self.session, self.found, path),
                saved=lambda written: self.desk.say(f"已导出，存为“{written.name}”。"),
            )

    def _ask_where(self) -> Path | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        wanted = str(Path(folder) / f"社情民意统计 {self.found.period.label}.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, "导出 Excel", wanted, "Excel 表格 (*.xlsx)")
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

    # The desk asks ---------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = logical_width(self) >= SIDE_BY_SIDE
        self.column.setVisible(wide)
        self.kind.setVisible(not wide)
        self.sheet.arrange(wide=wide, headed=logical_width(self) >= HEAD_FROM)

    def take_focus(self) -> None:
        (self.figures if self.layers.at_work else self.layers.currentWidget()).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if not self.layers.at_work:
            self.layers.close_jobs()
            self.take_focus()
            return True
        if self.view != INDICATORS:
            self.open_section(INDICATORS)
            return True
        return False


def _read(text: str) -> Figures | None:
    try:
        return Figures.read(text)
    except RuleError:
        return None
