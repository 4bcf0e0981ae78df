"""F03R 人大代表名册, A4 landscape: all deputies of the station on lines of their own (2.2.4)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.deputy_files import DeputyFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .deputy_sheet import month

TITLE = "人大代表名册"
# heading and mm, together the text width of 257
COLUMNS = (
    *(("序号", 10), ("姓名", 20), ("性别", 10), ("民族", 15), ("出生年月", 17), ("政治面貌", 22), ("学历", 20)),
    *(("单位及职务", 45), ("层级", 17), ("选区", 30), ("联系电话", 27), ("备注", 24)),
)
LINE, BLANK_LINES = 10, 12
_CENTRED = ("序号", "姓名", "性别", "民族", "出生年月", "层级")


def deputy_roster(files: Sequence[DeputyFile] | None, station: Station | None = None) -> Document:
    """The deputies in the order given, or an empty roster."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10)
    lines = [_line(number, file) for number, file in enumerate(found, 1)]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=f"共 {len(found)} 位" if found else "", after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in COLUMNS), head=1),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _line(number: int, file: DeputyFile) -> Row:
    it = file.deputy
    note = it.note if file.active else "　".join(part for part in ("不在任", it.note) if part)
    said = (
        *(str(number), it.name, it.sex.label if it.sex else "", it.nationality, month(it.born_on), it.party),
        *(it.education, it.organisation_post, file.levels, "、".join(file.districts), it.phone, note),
    )
    return Row(
        [
            Cell(words, 1, "entry_c" if name in _CENTRED else "entry")
            for words, (name, _) in zip(said, COLUMNS, strict=True)
        ],
        LINE,
        grow=True,
    )
