"""The front of a bound volume: its cover and the list of what is in it, with the pages on which each begins (F82)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from ..document import FORM, Break, Cell, Document, Grid, Para, Row, chinese_date

Entry = tuple[str, date | None, int]  # name, day, pages
LIST_TITLE = "卷内目录"
_HEADS = ("序号", "材料名称", "日期", "页码", "备注")
_COLUMNS = (12, 82, 26, 20, 16)
_BLANK_ROWS = 20
_FIELDS_AT, _FIELDS = (38.0, 150.0), (35, 100)  # mm: below a title of three lines; wide enough for two days


def volume_front(
    station_name: str,
    title: str,
    dates: tuple[date | None, date | None] = (None, None),
    entries: Sequence[Entry] = (),
    *,
    first_page: int = 1,
    retention: str = "",
    compiled_by: str = "",
    checked_by: str = "",
    fields: Sequence[tuple[str, str]] = (),
) -> Document:
    """Cover and list; the first entry begins on `first_page`. Without entries both are blank, to be filled by hand.

    `fields` stand on the cover instead of those of a matter.
    """
    pages = sum(count for _, _, count in entries)
    fields = fields or (
        ("起止日期", "—".join(chinese_date(day) for day in dates if day)),
        ("件　　数", f"{len(entries)}件" if entries else ""),
        ("页　　数", f"{pages}页" if entries else ""),
        ("保管期限", retention),
        ("立 卷 人", compiled_by),
        ("检 查 人", checked_by),
    )
    lines = [Row([Cell(name, 1, "value_l"), Cell(value, 1, "value_lc", underlined=True)], 13) for name, value in fields]
    return Document(
        title=title or LIST_TITLE,
        blocks=[
            Para(station_name, "station", before=28),
            Para(title, "cover_title", before=18),
            Grid(lines, _FIELDS, frame=0, inner=0, at=_FIELDS_AT),
            Break(),
            Para(LIST_TITLE, "title", after=2),
            Para(title, "meta", after=1.2, right=f"共{len(entries)}件{pages}页" if entries else ""),
            Grid(_rows(entries, first_page), _COLUMNS, head=1),
        ],
        paper=replace(FORM, numbers="none"),
    )


def _rows(entries: Sequence[Entry], first_page: int) -> list[Row]:
    heads = Row([Cell(text, 1, "head") for text in _HEADS], 10)
    begins = list(accumulate((count for _, _, count in entries), initial=first_page))
    rows = [heads]
    for n, (name, day, count) in enumerate(entries, 1):
        at = begins[n - 1]
        ends = f"—{at + count - 1}" if n == len(entries) and count > 1 else ""  # the last says where the volume ends
        texts = (str(n), name, day.isoformat() if day else "", f"{at}{ends}", "")
        rows.append(_row(texts))
    return rows if entries else [heads, *(_row(("",) * len(_HEADS)) for _ in range(_BLANK_ROWS))]


def _row(texts: Sequence[str]) -> Row:
    return Row([Cell(text, 1, "entry" if n == 1 else "entry_c") for n, text in enumerate(texts)], 10)
