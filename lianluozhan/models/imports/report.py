"""The rows that stayed out, given back in their own columns with the reason, to be mended and imported again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ..durable import atomic_write
from ..sheet_cells import LONGEST_CELL, OPTIONS, pen, put
from .planning import BadRow, Remark
from .table import Table

REASON = "未导入原因"


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
    with xlsxwriter.Workbook(content, {**OPTIONS, "in_memory": True}) as book:
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
    bold = pen(book, bold=True, text_wrap=True, valign="top", bottom=1)
    plain = pen(book, text_wrap=True, valign="top", num_format="@")
    for line, cells in enumerate([headings, *rows]):
        for column, cell in enumerate(cells):
            put(sheet, line, column, cell, plain if line else bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, 18)
    sheet.set_column(len(headings) - 1, len(headings) - 1, 48)
    for line in range(1, len(rows) + 1):
        sheet.set_row(line, 48)
