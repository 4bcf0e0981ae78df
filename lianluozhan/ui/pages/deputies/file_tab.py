"""The tab 履职档案 of a deputy: the eight parts of a year, their lines, what is missing (3.1.4, 4.6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models.service import file, missing, points
from lianluozhan.models.service.file import Line, Matter, WholeFile
from lianluozhan.models.service.missing import Missing, PartState
from lianluozhan.models.service.point_rules import YearReview
from lianluozhan.models.service.record import FilePart

from ... import theme
from ...editors import ChoiceEditor
from ...flow_layout import FlowLayout
from ...record_table import Column
from ...room_frame import only_current_counts
from ...slices import Row
from ...text import Words, button, link
from ..system.section_table import HeldRows, SectionTable
from . import file_ways
from .deputy_tab import DeputyTab
from .review_drawer import write_review

if TYPE_CHECKING:
    from ..sections.section import Section

WHOLE, BASICS = "F05", "F03"
ROW, LEAST = 32, 140  # so that the eight parts are in sight, or at least three
PARTS = list(FilePart)
LETTERS = dict(zip(PARTS[1:], "BCDEFGH", strict=True))
OF_PARTS = (
    Column("", "number", width=34),
    Column("部分", "part", width=218),
    Column("本年", "count", width=68),
    Column("情况", "words"),
    Column("材料", "material", width=112),
)
OF_LINES = (
    Column("日期", "day", width=116),
    Column("名称", "title"),
    Column("角色", "duty", width=86),
    Column("佐证", "evidence", width=158),
    Column("状态", "state", width=72),
)
OF_MISSING = (Column("部分", "part", width=218), Column("缺什么", "words"), Column("去补", "way", width=104))


class FileTab(DeputyTab):
    """First the parts; Enter opens the lines of one, Enter on a line the record it came from, Esc goes back."""

    LABEL = "履职档案"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._file: WholeFile | None = None
        self._states: list[PartState] = []
        self._missing: list[Missing] = []
        self.part: FilePart | None = None
        self.year = ChoiceEditor("file_year")
        self.year.setAccessibleName("哪一年")
        self.said, self.heading = Words("", "soft"), Words("", "strong")
        self.back = button("返回八个部分", role="link", icon="arrow-left", key="Esc")
        self.enter = link("登记履职", icon="plus")
        self.parts = SectionTable("履职档案的八个部分", OF_PARTS)
        self.lines = SectionTable("这一部分的记录", OF_LINES)
        self.lacking = SectionTable("缺件", OF_MISSING)
        self.tables = QStackedWidget()
        self.print_part = button("打印这一部分", icon="printer")
        self.print_whole = button("打印整套档案", icon="printer")
        self.review, self.fill_up = button("写年度小结"), button("补齐缺件")
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (18, 6, 18, 6)))
        head.setSpacing(theme.scaled(10))
        self.year.setMinimumWidth(theme.scaled(96))
        head.addWidget(self.year)
        head.addWidget(self.said, 1)
        head.addWidget(self.enter)
        column.addLayout(head)
        self._over = QWidget()
        over = QHBoxLayout(self._over)
        over.setContentsMargins(*(theme.scaled(side) for side in (18, 0, 18, 4)))
        over.addWidget(self.back)
        over.addWidget(self.heading, 1)
        column.addWidget(self._over)
        for table in (self.parts, self.lines, self.lacking):
            table.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
            self.tables.addWidget(table)
        self.tables.setMinimumHeight(theme.scaled(LEAST))
        column.addWidget(self.tables, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = FlowLayout(foot, gap=6, line_gap=4)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 5, 18, 5)))
        for made in (self.print_part, self.print_whole, self.review, self.fill_up):
            row.addWidget(made)
        column.addWidget(foot)

    def _connect(self) -> None:
        self.year.changed.connect(self._turn)
        self.back.clicked.connect(self.show_parts)
        self.parts.opened.connect(lambda row: self.open_part(PARTS[row["id"]]) if row else None)
        self.parts.chosen.connect(lambda _: self._name_part())
        self.lines.opened.connect(self._open_line)
        self.lacking.opened.connect(self._open_missing)
        self.print_part.clicked.connect(self.print_one_part)
        self.print_whole.clicked.connect(lambda: self.section.page.print_sheets(WHOLE, [self.deputy_id]))
        self.review.clicked.connect(self.write_review)
        self.fill_up.clicked.connect(self.show_missing)
        self.enter.clicked.connect(lambda: file_ways.enter_service(self.section))

    # What is shown -------------------------------------------------------------------------------------------------

    def show_deputy(self, deputy_id: int) -> None:
        if deputy_id != self.deputy_id:
            self.part = None
            self.tables.setCurrentWidget(self.parts)
            years = file.years_of(self.session, deputy_id)
            self.year.blockSignals(True)
            self.year.set_choices([(year, f"{year}年") for year in years])
            self.year.set_value(self.session.today.year)
            self.year.blockSignals(False)
        super().show_deputy(deputy_id)

    def _turn(self) -> None:
        if self.deputy_id:
            self.fill()

    def fill(self) -> None:
        year = self.year.value() or self.session.today.year
        found = self._file = file.file_of(self.session, self.deputy_id, years=[year])
        self._missing = missing.missing(self.session, found)
        self._states = missing.parts(found, year, self._missing)
        self.said.setText(self._sentence(found, year))
        self.parts.set_slices(HeldRows([self._part_row(n, state) for n, state in enumerate(self._states)]))
        self.parts.setCurrentIndex(self.parts.model().index(PARTS.index(self.part) if self.part else 0, 0))
        self._fill_lines()
        self.lacking.set_slices(HeldRows([self._missing_row(n, each) for n, each in enumerate(self._missing)]))
        self._offer()

    def _sentence(self, found: WholeFile, year: int) -> str:
        ranking = points.ranking(self.session, year)
        place = points.place_of(ranking, self.deputy_id)
        mine = next((line.tally for line in ranking if line.deputy_id == self.deputy_id), None)
        tally = mine or points.points(self.session, self.deputy_id, year)
        return missing.sentence(found, year, tally, place, self.session.today)

    def _part_row(self, n: int, state: PartState) -> Row:
        return {
            "id": n,
            "number": str(n + 1),
            "part": state.part.label,
            "count": f"{state.count} {state.unit}",
            "words": state.words,
            "material": state.material or "—",
        }

    def _fill_lines(self) -> None:
        rows = file_ways.lines_of(self._file, self.part, self.year.value() or 0) if self._file and self.part else []
        self.lines.set_slices(HeldRows([self._line_row(n, each) for n, each in enumerate(rows)]))
        self._shown: list[Line | Matter] = rows
        if rows:
            self.lines.setCurrentIndex(self.lines.model().index(0, 0))

    def _line_row(self, n: int, each: Line | Matter) -> Row:
        if isinstance(each, Matter):
            evidence = f"{file.EVIDENCE[each.table]}，{each.number}"
            shown = (each.day, each.title, each.role, evidence, each.state)
        else:
            state = "" if each.holds else "待审核"
            shown = (each.starts_on, each.title, each.duty, each.evidence, state)
        return {"id": n, **dict(zip([column.key for column in OF_LINES], shown, strict=True))}

    def _missing_row(self, n: int, each: Missing) -> Row:
        return {"id": n, "part": each.part.label, "words": each.words, "way": file_ways.way_words(each)}

    def _offer(self) -> None:
        """What this person can do here, and how much is missing."""
        prints = self.session.may("print.form")
        self.print_part.setVisible(prints)
        self.print_whole.setVisible(prints)
        self.enter.setVisible(self.session.may("service.enter"))
        self.review.setVisible(self.session.may("year_review.write"))
        found, year = self._file, self.year.value() or 0
        self.review.setText("改年度小结" if found and year in found.reviews else "写年度小结")
        count = len(self._missing)
        self.fill_up.setText(f"补齐缺件（{count} 项）" if count else "没有缺件")
        self.fill_up.setEnabled(bool(count))
        self._arrange()

    def _arrange(self) -> None:
        current = self.tables.currentWidget()
        self._over.setVisible(current is not self.parts)
        count = len(self._missing)
        of_part = self.part.label if self.part else ""
        self.heading.setText(f"缺 {count} 项，回车去补" if current is self.lacking else of_part)
        only_current_counts(self.tables)
        self._name_part()

    def _name_part(self) -> None:
        part = self.chosen_part
        self.print_part.setText("打印登记表" if part is FilePart.BASICS else "打印这一部分")

    @property
    def chosen_part(self) -> FilePart:
        """The part in sight, or the one that the list stands on."""
        row = self.parts.current()
        return self.part or PARTS[row["id"] if row else 0]

    # Ways ----------------------------------------------------------------------------------------------------------

    def open_part(self, part: FilePart) -> None:
        """The lines of a part; the first part is the sheet of the deputy himself."""
        if part is FilePart.BASICS:
            file_ways.open_tab(self.section, "基本情况")
            return
        self.part = part
        self._fill_lines()
        self._go(self.lines)

    def show_missing(self) -> None:
        """What is missing in this year, each line with where it is put right."""
        self.part = None
        self._go(self.lacking)
        self.lacking.setCurrentIndex(self.lacking.model().index(0, 0))

    def show_parts(self) -> None:
        self.part = None
        self._go(self.parts)

    def _go(self, table: SectionTable) -> None:
        self.tables.setCurrentWidget(table)
        self._arrange()
        table.setFocus()

    def _open_line(self, row: Row | None) -> None:
        if row is not None:
            file_ways.open_line(self.section, self._shown[row["id"]])

    def _open_missing(self, row: Row | None) -> None:
        if row is None:
            return
        each = self._missing[row["id"]]
        if each.table == YearReview.TABLE:
            self.write_review()
        else:
            file_ways.put_right(self.section, each)

    def print_one_part(self) -> None:
        """The sheet of the chosen part alone."""
        part = self.chosen_part
        number = BASICS if part is FilePart.BASICS else f"{WHOLE}{LETTERS[part]}"
        self.section.page.print_sheets(number, [self.deputy_id])

    def write_review(self) -> None:
        """年度履职情况小结, begun with the figures of the year."""
        write_review(self.section, self.deputy_id, self.year.value() or self.session.today.year, self._written)

    def _written(self) -> None:
        self.fill()
        self.review.setFocus()
        self.section.page.desk.say("小结已保存。")

    # Keys ----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc goes from lines back to the parts, before it goes back in the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.tables.currentWidget() is not self.parts

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_mine(event):
            self.show_parts()
        else:
            super().keyPressEvent(event)
