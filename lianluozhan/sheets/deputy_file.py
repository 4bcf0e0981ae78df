"""A deputy's service file as a volume (F05): cover, contents with pages, eight parts, points, reviews (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lianluozhan.models.contacts import Contact
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.service.file_sheets import FileSheet, YearFile, file_sheet, key_of, masked_sheet, year_files
from lianluozhan.models.service.missing import Missing
from lianluozhan.models.service.record import FilePart
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS
from lianluozhan.printing.document import chinese_date

from .looks import dress
from .sources import SOURCES
from .volume import Piece, placed

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

NUMBER, WORDS = "F05", "整套履职档案"
TITLE = "整套档案（带封面和目录）"
RETENTION = "永久"
COVER = "人大代表履职档案"
_MOST_NAMED = 5


def volume(
    session: Session,
    deputy_id: int,
    *,
    hidden: bool = False,
    coded: bool = True,
    finish: Callable[[Document], Document] = lambda document: document,
) -> list[Document]:
    """The front and every sheet of the file, their pages counted through; the last lists what is missing."""
    from lianluozhan.printing.families.volume import volume_front
    from lianluozhan.printing.layout import lay_out

    sheet = file_sheet(session, deputy_id)
    found = pieces(session, sheet, hidden=hidden, coded=coded)
    found = [replace(each, document=finish(each.document)) for each in found]
    counts = [len(lay_out(piece.document)) for piece in found]
    deputy = sheet.file.deputy
    front = volume_front(
        sheet.file.station.name,
        f"{COVER}\n{deputy.name}",
        entries=[(piece.name, piece.day, count) for piece, count in zip(found, counts, strict=True)],
        fields=(
            ("姓　　名", deputy.name),
            ("层级届次", sheet.file.term_words),
            ("建档日期", chinese_date(deputy.file_opened_on)),
            ("档　　号", deputy.file_number),
            ("保管期限", RETENTION),
            ("立 卷 人", session.staff.name),
        ),
    )
    return [finish(front), *placed([piece.document for piece in found], counts)]


def pieces(session: Session, sheet: FileSheet, *, hidden: bool = False, coded: bool = True) -> list[Piece]:
    """Every sheet of the file in binding order: the eight parts, then the years, then what is missing."""
    shown = masked_sheet(sheet) if hidden else sheet
    deputy_id, found = sheet.file.deputy.id, list[Piece]()
    years = year_files(session, deputy_id, sheet.file.years)
    for part in FilePart:
        found += _part(session, shown, part, hidden=hidden, coded=coded)
    for year in years:
        found += _year(session, year, coded=coded)
    if sheet.missing:
        found.append(_drawn(session, "F05M", shown, "", sheet.day))
    return found


def _part(session: Session, sheet: FileSheet, part: FilePart, *, hidden: bool, coded: bool) -> Iterator[Piece]:
    """The table of a part, and the sheets that belong into it."""
    from lianluozhan.printing.forms.service_file import PART_FORMS, part_title

    deputy_id, title = sheet.file.deputy.id, part_title(part)
    if part is FilePart.BASICS:
        opened = sheet.file.deputy.file_opened_on
        yield from _of_records(
            session, "F03", [deputy_id], f"{title}（登记表）", hidden=hidden, coded=coded, day=opened
        )
        return
    number = next(number for number, of_part, _ in PART_FORMS if of_part is part)
    days = [line.starts_on for line in sheet.file.part(part)]
    if part is FilePart.SUGGESTIONS:
        days += [matter.day for matter in sheet.file.matters if matter.table == "opinions" and matter.day]
    yield _drawn(session, number, sheet, title, date.fromisoformat(max(days)) if days else None)
    if part is FilePart.GROUP:
        contacts = session.select(
            Contact, "deputy_id = ? AND voided_on IS NULL", (deputy_id,), order="contacted_on, id"
        )
        for year, of_year in groupby(contacts, key=lambda each: each.contacted_on.year if each.contacted_on else 0):
            if year not in sheet.file.years:
                continue
            name = f"{FORMS['F08'].title}（{year}年）"
            made = list(of_year)
            ids, last = [each.id for each in made], made[-1].contacted_on
            yield from _of_records(session, "F08", ids, name, hidden=hidden, coded=coded, day=last)
    if part is FilePart.REPORTS:
        for report in sheet.file.reports:
            for form in ("F07", "F07T"):
                if form in FORMS:
                    name = f"{FORMS[form].title}（{report.year}年）"
                    yield from _of_records(
                        session, form, [report.id], name, hidden=hidden, coded=coded, day=report.reported_on
                    )


def _of_records(
    session: Session,
    number: str,
    record_ids: list[int],
    name: str,
    *,
    hidden: bool,
    coded: bool,
    day: date | None = None,
) -> Iterator[Piece]:
    """A form of other records; one that is not so far yet is left out, as the list of what is missing says."""
    form = FORMS[number]
    source = SOURCES[form.of]
    records = [source.read(session, record_id) for record_id in record_ids]
    refuse = source.refusals.get(number)
    if refuse and any(refuse(record) for record in records):
        return
    shown: list[Any] = [source.masked(record) for record in records] if hidden else records
    document = dress(session, number, form.draw(tuple(shown) if form.together else shown[0], None))
    if coded and not form.together:
        document = replace(document, code=code_of(number, record_ids[0]))
    yield Piece(number, name, day, document, record_ids[0])


def _year(session: Session, year: YearFile, *, coded: bool) -> Iterator[Piece]:
    """Points and review of a year in which there was anything."""
    if not year.tally.times and year.review is None:
        return
    for number, wanted in (("F06", True), ("F05Y", year.review is not None or year.last.month == 12)):
        if wanted:
            name = f"{FORMS[number].title}（{year.year}年）"
            made = _drawn(session, number, year, name, year.last)
            code = code_of(number, key_of(year.deputy.id, year.year)) if coded else ""
            yield replace(made, document=replace(made.document, code=code), record_id=key_of(year.deputy.id, year.year))


def _drawn(session: Session, number: str, record: Any, name: str, day: date | None) -> Piece:
    form = FORMS[number]
    return Piece(number, name or form.title, day, dress(session, number, form.draw(record, None)))


def missing(session: Session, deputy_id: int) -> list[str]:
    """What the file lacks, in few words: the kinds with how many of each."""
    lacking = file_sheet(session, deputy_id).missing
    return in_few_words(lacking)


def in_few_words(lacking: tuple[Missing, ...] | list[Missing] | Any) -> list[str]:
    """照片 3 处, 签到 1 处: the kinds that occur most first."""
    counts: dict[str, int] = {}
    for each in lacking:
        counts[each.short] = counts.get(each.short, 0) + 1
    named = sorted(counts.items(), key=lambda pair: -pair[1])
    words = [f"{short} {count} 处" for short, count in named[:_MOST_NAMED]]
    rest = sum(count for _, count in named[_MOST_NAMED:])
    return [*words, f"其他 {rest} 处"] if rest else words
