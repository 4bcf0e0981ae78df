"""How a record came to be as it is: each change of each field out of the audit log, with who wrote it (4.6.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import drafts
from .audit import action_words
from .fields import Field, fields_of
from .identity_numbers import masked_identity
from .opinions import masked_phone
from .opinions.record import Opinion
from .rows import from_row, to_row
from .session import Session

_NEVER_SHOWN = ("id",)
_MASKED = ("phone", "id_number")  # never written out whole where records of people are shown
SECRET = (
    "submitter_name",
    "phone",
    "address",
    "name",
    "id_number",
    "persons",
)  # of a record whose person asked for secrecy


@dataclass(frozen=True)
class FieldWords:
    """One field: what it was and what was written, as people read it."""

    label: str
    before: str
    after: str
    name: str = field(default="", compare=False)
    is_hidden: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Moment:
    """One deed on the record, the fields it wrote, and the deed's number so that it can be undone."""

    at: datetime
    who: str
    action: str
    is_first: bool
    fields: tuple[FieldWords, ...]
    deed_id: int | None
    line_id: int = 0  # of the audit log


def history(session: Session, record: Any) -> list[Moment]:
    """Everything that was written into a record, the newest first; what names somebody who wants secrecy is hidden."""
    kind, fields = type(record), {field.name: field for field in fields_of(type(record))}
    hidden = SECRET if getattr(record, "keeps_secret", False) and not session.may("opinion.unmask") else ()
    sql = (
        "SELECT l.id, l.at, coalesce(s.name, ''), l.action, l.changes,"
        " (SELECT max(d.id) FROM deeds d WHERE d.id <= l.id AND d.last >= l.id)"
        " FROM audit_log l LEFT JOIN staff s ON s.id = l.staff_id"
        " WHERE l.table_name = ? AND l.record_id = ? ORDER BY l.id"
    )
    found: list[Moment] = []
    for number, (line, at, who, action, changes, deed_id) in enumerate(session.rows(sql, (kind.TABLE, record.id))):
        pairs = {name: pair for name, pair in json.loads(changes).items() if name in fields and _is_pair(pair)}
        written = tuple(_words(session, record, fields, pairs, hidden))
        if written or not number:
            found.append(
                Moment(datetime.fromisoformat(at), who, action_words(action), not number, written, deed_id, line)
            )
    return found[::-1]


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2


def _words(
    session: Session, record: Any, fields: Mapping[str, Field], pairs: Mapping[str, list[Any]], hidden: tuple[str, ...]
) -> Iterator[FieldWords]:
    if not pairs:
        return
    row = to_row(record)
    required = {name: row[name] for name, pair in pairs.items() if pair[0] is None}  # nothing stood there before
    before = from_row(type(record), row | {name: pair[0] for name, pair in pairs.items()} | required)
    after = from_row(type(record), row | {name: pair[1] for name, pair in pairs.items()})
    for name in pairs:
        if name in _NEVER_SHOWN:
            continue
        if name in hidden:
            yield FieldWords(fields[name].label, "要求保密", "要求保密", name, is_hidden=True)
            continue
        was = "空着" if name in required else _said(session, record, fields[name], getattr(before, name))
        yield FieldWords(fields[name].label, was, _said(session, record, fields[name], getattr(after, name)), name)


def _said(session: Session, record: Any, field_: Field, value: Any) -> str:
    if field_.name in _MASKED and value and not isinstance(record, Opinion):  # a matter shows its own numbers itself
        return masked_phone(value) if field_.name == "phone" else masked_identity(value)
    return drafts.words_of(session, field_, value)
