"""What a 件 is bound of, by its kind: the sheets in binding order and the records whose files lie behind them (4.6.2).

The order within a matter is that of `volume.ORDER`; other kinds have few sheets, which stand here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lianluozhan.models import opinions
from lianluozhan.models.activities import Activity
from lianluozhan.models.archive.record import Item, ItemKind
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.calls import Call
from lianluozhan.models.contacts import Contact
from lianluozhan.models.handovers import HandOver
from lianluozhan.models.official import OfficialDocument, form_number
from lianluozhan.models.opinions.merging import joined_to
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.receptions import noticing
from lianluozhan.models.receptions.reception_file import reception_file
from lianluozhan.models.receptions.record import Reception, ReceptionNotice, ReceptionPlan, Visit
from lianluozhan.models.service import file as service_file
from lianluozhan.models.service import missing
from lianluozhan.models.service.file_sheets import FileSheet, of_key
from lianluozhan.models.session import Session
from lianluozhan.models.suggestions import Suggestion
from lianluozhan.models.voter_reports import VoterReport
from lianluozhan.printing.catalog import FORMS

from . import all_rows, deputy_file, reception_volume, volume
from . import ledger as ledger_of
from .looks import dress
from .sources import SOURCES
from .volume import Piece

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

Owner = tuple[str, int]  # a record, by its table and id
Pieces = list[Piece]


@dataclass(frozen=True)
class Binding:
    """The sheets of a 件, and the records whose attachments belong to it, both in binding order."""

    pieces: Sequence[Piece]
    owners: Sequence[Owner]


def binding(session: Session, item: Item) -> Binding:
    """All that a 件 is made of as the records stand today."""
    made = _KINDS[item.kind](session, item) if item.source_table or item.kind is ItemKind.REGISTER else Binding((), ())
    own = [(Item.TABLE, item.id)] if item.id else []
    return replace(made, owners=list(dict.fromkeys([*made.owners, *own])))


def enclosed(session: Session, owners: Sequence[Owner]) -> list[Attachment]:
    """The files that hang on these records, in their order."""
    found: list[Attachment] = []
    for table, record_id in owners:
        where = "owner_table = ? AND owner_id = ? AND voided_on IS NULL"
        found += session.select(Attachment, where, (table, record_id))
    return found


def of_form(session: Session, number: str, record_id: int, name: str = "", day: Any = None) -> Pieces:
    """One form of one record; nothing while it is not so far yet."""
    form, source = FORMS[number], SOURCES[FORMS[number].of]
    record = source.read(session, record_id)
    if (refuse := source.refusals.get(number)) and refuse(record):
        return []
    document = dress(session, number, form.draw((record,) if form.together else record, None))
    code = "" if form.together else code_of(number, record_id)
    return [Piece(number, name or form.title, day, replace(document, code=code), record_id)]


def of_many(session: Session, number: str, ids: Sequence[int], name: str = "", day: Any = None) -> Pieces:
    """A form that puts many records into one document; nothing without any."""
    if not ids:
        return []
    form, source = FORMS[number], SOURCES[FORMS[number].of]
    records = tuple(source.read(session, record_id) for record_id in ids)
    return [Piece(number, name or form.title, day, dress(session, number, form.draw(records, None)), ids[0])]


# By kind --------------------------------------------------------------------------------------------------------


def _opinion(session: Session, item: Item) -> Binding:
    key = item.source_id or 0
    return Binding(volume.pieces(session, key), [*_of_matter(session, key)])


def _of_matter(session: Session, opinion_id: int) -> Iterator[Owner]:
    """The records of a matter that may have files: itself, its signed steps, replies, what hangs on it, joined ones."""
    file = opinions.file_of(session, opinion_id)
    yield "opinions", opinion_id
    yield from (("opinion_steps", step.id) for step in reversed(file.steps) if step.voided_on is None)
    yield from (("dispatches", entry.dispatch.id) for entry in reversed(file.dispatches))
    yield from (("replies", reply.id) for reply in file.replies)
    yield from (("evaluations", given.id) for given in file.evaluations)
    for table, kind in volume.HANGING.items():
        where = "opinion_id = ? AND voided_on IS NULL"
        yield from ((table, record.id) for record in session.select(kind, where, (opinion_id,)))
    for joined in joined_to(session, opinion_id):
        yield "opinions", joined.id


def _reception(session: Session, item: Item) -> Binding:
    key = item.source_id or 0
    file = reception_file(session, key)
    notices = noticing.of_reception(session, key)
    owners: list[Owner] = [(Reception.TABLE, key)]
    owners += [(ReceptionNotice.TABLE, notice.id) for notice in reversed(notices)]
    owners += [(Visit.TABLE, sheet.visit.id) for sheet in file.visits]
    return Binding(reception_volume.pieces(session, key), owners)


def _deputy_year(session: Session, item: Item) -> Binding:
    sheet = year_sheet(session, item)
    deputy_id, year = sheet.file.deputy.id, item.year or 0
    lines = sheet.file.of_year(year)
    owners: list[Owner] = [("service_records", line.id) for line in lines]
    owners += [(VoterReport.TABLE, report.id) for report in sheet.file.reports]
    of_year = "deputy_id = ? AND voided_on IS NULL AND substr(contacted_on, 1, 4) = ?"
    owners += [(Contact.TABLE, met.id) for met in session.select(Contact, of_year, (deputy_id, str(year)))]
    return Binding(deputy_file.pieces(session, replace(sheet, missing=())), owners)


def year_sheet(session: Session, item: Item) -> FileSheet:
    """The file of a deputy cut down to the year of the 件."""
    year = item.year or 0
    file = service_file.file_of(session, item.deputy_id or of_key(item.source_id or 0)[0], years=[year])
    of_year = tuple(matter for matter in file.matters if matter.year == year)
    reviews = {when: review for when, review in file.reviews.items() if when == year}
    found = replace(file, matters=of_year, reviews=reviews)
    return FileSheet(file=found, missing=tuple(missing.missing(session, found)), day=session.today)


def _activity(session: Session, item: Item) -> Binding:
    key = item.source_id or 0
    activity = session.get(Activity, key)
    day = activity.starts_at.date() if activity.starts_at else None
    return Binding(of_form(session, "F41", key, day=day), [(Activity.TABLE, key)])


def _suggestion(session: Session, item: Item) -> Binding:
    key = item.source_id or 0
    raised = session.get(Suggestion, key).raised_on
    return Binding(of_form(session, "F24", key, day=raised), [(Suggestion.TABLE, key)])


def _document(session: Session, item: Item) -> Binding:
    document = session.get(OfficialDocument, item.source_id or 0)
    name = f"{document.genre.label} {document.number}".strip()
    made = of_form(session, form_number(document.genre), document.id, name, document.dated_on)
    return Binding(made, [(OfficialDocument.TABLE, document.id)])


def _plan(session: Session, item: Item) -> Binding:
    plan = session.get(ReceptionPlan, item.source_id or 0)
    day = plan.approved_on or plan.made_on
    return Binding(of_form(session, "F30", plan.id, plan.title, day), [(ReceptionPlan.TABLE, plan.id)])


def _handover(session: Session, item: Item) -> Binding:
    made = session.get(HandOver, item.source_id or 0)
    return Binding(of_form(session, "F124", made.id, day=made.signed_on or made.handed_on), [(HandOver.TABLE, made.id)])


def _list(session: Session, item: Item) -> Binding:
    """A list of the archive itself: every form there is of such a record."""
    key, table = item.source_id or 0, item.source_table
    found: Pieces = []
    for form in FORMS.values():
        if form.of == table and table in SOURCES:
            found += of_form(session, form.number, key, day=item.dated_on)
    return Binding(found, [(table, key)] if key else [])


def _external(session: Session, item: Item) -> Binding:
    return Binding((), [(item.source_table, item.source_id)] if item.source_id else [])


# Registers of a year --------------------------------------------------------------------------------------------


def _register(session: Session, item: Item) -> Binding:
    make = REGISTERS.get(item.source_table)
    return Binding(make(session, item.year or 0) if make else [], [])


def _of_year(session: Session, table: str, column: str, year: int, more: str = "") -> list[int]:
    sql = f"SELECT id FROM {table} WHERE {column} >= ? AND {column} < ? AND voided_on IS NULL{more} ORDER BY {column}"
    return [record_id for (record_id,) in session.rows(f"{sql}, id", (f"{year}-01-01", f"{year + 1}-01-01"))]


def _opinion_ledger(session: Session, year: int) -> Pieces:
    listing = opinions.listing(session, view=opinions.View.ALL, order=opinions.Order.OLDEST)
    rows = [row for row in all_rows(listing) if str(row["received_on"] or "").startswith(str(year))]
    if not rows:
        return []
    document: Document = ledger_of(session, rows, name=f"{year}年")
    return [Piece("F19", f"社情民意（意见建议）台账（{year}年）", None, document)]


def _box_openings(session: Session, year: int) -> Pieces:
    ids = _of_year(session, "box_openings", "opened_on", year)
    return of_many(session, "F22", ids, f"{FORMS['F22'].title}（{year}年）")


def _calls(session: Session, year: int) -> Pieces:
    """The calls of which no matter was made: those of a matter are bound with it."""
    found: Pieces = []
    for call_id in _of_year(session, "calls", "came_at", year, " AND opinion_id IS NULL"):
        call = session.get(Call, call_id)
        day = call.came_at.date() if call.came_at else None
        found += of_form(session, "F23", call_id, f"{FORMS['F23'].title} {call.number}".strip(), day)
    return found


def _service_ledger(session: Session, year: int) -> Pieces:
    ids = _of_year(session, "service_records", "starts_on", year)
    return of_many(session, "F44", ids, f"{FORMS['F44'].title}（{year}年）")


def _points(session: Session, year: int) -> Pieces:
    form = FORMS["F06R"]
    document = dress(session, form.number, form.draw(SOURCES[form.of].read(session, year), None))
    return [Piece(form.number, f"{form.title}（{year}年）", None, document, year)]


def _roster(session: Session, year: int) -> Pieces:
    every = [row[0] for row in session.rows("SELECT id FROM deputies WHERE retired_on IS NULL ORDER BY name, id")]
    return of_many(session, "F03R", every, f"{FORMS['F03R'].title}（{year}年）")


def _loans(session: Session, year: int) -> Pieces:
    if "F83" not in FORMS:
        return []
    return of_many(
        session, "F83", _of_year(session, "archive_loans", "asked_on", year), f"{FORMS['F83'].title}（{year}年）"
    )


REGISTERS: dict[str, Callable[[Session, int], Pieces]] = {
    "opinion_years": _opinion_ledger,
    "box_years": _box_openings,
    "call_years": _calls,
    "service_years": _service_ledger,
    "point_years": _points,
    "roster_years": _roster,
    "loan_years": _loans,
}  # by what such a 件 names as its source; its id is the year

_KINDS: dict[ItemKind, Callable[[Session, Item], Binding]] = {
    ItemKind.OPINION: _opinion,
    ItemKind.RECEPTION: _reception,
    ItemKind.DEPUTY_YEAR: _deputy_year,
    ItemKind.ACTIVITY: _activity,
    ItemKind.SUGGESTION: _suggestion,
    ItemKind.DOCUMENT: _document,
    ItemKind.PLAN: _plan,
    ItemKind.HANDOVER: _handover,
    ItemKind.REGISTER: _register,
    ItemKind.ARCHIVE: _list,
    ItemKind.EXTERNAL: _external,
}
