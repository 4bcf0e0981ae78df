"""Taking back one's own review, approval or sending back, as long as nobody has gone on from it (5.1.3).

The step stays in the trail, struck through, and a new line says that it was taken back. What the step changed is put
back as the audit log says it was.
"""

from __future__ import annotations

import json
from typing import Any

from ..errors import RuleError
from ..rows import column_names, from_row, to_values
from ..session import Session
from . import trail
from .flow import filed_words
from .handling import Deadline, OpinionStep, Source
from .record import Opinion

TAKE_BACK = "take_back"  # its name in the trail
_TAKEN_BACK = ("review", "approve", "send_back", "review_close", "approve_close", "refuse_close")


def take_back(session: Session, step_id: int) -> Opinion:
    """Put an opinion back to where it was before this person's last step."""
    with session.action("opinion.take_back"):
        step = session.get(OpinionStep, step_id)
        if refusal := why_not_taken_back(session, step):
            raise RuleError(refusal)
        opinion = session.get(Opinion, step.opinion_id or 0)
        action, first = _written(session, step)
        before = _before(session, opinion, action, first)
        _restore_limits(session, opinion, action, first)
        session.change(step, voided_on=session.today)
        moved = session.change(opinion, **before)
        trail.write(session, moved, TAKE_BACK, f"撤销{step.label}")
        return moved


def last_own_step(session: Session, opinion_id: int) -> OpinionStep | None:
    """The step that this person may take back now, if there is one."""
    found = trail.steps_of(session, opinion_id)
    if not found or not session.may("opinion.take_back"):
        return None
    return None if why_not_taken_back(session, found[0]) else found[0]


def why_not_taken_back(session: Session, step: OpinionStep) -> str:
    """Why this person cannot take the step back; empty if he can."""
    if step.voided_on:
        return "这一步已经撤销过，不用再撤销。"
    if step.name not in _TAKEN_BACK or step.source is not Source.PROGRAM:
        return f"“{step.label}”不能撤销。写错了的，请审核人或审批人退回。"
    if step.staff_id != session.staff.id:
        return f"“{step.label}”是{step.staff_name}办的，由{step.staff_name}本人撤销。"
    opinion, newest = session.get(Opinion, step.opinion_id or 0), trail.steps_of(session, step.opinion_id or 0)[0]
    if newest.id != step.id or opinion.status.value != step.status or opinion.voided_on:
        return f"已经有人接着办了（{newest.staff_name}：{newest.label}），不能再撤销。请和现在的经办人商量。"
    return filed_words(session, opinion.id)


def _written(session: Session, step: OpinionStep) -> tuple[str, int]:
    """The action that wrote the step, and the last line of the log before it that belongs to an earlier step."""
    line = "SELECT min(id) FROM audit_log WHERE table_name = 'opinion_steps' AND record_id = ?"
    action = session.value(f"SELECT action FROM audit_log WHERE id = ({line})", (step.id,))
    earlier = session.value(
        "SELECT max(id) FROM opinion_steps WHERE opinion_id = ? AND id < ?", (step.opinion_id, step.id)
    )
    return str(action), int(session.value(line, (earlier,)) or 0) if earlier else 0


def _changed(session: Session, table: str, record_id: int, action: str, first: int) -> list[dict[str, Any]]:
    """What the action changed of a record, in order: for each name the value before and after."""
    sql = "SELECT changes FROM audit_log WHERE table_name = ? AND record_id = ? AND action = ? AND id > ? ORDER BY id"
    return [json.loads(changes) for (changes,) in session.rows(sql, (table, record_id, action, first))]


def _before(session: Session, opinion: Opinion, action: str, first: int) -> dict[str, Any]:
    old: dict[str, Any] = {}
    for changes in _changed(session, "opinions", opinion.id, action, first):
        old = {name: pair[0] for name, pair in changes.items()} | old  # the oldest value of each
    row = dict(zip(column_names(Opinion), to_values(opinion), strict=True)) | old
    before = from_row(Opinion, row)
    return {name: getattr(before, name) for name in old}


def _restore_limits(session: Session, opinion: Opinion, action: str, first: int) -> None:
    """Limits that the step ended run on; the one that it started ends, and says that it was taken back."""
    for limit in session.select(Deadline, "opinion_id = ?", (opinion.id,)):
        changed = _changed(session, "deadlines", limit.id, action, first)
        if any("kind" in changes for changes in changed):
            session.change(limit, met_on=session.today, rule=f"{limit.rule}（已撤销）"[:100])
        elif any("met_on" in changes for changes in changed):
            session.change(limit, met_on=None)
