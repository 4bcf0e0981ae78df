"""Carrying out an import as one action, and taking it back while nothing hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from .. import numbering
from ..backup import copies
from ..cleaning import clean_text
from ..errors import Cancelled, RuleError
from ..listing import Listing
from ..opinions.record import Opinion
from ..permissions import require
from ..rows import altered
from ..session import Session
from .batch import ImportBatch, ImportKind
from .cells import PlannedRow
from .planning import Plan, taken_source_numbers, undisturbed

TAKEN_BACK = "撤回导入"
_TICK = 100
_NAMED = 3
_ONLY_LOOKED_AT = "('opinion.import', 'opinion.unmask', 'print.form')"


@dataclass(frozen=True)
class Outcome:
    """What an import did."""

    plan: Plan
    batch: ImportBatch
    imported: int
    replied: int

    @property
    def summary(self) -> str:
        """One sentence for the screen."""
        return f"已导入 {self.imported} 件，其中已答复 {self.replied} 件；未导入 {len(self.plan.bad)} 行。"


def carry_out(
    session: Session,
    plan: Plan,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Store every good row of a plan in one transaction, in the order the opinions were received."""
    rows = sorted(plan.good, key=lambda row: (str(row.opinion.received_on), row.number))
    if not rows:
        raise RuleError("没有可以导入的行。请看未导入的原因，改好表格再试。")

    def tick(done: int) -> None:
        if done % _TICK == 0:
            if cancelled and cancelled():
                raise Cancelled
            if progress:
                progress(done, len(rows))

    require(session.roles, "opinion.import")
    copies.before(session, copies.Why.IMPORT)
    with undisturbed(), session.action("opinion.import"):
        _refuse_stale(session, rows)
        batch = session.add(
            ImportBatch(
                file_name=clean_text(plan.table.path.name)[:200],
                digest=plan.table.digest,
                row_count=len(rows),
                refused_count=len(plan.bad),
                imported_on=session.today,
                imported_by=session.staff.id,
            )
        )
        numbers = _numbers(session, rows)
        opinions = [
            altered(row.opinion, number=number, import_batch_id=batch.id)
            for row, number in zip(rows, numbers, strict=True)
        ]
        added = session.add_many(opinions, tick, unchecked=("number", "import_batch_id"))
        for part in ("step", "reply", "evaluation"):
            session.add_many(list(_hanging(rows, added, part)), unchecked=("opinion_id",))
    if progress:
        progress(len(rows), len(rows))
    return Outcome(plan, batch, len(rows), plan.reply_count)


def _refuse_stale(session: Session, rows: Sequence[PlannedRow]) -> None:
    if taken := taken_source_numbers(session, (row.opinion.source_number for row in rows)):
        source, number = next(iter(taken.items()))
        raise RuleError(f"预检以后，原编号“{source}”已经登记（{number}）。请重新预检这个文件再导入。")


def _numbers(session: Session, rows: Sequence[PlannedRow]) -> list[str]:
    """A number of the year it was received in for each answered opinion; a draft gets its own on submission."""
    years = [row.opinion.received_on.year if row.reply and row.opinion.received_on else 0 for row in rows]
    given = {
        year: iter(numbering.take_numbers(session, numbering.OPINION, year, years.count(year)))
        for year in sorted(set(years) - {0})
    }
    return [next(given[year]) if year else "" for year in years]


def _hanging(rows: Sequence[PlannedRow], opinions: Sequence[Opinion], part: str) -> Iterator[Any]:
    """The steps, replies or evaluations of the rows, each with the id of its opinion."""
    for row, opinion in zip(rows, opinions, strict=True):
        if (record := getattr(row, part)) is not None:
            yield altered(record, opinion_id=opinion.id)


def take_back(session: Session, batch_id: int) -> ImportBatch:
    """Void every opinion of a batch; refused when anything was done with one of them since."""
    require(session.roles, "opinion.take_back_import")
    copies.before(session, copies.Why.TAKE_BACK)
    with session.action("opinion.take_back_import"):
        batch = session.get(ImportBatch, batch_id)
        if batch.taken_back_on:
            raise RuleError(f"这一批已于 {batch.taken_back_on.isoformat()} 撤回，不用再撤回。")
        if used := used_opinions(session, batch_id):
            names = "、".join(used[:_NAMED]) + (f"等 {len(used)} 件" if len(used) > _NAMED else "")
            raise RuleError(f"不能撤回这一批：{names}导入以后又办理或改动过。请逐件处理，不需要的可以单独作废。")
        for opinion in session.select(Opinion, "import_batch_id = ? AND voided_on IS NULL", (batch_id,)):
            session.change(opinion, voided_on=session.today, void_reason=TAKEN_BACK)
        return session.change(batch, taken_back_on=session.today)


def used_opinions(session: Session, batch_id: int) -> list[str]:
    """How to name each opinion of a batch with which something was done since it was imported."""
    mine = "SELECT id FROM opinions WHERE import_batch_id = :batch"
    sql = f"""
        WITH used (id) AS (
            SELECT opinion_id FROM opinion_steps WHERE opinion_id IN ({mine}) AND source <> 'import'
            UNION SELECT opinion_id FROM dispatches WHERE opinion_id IN ({mine})
            UNION SELECT opinion_id FROM feedbacks WHERE opinion_id IN ({mine})
            UNION SELECT opinion_id FROM deadlines WHERE opinion_id IN ({mine})
            UNION SELECT opinion_id FROM replies WHERE opinion_id IN ({mine}) GROUP BY opinion_id HAVING count(*) > 1
            UNION SELECT owner_id FROM attachments WHERE owner_table = 'opinions' AND owner_id IN ({mine})
            UNION SELECT opinion_id FROM replies JOIN attachments ON owner_table = 'replies' AND owner_id = replies.id
                WHERE opinion_id IN ({mine})
            UNION SELECT record_id FROM audit_log WHERE table_name = 'opinions' AND record_id IN ({mine})
                AND action NOT IN {_ONLY_LOOKED_AT}
            UNION SELECT opinion_id FROM replies JOIN audit_log ON table_name = 'replies' AND record_id = replies.id
                AND action NOT IN {_ONLY_LOOKED_AT} WHERE opinion_id IN ({mine})
            UNION SELECT opinion_id FROM evaluations JOIN audit_log
                ON table_name = 'evaluations' AND record_id = evaluations.id
                AND action NOT IN {_ONLY_LOOKED_AT} WHERE opinion_id IN ({mine})
        )
        SELECT number, title FROM opinions WHERE id IN (SELECT id FROM used) ORDER BY id"""
    rows = session.rows(sql, {"batch": batch_id})
    return [number or f"草稿“{title}”" for number, title in rows]


def batches(session: Session, kind: ImportKind = ImportKind.OPINIONS) -> Listing:
    """All imports of a kind, newest first, with who made them."""
    return Listing(
        session.db,
        "import_batches JOIN staff ON staff.id = import_batches.imported_by",
        where=("import_batches.kind = :kind",),
        params={"kind": kind},
        order=("import_batches.id",),
        descending=True,
        columns="import_batches.*, staff.name AS imported_by_name",
    )
