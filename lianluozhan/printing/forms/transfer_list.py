"""F85T 档案移交清单 and F85L, the 件 on it, A4 landscape: class by class, three sign, three copies (rules §3.8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianluozhan.models.archive.record import Item
from lianluozhan.models.archive.transferring import TransferClass, TransferFile
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, notes

TITLE, LIST_TITLE = "档案移交清单", "移交档案文件目录"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 12),
    ("类别", 66),
    ("件数", 20),
    ("页数", 20),
    ("起止件号", 39),
    ("电子载体", 55),
    ("备注", 45),
)
LIST_COLUMNS = (
    ("序号", 11),
    ("档号", 50),
    ("文号", 42),
    ("责任者", 32),
    ("题名", 76),
    ("日期", 19),
    ("页数", 12),
    ("备注", 15),
)
LINE, LEAST, BLANK_LINES, LIST_BLANK_LINES = 9.0, 7.6, 6, 12
LIST_LINE, LIST_LEAST = 8.0, 7.2
LONG = 70  # characters with which a line may cross pages


def transfer_list(file: TransferFile | None, station: Station | None = None) -> Document:
    """One hand-over by class, or the empty list."""
    station = file.station if file else station
    made = file.transfer if file else None
    name = station.name if station else ""
    number = made.number if made else ""
    rows = _classes(file) if file else []
    blank = [] if rows else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    head = Row([Cell(title, 1, "head") for title, _ in COLUMNS], 9)
    total = _total(file.classes if file else ())
    giver = f"移交单位：{name}{WIDE * 2}接收单位：{made.receiver if made else ''}"
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(giver, "meta", right=f"编号：{number or WIDE * 10}", after=1),
            Grid([head, *rows, *blank, total], tuple(width for _, width in COLUMNS), head=1),
            Para("", "note", after=0),
            Grid([_signatures(file)]),
            *notes(
                "说明：三方当面按“移交档案文件目录”逐件点清再签字。一式三份，移交单位、接收单位、监交人各一份；移交单位的一份永久保存。",
                *_voided(file),
            ),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=number or name,
    )


def transfer_items(file: TransferFile | None, station: Station | None = None) -> Document:
    """The 件 of a hand-over, which go along with the list; or an empty one."""
    station = file.station if file else station
    name = station.name if station else ""
    number = file.transfer.number if file else ""
    items = file.items if file else ()
    head = Row([Cell(title, 1, "head") for title, _ in LIST_COLUMNS], 9)
    rows = [_item(place, item) for place, item in enumerate(items, 1)]
    empty = Row([Cell("", 1, "list") for _ in LIST_COLUMNS], LIST_LINE)
    counted = f"共 {len(items)} 件，{sum(item.pages or 0 for item in items)} 页" if items else ""
    return Document(
        title=LIST_TITLE,
        blocks=[
            Para(LIST_TITLE, "title", after=1),
            Para(f"移交单位：{name}{WIDE * 2}{counted}", "meta", right=f"清单编号：{number or WIDE * 10}", after=1),
            Grid(
                [head, *(rows or [empty] * LIST_BLANK_LINES)],
                tuple(width for _, width in LIST_COLUMNS),
                head=1,
            ),
            *notes("说明：本目录附在“档案移交清单”后面，件号顺序与归档文件目录相同。"),
        ],
        paper=LEDGER,
        running=f"{LIST_TITLE}（续）",
        running_right=number or name,
    )


def _classes(file: TransferFile) -> list[Row]:
    """A line for each class; what is said of all of them stands beside the first, without lines below it."""
    last = len(file.classes) - 1
    rows = []
    for at, each in enumerate(file.classes):
        edges: dict[str, Any] = {"open_top": at > 0, "open_bottom": at < last}
        said = (file.transfer.medium, file.transfer.note) if at == 0 else ("", "")
        cells = (
            (str(at + 1), "list_c"),
            (each.words, "list"),
            (str(len(each.items)), "list_c"),
            (str(each.pages), "list_c"),
            (each.span, "list_c"),
        )
        rows.append(
            Row(
                [
                    *(Cell(text, 1, style) for text, style in cells),
                    *(Cell(words, 1, "list", top=True, **edges) for words in said),
                ],
                LINE,
                LEAST,
                grow=any(len(words) > LONG for words in said),
            )
        )
    return rows


def _total(classes: Sequence[TransferClass]) -> Row:
    counts = (sum(len(each.items) for each in classes), sum(each.pages for each in classes))
    items, pages = (str(count) if classes else "" for count in counts)
    cells = [Cell("合计", 2, "list_c"), Cell(items, 1, "list_c"), Cell(pages, 1, "list_c"), Cell("", 3, "list")]
    return Row(cells, LINE, LEAST, tied=True)


def _signatures(file: TransferFile | None) -> Row:
    """Three places to sign; the name is printed where it is known."""
    made = file.transfer if file else None
    names = (file.handed_by, made.received_by, made.supervised_by) if file and made else ("", "", "")
    day = chinese_date(made.handed_on if made else None, OPEN_DATE)
    cells = []
    for role, name in zip(("移交人", "接收人", "监交人"), names, strict=True):
        words = f"{role}：{name}" if name else f"{role}："
        cells.append(Cell(words, 8, "value", foot=(f"（签字、盖章）{WIDE * 3}{day}",), top=True))
    return Row(cells, 26, 22, tied=True)


def _item(number: int, item: Item) -> Row:
    said = (
        (str(number), "list_c"),
        (item.archival_number, "list"),
        (item.document_number, "list"),
        (item.responsible, "list"),
        (item.title, "list"),
        (f"{item.dated_on:%Y%m%d}" if item.dated_on else "", "list_c"),
        (str(item.pages or ""), "list_c"),
        ("含隐私" if item.keeps_secret else "", "list"),
    )
    return Row([Cell(text, 1, style) for text, style in said], LIST_LINE, LIST_LEAST, grow=len(item.title) > LONG)


def _voided(file: TransferFile | None) -> tuple[str, ...]:
    made = file.transfer if file else None
    return (f"作废：{made.void_reason}（{chinese_date(made.voided_on)}）",) if made and made.voided_on else ()
