"""F32 接待选民签到登记表, A4 landscape: who came to a reception, in order, and signs (4.2.2, 5.2.2)."""

from __future__ import annotations

from math import ceil

from lianluozhan.models.attendances import Presence
from lianluozhan.models.receptions.reception_file import ReceptionFile, VisitFile
from lianluozhan.models.receptions.record import VisitState, VisitTreatment
from lianluozhan.models.stations import Station

from ..document import LEDGER, Cell, Document, Grid, Para, Row
from .marks import WIDE, notes
from .reception_record import times_of

TITLE = "接待选民签到登记表"
# heading and mm, together the text width of 257
COLUMNS = (
    ("序号", 10),
    ("到站时间", 18),
    ("姓名", 24),
    ("性别", 11),
    ("电话", 30),
    ("村（社区）", 28),
    ("反映事由", 51),
    ("接待代表", 31),
    ("结果", 30),
    ("签名", 24),
)
LINE, LEAST_LINES = 11.2, 9
OPEN_TIMES = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日{WIDE * 2}时至{WIDE * 2}时"


def reception_arrivals(file: ReceptionFile | None, station: Station | None = None) -> Document:
    """Those who came, with rows below to be filled by hand; without a record the whole sheet is."""
    station = file.station if file else station
    when = f"接待时间：{times_of(file.reception) if file else OPEN_TIMES}"
    place = f"地点：{file.reception.place if file else WIDE * 12}"
    number = file.reception.number if file else ""
    visits = file.visits if file else ()
    head = Row([Cell(name, 1, "head") for name, _ in COLUMNS], 9)
    used = ceil(sum(_lines(sheet) for sheet in visits))
    blank = max(LEAST_LINES - used, 2 if file is None or file.reception.closed_at is None else 0)
    return Document(
        title=TITLE,
        blocks=[
            Para(station.name, "station") if station else Para("", "station"),
            Para(TITLE, "title", after=1),
            Para(f"{when}{WIDE * 2}{place}", "meta", right=number, after=0.6),
            Para(f"接待代表：{_on_duty(file)}", "meta", right=f"联络员：{_staff(file)}", after=1),
            Grid(
                [head, *(_line(sheet) for sheet in visits), *(_empty() for _ in range(blank))],
                tuple(width for _, width in COLUMNS),
                head=1,
            ),
            *notes("说明：选民到站时登记，谈完以后在“签名”栏签名；要求保密的，姓名、电话不写全。"),
        ],
        paper=LEDGER,
        running=f"{TITLE}（续）",
        running_right=when,
    )


def _on_duty(file: ReceptionFile | None) -> str:
    if file is None:
        return ""
    away = (Presence.EXCUSED, Presence.ABSENT)
    return "、".join(
        f"{duty.name}（{duty.attendance.presence.label}）" if duty.attendance.presence in away else duty.name
        for duty in file.on_duty
    )


def _staff(file: ReceptionFile | None) -> str:
    return file.staff_name if file else WIDE * 6


def _empty() -> Row:
    return Row([Cell("", 1, "entry") for _ in COLUMNS], LINE)


def _line(file: VisitFile) -> Row:
    visit = file.visit
    return Row(
        [
            Cell(str(visit.position or ""), 1, "entry_c"),
            Cell(f"{visit.arrived_at:%H:%M}" if visit.arrived_at else "", 1, "entry_c"),
            Cell(file.listed_name, 1, "entry"),
            Cell(visit.sex.label if visit.sex else "", 1, "entry_c"),
            Cell(file.listed_phone, 1, "entry"),
            Cell(file.village_name, 1, "entry"),
            Cell(visit.subject or ("" if visit.keeps_secret else _short(visit.content)), 1, "entry"),
            Cell("、".join(file.deputies), 1, "entry"),
            Cell(_result(file), 1, "entry"),
            Cell("", 1, "entry"),
        ],
        LINE,
        grow=True,
    )


def _lines(file: VisitFile) -> float:
    """How many empty lines a row is about as high as; those below it only fill up the sheet."""
    written = (
        (file.visit.subject or _short(file.visit.content), 12),
        ("、".join(file.deputies), 7),
        (_result(file), 7),
        (file.listed_name, 5),
    )
    return max(2, *(ceil(len(words) / fit) for words, fit in written)) / 2


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"


def _result(file: VisitFile) -> str:
    visit = file.visit
    if file.outcome.number:
        number = file.outcome.number
        declined = "不予受理，" if visit.treatment is VisitTreatment.DECLINED else ""
        return f"{declined}登记 {number.rpartition('〕')[2]}"
    if visit.state is VisitState.LEFT:
        return f"中途离开：{visit.left_reason}"
    return visit.treatment.label if visit.state is VisitState.DONE and visit.treatment else ""
