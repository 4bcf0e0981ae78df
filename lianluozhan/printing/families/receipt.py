"""A receipt to cut off: the stub stays at the station, the lower part goes with the person."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Block, Cell, Cut, Document, Grid, Paper, Para, Row, label
from .sign_in import WIDE

PAPER = Paper(numbers="none", top=30, bottom=20)
_CUT_AT, _ROW = 148.5, 10.0  # mm: the middle of the sheet
_OPEN_DATE = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日"


def receipt(
    station_name: str,
    title: str,
    fields: Sequence[tuple[str, str]],
    *,
    stub: str = "存根",
    sign: str = "经办人",
    seal: str = "站章",
    note: str = "",
) -> Document:
    """Both parts say the same; a value left empty is written by hand. A long list goes onto a second sheet."""
    rows = [Row([label(name, 4), Cell(value, 20)], _ROW) for name, value in fields]
    ink = Row([label(f"{sign}\n签字", 4), Cell("", 20, "text", foot=(f"（{seal}）{WIDE * 4}{_OPEN_DATE}",))], 20)
    under: list[Block] = [Para(note, "note", before=1)] if note else []
    return Document(
        title=title,
        blocks=[
            Para(station_name, "station"),
            Para(f"{title}（{stub}）", "slip_title", after=1.5),
            Grid([*rows, ink]),
            Cut("沿此线裁下", _CUT_AT),
            Para(station_name, "station", before=4),
            Para(title, "slip_title", after=1.5),
            Grid([*rows, ink]),
            *under,
        ],
        paper=PAPER,
    )
