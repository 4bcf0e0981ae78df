"""The tab 积分 of a deputy: what each item brings in a year, and the records that it counts (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lianluozhan.models.service import file, points
from lianluozhan.models.service.file_sheets import key_of
from lianluozhan.models.service.point_rules import CountSource
from lianluozhan.models.service.point_table import points_words
from lianluozhan.models.service.points import Counted, Item, Tally

from ... import theme
from ...editors import ChoiceEditor
from ...flow_layout import FlowLayout
from ...record_table import Column
from ...room_frame import only_current_counts
from ...slices import Row
from ...text import Words, button
from ..system.section_table import HeldRows, SectionTable
from . import file_ways
from .deputy_tab import DeputyTab
from .hand_count import count_by_hand

if TYPE_CHECKING:
    from ..sections.section import Section

SHEET = "F06"
ROW, LEAST = 32, 140
OF_ITEMS = (
    Column("项目", "item"),
    Column("次数", "times", align="right", width=56),
    Column("基础分", "base", align="right", width=70),
    Column("加分", "extra", align="right", width=58),
    Column("封顶", "cap", align="right", width=58),
    Column("得分", "points", align="right", width=62),
)
OF_RECORDS = (Column("记录号", "number", width=76), Column("日期", "day", width=116), Column("名称", "title"))


class PointsTab(DeputyTab):
    """The items of a year; Enter opens the records of one, Enter on a record goes where it came from."""

    LABEL = "积分"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self._tally: Tally | None = None
        self._records: tuple[Counted, ...] = ()
        self.year = ChoiceEditor("points_year")
        self.year.setAccessibleName("哪一年")
        self.said, self.heading = Words("", "soft"), Words("", "strong")
        self.back = button("返回各项", role="link", icon="arrow-left", key="Esc")
        self.items = SectionTable("各项积分", OF_ITEMS)
        self.records = SectionTable("这一项的依据", OF_RECORDS)
        self.tables = QStackedWidget()
        self.print_button = button("打印积分表", icon="printer")
        self.ranking_button, self.hand_button = button("看全部排名"), button("填写次数")
        self._build()
        self.year.changed.connect(self._turn)
        self.back.clicked.connect(self.show_items)
        self.items.opened.connect(lambda row: self.open_item(row["id"]) if row else None)
        self.items.chosen.connect(lambda _: self._offer())
        self.records.opened.connect(self._open_record)
        self.print_button.clicked.connect(self._print)
        self.ranking_button.clicked.connect(self._see_ranking)
        self.hand_button.clicked.connect(self._count)

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
        column.addLayout(head)
        self._over = QWidget()
        over = QHBoxLayout(self._over)
        over.setContentsMargins(*(theme.scaled(side) for side in (18, 0, 18, 4)))
        over.addWidget(self.back)
        over.addWidget(self.heading, 1)
        column.addWidget(self._over)
        for table in (self.items, self.records):
            table.verticalHeader().setDefaultSectionSize(theme.scaled(ROW))
            self.tables.addWidget(table)
        self.tables.setMinimumHeight(theme.scaled(LEAST))
        column.addWidget(self.tables, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = FlowLayout(foot, gap=6, line_gap=4)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 5, 18, 5)))
        for made in (self.print_button, self.ranking_button, self.hand_button):
            row.addWidget(made)
        column.addWidget(foot)

    # What is shown -------------------------------------------------------------------------------------------------

    def show_deputy(self, deputy_id: int) -> None:
        if deputy_id != self.deputy_id:
            self.tables.setCurrentWidget(self.items)
            self.year.blockSignals(True)
            self.year.set_choices([(year, f"{year}年") for year in file.years_of(self.session, deputy_id)])
            self.year.set_value(self.session.today.year)
            self.year.blockSignals(False)
        super().show_deputy(deputy_id)

    def _turn(self) -> None:
        if self.deputy_id:
            self.show_items()
            self.fill()

    def fill(self) -> None:
        year = self.year.value() or self.session.today.year
        kept = self.items.current()
        tally = self._tally = points.points(self.session, self.deputy_id, year)
        ranking = points.ranking(self.session, year)
        self.said.setText(standing(tally, points.place_of(ranking, self.deputy_id), len(ranking)))
        self.items.set_slices(HeldRows([self._row(n, item) for n, item in enumerate(tally.items)]))
        if kept is None or not self.items.select(kept["id"]):
            self.items.setCurrentIndex(self.items.model().index(0, 0))
        self._arrange()

    def _row(self, n: int, item: Item) -> Row:
        hand = "（手工填写）" if item.rule.source is CountSource.HAND else ""
        return {
            "id": n,
            "item": f"{item.rule.item}{hand}",
            "times": str(item.times),
            "base": points_words(item.base) if item.times else "",
            "extra": points_words(item.extra) if item.times else "",
            "cap": points_words(item.rule.cap or 0),
            "points": points_words(item.points),
        }

    @property
    def item(self) -> Item | None:
        """The one that the list stands on."""
        row = self.items.current()
        return self._tally.items[row["id"]] if row and self._tally else None

    def _offer(self) -> None:
        self.print_button.setVisible(self.session.may("print.form"))
        item = self.item
        by_hand = item is not None and item.rule.source is CountSource.HAND
        self.hand_button.setVisible(by_hand and self.session.may("points.count"))

    def _arrange(self) -> None:
        self._over.setVisible(self.tables.currentWidget() is self.records)
        only_current_counts(self.tables)
        self._offer()

    # Ways ----------------------------------------------------------------------------------------------------------

    def open_item(self, n: int) -> None:
        """The records that an item counts; what is counted by hand is filled in instead."""
        item = self._tally.items[n] if self._tally else None
        if item is None:
            return
        if item.rule.source is CountSource.HAND:
            self._count()
            return
        self._records = item.records
        rows = [
            {"id": at, "number": str(each.id), "day": each.starts_on, "title": each.title}
            for at, each in enumerate(item.records)
        ]
        self.records.set_slices(HeldRows(rows))
        none = "" if rows else "，没有计分的记录"
        self.heading.setText(f"{item.rule.item}：{item.times} 次，{points_words(item.points)} 分{none}")
        self.tables.setCurrentWidget(self.records)
        if rows:
            self.records.setCurrentIndex(self.records.model().index(0, 0))
        self._arrange()
        (self.records if rows else self.back).setFocus()

    def show_items(self) -> None:
        self.tables.setCurrentWidget(self.items)
        self._arrange()
        self.items.setFocus()

    def _open_record(self, row: Row | None) -> None:
        if row is not None:
            file_ways.open_service(self.section, self._records[row["id"]].id)

    def _print(self) -> None:
        year = self.year.value() or self.session.today.year
        self.section.page.print_sheets(SHEET, [key_of(self.deputy_id, year)])

    def _see_ranking(self) -> None:
        page = self.section.page
        year = self.year.value()
        page.open_section("points")
        turn = getattr(page.section, "show_year", None)
        if turn is not None:
            turn(year, self.deputy_id)

    def _count(self) -> None:
        item = self.item
        if item is not None and self.session.may("points.count"):
            year = self.year.value() or self.session.today.year
            count_by_hand(self.section, self.deputy_id, year, item, self.fill)

    # Keys ----------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Esc goes from the records back to the items, before it goes back in the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and self.tables.currentWidget() is self.records

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_mine(event):
            self.show_items()
        else:
            super().keyPressEvent(event)


def standing(tally: Tally, place: int, ranked: int) -> str:
    """积分 71，等级“较好”，第 6 名（共 46 名），执行职务 4.5 天（要求 7 天）."""
    of_all = f"，第 {place} 名（共 {ranked} 名）" if place else ""
    asked = f"（要求 {tally.duty_days} 天）" if tally.duty_days else ""
    days = points_words(tally.half_days)
    return f"积分 {tally.words}，等级“{tally.grade}”{of_all}，执行职务 {days} 天{asked}"
