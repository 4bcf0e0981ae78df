"""空白表: every form the station can print empty, to be filled by hand (3.2.2)."""

from __future__ import annotations

from typing import Any

from lianluozhan.models.session import Session

from ...record_table import Column
from ...slices import Row
from ..sections.section import Act, Shown, TableSection


def _by_number(entry: tuple[str, str]) -> tuple[int, str]:
    """F9 before F10, F14B after F14."""
    number = entry[0]
    return int("".join(filter(str.isdecimal, number)) or 0), number


class BlankForms:
    """The forms as rows of a list; `words` are looked for in number and title."""

    def __init__(self, words: str) -> None:
        from lianluozhan import sheets  # the forms take longer to load than the room

        parts = words.split()
        self.rows: list[Row] = [
            {"id": n, "number": number, "title": title, "copies": sheets.copies_of(number)}
            for n, (number, title) in enumerate(sorted(sheets.titles().items(), key=_by_number), 1)
            if all(part.casefold() in f"{number} {title}".casefold() for part in parts)
        ]

    def count(self) -> int:
        return len(self.rows)

    def page(self, limit: int, after: Row | None = None) -> list[Row]:
        first = 0 if after is None else 1 + next(n for n, row in enumerate(self.rows) if row["id"] == after["id"])
        return self.rows[first : first + limit]


class BlankSection(TableSection):
    KEY, LABEL, ICON, COUNTED = "blanks", "空白表", "file-text", "张表"
    PERMISSION, FIND = "print.form", "查找表号、表名"
    EMPTY = ("没有可以打印的空白表", "程序里的每张表都能打印空白的，拿去手填。")
    LEFT_OUT, LEFT_OUT_WORDS = None, ""  # no form is ever out of use
    COLUMNS = (
        Column("表号", "number", width=72),
        Column("表名", "title"),
        Column("一式几份", "copies", lambda copies: f"{copies} 份", width=84),
    )

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return session.may("print.form") and session.may("opinion.read")

    @property
    def refusal(self) -> str:
        return ""

    def listing(self) -> BlankForms:
        return BlankForms(self.words)

    def in_use(self) -> int:
        return BlankForms("").count()

    def shown(self, record_id: int) -> Shown:
        row = self._row(record_id)
        copies = "" if row["copies"] == 1 else f"一式 {row['copies']} 份"
        return Shown(
            title=row["title"],
            subtitle=f"表号 {row['number']}",
            state="空白表",
            tone="calm",
            facts=(("份数", copies or "一份"),),
            acts=(Act("打印空白表", lambda: self.edit(record_id), "primary", icon="printer", key="Ctrl+P"),),
            hint="打印出来只有格子和站名，其余用笔填。填好的内容以后可以录进来，再打印填好的表。",
        )

    def _row(self, record_id: int) -> dict[str, Any]:
        return next(row for row in BlankForms("").rows if row["id"] == record_id)

    def add(self) -> None:
        """Forms are made with the program."""

    def edit(self, record_id: int) -> None:
        """Open the print room with it."""
        self.page.print_blank(self._row(record_id)["number"])
