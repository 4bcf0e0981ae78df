"""Handling bodies (承办单位), villages and communities, and the categories of opinions (3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, TypeVar

from .errors import RuleError
from .fields import Choice, choice, day, reference, text, whole_number
from .listing import Listing
from .session import Session, table_of


class BodyKind(Choice):
    DEPARTMENT = "department", "部门单位"
    VILLAGE = "village", "村（社区）"
    STATION = "station", "联络站自身"
    SUPERIOR = "superior", "上级机关"


class VillageKind(Choice):
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"


class CongressView(Choice):
    """人大口径: how a category is reported upward."""

    FINANCE = "finance", "财政经济"
    AGRICULTURE = "agriculture", "农业农村"
    CONSTRUCTION = "construction", "城建环资"
    EDUCATION = "education", "教科文卫"
    JUSTICE = "justice", "监察司法"
    SOCIETY = "society", "社会建设"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class HandlingBody:
    """A department or other body that handles opinions (5.1.4)."""

    TABLE: ClassVar = "handling_bodies"

    id: int = 0
    name: str = text("单位名称", required=True, max_length=50)
    short_name: str = text("简称", max_length=20)
    kind: BodyKind = choice("类型", BodyKind, BodyKind.DEPARTMENT)
    contact: str = text("联系人", max_length=50)
    phone: str = text("联系电话", max_length=30)
    address: str = text("地址", max_length=80)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village or community of the township."""

    TABLE: ClassVar = "villages"

    id: int = 0
    name: str = text("名称", required=True, max_length=30)
    kind: VillageKind = choice("类型", VillageKind, VillageKind.VILLAGE)
    constituency: str = text("选区", max_length=50)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category of opinions, up to three levels deep."""

    TABLE: ClassVar = "categories"

    id: int = 0
    parent_id: int | None = reference("上级分类", "categories")
    name: str = text("名称", required=True, max_length=30)
    congress_view: CongressView = choice("人大口径", CongressView, CongressView.OTHER)
    position: int | None = whole_number("顺序", default=0)
    retired_on: date | None = day("停用日期")


Place = TypeVar("Place", HandlingBody, Village)
_ACTIONS = {HandlingBody: "handling_body.edit", Village: "village.edit"}


def add(session: Session, place: Place) -> Place:
    """A new handling body or village; a name stands once among those in use."""
    with session.action(_ACTIONS[type(place)]):
        _check_name(session, type(place), place.name)
        return session.add(place)


def edit(session: Session, kind: type[Place], place_id: int, /, **values: Any) -> Place:
    """Correct a handling body or village."""
    with session.action(_ACTIONS[kind]):
        place = session.get(kind, place_id)
        if values.get("name", place.name) != place.name:
            _check_name(session, kind, values["name"])
        return session.change(place, **values)


def retire(session: Session, kind: type[Place], place_id: int) -> Place:
    """Take it out of the choosers; what names it keeps it."""
    with session.action(_ACTIONS[kind]):
        place = session.get(kind, place_id)
        if isinstance(place, HandlingBody) and place.kind is BodyKind.STATION:
            raise RuleError("“本站”不能停用：站内自行办理的件都记在它名下。")
        return session.change(place, retired_on=session.today)


def bring_back(session: Session, kind: type[Place], place_id: int) -> Place:
    """Offer it again in the choosers, unless its name is in use by another."""
    with session.action(_ACTIONS[kind]):
        place = session.get(kind, place_id)
        _check_name(session, kind, place.name)
        return session.change(place, retired_on=None)


def listing(session: Session, kind: type[Place], words: str = "", *, retired: bool = False) -> Listing:
    """Handling bodies or villages by name, bodies by kind first; `retired` adds those out of use."""
    texts = "name || short_name || contact || phone" if kind is HandlingBody else "name || constituency"
    rank = {"department": 1, "village": 2, "superior": 3, "station": 4, "community": 5}
    order = f"CASE kind {' '.join(f'WHEN {code!r} THEN {place}' for code, place in rank.items())} ELSE 9 END"
    return Listing(
        session.db,
        table_of(kind),
        where=(f"instr({texts}, :words) > 0", "retired_on IS NULL OR :retired"),
        params={"words": words.strip(), "retired": retired},
        order=("retired_on IS NOT NULL", order, "name", "id"),
    )


def bodies(session: Session, *kinds: BodyKind) -> list[tuple[int, str]]:
    """Handling bodies in use, of some kinds or all."""
    found = session.select(HandlingBody, "retired_on IS NULL", order="kind, name")
    return [(body.id, body.name) for body in found if not kinds or body.kind in kinds]


def villages(session: Session) -> list[tuple[int, str]]:
    return [(village.id, village.name) for village in session.select(Village, "retired_on IS NULL", order="name")]


def _check_name(session: Session, kind: type[Place], name: str) -> None:
    sql = f"SELECT 1 FROM {table_of(kind)} WHERE name = ? AND retired_on IS NULL"
    if session.value(sql, (name.strip(),)):
        raise RuleError(f"已有“{name.strip()}”，不用再添加。要分清两个，请在名称里加上区别。")
