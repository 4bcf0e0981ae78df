"""Giving the 件号: once a year, class by class, in the order they were put in, gapless and for good (DA/T 22 §5.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import veil
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..session import Session
from .codes import archival_number
from .filing import Key, check_item, key_of, pages_problem, parts_of, tidy
from .gaps import missing_numbers, words_of
from .ordering import waiting
from .record import FilingWay, Item, ItemKind, Part, Retention, Scheme, Volume
from .schemes import check_unit, current

LAST = 9999  # a 件号 has four figures
SHOWN = 8
LOST = "[缺号]"
MOST_LOST = 100  # numbers left out at one place; more is a slip of the pen
_OF_CLASS = "year = ? AND retention = ? AND unit = ? AND volume_id IS NULL"


@dataclass(frozen=True)
class Problem:
    """Why a 件 cannot be numbered yet."""

    item: Item
    words: str


def problems(session: Session, year: int) -> list[Problem]:
    """What keeps a year from being numbered, 件 by 件; what is closed to this person is not named."""
    with veil.whole_sight():
        scheme = current(session)
        found = [(item, _wanting(session, scheme, item)) for item in waiting(session, year)]
    closed = veil.closed_ids(session, Item.TABLE)
    hidden = {"title": "对您回避的一件", "responsible": "", "persons": "", "document_number": "", "remark": ""}
    return [
        Problem(replace(item, **hidden) if item.id in closed else item, words)  # type: ignore[arg-type]
        for item, words in found
        if words
    ]


def number(session: Session, year: int) -> list[Item]:
    """Number all 件 of a year that have no number yet, each class on from its last number; all of them or none."""
    with session.action("archive.number"):
        scheme = ready(session)
        _check(session, year)
        with veil.whole_sight():
            items = waiting(session, year)
            if not items:
                raise RuleError(f"{year}年度没有要编号的件。请先归档，再编号。")
            given = [
                item
                for key in dict.fromkeys(map(key_of, items))
                for item in give(session, scheme, [each for each in items if key_of(each) == key])
            ]
    closed = veil.closed_ids(session, Item.TABLE)
    return [item for item in given if item.id not in closed]


def give(session: Session, scheme: Scheme, items: Sequence[Item], volume: Volume | None = None) -> list[Item]:
    """Number 件 of one class, or of one volume, in this order; inside an action."""
    key = key_of(items[0])
    first = (last_number(session, key, volume) or 0) + 1
    if first + len(items) - 1 > LAST:
        raise RuleError(f"{class_words(scheme, key)}编到 {LAST} 号就满了，还差 {first + len(items) - 1 - LAST} 个号。")
    return [_issue(session, scheme, item, sequence, volume) for sequence, item in enumerate(items, first)]


def enter_numbered(session: Session, item: Item, parts: Sequence[Part] = (), *, lost: str = "") -> Item:
    """Enter an older 件 that carries its number on paper; the next of its class, so that no number is without a line.

    Where the paper itself left numbers out, `lost` says why: they get struck lines.
    """
    with session.action("archive.number"), veil.whole_sight():
        scheme = ready(session)
        new = tidy(replace(item, id=0, archival_number="", volume_id=None, box_id=None, voided_on=None))
        _check_older(session, scheme, new)
        sequence, expected = new.sequence or 0, (last_number(session, key_of(new)) or 0) + 1
        if sequence > expected:
            _check_lost(scheme, new, expected, lost)
            for number in range(expected, sequence):
                _lost(session, scheme, key_of(new), number, lost.strip())
        new = replace(new, filed_by=session.staff.id, filed_on=session.today, sequence=None, numbered_on=None)
        stored = session.add(replace(new, place=sequence))
        for place, part in enumerate(parts, 1):
            session.add(replace(part, id=0, item_id=stored.id, place=place, voided_on=None))
        return _issue(session, scheme, stored, sequence)


def last_number(session: Session, key: Key, volume: Volume | None = None) -> int | None:
    """The last number of a class, or of a volume; struck ones count."""
    if volume is not None:
        found = session.value("SELECT max(sequence) FROM archive_items WHERE volume_id = ?", (volume.id,))
    else:
        found = session.value(f"SELECT max(sequence) FROM archive_items WHERE {_OF_CLASS}", key)
    return None if found is None else int(found)


def kept_until(year: int, retention: Retention) -> date | None:
    """The end of the retention: the last day of the year so many years later; None for good."""
    return date(year + retention.years, 12, 31) if retention.years else None


def class_words(scheme: Scheme, key: Key) -> str:
    """2026年度30年 RDB: how a class is called in a sentence."""
    year, retention, unit = key
    return f"{year}年度{retention.label}" + (f" {unit} " if unit else "")


def ready(session: Session) -> Scheme:
    """The scheme by which numbers are given one by one; refused where there is none, or volumes count."""
    scheme = current(session)
    if not scheme.id:
        raise RuleError("还没有确定分类方案。件号编定后方案不能再改，请先在“归档设置”里确定。")
    if scheme.way is FilingWay.VOLUME:
        raise RuleError("本站按卷整理，件号在卷内编。请先在“案卷”里组卷，再编案卷号。")
    return scheme


def wanting(session: Session, scheme: Scheme, items: Iterable[Item]) -> list[Problem]:
    """Why these 件 cannot be numbered yet, such as those of one volume."""
    return [Problem(item, words) for item in items if (words := _wanting(session, scheme, item))]


def words_of_problems(found: Sequence[Problem]) -> str:
    """The sentence that names each 件 with what it lacks."""
    lines = [f"“{each.item.title}”{each.words}" for each in found[:SHOWN]]
    if len(found) > SHOWN:
        lines.append(f"还有 {len(found) - SHOWN} 件也不齐。")
    return f"有 {len(found)} 件还不能编号，一件也没有编：\n" + "\n".join(lines)


def _check(session: Session, year: int) -> None:
    if gaps := [gap for gap in missing_numbers(session) if gap.year == year]:
        raise RuleError(f"{words_of(gaps[0])}请先查清再编号。")
    if found := problems(session, year):
        raise RuleError(words_of_problems(found))


def _wanting(session: Session, scheme: Scheme, item: Item) -> str:
    """What a 件 lacks before it is numbered, in words; empty if nothing."""
    lacks = [
        label for label, value in (("题名", item.title), ("日期", item.dated_on), ("页数", item.pages)) if not value
    ]
    said = f"缺{'、'.join(lacks)}，请补上。" if lacks else ""
    return said + check_unit(session, scheme, item.unit) + pages_problem(item, parts_of(session, item.id))


def _issue(session: Session, scheme: Scheme, item: Item, sequence: int, volume: Volume | None = None) -> Item:
    """Give one 件 its number; inside an action."""
    numbered = replace(item, sequence=sequence, fonds=scheme.fonds)
    assert item.year is not None
    return session.change(
        item,
        sequence=sequence,
        place=sequence,
        fonds=scheme.fonds,
        archival_number=archival_number(scheme, numbered, volume),
        kept_until=kept_until(item.year, item.retention),
        numbered_by=session.staff.id,
        numbered_on=session.today,
    )


def _check_older(session: Session, scheme: Scheme, item: Item) -> None:
    wrong = check(item)
    for name, label, value in (("sequence", "件号", item.sequence), ("dated_on", "日期", item.dated_on)):
        if not value:
            wrong.setdefault(name, f"请填写“{label}”，照纸上的写。")
    if not item.pages:
        wrong.setdefault("pages", "请填写“页数”，照目录或点数。")
    if item.fonds and item.fonds != scheme.fonds:
        own = f"本站的全宗号是 {scheme.fonds}" if scheme.fonds else "本站还没有填全宗号，请先在“归档设置”里填上"
        wrong["fonds"] = f"纸上的全宗号是 {item.fonds}，{own}。请核对。"
    if wrong:
        raise InvalidRecord(wrong)
    check_item(session, scheme, item, older=True)
    key, sequence = key_of(item), item.sequence or 0
    holder = session.select(Item, f"{_OF_CLASS} AND sequence = ?", (*key, sequence))
    if holder:
        raise InvalidRecord({"sequence": _claimed_twice(session, holder[0])})


def _check_lost(scheme: Scheme, item: Item, expected: int, lost: str) -> None:
    first, last = f"{expected:04d}", f"{(item.sequence or 0) - 1:04d}"
    if not lost.strip():
        named = f"{first} 号" if first == last else f"{first} 到 {last} 号"
        until = f"编到 {expected - 1:04d} 号" if expected > 1 else "还没有件号"
        words = f"{class_words(scheme, key_of(item))}{until}，下一个是 {first} 号。请先补录 {named}；"
        raise InvalidRecord({"sequence": f"{words}纸上确实没有的，请在“缺号的原因”里写明。"})
    if (item.sequence or 0) - expected > MOST_LOST:
        raise InvalidRecord({"sequence": f"从 {first} 到 {last} 缺得太多，一次最多 {MOST_LOST} 个号。请核对件号。"})


def _claimed_twice(session: Session, holder: Item) -> str:
    with_title = f"“{holder.title}”"
    if session.veil is not None and holder.id in session.veil.closed.get(Item.TABLE, {}):
        with_title = "对您回避的一件"
    struck = "（已撤件，号仍占着）" if holder.voided_on else ""
    return (
        f"{holder.archival_number} 已经是{with_title}{struck}。一个号只能给一件，请把两份纸拿出来核对，"
        "看哪一份的号写错了。"
    )


def _lost(session: Session, scheme: Scheme, key: Key, sequence: int, reason: str) -> Item:
    year, retention, unit = key
    stored = session.add(
        Item(
            kind=ItemKind.EXTERNAL,
            year=year,
            retention=retention,
            unit=unit,
            place=sequence,
            title=LOST,
            is_own_title=True,
            responsible=scheme.fonds_name,
            remark=f"缺号：{reason}"[:100],
            filed_by=session.staff.id,
            filed_on=session.today,
        )
    )
    struck = _issue(session, scheme, stored, sequence)
    return session.change(struck, voided_on=session.today, void_reason=reason)
