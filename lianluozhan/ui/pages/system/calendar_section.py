"""The holidays of each year: what is known, and the table of another year brought as a file (3.2.2)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models import calendars, deadlines
from lianluozhan.models.calendars import CalendarDay, DayKind, YearTable
from lianluozhan.models.deadlines import WEEKDAYS, spoken
from lianluozhan.models.permissions import who_may

from ... import theme
from ...attempt import attempt
from ...editors import ChoiceEditor
from ...record_table import Column
from ...shortcuts import shortcut
from ...slices import Row
from ...text import Words, primary
from .calendar_preview import CalendarPreview
from .section import SHEET_PADDING, Section
from .section_table import HeldRows, SectionTable


class CalendarSection(Section):
    """One known year at a time; a new table is looked at before it is taken."""

    KEY, TITLE, ICON = "calendar", "节假日", "calendar-days"
    ABOUT = "工作日按国务院办公厅每年的放假通知计算。没有那一年的表，就先按周末暂算，导入以后再改正。"
    NEEDS = ("calendar.change", "opinion.read")
    TABLES = frozenset({"calendar_years", "calendar_days"})

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.year = ChoiceEditor("year")
        self.year.setAccessibleName("年份")
        self._source = Words("", "soft")
        self.table = SectionTable(
            "放假和调休的日子",
            (Column("名称", "name", width=108), Column("日期", "days"), Column("天数", "count", width=100)),
        )
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.year)
        self.year.setMinimumWidth(theme.scaled(120))
        row.addWidget(self._source, 1)
        self.preview: CalendarPreview | None = None
        self._stack, known = QStackedWidget(), QWidget()
        column = QVBoxLayout(known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.table, 1)
        self._stack.addWidget(known)
        self.put_body(self._stack)
        if self.session.may("calendar.change"):
            self.import_button = primary("从文件导入年度节假日表", icon="upload")
            self.import_button.clicked.connect(self.choose_file)
            self.put_foot(Words("导入前会先列出哪些期限要变，看过再决定用不用。", "soft"), self.import_button)
        else:
            self.put_foot(Words(f"由{who_may('calendar.change')}导入。", "soft"))
        last = self._sheet.itemAt(self._sheet.count() - 1)
        self._import_foot = last.widget() if last else None  # gives way to the foot of a table that is looked at
        self.year.changed.connect(self._show_year)

    def reload(self) -> None:
        known = calendars.known_years(self.session)
        self._sources = {entry.year: entry.source for entry in known}
        self.year.set_choices([(entry.year, f"{entry.year} 年") for entry in reversed(known)])
        self._show_year()

    def _show_year(self) -> None:
        year = self.year.value()
        self._source.setText(f"依据：{self._sources[year]}" if year else "还没有任何一年的节假日表。")
        self.table.set_slices(HeldRows(spans(calendars.days_of(self.session, year)) if year else ()))

    def choose_file(self) -> None:
        """Ask for the file, read it, show what it would do."""
        path, _ = QFileDialog.getOpenFileName(self, "选择年度节假日表", "", "节假日表 (*.json)")
        if path:
            attempt(
                self,
                lambda: calendars.check_new(self.session, calendars.read_file(Path(path))),
                saved=self.look_at,
            )

    def look_at(self, table: YearTable) -> CalendarPreview:
        """The table before it is taken: its days, and which open matters would get another date."""
        self.leave_preview()
        preview = CalendarPreview(self.session, table, spans(list(table.days)))
        preview.taken.connect(self._take)
        preview.left.connect(self.leave_preview)
        shortcut(preview, "next_step", preview.take_button.click)
        self._stack.addWidget(preview)
        self._stack.setCurrentWidget(preview)
        self._show_foot(on=False)
        preview.take_focus()
        self.preview = preview
        return preview

    def leave_preview(self) -> None:
        """Back to the years that are known; nothing was changed."""
        if self.preview is not None:
            self._stack.removeWidget(self.preview)
            self.preview.deleteLater()
            self.preview = None
            self._show_foot(on=True)
            self.year.setFocus()

    def _show_foot(self, *, on: bool) -> None:
        if self._import_foot is not None:
            self._import_foot.setVisible(on)

    def _take(self) -> None:
        assert self.preview is not None
        table = self.preview.table
        moves = attempt(self, lambda: deadlines.put_year(self.session, table))
        if moves is None:
            return
        self.leave_preview()
        self.year.set_value(table.year)
        moved = f"，{len(moves)} 个期限已改" if moves else "，没有期限变动"
        self.desk.say(f"{table.year} 年节假日表已采用{moved}")

    def step_back(self) -> bool:
        """Esc: the table is not taken."""
        if self.preview is None:
            return False
        self.leave_preview()
        return True

    def take_focus(self) -> bool:
        self.year.setFocus()
        return True


def spans(days: list[CalendarDay]) -> list[Row]:
    """Days of one name that follow each other as one line."""
    rows: list[Row] = []
    runs: list[tuple[CalendarDay, date, date]] = []
    for entry in sorted((d for d in days if d.day), key=lambda d: str(d.day)):
        assert entry.day is not None
        if runs:
            first, start, last = runs[-1]
            if (first.name, first.kind) == (entry.name, entry.kind) and entry.day == last + timedelta(days=1):
                runs[-1] = (first, start, entry.day)
                continue
        runs.append((entry, entry.day, entry.day))
    for number, (entry, start, last) in enumerate(runs):
        words = _day_words(start) if start == last else f"{_day_words(start)}—{_day_words(last)}"
        what = "放假" if entry.kind is DayKind.OFF else "上班"
        rows.append({"id": number, "name": entry.name, "days": words, "count": f"{what} {(last - start).days + 1} 天"})
    return rows


def _day_words(day: date) -> str:
    return f"{spoken(day)}（星期{WEEKDAYS[day.weekday()]}）"
