"""F30 代表接待选民计划, A4 landscape: the receptions of a year with their deputies, three signatures (3.1.2, 4.2.1)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.receptions.plan_file import PlanFile, PlanLine
from lianluozhan.models.receptions.record import Reception, ReceptionState
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, notes

# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("月份（日期）", 34),
    ("时间", 23),
    ("地点", 48),
    ("接待代表（层级）", 45),
    ("主题", 20),
    ("参加部门", 22),
    ("联络员", 15),
    ("备注", 40),
)
SIGNED = (3, 2, 4)  # columns that a signature lies under
LINE, LEAST, BLANK_LINES = 7.5, 7.1, 12
_WEEKDAYS = "一二三四五六日"


def reception_plan(file: PlanFile | None, station: Station | None = None) -> Document:
    """The plan in the order of its days with room for signatures, or an empty one."""
    return _plan(file, station, public=False)


def public_plan(file: PlanFile | None, station: Station | None = None) -> Document:
    """The same for the wall: no telephone numbers, no signatures, nothing that only the station needs to know."""
    return _plan(file, station, public=True)


def _plan(file: PlanFile | None, station: Station | None, *, public: bool) -> Document:
    station = file.station if file else station
    year = file.plan.year if file else None
    title = f"{year or WIDE * 4}年度代表接待选民计划"
    lines = file.lines if file else ()
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 9)
    rows = [_row(number, line, public=public) for number, line in enumerate(lines, 1)]
    blank = [] if rows else [Row([Cell("", 1, "list") for _ in COLUMNS], LINE) for _ in range(BLANK_LINES)]
    made = f"编制日期：{chinese_date(file.plan.made_on, OPEN_DATE)}" if file else f"编制日期：{OPEN_DATE}"
    rule = file.plan.rule if file else ""
    return Document(
        title=title,
        blocks=[
            Para(station.name if station else "", "station"),
            Para(title, "title", after=1),
            Para(f"编排规则：{rule}" if rule else "", "meta", right=made, after=1),
            Grid(
                [head, *rows, *blank, *([] if public else [_signatures(file)])],
                tuple(width for _, width in COLUMNS),
                head=1,
            ),
            *_end(file, station, public=public),
        ],
        paper=LEDGER,
        running=f"{title}（续）",
        running_right=station.name if station else "",
    )


def _end(file: PlanFile | None, station: Station | None, *, public: bool) -> Sequence[Para]:
    """What to know inside the station; on the wall where to ask."""
    if public:
        ask = f"咨询电话：{station.hotline}。" if station and station.hotline else ""
        return notes(f"接待时间有变动的，另行公告。{ask}")
    lines = file.lines if file else ()
    phones = dict.fromkeys(f"{line.staff_name} {line.staff_phone}" for line in lines if line.staff_phone)
    ask = f"联络员电话：{'，'.join(phones)}。" if phones else ""
    return notes(f"说明：各次接待有改动的，记在备注里。{ask}")


def _signatures(file: PlanFile | None) -> Row:
    plan = file.plan if file else None
    said = (
        ("编制", "联络员", ""),
        ("审核意见", "副站长", plan.review_words if plan else ""),
        ("批准意见", "站长", plan.approval_words if plan else ""),
    )
    cells = []
    for (title, role, words), span in zip(said, SIGNED, strict=True):
        by = f"{role}：{WIDE * 6}（签字、盖章）" if role == "站长" else f"{role}：{WIDE * 6}（签字）"
        foot = (by, OPEN_DATE)
        text = f"{title}：{words}" if words else f"{title}："
        cells.append(Cell(text, span, "value", foot=foot, top=True))
    return Row(cells, 25, 20, tied=True)


def _row(number: int, line: PlanLine, *, public: bool) -> Row:
    reception = line.reception
    said = (
        (str(number), "list_c"),
        (_day(reception), "list_c"),
        (f"{reception.starts_at}—{reception.ends_at}" if reception.starts_at else "", "list_c"),
        (reception.place, "list"),
        ("、".join(line.deputies), "list"),
        (reception.topic, "list"),
        ("、".join(line.bodies), "list"),
        (line.staff_name, "list_c"),
        (_note(reception, public=public), "list"),
    )
    return Row([Cell(text, 1, style) for text, style in said], LINE, LEAST, grow=True)


def _day(reception: Reception) -> str:
    day = reception.held_on
    return f"{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）" if day else ""


def _note(reception: Reception, *, public: bool) -> str:
    """Why it lies on another day or does not take place; what else was noted stays inside the station."""
    parts = [reception.moved_reason, reception.rest_day_reason]
    if reception.state is ReceptionState.CANCELLED:
        parts = ["取消" if public else f"取消：{reception.cancel_reason}"]
    if not public:
        parts.append(reception.note)
    return "；".join(part for part in parts if part)
