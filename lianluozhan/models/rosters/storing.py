"""A roster stored as one action, and taken back while nothing hangs on the people it brought."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..backup import copies
from ..cleaning import clean_text
from ..deputies import Deputy, Mandate, MandateStatus
from ..errors import Cancelled, RuleError
from ..groups import GroupMember, GroupPost, leader
from ..imports.batch import ImportBatch, ImportKind
from ..permissions import require
from ..rows import from_row, to_row
from ..session import Session
from ..veil import closed_ids
from .joining import Person
from .planning import Fate, RosterPlan, stamp

_ONLY_LOOKED_AT = "('deputy.import', 'deputy.unmask', 'deputy.export', 'print.form')"
TAKEN_BACK = "撤回导入"
_NAMED = 3
# every table that tells of a deputy by a column of its own
_HANGING = (
    *(("service_records", "deputy_id"), ("attendances", "deputy_id"), ("contacts", "deputy_id")),
    *(("voter_reports", "deputy_id"), ("hand_counts", "deputy_id"), ("year_reviews", "deputy_id")),
    *(("handovers", "from_deputy_id"), ("handovers", "to_deputy_id"), ("handover_items", "to_deputy_id")),
)
_AMONG = ("opinions", "suggestions", "visits")


@dataclass(frozen=True)
class Outcome:
    """What an import of a roster did."""

    plan: RosterPlan
    batch: ImportBatch
    people: int
    mandates: int
    changed: int

    @property
    def summary(self) -> str:
        """One sentence for the screen."""
        return f"新增代表 {self.people} 位、任职 {self.mandates} 条，补充或改动 {self.changed} 位。"


def store(
    session: Session,
    plan: RosterPlan,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Store what a plan says in one transaction; rows that wait for an answer stay out."""
    if not plan.stored:
        raise RuleError("没有要存的内容：名册里的人本站都有了，或者每一行都有不能导入的原因。请看各行的说明。")
    require(session.roles, "deputy.import")
    copies.before(session, copies.Why.IMPORT)
    if closed_ids(session, "deputies"):
        raise RuleError("有代表对您回避，名册里可能有他。请由别的同事导入。")
    with session.action("deputy.import"):
        if stamp(session) != plan.stamp:
            raise RuleError("预检以后，本站的代表资料又有改动。请重新预检这个文件再导入。")
        batch = session.add(
            ImportBatch(
                file_name=clean_text(plan.table.path.name)[:200],
                digest=plan.table.digest,
                row_count=plan.stored,
                refused_count=plan.count(Fate.REFUSED, Fate.ASKED, Fate.LEFT),
                imported_on=session.today,
                imported_by=session.staff.id,
                kind=ImportKind.DEPUTIES,
            )
        )
        if cancelled and cancelled():
            raise Cancelled
        ids = _add_people(session, plan.people, batch.id)
        mandates = [
            replace(mandate, deputy_id=ids[at], import_batch_id=batch.id)
            for at, person in enumerate(plan.people)
            for mandate in person.mandates
        ]
        session.add_many(mandates)
        changed = _change_people(session, plan.people)
        _add_members(session, plan.people, ids)
        if cancelled and cancelled():
            raise Cancelled
        session.note("import_batches", batch.id, {"people": len(ids), "mandates": len(mandates)})
    if progress:
        progress(plan.stored, plan.stored)
    return Outcome(plan, batch, sum(person.deputy is None for person in plan.people), len(mandates), changed)


def _add_people(session: Session, people: list[Person], batch_id: int) -> list[int]:
    """The id of each person, those of new ones in a row."""
    new = [
        Deputy(**person.facts, file_opened_on=session.today, import_batch_id=batch_id)
        for person in people
        if person.deputy is None
    ]
    added = iter(session.add_many(new))
    return [person.deputy.id if person.deputy else next(added).id for person in people]


def _change_people(session: Session, people: list[Person]) -> int:
    count = 0
    for person in people:
        if person.deputy is not None and person.changes:
            session.change(session.get(Deputy, person.deputy.id), **person.changes)
        for mandate, values in person.corrected:
            session.change(session.get(Mandate, mandate.id), **values)
        count += bool(person.deputy is not None and (person.changes or person.corrected))
    return count


