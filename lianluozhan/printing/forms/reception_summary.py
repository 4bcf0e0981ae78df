"""F34 接待选民情况汇总表, A4 landscape: the receptions of a time in a row each, with totals that reconcile (5.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lianluozhan.models.attendances import Presence
from lianluozhan.models.receptions.counts import Counts
from lianluozhan.models.receptions.reception_file import ReceptionFile
from lianluozhan.models.receptions.record import ReceptionState
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, notes

TITLE = "接待选民情况汇总表"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("日期", 25),
    ("代表\n人数", 13),
    ("代表名单", 60),
    ("选民\n人次", 13),
    ("意见\n件数", 13),
    ("当场\n答复", 13),
    ("交办", 13),
    ("不予\n受理", 13),
    ("办结", 13),
    ("满意", 13),
    ("备注", 58),
)
SUMMARY = (35, 222)
LINE, LEAST, BLANK_LINES = 9, 8, 11


def reception_summary(files: Sequence[ReceptionFile] | None, station: Station | None = None) -> Document:
    """The receptions in the order of their days, or an empty table."""
    found = sorted(files or (), key=lambda file: (str(file.reception.held_on), file.reception.starts_at))
    station = found[0].station if found else station
    counted = [Counts.of(file) for file in found]
    whole = Counts()
    for counts in counted:
        whole += counts
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 11)
    lines = [_row(n, file, counts) for n, (file, counts) in enumerate(zip(found, counted, strict=True), 1)]
    blank = [] if lines else [Row([Cell("", 1, "entry") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    unit = f"单位：{station.name if station else ''}"
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=_span(found), after=1),
            Grid([head, *lines, *blank, _sum(len(found), whole)], tuple(width for _, width in COLUMNS), head=1),
            *_words(found),
            *notes(
                "说明：意见件数等于当场答复、交办、不予受理之和；办结包括当场答复的；满意包括基本满意，没有评价的不计。"
            ),
            Para(f"填表人：{WIDE * 12}审核人：{WIDE * 12}站长：", "meta", before=4, right=OPEN_DATE),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _words(found: Sequence[ReceptionFile]) -> list[Grid]:
    """The summary in words, on the sheet of a single reception."""
    summary = found[0].reception.summary if len(found) == 1 else ""
    if not summary:
        return []
    cells = [Cell("接待小结", 1, "label"), Cell(summary, 1, "text", top=True)]
    return [Grid([Row(cells, 40, 30, grow=True)], SUMMARY)]


def _span(found: Sequence[ReceptionFile]) -> str:
    days = [file.reception.held_on for file in found if file.reception.held_on]
    if not days:
        return f"{WIDE * 4}年度"
    first, last = min(days), max(days)
    if first == last:
        return f"{first.year}年{first.month}月{first.day}日"
    until = f"{last.year}年" if last.year != first.year else ""
    return f"{first.year}年{first.month}月{first.day}日至{until}{last.month}月{last.day}日"


def _row(number: int, file: ReceptionFile, counts: Counts) -> Row:
    reception = file.reception
    came = [duty.name for duty in file.on_duty if duty.attendance.presence is Presence.PRESENT]
    if reception.state is not ReceptionState.HELD:
        came = [duty.name for duty in file.on_duty if duty.attendance.presence is not Presence.EXCUSED]
    day = reception.held_on
    figures = [str(figure) for figure in _figures(counts)]
    return Row(
        [
            Cell(str(number), 1, "entry_c"),
            Cell(f"{day.year}-{day:%m-%d}" if day else "", 1, "entry_c"),
            Cell(str(counts.deputies), 1, "entry_c"),
            Cell("、".join(came), 1, "entry"),
            *(Cell(figure, 1, "entry_c") for figure in figures),
            Cell("；".join(_notes(file, counts)), 1, "entry"),
        ],
        LINE,
        LEAST,
        grow=True,
    )


def _figures(counts: Counts) -> tuple[int, ...]:
    return (
        counts.voters,
        counts.matters,
        counts.on_spot,
        counts.handed,
        counts.declined,
        counts.closed,
        counts.satisfied,
    )


def _notes(file: ReceptionFile, counts: Counts) -> Iterator[str]:
    reception = file.reception
    if reception.state is not ReceptionState.HELD:
        yield reception.state.label
    if file.bodies:
        yield f"联合接待：{'、'.join(file.bodies)}"
    if reception.moved_reason:
        yield reception.moved_reason
    if counts.left:
        yield f"没有谈就离开 {counts.left} 人"


def _sum(receptions: int, whole: Counts) -> Row:
    figures = [str(whole.deputies), "", *(str(figure) for figure in _figures(whole))]
    cells = [Cell("合计", 1, "head"), Cell(f"{receptions} 次" if receptions else "", 1, "entry_c")]
    cells += [Cell(figure if receptions else "", 1, "entry_c") for figure in figures]
    return Row([*cells, Cell("", 1, "entry")], LINE, LEAST, tied=True)
