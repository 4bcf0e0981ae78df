"""What is being typed and not stored yet: one draft a person and form, on the disk within seconds.

Not records: no audit line, no announcement, overwritten and removed. They lie in the encrypted database and nowhere
else, and everybody meets only his own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .attachments import Enclosed
from .database import is_open, storage_trouble
from .fields import Choice, Field, fields_of
from .session import Session
from .veil import closed_ids

NAMED = {  # by what people know a record that has no name
    "archive_appraisals": "number",
    "archive_boxes": "year || '年' || number || '号盒'",
    "archive_items": "CASE archival_number WHEN '' THEN title ELSE archival_number END",
    "archive_rules": "material",
    "archive_transfers": "number",
    "archive_volumes": "title",
    "box_openings": "opened_on || ' ' || box",
    "dispatches": "number",
    "handovers": "handed_on",
    "import_batches": "file_name",
    "opinions": "number",
    "point_rules": "item",
    "promises": "words",
    "reception_plans": "title",
    "receptions": "number",
    "replies": "document_number",
}
LONGEST = 40  # characters of a text that is named in a sentence
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Unread:
    """What stands in a field and cannot be understood yet: half a date, half the name of a village."""

    words: str
    chosen: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Lying:
    """That a draft lies there: of which form, about what, since when."""

    form: str
    owner_id: int
    title: str
    saved_at: datetime


@dataclass(frozen=True)
class Draft(Lying):
    """What somebody typed into one form; `seen` is the record as it was when the form was opened."""

    seen: dict[str, Any]
    typed: dict[str, Any]


@dataclass(frozen=True)
class Changed:
    """A field of the record that was changed while the form was open, in words: then, now, and what was typed there."""

    name: str
    label: str
    then: str
    now: str
    typed: str
    value: Any  # what the record has now
    is_contested: bool  # the person changed it too, to something else


def keep(
    session: Session,
    form: str,
    owner_id: int,
    typed: Mapping[str, Any],
    *,
    title: str,
    seen: Mapping[str, Any] | None = None,
    wanted: Callable[[], bool] = lambda: True,
    patience: float = -1,
) -> datetime | None:
    """Put a draft on the disk in place of an earlier one; None when it is not wanted or the file not to be had.

    It never joins an action under way: it waits `patience` seconds for the lock, without a figure as long as it takes.
    """
    with _held(session, patience) as held:
        if not held or not is_open(session.db) or not wanted() or session.db.conn.in_transaction:
            return None
        contents: dict[str, bytes] = {}
        words, was = (_text(_packed(values, contents)["map"]) for values in (typed, seen or {}))
        now = session.now().replace(microsecond=0)
        row = (session.staff.id, form, owner_id, _whole(title), was, words, now.isoformat())
        with storage_trouble(), session.db.atomic():
            session.db.conn.execute(
                "INSERT INTO drafts (staff_id, form, owner_id, title, seen, typed, saved_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (staff_id, form, owner_id) DO UPDATE SET title = excluded.title, seen = excluded.seen,"
                " typed = excluded.typed, saved_at = excluded.saved_at",
                row,
            )
            where = "staff_id = ? AND form = ? AND owner_id = ?"
            draft_id = session.value(f"SELECT id FROM drafts WHERE {where}", row[:3])
            _keep_contents(session, draft_id, contents)
        return now


def of(session: Session) -> list[Lying]:
    """What lies there for the signed-in person, the newest first."""
    sql = "SELECT form, owner_id, title, saved_at, typed FROM drafts WHERE staff_id = ? ORDER BY saved_at DESC, id DESC"
    return [
        Lying(form, owner_id, title, datetime.fromisoformat(at))
        for form, owner_id, title, at, typed in session.rows(sql, (session.staff.id,))
        if not _is_closed(session, form, owner_id, typed)
    ]


def _is_closed(session: Session, form: str, owner_id: int, typed: str) -> bool:
    """Whether a draft is about what has since been closed to the person who typed it; it stays until that is lifted."""
    if session.veil is None:
        return False
    room, _, rest = form.partition(".")
    if room in ("registration", "judge", "step"):
        table = rest if room == "registration" and rest else _OF_STEPS.get(rest.partition(".")[0], "opinions")
    else:
        table = _OF_SECTIONS.get(rest.partition(".")[0], "")
    return owner_id in closed_ids(session, table) or session.veil.names_somebody(typed)


# what the drafts of steps and of sections belong to, where it is not called as they are
_OF_STEPS = {
    "joint_reply": "joint_handlings",
    "slip": "supervisions",
    "issue": "supervisions",
    **dict.fromkeys(("advise", "decide_application", "tell_body"), "applications"),
}
_OF_SECTIONS = {
    **{name: name for name in ("deputies", "contacts", "voter_reports", "applications", "promises", "suggestions")},
    **{name: name for name in ("calls", "visits", "handovers")},
    "service": "service_records",
    "presses": "supervisions",
    "points": "deputies",
}


def take(session: Session, form: str, owner_id: int) -> Draft | None:
    """The own draft of this form, if there is one; it stays where it is until the form is stored."""
    sql = "SELECT id, title, saved_at, seen, typed FROM drafts WHERE staff_id = ? AND form = ? AND owner_id = ?"
    for draft_id, title, saved_at, seen, typed in session.rows(sql, (session.staff.id, form, owner_id)):
        if _is_closed(session, form, owner_id, typed):
            return None
        contents = files(session, draft_id)
        was, words = (_unpacked({"map": json.loads(text)}, contents) for text in (seen, typed))
        return Draft(form, owner_id, title, datetime.fromisoformat(saved_at), was, words)
    return None


def drop(session: Session, form: str, owner_id: int, *, wanted: Callable[[], bool] = lambda: True) -> None:
    """Remove the own draft of this form; as part of an action under way when there is one (`Session.also`)."""
    with session.lock:
        if is_open(session.db) and wanted():
            with storage_trouble(), session.db.atomic():
                session.db.conn.execute(
                    "DELETE FROM drafts WHERE staff_id = ? AND form = ? AND owner_id = ?",
                    (session.staff.id, form, owner_id),
                )


def files(session: Session, draft_id: int) -> dict[str, bytes]:
    """The contents that lie in a draft of one's own and nowhere else, such as a pasted picture, by their hashes."""
    sql = (
        "SELECT f.name, f.content FROM draft_files f JOIN drafts d ON d.id = f.draft_id"
        " WHERE d.id = ? AND d.staff_id = ? ORDER BY f.id"
    )
    return dict(session.rows(sql, (draft_id, session.staff.id)))


