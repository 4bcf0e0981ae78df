"""One earlier value of a record put back (恢复这个值), by the very function that the record is edited with (4.6.3).

So whatever holds for editing holds here: who may, which state, which term is closed, what follows from it; the audit
log has a line of it, and what can be undone can be undone again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import activities, categories, contacts, deputies, groups, places, raising, staff, stations
from .activities import Activity
from .contacts import Contact
from .deputies import Deputy
from .errors import RuleError
from .fields import fields_of
from .groups import DeputyGroup
from .places import Category, HandlingBody, Village
from .receptions import arranging
from .receptions.record import Reception
from .rows import from_row, stored, to_row
from .session import Session
from .staff import Staff
from .stations import Station
from .suggestions import Suggestion


@dataclass(frozen=True)
class Way:
    """How a kind of record is edited, by whom, and which fields are no matter of editing."""

    permission: str
    edit: Callable[[Session, int, dict[str, Any]], Any]
    never: frozenset[str] = frozenset()


def _place(kind: type[Any]) -> Callable[[Session, int, dict[str, Any]], Any]:
    return lambda session, id_, values: places.edit(session, kind, id_, **values)


# what tells of a step, or is given by the program
_STEPS = frozenset({"retired_on", "voided_on", "void_reason", "entered_by", "import_batch_id", "number", "state"})
WAYS: dict[type, Way] = {
    Deputy: Way("deputy.edit", lambda session, id_, values: deputies.edit(session, id_, **values)),
    Staff: Way("staff.edit", lambda session, id_, values: staff.edit_staff(session, id_, **values)),
    HandlingBody: Way("handling_body.edit", _place(HandlingBody), frozenset({"kind"})),
    Village: Way("village.edit", _place(Village)),
    Category: Way(
        "category.edit",
        lambda session, id_, values: categories.edit(session, id_, **values),
        frozenset({"parent_id", "position"}),
    ),
    Station: Way("station.edit", lambda session, id_, values: stations.edit(session, **values)),
    DeputyGroup: Way("group.edit", lambda session, id_, values: groups.edit(session, id_, **values)),
    Contact: Way(
        "contact.enter", lambda session, id_, values: contacts.edit(session, id_, **values), frozenset({"opinion_id"})
    ),
    Activity: Way("activity.enter", lambda session, id_, values: activities.edit(session, id_, **values)),
    Reception: Way(
        "reception.plan",
        lambda session, id_, values: arranging.edit(session, id_, **values),
        frozenset({"plan_id", "moved_from", "moved_reason", "cancel_reason", "opened_at", "closed_at", "summary"})
        | {"summed_on", "bound_on"},
    ),
    Suggestion: Way(
        "suggestion.edit",
        lambda session, id_, values: raising.edit(session, id_, **values),
        frozenset({"opinion_id", "dispatched_on", "due_months", "due_on", "due_rule", "answered_on", "answer"})
        | {"judgement", "closed_on", "is_hard"},
    ),
}


def can_be_restored(session: Session, record: Any, name: str) -> bool:
    """Whether this person edits such records, and this field is one that is edited."""
    way = WAYS.get(type(record))
    if way is None or name in _STEPS | way.never:
        return False
    return not getattr(record, "voided_on", None) and session.may(way.permission)


def earlier(session: Session, record: Any, name: str, line_id: int) -> Any:
    """What stood in a field before the change that a line of the audit log tells of."""
    found = session.rows(
        "SELECT changes FROM audit_log WHERE id = ? AND table_name = ? AND record_id = ?",
        (line_id, type(record).TABLE, record.id),
    )
    pair = json.loads(found[0][0]).get(name) if found else None
    if not isinstance(pair, list) or len(pair) != 2:
        raise RuleError("操作日志里没有这一次修改，不能恢复。请关上修改历史再打开看。")
    if pair[0] is None and next(field for field in fields_of(type(record)) if field.name == name).required:
        raise RuleError("改以前这一项还没有内容，不能恢复成空的。")
    return getattr(from_row(type(record), to_row(record) | {name: pair[0]}), name)


def restore(session: Session, record: Any, name: str, line_id: int) -> Any:
    """Write the earlier value as the record is edited; returns the record as it is then."""
    if not can_be_restored(session, record, name):
        raise RuleError("这一项不能在修改历史里恢复。请打开这条记录办理。")
    now: Any = session.get(type(record), record.id)
    value = earlier(session, now, name, line_id)
    if stored(value) == stored(getattr(now, name)):
        raise RuleError("现在就是这个值，不用恢复。")
    return WAYS[type(record)].edit(session, record.id, {name: value})
