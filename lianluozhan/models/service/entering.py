"""Service that no other record tells of (自报): entered by hand, reviewed by somebody else (3.1.3, 3.1.4).

Lines with a source are generated and follow it: only their page in the file and their note are set here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import terms
from ..attachments import Attachment, FileSource, attach
from ..attachments import of as attachments_of
from ..deputies import Deputy, mandates_of
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..listing import Listing
from ..session import Session
from ..staff import Staff
from ..stations import Station, station
from .point_rules import CountPeriod, CountSource
from .point_table import points_words, rules
from .points import earned, points
from .record import PART_OF, SOURCE_WORDS, FilePart, ReviewState, ServiceKind, ServiceRecord

# what comes of a record of its own and is not typed here; a meeting elsewhere, an inspection by others may be
BY_SOURCE_ONLY = (ServiceKind.RECEPTION,)
ENCLOSED_AT_MOST = 9
FREE = ("page_ref", "note")  # of the line itself, whatever its source says
VIEWS = (("", "全部"), ("waiting", "待核"), ("returned", "退回"), ("by_hand", "自报"), ("generated", "自动生成"))
_CONDITIONS: dict[str, tuple[str, ...]] = {
    "": (),
    "waiting": ("state = 'waiting'", "voided_on IS NULL"),
    "returned": ("state = 'returned'", "voided_on IS NULL"),
    "by_hand": ("source_table = ''",),
    "generated": ("source_table <> ''",),
}


@dataclass(frozen=True)
class ServiceFile:
    """One line with all that its sheets name."""

    record: ServiceRecord
    deputy: Deputy
    mandates: str  # 青石镇第十八届, of those in force on the day
    constituency: str
    station: Station
    source: str  # 代表活动, or 自报
    entered_by: str = ""
    reviewed_by: str = ""
    points: str = ""


def enter(session: Session, record: ServiceRecord, files: Sequence[FileSource] = ()) -> ServiceRecord:
    """A line entered by hand with its photographs; it waits for somebody else's review."""
    with session.action("service.enter"):
        _check(session, record)
        made = replace(
            record,
            id=0,
            source_table="",
            source_id=None,
            state=ReviewState.WAITING,
            review_words="",
            reviewed_by=None,
            reviewed_on=None,
            entered_by=session.staff.id,
            voided_on=None,
            void_reason="",
        )
        added = session.add(made)
        _enclose(session, added, files)
        return added


def edit(session: Session, record_id: int, *, files: Sequence[FileSource] = (), **values: Any) -> ServiceRecord:
    """Correct a line; what was passed or returned waits for review again, of a generated one only `FREE` is set.

    Files are added to those it has.
    """
    with session.action("service.enter"):
        found = _in_force(session, record_id)
        changed = {name: value for name, value in values.items() if getattr(found, name) != value}
        if found.source_table and not changed.keys() <= set(FREE):
            raise RuleError(f"这一条由{_source(found)}自动生成，内容跟着来源走。要改内容，请打开来源修改。")
        terms.check_open(session, found.starts_on, changed.get("starts_on"))
        _enclose(session, found, files)
        if changed.keys() <= set(FREE):
            return session.change(found, **changed)
        _check(session, replace(found, **changed))
        again = {"state": ReviewState.WAITING, "review_words": "", "reviewed_by": None, "reviewed_on": None}
        return session.change(found, **changed, **again, entered_by=session.staff.id)


def submit(session: Session, record_id: int) -> ServiceRecord:
    """Hand a returned line in again as it is, with what it was returned for now said."""
    with session.action("service.enter"):
        found = _in_force(session, record_id)
        if found.state is not ReviewState.RETURNED:
            raise RuleError(f"这一条现在是“{found.state.label}”，不用再提交。")
        terms.check_open(session, found.starts_on)
        return session.change(found, state=ReviewState.WAITING)


def why_no_review(session: Session, record: ServiceRecord) -> str:
    """Why this person does not review a line now; empty when he may."""
    if record.voided_on:
        return "这一条已经作废，不用审核。"
    if record.state is not ReviewState.WAITING:
        return f"这一条现在是“{record.state.label}”，不用审核。"
    if record.entered_by == session.staff.id:
        return "自己登记的履职不能由自己审核，请另一位站领导审核。"
    return ""


