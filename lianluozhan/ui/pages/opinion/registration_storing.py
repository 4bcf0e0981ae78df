"""From the values of the form to the stored opinion, and from the last one to the values of the next (5.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from lianluozhan.models import opinions
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.opinions.record import Screening
from lianluozhan.models.session import Session

from .registration_form import FILES, JOIN, JOIN_INTO, EntryForm

LIKE_LAST = ("channel", "received_on", "village_id", "deputy_ids")


class After(Enum):
    """What follows when the form is stored."""

    STAY = "stay"
    NEXT = "next"
    SUBMIT = "submit"
    PRINT = "print"


def written(
    session: Session, values: dict[str, Any], seen: Opinion | None, after: After, edited: Callable[[Opinion], None]
) -> Opinion:
    """Store a form, new or as it was `seen`, and send it on its way in the same action.

    Only a draft that is joined to another matter is first stored as it was `edited`.
    """
    files, into = values.pop(FILES), values.pop(JOIN_INTO)
    values["deputy_ids"] = tuple(values["deputy_ids"])
    joins = values["screening"] == JOIN
    if joins:
        values["screening"] = Screening.ACCEPT
    joins = joins and after is not After.STAY
    submits = after is After.SUBMIT and values["screening"] is not Screening.ON_SPOT and not joins
    if seen is None:
        made = Opinion(**values)
        if joins:
            return opinions.register_and_merge(session, made, into, files)
        return (opinions.register_and_submit if submits else opinions.register)(session, made, files)
    if submits:
        return opinions.edit_and_submit(session, seen.id, seen=seen, files=files, **values)
    kept = opinions.edit(session, seen.id, seen=seen, files=files, **values)
    edited(kept)
    return opinions.merge(session, kept.id, into) if joins else kept


def like_last(form: EntryForm, session: Session) -> str:
    """Fill in what often stays the same from form to form, where nothing was typed; returns what to say."""
    last, blank = opinions.last_of(session), opinions.blank(session)
    if last is None:
        return "还没有上一份可以照着填。"
    for name in LIKE_LAST:
        try:
            untouched = form.editor(name).value() in (getattr(blank, name), [], None)
        except InvalidRecord:  # half a word that means nothing yet
            continue
        if untouched:
            form.editor(name).set_value(getattr(last, name))
    return f"来源、日期、村和代表照“{last.title}”填好了。"
