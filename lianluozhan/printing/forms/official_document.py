"""F122 通用公文: notices, letters, reports, requests, minutes, announcements in either layout (GB/T 9704)."""

from __future__ import annotations

from lianluozhan.models.official import Genre, Layout, OfficialDocument
from lianluozhan.models.stations import Station

from ..document import (
    LETTER,
    OFFICIAL,
    Annex,
    AnnexList,
    Block,
    Closing,
    Document,
    Imprint,
    Letterhead,
    OfficialHead,
    Para,
)
from .document_body import Part, balanced, paragraphs, parts_of
from .marks import WIDE, chinese_date

TITLE = "通用公文"
UPWARD = (Genre.REPORT, Genre.REQUEST)
_BLANK_LINES = 6
_OPEN_DATE = f"{WIDE * 3}年{WIDE * 2}月{WIDE * 2}日"
_OPEN_NUMBER = f"{WIDE * 4}〔{WIDE * 3}〕{WIDE * 2}号"


def official_document(document: OfficialDocument | None, station: Station | None = None) -> Document:
    """A document as it is sent, or a draft of it; blank it has the head and room for everything."""
    if document is None:
        document = OfficialDocument(
            genre=Genre.NOTICE, layout=Layout.GENERAL, organ=station.congress if station else "", title=WIDE * 10
        )
        return _set(document, [Para(WIDE, "body")] * _BLANK_LINES, ())
    body, *annexes = parts_of(document.body)
    return _set(document, paragraphs(body.lines), annexes)


def _set(document: OfficialDocument, body: list[Para], annexes: list[Part] | tuple[()]) -> Document:
    is_letter = document.layout is Layout.LETTER
    names = [line.strip() for line in document.annexes.split("\n") if line.strip()] or [part.title for part in annexes]
    blocks: list[Block] = [
        *_head(document),
        Para(balanced(document.title), "doc_title"),
        *_addressee(document),
        *body,
        *([AnnexList(names)] if names else []),
        Closing(document.organ, _day(document), sealed=document.is_sealed),
        *([Para(f"（{document.remark}）", "body")] if document.remark else []),
        *_annexes(annexes),
        *_imprint(document),
    ]
    title = "".join(document.title.split()) or TITLE
    return Document(title=title, blocks=blocks, paper=LETTER if is_letter else OFFICIAL)


def _head(document: OfficialDocument) -> list[Block]:
    number = document.number or (_OPEN_NUMBER if document.genre is not Genre.ANNOUNCEMENT else "")
    red = document.has_red_head
    if document.layout is Layout.LETTER:
        return [Letterhead(document.organ, number, red, document.urgency)]
    signer = ""
    if document.genre in UPWARD:
        signer = document.signer or WIDE * 4
    return [OfficialHead(_mark(document), number, signer, document.urgency, red)]


def _mark(document: OfficialDocument) -> str:
    """发文机关标志: the name with 文件, alone on what is posted, with 会议纪要 on minutes."""
    if document.genre is Genre.MINUTES:
        return document.organ.removesuffix("会议纪要") + "会议纪要"
    return document.organ if document.genre is Genre.ANNOUNCEMENT else f"{document.organ}文件"


def _addressee(document: OfficialDocument) -> list[Para]:
    if document.addressee:
        return [Para(document.addressee.rstrip("：:") + "：", "body0")]
    if document.number or document.genre in (Genre.ANNOUNCEMENT, Genre.MINUTES):
        return []
    return [Para(f"{WIDE * 8}：", "body0")]


def _day(document: OfficialDocument) -> str:
    return chinese_date(document.dated_on, _OPEN_DATE)


def _annexes(annexes: list[Part] | tuple[()]) -> list[Block]:
    blocks: list[Block] = []
    for number, part in enumerate(annexes, 1):
        blocks += [Annex(number if len(annexes) > 1 else 0, part.title), *paragraphs(part.lines)]
    return blocks


def _imprint(document: OfficialDocument) -> list[Block]:
    """A letter names only who gets copies (GB/T 9704, 10.1)."""
    copies = document.copy_to.rstrip("。；;，, ")
    if document.layout is Layout.LETTER:
        return [Imprint(copies, "", "")] if copies else []
    if not copies and not document.issuer:
        return []
    issued_on = chinese_date(document.issued_on, _OPEN_DATE) if document.issuer else ""
    return [Imprint(copies, document.issuer, issued_on)]
