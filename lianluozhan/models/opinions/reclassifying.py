"""Putting matters into another category or village, and marking them, one or many in one deed (4.3.2, 4.6.3).

This is order in the ledger, not a change of what was said: it is allowed at any stage and stands in the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import drafts
from ..errors import RuleError
from ..fields import fields_of
from ..permissions import require
from ..session import Session
from . import trail
from .bulk import MOST
from .record import Opinion

FIELDS = ("category_id", "village_id", "nature", "is_widespread", "is_key")
_KNOWN = {field.name: field for field in fields_of(Opinion)}


def reclassify(session: Session, opinion_ids: Sequence[int], **values: Any) -> list[Opinion]:
    """Give all of these the same `values` (of FIELDS); those that have them already are left alone."""
    require(session.roles, "opinion.reclassify")
    if len(opinion_ids) <= MOST:
        _keep_copy(session, len(opinion_ids))
    with session.action("opinion.reclassify"):
        if strange := sorted(set(values) - set(FIELDS)):
            raise TypeError(f"not for classifying: {', '.join(strange)}")
        if not values:
            raise RuleError("请至少选一项要改的。")
        if len(opinion_ids) > MOST:
            raise RuleError(f"选了 {len(opinion_ids)} 件，一次最多改 {MOST} 件。请先筛选，分几次改。")
        changed = [_one(session, session.get(Opinion, opinion_id), values) for opinion_id in opinion_ids]
        return [each for each in changed if each is not None]


def _keep_copy(session: Session, count: int) -> None:
    from ..backup import copies  # which brings matters back, and so knows this package

    if count >= copies.MANY:
        copies.before(session, copies.Why.BULK)


def _one(session: Session, opinion: Opinion, values: Mapping[str, Any]) -> Opinion | None:
    new = {name: value for name, value in values.items() if getattr(opinion, name) != value}
    if not new or opinion.voided_on:
        return None
    told = (
        f"{_KNOWN[name].label}：{drafts.words_of(session, _KNOWN[name], getattr(opinion, name))}"
        f" → {drafts.words_of(session, _KNOWN[name], value)}"
        for name, value in new.items()
    )
    changed = session.change(opinion, **new)
    trail.write(session, changed, "reclassify", "改分类", "；".join(told))
    return changed
