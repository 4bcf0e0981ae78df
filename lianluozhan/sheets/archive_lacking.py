"""What the record behind a 件 lacks before it can be filed whole, in words: signatures, receipts, replies (4.6.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lianluozhan.models import attachments, attendances
from lianluozhan.models.activities import Activity
from lianluozhan.models.archive.record import Item, ItemKind
from lianluozhan.models.attendances import Presence
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.official import DocumentState, OfficialDocument
from lianluozhan.models.receptions.record import ReceptionPlan
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion, SuggestionState

from . import reception_volume, volume
from .archive_binding import REGISTERS, year_sheet
from .deputy_file import in_few_words

Words = Iterator[str]


def lacking(session: Session, item: Item) -> list[str]:
    """By the kind of the 件; empty when its record has all it should."""
    if item.kind is ItemKind.REGISTER:
        return list(_register(session, item))
    if item.kind is ItemKind.DEPUTY_YEAR:
        return in_few_words(year_sheet(session, item).missing)
    look = _KINDS.get(item.kind)
    found = list(look(session, item.source_id)) if look and item.source_id else []
    return found + (list(_external(item)) if item.kind is ItemKind.EXTERNAL else [])


def _activity(session: Session, activity_id: int) -> Words:
    activity = session.get(Activity, activity_id)
    lines = attendances.of(session, Activity.TABLE, activity_id)
    if not lines:
        yield "没有应到代表的名单"
    elif all(line.presence not in (Presence.PRESENT, Presence.ABSENT) for line in lines):
        yield "没有登记到会"
    if not activity.content.strip():
        yield "没有写内容摘要"
    if not attachments.of(session, Activity.TABLE, activity_id):
        yield "没有照片和签到表的扫描件"


def _suggestion(session: Session, suggestion_id: int) -> Words:
    found = session.get(Suggestion, suggestion_id)
    if found.state is SuggestionState.DRAFT:
        yield "建议还没有交办"
    elif found.state is SuggestionState.SENT:
        yield "没有答复"
    elif found.state is SuggestionState.ANSWERED:
        yield "还没有办结"
    if not attachments.of(session, Suggestion.TABLE, suggestion_id):
        yield "没有代表签名的建议纸和答复件的扫描件"


def _document(session: Session, document_id: int) -> Words:
    found = session.get(OfficialDocument, document_id)
    if found.state is not DocumentState.ISSUED:
        yield "公文还没有签发"
    if not found.number:
        yield "没有发文字号"
    if found.dated_on is None:
        yield "没有成文日期"
    if not attachments.of(session, OfficialDocument.TABLE, document_id):
        yield "没有签发盖章件的扫描件"


def _plan(session: Session, plan_id: int) -> Words:
    if session.get(ReceptionPlan, plan_id).approved_on is None:
        yield "接待计划还没有批准"
    if not attachments.of(session, ReceptionPlan.TABLE, plan_id):
        yield "没有签字件的扫描件"


def _handover(session: Session, handover_id: int) -> Words:
    if session.get(HandOver, handover_id).signed_on is None:
        yield "交接清单还没有签字"
    if not attachments.of(session, HandOver.TABLE, handover_id):
        yield "没有签字件的扫描件"


def _register(session: Session, item: Item) -> Words:
    if item.source_table not in REGISTERS:
        yield "不知道是哪一种登记簿"
    elif item.year and item.year >= session.today.year:
        yield f"{item.year}年还没有过完，登记簿还会增加"


def _external(item: Item) -> Words:
    if not item.responsible.strip():
        yield "没有写责任者（来文单位）"
    if item.dated_on is None:
        yield "没有写日期"


_KINDS: dict[ItemKind, Callable[[Session, int], Words | list[str]]] = {
    ItemKind.OPINION: volume.missing,
    ItemKind.RECEPTION: reception_volume.missing,
    ItemKind.ACTIVITY: _activity,
    ItemKind.SUGGESTION: _suggestion,
    ItemKind.DOCUMENT: _document,
    ItemKind.PLAN: _plan,
    ItemKind.HANDOVER: _handover,
}
