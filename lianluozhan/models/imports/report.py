"""The rows that stayed out, given back in their own columns with the reason, to be mended and imported again."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ..durable import atomic_write
from .planning import BadRow, Remark
from .table import Table

REASON = "未导入原因"
LONGEST_CELL = 32_767
_RUNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_UNFIT = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Reported(Protocol):
    """A dry run as the report needs it, of opinions or of a roster."""

    @property
    def table(self) -> Table: ...
    @property
    def bad(self) -> list[BadRow]: ...
    @property
    def remarks(self) -> list[Remark]: ...


class Done(Protocol):
    """An import that was carried out."""

    @property
    def plan(self) -> Reported: ...


def write_report(result: Reported | Done, path: Path) -> None:
    """Write an xlsx with the bad rows, and on a second sheet what to look at in the rows that were taken."""
    import xlsxwriter

    plan: Any = getattr(result, "plan", result)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write_sheet(book, "未导入的行", [*plan.table.headings, REASON], _bad_rows(plan))
        remarks = [[str(remark.number), remark.sentence] for remark in plan.remarks]
        _write_sheet(book, "已导入但请留意", ["原表行号", "说明"], remarks)
    atomic_write(path, content.getvalue())


def _bad_rows(plan: Reported) -> list[list[str]]:
    """Cells longer than a spreadsheet takes go on to the right of the reason."""
    rows = []
    for row in plan.bad:
        reasons = " ".join(row.reasons)
        rest = [
            cell[at : at + LONGEST_CELL] for cell in row.cells for at in range(LONGEST_CELL, len(cell), LONGEST_CELL)
        ]
        rows.append([*(cell[:LONGEST_CELL] for cell in row.cells), f"第 {row.number} 行：{reasons}", *rest])
    return rows


def _write_sheet(book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    quoted = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
    for line, cells in enumerate([headings, *rows]):
        for column, cell in enumerate(cells):
            form = bold if line == 0 else quoted if cell.startswith(_RUNS) else plain
            sheet.write_string(line, column, _UNFIT.sub("\ufffd", cell), form)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 18)
    sheet.set_column(len(headings) - 1, len(headings) - 1, 48)
    for line in range(1, len(rows) + 1):
        sheet.set_row(line, 48)
