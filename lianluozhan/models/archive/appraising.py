"""鉴定 of what has been kept long enough: kept on, or destroyed with approval before two supervisors (F85).

档案法实施条例 (2024) article 24: an archive that is due is appraised by a group, and nothing is destroyed without the
leave of whoever answers for it. The approval lies in `appraisal_approval`, the destruction in `destroying`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .. import veil
from ..errors import InvalidRecord, RuleError
from ..fields import Choice, choice, day, long_text, reference, text, whole_number
from ..listing import Listing
from ..numbering import next_number
from ..opinions.handling import Source
from ..session import Session
from .record import HERE, Item


class AppraisalState(Choice):
    OPEN = "open", "鉴定中"
    IN_APPROVAL = "in_approval", "待审批"
    APPROVED = "approved", "已批准"
    DONE = "done", "已处理"


class AppraisalDecision(Choice):
    """处理意见."""

    EXTEND = "extend", "续存"
    DESTROY = "destroy", "销毁"


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """One appraisal of many 件: who appraised, who approved, who watched the destruction, where and how."""

    TABLE: ClassVar = "archive_appraisals"

    id: int = 0
    number: str = text("编号", max_length=30)
    title: str = text("名称", required=True, max_length=80)
    begun_on: date | None = day("开始日期", required=True)
    begun_by: int | None = reference("经手人", "staff")
    members: str = text("鉴定小组", max_length=120)
    finding: str = long_text("鉴定意见", max_length=1000)
    state: AppraisalState = choice("状态", AppraisalState, AppraisalState.OPEN)
    source: Source = choice("审批方式", Source, Source.PROGRAM)
    approved_by: int | None = reference("批准人", "staff")
    approved_on: date | None = day("批准日期")
    approval_words: str = text("审批意见", max_length=200)
    first_supervisor: str = text("监销人一", max_length=50)
    second_supervisor: str = text("监销人二", max_length=50)
    destroyed_on: date | None = day("销毁日期")
    destroyed_place: str = text("销毁地点", max_length=80)
    destroyed_way: str = text("销毁方式", max_length=40)
    note: str = text("备注", max_length=200)
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True, kw_only=True)
class AppraisalLine:
    """One 件 of an appraisal, as it stood then; `kept_until` is the new end where it is kept on, none for good."""

    TABLE: ClassVar = "archive_appraisal_lines"

    id: int = 0
    appraisal_id: int | None = reference("鉴定", "archive_appraisals", required=True)
    item_id: int | None = reference("件", "archive_items", required=True)
    archival_number: str = text("档号", max_length=40)
    title: str = text("题名", max_length=200)
    pages: int | None = whole_number("页数", highest=9999)
    opinion: str = text("鉴定意见", max_length=200)
    decision: AppraisalDecision = choice("处理", AppraisalDecision, AppraisalDecision.EXTEND)
    kept_until: date | None = day("续存到")
    done_on: date | None = day("处理日期")
    voided_on: date | None = day("撤出日期")


NUMBER = "鉴定"  # 鉴定〔2057〕1号
LEAST_MEMBERS = 3
CLOSED = "这份清册里有对您回避的件，请由另一位办理、打印。"
VIEWS = {"": "1", "open": "state <> 'done'", "done": "state = 'done'"}
# 件 that stand in the archive: numbered, and neither struck, destroyed nor handed over
KEPT = f"sequence IS NOT NULL AND {HERE}"
UNDER_APPRAISAL = (
    "id IN (SELECT l.item_id FROM archive_appraisal_lines l JOIN archive_appraisals a ON a.id = l.appraisal_id"
    " WHERE l.voided_on IS NULL AND l.done_on IS NULL AND a.voided_on IS NULL)"
)


def due(session: Session) -> list[Item]:
    """The 件 whose years are over and which no appraisal has in hand yet, in the order of their numbers."""
    where = f"{KEPT} AND kept_until < ? AND NOT {UNDER_APPRAISAL}"
    return session.select(Item, where, (session.today.isoformat(),), order="year, retention, unit, volume_id, sequence")


def count_due(session: Session) -> int:
    """How many there are."""
    where = f"{KEPT} AND kept_until < ? AND NOT {UNDER_APPRAISAL}"
    return int(session.value(f"SELECT count(*) FROM archive_items WHERE {where}", (session.today.isoformat(),)))


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Appraisals, the latest first; `kept_on` and `destroyed` count their 件."""
    lines = "(SELECT count(*) FROM archive_appraisal_lines l WHERE l.appraisal_id = archive_appraisals.id AND"
    return Listing(
        session.db,
        "archive_appraisals",
        where=("instr(number || title || members || note, :words) > 0", "voided_on IS NULL OR :voided", VIEWS[view]),
        params={"words": words.strip(), "voided": voided},
        descending=True,
        columns=f"archive_appraisals.*, {lines} l.voided_on IS NULL AND l.decision = 'extend') AS kept_on,"
        f" {lines} l.voided_on IS NULL AND l.decision = 'destroy') AS destroyed",
    )


