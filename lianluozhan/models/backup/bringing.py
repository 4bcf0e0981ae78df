"""Bringing one matter back out of a backup: what was voided, overwritten or is no longer there, with its files (4.7.1).

What was done after the backup stays. A matter that is no longer there comes back whole, with its history; where
its number has been given again meanwhile it gets a new one and keeps the old as its former number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from .. import attachments, numbering
from ..attachments import Attachment, stored_path
from ..durable import storage_errors, sync_directory
from ..errors import RuleError, StorageError
from ..fields import fields_of
from ..opinions import trail
from ..opinions.applying import Application
from ..opinions.handling import Deadline, Dispatch, Evaluation, Feedback, JointHandling, OpinionStep, Reply
from ..opinions.promising import Promise, PromiseCheck
from ..opinions.record import Opinion
from ..opinions.supervising import Supervision
from ..session import Session
from .looking import Difference, Inside, Kind, difference
from .taking_out import sync_file

# what belongs to a matter, each before what names it
HISTORY: tuple[type, ...] = (
    *(OpinionStep, Dispatch, JointHandling, Reply, Feedback, Evaluation, Deadline),
    *(Supervision, Application, Promise, PromiseCheck),
)
_NAMED = ("staff", "handling_bodies", "villages", "categories", "deputies")
STEP = "bring_back"


def bring_back(session: Session, inside: Inside, opinion_id: int, names: Collection[str] = ()) -> Opinion:
    """Bring a matter back; `names` are the fields to be put back to what they were, of those that differ."""
    with session.action("backup.bring_back"):
        found = difference(session, inside, opinion_id)
        if found is None or found.kind is Kind.WENT_ON:
            raise RuleError("这一件和备份里的登记内容、附件都一样，不用取回。")
        if found.kind is Kind.GONE:
            return _whole(session, inside, found)
        return _put_right(session, inside, found, names)


def _put_right(session: Session, inside: Inside, found: Difference, names: Collection[str]) -> Opinion:
    wanted = {change.name: change.then for change in found.fields if change.name in names}
    if not wanted and not found.files and found.kind is not Kind.VOIDED:
        raise RuleError("请先勾选要取回的内容。")
    values = {name: _known_today(session, inside, name, value) for name, value in wanted.items()}
    if found.kind is Kind.VOIDED:
        values |= {"voided_on": None, "void_reason": ""}
    moved = session.change(session.get(Opinion, found.opinion.id), **values)
    for file in found.files:
        _bring_file(session, inside, file, {})
    labels = [change.label for change in found.fields if change.name in wanted]
    parts = (
        "作废前的登记" if found.kind is Kind.VOIDED else "",
        f"改回：{'、'.join(labels)}" if labels else "",
        f"附件 {len(found.files)} 件" if found.files else "",
    )
    trail.write(session, moved, STEP, "从备份取回", _words(inside, parts))
    return moved


def _whole(session: Session, inside: Inside, found: Difference) -> Opinion:
    """Enter a matter that is no longer there, with everything that belongs to it, under new ids."""
    then = found.opinion
    number = _free_number(session, "opinions", then.number)
    former = then.number if number != then.number else then.source_number
    copied = replace(_copied(session, inside, then), number=number, source_number=former, merged_into=None)
    made: Opinion = session.add(replace(copied, import_batch_id=None))
    ids: dict[tuple[str, int], int] = {("opinions", then.id): made.id}
    for kind in HISTORY:
        for record in _belonging(inside.session, kind, ids):
            copy = _copied(session, inside, record, ids)
            if hasattr(copy, "number"):
                copy = replace(copy, number=_free_number(session, kind.TABLE, copy.number))  # type: ignore[attr-defined]
            ids[kind.TABLE, record.id] = session.add(copy).id  # type: ignore[attr-defined]
    brought = {file.id: _bring_file(session, inside, file, ids).id for file in found.files}
    for step in session.select(OpinionStep, "opinion_id = ?", (made.id,)):
        _name_scan(session, inside, step, ids, brought)
    number_words = f"原编号 {former} 已另有用处，改为 {number}" if number != then.number else ""
    trail.write(session, made, STEP, "从备份取回", _words(inside, ("整件", number_words)))
    return made


def _free_number(session: Session, table: str, number: str) -> str:
    """The number itself, or the next of its kind where it has been given again meanwhile."""
    if not number:
        return ""
    given_again = session.value(f"SELECT count(*) FROM main.{table} WHERE number = ?", (number,))
    parts = numbering.parts_of(number)
    if given_again and parts:
        return numbering.next_number(session, parts[0], parts[1])
    numbering.note_taken(session, number)
    return number


def _belonging(session: Session, kind: type, ids: dict[tuple[str, int], int]) -> list[Any]:
    """The records of a kind that hang on what has been brought already."""
    for field in fields_of(kind):
        if field.kind == "reference" and field.required and field.refers_to in {table for table, _ in ids}:
            owners = [old for table, old in ids if table == field.refers_to]
            marks = ", ".join("?" * len(owners))
            return session.select(kind, f"{field.name} IN ({marks})", owners)
    return []


def _copied(session: Session, inside: Inside, record: Any, ids: dict[tuple[str, int], int] | None = None) -> Any:
    """The record as it can be entered today: what it names is named by its id of today."""
    values: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        if field.kind == "reference" and value is not None:
            if ids and (field.refers_to, value) in ids:
                values[field.name] = ids[field.refers_to, value]
            elif field.refers_to in _NAMED:
                values[field.name] = _known_today(session, inside, field.name, value, field.refers_to)
            else:
                values[field.name] = None
        elif field.kind == "references" and value:
            known = [_known_today(session, inside, field.name, one, field.refers_to) for one in value]
            values[field.name] = tuple(one for one in known if one is not None)
    return replace(record, id=0, **values)


def _known_today(session: Session, inside: Inside, name: str, value: Any, table: str = "") -> Any:
    """The same person, body, place or category today, by its id if the name agrees, else by its name."""
    field = {each.name: each for each in fields_of(Opinion)}.get(name)
    table = table or (field.refers_to if field else "")
    if not table or value is None:
        return value
    if isinstance(value, tuple):
        known = [_known_today(session, inside, name, one, table) for one in value]
        return tuple(one for one in known if one is not None)
    called = inside.session.value(f"SELECT name FROM {table} WHERE id = ?", (value,))
    if session.value(f"SELECT name FROM {table} WHERE id = ?", (value,)) == called:
        return value
    return session.value(f"SELECT id FROM {table} WHERE name = ? ORDER BY id LIMIT 1", (called,))


def _name_scan(
    session: Session, inside: Inside, step: OpinionStep, ids: dict[tuple[str, int], int], brought: dict[int, int]
) -> None:
    """The signed sheet of a step that was taken on paper."""
    old = next(old for (table, old), new in ids.items() if table == OpinionStep.TABLE and new == step.id)
    scan = inside.session.get(OpinionStep, old).attachment_id
    if scan in brought:
        session.change(step, attachment_id=brought[scan])


def _bring_file(session: Session, inside: Inside, then: Attachment, ids: dict[tuple[str, int], int]) -> Attachment:
    """A file again at its record: taken off the strike, its content put back, or entered anew."""
    now = session.find(Attachment, then.id)
    same_keys = session.keys.attachments == inside.session.keys.attachments
    if now is not None and now.stored_as == then.stored_as and same_keys and not ids:
        if not attachments.is_whole(stored_path(session.folder, now), now, session.keys.attachments):
            _put_content_back(session, inside, then, now)
        return session.change(now, voided_on=None)
    owner = ids.get((then.owner_table, then.owner_id or 0), then.owner_id or 0)
    content = attachments.stored_content(inside.session, then.id)
    return attachments.attach(
        session, then.owner_table, owner, attachments.Enclosed(then.name, content=content), then.purpose
    )


def _put_content_back(session: Session, inside: Inside, then: Attachment, now: Attachment) -> None:
    """The stored file again, byte by byte as it lay there; it is sealed with the same key."""
    source, target = stored_path(inside.session.folder, then), stored_path(session.folder, now)
    if trouble := attachments.trouble(inside.session, then):
        raise StorageError(trouble)
    with storage_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        with part.open("wb") as file:
            file.write(source.read_bytes())
            sync_file(file)
        part.replace(target)
        sync_directory(target.parent)


def _words(inside: Inside, parts: Collection[str]) -> str:
    at = inside.info.made_at
    told = "；".join(part for part in parts if part)
    return f"取自 {at.year}年{at.month}月{at.day}日 的备份。{told}"
