"""F09 人大代表公示表, A4 landscape for the wall: who the deputies are and what they promise (代表法 58); no numbers."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.deputy_files import DeputyFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from ..picture import picture_cell
from .marks import notes

TITLE = "人大代表公示表"
# heading and mm, together the text width of 257; with phones these come out of the promise
COLUMNS: tuple[tuple[str, int], ...] = (
    ("照片", 33),
    ("姓名", 24),
    ("层级、届次", 44),
    ("选区", 36),
    ("单位及职务", 55),
    ("履职承诺", 65),
)
PHONE = ("联系方式", 30)
LINE, BLANK_LINES = 32, 4


def deputy_notice(files: Sequence[DeputyFile] | None, station: Station | None = None) -> Document:
    """The deputies in the order given, or an empty sheet."""
    found = tuple(files or ())
    station = found[0].station if found else station
    columns = COLUMNS
    if any(file.public_phone for file in found):
        columns = (*COLUMNS[:-1], PHONE, (COLUMNS[-1][0], COLUMNS[-1][1] - PHONE[1]))
    head = Row([Cell(name, 1, "head") for name, _ in columns], 10)
    lines = [_line(file, [name for name, _ in columns]) for file in found]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in columns], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(station.name if station else "", "station"),
            Para(TITLE, "title", after=1),
            Grid([head, *lines, *blank], tuple(width for _, width in columns), head=1),
            *notes(*_words(station)),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=station.name if station else "",
    )


def _line(file: DeputyFile, names: Sequence[str]) -> Row:
    said = {
        "姓名": file.deputy.name,
        "层级、届次": file.terms,
        "选区": "\n".join(file.districts),
        "单位及职务": file.deputy.organisation_post,
        "联系方式": file.public_phone,
        "履职承诺": file.deputy.pledge,
    }
    styles = {"姓名": "value_c", "层级、届次": "value_c", "选区": "value_c", "联系方式": "value_c"}
    photo = picture_cell("", file.photo, 1, 1)
    return Row([photo, *(Cell(said.get(name, ""), 1, styles.get(name, "value")) for name in names[1:])], LINE)


def _words(station: Station | None) -> tuple[str, ...]:
    ways = [f"拨打联络站热线 {station.hotline}"] if station and station.hotline else []
    ways += [f"到联络站（{station.address}）"] if station and station.address else ["到联络站"]
    return (f"联系代表：可以{'，或者'.join(ways)}，由联络站转告代表。",)