def _add_members(session: Session, people: list[Person], ids: list[int]) -> None:
    """Put people into the groups the roster names, as far as the station has them and they are in none."""
    groups = dict(session.rows("SELECT name, id FROM deputy_groups WHERE retired_on IS NULL"))
    for person, deputy_id in zip(people, ids, strict=True):
        if not person.joins_group or person.group not in groups:
            continue
        group_id, post = groups[person.group], person.group_post
        if post is GroupPost.LEADER and leader(session, group_id, session.today):
            post = GroupPost.MEMBER  # a group has one leader, whom only its own drawer changes
        session.add(GroupMember(group_id=group_id, deputy_id=deputy_id, post=post, starts_on=session.today))


def take_back(session: Session, batch_id: int) -> ImportBatch:
    """Set aside the people of a batch and void its mandates; refused when anything was done with one of them since."""
    require(session.roles, "deputy.import")
    copies.before(session, copies.Why.TAKE_BACK)
    with session.action("deputy.import"):
        batch = session.get(ImportBatch, batch_id)
        if batch.kind is not ImportKind.DEPUTIES:
            raise RuleError("这一批不是代表名册。请到社情民意的导入里撤回。")
        if batch.taken_back_on:
            raise RuleError(f"这一批已于 {batch.taken_back_on.isoformat()} 撤回，不用再撤回。")
        if used := used_people(session, batch_id):
            names = "、".join(used[:_NAMED]) + (f"等 {len(used)} 位" if len(used) > _NAMED else "")
            raise RuleError(f"不能撤回这一批：{names}导入以后又有履职记录或改动。请逐位处理，不需要的可以停用。")
        _put_back(session, batch_id)  # while the new mandates hold: without them the file of a closed term is fixed
        for mandate in session.select(Mandate, "import_batch_id = ?", (batch_id,)):
            session.change(mandate, voided_on=session.today, status=MandateStatus.ENDED, end_reason=TAKEN_BACK)
        for deputy in session.select(Deputy, "import_batch_id = ?", (batch_id,)):
            session.change(deputy, retired_on=session.today)
            for member in session.select(GroupMember, "deputy_id = ? AND ends_on IS NULL", (deputy.id,)):
                session.change(member, ends_on=session.today)
        return session.change(batch, taken_back_on=session.today)


def used_people(session: Session, batch_id: int) -> list[str]:
    """Those the batch brought with whom something was done since."""
    mine = "SELECT id FROM deputies WHERE import_batch_id = :batch"
    theirs = "SELECT id FROM mandates WHERE import_batch_id = :batch"
    hanging = " ".join(f"UNION SELECT {column} FROM {table} WHERE {column} IN ({mine})" for table, column in _HANGING)
    among = " ".join(f"UNION SELECT value FROM {t}, json_each({t}.deputy_ids) WHERE value IN ({mine})" for t in _AMONG)
    sql = f"""
        WITH used (id) AS (
            SELECT record_id FROM audit_log WHERE table_name = 'deputies' AND record_id IN ({mine})
                AND action NOT IN {_ONLY_LOOKED_AT}
            UNION SELECT deputy_id FROM mandates JOIN audit_log
                ON table_name = 'mandates' AND record_id = mandates.id AND action NOT IN {_ONLY_LOOKED_AT}
                WHERE mandates.id IN ({theirs})
            UNION SELECT deputy_id FROM mandates WHERE deputy_id IN ({mine}) AND import_batch_id IS NOT :batch
            {hanging} {among}
        )
        SELECT name FROM deputies WHERE id IN (SELECT id FROM used) ORDER BY id"""
    return [name for (name,) in session.rows(sql, {"batch": batch_id})]


def _put_back(session: Session, batch_id: int) -> None:
    """What the batch filled in or ended of people who were there before, where nobody changed it since."""
    ends = session.rows(
        "SELECT min(id), max(id) FROM audit_log WHERE action = 'deputy.import' AND table_name = 'import_batches'"
        " AND record_id = ?",
        (batch_id,),
    )[0]
    lines = session.rows(
        "SELECT table_name, record_id, changes FROM audit_log WHERE id BETWEEN ? AND ?"
        " AND table_name IN ('deputies', 'mandates') ORDER BY id DESC",
        ends,
    )
    for table, record_id, changes in lines:
        told = json.loads(changes)
        if "digest" in told:
            continue
        record: Any = session.get(Deputy if table == "deputies" else Mandate, record_id)
        row = to_row(record)
        if all(row[key] == after for key, (_, after) in told.items()):
            before = from_row(type(record), {**row, **{key: value for key, (value, _) in told.items()}})
            session.change(record, **{key: getattr(before, key) for key in told})
