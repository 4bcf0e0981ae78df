"""Groups of deputies (代表小组): every deputy belongs to one, each group has one leader (2.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from . import deputies
from .deputies import Deputy
from .errors import InvalidRecord, RuleError
from .fields import Choice, choice, day, reference, text
from .listing import Listing
from .session import Session
from .terms import check_open


class GroupPost(Choice):
    """组内职务."""

    LEADER = "leader", "组长"
    VICE_LEADER = "vice_leader", "副组长"
    MEMBER = "member", "组员"


@dataclass(frozen=True, kw_only=True)
class DeputyGroup:
    """One group of deputies."""

    TABLE: ClassVar = "deputy_groups"

    id: int = 0
    name: str = text("小组名称", required=True, max_length=30)
    formed_on: date | None = day("成立日期")
    place: str = text("活动地点", max_length=80)
    note: str = text("备注", max_length=200)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class GroupMember:
    """One deputy in one group from a day to a day."""

    TABLE: ClassVar = "group_members"

    id: int = 0
    group_id: int | None = reference("代表小组", "deputy_groups", required=True)
    deputy_id: int | None = reference("代表", "deputies", required=True)
    post: GroupPost = choice("组内职务", GroupPost, GroupPost.MEMBER)
    starts_on: date | None = day("入组日期")
    ends_on: date | None = day("出组日期")


SMALLEST = 3  # deputies of a group, as is usual (推定); fewer is said and not refused
_NOW = "(ends_on IS NULL OR ends_on >= ?)"


def form(session: Session, group: DeputyGroup) -> DeputyGroup:
    """A new group; no two in use have one name."""
    with session.action("group.edit"):
        _check_name(session, group.name, 0)
        return session.add(group)


def edit(session: Session, group_id: int, **values: Any) -> DeputyGroup:
    """Correct what is known of a group."""
    with session.action("group.edit"):
        group = session.get(DeputyGroup, group_id)
        _check_name(session, str(values.get("name", group.name)), group_id)
        return session.change(group, **values)


def dissolve(session: Session, group_id: int, on: date) -> DeputyGroup:
    """A group is given up: that day is the last one of all who are in it; what it did stays."""
    with session.action("group.edit"):
        group = session.get(DeputyGroup, group_id)
        check_open(session, on)
        for member in members(session, group_id, on):
            _leave(session, member, max(on, member.starts_on or on))
        return session.change(group, retired_on=session.today)


def join(session: Session, group_id: int, deputy_id: int, on: date, post: GroupPost = GroupPost.MEMBER) -> GroupMember:
    """A deputy comes into a group; a second leader is refused by the name of the first (2.2.4)."""
    with session.action("group.edit"):
        group, person = session.get(DeputyGroup, group_id), session.get(Deputy, deputy_id)
        check_open(session, on)
        if group.retired_on:
            raise RuleError(f"“{group.name}”已经停用，不能再编入代表。")
        where = f"group_id = ? AND deputy_id = ? AND {_NOW}"
        if session.select(GroupMember, where, (group_id, deputy_id, on.isoformat())):
            raise RuleError(f"{person.name}已经在“{group.name}”里，不用再编一次。")
        if post is GroupPost.LEADER:
            _check_leader(session, group, on)
        return session.add(GroupMember(group_id=group_id, deputy_id=deputy_id, post=post, starts_on=on))


def leave(session: Session, member_id: int, on: date) -> GroupMember:
    """A deputy leaves a group, where that day is his last; that he was in it stays."""
    with session.action("group.edit"):
        check_open(session, on)
        return _leave(session, session.get(GroupMember, member_id), on)


def appoint(session: Session, member_id: int, post: GroupPost, on: date, *, succeed: bool = False) -> GroupMember:
    """Another post from a day on. One leader at a time: with `succeed` the one before becomes a member (2.2.4)."""
    with session.action("group.edit"):
        member = session.get(GroupMember, member_id)
        check_open(session, on)
        if member.post is post:
            raise RuleError(f"现在的组内职务就是{post.label}，不用改。")
        group = session.get(DeputyGroup, member.group_id or 0)
        first = leader(session, group.id, on)
        if post is GroupPost.LEADER and first is not None:
            if not succeed:
                _check_leader(session, group, on)
            _turn(session, first, GroupPost.MEMBER, on)
        return _turn(session, member, post, on)


def leader(session: Session, group_id: int, on: date) -> GroupMember | None:
    """Who leads a group on a day."""
    return next((each for each in members(session, group_id, on) if each.post is GroupPost.LEADER), None)


def members(session: Session, group_id: int, on: date) -> list[GroupMember]:
    """Who is in a group on a day, the leaders first."""
    where = f"group_id = ? AND {_NOW} AND (starts_on IS NULL OR starts_on <= ?)"
    found = session.select(GroupMember, where, (group_id, on.isoformat(), on.isoformat()), order="starts_on, id")
    return sorted(found, key=lambda each: list(GroupPost).index(each.post))


def earlier_members(session: Session, group_id: int, on: date) -> list[GroupMember]:
    """Who was in a group and left it, and the earlier posts of those who stayed."""
    where = "group_id = ? AND ends_on < ?"
    return session.select(GroupMember, where, (group_id, on.isoformat()), order="ends_on DESC, id DESC")


def groups_of(session: Session, deputy_id: int) -> list[tuple[DeputyGroup, GroupMember]]:
    """The groups a deputy is in today."""
    where = f"deputy_id = ? AND {_NOW}"
    found = session.select(GroupMember, where, (deputy_id, session.today.isoformat()))
    of = [(session.get(DeputyGroup, each.group_id or 0), each) for each in found]
    return [(group, each) for group, each in of if group.retired_on is None]


def choices(session: Session) -> list[tuple[int, str]]:
    """The groups in use."""
    return [(each.id, each.name) for each in session.select(DeputyGroup, "retired_on IS NULL", order="name")]


def without_group(session: Session) -> list[tuple[int, str]]:
    """Deputies in office who are in no group yet, with their levels."""
    in_use = "group_id IN (SELECT id FROM deputy_groups WHERE retired_on IS NULL)"
    sql = f"SELECT DISTINCT deputy_id FROM group_members WHERE {_NOW} AND {in_use}"
    placed = {row[0] for row in session.rows(sql, (session.today.isoformat(),))}
    return [(deputy_id, words) for deputy_id, words in deputies.choices(session) if deputy_id not in placed]


def doubts(session: Session, group_id: int) -> list[str]:
    """What is unusual about a group; nothing of it is refused."""
    found, noted = members(session, group_id, session.today), []
    if len(found) < SMALLEST:
        noted.append(f"现在有 {len(found)} 位代表，一般不少于 {SMALLEST} 位。")
    if found and not any(each.post is GroupPost.LEADER for each in found):
        noted.append("还没有组长，请指定一位。")
    return noted


def listing(session: Session, words: str = "", *, retired: bool = False) -> Listing:
    """Groups by name with their leader and how many are in them."""
    now = "(ends_on IS NULL OR ends_on >= :today)"
    lead = f"SELECT deputy_id FROM group_members WHERE group_id = deputy_groups.id AND post = 'leader' AND {now}"
    return Listing(
        session.db,
        "deputy_groups",
        where=("instr(name || place || note, :words) > 0", "retired_on IS NULL OR :retired"),
        params={"words": words.strip(), "retired": retired, "today": session.today.isoformat()},
        order=("retired_on IS NOT NULL", "name", "id"),
        columns=f"deputy_groups.*, (SELECT name FROM deputies WHERE id = ({lead})) AS leader,"
        f" (SELECT count(DISTINCT deputy_id) FROM group_members WHERE group_id = deputy_groups.id AND {now}) AS people",
    )


def _check_name(session: Session, name: str, group_id: int) -> None:
    where = "name = ? AND id <> ? AND retired_on IS NULL"
    if session.select(DeputyGroup, where, (name.strip(), group_id)):
        raise InvalidRecord({"name": f"已经有一个“{name.strip()}”了，请换一个名称。"})


def _check_leader(session: Session, group: DeputyGroup, on: date) -> None:
    first = leader(session, group.id, on)
    if first is not None:
        name = session.get(Deputy, first.deputy_id or 0).name
        raise RuleError(f"“{group.name}”的组长是{name}，组长只能有一位。要换人，请用“接任组长”。")


def _leave(session: Session, member: GroupMember, on: date) -> GroupMember:
    if member.starts_on and on < member.starts_on:
        raise InvalidRecord({"ends_on": "出组日期不能早于入组日期，请检查。"})
    return session.change(member, ends_on=on)


def _turn(session: Session, member: GroupMember, post: GroupPost, on: date) -> GroupMember:
    """The earlier post ends the day before, so that both stay on record; on the first day it is put right instead."""
    if member.starts_on is None or on <= member.starts_on:
        return session.change(member, post=post)
    session.change(member, ends_on=on - timedelta(days=1))
    return session.add(GroupMember(group_id=member.group_id, deputy_id=member.deputy_id, post=post, starts_on=on))