def review(session: Session, record_id: int, words: str = "", *, passed: bool) -> ServiceRecord:
    """Pass a line or return it with words; nobody reviews what he entered himself."""
    with session.action("service.review"):
        found = session.get(ServiceRecord, record_id)
        if refusal := why_no_review(session, found):
            raise RuleError(refusal)
        if not passed and not words.strip():
            raise InvalidRecord({"words": "请写明退回的原因，登记的人好补正。"})
        terms.check_open(session, found.starts_on)
        return session.change(
            found,
            state=ReviewState.PASSED if passed else ReviewState.RETURNED,
            review_words=words.strip(),
            reviewed_by=session.staff.id,
            reviewed_on=session.today,
        )


def void(session: Session, record_id: int, reason: str) -> ServiceRecord:
    """Strike out a line that was entered by hand."""
    with session.action("service.void"):
        found = _in_force(session, record_id)
        if found.source_table:
            raise RuleError(f"这一条由{_source(found)}自动生成，不能单独作废。来源改了或者作废了，它会跟着变。")
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        terms.check_open(session, found.starts_on)
        return session.change(found, voided_on=session.today, void_reason=reason.strip())


def unvoid(session: Session, record_id: int) -> ServiceRecord:
    """Take the voiding back."""
    with session.action("service.void"):
        found = session.get(ServiceRecord, record_id)
        if found.voided_on is None:
            raise RuleError("这一条没有作废，不用恢复。")
        if found.source_table:
            raise RuleError(f"这一条跟着{_source(found)}走，不能单独恢复。请先恢复来源。")
        terms.check_open(session, found.starts_on)
        if again := _again(session, found):
            raise RuleError(next(iter(again.values())))
        return session.change(found, voided_on=None, void_reason="")


def enclosed(session: Session, record_id: int) -> list[Attachment]:
    """The photographs and other proofs of a line."""
    return attachments_of(session, ServiceRecord.TABLE, record_id)


def _enclose(session: Session, record: ServiceRecord, files: Sequence[FileSource]) -> None:
    if files and len(files) + len(enclosed(session, record.id)) > ENCLOSED_AT_MOST:
        raise InvalidRecord({"files": f"一条履职最多附 {ENCLOSED_AT_MOST} 个附件，请留下最要紧的。"})
    for source in files:
        attach(session, ServiceRecord.TABLE, record.id, source, "履职佐证")


def _source(record: ServiceRecord) -> str:
    return SOURCE_WORDS.get(record.source_table, "别的记录")


def _in_force(session: Session, record_id: int) -> ServiceRecord:
    found = session.get(ServiceRecord, record_id)
    if found.voided_on:
        raise RuleError("这一条已经作废，不能再改。作废错了，可以先撤销作废。")
    return found


def _check(session: Session, record: ServiceRecord) -> None:
    problems = check(record)
    if record.kind in BY_SOURCE_ONLY:
        problems["kind"] = "接待选民由“代表接待”里的记录自动生成，不在这里登记。"
    if record.starts_on and record.starts_on > session.today:
        problems["starts_on"] = "“开始日期”不能晚于今天。还没有开展的，开展以后再登记。"
    if record.starts_on and record.ends_on and record.ends_on < record.starts_on:
        problems["ends_on"] = "“结束日期”不能早于“开始日期”，请检查。"
    if problems:
        raise InvalidRecord(problems)
    terms.check_open(session, record.starts_on)
    if problems := _again(session, record):
        raise InvalidRecord(problems)


def _again(session: Session, record: ServiceRecord) -> dict[str, str]:
    """What looks like the same service once more: refused under the same title, else with a word in the note."""
    where = "deputy_id = ? AND kind = ? AND starts_on = ? AND id <> ? AND voided_on IS NULL"
    day = record.starts_on.isoformat() if record.starts_on else ""
    for other in session.select(ServiceRecord, where, (record.deputy_id, record.kind.value, day, record.id)):
        if other.title.strip() == record.title.strip():
            return {"title": f"这位代表这一天已经有“{other.title}”这一条（{_source(other)}）。请打开那一条修改。"}
        if not record.note.strip():
            said = f"这位代表这一天已经有一条“{record.kind.label}”：{other.title}（{_source(other)}）。"
            return {"note": f"{said}不是同一件事的，请在备注里写明。"}
    return {}


# Reading ---------------------------------------------------------------------------------------------------------


