"""盒内文件情况说明 and 本卷情况说明, made of the records: 缺损、修改、补充、移出、销毁 (DA/T 22 appendix E)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from .. import veil
from ..session import Session
from .box_keeping import label_of
from .boxing import span_words
from .lending import OUT, Loan
from .record import MOVED, STRUCK, Box, BoxCheck, Correction, Item, Volume

WHOLE = "文件齐全，没有缺损、修改、补充、移出、销毁。"


def of_box(session: Session, box_id: int) -> str:
    """What the records say of a box: how much is in it, then what became of which 件, each by its number."""
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        box = session.get(Box, box_id)
        volumes = session.select(Volume, "box_id = ? AND voided_on IS NULL", (box_id,), order="number")
        items = session.select(Item, "box_id = ?", (box_id,), order="sequence, id")
        said = _happened(session, box, items, closed)
    here = [item for item in items if item.is_here]
    count = f"本盒共{len(here)}件"
    if volumes:
        count = f"本盒共{len(volumes)}卷、{len(here)}件"
        span = f"，起止案卷号{span_words(volumes[0].number or 0, volumes[-1].number or 0)}"
    else:
        span = f"，起止件号{span_words(here[0].sequence or 0, here[-1].sequence or 0)}" if here else ""
    return "\n".join([f"{count}，{_pages(here)}页{span}。", *(said or [WHOLE])])


def of_volume(session: Session, volume_id: int) -> str:
    """The same of a volume (GB/T 9705)."""
    closed = veil.closed_ids(session, Item.TABLE)
    with veil.whole_sight():
        volume = session.get(Volume, volume_id)
        items = session.select(Item, "volume_id = ?", (volume_id,), order="sequence, place, id")
        said = _happened(session, volume, items, closed)
    here = [item for item in items if item.is_here]
    return "\n".join([f"本卷共{len(here)}件，{_pages(here)}页。", *(said or [WHOLE])])


def _pages(items: list[Item]) -> int:
    return sum(item.pages or 0 for item in items)


def veiled(item: Item, closed: frozenset[int]) -> Item:
    """The same with nothing but its number, where it is closed to whoever reads."""
    if item.id not in closed:
        return item
    return replace(item, title=veil.SIGN, responsible="", document_number="", persons="", remark="", void_reason="")


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


def _happened(session: Session, holder: Box | Volume, items: list[Item], closed: frozenset[int]) -> list[str]:
    """A line for each of the five; of what is closed to this person no words are told, only the number."""
    told = [_Told(item, item.id not in closed) for item in items]
    return [line for line in _lines(session, holder, told) if line]


def _lines(session: Session, holder: Box | Volume, items: list[_Told]) -> Iterator[str]:
    by_id = {told.item.id: told for told in items}
    yield _line("缺损", [*_damaged(session, holder, by_id), *_missing(session, holder)])
    yield _line("修改", _corrected(session, holder, by_id))
    later = [told.label for told in items if _is_later(told.item, holder) and told.item.is_here]
    moves = list(_moves(session, holder))
    came = [f"{label}（{day_words(day)}由{number}号盒移来）" for way, label, number, day in moves if way == "in"]
    yield _line("补充", [*([f"{'、'.join(later)}（装盒以后归档）"] if later else []), *came])
    left = [f"{label}（{day_words(day)}移到{number}号盒）" for way, label, number, day in moves if way == "out"]
    yield _line("移出", [*_struck(items), *_lent(session, holder, by_id), *left])
    destroyed = (told for told in items if told.item.destroyed_on)
    yield _line("销毁", [f"{told.label}（{day_words(told.item.destroyed_on)}）" for told in destroyed])


def _line(what: str, said: list[str]) -> str:
    return f"{what}：{'；'.join(said)}。" if said else ""


def short_label(item: Item) -> str:
    """件号 of a 件 inside its box."""
    return f"{item.sequence:04d}" if item.sequence else label_of(item)


def day_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "日期没有记下"


def _damaged(session: Session, holder: Box | Volume, by_id: dict[int, _Told]) -> list[str]:
    """What came back damaged from a loan."""
    where = f"{_of(holder)} AND returned_on IS NOT NULL AND NOT is_whole AND voided_on IS NULL"
    said = []
    for loan in session.select(Loan, where, (holder.id,), order="returned_on, id"):
        told = by_id[loan.item_id or 0]
        said.append(f"{told.label}（{day_words(loan.returned_on)}归还时不完好{told.words(loan.return_words)}）")
    return said


def _missing(session: Session, holder: Box | Volume) -> list[str]:
    """What was missing when the box was last looked through."""
    if isinstance(holder, Volume):
        return []
    last = session.select(BoxCheck, "box_id = ?", (holder.id,), order="checked_on DESC, id DESC LIMIT 1")
    return [f"{each.missing}（{day_words(each.checked_on)}核对时不在盒内）" for each in last if each.missing]


def _corrected(session: Session, holder: Box | Volume, by_id: dict[int, _Told]) -> list[str]:
    """Which value of which 件 was put right when; the register of corrections has the words. What went stands below."""
    where = f"{_of(holder)} AND what NOT IN ('{MOVED}', '{STRUCK}')"
    found = session.select(Correction, where, (holder.id,), order="corrected_on, id")
    return [f"{by_id[each.item_id or 0].label} {each.what}（{day_words(each.corrected_on)}更正）" for each in found]


def _of(holder: Box | Volume) -> str:
    """The 件 of a box or of a volume, as a condition."""
    column = "box_id" if isinstance(holder, Box) else "volume_id"
    return f"item_id IN (SELECT id FROM archive_items WHERE {column} = ?)"


def _is_later(item: Item, holder: Box | Volume) -> bool:
    made = holder.arranged_on if isinstance(holder, Box) else None
    return bool(item.numbered_on and made and item.numbered_on > made)


def _struck(items: list[_Told]) -> list[str]:
    said = []
    for told in items:
        item = told.item
        if item.voided_on:
            way = item.struck_word
            said.append(f"{told.label}（{day_words(item.voided_on)}{way}{told.words(item.void_reason)}）")
        elif item.handed_over_on and not item.destroyed_on:
            said.append(f"{told.label}（{day_words(item.handed_over_on)}移交）")
    return said


def _lent(session: Session, holder: Box | Volume, by_id: dict[int, _Told]) -> list[str]:
    return [
        f"{told.label}（{day_words(loan.handed_on)}借出未还{told.words(loan.applicant)}）"
        for loan in session.select(Loan, f"{_of(holder)} AND {OUT}", (holder.id,))
        if (told := by_id.get(loan.item_id or 0))
    ]


def _moves(session: Session, holder: Box | Volume) -> Iterator[tuple[str, str, int, date]]:
    """What was moved from box to box, out of the log: in or out, which 件, the other box, when."""
    if isinstance(holder, Volume):
        return
    sql = (
        "SELECT changes, at FROM audit_log WHERE table_name = 'archive_boxes' AND record_id = ?"
        " AND action = 'archive.box' ORDER BY id"
    )
    for changes, at in session.rows(sql, (holder.id,)):
        found = json.loads(changes)
        for key, way, other in (("moved_in", "in", "from"), ("moved_out", "out", "to")):
            if isinstance(moved := found.get(key), dict) and moved[other]:
                yield way, moved["items"], moved[other], date.fromisoformat(at[:10])
