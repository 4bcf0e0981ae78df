"""From records to finished sheets: what is printed of which record, masked where it leaves the station, and logged.

The one place beside the window and the command line that knows both the records and the printed forms; what each
kind of form is printed of stands in `sources`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianluozhan.models import ledger_facts, opinions, prints, stations, veil
from lianluozhan.models.errors import RuleError
from lianluozhan.models.listing import Listing
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS, LEDGERS, Form

from .looks import dress
from .looks import titles as titles
from .sources import SOURCES, Source

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document
    from lianluozhan.printing.page import Written

Progress = Callable[[int], None]


def form(number: str) -> Form:
    """The form with this number; RuleError with the numbers there are."""
    found = FORMS.get(number.upper())
    if found is None:
        raise RuleError(f"没有编号为“{number}”的表。可以打印的有：{'、'.join([*FORMS, *LEDGERS])}。")
    return found


def blank(session: Session, number: str) -> Document:
    """The form with nothing filled in but the station."""
    station = stations.station(session)
    if number.upper() in LEDGERS:
        return ledger(session, [], name="")
    return dress(session, form(number).number, form(number).draw(None, station))


def copies_of(number: str) -> int:
    """How many copies of a form are usual."""
    return FORMS[number].copies if number in FORMS else 1


def record_name(session: Session, table: str, record_id: int) -> str:
    """How a record of any kind that is printed is called in few words."""
    return SOURCES[table].name(session, record_id) if table in SOURCES else ""


def source_of(number: str) -> Source:
    """What a form is printed of."""
    return SOURCES[form(number).of]


def of_record(
    session: Session,
    number: str,
    record_id: int,
    *,
    hidden: bool = False,
    outcome: bool = True,
    coded: bool = True,
) -> Document:
    """One form of one record; sheets that leave the station keep a submitter's wish for secrecy (4.7.2).

    `hidden` hides him on any sheet; without `outcome` result and judgement stay empty, to be written by hand; `coded`
    sheets carry their 纸号.
    """
    wanted = form(number)
    if wanted.together:
        return of_many(session, number, [record_id], hidden=hidden)
    veil.check_open(session, source_table(wanted.of), record_id)
    record = masked_as_due(session, wanted, record_id, hidden=hidden)
    document = dress(session, wanted.number, wanted.draw(record if outcome else without_outcome(record), None))
    return replace(document, code=code_of(wanted.number, record_id)) if coded else document


HIDDEN_ON_READING = frozenset({"deputies"})  # read without what the reader may not see; the rest stays for the file


def source_table(of: str) -> str:
    """The table whose ids the records of a kind have."""
    return "deputies" if of == "deputy_files" else of


def of_many(session: Session, number: str, record_ids: Sequence[int], *, hidden: bool = False) -> Document:
    """A form that puts many records into one document."""
    wanted = form(number)
    records = tuple(masked_as_due(session, wanted, record_id, hidden=hidden) for record_id in record_ids)
    return dress(session, wanted.number, wanted.draw(records, None)) if records else blank(session, number)


def masked_as_due(session: Session, wanted: Form, record_id: int, *, hidden: bool) -> Any:
    """A record as this form may show it; RuleError when it is not yet so far."""
    source = SOURCES[wanted.of]
    record = source.read(session, record_id)
    source.check_ready(wanted.number, record)
    is_closed = wanted.of not in HIDDEN_ON_READING and not session.may("opinion.unmask")
    is_kept = source.keeps_secret(record) and (wanted.outside or is_closed)
    return source.masked(record) if hidden or is_kept else record


def keeps_secret(session: Session, number: str, record_id: int) -> bool:
    """Whether the person whom a record concerns must not be named on sheets that leave the station."""
    source = source_of(number)
    return source.keeps_secret(source.read(session, record_id))


def not_ready_forms(session: Session, table: str, record_id: int) -> dict[str, str]:
    """The forms of a kind of record that cannot be printed of this one yet, with the reason."""
    source = SOURCES[table]
    record, reasons = source.read(session, record_id), {}
    for wanted in FORMS.values():
        if wanted.of == table and (refuse := source.refusals.get(wanted.number)) and (words := refuse(record)):
            reasons[wanted.number] = words
    return reasons


def not_ready(session: Session, number: str, record_id: int) -> str:
    """Why this form of this record cannot be printed yet; empty when it can."""
    return not_ready_forms(session, form(number).of, record_id).get(form(number).number, "")


def ledger(
    session: Session,
    rows: Sequence[dict[str, object]],
    *,
    name: str,
    hidden: bool = False,
    shown: Sequence[str] = (),
    narrowed: str = "",
) -> Document:
    """The ledger F19 of the rows of an opinion listing; `hidden` hides the submitters, `shown` names its columns."""
    from lianluozhan.printing.forms.opinion_ledger import USUAL, opinion_ledger

    if not narrowed:  # a number that is missing would be looked for
        rows = veil.with_neutral_rows(session, rows)
    rows = ledger_facts.with_facts(session, rows)
    if hidden:
        rows = [_hidden_row(row) for row in rows]
    document = opinion_ledger(
        rows,
        stations.station(session),
        name=name,
        until=session.today,
        shown=shown or USUAL,
        narrowed=narrowed,
    )
    return dress(session, "F19", document)


def all_rows(listing: Listing, step: int = 500) -> Iterator[dict[str, object]]:
    """Every row of a listing, read in slices."""
    row = None
    while page := listing.page(step, row):
        yield from page
        row = page[-1]


def write(documents: Iterable[Document], path: Path, progress: Progress | None = None) -> Written:
    """Write documents as Word or PDF, by the ending of the file's name."""
    match path.suffix.lower():
        case ".pdf":
            from lianluozhan.printing.pdf import write_pdf

            return write_pdf(documents, path, progress=progress)
        case ".docx":
            from lianluozhan.printing.word import write_word

            return write_word(list(documents), path)
        case _:
            raise RuleError("文件名应以 .pdf 或 .docx 结尾。请改好再试。")


