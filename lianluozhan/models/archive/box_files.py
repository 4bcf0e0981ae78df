"""One 档案盒 with all that its labels and its 备考表 say (F81), and the list of boxes (DA/T 22, 4.6.3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .. import settings, stations, veil
from ..listing import Listing
from ..session import Session
from ..staff import Staff
from ..stations import Station
from . import schemes
from .box_keeping import label_of
from .boxing import CAPACITY, IN_FORCE_I, ITEM_SHEETS, OF_A_VOLUME, prints_both_sides, span_words
from .codes import class_code
from .lending import Loan
from .record import Box, BoxCheck, Correction, FilingWay, Item, Retention, Scheme, Unit, Volume

# counted whole, also for somebody to whom one of them is closed
_HERE = f"FROM main.archive_items i WHERE i.box_id = archive_boxes.id AND {IN_FORCE_I}"
_IN_VOLUMES = _HERE.replace("items i", "items i LEFT JOIN main.archive_volumes v ON v.id = i.volume_id")
_SHEETS = f"(SELECT coalesce(sum({ITEM_SHEETS}), 0) + {OF_A_VOLUME} * count(DISTINCT i.volume_id) {_HERE})"
_OF_BOX = "item_id IN (SELECT id FROM archive_items WHERE box_id = ?)"
WHOLE = "盒内文件齐全，没有缺损、修改、补充、移出、销毁。"


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
    with veil.whole_sight():
        items = session.select(Item, "box_id = ?", (box_id,), order="volume_id, sequence, id")
        volumes = session.select(Volume, "box_id = ? AND voided_on IS NULL", (box_id,), order="number")
        lent = loans_out(session, box_id)
        units = session.select(Unit, "code = ?", (box.unit,)) if box.unit else []
    here = [item for item in items if _is_here(item)]
    by_number = {volume.id: volume.number or 0 for volume in volumes}
    here.sort(key=_in_order(by_number))
    numbers = sorted(by_number.values()) if scheme.way is FilingWay.VOLUME else [item.sequence or 0 for item in here]
    return BoxFile(
        scheme=scheme,
        station=stations.station(session),
        box=box,
        unit_name=units[0].name if units else "",
        items=tuple(_veiled(session, item) for item in here),
        gone=tuple(_veiled(session, item) for item in items if item not in here),
        volumes=tuple(volumes),
        lent=tuple(lent),
        first=f"{numbers[0]:04d}" if numbers else "",
        last=f"{numbers[-1]:04d}" if numbers else "",
        pages=sum(item.pages or 0 for item in here),
        sheets=sheets_in(session, box_id),
        capacity=capacity_of(session, box.spine),
        statement=box.statement or made_statement(session, box_id),
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


def _veiled(session: Session, item: Item) -> Item:
    """The same with nothing but its number, where it is closed to this person."""
    if not veil.sentence(session, Item.TABLE, item.id):
        return item
    return replace(item, title=veil.SIGN, responsible="", document_number="", persons="", remark="", deputy_id=None)


def sheets_in(session: Session, box_id: int) -> int:
    """How many sheets lie in a box."""
    both_sides = prints_both_sides(session)
    return int(
        session.value(f"SELECT {_SHEETS} FROM archive_boxes WHERE id = :box", {"box": box_id, "both_sides": both_sides})
    )


def loans_out(session: Session, box_id: int) -> list[Loan]:
    """What of a box is lent and not back."""
    where = f"{_OF_BOX} AND handed_on IS NOT NULL AND returned_on IS NULL AND voided_on IS NULL"
    return session.select(Loan, where, (box_id,))


# 盒内文件情况说明 ----------------------------------------------------------------------------------------------------


def made_statement(session: Session, box_id: int) -> str:
    """What the records say of a box: how much is in it, then 缺损、修改、补充、移出、销毁, each 件 by its number.

    Of what is closed to this person no words are told, only the number.
    """
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        box = session.get(Box, box_id)
        items = session.select(Item, "box_id = ?", (box_id,), order="sequence, id")
        volumes = session.select(Volume, "box_id = ? AND voided_on IS NULL", (box_id,), order="number")
        said = list(filter(None, _happened(session, box, [_Told(item, item.id not in closed) for item in items])))
    here = [item for item in items if _is_here(item)]
    count = f"{len(here)}件"
    if volumes:
        count = f"{len(volumes)}卷、{count}"
        span = f"，起止案卷号{span_words(volumes[0].number or 0, volumes[-1].number or 0)}"
    else:
        span = f"，起止件号{span_words(here[0].sequence or 0, here[-1].sequence or 0)}" if here else ""
    pages = sum(item.pages or 0 for item in here)
    return "\n".join([f"本盒共{count}，{pages}页{span}。", *(said or [WHOLE])])


def _is_here(item: Item) -> bool:
    return not (item.voided_on or item.destroyed_on or item.handed_over_on)


@dataclass(frozen=True)
class _Told:
    """A 件 of a box, and whether its words may be told."""

    item: Item
    in_sight: bool

    @property
    def label(self) -> str:
        return short_label(self.item)

    def words(self, text: str) -> str:
        return f"，{text}" if text and self.in_sight else ""


def _happened(session: Session, box: Box, items: list[_Told]) -> Iterator[str]:
    by_id = {told.item.id: told for told in items}
    yield _line("缺损", [*_damaged(session, box, by_id), *_missing(session, box)])
    yield _line("修改", _corrected(session, box, by_id))
    later = [told.label for told in items if _is_later(told.item, box) and _is_here(told.item)]
    moves = list(_moves(session, box))
    came = [f"{label}（{day_words(day)}由{number}号盒移来）" for way, label, number, day in moves if way == "in"]
    yield _line("补充", [*([f"{'、'.join(later)}（装盒以后归档）"] if later else []), *came])
    left = [f"{label}（{day_words(day)}移到{number}号盒）" for way, label, number, day in moves if way == "out"]
    yield _line("移出", [*_struck(items), *_lent(session, box, by_id), *left])
    destroyed = (told for told in items if told.item.destroyed_on)
    yield _line("销毁", [f"{told.label}（{day_words(told.item.destroyed_on)}）" for told in destroyed])


def _line(what: str, said: list[str]) -> str:
    return f"{what}：{'；'.join(said)}。" if said else ""


def short_label(item: Item) -> str:
    """件号 of a 件 inside its box."""
    return f"{item.sequence:04d}" if item.sequence else label_of(item)


def day_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "日期没有记下"


def _damaged(session: Session, box: Box, by_id: dict[int, _Told]) -> list[str]:
    """What came back damaged from a loan."""
    where = f"{_OF_BOX} AND returned_on IS NOT NULL AND NOT is_whole AND voided_on IS NULL"
    said = []
    for loan in session.select(Loan, where, (box.id,), order="returned_on, id"):
        told = by_id[loan.item_id or 0]
        said.append(f"{told.label}（{day_words(loan.returned_on)}归还时不完好{told.words(loan.return_words)}）")
    return said


def _missing(session: Session, box: Box) -> list[str]:
    """What was missing when the box was last looked through."""
    last = session.select(BoxCheck, "box_id = ?", (box.id,), order="checked_on DESC, id DESC LIMIT 1")
    return [f"{each.missing}（{day_words(each.checked_on)}核对时不在盒内）" for each in last if each.missing]


def _corrected(session: Session, box: Box, by_id: dict[int, _Told]) -> list[str]:
    """Which value of which 件 was put right when; the register of corrections has the words."""
    found = session.select(Correction, _OF_BOX, (box.id,), order="corrected_on, id")
    return [f"{by_id[each.item_id or 0].label} {each.what}（{day_words(each.corrected_on)}更正）" for each in found]


def _is_later(item: Item, box: Box) -> bool:
    return bool(item.numbered_on and box.arranged_on and item.numbered_on > box.arranged_on)


def _struck(items: list[_Told]) -> list[str]:
    said = []
    for told in items:
        item = told.item
        if item.voided_on:
            said.append(f"{told.label}（{day_words(item.voided_on)}撤件{told.words(item.void_reason)}）")
        elif item.handed_over_on and not item.destroyed_on:
            said.append(f"{told.label}（{day_words(item.handed_over_on)}移交）")
    return said


def _lent(session: Session, box: Box, by_id: dict[int, _Told]) -> list[str]:
    return [
        f"{told.label}（{day_words(loan.handed_on)}借出未还{told.words(loan.applicant)}）"
        for loan in loans_out(session, box.id)
        if (told := by_id.get(loan.item_id or 0))
    ]


def _moves(session: Session, box: Box) -> Iterator[tuple[str, str, int, date]]:
    """What was moved from box to box, out of the log: in or out, which 件, the other box, when."""
    sql = (
        "SELECT changes, at FROM audit_log WHERE table_name = 'archive_boxes' AND record_id = ?"
        " AND action = 'archive.box' ORDER BY id"
    )
    for changes, at in session.rows(sql, (box.id,)):
        found = json.loads(changes)
        for key, way, other in (("moved_in", "in", "from"), ("moved_out", "out", "to")):
            if isinstance(moved := found.get(key), dict) and moved[other]:
                yield way, moved["items"], moved[other], date.fromisoformat(at[:10])


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


def years(session: Session) -> list[int]:
    """The years that have boxes, the newest first."""
    return [row[0] for row in session.rows("SELECT DISTINCT year FROM archive_boxes ORDER BY year DESC")]
