"""Official documents of the station (公文, GB/T 9704): notices, letters, reports, requests, circulars (F122, F21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, text, tick


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
