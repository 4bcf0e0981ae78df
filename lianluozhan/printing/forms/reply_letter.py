"""F16 办理情况答复函 (3.2.2, 5.1.4): the handling body's answer, as recorded, or blank for the body to fill."""

from __future__ import annotations

from lianluozhan.models.opinions import OpinionFile
from lianluozhan.models.opinions.handling import Reply
from lianluozhan.models.stations import Station

from ..document import OFFICIAL, Block, Closing, Document, Para
from .marks import WIDE, chinese_date, heading


def reply_letter(file: OpinionFile | None, station: Station | None = None) -> Document:
    """The newest reply to an opinion, or a blank letter."""
    reply = file.replies[-1] if file and file.replies else None
    body = file.lead_body if file else None
    name = body.name if body else f"（{WIDE * 6}单位）"
    blocks: list[Block] = [
        Para(f"分类：{reply.result_class.value if reply and reply.result_class else WIDE * 2}", "right"),
        Para(name, "doc_title", after=1),
        Para(reply.document_number if reply and reply.document_number else f"〔{WIDE * 2}〕{WIDE * 2}号", "right"),
        Para(_title(file), "doc_title", before=4, after=2),
        Para(f"{_addressee(file)}：", "body0"),
        *_body(file, reply),
        Closing(name, chinese_date(reply.replied_on if reply else None, f"{WIDE * 2}年{WIDE}月{WIDE}日")),
        Para(_contact(reply), "body"),
    ]
    return Document(title="办理情况答复函", blocks=blocks, paper=OFFICIAL)


def _title(file: OpinionFile | None) -> str:
    if not file:
        return f"关于第{WIDE * 3}号意见建议的答复"
    return heading(f"关于“{file.opinion.title}”", "意见建议的答复")


def _addressee(file: OpinionFile | None) -> str:
    if not file:
        return WIDE * 8
    opinion = file.opinion
    several = f"等{opinion.people_count}名群众" if opinion.people_count and opinion.people_count > 1 else ""
    return (opinion.submitter_name or "反映人") + several


def _body(file: OpinionFile | None, reply: Reply | None) -> list[Para]:
    if not file:
        return [Para(f"您反映的“{WIDE * 10}”收悉，现答复如下：", "body"), *[Para(WIDE, "body")] * 6]
    number = f"（{file.opinion.number}）" if file.opinion.number else ""
    opening = Para(f"您反映的“{file.opinion.title}”{number}收悉，现答复如下：", "body")
    if not reply:
        return [opening, *[Para(WIDE, "body")] * 6]
    words = [Para(part, "body") for part in reply.content.split("\n") if part.strip()]
    due = f"，计划于{chinese_date(reply.promised_on)}前完成" if reply.promised_on else ""
    promise = [Para(f"承诺事项：{reply.promise.rstrip('。；， ')}{due}。", "body")] if reply.promise else []
    return [opening, *words, *promise]


def _contact(reply: Reply | None) -> str:
    handler = reply.handler if reply else ""
    phone = reply.handler_phone if reply else ""
    return f"（承办人：{handler or WIDE * 4}{WIDE}联系电话：{phone or WIDE * 6}）"
