"""F85 档案鉴定销毁清册, A4 landscape: each 件 with what the group says of it, kept for good itself (rules §3.8)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.archive.appraising import AppraisalDecision, AppraisalLine
from lianluozhan.models.archive.destroying import AppraisalFile
from lianluozhan.models.archive.record import Item
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, notes

TITLE = "档案鉴定销毁清册"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 11),
    ("档号", 54),
    ("题名", 76),
    ("年度", 13),
    ("期限", 14),
    ("页数", 13),
    ("鉴定意见", 48),
    ("处理", 28),
)
LINE, LEAST, BLANK_LINES = 8.4, 7.4, 4
LONG = 60  # characters with which a line may cross pages
ABOUT = (
    "说明：到期的档案由三人以上鉴定，站长批准以后才能销毁。纸质件和电子档案包里的一份一起销毁，目录里的一行留着。",
    "监销人两位，不能是经手人和批准人，看着销毁完再签字。本清册永久保存。",
)


def appraisal_list(file: AppraisalFile | None, station: Station | None = None) -> Document:
    """One appraisal, or the empty list."""
    station = file.station if file else station
    lines = file.lines if file else ()
    name = station.name if station else ""
    number = file.appraisal.number if file else ""
    head = Row([Cell(title, 1, "head") for title, _ in COLUMNS], 9)
    rows = [_line(place, *line) for place, line in enumerate(lines, 1)]
    blank = [] if rows else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    grid = Grid([head, *rows, *blank, _total(lines)], tuple(width for _, width in COLUMNS), head=1)
    return Document(
        title=TITLE,
        blocks=[
            Para(name, "station"),
            Para(TITLE, "title", after=1),
            Para(
                f"名称：{file.appraisal.title if file else ''}", "meta", right=f"编号：{number or WIDE * 10}", after=1
            ),
            grid,
            Para("", "note", after=0),
            Grid(_signatures(file)),
            *notes(*ABOUT, *_voided(file)),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=number or name,
    )


def _line(number: int, line: AppraisalLine, item: Item) -> Row:
    said = (
        (str(number), "list_c"),
        (line.archival_number, "list"),
        (line.title, "list"),
        (str(item.year or ""), "list_c"),
        (item.retention.label, "list_c"),
        (str(line.pages or ""), "list_c"),
        (line.opinion, "list"),
        (_decision(line), "list"),
    )
    long = len(line.title) > LONG or len(line.opinion) > LONG
    return Row([Cell(text, 1, style) for text, style in said], LINE, LEAST, grow=long)


def _decision(line: AppraisalLine) -> str:
    """销毁, or 续存 with its new end."""
    if line.decision is AppraisalDecision.DESTROY:
        return line.decision.label
    end = f"到{line.kept_until.year}年底" if line.kept_until else "，永久"
    return f"{line.decision.label}{end}"


def _total(lines: Sequence[tuple[AppraisalLine, Item]]) -> Row:
    """How many, how many sheets of them go; on the empty list the numbers are written by hand."""
    gone = [line for line, _ in lines if line.decision is AppraisalDecision.DESTROY]
    gap = WIDE * 3
    counts = (len(lines), len(lines) - len(gone), len(gone), sum(line.pages or 0 for line in gone))
    all_, kept, destroyed, pages = (str(count) if lines else gap for count in counts)
    words = f"共 {all_} 件；续存 {kept} 件；销毁 {destroyed} 件，{pages} 页"
    return Row([Cell("合计", 2, "list_c"), Cell(words, len(COLUMNS) - 2, "list")], LINE, LEAST, tied=True)


def _signatures(file: AppraisalFile | None) -> list[Row]:
    made = file.appraisal if file else None
    members = f"成员：{made.members}" if made else f"成员：{WIDE * 20}"
    who = "（签字）：" + WIDE * 16
    names = (made.first_supervisor, made.second_supervisor) if made else ("", "")
    watched = "".join(f"监销人：{name}（签字）{WIDE * 7}" for name in names) + OPEN_DATE
    day = chinese_date(made.destroyed_on if made else None, OPEN_DATE)
    place = made.destroyed_place if made and made.destroyed_place else WIDE * 12
    way = made.destroyed_way if made and made.destroyed_way else WIDE * 8
    finding = "\n".join(filter(None, (made.finding if made else "", members)))
    return [
        _said("鉴定小组\n意见", finding, f"鉴定小组{who}{OPEN_DATE}", grow=True),
        _said("批准", made.approval_words if made else "", f"站长：{WIDE * 8}（签字、盖章）{WIDE * 2}{OPEN_DATE}"),
        _said("销毁", f"日期：{day}{WIDE * 2}地点：{place}{WIDE * 2}方式：{way}", watched),
    ]


def _said(title: str, words: str, foot: str, *, grow: bool = False) -> Row:
    """What was said, with room to sign below; it does not stand on a page alone."""
    cell = Cell(words, 21, "value", foot=(foot,), top=True)
    return Row([Cell(title, 3, "label"), cell], 20, 16, grow=grow and len(words) > 300, tied=True)


def _voided(file: AppraisalFile | None) -> tuple[str, ...]:
    made = file.appraisal if file else None
    return (f"作废：{made.void_reason}（{chinese_date(made.voided_on)}）",) if made and made.voided_on else ()
