"""阅览记录: who opened which 件 of the archive when, and for whom (4.7.2)."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from lianluozhan.models.archive import reading

from ... import theme
from ...editors import LineEditor
from ...record_table import Column
from ...text import plain
from .section import SHEET_PADDING, Section
from .section_table import SectionTable


class ReadingSection(Section):
    """A table that is only read, for the auditor and the head."""

    KEY, TITLE, ICON = "readings", "阅览记录", "eye"
    ABOUT = "含个人隐私的归档文件，每打开一次记一行；给外来的人看的，写着给谁看、是哪一条查阅登记。"
    NEEDS = ("audit.read",)

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.words = LineEditor("words", max_length=100, hint="查找谁、给谁看、档号、题名")
        self.words.setAccessibleName("查找阅览记录")
        self.table = SectionTable(
            "阅览记录",
            (
                Column("时间", "at", lambda at: at[:16].replace("T", " "), width=152),
                Column("谁打开的", "who", width=88),
                Column("给谁看", "reader", lambda reader: reader or "本人", width=130),
                Column("档号", "archival_number", width=190),
                Column("题名", "title"),
                Column("隐私", "is_secret", lambda on: "含隐私" if on else "", width=72),
            ),
        )
        self._count = plain("", "note")
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 8, SHEET_PADDING, 8)))
        row.setSpacing(theme.scaled(12))
        row.addWidget(self.words, 1)
        row.addWidget(self._count)
        self.put_strip(bar)
        self.put_body(self.table)
        self.words.changed.connect(self.reload)

    def show_fresh(self) -> None:
        self.stale = True  # an opening touches no table of a page
        super().show_fresh()

    def reload(self) -> None:
        self.table.set_slices(reading.readings(self.session, self.words.value()))
        self._count.setText(f"{self.table.records.loaded.total} 次")

    def take_focus(self) -> bool:
        self.table.setFocus()
        return True
