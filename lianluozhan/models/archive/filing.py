"""Filing: what was chosen becomes 件, papers from outside are added, and both are put right until they are numbered.

Nothing of a number is touched here: what has one is put right by `correcting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any

from .. import veil
from ..attachments import Enclosed, FileSource, attach
from ..errors import InvalidRecord, RuleError
from ..fields import check
from ..session import Session
from .proposing import filed_sources
from .record import Category, Item, ItemKind, Part, Retention, Scheme
from .schemes import check_unit, current

BEHIND_NUMBERED = 10_000  # places of what has no number yet begin here; a numbered 件 has its number as its place
SCAN = "归档文件"
EDITABLE = (
    *("category", "rule_id", "year", "retention", "unit", "document_number", "responsible", "title", "is_own_title"),
    *("dated_on", "pages", "pages_reason", "persons", "keeps_secret", "remark"),
)
_CLASS = ("year", "retention", "unit")
_ISSUED = dict.fromkeys(
    ("sequence", "volume_id", "box_id", "kept_until", "numbered_by", "numbered_on", "moved_from", "destroyed_on")
) | {"archival_number": "", "fonds": "", "handed_over_on": None, "voided_on": None, "void_reason": ""}

Key = tuple[int, Retention, str]


def file(session: Session, filed: Sequence[tuple[Item, Sequence[Part]]]) -> list[Item]:
    """File these, each with its papers in binding order: all of them or none."""
    with session.action("archive.file"):
        if not filed:
            raise RuleError("还没有选要归档的件。请先勾选，再归档。")
        scheme, made = current(session), list[Item]()
        places: dict[Key, int] = {}
        _check_sources(session, [item for item, _ in filed if item.source_id is not None])
        for item, parts in filed:
            made.append(_add(session, scheme, item, parts, places))
        added = [
            replace(part, id=0, item_id=item.id, place=place, voided_on=None)
            for item, (_, parts) in zip(made, filed, strict=True)
            for place, part in enumerate(parts, 1)
        ]
        for part in added:
            session.add(part)
        return made


def add_external(
    session: Session, item: Item, sources: Sequence[FileSource] = (), counts: Sequence[int | None] = ()
) -> Item:
    """File a paper that no record here stands behind, such as one from above, with its files.

    `counts` are the pages of the files as far as they could be counted; a 件 without pages has those of its files.
    """
    pages = [*counts, *[None] * (len(sources) - len(counts))]
    if item.pages is None and pages and None not in pages:
        item = replace(item, pages=sum(count or 0 for count in pages) or None)
    with session.action("archive.file"):
        bare = replace(item, kind=ItemKind.EXTERNAL, source_table="", source_id=None, deputy_id=None)
        made = _add(session, current(session), bare, (), {})
        for place, (source, count) in enumerate(zip(sources, pages, strict=True), 1):
            session.add(replace(enclosed(session, made, source, place), pages=count))
        return made


def enclosed(session: Session, item: Item, source: FileSource, place: int) -> Part:
    """A file that is taken in as a paper of a 件; the part is not stored yet."""
    taken = attach(session, Item.TABLE, item.id, source, SCAN)
    name = source.name if isinstance(source, Enclosed) else source.stem
    return Part(item_id=item.id, place=place, name=name[:200], dated_on=item.dated_on, attachment_id=taken.id)


def edit(session: Session, item_id: int, **values: Any) -> Item:
    """Change what is said of a 件 that has no number yet; with another class it goes to the end of that."""
    with session.action("archive.file"):
        item = unnumbered(session, item_id)
        if strange := values.keys() - set(EDITABLE):
            raise ValueError(f"not to be edited: {sorted(strange)}")
        wanted = tidy(replace(item, **values))
        check_item(session, current(session), wanted)
        if any(getattr(wanted, name) != getattr(item, name) for name in _CLASS):
            wanted = replace(wanted, place=next_place(session, key_of(wanted)))
        changed = {field.name: getattr(wanted, field.name) for field in fields(wanted) if field.name != "id"}
        return session.change(item, **changed)


def take_out(session: Session, item_id: int, reason: str) -> Item:
    """Take a 件 back that has no number yet; its line stays, and its record can be filed again."""
    with session.action("archive.file"):
        item = unnumbered(session, item_id)
        if not reason.strip():
            raise InvalidRecord({"reason": "请写明撤出的原因，例如“还差签字件，补齐后再归档”。"})
        return session.change(item, voided_on=session.today, void_reason=reason.strip(), volume_id=None)


# Papers ----------------------------------------------------------------------------------------------------------


def parts_of(session: Session, item_id: int) -> list[Part]:
    """The papers of a 件 in binding order."""
    return session.select(Part, "item_id = ? AND voided_on IS NULL", (item_id,), order="place, id")


def check_parts_in_sight(session: Session, item_id: int) -> None:
    """Nobody puts papers in order of which one is closed to him: it would be thrown out, or counted twice."""
    seen = len(parts_of(session, item_id))
    with veil.whole_sight():
        there = len(parts_of(session, item_id))
    if seen != there:
        raise RuleError("这一件里有对您回避的材料，请由另一位来改、来打印。")


def change_parts(session: Session, item_id: int, parts: Sequence[Part]) -> list[Part]:
    """Make the papers of an unnumbered 件 those given, in their order; the pages follow where all are counted."""
    with session.action("archive.file"):
        item = unnumbered(session, item_id)
        before, now = parts_of(session, item_id), put_parts(session, item_id, parts)
        counted = pages_of(before)
        if item.pages in (None, counted) and pages_of(now) != item.pages:
            session.change(item, pages=pages_of(now), pages_reason="")
        return now


def put_parts(session: Session, item_id: int, parts: Iterable[Part]) -> list[Part]:
    """Keep, change, add and void papers until they are those given; inside an action."""
    check_parts_in_sight(session, item_id)
    known = {part.id: part for part in parts_of(session, item_id)}
    names = ("place", "name", "dated_on", "pages", "form", "record_table", "record_id", "attachment_id", "note")
    kept: set[int] = set()
    for place, part in enumerate(parts, 1):
        wanted = replace(part, place=place, name=part.name.strip(), note=part.note.strip())
        if part.id in known and part.id not in kept:
            session.change(known[part.id], **{name: getattr(wanted, name) for name in names})
            kept.add(part.id)
        else:
            kept.add(session.add(replace(wanted, id=0, item_id=item_id, voided_on=None)).id)
    for part_id, part in known.items():
        if part_id not in kept:
            session.change(part, voided_on=session.today)
    return parts_of(session, item_id)


def pages_of(parts: Sequence[Part]) -> int | None:
    """The pages of all papers together; None if one of them is not counted, or there are none."""
    counts = [part.pages for part in parts]
    return sum(count or 0 for count in counts) or None if counts and None not in counts else None


def pages_problem(item: Item, parts: Sequence[Part]) -> str:
    """How the pages of a 件 and those of its papers disagree, in words; empty if they agree or it is explained."""
    if item.pages is None or item.pages_reason.strip() or not parts:
        return ""
    counted = sum(part.pages or 0 for part in parts)
    is_whole = all(part.pages is not None for part in parts)
    if counted == item.pages or (not is_whole and counted < item.pages):
        return ""
    return f"页数写的是 {item.pages} 页，材料加起来是 {counted} 页。请核对页数，或写明不符的原因。"


# Checks and places -----------------------------------------------------------------------------------------------


def key_of(item: Item) -> Key:
    """The class of a 件: what its number counts in."""
    return item.year or 0, item.retention, item.unit


def next_place(session: Session, key: Key) -> int:
    """The place behind all others of a class."""
    with veil.whole_sight():
        sql = "SELECT max(place) FROM archive_items WHERE year = ? AND retention = ? AND unit = ?"
        last = session.value(f"{sql} AND sequence IS NULL AND voided_on IS NULL", key)
    return max(int(last or 0), BEHIND_NUMBERED) + 1


def tidy(item: Item) -> Item:
    """Texts without blanks at their ends, on one line."""
    names = ("document_number", "responsible", "title", "pages_reason", "persons", "remark")
    texts = {name: " ".join(getattr(item, name).split()) for name in names}
    return replace(item, **texts, unit=item.unit.strip().upper())  # type: ignore[arg-type]


def check_item(session: Session, scheme: Scheme, item: Item, *, older: bool = False) -> None:
    """Refuse what cannot stand in the catalogue; date and pages may still be missing."""
    problems = check(item)
    if wrong := check_unit(session, scheme, item.unit, retired=older):
        problems.setdefault("unit", wrong)
    if item.dated_on and item.dated_on > session.today:
        problems.setdefault("dated_on", "“日期”不能在今天以后，请检查。")
    if item.year and item.year > session.today.year:
        problems.setdefault("year", f"“年度”不能在今年（{session.today.year}）以后，请检查。")
    elif item.year and item.dated_on and item.dated_on.year > item.year:
        problems.setdefault("year", "“年度”不能早于“日期”的年份。跨年度办理的归到办结的那一年。")
    if problems:
        raise InvalidRecord(problems)


def unnumbered(session: Session, item_id: int) -> Item:
    """A 件 that stands and has no number yet."""
    item = session.get(Item, item_id)
    if item.voided_on:
        raise RuleError(f"“{item.title}”已经撤出，不能再改。")
    if item.sequence is not None:
        raise RuleError(
            f"{item.archival_number} 已经编号，不能在这里改。写错了的，请用“更正”；期限错了的，请用“改列”。"
        )
    return item


def _check_sources(session: Session, items: Sequence[Item]) -> None:
    """A record is filed once, in whatever year."""
    known, chosen = filed_sources(session), set[tuple[str, int]]()
    for item in items:
        source = (item.source_table, item.source_id or 0)
        if source in chosen:
            raise RuleError(f"“{item.title}”选了两次。请去掉一次，再归档。")
        chosen.add(source)
        if source in known:
            where = "source_table = ? AND source_id = ? AND voided_on IS NULL"
            found = session.select(Item, where, source)[0]
            place = found.archival_number or f"{found.year}年度，还没有编号"
            raise RuleError(f"“{item.title}”已经归档（{place}），不用再归档。请刷新待归档的列表。")


def _add(session: Session, scheme: Scheme, item: Item, parts: Sequence[Part], places: dict[Key, int]) -> Item:
    """Store a 件 behind the others of its class; inside an action. `places` are those taken so far."""
    pages = item.pages if item.pages is not None else pages_of(parts)
    new = tidy(replace(item, id=0, pages=pages, **_ISSUED))  # type: ignore[arg-type]
    new = replace(new, category=Category(new.category), filed_by=session.staff.id, filed_on=session.today)
    check_item(session, scheme, new)
    key = key_of(new)
    places[key] = places[key] + 1 if key in places else next_place(session, key)
    return session.add(replace(new, place=places[key]))
