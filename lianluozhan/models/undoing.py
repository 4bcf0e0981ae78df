"""Undoing what was done, also days later: its effect is shown first, and what was changed since then stays (4.6.3).

Steps of a matter have their own ways back (退回, 撤销); here are undone corrections, settings, people, places, words:
whatever only wrote values into records, of one record or of many at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import drafts
from .audit import TABLE_LABELS
from .backup import copies
from .deputies import Deputy, Mandate
from .errors import RuleError
from .fields import Field, fields_of
from .groups import DeputyGroup, GroupMember
from .listing import Listing
from .looks import FormLook
from .opinions import trail
from .opinions.record import Opinion
from .permissions import Role, require
from .phrases import Phrase
from .places import Category, HandlingBody, Village
from .rows import from_row, stored, to_row
from .session import Session
from .settings import SettingValue
from .staff import Appointment, Staff
from .stations import Station
from .views import SavedView

# the actions that can be undone, and the records they write values into
UNDOABLE: dict[str, tuple[type, ...]] = {
    "opinion.reclassify": (Opinion,),
    "station.edit": (Station,),
    "staff.edit": (Staff, Appointment),
    "deputy.edit": (Deputy, Mandate),
    "group.edit": (DeputyGroup, GroupMember),
    "handling_body.edit": (HandlingBody,),
    "village.edit": (Village,),
    "category.edit": (Category,),
    "setting.change": (SettingValue,),
    "phrase.edit": (Phrase,),
    "view.save": (SavedView,),
    "look.change": (FormLook,),
}
_RECORDS: dict[str, type] = {kind.TABLE: kind for kinds in UNDOABLE.values() for kind in kinds}  # type: ignore[attr-defined]
_BESIDE = ("opinion_steps",)  # lines that tell of a deed and are no values to be put back


@dataclass(frozen=True)
class Change:
    """One value: what it was before the deed, what the deed wrote, what it is now."""

    table: str
    record_id: int
    name: str  # of the record, as it is called
    field: Field
    before: Any
    written: Any
    now: Any

    @property
    def is_kept(self) -> bool:
        """Whether somebody changed it since: then it stays."""
        return bool(stored(self.now) != stored(self.written))


@dataclass(frozen=True)
class Effect:
    """What undoing a deed would do; `refusal` says why it cannot be undone at all."""

    deed_id: int
    back: tuple[Change, ...] = ()
    kept: tuple[Change, ...] = ()
    set_aside: tuple[tuple[str, int, str], ...] = ()  # table, id and name of records the deed added
    refusal: str = ""


def deeds_of(session: Session, staff_id: int = 0) -> Listing:
    """What was done that can be undone, the newest first.

    Everybody sees his own deeds, the head those of all or of one person.
    """
    if Role.HEAD not in session.roles:
        staff_id = session.staff.id
    return Listing(
        session.db,
        "deeds",
        where=("staff_id = :staff_id",) if staff_id else (),
        params={"staff_id": staff_id} if staff_id else {},
        descending=True,
        columns="deeds.id, deeds.action, (SELECT at FROM audit_log WHERE audit_log.id = deeds.id) AS at,"
        " (SELECT name FROM staff WHERE staff.id = deeds.staff_id) AS who,"
        " EXISTS (SELECT 1 FROM deeds other WHERE other.undoes = deeds.id) AS is_undone,"
        " (SELECT count(DISTINCT table_name || ' ' || record_id) FROM audit_log line"
        " WHERE line.id BETWEEN deeds.id AND deeds.last AND line.table_name <> 'opinion_steps') AS records",
    )


def effect_of(session: Session, deed_id: int) -> Effect:
    """What would be put back, what stays because it was changed since, what would be set aside."""
    lines = _lines(session, deed_id)
    if refusal := _refusal(session, deed_id, lines):
        return Effect(deed_id, refusal=refusal)
    back: list[Change] = []
    kept: list[Change] = []
    aside: list[tuple[str, int, str]] = []
    for (table, record_id), (is_new, changes) in _merged(session, lines).items():
        record: Any = session.get(_RECORDS[table], record_id)
        name = _name_of(session, record)
        if is_new:
            aside.append((table, record_id, name))
            continue
        for change in _changes(table, record, name, changes):
            (kept if change.is_kept else back).append(change)
    if not back and not aside:
        words = "这次写下的内容后来都改过了，没有可以撤销的。" if kept else "这次没有改动内容，不用撤销。"
        return Effect(deed_id, kept=tuple(kept), refusal=words)
    return Effect(deed_id, tuple(back), tuple(kept), tuple(aside))


def undo(session: Session, deed_id: int) -> Effect:
    """Put back what a deed wrote, except what was changed since; the undoing is a deed of its own, and undoable too."""
    require(session.roles, "deed.undo")
    if records_of(effect_of(session, deed_id)) >= copies.MANY:
        copies.before(session, copies.Why.UNDO)
    with session.action("deed.undo"):
        effect = effect_of(session, deed_id)
        if effect.refusal:
            raise RuleError(effect.refusal)
        for (table, record_id), values in _by_record(effect).items():
            record: Any = session.get(_RECORDS[table], record_id)
            changed = session.change(record, **values)
            if isinstance(changed, Opinion):
                labels = "、".join(c.field.label for c in effect.back if (c.table, c.record_id) == (table, record_id))
                trail.write(session, changed, "undo", "撤销修改", f"改回原来的：{labels}")
        for table, record_id, _ in effect.set_aside:
            record = session.get(_RECORDS[table], record_id)
            session.change(record, **{_end_of(record): session.today})
        session.undoes = deed_id
        return effect


def records_of(effect: Effect) -> int:
    """How many records undoing would change."""
    return len({(change.table, change.record_id) for change in effect.back})


def words_of(session: Session, change: Change, value: Any) -> str:
    """A value as people read it."""
    return drafts.words_of(session, change.field, value)


def _lines(session: Session, deed_id: int) -> list[tuple[str, int, Mapping[str, Any]]]:
    sql = (
        "SELECT table_name, record_id, changes FROM audit_log WHERE id BETWEEN"
        " (SELECT id FROM deeds WHERE id = ?) AND (SELECT last FROM deeds WHERE id = ?) ORDER BY id"
    )
    return [(table, record_id, json.loads(changes)) for table, record_id, changes in session.rows(sql, (deed_id,) * 2)]


def _refusal(session: Session, deed_id: int, lines: list[tuple[str, int, Mapping[str, Any]]]) -> str:
    """Why a deed cannot be undone here, in words; empty if it can."""
    first = session.rows("SELECT action, staff_id FROM audit_log WHERE id = ?", (deed_id,))
    if first and first[0][0].startswith("archive."):
        return "归档的事不能在这里撤销。没有编号的件可以在归档文件里撤出；编了号的不再移动，请更正、改列或撤件。"
    if not lines or not first:
        return "这一次不能在这里撤销。登记、审核、交办这些步骤，请打开那一条记录退回、撤销或作废。"
    action, staff_id = first[0]
    if session.value("SELECT count(*) FROM deeds WHERE undoes = ?", (deed_id,)):
        return "这一次已经撤销过了。"
    if staff_id != session.staff.id and Role.HEAD not in session.roles:
        return "这是别人办的，由本人或者站长撤销。"
    known = {*_RECORDS, *_BESIDE}
    if any(table not in known for table, _, _ in lines):
        return "这一次还牵连别的记录，不能在这里撤销。请打开那一条记录办理。"
    if action in UNDOABLE:
        try:
            require(session.roles, action)
        except RuleError as refused:
            return str(refused)
    return _no_end(session, lines)


def _no_end(session: Session, lines: list[tuple[str, int, Mapping[str, Any]]]) -> str:
    for table, record_id, changes in lines:
        if table in _BESIDE:
            continue
        record: Any = session.find(_RECORDS[table], record_id)
        if record is None or (_is_new(changes, record) and not _end_of(record)):
            return f"这一次添加了{TABLE_LABELS.get(table, '记录')}，添加的不能撤销。请打开那一条记录办理。"
    return ""


def _merged(
    session: Session, lines: list[tuple[str, int, Mapping[str, Any]]]
) -> dict[tuple[str, int], tuple[bool, dict[str, list[Any]]]]:
    """By record: whether the deed added it, and each value before the deed and after it."""
    found: dict[tuple[str, int], tuple[bool, dict[str, list[Any]]]] = {}
    for table, record_id, changes in lines:
        if table in _BESIDE:
            continue
        key = (table, record_id)
        if key not in found:
            found[key] = (_is_new(changes, session.get(_RECORDS[table], record_id)), {})
        for name, pair in changes.items():
            if isinstance(pair, list) and len(pair) == 2:
                found[key][1].setdefault(name, [pair[0], None])[1] = pair[1]
    return found


def _is_new(changes: Mapping[str, Any], record: Any) -> bool:
    """Whether a line tells of a record that was added: everything it has was nothing before."""
    required = [field.name for field in fields_of(type(record)) if field.required]
    known = [name for name in required if name in changes]
    return bool(known) and all(changes[name][0] is None for name in known)


def _end_of(record: Any) -> str:
    """The field by which such a record is taken out of use."""
    names = {field.name for field in fields_of(type(record))}
    return next((name for name in ("retired_on", "voided_on", "ends_on") if name in names), "")


def _changes(table: str, record: Any, name: str, changes: Mapping[str, Any]) -> Iterator[Change]:
    fields = {field.name: field for field in fields_of(type(record))}
    before, written = ({each: pair[at] for each, pair in changes.items() if each in fields} for at in (0, 1))
    old, new = (from_row(type(record), to_row(record) | values) for values in (before, written))
    for each in before:
        values = (getattr(old, each), getattr(new, each), getattr(record, each))
        yield Change(table, record.id, name, fields[each], *values)


def _by_record(effect: Effect) -> dict[tuple[str, int], dict[str, Any]]:
    """The values to be put back."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for change in effect.back:
        found.setdefault((change.table, change.record_id), {})[change.field.name] = change.before
    return found


def _name_of(session: Session, record: Any) -> str:
    """What a record is called where its undoing is shown."""
    if isinstance(record, Opinion):
        return record.number or record.title
    if isinstance(record, SettingValue):
        return record.key
    for name in ("name", "title", "words", "item"):
        if text := getattr(record, name, ""):
            return str(text)[:40]
    for name in ("deputy_id", "staff_id"):
        owner: Any = getattr(record, name, None)
        if owner:
            kind: Any = Deputy if name == "deputy_id" else Staff
            return str(session.get(kind, owner).name)
    return TABLE_LABELS.get(record.TABLE, "")