def lines_of(session: Session, appraisal_id: int) -> list[AppraisalLine]:
    """The 件 that are still in it, in the order they were put in."""
    return session.select(AppraisalLine, "appraisal_id = ? AND voided_on IS NULL", (appraisal_id,))


def begin(session: Session, item_ids: Sequence[int], members: str, title: str = "") -> Appraisal:
    """Begin an appraisal of 件 that are due, with three members or more."""
    with session.action("archive.appraise"):
        items = [_appraisable(session, item_id) for item_id in dict.fromkeys(item_ids)]
        if not items:
            raise RuleError("请先选要鉴定的件。还没有到期的，不用鉴定。")
        today = session.today
        made = session.add(
            Appraisal(
                number=next_number(session, NUMBER, today.year),
                title=title.strip() or f"{today.year}年到期档案鉴定",
                begun_on=today,
                begun_by=session.staff.id,
                members=checked_members(members),
            )
        )
        _put_in(session, made.id, items)
        return made


def put_in(session: Session, appraisal_id: int, item_ids: Sequence[int]) -> list[AppraisalLine]:
    """Take more 件 that are due into an appraisal that was not submitted yet."""
    with session.action("archive.appraise"):
        open_one(session, appraisal_id)
        items = [_appraisable(session, item_id) for item_id in dict.fromkeys(item_ids)]
        if not items:
            raise RuleError("请先选要加进来的件。")
        return _put_in(session, appraisal_id, items)


