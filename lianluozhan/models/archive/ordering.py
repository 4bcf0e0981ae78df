"""The order of a year before it is numbered: by class, then by what it is about, what belongs together by its days.

DA/T 22 §5.3: within the lowest class by time and matter; within one matter by date; what forms a set stays together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from ..errors import RuleError
from ..session import Session
from ..veil import whole_sight
from .filing import BEHIND_NUMBERED, Key, key_of, unnumbered
from .record import Category, Item, ItemKind

SINGLE = (ItemKind.DOCUMENT, ItemKind.EXTERNAL)  # each its own matter, but for an answer to it
_MATTER = re.compile(r"关于(?P<of>.+?)的?(?:函|复函|请示|批复|答复|报告|通知|通报|意见|公告|决定|申请)(?:（.*）)?\]?$")
_IN_CLASS = "year = ? AND retention = ? AND unit = ? AND sequence IS NULL AND voided_on IS NULL"


def waiting(session: Session, year: int) -> list[Item]:
    """The 件 of a year that have no number yet, class by class in their order."""
    where = "year = ? AND sequence IS NULL AND voided_on IS NULL"
    return session.select(Item, where, (year,), order="retention DESC, unit, place, id")


def arrange(session: Session, year: int) -> list[Item]:
    """Put what has no number yet in order, class by class; what was moved by hand is put in order anew."""
    with session.action("archive.file"), whole_sight():
        found = waiting(session, year)
        if not found:
            raise RuleError(f"{year}年度没有要排列的件：都已经编号，或还没有归档。")
        for key in dict.fromkeys(map(key_of, found)):
            put_in_order(session, ordered(item for item in found if key_of(item) == key))
    return waiting(session, year)


def ordered(items: Iterable[Item]) -> list[Item]:
    """The 件 of one class in the order in which they are numbered."""
    known = list(items)
    begins: dict[tuple[Category, str], date] = {}
    for item in known:
        group, on = (item.category, set_of(item)), item.dated_on or date.max
        begins[group] = min(begins.get(group, date.max), on)
    places = {category: place for place, category in enumerate(Category)}

    def key(item: Item) -> tuple[int, date, str, date, str, int]:
        group = set_of(item)
        named = item.title if item.kind in (ItemKind.DEPUTY_YEAR, ItemKind.REGISTER) else ""
        return (
            places[item.category],
            begins[item.category, group],
            group,
            item.dated_on or date.max,
            named,
            item.id,
        )

    return sorted(known, key=key)


def set_of(item: Item) -> str:
    """What a 件 belongs together with: those made of the same kind of record, or papers on one matter."""
    if item.kind not in SINGLE:
        return item.kind.value
    found = _MATTER.search(item.title)
    return found["of"] if found else item.title


def move(session: Session, item_id: int, before: int | None) -> Item:
    """Put a 件 before another of its class, or behind all of them; only where no number was given yet."""
    with session.action("archive.file"), whole_sight():
        item = unnumbered(session, item_id)
        others = [each for each in _class(session, key_of(item)) if each.id != item_id]
        at = len(others)
        if before is not None and before != item_id:
            target = unnumbered(session, before)
            if key_of(target) != key_of(item):
                raise RuleError("只能在同一年度、同一保管期限、同一机构（问题）里移动。要改期限的，请打开这一件修改。")
            at = [each.id for each in others].index(before)
        elif before == item_id:
            return item
        put_in_order(session, [*others[:at], item, *others[at:]])
    return session.get(Item, item_id)


def put_in_order(session: Session, items: Iterable[Item]) -> None:
    """Give the 件 of a class their places; inside an action."""
    for place, item in enumerate(items, BEHIND_NUMBERED + 1):
        if item.place != place:
            session.change(item, place=place)


def _class(session: Session, key: Key) -> list[Item]:
    return session.select(Item, _IN_CLASS, key, order="place, id")
