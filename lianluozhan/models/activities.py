"""Activities of deputies: meetings, trainings, inspections, group meetings, with who came (3.1.1, 3.1.3, 4.1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

from . import attendances, terms
from .attachments import FileSource, attach
from .attendances import Attendance, Presence
from .deputies import SHORT, Deputy, Level, mandates_of
from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, long_text, moment, reference, text, whole_number
from .listing import Listing
from .service import generating
from .session import Session
from .stations import Station, station


class ActivityKind(Choice):
    """What deputies were called together for."""

    CONGRESS = "congress", "出席人代会"
    MEETING = "meeting", "参加其他会议"
    TRAINING = "training", "学习培训"
    RESEARCH = "research", "专题调研"
    INSPECTION = "inspection", "视察"
    SURVEY = "survey", "调研"
    LAW_CHECK = "law_check", "执法检查"
    GROUP = "group", "代表小组活动"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One activity; `half_days` counts what it adds to a deputy's days of duty."""

    TABLE: ClassVar = "activities"

    id: int = 0
    kind: ActivityKind = choice("类型", ActivityKind, ActivityKind.MEETING)
    title: str = text("名称", required=True, max_length=60)
    starts_at: datetime | None = moment("开始时间", required=True)
    ends_at: datetime | None = moment("结束时间")
    half_days: int | None = whole_number("半天数", default=1, lowest=1, highest=60)
    place: str = text("地点", max_length=80)
    organiser: str = text("组织单位", max_length=60)
    group_id: int | None = reference("代表小组", "deputy_groups")
    content: str = long_text("内容摘要")
    result: str = long_text("成效")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


VIEWS = (("", "全部"), ("coming", "还没到时间的"), ("unsigned", "还没登记到会的"))


@dataclass(frozen=True)
class Called:
    """One of the called as lists and sheets name him."""

    line: Attendance
    name: str
    unit: str
    levels: str


@dataclass(frozen=True)
class ActivityFile:
    """An activity with all that its sign-in sheet names."""

    activity: Activity
    station: Station
    called: tuple[Called, ...]
    group: str = ""


# Writing ---------------------------------------------------------------------------------------------------------


def enter(
    session: Session, activity: Activity, deputy_ids: Iterable[int] = (), files: Iterable[FileSource] = ()
) -> Activity:
    """An activity that is to come or was, with those who are called to it and its papers and photographs."""
    with session.action("activity.enter"):
        _check(session, activity)
        made = session.add(replace(activity, id=0, entered_by=session.staff.id, voided_on=None, void_reason=""))
        attendances.called(session, Activity.TABLE, made.id, deputy_ids)
        _enclose(session, made, files)
        return made


def edit(
    session: Session,
    activity_id: int,
    deputy_ids: Iterable[int] | None = None,
    /,
    *,
    files: Iterable[FileSource] = (),
    **values: Any,
) -> Activity:
    """Correct an activity, and who is called if `deputy_ids` says it anew; files are added to those it has."""
    with session.action("activity.enter"):
        found = _in_force(session, activity_id)
        terms.check_open(session, _day(found))
        new = replace(found, **values)
        _check(session, new)
        if new.starts_at and new.starts_at.date() > session.today and _anybody(session, activity_id):
            raise InvalidRecord({"starts_at": "已经有代表签到了，开始时间不能改到今天以后。请检查日期。"})
        changed = session.change(found, **values)
        _enclose(session, found, files)
        if deputy_ids is not None:
            attendances.called(session, Activity.TABLE, activity_id, deputy_ids)
        generating.follow(session, Activity.TABLE, activity_id)
        return changed


def sign_in(session: Session, activity_id: int, marks: dict[int, dict[str, Any]]) -> list[Attendance]:
    """Note who came, is excused or stayed away, many at once; `marks` holds the values by deputy."""
    with session.action("activity.enter"):
        found = _in_force(session, activity_id)
        terms.check_open(session, _day(found))
        lines = {line.deputy_id: line for line in attendances.of(session, Activity.TABLE, activity_id)}
        for deputy_id, values in marks.items():
            if values.get("presence") in (Presence.PRESENT, Presence.ABSENT) and _day(found) > session.today:
                raise RuleError("活动还没有到时间，不能登记到会。先请假的可以先记。")
            if deputy_id not in lines:
                raise RuleError("这位代表不在名单里。请先在活动里把他加进应到的代表。")
            attendances.put(session, lines[deputy_id], **values)
        generating.follow(session, Activity.TABLE, activity_id)
        return attendances.of(session, Activity.TABLE, activity_id)


