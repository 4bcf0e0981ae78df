"""The audit log to be read: who did what to which record, newest first (4.7.2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from lianluozhan.models import audit
from lianluozhan.models.staff import Staff

from ... import theme
from ...editors import ChoiceEditor
from ...record_table import Column
from ...slices import Row
from ...text import Words, plain
from .section import SHEET_PADDING, Section
from .section_table import SectionTable


class AuditSection(Section):
    """A table that is only read; the head of the log to be compared on paper."""

    KEY, TITLE, ICON = "audit", "操作日志", "history"
    ABOUT = "每一次登录、登记、审批、打印、备份都有一行，谁也改不了、删不掉。"
    NEEDS = ("audit.read",)

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        people = self.session.select(Staff, order="retired_on IS NOT NULL, id")
        self.person = ChoiceEditor("person", [(s.id, s.name) for s in people], optional=True, empty="所有人")
        self.person.setAccessibleName("看谁的")
        self.person.setMinimumWidth(theme.scaled(150))
        self.kind = ChoiceEditor("kind", [(True, "查看、打印、导出")], optional=True, empty="所有的事")
        self.kind.setAccessibleName("看哪些事")
        self.kind.setMinimumWidth(theme.scaled(180))
        self.table = SectionTable(
            "操作日志",
            (
                Column("时间", "at", _time_words, width=152),
                Column("谁", "who", width=88),
                Column("做了什么", "action", audit.action_words, width=172),
                Column("记录", "record"),
            ),
        )
        self._count, self._head_words = plain("", "note"), Words("", "soft")
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.person)
        row.addWidget(self.kind)
        row.addWidget(self._count)
        row.addStretch(1)
        self.put_strip(bar)
        self.put_body(self.table)
        self.put_foot(self._head_words)
        self.person.changed.connect(self.reload)
        self.kind.changed.connect(self.reload)

    def show_fresh(self) -> None:
        self.stale = True  # every action adds a line, also those that touch no table of a page
        super().show_fresh()

    def reload(self) -> None:
        lines = _Lines(audit.lines(self.session, self.person.value() or 0, private=bool(self.kind.value())))
        self.table.set_slices(lines)
        self._count.setText(f"{self.table.records.loaded.total} 行")
        head = audit.head(self.session.db)
        self._head_words.setText(
            f"日志末号 {head.id}　{head.groups}\n抄在纸上，以后核对就知道日志有没有被人动过；每次备份也记下当时的末号。"
        )

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True


class _Lines:
    """The log with the words for the record in each row."""

    def __init__(self, listing: Any) -> None:
        self.listing = listing

    def count(self) -> int:
        return int(self.listing.count())

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        return [row | {"record": audit.record_words(row)} for row in self.listing.page(limit, after)]


def _time_words(at: str) -> str:
    return at[:16].replace("T", " ")
