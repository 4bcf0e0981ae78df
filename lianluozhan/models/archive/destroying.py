"""The destruction of what was approved for it: it goes before two supervisors, its line stays (rules §3.8, F85).

What goes is the 件 as an archive: its paper, and its copy in electronic packages, for both are one archive (双套). So a
package that is made from then on has only its line, the reading room opens it no more, nothing of it is printed whole,
and the packages that were made before and still hold it are named (`outdated_packages`). Its line stays in the
catalogue with the day and the number of the appraisal.

The record of the matter with its scans is no archive but what the station works with: ledgers and figures stand on it,
and nothing is deleted here. Taking it out of the program would be an act with an approval of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from .. import stations
from ..errors import InvalidRecord, RuleError
from ..session import Session
from ..staff import Staff
from ..stations import Station
from .appraisal_approval import check_standing
from .appraising import (
    CLOSED,
    Appraisal,
    AppraisalDecision,
    AppraisalLine,
    AppraisalState,
    check_sight,
    closed_lines,
    finish,
    in_force,
    lines_of,
)
from .lending import IS_OUT
from .packages import Package, made
from .record import Item

LONGEST_REMARK = 100


@dataclass(frozen=True)
class Destruction:
    """Who watched, where, how and when."""

    first_supervisor: str
    second_supervisor: str
    destroyed_on: date
    destroyed_place: str
    destroyed_way: str


@dataclass(frozen=True)
class AppraisalFile:
    """One appraisal as it is printed (F85): each line with its 件."""

    appraisal: Appraisal
    lines: tuple[tuple[AppraisalLine, Item], ...]
    begun_by: str
    approved_by: str
    station: Station
    closed: int = 0  # how many of its lines are closed to whoever reads it


def destroy(session: Session, appraisal_id: int, done: Destruction) -> Appraisal:
    """Enter that the paper of all lines approved for it was destroyed."""
    with session.action("archive.appraise"):
        appraisal = in_force(session, appraisal_id)
        if appraisal.state is AppraisalState.DONE:
            raise RuleError("这次鉴定已经办完了，不用再登记销毁。")
        if appraisal.state is not AppraisalState.APPROVED:
            raise RuleError("站长还没有批准，不能销毁。请先提交审批，批准以后再办。")
        check_sight(session, appraisal_id)
        _check(session, appraisal, done)
        lines = [line for line in lines_of(session, appraisal_id) if line.done_on is None]
        _check_in_place(session, lines)
        for line in lines:
            _strike_off(session, appraisal, line, done.destroyed_on)
        moved = session.change(
            appraisal,
            first_supervisor=done.first_supervisor.strip(),
            second_supervisor=done.second_supervisor.strip(),
            destroyed_on=done.destroyed_on,
            destroyed_place=done.destroyed_place.strip(),
            destroyed_way=done.destroyed_way.strip(),
        )
        return finish(session, moved)


def appraisal_file(session: Session, appraisal_id: int) -> AppraisalFile:
    """Read an appraisal with its lines and their 件; what was left out of it is not among them."""
    appraisal = session.get(Appraisal, appraisal_id)
    lines = lines_of(session, appraisal_id)
    where = "id IN (SELECT item_id FROM archive_appraisal_lines WHERE appraisal_id = ?)"
    items = {item.id: item for item in session.select(Item, where, (appraisal_id,))}
    names = [session.find(Staff, staff_id) for staff_id in (appraisal.begun_by, appraisal.approved_by)]
    begun_by, approved_by = (person.name if person else "" for person in names)
    found = tuple((line, items[line.item_id or 0]) for line in lines)
    closed = closed_lines(session, appraisal_id)
    return AppraisalFile(appraisal, found, begun_by, approved_by, stations.station(session), closed)


def refusal(file: AppraisalFile) -> str:
    """Why the list cannot be printed; empty when it can. One that leaves something out would be signed as whole."""
    if file.closed:
        return CLOSED
    return "" if file.lines else "这次鉴定里一件也没有，打印不出清册。请先加进要鉴定的件。"


def outdated_packages(session: Session, appraisal_id: int) -> list[Package]:
    """The electronic packages that were made before the destruction was entered and hold what was destroyed."""
    entered = session.value(
        "SELECT max(at) FROM audit_log WHERE table_name = ? AND record_id = ?", (Appraisal.TABLE, appraisal_id)
    )
    if session.get(Appraisal, appraisal_id).destroyed_on is None or entered is None:
        return []
    years = session.rows(
        "SELECT DISTINCT year FROM archive_items WHERE destroyed_on IS NOT NULL AND id IN"
        " (SELECT item_id FROM archive_appraisal_lines WHERE appraisal_id = ? AND voided_on IS NULL) ORDER BY year",
        (appraisal_id,),
    )
    before = datetime.fromisoformat(entered)
    of_years = [package for (year,) in years for package in made(session, year)]
    return [package for package in of_years if package.made_at and package.made_at <= before]


def with_remark(item: Item, words: str) -> str:
    """The remark of a 件 with `words` at its end, whole; of what stood before as much as there is room for."""
    room = LONGEST_REMARK - len(words) - 1
    before = item.remark if len(item.remark) <= room else item.remark[: room - 1] + "…"
    return f"{before}；{words}" if before else words


def _strike_off(session: Session, appraisal: Appraisal, line: AppraisalLine, on: date) -> None:
    item = check_standing(session, line)
    words = f"{on.year}年{on.month}月{on.day}日销毁（{appraisal.number}）"
    session.change(item, destroyed_on=on, remark=with_remark(item, words))
    session.change(line, done_on=on)


def _check(session: Session, appraisal: Appraisal, done: Destruction) -> None:
    """Two different people who neither began nor approved it, a day between the approval and today, place and way."""
    first, second = bare(done.first_supervisor), bare(done.second_supervisor)
    problems = {}
    if not first:
        problems["first_supervisor"] = "请填写第一位监销人的姓名。"
    if not second:
        problems["second_supervisor"] = "请填写第二位监销人的姓名。"
    elif first == second:
        problems["second_supervisor"] = "两位监销人不能是同一个人。请填写另一位的姓名。"
    parts = {"经手": appraisal.begun_by, "批准": appraisal.approved_by}
    for part, staff_id in parts.items():
        who = session.find(Staff, staff_id)
        for name, given in (("first_supervisor", first), ("second_supervisor", second)):
            if who and given == bare(who.name):
                problems[name] = f"{who.name}{part}了这次鉴定，不能再监销。请换一位。"
    if appraisal.approved_on and done.destroyed_on < appraisal.approved_on:
        problems["destroyed_on"] = f"销毁日期不能早于批准日期 {appraisal.approved_on.isoformat()}。"
    elif done.destroyed_on > session.today:
        problems["destroyed_on"] = "销毁日期不能晚于今天。请在销毁以后再登记。"
    if not done.destroyed_place.strip():
        problems["destroyed_place"] = "请填写销毁地点。"
    if not done.destroyed_way.strip():
        problems["destroyed_way"] = "请填写销毁方式，例如：化浆、粉碎。"
    if problems:
        raise InvalidRecord(problems)


def _check_in_place(session: Session, lines: list[AppraisalLine]) -> None:
    """What is lent is not there to be destroyed."""
    wanted = [line for line in lines if line.decision is AppraisalDecision.DESTROY]
    lent = {row[0] for row in session.rows(f"SELECT id FROM archive_items WHERE {IS_OUT}")}
    out = [line.archival_number for line in wanted if line.item_id in lent]
    if out:
        raise RuleError(f"{'、'.join(out[:3])}还没有归还，不能销毁。请先收回，或者把它从清册里撤出。")


def bare(name: str) -> str:
    """A name without blanks, to be compared."""
    return "".join(name.split())
