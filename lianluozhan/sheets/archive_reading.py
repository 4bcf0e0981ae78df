"""A 件 that was opened in the reading room: its sheets as they may be shown, its files, what stays closed (4.7.2).

Where people are to be hidden every sheet is drawn anew without them, and whatever else is known of them is replaced
in its texts. What cannot be drawn anew, and what lies there as a picture, is not shown at all then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lianluozhan.models.archive.reading import Reading, closed_words
from lianluozhan.models.archive.record import ItemKind, Part
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.errors import RuleError
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS

from . import archive_parts, of_record
from .archive_parts import Bound
from .public import Guard

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

GONE = "这份材料现在印不出来：原来的记录改过了，或者它只有纸质的。请看盒里的纸质件。"


@dataclass(frozen=True)
class Leaf:
    """One part as it may be seen: a sheet, a file, or the sentence why it is not shown."""

    part: Part
    document: Document | None = None
    attachment: Attachment | None = None
    refusal: str = ""


def leaves(session: Session, opened: Reading) -> list[Leaf]:
    """The parts of a 件 in binding order, for whoever opened it."""
    known = {part.id for part in opened.parts}
    bound = archive_parts.whole(session, opened.item)
    found = [each for each in bound if not known or each.part.id in known]
    if not opened.hidden:
        found = archive_parts.numbered(found)
        return [Leaf(each.part, each.document, each.attachment, _missing(each)) for each in found]
    guard = Guard.of(session, opened.item.source_table, [opened.item.source_id or 0])
    return [_hidden(session, opened, guard, each) for each in found]


def _missing(bound: Bound) -> str:
    return "" if bound.document or bound.attachment else GONE


def _hidden(session: Session, opened: Reading, guard: Guard, bound: Bound) -> Leaf:
    """One part without anybody in it; what nobody can answer for stays closed."""
    part = bound.part
    if bound.attachment is not None or part.attachment_id:
        return Leaf(part, refusal=closed_words("扫描件和照片遮不住姓名、电话"))
    if bound.document is None:
        return Leaf(part, refusal=GONE)
    of_many = opened.item.kind is ItemKind.REGISTER
    if of_many or part.form not in FORMS or not part.record_id:
        return Leaf(part, refusal=closed_words("这一份没有遮去姓名的印法"))
    try:
        return Leaf(part, guard.finished(of_record(session, part.form, part.record_id, hidden=True, coded=False)))
    except RuleError:  # something in it still says who it was
        return Leaf(part, refusal=closed_words("这一份遮不净姓名、电话"))
