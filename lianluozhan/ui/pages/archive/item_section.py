"""归档文件: every 件 of the archive with its catalogue line, found by any word, number, person, year or box (4.6)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.listing import Listing

from ...record_table import Column
from ..sections.section import Entry, Shown, TableSection


class ItemSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "items", "归档文件", "file-text", "件"
    PERMISSION, FIND = "archive.file", "查找题名、档号、文号、责任者、人"
    EMPTY = ("还没有归档的文件", "年初把上一年的材料归档，一事一件，归档以后都列在这里。")
    LEFT_OUT, LEFT_OUT_WORDS = None, ""
    COLUMNS = (
        Column("档号", "archival_number", lambda number: number or "待编号", width=210),
        Column("题名", "title"),
        Column("责任者", "responsible", width=120),
        Column("日期", "dated_on", width=96),
        Column("页数", "pages", align="right", width=56),
    )

    def listing(self) -> Listing:
        return Listing(self.session.db, Item.TABLE, order=("year", "id"), descending=True)

    def in_use(self) -> int:
        return self.listing().count()

    def name_of(self, record: Any) -> str:
        return str(record.archival_number or record.title)

    def shown(self, record_id: int) -> Shown:
        item = self.session.get(Item, record_id)
        parts = self.session.select(Part, "item_id = ? AND voided_on IS NULL", (item.id,), order="place, id")
        return Shown(
            title=item.title,
            subtitle=item.archival_number or "还没有编件号",
            state="已编号" if item.sequence else "待编号",
            tone="good" if item.sequence else "wait",
            facts=(
                ("责任者", item.responsible),
                ("文号", item.document_number),
                ("日期", f"{item.dated_on:%Y%m%d}" if item.dated_on else ""),
                ("页数", str(item.pages or "")),
                ("保管期限", item.retention.label),
                ("备注", item.remark),
            ),
            entries_title="里面的材料",
            entries=tuple(Entry(part.name, "", f"{part.pages or 0} 页", "calm") for part in parts),
        )

    @property
    def refusal(self) -> str:
        return ""

    def add(self) -> None:
        """Nothing is added here: what is filed comes from 待归档."""

    def edit(self, record_id: int) -> None:
        """Not yet: what is filed is changed by its own acts."""