def seen_in(record: Any) -> dict[str, Any]:
    """The values of a record by field, to be compared when the form is opened again."""
    return {field.name: getattr(record, field.name) for field in fields_of(type(record))}


def changed_since(session: Session, record: Any, seen: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Changed]:
    """What differs between the record as it was seen and as it is now; contested where the person typed there too."""
    found = []
    for field in fields_of(type(record)):
        then, now = seen.get(field.name), getattr(record, field.name)
        if field.name not in seen or _same(then, now):
            continue
        mine = typed.get(field.name, then)
        contested = not _same(mine, then) and not _same(mine, now)
        was, has, wrote = (words_of(session, field, value) for value in (then, now, mine))
        found.append(Changed(field.name, field.label, was, has, wrote, now, contested))
    return found


def merged(typed: Mapping[str, Any], changed: Iterable[Changed]) -> dict[str, Any]:
    """What belongs in the form now: what the person typed, and elsewhere the record of today."""
    today = {change.name: change.value for change in changed if not change.is_contested and change.name in typed}
    return {**typed, **today}


def words_of(session: Session, field: Field, value: Any) -> str:
    """A value of a record as people read it."""
    if isinstance(value, Unread):
        return value.words
    if isinstance(value, bool) or field.kind == "tick":
        return "是" if value else "否"
    if value is None or value in ("", (), []):
        return "空着"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if field.kind in ("choices", "references"):
        single = replace(field, kind=field.kind[:-1])
        return "、".join(words_of(session, single, item) for item in value)
    if field.choices is not None:
        return field.choices(value).label
    if field.kind == "reference":
        named = NAMED.get(field.refers_to, "name")
        return str(session.value(f"SELECT {named} FROM {field.refers_to} WHERE id = ?", (value,)) or "空着")
    words = " ".join(str(value).split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


@contextmanager
def _held(session: Session, patience: float) -> Iterator[bool]:
    """The lock of the connection; False when an action of another thread holds it longer than that."""
    if not session.lock.acquire(timeout=patience):
        yield False
        return
    try:
        yield True
    finally:
        session.lock.release()


def _keep_contents(session: Session, draft_id: int, contents: Mapping[str, bytes]) -> None:
    """Their names are their hashes: what lies there already is not written again."""
    known = {name for (name,) in session.rows("SELECT name FROM draft_files WHERE draft_id = ?", (draft_id,))}
    for name in known - contents.keys():
        session.db.conn.execute("DELETE FROM draft_files WHERE draft_id = ? AND name = ?", (draft_id, name))
    for name in contents.keys() - known:
        row = (draft_id, name, contents[name])
        session.db.conn.execute("INSERT INTO draft_files (draft_id, name, content) VALUES (?, ?, ?)", row)


# Values as text, and back ------------------------------------------------------------------------------------------


def _text(values: Any) -> str:
    return _whole(_to_json(values))


def _whole(text: str) -> str:
    """Without halves of characters, which UTF-8 does not know."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _packed(value: Any, contents: dict[str, bytes]) -> Any:
    """A value as JSON has it; what JSON does not know is an object with one key that says what it is."""
    match value:
        case Choice():
            return value._value_
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Unread():
            return {"unread": [value.words, *(_packed(item, contents) for item in value.chosen)]}
        case Path():
            return {"path": str(value)}
        case bytes():
            name = hashlib.sha256(value).hexdigest()
            contents[name] = value
            return {"content": name}
        case Enclosed():
            return {"enclosed": [value.name, _packed(value.path, contents), _packed(value.content, contents)]}
        case Mapping():
            return {"map": {str(key): _packed(item, contents) for key, item in value.items()}}
        case list() | tuple():
            return [_packed(item, contents) for item in value]
    raise TypeError(f"a draft cannot hold {type(value).__name__}")


def _unpacked(value: Any, contents: Mapping[str, bytes]) -> Any:
    if isinstance(value, list):
        return [_unpacked(item, contents) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, held),) = value.items()
    match kind:
        case "day":
            return date.fromisoformat(held)
        case "moment":
            return datetime.fromisoformat(held)
        case "unread":
            return Unread(held[0], tuple(_unpacked(item, contents) for item in held[1:]))
        case "path":
            return Path(held)
        case "content" | "bytes":  # the latter by its name, in drafts of the second schema
            return contents[held]
        case "file":  # likewise
            return Enclosed(held, None, contents[held])
        case "enclosed":
            name, path, content = (_unpacked(item, contents) for item in held)
            return Enclosed(name, path, content)
        case "map":
            return {name: _unpacked(item, contents) for name, item in held.items()}
    raise ValueError(f"a draft with a value of the unknown kind {kind}")


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same in a form: a list and a tuple, a choice and its code, nothing and no text."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other) or (not one and not other and {type(one), type(other)} <= {str, type(None)})
