"""One 档案盒 with all that its labels and its 备考表 say (F81), and the list of boxes (DA/T 22, 4.6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import settings, stations, veil
from ..listing import Listing
from ..session import Session
from ..staff import Staff
from ..stations import Station
from . import schemes, statements
from .boxing import CAPACITY, IN_FORCE_I, ITEM_SHEETS, OF_A_VOLUME, prints_both_sides
from .codes import class_code
from .lending import OUT, Loan
from .record import Box, FilingWay, Item, Retention, Scheme, Unit, Volume

# counted whole, also for somebody to whom one of them is closed
_HERE = f"FROM main.archive_items i WHERE i.box_id = archive_boxes.id AND {IN_FORCE_I}"
_IN_VOLUMES = _HERE.replace("items i", "items i LEFT JOIN main.archive_volumes v ON v.id = i.volume_id")
_SHEETS = f"(SELECT coalesce(sum({ITEM_SHEETS}), 0) + {OF_A_VOLUME} * count(DISTINCT i.volume_id) {_HERE})"
_OF_BOX = "item_id IN (SELECT id FROM archive_items WHERE box_id = ?)"


@dataclass(frozen=True)
class BoxFile:
    """A box with what lies in it, in the order of the numbers; `gone` is what was in it and is struck or away for good.

    `first` and `last` are 起止件号, of a fonds by volume 起止案卷号. `capacity` is how many sheets its spine takes.
    """

    scheme: Scheme
    station: Station
    box: Box
    unit_name: str
    items: tuple[Item, ...]
    gone: tuple[Item, ...]
    volumes: tuple[Volume, ...]
    lent: tuple[Loan, ...]
    first: str
    last: str
    pages: int
    sheets: int
    capacity: int
    statement: str
    arranged_by: str = ""
    checked_by: str = ""

    @property
    def class_code(self) -> str:
        """全宗号-门类·年度-期限[-机构]."""
        box, scheme = self.box, self.scheme
        return class_code(scheme.fonds, scheme.category, box.year or 0, box.retention, box.unit)

    @property
    def room_words(self) -> str:
        return room_words(self.sheets, self.capacity)


def room_words(sheets: int, capacity: int) -> str:
    """152/230 张."""
    over = f"，超出 {sheets - capacity} 张" if capacity and sheets > capacity else ""
    return f"{sheets}/{capacity} 张{over}" if capacity else f"{sheets} 张"


def capacity_of(session: Session, spine: int | None) -> int:
    """How many sheets a spine takes; of a thickness that is not among the usual ones in proportion to 50 mm."""
    if spine in CAPACITY:
        return settings.number(session, f"archive.sheets_{spine}")
    return (spine or 0) * settings.number(session, "archive.sheets_50") // 50


def box_file(session: Session, box_id: int) -> BoxFile:
    """Read a box whole; what is closed to this person stands in it by its number."""
    box, scheme = session.get(Box, box_id), schemes.current(session)
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        items = session.select(Item, "box_id = ?", (box_id,), order="volume_id, sequence, id")
        volumes = session.select(Volume, "box_id = ? AND voided_on IS NULL", (box_id,), order="number")
        lent = loans_out(session, box_id)
        units = session.select(Unit, "code = ?", (box.unit,)) if box.unit else []
    here = [item for item in items if item.is_here]
    by_number = {volume.id: volume.number or 0 for volume in volumes}
    here.sort(key=_in_order(by_number))
    numbers = sorted(by_number.values()) if scheme.way is FilingWay.VOLUME else [item.sequence or 0 for item in here]
    return BoxFile(
        scheme=scheme,
        station=stations.station(session),
        box=box,
        unit_name=units[0].name if units else "",
        items=tuple(statements.veiled(item, closed) for item in here),
        gone=tuple(statements.veiled(item, closed) for item in items if item not in here),
        volumes=tuple(volumes),
        lent=tuple(lent),
        first=f"{numbers[0]:04d}" if numbers else "",
        last=f"{numbers[-1]:04d}" if numbers else "",
        pages=sum(item.pages or 0 for item in here),
        sheets=sheets_in(session, box_id),
        capacity=capacity_of(session, box.spine),
        statement=box.statement or statements.of_box(session, box_id),
        arranged_by=_name(session, box.arranged_by),
        checked_by=_name(session, box.checked_by),
    )


def _in_order(volumes: dict[int, int]) -> Any:
    def key(item: Item) -> tuple[int, int, int]:
        return volumes.get(item.volume_id or 0, 0), item.sequence or 0, item.id

    return key


def _name(session: Session, staff_id: int | None) -> str:
    found = session.find(Staff, staff_id) if staff_id else None
    return found.name if found else ""


def sheets_in(session: Session, box_id: int) -> int:
    """How many sheets lie in a box."""
    both_sides = prints_both_sides(session)
    return int(
        session.value(f"SELECT {_SHEETS} FROM archive_boxes WHERE id = :box", {"box": box_id, "both_sides": both_sides})
    )


def loans_out(session: Session, box_id: int) -> list[Loan]:
    """What of a box is lent and not back."""
    return session.select(Loan, f"{_OF_BOX} AND {OUT}", (box_id,))


# The list ------------------------------------------------------------------------------------------------------------

_COLUMNS = (
    f"*, (SELECT count(*) {_HERE}) AS items, (SELECT coalesce(sum(pages), 0) {_HERE}) AS pages, {_SHEETS} AS sheets,"
    f" (SELECT min(coalesce(v.number, i.sequence)) {_IN_VOLUMES}) AS first,"
    f" (SELECT max(coalesce(v.number, i.sequence)) {_IN_VOLUMES}) AS last,"
    " (SELECT max(checked_on) FROM archive_box_checks c WHERE c.box_id = archive_boxes.id) AS looked_on"
)
_VIEWS = {
    "unplaced": "place = ''",
    "unchecked": "checked_on IS NULL",
    "unlooked": "NOT EXISTS (SELECT 1 FROM archive_box_checks c WHERE c.box_id = archive_boxes.id)",
}


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False) -> Listing:
    """Boxes, the newest year first, then by class and 盒号; `view` is a year, or one of the views."""
    inside = (
        "SELECT 1 FROM archive_items i WHERE i.box_id = archive_boxes.id"
        " AND instr(i.title || ' ' || i.archival_number, :words) > 0"
    )
    where = [
        f":words = '' OR instr(place || ' ' || note || ' ' || unit || ' ' || year, :words) > 0 OR EXISTS ({inside})",
        "voided_on IS NULL OR :voided",
    ]
    params: dict[str, Any] = {"words": words.strip(), "voided": voided, "both_sides": prints_both_sides(session)}
    if view.isdecimal():
        where.append("year = :year")
        params["year"] = int(view)
    elif view:
        where.append(_VIEWS[view])
    return Listing(
        session.db,
        "archive_boxes",
        where=tuple(where),
        params=params,
        order=("-year", f"instr('{_RETENTIONS}', '|' || retention || '|')", "unit", "number", "id"),
        columns=_COLUMNS,
    )


_RETENTIONS = "".join(f"|{retention.value}|" for retention in Retention)


def others_of_class(session: Session, box: Box, *, unplaced: bool = False) -> list[Box]:
    """The other boxes in use of the same class, in the order of their numbers; only those that stand nowhere yet."""
    where = "year = ? AND retention = ? AND unit = ? AND voided_on IS NULL AND id <> ?"
    where += " AND place = ''" if unplaced else ""
    return session.select(Box, where, (box.year, box.retention.value, box.unit, box.id), order="number")


def years(session: Session) -> list[int]:
    """The years that have boxes, the newest first."""
    return [row[0] for row in session.rows("SELECT DISTINCT year FROM archive_boxes ORDER BY year DESC")]
