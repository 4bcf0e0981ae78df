"""Groups of deputies (代表小组): every deputy belongs to one, each group has one leader (2.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, reference, text


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