def listing(
    session: Session,
    words: str = "",
    *,
    view: str = "",
    voided: bool = False,
    deputy_id: int = 0,
    kind: ServiceKind | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Listing:
    """Lines of service, the newest first; `view` is one of VIEWS, `first` and `last` bound the days."""
    found = "(SELECT name FROM deputies WHERE id = deputy_id)"
    where = [
        *((f"instr(title || content || place || ifnull({found}, ''), :words) > 0",) if words.strip() else ()),
        *(() if voided else ("voided_on IS NULL",)),
        *_CONDITIONS[view],
        *(("deputy_id = :deputy",) if deputy_id else ()),
        *(("kind = :kind",) if kind else ()),
        *(("starts_on >= :first",) if first else ()),
        *(("starts_on <= :last",) if last else ()),
    ]
    return Listing(
        session.db,
        "service_records",
        where=tuple(where),
        params={
            "words": words.strip(),
            "deputy": deputy_id,
            "kind": kind.value if kind else "",
            "first": first.isoformat() if first else "",
            "last": last.isoformat() if last else "",
        },
        order=("starts_on", "id"),
        descending=True,
        columns=f"service_records.*, {found} AS deputy_name, iif(source_table = '', state, '') AS judged,"
        " (SELECT name FROM staff WHERE id = reviewed_by) AS reviewer",
    )


def count_waiting(session: Session) -> int:
    """How many lines wait for review that this person may review."""
    sql = "SELECT count(*) FROM service_records WHERE state = 'waiting' AND voided_on IS NULL AND entered_by IS NOT ?"
    return int(session.value(sql, (session.staff.id,)))


def part_of(record: ServiceRecord) -> FilePart:
    """The part of the service file in which a line stands."""
    return PART_OF[record.kind]


def service_file(session: Session, record_id: int) -> ServiceFile:
    """A line as its sheets need it."""
    found = session.get(ServiceRecord, record_id)
    deputy = session.get(Deputy, found.deputy_id or 0)
    on = found.starts_on or session.today
    held = [
        mandate
        for mandate in mandates_of(session, deputy.id)
        if (mandate.starts_on or date.min) <= on <= (mandate.ends_on or date.max)
    ]
    return ServiceFile(
        record=found,
        deputy=deputy,
        mandates="、".join(f"{mandate.level.label}{mandate.term}" for mandate in held),
        constituency=next((mandate.constituency for mandate in held if mandate.constituency), ""),
        station=station(session),
        source=SOURCE_WORDS.get(found.source_table, ""),
        entered_by=_name(session, found.entered_by),
        reviewed_by=_name(session, found.reviewed_by),
        points=_points(session, found),
    )


def _points(session: Session, record: ServiceRecord) -> str:
    """What a line adds to the points of its year: each its own part, until the cap of its item is reached."""
    on = record.starts_on
    if record.voided_on or record.state is not ReviewState.PASSED or on is None or on > session.today:
        return ""
    rule = next((rule for rule in rules(session, on.year) if record.kind in rule.kinds), None)
    if rule is None or rule.source is not CountSource.RECORDS:
        return ""
    if rule.within_id or rule.period is not CountPeriod.YEAR:
        return _points_of_shared(session, record, on.year)
    kinds = ", ".join(f"'{kind.value}'" for kind in rule.kinds)
    times = session.value(
        f"SELECT count(*) FROM service_records WHERE deputy_id = ? AND kind IN ({kinds}) AND voided_on IS NULL"
        " AND state = 'passed' AND starts_on >= ? AND (starts_on, id) <= (?, ?)",
        (record.deputy_id, f"{on.year}-01-01", on.isoformat(), record.id),
    )
    return points_words(earned(rule, times)[2] - earned(rule, times - 1)[2])


def _points_of_shared(session: Session, record: ServiceRecord, year: int) -> str:
    """The same for an item that shares a cap or counts over a term: what the whole item brings, in its order."""
    for item in points(session, record.deputy_id or 0, year).items:
        places = [counted.id for counted in item.records]
        if record.id in places:
            times = places.index(record.id) + 1
            so_far, before = (min(earned(item.rule, n)[2], item.points) for n in (times, times - 1))
            return points_words(so_far - before)
    return ""


def _name(session: Session, staff_id: int | None) -> str:
    person = session.find(Staff, staff_id)
    return person.name if person else ""
