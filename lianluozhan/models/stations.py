"""The station itself (2.1): one record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .fields import Choice, choice, text
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


def station(session: Session) -> Station:
    """The one station of this database."""
    return session.select(Station)[0]


def edit(session: Session, **values: str | Kind) -> Station:
    """Correct what is known of the station (2.1.2)."""
    with session.action("station.edit"):
        return session.change(station(session), **values)
