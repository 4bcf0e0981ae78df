"""F44 代表履职（活动）台账, A4 landscape: the lines of service as they are listed (3.1.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from lianluozhan.models.service.entering import ServiceFile
from lianluozhan.models.service.record import ServiceKind
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row

TITLE = "代表履职（活动）台账"
# heading, mm (together the text width of 257), whether it is set in the middle
COLUMNS = (
    ("序号", 10, True),
    ("日期", 20, True),
    ("代表", 19, True),
    ("履职类型", 23, True),
    ("标题", 43, False),
    ("内容", 60, False),
    ("地点", 24, False),
    ("成效", 30, False),
    ("积分", 11, True),
    ("佐证件号", 17, True),
)
LINE, BLANK_LINES = 9.2, 14
LONGEST = 200  # characters of a text


def service_ledger(files: Sequence[ServiceFile] | None, station: Station | None = None) -> Document:
    """The lines in the order given, with how many of which kind below; or an empty ledger."""
    found = tuple(files or ())
    station = found[0].station if found else station
    unit = f"单位：{station.name if station else ''}"
    head = Row([Cell(name, 1, "list_head") for name, *_ in COLUMNS], 9)
    lines = [_line(number, file) for number, file in enumerate(found, 1)]
    blank = [] if lines else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    return Document(
        title=TITLE,
        blocks=[
            Para(TITLE, "title", after=1),
            Para(unit, "meta", right=_days(found), after=1),
            Grid([head, *lines, *blank, _total(found)], tuple(width for _, width, _ in COLUMNS), head=1),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=unit,
    )


def _line(number: int, file: ServiceFile) -> Row:
    made = file.record
    day = made.starts_on.isoformat() if made.starts_on else ""
    title = f"{made.title}（作废）" if made.voided_on else made.title
    content = "\n".join(_short(part) for part in (made.content, made.speech) if part)
    said = (str(number), day, file.deputy.name, made.kind.label, title, content, made.place, _short(made.effect))
    texts = (*said, file.points, made.page_ref)
    cells = [Cell(text, 1, "list_c" if middle else "list") for text, (_, _, middle) in zip(texts, COLUMNS, strict=True)]
    return Row(cells, LINE, grow=True)


def _short(words: str) -> str:
    """The beginning of what is longer than a line of a ledger should be; F04 has all of it."""
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}……"


def _total(files: Sequence[ServiceFile]) -> Row:
    counted = Counter(file.record.kind for file in files if not file.record.voided_on)
    kinds = "，".join(f"{kind.label} {counted[kind]}" for kind in ServiceKind if counted[kind])
    people = len({file.deputy.id for file in files if not file.record.voided_on})
    words = f"共 {sum(counted.values())} 条，{people} 位代表：{kinds}。" if counted else ""
    return Row([Cell("合计", 1, "list_head"), Cell(words, len(COLUMNS) - 1, "list")], LINE, tied=True)


def _days(files: Sequence[ServiceFile]) -> str:
    days = sorted(file.record.starts_on for file in files if file.record.starts_on)
    return " 至 ".join(dict.fromkeys((days[0].isoformat(), days[-1].isoformat()))) if days else ""
