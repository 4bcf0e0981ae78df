"""F04 代表履职登记表: what one deputy did at one time, signed by him and by whoever reviewed it (3.1.4)."""

from __future__ import annotations

from lianluozhan.models.service.entering import ServiceFile
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Row
from .marks import WIDE, chinese_date, choice_ticks, head, label, notes, signature

TITLE = "代表履职登记表"
OPEN_SPAN = f"{WIDE * 4}年{WIDE * 2}月{WIDE * 2}日至{WIDE * 2}月{WIDE * 2}日"


def service_record(file: ServiceFile | None, station: Station | None = None) -> Document:
    """One line of a deputy's service on a sheet, or the blank sheet for what he did himself."""
    station = file.station if file else station
    made = file.record if file else None
    number = f"编号：{made.id}" if made else "编号："
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, number, f"佐证件号：{made.page_ref if made and made.page_ref else WIDE * 6}"),
            Grid([*_facts(file, made), *_told(made), *_signed(file, made)]),
            *notes(
                "说明：接待、活动、建议、述职和联系选民由程序从原记录生成；其他履职由代表自报，登记后由站领导审核。"
            ),
        ],
        running=f"{TITLE}（续页）",
        running_right=number,
    )


def _facts(file: ServiceFile | None, made: ServiceRecord | None) -> list[Row]:
    return [
        _row(
            label("代表"),
            Cell(file.deputy.name if file else "", 7),
            label("层级届次"),
            Cell(file.mandates if file else "", 11),
        ),
        _row(label("履职类型"), Cell(choice_ticks(ServiceKind, made.kind if made else None), 21, "tick")),
        _row(label("标题"), Cell(made.title if made else "", 21)),
        _row(label("时间"), Cell(days(made), 12), label("天数"), Cell(f"{in_days(made)}天" if made else "", 6)),
        _row(
            label("地点"),
            Cell(made.place if made else "", 9),
            label("组织单位"),
            Cell(made.organiser if made else "", 9),
        ),
        _row(
            label("担任角色"),
            Cell(made.duty if made else "", 9),
            label("来源"),
            Cell(file.source if file else "", 9),
        ),
    ]


def _told(made: ServiceRecord | None) -> list[Row]:
    return [
        _words("内容", made.content if made else "", 54, 30, 3),
        _words("发言或\n意见建议", made.speech if made else "", 30, 18, 1),
        _words("成效", made.effect if made else "", 24, 14, 1),
        _row(label("备注"), Cell(made.note if made else "", 21)),
    ]


def _signed(file: ServiceFile | None, made: ServiceRecord | None) -> list[Row]:
    by_hand = made is None or not made.source_table
    ticked = choice_ticks(ReviewState, made.state if made and by_hand else None, WIDE) if by_hand else "由原记录生成"
    words = made.review_words if made else ""
    return [
        Row(
            [
                label("代表签字"),
                Cell("", 9, foot=(WIDE,)),
                label("登记人"),
                Cell(file.entered_by if file else "", 9),
            ],
            18,
            14,
        ),
        Row(
            [
                label("审核意见"),
                Cell(f"{ticked}\n{words}" if words else ticked, 21, "text", foot=(signature("审核人"),)),
            ],
            30,
            22,
            grow=True,
            fill=1,
        ),
    ]


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _words(name: str, words: str, height: float, floor: float, fill: float) -> Row:
    return Row([label(name), Cell(words, 21, "text", top=True)], height, floor, grow=True, fill=fill)


def days(made: ServiceRecord | None) -> str:
    """From a day to a day, or the one day."""
    if made is None:
        return OPEN_SPAN
    if made.ends_on is None or made.ends_on == made.starts_on:
        return chinese_date(made.starts_on)
    return f"{chinese_date(made.starts_on)}至{chinese_date(made.ends_on)}"


def in_days(made: ServiceRecord) -> str:
    """Half days as days: 0.5, 1, 1.5."""
    return f"{(made.half_days or 0) / 2:g}"
