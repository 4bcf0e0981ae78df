"""The station itself (2.1): one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from .fields import Choice, choice, day, long_text, text, tick, whole_number
from .session import Session


class Kind(Choice):
    """Where the station stands (2.1.1)."""

    TOWNSHIP = "township", "乡镇站"
    STREET = "street", "街道站"
    COMMUNITY = "community", "社区站"
    VILLAGE = "village", "村站"
    TRADE = "trade", "行业站"


@dataclass(frozen=True, kw_only=True)
class Station:
    """What stands in the head of every form."""

    TABLE: ClassVar = "stations"

    id: int = 0
    name: str = text("站名", required=True, max_length=40)
    kind: Kind = choice("站类型", Kind, Kind.TOWNSHIP)
    place: str = text("乡镇或街道", required=True, max_length=30)
    congress: str = text("所属人大名称", required=True, max_length=50)
    address: str = text("地址", max_length=80)
    hotline: str = text("热线电话", max_length=30)
    fonds_number: str = text("全宗号", max_length=8)
    superior: str = text("上级人大", max_length=50)
    floor_area: int | None = whole_number("面积（平方米）", highest=100_000)
    founded_on: date | None = day("成立日期")
    has_sign: bool = tick("已挂标识牌")
    equipment: str = long_text("办公设备", max_length=2000)
    box_places: str = text("意见箱位置", max_length=200)
    platform: str = text("网上平台", max_length=100)
    population: int | None = whole_number("辖区人口", highest=10_000_000)
    village_count: int | None = whole_number("村（社区）数", highest=1000)
    wall_rules: str = long_text("上墙制度", max_length=2000)


def station(session: Session) -> Station:
    """The one station of this database."""
    return session.select(Station)[0]


def edit(session: Session, **values: Any) -> Station:
    """Correct what is known of the station (2.1.2)."""
    with session.action("station.edit"):
        return session.change(station(session), **values)