def void(session: Session, activity_id: int, reason: str) -> Activity:
    """Strike out an activity; what it wrote into the service of deputies is voided with it."""
    with session.action("activity.void"):
        found = _in_force(session, activity_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        terms.check_open(session, _day(found))
        changed = session.change(found, voided_on=session.today, void_reason=reason.strip())
        generating.follow(session, Activity.TABLE, activity_id)
        return changed


def unvoid(session: Session, activity_id: int) -> Activity:
    """Take the voiding back; the lines of service come back with it."""
    with session.action("activity.void"):
        found = session.get(Activity, activity_id)
        if found.voided_on is None:
            raise RuleError("这次活动没有作废，不用恢复。")
        terms.check_open(session, _day(found))
        changed = session.change(found, voided_on=None, void_reason="")
        generating.follow(session, Activity.TABLE, activity_id)
        return changed


def _enclose(session: Session, activity: Activity, files: Iterable[FileSource]) -> None:
    for source in files:
        attach(session, Activity.TABLE, activity.id, source, "活动资料")


def _in_force(session: Session, activity_id: int) -> Activity:
    found = session.get(Activity, activity_id)
    if found.voided_on:
        raise RuleError("这次活动已经作废，不能再改。作废错了，可以先撤销作废。")
    return found


def _day(activity: Activity) -> date:
    return activity.starts_at.date() if activity.starts_at else date.max


def _anybody(session: Session, activity_id: int) -> bool:
    return bool(attendances.present(session, Activity.TABLE, activity_id))


def _check(session: Session, activity: Activity) -> None:
    problems = check(activity)
    if activity.starts_at is None:
        problems["starts_at"] = "请填写“开始时间”。"
    elif activity.ends_at and activity.ends_at < activity.starts_at:
        problems["ends_at"] = "“结束时间”不能早于“开始时间”，请检查。"
    if problems:
        raise InvalidRecord(problems)
    terms.check_open(session, _day(activity))


# Reading ---------------------------------------------------------------------------------------------------------


def groups_to_call(session: Session, on: date) -> list[tuple[str, tuple[int, ...]]]:
    """Who can be called in one go on a day: all deputies in office, those of a level, those of a group."""
    held: dict[Level, list[int]] = {level: [] for level in reversed(Level)}
    sql = (
        "SELECT DISTINCT m.level, d.id FROM mandates m JOIN deputies d ON d.id = m.deputy_id WHERE m.status = 'active'"
        " AND d.retired_on IS NULL AND ifnull(m.starts_on, '') <= ? AND ifnull(m.ends_on, '9999') >= ?"
        " ORDER BY d.name, d.id"
    )
    for level, deputy_id in session.rows(sql, (on.isoformat(), on.isoformat())):
        held[Level(level)].append(deputy_id)
    everybody = tuple(dict.fromkeys(deputy_id for ids in held.values() for deputy_id in ids))
    found = [("全体代表", everybody)] if everybody else []
    found += [(f"{level.label}代表", tuple(ids)) for level, ids in held.items() if ids]
    members = (
        "SELECT g.name, m.deputy_id FROM group_members m JOIN deputy_groups g ON g.id = m.group_id"
        " WHERE g.retired_on IS NULL AND ifnull(m.starts_on, '') <= ? AND ifnull(m.ends_on, '9999') >= ?"
        " ORDER BY g.id, m.id"
    )
    groups: dict[str, list[int]] = {}
    for name, deputy_id in session.rows(members, (on.isoformat(), on.isoformat())):
        if deputy_id in everybody:
            groups.setdefault(name, []).append(deputy_id)
    return found + [(name, tuple(dict.fromkeys(ids))) for name, ids in groups.items()]


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Activities, the newest first, each with how many are called and came."""
    of = "SELECT count(*) FROM attendances a WHERE a.owner_table = 'activities' AND a.owner_id = activities.id"
    unsigned = f"({of} AND a.presence = 'invited' AND a.voided_on IS NULL) > 0"
    conditions: dict[str, tuple[str, ...]] = {
        "": (),
        "coming": ("starts_at > :now",),
        "unsigned": ("starts_at <= :now", unsigned),
    }
    return Listing(
        session.db,
        "activities",
        where=("instr(title || place || organiser || content, :words) > 0", "voided_on IS NULL OR :voided")
        + conditions[view],
        params={"words": words.strip(), "voided": voided, "now": session.now().isoformat(timespec="seconds")},
        order=("starts_at", "id"),
        descending=True,
        columns=f"activities.*, ({of} AND a.voided_on IS NULL) AS called,"
        f" ({of} AND a.voided_on IS NULL AND a.presence = 'present') AS came",
    )


def sign_in_list(session: Session, activity_id: int) -> Listing:
    """Those called to an activity in their order, as rows with name and unit."""
    return Listing(
        session.db,
        "attendances",
        where=("owner_table = 'activities'", "owner_id = :owner", "voided_on IS NULL"),
        params={"owner": activity_id},
        columns="attendances.*, (SELECT name FROM deputies WHERE id = deputy_id) AS name,"
        " (SELECT organisation_post FROM deputies WHERE id = deputy_id) AS unit",
    )


def called(session: Session, table: str, owner_id: int, on: date) -> list[Called]:
    """Those called to an activity or a reception, with unit and levels of the mandates they held on the day."""
    found = []
    for line in attendances.of(session, table, owner_id):
        deputy = session.get(Deputy, line.deputy_id or 0)
        held = [
            mandate.level
            for mandate in mandates_of(session, deputy.id)
            if (mandate.starts_on or date.min) <= on <= (mandate.ends_on or date.max)
        ]
        levels = "、".join(SHORT[level] for level in Level if level in held)
        found.append(Called(line, deputy.name, deputy.organisation_post, levels))
    return found


def activity_file(session: Session, activity_id: int) -> ActivityFile:
    """An activity as its sign-in sheet needs it."""
    found = session.get(Activity, activity_id)
    group = session.value("SELECT name FROM deputy_groups WHERE id = ?", (found.group_id,)) or ""
    return ActivityFile(
        found, station(session), tuple(called(session, Activity.TABLE, activity_id, _day(found))), str(group)
    )


def counts(lines: Iterable[Attendance]) -> dict[Presence, int]:
    """How many are called (应到), came, are excused and stayed away."""
    found = dict.fromkeys(Presence, 0)
    for line in lines:
        found[Presence.INVITED] += 1
        if line.presence is not Presence.INVITED:
            found[line.presence] += 1
    return found
