"""Ledgers as other offices send them, made for the tests of the import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

# The 2,816 messages with replies lie beside the project, not in it.
MESSAGES = Path(__file__).resolve().parents[2] / "shared" / "data" / "opinions-with-replies.xlsx"
with_messages = pytest.mark.skipif(not MESSAGES.exists(), reason=f"{MESSAGES.name} is not beside the project")

HEADINGS = ("编号", "反映人", "事由", "收到日期", "反映内容", "答复意见", "答复日期")
ANSWERED = ("A-1", "周长福", "三组路灯坏了", "2026-03-04", "村口四盏路灯不亮。", "已更换四盏路灯。", "2026-03-20")
DRAFT = ("A-2", "李大妹", "水渠堵塞", "2026-03-05", "东边水渠堵了。", "", "")


def xlsx(path: Path, *rows: Sequence[object], merged: Sequence[str] = ()) -> Path:
    """A workbook with one sheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path
