"""档案盒 kept: 件 put in and moved, where a box stands, what its 备考表 says, taken apart again (DA/T 22, 4.6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from .. import veil
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..session import Session
from .boxing import ClassPlan, Plan, PlannedBox
from .record import HERE, Box, Item, Retention, Volume

PURE = "一盒只装同一年度、同一保管期限、同一机构（问题）的件。"
AGAIN = "请重新拟一次装盒方案。"
EDITED = ("spine", "place", "statement", "arranged_by", "arranged_on", "checked_by", "checked_on", "note")


def put_into_boxes(session: Session, year: int, plan: Plan) -> list[Box]:
    """Make the boxes of a plan and lay the 件 into them; all of it or nothing."""
    with session.action("archive.box"), veil.whole_sight():
        if not plan.boxes:
            raise RuleError(f"{year}年度没有要装盒的件。编好件号、还没有装盒的件，才能装盒。")
        items = _read(session, plan)
        return [_put(session, year, made, box, items) for made in plan.classes for box in made.boxes]


def _read(session: Session, plan: Plan) -> dict[int, Item]:
    """The 件 of a plan as they stand now, in as many queries as there are classes."""
    wanted = [id_ for box in plan.boxes for piece in box.pieces for id_ in piece.item_ids]
    if len(wanted) != len(set(wanted)):
        raise RuleError(f"同一件出现在两个盒里。{AGAIN}")
    found: dict[int, Item] = {}
    for at in range(0, len(wanted), 500):
        some = wanted[at : at + 500]
        marks = ", ".join("?" * len(some))
        found |= {item.id: item for item in session.select(Item, f"id IN ({marks})", some)}
    if len(found) != len(wanted):
        raise RuleError(f"方案里有的件已经找不到了。{AGAIN}")
    return found


def _put(session: Session, year: int, made: ClassPlan, planned: PlannedBox, items: dict[int, Item]) -> Box:
    box = _standing(session, year, made, planned) if planned.standing else None
    mine = [items[id_] for piece in planned.pieces for id_ in piece.item_ids]
    if not mine:
        raise RuleError(f"{planned.number} 号盒里一件也没有。{AGAIN}")
    for item in mine:
        _check_in(item, year, made.retention, made.unit)
        if item.box_id:
            raise RuleError(f"{label_of(item)} 已经装在盒里了。{AGAIN}")
    if box is None:
        if _in_force(session, year, made.retention, made.unit, planned.number):
            raise RuleError(f"{planned.number} 号盒已经有了。{AGAIN}")
        box = session.add(
            Box(
                year=year,
                retention=made.retention,
                unit=made.unit,
                number=planned.number,
                spine=planned.spine,
                arranged_by=session.staff.id,
                arranged_on=session.today,
            )
        )
    for item in mine:
        session.change(item, box_id=box.id)
    for piece in planned.pieces:
        if piece.volume_id is not None:
            session.change(session.get(Volume, piece.volume_id), box_id=box.id)
    return box


def _standing(session: Session, year: int, made: ClassPlan, planned: PlannedBox) -> Box:
    box = box_in_force(session, planned.standing or 0)
    if (box.year, box.retention, box.unit) != (year, made.retention, made.unit):
        raise RuleError(f"{box.number} 号盒是{class_words(box)}的盒。{PURE}")
    return box


def _in_force(session: Session, year: int, retention: Retention, unit: str, number: int) -> bool:
    where = "year = ? AND retention = ? AND unit = ? AND number = ? AND voided_on IS NULL"
    return bool(session.select(Box, where, (year, retention.value, unit, number)))


def _check_in(item: Item, year: int, retention: Retention, unit: str) -> None:
    """Only what is numbered, still here, and of the class of the box."""
    if item.sequence is None:
        raise RuleError("方案里有还没有编件号的件，不能装盒。请先编号，再重新拟一次装盒方案。")
    if item.voided_on or item.destroyed_on or item.handed_over_on:
        gone = "撤件" if item.voided_on else "销毁" if item.destroyed_on else "移交"
        raise RuleError(f"{label_of(item)} 已经{gone}，不能装盒。")
    if (item.year, item.retention, item.unit) != (year, retention, unit):
        raise RuleError(f"{label_of(item)} 是{class_words(item)}的件，不能装进别的盒。{PURE}")


def label_of(item: Item) -> str:
    """What a 件 is called in a sentence: its 档号, or its 件号 while the fonds has no number."""
    return item.archival_number or f"{item.sequence or 0:04d}"


def class_words(record: Item | Box | Volume) -> str:
    """2026年度、30年, with the unit where there is one."""
    unit = f"、{record.unit}" if record.unit else ""
    return f"{record.year}年度、{record.retention.label}{unit}"


def box_in_force(session: Session, box_id: int) -> Box:
    box = session.get(Box, box_id)
    if box.voided_on:
        raise RuleError(f"{class_words(box)}的 {box.number} 号盒已经撤了，不能再用。请选别的盒，或者重新装盒。")
    return box


# One 件, one box ------------------------------------------------------------------------------------------------------


def move_item(session: Session, item_id: int, box_id: int) -> Item:
    """Lay a 件 into another box of its class; its volume goes with it where the station files by volume."""
    with session.action("archive.box"):
        item = session.get(Item, item_id)
        box = box_in_force(session, box_id)
        _check_in(item, box.year or 0, box.retention, box.unit)
        if item.box_id == box.id:
            raise RuleError(f"{label_of(item)} 本来就在 {box.number} 号盒里。")
        with veil.whole_sight():
            before = session.find(Box, item.box_id)
            companions, volume = [item], None
            if item.volume_id is not None:
                companions = session.select(Item, f"volume_id = ? AND {HERE}", (item.volume_id,))
                volume = session.change(session.get(Volume, item.volume_id), box_id=box.id)
            moved = [session.change(each, box_id=box.id) for each in companions]
        labels = f"{volume.number or 0:04d}卷" if volume else f"{item.sequence or 0:04d}"
        if before is not None:
            session.note(Box.TABLE, before.id, {"moved_out": {"items": labels, "to": box.number}})
        session.note(Box.TABLE, box.id, {"moved_in": {"items": labels, "from": before.number if before else 0}})
        return next(each for each in moved if each.id == item_id)


def void_box(session: Session, box_id: int, reason: str) -> Box:
    """Take a box apart: what lies in it lies in none then, its number is free again; the box stays, with the reason."""
    with session.action("archive.box"), veil.whole_sight():
        box = box_in_force(session, box_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明撤盒的原因。"})
        for item in session.select(Item, f"box_id = ? AND {HERE}", (box_id,)):
            session.change(item, box_id=None)
        for volume in session.select(Volume, "box_id = ?", (box_id,)):
            session.change(volume, box_id=None)
        return session.change(box, voided_on=session.today, void_reason=reason.strip())


def put_away(session: Session, box_ids: Sequence[int], place: str) -> list[Box]:
    """Say where boxes stand (存放位置), one or a whole shelf of them."""
    with session.action("archive.box"):
        if not box_ids:
            raise RuleError("没有选档案盒。请先选一盒，再写它放在哪里。")
        if not place.strip():
            raise InvalidRecord({"place": "请写放在哪里，例如“档案室铁皮柜二层”。"})
        boxes = [box_in_force(session, box_id) for box_id in box_ids]
        return [session.change(box, place=place.strip()) for box in boxes]


def edit_box(session: Session, box_id: int, **values: Any) -> Box:
    """Change what the 备考表 says of a box, who arranged and checked it, its thickness and its place."""
    with session.action("archive.box"):
        box = box_in_force(session, box_id)
        if strange := values.keys() - set(EDITED):
            raise TypeError(f"not to be edited: {', '.join(sorted(strange))}")
        wanted: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in values.items()
        }
        new = replace(box, **wanted)
        problems = check(new) | signing_problems(session.today, signing_after(new))
        if problems:
            raise InvalidRecord(problems)
        return session.change(box, **wanted)


def signing_after(record: Box | Volume) -> dict[str, Any]:
    """Who made and who checked it, and when."""
    names = ("arranged_by", "arranged_on") if isinstance(record, Box) else ("compiled_by", "compiled_on")
    return {name: getattr(record, name) for name in (*names, "checked_by", "checked_on")}


def signing_problems(today: date, values: dict[str, Any]) -> dict[str, str]:
    """Who arranged (or compiled) and who checked: two persons, each with a day, in this order, none to come."""
    (by, maker), (on, made) = list(values.items())[:2]
    checker, checked = values["checked_by"], values["checked_on"]
    what = "整理" if by == "arranged_by" else "立卷"
    problems: dict[str, str] = {}
    for name, person, day, words in ((on, maker, made, what), ("checked_on", checker, checked, "检查")):
        if person and day is None:
            problems[name] = f"请写{words}日期。"
        elif day and not person:
            problems[name.replace("_on", "_by")] = f"写了{words}日期，请再选{words}人。"
        elif day and day > today:
            problems[name] = f"{words}日期不能晚于今天，请检查。"
    if checker and checker == maker:
        problems["checked_by"] = f"检查人要和{what}人是两个人。请另选一位检查。"
    if made and checked and checked < made and "checked_on" not in problems:
        problems["checked_on"] = f"检查日期不能早于{what}日期。"
    return problems
