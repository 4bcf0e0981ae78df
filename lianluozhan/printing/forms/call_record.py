"""F23 热线电话（网上留言）记录表 (3.2.1, 4.3.1, 5.1.1)."""

from __future__ import annotations

from datetime import datetime

from lianluozhan.models.boxes import Treatment
from lianluozhan.models.calls import CallKind
from lianluozhan.models.register_files import CallFile
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import WIDE, choice_ticks, head, label, notes, signature, ticks

TITLE = "热线电话（网上留言）记录表"
OPEN_MOMENT = f"{WIDE * 2}年{WIDE * 2}月{WIDE * 2}日{WIDE * 2}时{WIDE * 2}分"
TREATED = (Treatment.REGISTERED, Treatment.ANSWERED, Treatment.EMPTY, Treatment.OTHER)


def call_record(file: CallFile | None, station: Station | None = None) -> Document:
    """One call or message on a sheet, or the blank sheet that lies beside the telephone."""
    station = file.station if file else station
    call = file.call if file else None
    number = f"编号：{call.number if call else ''}"
    kind = choice_ticks(CallKind, call.kind if call else None)
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, number),
            Grid(
                [
                    Row([label("来源"), Cell(kind, 7, "tick"), label("时间"), Cell(_moment(file), 11)], 9, 8),
                    Row(
                        [
                            label("姓名"),
                            Cell(call.caller_name if call else "", 7),
                            label("来电号码"),
                            Cell(call.caller_phone if call else "", 11),
                        ],
                        9,
                        8,
                    ),
                    Row([label("内容"), Cell(call.content if call else "", 21, "text")], 78, 40, grow=True, fill=3),
                    Row([label("处理"), Cell(_treated(file), 21, "tick")], 15, 12),
                    Row(
                        [
                            label("答复或\n处理情况"),
                            Cell(_answer(file), 21, "text", foot=(signature("接听人"),)),
                        ],
                        60,
                        34,
                        grow=True,
                        fill=2,
                    ),
                    Row([label("接听人"), Cell(file.answered_by if file else "", 21)], 9, 8),
                ]
            ),
            *notes("说明：照原话记；要交有关单位办理的，登记成社情民意登记表，写上编号。网上留言由接收人签字。"),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _moment(file: CallFile | None) -> str:
    at: datetime | None = file.call.came_at if file else None
    if at is None:
        return OPEN_MOMENT
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def _treated(file: CallFile | None) -> str:
    """The options; the form that came of it stands behind the first."""
    chosen = [file.call.treatment.label] if file and file.call.treatment in TREATED else []
    registered = f"登记为社情民意登记表，编号：{file.number if file else ''}".rstrip()
    others = ticks([made.label for made in TREATED[1:]], chosen, WIDE)
    return f"{ticks([registered], [registered] if Treatment.REGISTERED.label in chosen else [])}\n{others}"


def _answer(file: CallFile | None) -> str:
    return "\n".join(part for part in (file.call.answer, file.call.note) if part) if file else ""
