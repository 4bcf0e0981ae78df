"""Saved views: the conditions of a list under a name, for the station or for one person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar

from .errors import InvalidRecord, RuleError
from .fields import Choice, day, long_text, reference, text, tick
from .opinions import counted
from .opinions.handling import Satisfaction
from .opinions.narrowing import Narrowing, Order, View
from .opinions.record import Channel, Status, Urgency
from .permissions import Role
from .places import Category, HandlingBody, Village
from .rows import stored
from .session import Session


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """`conditions` is what the list was narrowed to, its order and its columns, as JSON."""

    TABLE: ClassVar = "saved_views"

    id: int = 0
    name: str = text("名称", required=True, max_length=20)
    staff_id: int | None = reference("保存人", "staff", required=True)
    is_personal: bool = tick("只给自己用")
    conditions: str = long_text("条件", required=True)
    retired_on: date | None = day("停用日期")


@dataclass(frozen=True)
class Stand:
    """What a list stands at; `left_out` says what of a saved view there is no longer."""

    view: View = View.OPEN
    words: str = ""
    order: Order | None = None
    narrowing: Narrowing = Narrowing()
    columns: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


_CHOICES: dict[str, type[Choice]] = {
    "status": Status,
    "channel": Channel,
    "satisfaction": Satisfaction,
    "urgency": Urgency,
}
_PLACES: dict[str, type[Village | Category | HandlingBody]] = {
    "village_id": Village,
    "category_id": Category,
    "body_id": HandlingBody,
}
_LABELS = {"village_id": "村（社区）", "category_id": "分类", "body_id": "主办单位"}
_DAYS = ("received_from", "received_to", "closed_from")


def usable(session: Session) -> list[SavedView]:
    """The views this person may open: the station's, then his own."""
    where = "retired_on IS NULL AND (is_personal = 0 OR staff_id = ?)"
    return session.select(SavedView, where, (session.staff.id,), order="is_personal, name, id")


def save(session: Session, name: str, stand: Stand, *, personal: bool) -> SavedView:
    """Keep what a list stands at under a name."""
    with session.action("view.save"):
        _check_name(session, name)
        conditions = {
            "view": stand.view.value,
            "words": stand.words,
            "order": stand.order.value if stand.order else "",
            "columns": stand.columns,
            "narrowing": {k: stored(v) for k, v in asdict(stand.narrowing).items() if v is not None},
        }
        return session.add(
            SavedView(
                name=name.strip(),
                staff_id=session.staff.id,
                is_personal=personal,
                conditions=json.dumps(conditions, ensure_ascii=False),
            )
        )


def rename(session: Session, view_id: int, name: str) -> SavedView:
    with session.action("view.save"):
        saved = _own(session, view_id)
        if name.strip() != saved.name:
            _check_name(session, name)
        return session.change(saved, name=name.strip())


def retire(session: Session, view_id: int) -> SavedView:
    """Take it out of the choice; it stays on record."""
    with session.action("view.save"):
        return session.change(_own(session, view_id), retired_on=session.today)


def may_change(session: Session, saved: SavedView) -> bool:
    """Its saver may, and the leaders those of the station."""
    leads = not session.roles.isdisjoint({Role.HEAD, Role.VICE_HEAD})
    return session.may("view.save") and (saved.staff_id == session.staff.id or (leads and not saved.is_personal))


def opened(session: Session, saved: SavedView, columns: Sequence[str]) -> Stand:
    """What a saved view stands for today: conditions that still mean something, and words for those that do not."""
    left_out: list[str] = []
    try:
        kept = json.loads(saved.conditions)
        narrowed = dict(kept["narrowing"])
    except (ValueError, KeyError, TypeError):
        return Stand(left_out=("保存的条件读不出来",))
    view = _choice(View, kept.get("view"))
    if view is None:
        left_out.append("要看的清单")
    values = {name: _value(session, name, value, left_out) for name, value in narrowed.items()}
    wanted = [str(key) for key in kept.get("columns") or ()]
    if gone := len([key for key in wanted if key not in columns]):
        left_out.append(f"{gone} 个已没有的列")
    return Stand(
        view=view or View.OPEN,
        words=str(kept.get("words") or ""),
        order=_choice(Order, kept.get("order")),
        narrowing=Narrowing(**{name: value for name, value in values.items() if value is not None}),
        columns=tuple(key for key in wanted if key in columns),
        left_out=tuple(left_out),
    )


def _value(session: Session, name: str, value: Any, left_out: list[str]) -> Any:
    found: Any = None
    if name in _CHOICES:
        found = _choice(_CHOICES[name], value)
    elif name in _PLACES and isinstance(value, int):
        place = session.find(_PLACES[name], value)
        if place is not None and place.retired_on:
            left_out.append(f"{_LABELS[name]}“{place.name}”已停用")
            return None
        found = place.id if place is not None else None
    elif name in _DAYS:
        found = _day(value)
    elif name == "counted":
        found = value if counted.read(str(value)) else None
    elif (name == "holder" and isinstance(value, str)) or name == "is_judged":
        found = value
    if found is None:
        left_out.append(_LABELS.get(name, "一个看不懂的条件"))
    return found


def _choice(kind: type[Choice], value: Any) -> Any:
    return next((choice for choice in kind if choice.value == value), None)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _own(session: Session, view_id: int) -> SavedView:
    saved = session.get(SavedView, view_id)
    if not may_change(session, saved):
        raise RuleError("这个清单是别人保存的，不能改。可以按现在的筛选另存一个。")
    return saved


def _check_name(session: Session, name: str) -> None:
    if not name.strip():
        raise InvalidRecord({"name": "请填写“名称”，例如“石桥村未办结”。"})
    taken = {view.label for view in View} | {saved.name for saved in usable(session)}
    if name.strip() in taken:
        raise InvalidRecord({"name": f"已有清单“{name.strip()}”，请换一个名称。"})
