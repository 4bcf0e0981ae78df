"""Deputies (2.2.4): persons with their mandates; enough to choose them, their files come with the service records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, reference, text
from .staff import Sex


class Level(Choice):
    """代表层级; one person may hold several."""

    NATIONAL = "national", "全国"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class MandateStatus(Choice):
    ACTIVE = "active", "在任"
    SUSPENDED = "suspended", "暂停执行职务"
    ENDED = "ended", "资格终止"
    EXPIRED = "expired", "届满"


@dataclass(frozen=True, kw_only=True)
class Deputy:
    """One person who is or was a deputy."""

    TABLE: ClassVar = "deputies"

    id: int = 0
    name: str = text("姓名", required=True, max_length=50)
    sex: Sex | None = choice("性别", Sex)
    nationality: str = text("民族", max_length=20)
    born_on: date | None = day("出生年月")
    organisation_post: str = text("工作单位及职务", max_length=60)
    phone: str = text("联系电话", max_length=30)
    note: str = text("备注", max_length=200)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """One election of one person: level, term, constituency."""

    TABLE: ClassVar = "mandates"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    level: Level = choice("层级", Level, Level.TOWNSHIP)
    term: str = text("届次", max_length=20)
    constituency: str = text("选区或选举单位", max_length=50)
    starts_on: date | None = day("当选时间")
    ends_on: date | None = day("届满时间")
    status: MandateStatus = choice("状态", MandateStatus, MandateStatus.ACTIVE)
    end_reason: str = text("终止原因", max_length=100)
