"""The table of points (履职积分): the first time brings the base, each further time the extra, up to the cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import Choice, choice, choices, day, long_text, reference, text, whole_number
from .record import ServiceKind


class CountSource(Choice):
    """Where the count of an item comes from."""

    RECORDS = "records", "自动（履职记录）"
    HAND = "hand", "手工填写"


class CountPeriod(Choice):
    YEAR = "year", "每年"
    TERM = "term", "每届"


@dataclass(frozen=True, kw_only=True)
class PointRule:
    """One item, its numbers in half points; `within_id` names an item under whose cap this one also stands."""

    TABLE: ClassVar = "point_rules"

    id: int = 0
    position: int | None = whole_number("次序", required=True, lowest=1)
    item: str = text("项目", required=True, max_length=40)
    kinds: tuple[ServiceKind, ...] = choices("计数的履职类型", ServiceKind)
    base: int | None = whole_number("基础分（半分）", required=True, highest=400)
    extra: int | None = whole_number("每多一次（半分）", required=True, highest=400)
    cap: int | None = whole_number("封顶（半分）", required=True, highest=400)
    within_id: int | None = reference("并入计算的项目", "point_rules")
    source: CountSource = choice("计数来源", CountSource, CountSource.RECORDS)
    period: CountPeriod = choice("周期", CountPeriod, CountPeriod.YEAR)
    from_year: int | None = whole_number("自何年起", required=True, lowest=1949, highest=2199)
    until_year: int | None = whole_number("至何年止", lowest=1949, highest=2199)
    changed_on: date | None = day("修改日期")


@dataclass(frozen=True, kw_only=True)
class HandCount:
    """How often an item counts for a deputy in a year where no record says so, with why."""

    TABLE: ClassVar = "hand_counts"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    rule_id: int | None = reference("项目", "point_rules", required=True)
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    times: int | None = whole_number("次数", required=True, highest=1000)
    reason: str = text("依据", required=True, max_length=200)
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True, kw_only=True)
class YearReview:
    """年度履职情况小结 of one deputy, with the words of the presidium."""

    TABLE: ClassVar = "year_reviews"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    summary: str = long_text("年度履职情况小结", max_length=3000)
    presidium_words: str = long_text("主席团评价意见", max_length=1000)
    signed_by: str = text("签字人", max_length=50)
    signed_on: date | None = day("签字日期")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