def take_out(session: Session, appraisal_id: int, item_ids: Sequence[int]) -> list[AppraisalLine]:
    """Leave 件 out: before it is submitted, or of those approved for destruction what is to stay after all."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        if appraisal.state is AppraisalState.IN_APPROVAL:
            raise RuleError("鉴定正在等站长审批，不能撤出件。请先撤回，改好再提交。")
        lines = _chosen(session, appraisal_id, item_ids)
        if any(line.done_on for line in lines):
            raise RuleError("选中的件里有已经处理过的，不能撤出。请只选还没有处理的。")
        left = [session.change(line, voided_on=session.today) for line in lines]
        if appraisal.state is AppraisalState.APPROVED:
            finish(session, appraisal)
        return left


def edit(session: Session, appraisal_id: int, title: str, members: str, finding: str, note: str) -> Appraisal:
    """Change what is said of the whole appraisal, until it is submitted."""
    with session.action("archive.appraise"):
        appraisal = open_one(session, appraisal_id)
        values = {"title": title.strip(), "finding": finding.strip(), "note": note.strip()}
        return session.change(appraisal, members=checked_members(members), **values)


def judge(
    session: Session,
    appraisal_id: int,
    item_ids: Sequence[int],
    opinion: str,
    decision: AppraisalDecision,
    until: int | None = None,
) -> list[AppraisalLine]:
    """Say of these 件 what the group thinks and wants: destroyed, or kept on until the end of a year, or for good."""
    with session.action("archive.appraise"):
        open_one(session, appraisal_id)
        if not opinion.strip():
            raise InvalidRecord({"opinion": "请写鉴定意见，例如：没有继续保存的价值。"})
        lines = _chosen(session, appraisal_id, item_ids)
        end = date(until, 12, 31) if until and decision is AppraisalDecision.EXTEND else None
        if end and end.year <= session.today.year:
            raise InvalidRecord({"until": f"续存到的年份要比今年晚，请填 {session.today.year + 1} 以后的年份。"})
        return [session.change(line, opinion=opinion.strip(), decision=decision, kept_until=end) for line in lines]


def void(session: Session, appraisal_id: int, reason: str) -> Appraisal:
    """Take it out of use before it is approved; its 件 are due as before."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        if appraisal.state in (AppraisalState.APPROVED, AppraisalState.DONE):
            raise RuleError("鉴定已经批准，不能作废。不想销毁的件，请从清册里撤出。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        return session.change(appraisal, voided_on=session.today, void_reason=reason.strip())


def in_force(session: Session, appraisal_id: int) -> Appraisal:
    """The appraisal, refused when it was voided."""
    appraisal = session.get(Appraisal, appraisal_id)
    if appraisal.voided_on:
        raise RuleError("这次鉴定已经作废，不能再办。请重新开始一次鉴定。")
    return appraisal


def check_sight(session: Session, appraisal_id: int) -> None:
    """Nobody handles a list of which a 件 is closed to him."""
    if closed_lines(session, appraisal_id):
        raise RuleError(CLOSED)


def closed_lines(session: Session, appraisal_id: int) -> int:
    """How many lines of an appraisal are closed to this person."""
    seen = len(lines_of(session, appraisal_id))
    with veil.whole_sight():
        return len(lines_of(session, appraisal_id)) - seen


def finish(session: Session, appraisal: Appraisal) -> Appraisal:
    """Call it done when nothing of it waits any more; inside an action."""
    with veil.whole_sight():
        waits = any(line.done_on is None for line in lines_of(session, appraisal.id))
    return appraisal if waits else session.change(appraisal, state=AppraisalState.DONE)


def open_one(session: Session, appraisal_id: int) -> Appraisal:
    appraisal = in_force(session, appraisal_id)
    if appraisal.state is not AppraisalState.OPEN:
        raise RuleError(f"鉴定现在是“{appraisal.state.label}”，不能再改。还没有批准的，请先撤回。")
    return appraisal


def checked_members(words: str) -> str:
    """At least three names, each once, with 、 between them."""
    names = list(dict.fromkeys(part for part in re.split(r"[、,，;；\s]+", words) if part))
    if len(names) < LEAST_MEMBERS:
        raise InvalidRecord({"members": f"鉴定小组至少 {LEAST_MEMBERS} 人，请写出每个人的姓名，用顿号隔开。"})
    return "、".join(names)


def _appraisable(session: Session, item_id: int) -> Item:
    item = session.get(Item, item_id)
    called = item.archival_number or item.title
    if item.sequence is None:
        raise RuleError(f"{called}还没有编件号，不能鉴定。请先编号。")
    if item.voided_on or item.destroyed_on or item.handed_over_on:
        raise RuleError(f"{called}已经撤件、销毁或者移交，不用鉴定。")
    if item.kept_until is None:
        raise RuleError(f"{called}永久保存，不鉴定销毁。")
    if item.kept_until >= session.today:
        raise RuleError(f"{called}要保管到 {item.kept_until.isoformat()}，还没有到期，不能提前鉴定销毁。")
    if session.value(f"SELECT 1 FROM archive_items WHERE id = ? AND {UNDER_APPRAISAL}", (item_id,)):
        raise RuleError(f"{called}已经在另一次鉴定里。请在那一次里办理。")
    return item


def _put_in(session: Session, appraisal_id: int, items: Sequence[Item]) -> list[AppraisalLine]:
    lines = [
        AppraisalLine(
            appraisal_id=appraisal_id,
            item_id=item.id,
            archival_number=item.archival_number,
            title=item.title,
            pages=item.pages,
        )
        for item in items
    ]
    return session.add_many(lines)


def _chosen(session: Session, appraisal_id: int, item_ids: Sequence[int]) -> list[AppraisalLine]:
    by_item = {line.item_id: line for line in lines_of(session, appraisal_id)}
    if not item_ids or any(item_id not in by_item for item_id in item_ids):
        raise RuleError("选中的件不在这次鉴定里，可能刚被撤出。请刷新后再选。")
    return [by_item[item_id] for item_id in dict.fromkeys(item_ids)]
