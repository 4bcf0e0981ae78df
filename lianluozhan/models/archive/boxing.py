"""装盒 (DA/T 22-2015 §5.6): which 件 go into which box, proposed by their sheets, seen first, then stored (4.6.3).

A 件 is never split, and neither is a volume. A box holds one year, one retention and one unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .. import settings, veil
from ..errors import RuleError
from ..session import Session
from .record import HERE, Box, Retention

SPINES = (20, 30, 40, 50)  # mm, as boxes are made (DA/T 22 figure D1)
CAPACITY = {20: 150, 30: 230, 40: 320, 50: 400}  # sheets of 80 g/m² (推定); the settings may say otherwise
IN_FORCE_I = " AND ".join(f"i.{each}" for each in HERE.split(" AND "))
# the sheets of a 件 `i`: each part begins on a sheet of its own, where the parts have the pages that the 件 has
ITEM_SHEETS = (
    "(CASE WHEN :both_sides THEN coalesce((SELECT sum((p.pages + 1) / 2) FROM main.archive_parts p"
    " WHERE p.item_id = i.id AND p.voided_on IS NULL GROUP BY p.item_id HAVING sum(p.pages) = i.pages),"
    " (coalesce(i.pages, 1) + 1) / 2) ELSE coalesce(i.pages, 1) END)"
)
OF_A_VOLUME = 2  # sheets of a volume beside its 件: its list and its 备考表
THICK = "比最厚的盒还厚，单独装一盒；可能要用更厚的盒，或者分两盒装。"
OVERFULL = "超出 {0} 张，恐怕装不下。"
ADDED = "接着装进已有的盒。"


@dataclass(frozen=True)
class Piece:
    """What is never split: one 件, or one volume with all its 件; `number` is its 件号 or 案卷号."""

    number: int
    sheets: int
    pages: int
    item_ids: tuple[int, ...]
    volume_id: int | None = None
    box_id: int | None = None


@dataclass(frozen=True)
class PlannedBox:
    """What goes into one box; `standing` is a box that is there already and holds `already` sheets."""

    number: int
    spine: int
    pieces: tuple[Piece, ...]
    standing: int | None = None
    already: int = 0

    @property
    def sheets(self) -> int:
        return self.already + sum(piece.sheets for piece in self.pieces)

    @property
    def span(self) -> str:
        """0001—0012, of what is put in now."""
        return span_words(self.pieces[0].number, self.pieces[-1].number) if self.pieces else ""


@dataclass(frozen=True)
class ClassPlan:
    """The boxes of one class, in the order of its numbers."""

    retention: Retention
    unit: str
    boxes: tuple[PlannedBox, ...]
    taken: frozenset[int] = frozenset()  # 盒号 of the class that stand


@dataclass(frozen=True)
class Plan:
    """The boxes of a year before they are stored."""

    classes: tuple[ClassPlan, ...]
    capacity: Mapping[int, int] = field(default_factory=lambda: dict(CAPACITY))

    @property
    def boxes(self) -> list[PlannedBox]:
        return [box for made in self.classes for box in made.boxes]


@dataclass(frozen=True)
class _Standing:
    """A box that is there, with what of it the plan has to know."""

    id: int
    number: int
    spine: int
    sheets: int


def span_words(first: int, last: int) -> str:
    return f"{first:04d}" if first == last else f"{first:04d}—{last:04d}"


# What is proposed ----------------------------------------------------------------------------------------------------


def propose(session: Session, year: int, *, both_sides: bool | None = None, spines: Sequence[int] = SPINES) -> Plan:
    """Boxes for all numbered 件 of a year that lie in none yet; three queries, however many there are."""
    capacity = {spine: settings.number(session, f"archive.sheets_{spine}") for spine in sorted(spines)}
    if not capacity:
        raise RuleError("请至少选一种盒脊厚度。")
    with veil.whole_sight():
        by_class = pieces_of_year(session, year, both_sides=both_sides)
        boxes = session.select(Box, "year = ? AND voided_on IS NULL", (year,), order="number")
    classes = []
    for key in sorted(by_class, key=_order):
        pieces = by_class[key]
        if all(piece.box_id for piece in pieces):
            continue
        there = [box for box in boxes if (box.retention, box.unit) == key]
        classes.append(ClassPlan(*key, plan_class(pieces, there, capacity), _numbers(there)))
    return Plan(tuple(classes), capacity)


def _order(key: tuple[Retention, str]) -> tuple[int, str]:
    return list(Retention).index(key[0]), key[1]


def _numbers(boxes: Iterable[Box]) -> frozenset[int]:
    return frozenset(box.number or 0 for box in boxes)


def pieces_of_year(
    session: Session, year: int, *, both_sides: bool | None = None
) -> dict[tuple[Retention, str], list[Piece]]:
    """What of a year has a number and is still here, by class, in the order of the numbers."""
    sql = (
        f"SELECT i.retention, i.unit, i.volume_id, coalesce(v.number, i.sequence), {ITEM_SHEETS}, coalesce(i.pages, 1),"
        " i.id, i.box_id FROM archive_items i LEFT JOIN archive_volumes v ON v.id = i.volume_id"
        f" WHERE i.year = :year AND i.sequence IS NOT NULL AND {IN_FORCE_I}"
        " ORDER BY i.retention, i.unit, 4, i.sequence"
    )
    if both_sides is None:
        both_sides = prints_both_sides(session)
    volumes: set[int] = set()
    found: dict[tuple[Retention, str], list[Piece]] = {}
    for retention, unit, volume_id, number, sheets, pages, item_id, box_id in session.rows(
        sql, {"year": year, "both_sides": both_sides}
    ):
        pieces = found.setdefault((Retention(retention), unit), [])
        piece = Piece(number, sheets, pages, (item_id,), volume_id, box_id)
        if volume_id in volumes:
            pieces[-1] = _together(pieces[-1], piece)
        else:
            pieces.append(replace(piece, sheets=sheets + OF_A_VOLUME) if volume_id else piece)
            volumes |= {volume_id} if volume_id else set()
    return found


def years_to_box(session: Session) -> list[tuple[int, int]]:
    """The years that have numbered 件 in no box, the newest first, with how many."""
    sql = (
        "SELECT year, count(*) FROM main.archive_items WHERE sequence IS NOT NULL AND box_id IS NULL"
        f" AND {HERE} GROUP BY year ORDER BY year DESC"
    )
    return [(year, count) for year, count in session.rows(sql)]


def prints_both_sides(session: Session) -> bool:
    return settings.value(session, "archive.both_sides") == "是"


def _together(volume: Piece, piece: Piece) -> Piece:
    """A volume with one more 件."""
    return replace(
        volume,
        sheets=volume.sheets + piece.sheets,
        pages=volume.pages + piece.pages,
        item_ids=(*volume.item_ids, *piece.item_ids),
    )


# The breaks ----------------------------------------------------------------------------------------------------------


def plan_class(pieces: Sequence[Piece], boxes: Sequence[Box], capacity: Mapping[int, int]) -> tuple[PlannedBox, ...]:
    """Boxes for what lies in none: what belongs between two 件 of a box goes there, a run after a box first fills it.

    New boxes take the lowest 盒号 that are free.
    """
    sheets: dict[int, int] = {}
    for piece in pieces:
        if piece.box_id:
            sheets[piece.box_id] = sheets.get(piece.box_id, 0) + piece.sheets
    there = {box.id: _Standing(box.id, box.number or 0, box.spine or 0, sheets.get(box.id, 0)) for box in boxes}
    filled: dict[int, PlannedBox] = {}
    new: list[tuple[int, tuple[Piece, ...]]] = []
    for before, run, after in _runs(pieces):
        rest = list(run)
        if (box := there.get(before or 0)) is not None:
            known = filled.get(box.id) or PlannedBox(box.number, box.spine, (), box.id, box.sheets)
            taken = rest if before == after else _fitting(rest, capacity.get(box.spine, 0) - known.sheets)
            rest = rest[len(taken) :]
            if taken:
                filled[box.id] = replace(known, pieces=(*known.pieces, *taken))
        new += _filled(rest, capacity)
    free = _free(_numbers(boxes))
    made = [*filled.values(), *(PlannedBox(next(free), spine, run) for spine, run in new)]
    return tuple(sorted(made, key=_first))


def _first(box: PlannedBox) -> int:
    return box.pieces[0].number


def _runs(pieces: Sequence[Piece]) -> Iterator[tuple[int | None, list[Piece], int | None]]:
    """The runs of what lies in no box, each with the box before it and the one after it."""
    before: int | None = None
    run: list[Piece] = []
    for piece in pieces:
        if piece.box_id is None:
            run.append(piece)
            continue
        if run:
            yield before, run, piece.box_id
        before, run = piece.box_id, []
    if run:
        yield before, run, None


def _fitting(pieces: Sequence[Piece], room: int) -> list[Piece]:
    taken: list[Piece] = []
    for piece in pieces:
        room -= piece.sheets
        if room < 0:
            break
        taken.append(piece)
    return taken


def _free(taken: frozenset[int]) -> Iterator[int]:
    number = 1
    while True:
        if number not in taken:
            yield number
        number += 1


def _filled(pieces: Sequence[Piece], capacity: Mapping[int, int]) -> list[tuple[int, tuple[Piece, ...]]]:
    """As few boxes as can be, and among those ways the one with the least room left empty.

    The first boxes of a run never need more than those of a longer run; so for a box of a size that ends at a 件 the
    best beginning is the earliest that fits, and one look at each size for each 件 finds the best of all ways.
    """
    most, widest = max(capacity.values()), max(capacity)
    made: list[tuple[int, tuple[Piece, ...]]] = []
    start = 0
    for at, piece in enumerate([*pieces, None]):
        if piece is None or piece.sheets > most:
            made += _best(pieces[start:at], capacity)
            made += [(widest, (piece,))] if piece else []
            start = at + 1
    return made


def _best(pieces: Sequence[Piece], capacity: Mapping[int, int]) -> list[tuple[int, tuple[Piece, ...]]]:
    sizes = sorted(capacity.items(), key=_room)
    up_to = [0]  # sheets of the first so many
    cost, cut = [(0, 0)], [(0, 0)]  # boxes and their room; where the last box begins, and its spine
    begins = [0] * len(sizes)
    for end, piece in enumerate(pieces, 1):
        up_to.append(up_to[-1] + piece.sheets)
        options = []
        for n, (spine, room) in enumerate(sizes):
            while up_to[end] - up_to[begins[n]] > room:
                begins[n] += 1
            if begins[n] < end:
                boxes, used = cost[begins[n]]
                options.append(((boxes + 1, used + room), (begins[n], spine)))
        best = min(options)
        cost.append(best[0])
        cut.append(best[1])
    made, end = [], len(pieces)
    while end:
        begin, spine = cut[end]
        made.append((spine, tuple(pieces[begin:end])))
        end = begin
    return made[::-1]


def _room(size: tuple[int, int]) -> int:
    return size[1]


def spine_for(sheets: int, capacity: Mapping[int, int]) -> int:
    """The thinnest box that takes so many sheets; the thickest if none does."""
    return next((spine for spine, room in sorted(capacity.items(), key=_room) if room >= sheets), max(capacity))


# Changed by hand before it is stored ---------------------------------------------------------------------------------


def with_spine(plan: Plan, at: tuple[int, int], spine: int) -> Plan:
    """Another thickness for a new box; `at` is the place of its class and its own."""
    boxes = list(plan.classes[at[0]].boxes)
    if boxes[at[1]].standing:
        raise RuleError("这个盒已经有了，盒脊厚度在“修改”里改。")
    boxes[at[1]] = replace(boxes[at[1]], spine=spine)
    return _with_boxes(plan, at[0], boxes)


def moved_break(plan: Plan, at: tuple[int, int], by: int) -> Plan:
    """A box takes the first 件 of the next one (`by` 1), or gives its last 件 to it (`by` -1), to a new one at the end.

    A box that is left with nothing goes; new boxes get the thinnest spine that fits.
    """
    boxes = list(plan.classes[at[0]].boxes)
    box = boxes[at[1]]
    follows = boxes[at[1] + 1] if at[1] + 1 < len(boxes) else None
    if by > 0:
        if follows is None:
            raise RuleError("后面没有盒了，没有可以多装的件。")
        box = replace(box, pieces=(*box.pieces, follows.pieces[0]))
        boxes[at[1] + 1] = replace(follows, pieces=follows.pieces[1:])
    else:
        if len(box.pieces) == 1 and not box.standing and follows is None:
            raise RuleError("这盒只有一件，不能再少了。")
        moved = box.pieces[-1]
        box = replace(box, pieces=box.pieces[:-1])
        if follows is None or follows.standing:
            boxes.insert(at[1] + 1, PlannedBox(0, spine_for(moved.sheets, plan.capacity), (moved,)))
        else:
            boxes[at[1] + 1] = replace(follows, pieces=(moved, *follows.pieces))
    boxes[at[1]] = box
    kept = [_fitted(made, plan.capacity) if n in (at[1], at[1] + 1) else made for n, made in enumerate(boxes)]
    return _with_boxes(plan, at[0], [made for made in kept if made.pieces])


def _fitted(box: PlannedBox, capacity: Mapping[int, int]) -> PlannedBox:
    return box if box.standing else replace(box, spine=spine_for(box.sheets, capacity))


def _with_boxes(plan: Plan, at: int, boxes: Sequence[PlannedBox]) -> Plan:
    """The plan with these boxes of one class, the new ones numbered anew."""
    made = plan.classes[at]
    free = _free(made.taken)
    numbered = tuple(box if box.standing else replace(box, number=next(free)) for box in boxes)
    classes = list(plan.classes)
    classes[at] = replace(made, boxes=numbered)
    return replace(plan, classes=tuple(classes))


def remark_of(box: PlannedBox, capacity: Mapping[int, int]) -> str:
    """What the clerk should know of a planned box."""
    over = box.sheets - capacity.get(box.spine, box.sheets)
    if over > 0 and len(box.pieces) == 1 and not box.standing and box.sheets > max(capacity.values()):
        return THICK
    said = [ADDED] if box.standing else []
    return "".join([*said, *([OVERFULL.format(over)] if over > 0 else [])])
