"""F15 督办通知书, a letter signed by the head, with a slip to cut off on which the body answers (5.1.4)."""

from __future__ import annotations

from lianluozhan.models.opinions.press_file import PressFile
from lianluozhan.models.stations import Station

from ..document import LETTER, Cell, Closing, Cut, Document, Grid, Letterhead, Para, Row
from .marks import OPEN_DATE, WIDE, chinese_date, heading, label

TITLE = "督办通知书"
_CUT = 182  # mm from the top
_REPORT = "将办理情况填入回执，由负责人签字盖章后报本站"
_OPEN_DATE = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"


def supervision_notice(found: PressFile | None, station: Station | None = None) -> Document:
    """The notice to the handling body, or a blank one. A submitter's wish for secrecy must be met before."""
    station = found.file.station if found else station
    name = station.name if station else ""
    number = found.press.number if found else f"督办〔{WIDE * 3}〕{WIDE * 3}号"
    body = found.sent.lead.name if found and found.sent else WIDE * 8
    signed_on = (found.press.issued_on or found.press.acted_on) if found else None
    return Document(
        title=TITLE,
        blocks=[
            Letterhead(name, number),
            Para(_title(found), "doc_title", before=3, after=1.5),
            Para(f"{body}：", "body0"),
            *_body(found),
            Closing(name, chinese_date(signed_on, _OPEN_DATE)),
            Cut("沿此线裁下", _CUT),
            Para("督 办 回 执", "slip_title", after=1.5),
            _slip(found),
            Para(f"回执一事一报，请在反馈期限前盖章交回{_where(station)}。", "note", before=1),
        ],
        paper=LETTER,
    )


def _title(found: PressFile | None) -> str:
    if not found:
        return f"关于“{WIDE * 10}”的{TITLE}"
    return heading(f"关于“{found.file.opinion.title}”", f"的{TITLE}")


def _body(found: PressFile | None) -> list[Para]:
    if not found:
        until = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"
        return [
            Para(f"督办依据：{WIDE}", "body"),
            Para("存在问题：", "body"),
            Para(WIDE, "body"),
            Para("督办要求：", "body"),
            Para(WIDE, "body"),
            Para(f"请于{until}前{_REPORT}（督办人：{WIDE * 5}）。", "body"),
        ]
    press, sent = found.press, found.sent
    letter = f"（交办单：{sent.dispatch.number}）" if sent and sent.dispatch.number else ""
    late = f"，至今逾期 {press.overdue_days} 天" if press.overdue_days else ""
    until = f"请于{chinese_date(press.reply_by)}前" if press.reply_by else "请尽快"
    who = f"（督办人：{press.supervisor}）" if press.supervisor else ""
    parts = [
        f"督办依据：{_ended(press.basis)}",
        f"存在问题：{_ended(press.problems or f'交你单位办理的事项{letter}没有按期答复{late}')}",
        f"督办要求：{_ended(press.requirement)}",
        f"{until}{_REPORT}{who}。逾期不报的，将按程序通报。",
    ]
    lines = [line for part in parts for line in part.split("\n") if line.strip()]
    return [Para(line, "body") for line in lines]


def _ended(words: str) -> str:
    """A sentence with its stop."""
    words = words.strip()
    return words if not words or words[-1] in "。！？；" else f"{words}。"


def _slip(found: PressFile | None) -> Grid:
    press = found.press if found else None
    answer = press.reply_text if press else ""
    return Grid(
        [
            Row(
                [
                    label("督办文号"),
                    Cell(press.number if press else "", 9),
                    label("反馈期限"),
                    Cell(f"{chinese_date(press.reply_by)}前" if press and press.reply_by else "", 9),
                ],
                8,
            ),
            Row([label("承办单位\n（盖章）"), Cell("", 9), label("完成时间"), Cell(OPEN_DATE, 9)], 11),
            Row([label("办理情况"), Cell(answer, 21, "text")], 19, 12, grow=len(answer) > _FITS),
            Row([label("负责人\n签字"), Cell("", 9), label("经办人\n及电话"), Cell("", 9)], 11),
        ]
    )


_FITS = 90  # characters of an answer that stand on the slip without growing it


def _where(station: Station | None) -> str:
    if not station:
        return "联络站"
    return f"：{station.address or station.name}" + (f"，联系电话：{station.hotline}" if station.hotline else "")
