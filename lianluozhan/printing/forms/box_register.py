"""F22 意见箱开箱登记表, A4 landscape: openings one below the other, each piece on a line of its own (3.2.1, 5.1.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lianluozhan.models.boxes import BoxPiece, Treatment
from lianluozhan.models.register_files import OpeningFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import notes

TITLE = "意见箱开箱登记表"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("开箱日期", 23),
    ("地点（箱号）", 36),
    ("件数", 11),
    ("内容摘要", 81),
    ("处理（登记的写编号）", 40),
    ("开箱人签名", 28),
    ("开箱人签名\n（见证人）", 28),
)
LINE, BLANK_LINES = 11.2, 11


def box_register(files: Sequence[OpeningFile] | None, station: Station | None = None) -> Document:
    """The openings in the order given, or an empty register."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    pieces = sum(len(file.pieces) for file in found)
    total = f"共开箱 {len(found)} 次，{pieces} 件" if found else ""
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10)
    lines = [row for number, file in enumerate(found, 1) for row in _opening(number, file)]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=total, after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in COLUMNS), head=1),
            *notes(
                "说明：意见箱由两人共同开启，当场清点，逐件登记；两位开箱人手写签名，第二位不是站内人员的写见证人。",
            ),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _opening(number: int, file: OpeningFile) -> Iterator[Row]:
    """A line for each piece; what is said of the whole opening stands beside the first, without lines below it."""
    opening = file.opening
    day = opening.opened_on.isoformat() if opening.opened_on else ""
    second = file.second_opener or (f"见证人 {opening.witness}" if opening.witness else "")
    where = f"{opening.box}（作废）" if opening.voided_on else opening.box
    count = str(opening.piece_count if opening.piece_count is not None else len(file.pieces))
    last = max(len(file.pieces), 1) - 1
    for at in range(last + 1):
        said = (str(number), day, where, count) if at == 0 else ("", "", "", "")
        names = (file.first_opener, second) if at == 0 else ("", "")
        edges: dict[str, Any] = {"open_top": at > 0, "open_bottom": at < last}
        yield Row(
            [
                Cell(said[0], 1, "entry_c", **edges),
                Cell(said[1], 1, "list_c", **edges),
                Cell(said[2], 1, "entry", **edges),
                Cell(said[3], 1, "entry_c", **edges),
                Cell(_summary(file, at), 1, "entry"),
                Cell(_treatment(file, at), 1, "entry"),
                *(Cell(name, 1, "list", top=True, **edges) for name in names),
            ],
            LINE,
            grow=True,
        )


def _summary(file: OpeningFile, at: int) -> str:
    if not file.pieces:
        return file.opening.note or "箱内没有来件"
    words = " ".join(file.pieces[at].summary.split())
    return f"{at + 1}. {words}" if len(file.pieces) > 1 else words


def _treatment(file: OpeningFile, at: int) -> str:
    if not file.pieces:
        return ""
    piece: BoxPiece = file.pieces[at]
    if file.numbers[at]:
        return file.numbers[at]
    if piece.treatment is Treatment.OPEN:
        return ""
    return f"{piece.treatment.label}：{piece.note}" if piece.note else piece.treatment.label
