"""Who works at the station, and in which post since when (2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, reference, text


class Sex(Choice):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Post(Choice):
    """站内职务 (2.2.1-2.2.3)."""

    HEAD = "head", "站长"
    VICE_HEAD = "vice_head", "副站长"
    LIAISON_OFFICER = "liaison_officer", "联络员"
    WORKER = "worker", "工作人员"


@dataclass(frozen=True, kw_only=True)
class Staff:
    """One member of the staff; the sign-in account is a record of its own."""

    TABLE: ClassVar = "staff"

    id: int = 0
    name: str = text("姓名", required=True, max_length=50)
    sex: Sex | None = choice("性别", Sex)
    organisation_post: str = text("单位及职务", max_length=60)
    phone: str = text("联系电话", max_length=30)
    duties: str = text("分工", max_length=200)
    note: str = text("备注", max_length=200)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """One post of one member of the staff, from a day to a day (2.2.1-2.2.3)."""

    TABLE: ClassVar = "appointments"

    id: int = 0
    staff_id: int | None = reference("工作人员", "staff", required=True)
    post: Post = choice("站内职务", Post, Post.LIAISON_OFFICER)
    starts_on: date | None = day("任职起", required=True)
    ends_on: date | None = day("任职止")
    note: str = text("备注", max_length=200)
