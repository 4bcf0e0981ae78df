"""A 件 as it is bound: its parts with their pages, what it still lacks, and the whole of it as sheets to print (4.6.2).

What is filed follows the parts that were stored; before that the parts are made of the records as they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lianluozhan.models import attachments, stations, veil
from lianluozhan.models.archive.filing import check_parts_in_sight, parts_of
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.archive.scans import ScanState
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.pdf_pages import PageCounter, page_counter
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS

from . import source_table
from .archive_binding import binding, enclosed
from .archive_lacking import lacking
from .archive_sheets import with_stamp_of
from .volume import Piece, numbered_from

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

NUMBER, WORDS, TITLE = "F82I", "整件", "整件（封面、目录和全部表单）"
SIGNED = frozenset({"签字件", "签字件扫描", "签到表扫描件"})  # scans of sheets that are bound themselves
SCAN_NOTE = "已印表单的签字扫描，不另计页"
NOT_COUNTED = "页数没有数出来"
_PICTURES = ("image/",)
_PDF = "application/pdf"
_LONGEST = 200


@dataclass(frozen=True)
class Bound:
    """One part of a 件 with what there is of it: a sheet that the program draws, or a file that was put in."""

    part: Part
    document: Document | None = None
    attachment: Attachment | None = None


def compose(session: Session, item: Item, counter: PageCounter | None = None) -> tuple[Part, ...]:
    """The parts of a 件 in binding order, with their pages: of forms by their layout, of files by what is in them.

    Whoever composes many gives one `counter` for all.
    """
    return tuple(bound.part for bound in composed(session, item, counter))


def composed(session: Session, item: Item, counter: PageCounter | None = None) -> list[Bound]:
    """The same with the sheets and files themselves."""
    if counter is None:
        with page_counter() as own:
            return composed(session, item, own)
    made = binding(session, item)
    found = [_of_piece(piece) for piece in made.pieces]
    found += [_of_file(session, each, counter) for each in enclosed(session, made.owners)]
    return [replace(bound, part=replace(bound.part, place=place)) for place, bound in enumerate(found, 1)]


def pages_of(parts: Sequence[Part]) -> int:
    """How many pages a 件 has by its parts."""
    return sum(part.pages or 0 for part in parts if part.voided_on is None)


def whole(session: Session, item: Item) -> list[Bound]:
    """The stored parts of a 件 with their sheets and files; of one that is not filed yet the parts it would get."""
    stored = parts_of(session, item.id)
    if not stored:
        return composed(session, item)
    made = list(binding(session, item).pieces)
    return [Bound(part, _taken(made, part), _file_of(session, part)) for part in stored]


def numbered(bound: Sequence[Bound]) -> list[Bound]:
    """The parts with sheets whose page numbers run through the 件; files count, though no number is printed on them."""
    from lianluozhan.printing.layout import lay_out

    counts = [len(lay_out(each.document)) if each.document else each.part.pages or 0 for each in bound]
    first, total, found = 1, sum(counts), []
    for each, count in zip(bound, counts, strict=True):
        if each.document is not None:
            document = numbered_from(each.document, first, total)
            found.append(replace(each, document=document, part=replace(each.part, pages=count)))
        else:
            found.append(each)
        first += count
    return found


def missing(session: Session, item: Item) -> list[str]:
    """What a 件 still lacks, in words; empty when nothing is missing."""
    return list(_missing(session, item))


def _missing(session: Session, item: Item) -> Iterator[str]:
    yield from lacking(session, item)
    bound = whole(session, item)
    parts = [each.part for each in bound]
    if not parts:
        yield "没有任何材料"
        return
    for part in parts:
        if part.pages is None:
            yield f"“{part.name}”的页数数不出来，请数一数再填"
    with veil.whole_sight():  # a paper that is closed to somebody counts too
        pages = pages_of(parts_of(session, item.id) or parts)
    if item.id and item.pages and item.pages != pages and not item.pages_reason:
        yield f"页数写的是 {item.pages} 页，材料合计 {pages} 页，没有写明原因"
    for each in bound:
        if each.attachment and not attachments.stored_path(session.folder, each.attachment).is_file():
            yield f"附件“{each.attachment.name}”的文件找不到了"
        elif each.document is None and each.attachment is None:
            yield f"“{each.part.name}”在记录里已经没有了"
    yield from _scans_that_disagree(session, bound)
    yield from _pages_not_scanned(session, parts)
    if item.id and parts_of(session, item.id):
        yield from _come_since(session, item, parts)


def _scans_that_disagree(session: Session, bound: Sequence[Bound]) -> Iterator[str]:
    """A record with one sheet and one signed scan, where the scan has another number of pages."""
    sheets: dict[tuple[str, int | None], list[int]] = {}
    for each in bound:
        if each.document is not None and each.part.form:
            sheets.setdefault((each.part.record_table, each.part.record_id), []).append(each.part.pages or 0)
    with page_counter() as counter:
        for each in bound:
            kept = each.attachment
            if kept is None or kept.purpose not in SIGNED or kept.media_type != _PDF:
                continue
            counts = sheets.get((kept.owner_table, kept.owner_id), [])
            scanned = _pages_in(session, kept, counter)
            if len(counts) == 1 and scanned and scanned != counts[0]:
                yield f"签字扫描件“{kept.name}”有 {scanned} 页，表单有 {counts[0]} 页"


def _pages_not_scanned(session: Session, parts: Sequence[Part]) -> Iterator[str]:
    """Sheets of which scanned pages came in by their 纸号, fewer or more than they have."""
    for part in parts:
        if part.form and part.record_id and part.pages:
            where = "form = ? AND record_table = ? AND record_id = ? AND state = ? AND voided_on IS NULL"
            params = (part.form, part.record_table, part.record_id, ScanState.HUNG)
            count = session.value(f"SELECT count(*) FROM archive_scans WHERE {where}", params)
            if count and count != part.pages:
                yield f"“{part.name}”扫描进来 {count} 页，表单有 {part.pages} 页"


def _come_since(session: Session, item: Item, parts: Sequence[Part]) -> Iterator[str]:
    """What the records have that was not there when the 件 was filed."""
    made = binding(session, item)
    there = Counter((part.form, part.record_id or 0) for part in parts if part.form)
    now = Counter((piece.number, piece.record_id) for piece in made.pieces if piece.number)
    for number, _ in now - there:
        yield f"归档以后又有“{FORMS[number].title if number in FORMS else number}”，没有列入本件"
    filed = {part.attachment_id for part in parts}
    for each in enclosed(session, made.owners):
        if each.id not in filed:
            yield f"归档以后又有附件“{each.name}”，没有列入本件"


# Parts ----------------------------------------------------------------------------------------------------------


def _of_piece(piece: Piece) -> Bound:
    from lianluozhan.printing.layout import lay_out

    table = source_table(FORMS[piece.number].of) if piece.number in FORMS else ""
    part = Part(
        name=piece.name[:_LONGEST],
        dated_on=piece.day,
        pages=len(lay_out(piece.document)),
        form=piece.number,
        record_table=table if piece.record_id else "",
        record_id=piece.record_id or None,
    )
    return Bound(part, piece.document)


def _of_file(session: Session, kept: Attachment, counter: PageCounter) -> Bound:
    is_scan = kept.purpose in SIGNED
    pages = 0 if is_scan else _pages_in(session, kept, counter)
    note = SCAN_NOTE if is_scan else NOT_COUNTED if pages is None else kept.purpose
    part = Part(
        name=kept.name,
        dated_on=kept.added_on,
        pages=pages,
        record_table=kept.owner_table,
        record_id=kept.owner_id,
        attachment_id=kept.id,
        note=note,
    )
    return Bound(part, attachment=kept)


def _pages_in(session: Session, kept: Attachment, counter: PageCounter) -> int | None:
    """The pages of a file: a picture is one; of Word files and tables nobody knows before they are printed."""
    if kept.media_type.startswith(_PICTURES):
        return 1
    if kept.media_type != _PDF:
        return None
    try:
        return counter.count_of(kept.digest, lambda: attachments.stored_content(session, kept.id))
    except StorageError:
        return None


def _file_of(session: Session, part: Part) -> Attachment | None:
    return session.find(Attachment, part.attachment_id) if part.attachment_id else None


def _taken(made: list[Piece], part: Part) -> Document | None:
    """The sheet of a stored part, taken out of those there are: the one of its name, else the next of its form."""
    if part.attachment_id:
        return None
    alike = [each for each in made if each.number == part.form and (each.record_id or None) == part.record_id]
    found = next((each for each in alike if each.name == part.name), alike[0] if alike else None)
    if found is None:
        return None
    made.remove(found)
    return found.document


# To print -------------------------------------------------------------------------------------------------------


def volume(
    session: Session,
    item_id: int,
    *,
    hidden: bool = False,
    coded: bool = True,
    finish: Callable[[Document], Document] = lambda document: document,
) -> list[Document]:
    """整件打印: the front with the list of all parts, and every sheet, their pages counted through.

    A 件 that has its number gets the archive stamp printed into its first sheet.
    """
    if hidden:
        raise RuleError("归档文件是存档的原样，不印对外公开版。要公开，请从原来的登记表印公开版。")
    item = session.get(Item, item_id)
    if item.destroyed_on:
        raise RuleError(f"{item.archival_number} 已经销毁，只有目录还在，不能再打印整件。")
    check_parts_in_sight(session, item_id)
    found = numbered([_finished(each, finish, coded=coded) for each in whole(session, item)])
    front = finish(front_of(session, item, found))
    sheets = [each.document for each in found if each.document is not None]
    is_first = bool(found) and found[0].document is not None  # the stamp belongs on the first sheet, not behind a file
    return [front, *(with_stamp_of(session, item_id, sheets) if is_first else sheets)]


def front_of(session: Session, item: Item, found: Sequence[Bound]) -> Document:
    """Cover of a 件 with the list of its parts, each with the page on which it begins."""
    from lianluozhan.printing.families.volume import volume_front

    return volume_front(
        stations.station(session).name,
        item.title,
        entries=[(each.part.name, each.part.dated_on, each.part.pages or 0) for each in found],
        fields=_front_fields(item, pages_of([each.part for each in found])),
    )


def _finished(bound: Bound, finish: Callable[[Document], Document], *, coded: bool) -> Bound:
    if bound.document is None:
        return bound
    document = finish(bound.document)
    return replace(bound, document=document if coded else replace(document, code=""))


def _front_fields(item: Item, pages: int) -> tuple[tuple[str, str], ...]:
    return (
        ("档　　号", item.archival_number or "（还没有编号）"),
        ("责 任 者", item.responsible),
        ("日　　期", f"{item.dated_on:%Y%m%d}" if item.dated_on else ""),
        ("保管期限", item.retention.label),
        ("页　　数", f"{pages}页"),
        ("归档日期", item.filed_on.isoformat() if item.filed_on else ""),
    )


def missing_of(session: Session, item_id: int) -> list[str]:
    """What a filed 件 still lacks, by its id."""
    return missing(session, session.get(Item, item_id))
