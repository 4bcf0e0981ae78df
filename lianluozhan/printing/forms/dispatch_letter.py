"""F12 意见建议交办单, in letter format with a receipt to cut off (5.1.4)."""

from __future__ import annotations

from lianluozhan.models.opinions import DispatchFile, OpinionFile
from lianluozhan.models.stations import Station

from ..document import LETTER, Cell, Closing, Cut, Document, Grid, Letterhead, Para, Row
from .marks import OPEN_DATE, OPEN_TERM, WIDE, chinese_date, heading, label

_SUMMARY = 120  # characters of the submitter's words on the letter; the whole goes with it as a copy


def dispatch_letter(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The newest dispatch of an opinion, or a blank letter. A submitter's wish for secrecy must be met before."""
    entry = file.dispatches[0] if file and file.dispatches else None
    station = file.station if file else station
    name = station.name if station else ""
    open_date = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"
    number = entry.dispatch.number if entry else f"交办〔{WIDE * 3}〕{WIDE * 3}号"
    return Document(
        title="意见建议交办单",
        blocks=[
            Letterhead(name, number),
            Para(_title(file), "doc_title", before=4, after=2),
            Para(f"{entry.lead.name if entry else WIDE * 8}：", "body0"),
            *_body(file, entry),
            Closing(name, chinese_date(entry.dispatch.dispatched_on if entry else None, open_date)),
            Cut("沿此线裁下", 207),
            Para("签 收 回 执", "slip_title", after=1.5),
            _receipt(number if entry else "", entry),
            Para(f"回执请于签收当日交回{_where(station)}。", "note", before=1),
        ],
        paper=LETTER,
    )


def _title(file: OpinionFile | None) -> str:
    return heading(f"关于“{file.opinion.title}”", "的交办单") if file else f"关于“{WIDE * 10}”的交办单"


def _body(file: OpinionFile | None, entry: DispatchFile | None) -> list[Para]:
    if not file or not entry:
        return [
            Para(f"现将群众反映的意见（编号：社情民意〔{WIDE * 2}〕{WIDE * 2}号）交你单位办理。", "body"),
            Para("反映内容：", "body"),
            *[Para("", "body")] * 2,
            Para(f"请于{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日前将办理情况书面答复本站。", "body"),
        ]
    opinion = file.opinion
    who = opinion.submitter_name or ("匿名反映人" if opinion.is_anonymous else "群众")
    where = f"{file.village_name}" if file.village_name else ""
    joint = "、".join(body.name for _, body in entry.joints)
    together = f"会办单位为{joint}，请主动会商并统一答复。" if joint else ""
    due = chinese_date(entry.dispatch.due_on)
    return [
        Para(
            f"现将{where}{who}反映的意见（编号：{opinion.number}）交你单位办理。{together}"
            f"请与反映人见面沟通，于{due}前将办理情况书面答复本站；"
            f"如不属本单位职责，请在收到之日起{file.return_term or OPEN_TERM}内书面说明理由并退回。",
            "body",
        ),
        Para(f"反映内容：{_summary(opinion.content)}", "body"),
        *([Para(f"办理要求：{entry.dispatch.requirement}", "body")] if entry.dispatch.requirement else []),
    ]


def _summary(content: str) -> str:
    text = content.replace("\n", "")
    return text if len(text) <= _SUMMARY else text[:_SUMMARY].rstrip("，、；：") + "……（全文见登记表）"


def _receipt(number: str, entry: DispatchFile | None) -> Grid:
    due = chinese_date(entry.dispatch.due_on if entry else None)
    return Grid(
        [
            Row([label("交办单号"), Cell(number, 9), label("办理期限"), Cell(f"{due}前" if due else "", 9)], 9),
            Row([label("承办单位\n（盖章）"), Cell("", 9), label("承办人\n及电话"), Cell("", 9)], 16),
            Row([label("签收人"), Cell("", 9), label("签收日期"), Cell(OPEN_DATE, 9)], 9),
        ]
    )


def _where(station: Station | None) -> str:
    if not station:
        return "联络站"
    return f"：{station.address or station.name}" + (f"，联系电话：{station.hotline}" if station.hotline else "")