def log(
    session: Session,
    number: str,
    record_ids: Sequence[int],
    way: str,
    copies: int = 1,
    *,
    purpose: str = "",
    pages: Mapping[int, int] | int = 0,
    coded: bool = True,
) -> None:
    """Enter into the print log that these sheets left the program; `pages` of each record, or of all together."""
    from .volumes import VOLUMES

    wanted = FORMS.get(number)
    whole = VOLUMES.get(number)
    table = whole.table if whole else wanted.of if wanted else "opinions"
    alone = wanted is not None and not wanted.together and coded
    with session.action("print.form"):
        for record_id in record_ids or [0]:
            session.add(
                prints.Print(
                    form=number,
                    owner_table=table if record_id else "",
                    owner_id=record_id or None,
                    way=way,
                    copies=copies,
                    printed_at=session.now(),
                    printed_by=session.staff.id,
                    paper_code=code_of(number, record_id) if alone and record_id else "",
                    purpose=purpose,
                    pages=pages if isinstance(pages, int) else pages.get(record_id, 0),
                )
            )


def _hidden_row(row: dict[str, object]) -> dict[str, object]:
    """A row of a listing without its submitter, also where the matter names him."""
    title = str(row["title"])
    for secret, instead in ((row["submitter_name"], "群众"), (row["phone"], "（略）")):
        words = str(secret or "").strip()
        if len(words) >= 2:
            title = title.replace(words, instead)
    return {**row, "title": title, "submitter_name": "群众", "phone": ""}


def without_outcome(file: Any) -> Any:
    if not isinstance(file, opinions.OpinionFile):
        return file
    opinion = replace(file.opinion, result_class=None, closed_on=None, file_number="")
    return replace(file, opinion=opinion, feedbacks=(), evaluations=())
