"""Official documents of the station (公文, GB/T 9704): notices, letters, reports, requests, circulars (F122, F21)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, ClassVar

from . import numbering, settings, stations
from .attachments import FileSource, attach
from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, long_text, reference, text, tick
from .listing import Listing
from .session import Session
from .staff import Staff


class Genre(Choice):
    """文种."""

    LETTER = "letter", "函"
    NOTICE = "notice", "通知"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    CIRCULAR = "circular", "通报"
    SUGGESTION = "suggestion", "意见"
    MINUTES = "minutes", "纪要"
    ANNOUNCEMENT = "announcement", "公告"
    ANALYSIS = "analysis", "社情民意分析报告"
    BULLETIN = "bulletin", "办理情况通报"


class Layout(Choice):
    """通用格式 or 信函格式."""

    GENERAL = "general", "通用格式"
    LETTER = "letter", "信函格式"


class DocumentState(Choice):
    DRAFT = "draft", "拟稿"
    ISSUED = "issued", "已签发"


@dataclass(frozen=True, kw_only=True)
class OfficialDocument:
    """One 公文. Body: a line a paragraph; lines beginning with 一、 （一） are headings. Annexes: a title a line."""

    TABLE: ClassVar = "official_documents"

    id: int = 0
    genre: Genre = choice("文种", Genre, Genre.LETTER)
    layout: Layout = choice("版式", Layout, Layout.LETTER)
    number: str = text("发文字号", max_length=40)
    urgency: str = text("紧急程度", max_length=10)
    title: str = text("标题", required=True, max_length=100)
    addressee: str = text("主送机关", max_length=200)
    body: str = long_text("正文", max_length=50_000)
    annexes: str = long_text("附件", max_length=2000)
    organ: str = text("发文机关", max_length=60)
    signer: str = text("签发人", max_length=50)
    dated_on: date | None = day("成文日期")
    copy_to: str = text("抄送", max_length=300)
    issuer: str = text("印发机关", max_length=60)
    issued_on: date | None = day("印发日期")
    remark: str = text("附注", max_length=100)
    is_sealed: bool = tick("加盖印章", default=True)
    has_red_head: bool = tick("印红头", default=True)
    state: DocumentState = choice("状态", DocumentState, DocumentState.DRAFT)
    period_from: date | None = day("统计自")
    period_until: date | None = day("统计至")
    figures: str = long_text("统计数据", max_length=1_000_000)
    drafted_by: int | None = reference("拟稿人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


LETTER_PREFIX, PREFIX, FROM_PLACE = "official.letter_prefix", "official.prefix", "按地名"
UPWARD = frozenset({Genre.REPORT, Genre.REQUEST})
REPORTS = frozenset({Genre.ANALYSIS, Genre.BULLETIN})
WITHOUT_ADDRESSEE = frozenset({Genre.ANNOUNCEMENT, Genre.MINUTES, *REPORTS})
OWN_SERIES = frozenset({Genre.MINUTES, Genre.ANNOUNCEMENT})  # numbered 〔2026〕1号, without the sender's short name
URGENCIES = ("特急", "加急")
VIEWS = (("", "全部"), ("draft", "拟稿"), ("issued", "已签发"), ("reports", "分析报告和通报"), ("letters", "函"))
_VIEWED = {
    "": "1",
    "draft": "state = 'draft'",
    "issued": "state = 'issued'",
    "reports": "genre IN ('analysis', 'bulletin')",
    "letters": "genre = 'letter'",
}
_SEVERAL = re.compile(r"[、，,；;\n]")
_ENDINGS = ("街道办事处", "街道", "镇", "乡")
WRITTEN = (
    *("genre", "layout", "urgency", "title", "addressee", "body", "annexes", "organ", "signer", "copy_to"),
    *("issuer", "remark", "is_sealed", "has_red_head"),
)


def form_number(genre: Genre) -> str:
    """Which form a document of this kind is printed with."""
    return "F21" if genre in REPORTS else "F122"


def layout_for(genre: Genre) -> Layout:
    """The layout that documents of this kind usually have: letters as letters, all others in general format."""
    return Layout.LETTER if genre is Genre.LETTER else Layout.GENERAL


def prefix(session: Session, layout: Layout) -> str:
    """发文机关代字: as set, else drawn from the name of the place (青石镇 gives 青石人大, letters 青石人大函)."""
    wanted = settings.value(session, LETTER_PREFIX if layout is Layout.LETTER else PREFIX)
    if wanted != FROM_PLACE:
        return wanted
    place = stations.station(session).place
    ending = next((end for end in _ENDINGS if place.endswith(end) and len(place) > len(end) + 1), "")
    return f"{place.removesuffix(ending)}人大" + ("函" if layout is Layout.LETTER else "")


def draft(session: Session, document: OfficialDocument) -> OfficialDocument:
    """Store a new draft; the sender is the congress of the station unless another one is named."""
    with session.action("official.edit"):
        organ = document.organ.strip() or stations.station(session).congress
        new = replace(_in_order(_as_draft(document)), organ=organ, drafted_by=session.staff.id)
        return session.add(new)


def edit(session: Session, document_id: int, **values: Any) -> OfficialDocument:
    """Change a draft; what has been issued stays as it was signed."""
    with session.action("official.edit"):
        document = session.get(OfficialDocument, document_id)
        _check_draft(document, "修改")
        wanted = _in_order(replace(document, **values))
        if not wanted.organ:
            wanted = replace(wanted, organ=stations.station(session).congress)
        changed = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name != "id"}
        return session.change(document, **changed)


def copy(session: Session, document_id: int) -> OfficialDocument:
    """A new draft with the words of another document, without its number, signature and days."""
    with session.action("official.edit"):
        old = session.get(OfficialDocument, document_id)
        return session.add(replace(_as_draft(old), drafted_by=session.staff.id))


def issue(session: Session, document_id: int, signed_on: date | None = None) -> OfficialDocument:
    """Sign a draft: it gets its number, the name of the leader who signs, and that day as its date."""
    with session.action("official.issue"):
        return _issue(session, document_id, session.staff, signed_on or session.today)


def record_signed(
    session: Session, document_id: int, signer_id: int, signed_on: date, scans: Sequence[FileSource] = ()
) -> OfficialDocument:
    """Enter that a leader of the station has signed the draft on paper (代录签字件), with the scan if there is one."""
    with session.action("official.record_signed"):
        signer = session.get(Staff, signer_id)
        if signer_id not in dict(leaders(session, signed_on)):
            day = f"{signed_on.year}年{signed_on.month}月{signed_on.day}日"
            raise InvalidRecord({"signer_id": f"{signer.name}在{day}不是本站的站长或副站长。请看签字件上的签发人。"})
        issued = _issue(session, document_id, signer, signed_on)
        for scan in scans:
            attach(session, OfficialDocument.TABLE, document_id, scan, "签字件")
        return issued


def leaders(session: Session, on: date) -> list[tuple[int, str]]:
    """Who may sign on that day, the head first."""
    sql = (
        "SELECT DISTINCT s.id, s.name FROM appointments a JOIN staff s ON s.id = a.staff_id"
        " WHERE a.post IN ('head', 'vice_head') AND a.starts_on <= :on AND (a.ends_on IS NULL OR a.ends_on >= :on)"
        " ORDER BY a.post, s.id"
    )
    return [(staff_id, name) for staff_id, name in session.rows(sql, {"on": on.isoformat()})]


def void(session: Session, document_id: int, reason: str) -> OfficialDocument:
    """Take a document out of use with the reason; its number is never given again."""
    with session.action("official.void"):
        document = session.get(OfficialDocument, document_id)
        if document.voided_on:
            raise RuleError(f"“{document.title}”已经作废，不用再作废。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        return session.change(document, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, document_id: int) -> OfficialDocument:
    """Take a voiding back."""
    with session.action("official.void"):
        return session.change(session.get(OfficialDocument, document_id), voided_on=None, void_reason="")


def listing(session: Session, words: str = "", *, voided: bool = False, view: str = "") -> Listing:
    """Drafts first, then by date, the newest at the top; `voided` adds those out of use. Views stand in `VIEWS`."""
    texts = "title || ' ' || number || ' ' || addressee || ' ' || body"
    return Listing(
        session.db,
        "official_documents",
        where=(
            f"instr({texts}, :words) > 0",
            "voided_on IS NULL OR :voided",
            _VIEWED[view],
        ),
        params={"words": words.strip(), "voided": voided},
        order=("state = 'draft'", "ifnull(dated_on, '')", "id"),
        descending=True,
    )


def not_ready(document: OfficialDocument) -> dict[str, str]:
    """What a document lacks before it can be signed, by field (GB/T 9704; the rules for documents upward)."""
    problems = {}
    if not document.title.strip():
        problems["title"] = "请填写“标题”。"
    if not document.body.strip():
        problems["body"] = "正文还空着，请写好再签发。"
    if not document.addressee.strip() and document.genre not in WITHOUT_ADDRESSEE:
        problems["addressee"] = f"{document.genre.label}要写主送机关。请补上再签发。"
    if document.genre in UPWARD:
        if _SEVERAL.search(document.addressee.strip()):
            problems["addressee"] = f"{document.genre.label}只能主送一个上级机关，其他机关请写在抄送里。"
        if document.layout is Layout.LETTER:
            problems["layout"] = f"{document.genre.label}要印签发人，信函格式里没有它的位置。请改用通用格式。"
    return problems


def next_number(session: Session, document: OfficialDocument, year: int) -> str:
    """The number that a document would get if it were signed now."""
    kind = _series(session, document)
    return f"{'' if document.genre in OWN_SERIES else kind}〔{year}〕{numbering.last_given(session, kind, year) + 1}号"


def _series(session: Session, document: OfficialDocument) -> str:
    return document.genre.label if document.genre in OWN_SERIES else prefix(session, document.layout)


def _issue(session: Session, document_id: int, signer: Staff, signed_on: date) -> OfficialDocument:
    document = session.get(OfficialDocument, document_id)
    _check_draft(document, "签发")
    if document.drafted_by == signer.id:
        raise RuleError(f"“{document.title}”是{signer.name}自己拟的，不能自己签发。请另一位站领导签发。")
    if signed_on > session.today:
        raise InvalidRecord({"dated_on": "成文日期不能晚于今天。请填签发的那一天。"})
    if problems := not_ready(document):
        raise InvalidRecord(problems)
    return session.change(
        document,
        number=_take_number(session, document, signed_on.year),
        signer=signer.name,
        dated_on=signed_on,
        issued_on=document.issued_on or signed_on,
        state=DocumentState.ISSUED,
    )


def _take_number(session: Session, document: OfficialDocument, year: int) -> str:
    kind = _series(session, document)
    given = numbering.next_number(session, kind, year)
    return given.removeprefix(kind) if document.genre in OWN_SERIES else given


def _check_draft(document: OfficialDocument, act: str) -> None:
    if document.voided_on:
        raise RuleError(f"“{document.title}”已经作废，不能{act}。要用它的内容，请复制一份。")
    if document.state is not DocumentState.DRAFT:
        raise RuleError(f"“{document.title}”已经签发，不能再{act}。要改内容，请作废后复制一份重新签发。")


def _as_draft(document: OfficialDocument) -> OfficialDocument:
    """Without what only signing and voiding give."""
    plain = replace(document, id=0, number="", signer="", state=DocumentState.DRAFT, void_reason="")
    return replace(plain, dated_on=None, issued_on=None, voided_on=None)


def _in_order(document: OfficialDocument) -> OfficialDocument:
    """Minutes carry no seal; texts without blank ends."""
    tidy = {name: getattr(document, name).strip() for name in ("title", "addressee", "organ", "copy_to", "issuer")}
    sealed = document.is_sealed and document.genre is not Genre.MINUTES
    return replace(document, is_sealed=sealed, **tidy)
