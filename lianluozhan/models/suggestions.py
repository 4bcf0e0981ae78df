"""人大代表建议、批评和意见 (F24): an opinion that a deputy raises; answered within 3 or 6 months (代表法 51)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .deputies import Level
from .fields import Choice, choice, choices, day, long_text, reference, references, text, tick, whole_number


class Openness(Choice):
    """是否公开."""

    WHOLE = "whole", "全文公开"
    TITLE = "title", "仅公开标题"
    NONE = "none", "不公开"


class Origin(Choice):
    """形成方式."""

    RESEARCH = "research", "专题调研"
    FORUM = "forum", "座谈"
    VISIT = "visit", "走访"
    RECEPTION = "reception", "接待选民"
    OTHER = "other", "其他"


class Repeated(Choice):
    """多年多次提出."""

    TWO = "two", "两年"
    THREE = "three", "三年"
    MORE = "more", "三年以上"


class SuggestionState(Choice):
    DRAFT = "draft", "草拟"
    SENT = "sent", "已交办"
    ANSWERED = "answered", "已答复"
    CLOSED = "closed", "办结"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """One suggestion on its special paper; `deputy_ids` are the one who leads and those who sign with him."""

    TABLE: ClassVar = "suggestions"

    id: int = 0
    number: str = text("建议号", max_length=40)
    opinion_id: int | None = reference("转自社情民意", "opinions")
    level: Level = choice("提交给哪级人大", Level, Level.TOWNSHIP)
    term_words: str = text("届次", max_length=20)
    session_words: str = text("会议", max_length=20)
    in_session: bool = tick("会议期间提出")
    raised_on: date | None = day("提出时间", required=True)
    deputy_ids: tuple[int, ...] = references("提建议人", "deputies")
    title: str = text("标题", required=True, max_length=60)
    content: str = long_text("内容", required=True)
    review_category: str = text("审查分类", max_length=30)
    openness: Openness = choice("公开意见", Openness, Openness.WHOLE)
    origins: tuple[Origin, ...] = choices("形成方式", Origin)
    repeated: Repeated | None = choice("多年多次提出", Repeated)
    wants_contact: bool = tick("希望加强沟通")
    is_reference: bool = tick("仅供参考，不需书面答复")
    may_be_joined: bool = tick("可以联名")
    body_id: int | None = reference("建议承办单位", "handling_bodies")
    contact: str = text("建议联系人", max_length=50)
    state: SuggestionState = choice("状态", SuggestionState, SuggestionState.DRAFT)
    is_hard: bool = tick("涉及面广、处理难度大")
    dispatched_on: date | None = day("交办日期")
    due_months: int | None = whole_number("答复期限（月）", highest=12)
    due_on: date | None = day("答复期限")
    due_rule: str = text("期限依据", max_length=100)
    answered_on: date | None = day("答复日期")
    answer: str = long_text("答复内容")
    judgement: str = text("代表评价", max_length=20)
    closed_on: date | None = day("办结日期")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
