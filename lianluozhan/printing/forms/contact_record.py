"""F08 代表联系选民记录表: a deputy's contacts in their order, with how many voters there were (3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from lianluozhan.models.contacts import ContactFile, ContactResult
from lianluozhan.models.stations import Station

from ..document import Block, Break, Cell, Document, Grid, Row
from .marks import head, notes, signed

TITLE = "代表联系选民记录表"
# heading and mm, together the text width of 156
COLUMNS = (
    ("序号", 9),
    ("时间\n方式", 22),
    ("地点", 19),
    ("选民姓名\n电话", 23),
    ("内容", 30),
    ("意见建议", 24),
    ("处理", 29),
)
LINE, BLANK_LINES = 15.0, 11


def contact_record(files: Sequence[ContactFile] | None, station: Station | None = None) -> Document:
    """The contacts of one deputy and year on a sheet; of several, each deputy and year begins a page. Or blank."""
    found = tuple(files or ())
    station = found[0].station if found else station
    groups = [tuple(each) for _, each in groupby(found, key=lambda file: (file.deputy, _year(file)))]
    blocks: list[Block] = []
    for group in groups or [()]:
        if blocks:
            blocks.append(Break())
        blocks += _of_one(group, station)
    return Document(
        title=TITLE,
        blocks=blocks,
        running=f"{TITLE}（续页）",
        running_right=f"代表：{found[0].deputy}" if len(groups) == 1 else "",
    )


def _of_one(files: Sequence[ContactFile], station: Station | None) -> list[Block]:
    whose = f"代表：{files[0].deputy}　　{_year(files[0])}年" if files else "代表："
    said = f"联系选民 {files[0].voters} 人（户），每年不少于 {files[0].least} 人（户）" if files else ""
    lines = [_line(number, file) for number, file in enumerate(files, 1)]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return [
        *head(station, TITLE, whose, said),
        Grid(
            [Row([Cell(name, 1, "head") for name, _ in COLUMNS], 10), *lines, *blank, signed(len(COLUMNS), "代表")],
            tuple(width for _, width in COLUMNS),
            head=1,
        ),
        *notes("说明：转登记的写社情民意登记表的编号；同名的选民电话不同才算两人，没有留姓名的一次算一人。"),
    ]


def _line(number: int, file: ContactFile) -> Row:
    contact = file.contact
    day = contact.contacted_on.isoformat() if contact.contacted_on else ""
    place = "\n".join(part for part in (file.village, contact.place) if part)
    cells = (
        (str(number), "entry_c"),
        (f"{day}\n{contact.way.label}", "list"),
        (place, "list"),
        ("\n".join(part for part in (contact.voter_name, contact.phone) if part), "list"),
        (contact.content, "list"),
        (contact.suggestion, "list"),
        (_treated(file), "list"),
    )
    return Row([Cell(words, 1, style) for words, style in cells], LINE, grow=True)


def _treated(file: ContactFile) -> str:
    contact = file.contact
    parts = [contact.result.label, file.number if contact.result is ContactResult.REGISTERED else ""]
    return "\n".join(part for part in (*parts, contact.result_words) if part)


def _year(file: ContactFile) -> int:
    return file.contact.contacted_on.year if file.contact.contacted_on else 0
