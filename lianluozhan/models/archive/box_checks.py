"""A box looked through: 件 by 件 as it is held in the hand, what is missing, what does not belong there (4.6.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .. import veil
from ..errors import RuleError
from ..paper_codes import read_code
from ..session import Session
from .box_files import loans_out
from .box_keeping import box_in_force, class_words, label_of
from .codes import read_number
from .record import HERE, Box, BoxCheck, FilingWay, Item, Volume
from .schemes import current
from .statements import day_words

HOW = "可以写件号（如 0007）、档号，或者纸页左下角的八位纸号。"
_PLAIN = re.compile(r"(?:(?P<volume>\d{1,4})\s*[-/]\s*)?(?P<sequence>\d{1,4})")
_LONGEST_NOTE = 200
OF_BOXES = "F81"  # the sheets of a box itself, which lie in it too
STANDING_FIRST = "voided_on IS NOT NULL, id"


@dataclass(frozen=True)
class Expected:
    """One 件 that should lie in the box; a lent one with the day it was lent and the day it is due."""

    item_id: int
    label: str
    title: str
    pages: int
    lent_on: date | None = None
    due_on: date | None = None

    @property
    def lent_words(self) -> str:
        due = f"，{day_words(self.due_on)}应还" if self.due_on else ""
        return f"{day_words(self.lent_on)}借出{due}" if self.lent_on else ""


@dataclass(frozen=True)
class Found:
    """What was typed or scanned: a 件, and whether it belongs into this box; `words` say it to whoever looks."""

    item_id: int
    label: str
    belongs: bool
    words: str


def expected(session: Session, box_id: int) -> list[Expected]:
    """What should lie in a box, in its order."""
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        box_in_force(session, box_id)
        items, numbers = _content(session, box_id)
        out = {loan.item_id: loan for loan in loans_out(session, box_id)}
    return [
        Expected(
            item.id,
            _label(item, numbers),
            veil.SIGN if item.id in closed else item.title,
            item.pages or 0,
            out[item.id].handed_on if item.id in out else None,
            out[item.id].due_on if item.id in out else None,
        )
        for item in items
    ]


def _content(session: Session, box_id: int) -> tuple[list[Item], dict[int, int]]:
    """The 件 of a box in their order, and the 案卷号 of its volumes."""
    numbers = {volume.id: volume.number or 0 for volume in session.select(Volume, "box_id = ?", (box_id,))}
    items = session.select(Item, f"box_id = ? AND {HERE}", (box_id,))

    def place(item: Item) -> tuple[int, int, int]:
        return numbers.get(item.volume_id or 0, 0), item.sequence or 0, item.id

    return sorted(items, key=place), numbers


def _label(item: Item, volumes: dict[int, int]) -> str:
    """件号, with the 案卷号 before it where the station files by volume."""
    volume = f"{volumes[item.volume_id]:04d}-" if item.volume_id in volumes else ""
    return f"{volume}{item.sequence or 0:04d}"


# What is held in the hand --------------------------------------------------------------------------------------------


def find_seen(session: Session, box_id: int, typed: str) -> Found:
    """The 件 that was typed or read by a scanner: 件号, 档号 or 纸号; a sentence where there is none."""
    words = typed.strip()
    if not words:
        raise RuleError(f"还没有写。{HOW}")
    with veil.whole_sight():
        box = box_in_force(session, box_id)
        items = _read(session, box, words)
        if not items:
            raise RuleError(f"没有找到“{words[:30]}”。{HOW}")
        return _found(session, box, items, _content(session, box_id)[1])


def _found(session: Session, box: Box, items: Sequence[Item], volumes: dict[int, int]) -> Found:
    """Of all 件 that were meant the one that lies in the box, else the first."""
    here = [item for item in items if item.box_id == box.id and item.is_here]
    if here:
        label = _label(here[0], volumes)
        return Found(here[0].id, label, True, f"{label} 在盒内")
    item = items[0]
    return Found(item.id, label_of(item), False, f"{label_of(item)} {_where(session, item)}，不属于本盒")


def find_scanned(session: Session, box_id: int, codes: Iterable[tuple[str, int]]) -> tuple[list[Found], int]:
    """The 件 whose sheets were scanned, by the form and record of each 纸号, and how many codes name no 件."""
    with veil.whole_sight():
        box, volumes = box_in_force(session, box_id), _content(session, box_id)[1]
        found: dict[int, Found] = {}
        unknown = 0
        for form, record_id in dict.fromkeys(codes):
            if items := _of_paper(session, form, record_id):
                seen = _found(session, box, items, volumes)
                found[seen.item_id] = seen
            elif not (form.startswith(OF_BOXES) and record_id == box_id):
                unknown += 1
    return list(found.values()), unknown


def _read(session: Session, box: Box, words: str) -> list[Item]:
    """All 件 that the words may mean; those that stand first."""
    if (number := read_number(words)) is not None:
        where = "year = ? AND retention = ? AND unit = ? AND sequence = ?"
        values = [number.year, number.retention.value, number.unit, number.sequence]
        return _of_volume(session, session.select(Item, where, values, order=STANDING_FIRST), number.volume)
    if (plain := _PLAIN.fullmatch(words)) is not None:
        where = "year = ? AND retention = ? AND unit = ? AND sequence = ?"
        values = [box.year or 0, box.retention.value, box.unit, int(plain["sequence"])]
        found = session.select(Item, where, values, order=STANDING_FIRST)
        volume = int(plain["volume"]) if plain["volume"] else None
        if volume is None and current(session).way is FilingWay.VOLUME and len(found) > 1:
            inside = [item for item in found if item.box_id == box.id]
            if len(inside) != 1:
                raise RuleError(f"几个案卷里都有件号 {int(words):04d}。请在前面写上案卷号，如 0002-{int(words):04d}。")
            return inside
        return _of_volume(session, found, volume)
    if (paper := read_code(words)) is not None:
        return _of_paper(session, *paper)
    return []


def _of_paper(session: Session, form: str, record_id: int) -> list[Item]:
    """The 件 of which this sheet is a part."""
    parts = "SELECT item_id FROM archive_parts WHERE form = ? AND record_id = ? AND voided_on IS NULL"
    return session.select(Item, f"id IN ({parts})", (form, record_id), order=STANDING_FIRST)


def _of_volume(session: Session, items: Sequence[Item], number: int | None) -> list[Item]:
    if number is None:
        return list(items)
    volumes = {volume.id for volume in session.select(Volume, "number = ?", (number,))}
    return [item for item in items if item.volume_id in volumes]


def _where(session: Session, item: Item) -> str:
    """Where a 件 belongs that is not of the box."""
    for day, what in ((item.voided_on, "撤件"), (item.destroyed_on, "销毁"), (item.handed_over_on, "移交")):
        if day:
            return f"已经{what}（{day_words(day)}）"
    box = session.find(Box, item.box_id)
    return f"应在{class_words(box)}的 {box.number} 号盒" if box else "还没有装盒"


# Checked off ---------------------------------------------------------------------------------------------------------


def check_box(session: Session, box_id: int, seen_item_ids: Sequence[int], note: str = "") -> BoxCheck:
    """Enter what was seen in a box: how many 件 lie in it, which are missing, which do not belong there.

    What is lent is not missing; the note names it.
    """
    with session.action("archive.box"):
        box, seen = box_in_force(session, box_id), set(seen_item_ids)
        with veil.whole_sight():
            items, numbers = _content(session, box_id)
            out = {loan.item_id for loan in loans_out(session, box_id)}
            strange = [session.get(Item, id_) for id_ in sorted(seen - {item.id for item in items})]
        if not items and not strange:
            raise RuleError(f"{box.number} 号盒里一件也没有登记，不用核对。空盒可以撤掉。")
        at_home = [item for item in items if item.id in seen]
        missing = [item for item in items if item.id not in seen and item.id not in out]
        lent = [item for item in items if item.id in out and item.id not in seen]
        back = [item for item in at_home if item.id in out]
        said = [note.strip()]
        said += [f"借出未还：{_labels(lent, numbers)}"] if lent else []
        said += [f"登记为借出，却在盒内：{_labels(back, numbers)}"] if back else []
        return session.add(
            BoxCheck(
                box_id=box.id,
                checked_on=session.today,
                checked_by=session.staff.id,
                found=len(at_home),
                missing=_labels(missing, numbers),
                foreign_sheets=_cut("、".join(label_of(item) for item in strange), 2000),
                note=_cut("；".join(part for part in said if part), _LONGEST_NOTE),
            )
        )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _labels(items: Iterable[Item], volumes: dict[int, int]) -> str:
    """0003、0007—0012: numbers that follow each other are told as a span."""
    spans: list[list[Item]] = []
    for item in items:
        last = spans[-1][-1] if spans else None
        if last and last.volume_id == item.volume_id and (item.sequence or 0) == (last.sequence or 0) + 1:
            spans[-1].append(item)
        else:
            spans.append([item])
    said = []
    for span in spans:
        until = f"—{span[-1].sequence or 0:04d}" if len(span) > 1 else ""
        said.append(_label(span[0], volumes) + until)
    return _cut("、".join(said), 2000)


def checks_of(session: Session, box_id: int) -> list[BoxCheck]:
    """The looks through a box, the newest first."""
    return session.select(BoxCheck, "box_id = ?", (box_id,), order="checked_on DESC, id DESC")


def verdict(check: BoxCheck) -> str:
    """What a look through a box found, in a sentence."""
    said = [f"在盒内 {check.found or 0} 件"]
    said += [f"不在盒内：{check.missing}"] if check.missing else []
    said += [f"不属于本盒：{check.foreign_sheets}"] if check.foreign_sheets else []
    return "；".join(said) + ("" if len(said) > 1 else "，都对上了")
