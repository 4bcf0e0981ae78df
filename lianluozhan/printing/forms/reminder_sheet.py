"""F14 催办单, and the log of all calls, visits and letters about one matter (5.1.4)."""

from __future__ import annotations

from datetime import date

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.press_file import PressFile
from lianluozhan.models.opinions.supervising import Means, Supervision
from lianluozhan.models.stations import Station

from ..document import Cell, Document, Grid, Para, Row
from .marks import WIDE, chinese_date, choice_ticks, head, label, notes, signature

TITLE, LOG_TITLE = "催办单", "催办督办记录表"
_OPEN_DATE = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"
_COLUMNS = (11, 24, 15, 15, 20, 71)  # mm of the log
_BLANK_LINES = 14


def reminder_sheet(found: PressFile | None, station: Station | None = None) -> Document:
    """One reminder with what was asked for and what was answered, or the blank sheet."""
    station = found.file.station if found else station
    press = found.press if found else None
    number = press.number if press else f"催办〔{WIDE * 2}〕{WIDE * 2}号"
    return Document(
        title=TITLE,
        blocks=[
            *head(
                station,
                TITLE,
                f"编号：{number}",
                f"催办日期：{chinese_date(press.acted_on if press else None, _OPEN_DATE)}",
            ),
            Grid([*_matter(found), *_pressed(press)]),
            *_notes(station),
        ],
        running="催办单（续页）",
        running_right=f"编号：{number}",
    )


def _matter(found: PressFile | None) -> list[Row]:
    press, sent = (found.press, found.sent) if found else (None, None)
    dispatch = sent.dispatch if sent else None
    late = f"{press.overdue_days} 天" if press and press.overdue_days is not None else ""
    times = f"第 {found.times} 次" if found and found.times else f"第{WIDE * 2}次"
    return [
        _row(label("承办单位"), Cell(sent.lead.name if sent else "", 11), label("催办次数"), Cell(times, 7)),
        _row(label("事由"), Cell(found.file.opinion.title if found else "", 21)),
        _row(
            label("交办单号"),
            Cell(dispatch.number if dispatch else "", 11),
            label("交办日期"),
            Cell(chinese_date(dispatch.dispatched_on) if dispatch else "", 7),
        ),
        _row(
            label("办理期限"),
            Cell(chinese_date(_due(found)) if found else "", 11),
            label("逾期天数"),
            Cell(late, 7),
        ),
        _row(
            label("催办方式"),
            Cell(choice_ticks(Means, press.means if press else None, WIDE), 11, "tick"),
            label("反馈期限"),
            Cell(chinese_date(press.reply_by) if press else "", 7),
        ),
    ]


def _due(found: PressFile | None) -> date | None:
    if found is None:
        return None
    return found.file.opinion.due_on or (found.sent.dispatch.due_on if found.sent else None)


def _pressed(press: Supervision | None) -> list[Row]:
    answer = "\n".join(part for part in (press.answer, press.reply_text) if part) if press else ""
    return [
        Row(
            [
                label("催办要求"),
                Cell(press.requirement if press else "", 21, "text", foot=(signature("联络员", seal="站章"),)),
            ],
            52,
            34,
            grow=True,
            fill=2,
        ),
        _row(
            label("接办人"),
            Cell(press.answered_by if press else "", 9),
            label("答复日期"),
            Cell(_answered(press), 9),
        ),
        Row(
            [
                label("承办单位\n答复"),
                Cell(answer, 21, "text", foot=(signature("单位负责人", seal="单位章"),)),
            ],
            72,
            40,
            grow=True,
            fill=3,
        ),
    ]


def _answered(press: Supervision | None) -> str:
    if press is None:
        return ""
    spoken = press.acted_on if press.answered_by and press.means is not Means.WRITTEN else None
    return chinese_date(press.replied_on or spoken)


def _row(*cells: Cell) -> Row:
    return Row(list(cells), 9, 8)


def _notes(station: Station | None) -> list[Para]:
    where = [f"{station.address or station.name}", station.hotline] if station else []
    return notes(
        "说明：1. 书面催办的，请在反馈期限前填写“承办单位答复”，签字盖章后交回联络站。",
        f"{WIDE * 3}2. 电话、上门、会议催办的，由联络员填写接办人和答复。",
        f"{WIDE * 3}3. 联络站地址和电话：{'，'.join(part for part in where if part)}。",
    )


# The log -------------------------------------------------------------------------------------------------------


def press_log(file: OpinionFile | None, station: Station | None = None) -> Document:
    """Every time the body of one matter was pressed, in the order of the days; or a blank log to be kept by hand."""
    station = file.station if file else station
    number = file.opinion.number if file else ""
    shown = [press for press in reversed(file.presses) if press.voided_on is None] if file else []
    return Document(
        title=LOG_TITLE,
        blocks=[
            *head(station, LOG_TITLE, f"编号：{number}", f"共 {len(shown)} 次" if file else ""),
            Grid(_about(file)),
            Para("", "note"),
            Grid(_entries(shown), _COLUMNS, head=1),
            *notes("说明：提醒、催办、督办、通报都记在这里；写明时间、找了谁、怎么说的。"),
        ],
        running=f"{LOG_TITLE}（续页）",
        running_right=f"编号：{number}",
    )


def _about(file: OpinionFile | None) -> list[Row]:
    sent = file.dispatches[0] if file and file.dispatches else None
    return [
        _row(label("事由"), Cell(file.opinion.title if file else "", 21)),
        _row(
            label("承办单位"),
            Cell(sent.lead.name if sent else "", 11),
            label("办理期限"),
            Cell(chinese_date(sent.dispatch.due_on) if sent else "", 7),
        ),
    ]


def _entries(presses: list[Supervision]) -> list[Row]:
    titles = ("序号", "日期", "级别", "方式", "接办人", "怎么说的、答复和回执")
    rows = [Row([Cell(title, 1, "head") for title in titles], 8)]
    for at, press in enumerate(presses, 1):
        day = press.acted_on.isoformat() if press.acted_on else ""
        words = (str(at), day, press.level.label, press.means.label, press.answered_by, _told(press))
        styles = ("entry_c", "entry_c", "entry_c", "entry_c", "entry", "entry")
        rows.append(Row([Cell(text, 1, style) for text, style in zip(words, styles, strict=True)], 9, grow=True))
    left = 0 if presses else _BLANK_LINES
    return rows + [Row([Cell("", 1, "entry")] * len(titles), 11) for _ in range(left)]


def _told(press: Supervision) -> str:
    late = f"逾期 {press.overdue_days} 天" if press.overdue_days else ""
    asked = f"要求：{press.requirement or press.problems}" if press.requirement or press.problems else ""
    slip = f"回执（{chinese_date(press.replied_on)}）：{press.reply_text}" if press.reply_text else ""
    return "\n".join(part for part in (f"{press.number} {late}".strip(), asked, press.answer, slip) if part)
