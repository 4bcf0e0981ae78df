"""按卷 (GB/T 9705-2008), only where the county archive asks for it: 件 compiled into volumes, numbered, boxed (4.6.2).

A volume is of one class. Its 案卷号 runs within the class, the 件号 begin anew in each volume, the pages run through.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import stations, veil
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..listing import Listing
from ..session import Session
from ..staff import Staff
from ..stations import Station
from . import giving, schemes, statements
from .box_keeping import class_words, signing_after, signing_problems
from .codes import volume_number
from .record import HERE, FilingWay, Item, Retention, Scheme, Unit, Volume

MOST = 9999  # volumes in a class: as many as four figures say
BY_PIECE = "本站按件整理（DA/T 22），不组卷。县档案馆要求按卷的，请在“归档设置”里选按卷。"
EDITED = ("title", "heading", "statement", "checked_by", "checked_on", "compiled_by", "compiled_on", "note")


@dataclass(frozen=True)
class PagedItem:
    """A 件 of a volume with the pages it takes there."""

    item: Item
    first: int
    last: int


@dataclass(frozen=True)
class VolumeFile:
    """A volume with all that its cover, its list and its 备考表 say (F82)."""

    scheme: Scheme
    station: Station
    volume: Volume
    number: str  # its 档号, empty while it has no 案卷号
    unit_name: str
    items: tuple[PagedItem, ...]
    first_on: date | None
    last_on: date | None
    pages: int
    statement: str
    compiled_by: str = ""
    checked_by: str = ""


def check_by_volume(session: Session) -> Scheme:
    """The scheme; refused where the station files by piece."""
    scheme = schemes.current(session)
    if scheme.way is not FilingWay.VOLUME:
        raise RuleError(BY_PIECE)
    return scheme


# Compiled ------------------------------------------------------------------------------------------------------------


def compile_volume(session: Session, item_ids: Sequence[int], *, title: str, heading: str = "") -> Volume:
    """Make a volume of 件 of one class that have no number yet, in the order given (组卷)."""
    with session.action("archive.box"):
        check_by_volume(session)
        if not item_ids:
            raise RuleError("没有选件。请先选要组成一卷的件。")
        if len(set(item_ids)) != len(item_ids):
            raise RuleError("同一件选了两次，请重新选。")
        items = [_free_item(session, item_id) for item_id in item_ids]
        first = items[0]
        for item in items:
            _check_class(item, first)
        volume = session.add(
            Volume(
                year=first.year,
                retention=first.retention,
                unit=first.unit,
                title=title.strip(),
                heading=heading.strip(),
                compiled_by=session.staff.id,
                compiled_on=session.today,
            )
        )
        for place, item in enumerate(items, 1):
            session.change(item, volume_id=volume.id, place=place)
        return volume


def add_items(session: Session, volume_id: int, item_ids: Sequence[int]) -> Volume:
    """Put more 件 at the end of a volume that has no number yet."""
    with session.action("archive.box"):
        volume = open_volume(session, volume_id)
        with veil.whole_sight():
            there = len(items_of(session, volume_id))
        for place, item_id in enumerate(item_ids, there + 1):
            item = _free_item(session, item_id)
            _check_class(item, volume)
            session.change(item, volume_id=volume_id, place=place)
        return volume


def take_from_volume(session: Session, item_id: int) -> Item:
    """Take a 件 out of a volume that has no number yet; the last one stays, or the volume is dissolved."""
    with session.action("archive.box"):
        item = session.get(Item, item_id)
        open_volume(session, item.volume_id or 0)
        with veil.whole_sight():
            items = items_of(session, item.volume_id or 0)
            if len(items) == 1:
                raise RuleError("这卷只有这一件，拿出来就空了。不要这卷了，请“拆卷”。")
            _put_in_order(session, [each for each in items if each.id != item_id])
        return session.change(item, volume_id=None, place=0)


def move_within(session: Session, item_id: int, before: int | None) -> Item:
    """Move a 件 inside its volume, before another one or, with None, to the end; until the volume is numbered."""
    with session.action("archive.box"):
        item = session.get(Item, item_id)
        open_volume(session, item.volume_id or 0)
        with veil.whole_sight():
            rest = [each for each in items_of(session, item.volume_id or 0) if each.id != item_id]
            at = len(rest)
            if before is not None:
                places = [n for n, each in enumerate(rest) if each.id == before]
                if not places:
                    raise RuleError("要排在它前面的那一件，不在这一卷里。请重新选。")
                at = places[0]
            moved = _put_in_order(session, [*rest[:at], item, *rest[at:]])
        return next(each for each in moved if each.id == item_id)


def dissolve(session: Session, volume_id: int, reason: str) -> Volume:
    """Undo the compiling of a volume that has no number yet (拆卷): its 件 stand by themselves again."""
    with session.action("archive.box"), veil.whole_sight():
        volume = open_volume(session, volume_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明拆卷的原因。"})
        for item in items_of(session, volume_id):
            session.change(item, volume_id=None, place=0)
        return session.change(volume, voided_on=session.today, void_reason=reason.strip())


def edit_volume(session: Session, volume_id: int, **values: Any) -> Volume:
    """Change title and heading until it is numbered; what the 备考表 says, who compiled and checked it, always."""
    with session.action("archive.box"):
        volume = in_force(session, volume_id)
        if strange := values.keys() - set(EDITED):
            raise TypeError(f"not to be edited: {', '.join(sorted(strange))}")
        wanted: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value for name, value in values.items()
        }
        new = replace(volume, **wanted)
        problems = check(new) | signing_problems(session.today, signing_after(new))
        if volume.number is not None:
            for name, words in (("title", "案卷题名"), ("heading", "类目名称")):
                if getattr(new, name) != getattr(volume, name):
                    problems[name] = f"案卷号已经编定，{words}不能再改。"
        if problems:
            raise InvalidRecord(problems)
        return session.change(volume, **wanted)


def in_force(session: Session, volume_id: int) -> Volume:
    volume = session.get(Volume, volume_id)
    if volume.voided_on:
        raise RuleError(f"“{volume.title}”已经拆卷，不能再改。")
    return volume


def open_volume(session: Session, volume_id: int) -> Volume:
    """A volume that may still be changed."""
    if not volume_id:
        raise RuleError("这一件不在案卷里。")
    volume = in_force(session, volume_id)
    if volume.number is not None:
        raise RuleError(f"案卷号 {volume.number:04d} 已经编定，卷内的件不能再增减和移动。要更正的，请用“更正”。")
    return volume


def items_of(session: Session, volume_id: int) -> list[Item]:
    """The 件 of a volume in their order; of a numbered one those struck later too, for their pages stay."""
    kept = "volume_id = ? AND (sequence IS NOT NULL OR voided_on IS NULL)"
    return session.select(Item, kept, (volume_id,), order="sequence, place, id")


def _free_item(session: Session, item_id: int) -> Item:
    item = session.get(Item, item_id)
    if item.voided_on:
        raise RuleError(f"“{item.title}”已经撤件，不能组卷。")
    if item.sequence is not None:
        raise RuleError(f"“{item.title}”已经编了件号，不能再组卷。")
    if item.volume_id is not None:
        raise RuleError(f"“{item.title}”已经在别的卷里。请先从那一卷拿出来。")
    return item


def _check_class(item: Item, other: Item | Volume) -> None:
    if (item.year, item.retention, item.unit) != (other.year, other.retention, other.unit):
        raise RuleError(
            f"“{item.title}”是{class_words(item)}的件，不能和{class_words(other)}的件组成一卷。"
            "一卷只收同一年度、同一保管期限、同一机构（问题）的件。"
        )


def _put_in_order(session: Session, items: Sequence[Item]) -> list[Item]:
    return [session.change(item, place=place) for place, item in enumerate(items, 1)]


# Numbered ------------------------------------------------------------------------------------------------------------


def number_volumes(session: Session, year: int) -> list[Volume]:
    """Give every volume of a year its 案卷号 and its 件 their numbers, once and for all, gapless in each class."""
    with session.action("archive.number"), veil.whole_sight():
        scheme = check_by_volume(session)
        where = "year = ? AND number IS NULL AND voided_on IS NULL"
        volumes = session.select(Volume, where, (year,), order="retention, unit, id")
        if not volumes:
            raise RuleError(f"{year}年度没有要编案卷号的卷。请先组卷。")
        _check_whole(session, scheme, volumes)
        return [_number(session, scheme, volume) for volume in volumes]


def _check_whole(session: Session, scheme: Scheme, volumes: Sequence[Volume]) -> None:
    items = [item for volume in volumes for item in items_of(session, volume.id)]
    if found := giving.wanting(session, scheme, items):
        closed = session.veil.closed.get(Item.TABLE, {}) if session.veil else {}
        shown = [replace(each, item=statements.veiled(each.item, frozenset(closed))) for each in found]
        raise RuleError(giving.words_of_problems(shown))


def _number(session: Session, scheme: Scheme, volume: Volume) -> Volume:
    last = session.value(
        "SELECT max(number) FROM archive_volumes WHERE year = ? AND retention = ? AND unit = ?",
        (volume.year, volume.retention.value, volume.unit),
    )
    items = items_of(session, volume.id)
    if not items:
        raise RuleError(f"“{volume.title}”里一件也没有，不能编案卷号。请放进文件，或者拆卷。")
    if (last or 0) >= MOST:
        raise RuleError(f"{class_words(volume)}的案卷号已经用到 {MOST}，四位编不下了。")
    numbered = session.change(volume, number=(last or 0) + 1)
    giving.give(session, scheme, items, numbered)
    return numbered


def years_to_number(session: Session) -> list[tuple[int, int]]:
    """The years that have volumes without a number, the newest first, with how many."""
    sql = "SELECT year, count(*) FROM archive_volumes WHERE number IS NULL AND voided_on IS NULL"
    return [(year, count) for year, count in session.rows(f"{sql} GROUP BY year ORDER BY year DESC")]


def loose(session: Session, year: int) -> int:
    """How many 件 of a year lie in no volume and have no number."""
    sql = "SELECT count(*) FROM archive_items WHERE year = ? AND sequence IS NULL AND volume_id IS NULL"
    with veil.whole_sight():
        return int(session.value(f"{sql} AND voided_on IS NULL", (year,)) or 0)


def free_items(session: Session, year: int, retention: Retention, unit: str) -> list[Item]:
    """What of a class can be compiled, in its order."""
    where = "year = ? AND retention = ? AND unit = ? AND sequence IS NULL AND volume_id IS NULL AND voided_on IS NULL"
    return session.select(Item, where, (year, retention.value, unit), order="place, dated_on, id")


FreeClass = tuple[int, Retention, str, int]  # year, retention, unit, how many


def free_classes(session: Session) -> list[FreeClass]:
    """The classes that have 件 to be compiled, with how many."""
    sql = (
        "SELECT year, retention, unit, count(*) FROM archive_items"
        " WHERE sequence IS NULL AND volume_id IS NULL AND voided_on IS NULL GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3"
    )
    return [(year, Retention(code), unit, count) for year, code, unit, count in session.rows(sql)]


# Read whole ----------------------------------------------------------------------------------------------------------


def paged(items: Sequence[Item]) -> list[PagedItem]:
    """The pages of a volume run through its 件 (卷内编页)."""
    found, at = [], 1
    for item in items:
        pages = item.pages or 0
        found.append(PagedItem(item, at, at + pages - 1))
        at += pages
    return found


def volume_file(session: Session, volume_id: int) -> VolumeFile:
    """Read a volume; what is closed to this person stands in it by its number."""
    volume, scheme = session.get(Volume, volume_id), schemes.current(session)
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        lines = paged(items_of(session, volume_id))
        units = session.select(Unit, "code = ?", (volume.unit,)) if volume.unit else []
    days = [line.item.dated_on for line in lines if line.item.dated_on]
    return VolumeFile(
        scheme=scheme,
        station=stations.station(session),
        volume=volume,
        number=volume_number(scheme, volume),
        unit_name=units[0].name if units else "",
        items=tuple(replace(line, item=statements.veiled(line.item, closed)) for line in lines),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        pages=sum(line.item.pages or 0 for line in lines if line.item.is_here),  # as its cover and 备考表 say
        statement=volume.statement or statements.of_volume(session, volume_id),
        compiled_by=_name(session, volume.compiled_by),
        checked_by=_name(session, volume.checked_by),
    )


def _name(session: Session, staff_id: int | None) -> str:
    found = session.find(Staff, staff_id) if staff_id else None
    return found.name if found else ""


# The list ------------------------------------------------------------------------------------------------------------

_OF_VOLUME = f"FROM main.archive_items i WHERE i.volume_id = archive_volumes.id AND {HERE}"
_COLUMNS = (
    f"*, (SELECT count(*) {_OF_VOLUME}) AS items, (SELECT coalesce(sum(pages), 0) {_OF_VOLUME}) AS pages,"
    " (SELECT number FROM archive_boxes b WHERE b.id = archive_volumes.box_id) AS box"
)
_VIEWS = {"open": "number IS NULL", "unboxed": "number IS NOT NULL AND box_id IS NULL"}
_RETENTIONS = "".join(f"|{retention.value}|" for retention in Retention)


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Volumes, the newest year first, by class and 案卷号, those without one last; `view` is a year or a word."""
    where = [
        ":words = '' OR instr(title || ' ' || heading || ' ' || note || ' ' || year, :words) > 0",
        "voided_on IS NULL OR :voided",
    ]
    params: dict[str, Any] = {"words": words.strip(), "voided": voided}
    if view.isdecimal():
        where.append("year = :year")
        params["year"] = int(view)
    elif view:
        where.append(_VIEWS[view])
    order = ("-year", f"instr('{_RETENTIONS}', '|' || retention || '|')", "unit", "coalesce(number, 99999)", "id")
    return Listing(session.db, "archive_volumes", where=tuple(where), params=params, order=order, columns=_COLUMNS)


def years(session: Session) -> list[int]:
    """The years that have volumes, the newest first."""
    return [row[0] for row in session.rows("SELECT DISTINCT year FROM archive_volumes ORDER BY year DESC")]
