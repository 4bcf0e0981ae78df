"""How the place of a scanned page is called, and the way to its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lianluozhan.models import veil
from lianluozhan.models.archive.record import Item
from lianluozhan.models.archive.scan_targets import OF_ITEM, Target
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.session import Session

from .sources import go_to, has_place

if TYPE_CHECKING:
    from ...desk import Desk

_LONGEST = 60
_KINDS = {
    "opinions": "社情民意",
    "visits": "接待记录",
    "receptions": "代表接待",
    "calls": "来电",
    "suggestions": "代表建议",
    "supervisions": "催办督办",
    "official_documents": "公文",
}


def name_of(session: Session, target: Target) -> str:
    """意见建议交办单　3号 路灯: the form and its record, or the 件."""
    from lianluozhan.printing.catalog import FORMS  # the forms load what the first picture does not need

    if target.table == OF_ITEM:
        item = session.find(Item, target.record_id)
        return f"{item.archival_number}　{item.title}"[:_LONGEST] if item else "件已经找不到了"
    title = FORMS[target.form].title if target.form in FORMS else _KINDS.get(target.table, "记录")
    return f"{title}　{_record(session, target)}"[:_LONGEST]


def _record(session: Session, target: Target) -> str:
    from lianluozhan.sheets.sources import SOURCES

    if refusal := veil.sentence(session, *target.owner):
        return refusal
    try:
        name = SOURCES[target.table].name(session, target.record_id) if target.table in SOURCES else ""
    except RuleError:
        return "记录已经找不到了"
    if target.table != "opinions":
        return name
    matter = session.find(Opinion, target.record_id)
    return f"{name} {matter.title}" if matter else name


def can_open(desk: Desk, target: Target) -> bool:
    """Whether this person may see the record and has a room in which it stands."""
    return not veil.sentence(desk.session, *target.owner) and has_place(desk, *target.owner)


def open_record(desk: Desk, target: Target) -> None:
    """Go where the record stands."""
    go_to(desk, *target.owner)
