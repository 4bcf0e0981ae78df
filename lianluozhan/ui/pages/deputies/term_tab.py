"""The tab 未了事项 of a deputy: the open matters he has now, his own and those he took over (3.1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from lianluozhan.models import term_matters
from lianluozhan.models.term_matters import Matter

from ... import theme
from ...record_table import Column, RecordTable
from ...text import Words, button
from .deputy_tab import DeputyTab
from .term_step import Rows

if TYPE_CHECKING:
    from ...desk import Desk
    from ..sections.section import Section

COLUMNS = (
    Column("事项", "kind", width=150),
    Column("名称", "subject"),
    Column("情况", "detail"),
    Column("怎么来的", "way", width=120),
)


class MatterTab(DeputyTab):
    """What the deputy looks after; a line opens its record."""

    LABEL = "未了事项"
    OWN_FOOT = True

    def __init__(self, section: Section) -> None:
        super().__init__(section)
        self.said = Words("", "soft")
        self.table = RecordTable(COLUMNS, Rows())
        self.table.setAccessibleName("未了事项")
        self.see_button = button("看这一件", icon="eye")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(*(theme.scaled(side) for side in (18, 8, 18, 8)))
        head.addWidget(self.said, 1)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        foot = QFrame()
        foot.setProperty("role", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (18, 7, 18, 7)))
        row.addStretch(1)
        row.addWidget(self.see_button)
        column.addWidget(foot)
        self.table.opened.connect(lambda _: self._see())
        self.see_button.clicked.connect(self._see)

    def fill(self) -> None:
        found = term_matters.of_deputy(self.session, self.deputy_id)
        rows = [
            {
                "id": number,
                "matter": matter,
                "kind": matter.kind.label,
                "subject": matter.subject,
                "detail": matter.detail,
                "way": "交接来的" if matter.handed_to else "自己的",
            }
            for number, matter in enumerate(found, 1)
        ]
        self.table.set_slices(Rows(rows))
        if rows:
            self.table.select(1)
        self.said.setText(f"现在由他负责的有 {len(rows)} 件。" if rows else "现在没有由他负责的未了事项。")
        self.see_button.setEnabled(bool(rows))

    def _see(self) -> None:
        if row := self.table.current():
            see_matter(self.section.page.desk, row["matter"])


def see_matter(desk: Desk, matter: Matter) -> None:
    """Open the record of a matter; what has no page of its own is seen with its deputy."""
    if matter.opinion_id:
        desk.go("opinions", matter.opinion_id)
    elif matter.table == "suggestions":
        desk.go_section("registers", "suggestions")
        desk.page("registers").open_record(matter.record_id)
    elif matter.deputy_ids:
        see_deputy(desk, matter.deputy_ids[0])


def see_deputy(desk: Desk, deputy_id: int) -> None:
    """Open the record of a deputy, whatever section of the room was open."""
    desk.go_section("deputies", "deputies")
    desk.page("deputies").open_record(deputy_id)
