"""整卷打印 of a reception in binding order: summary, plan, notice with its photographs, sign-in, arrivals, records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lianluozhan.models import attachments
from lianluozhan.models.attachments import Attachment
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.receptions import noticing, summing
from lianluozhan.models.receptions.reception_file import ReceptionFile, reception_file
from lianluozhan.models.receptions.record import Reception, ReceptionNotice, ReceptionPlan, Visit
from lianluozhan.models.session import Session
from lianluozhan.printing.catalog import FORMS

from .looks import dress
from .sources import SOURCES
from .volume import RETENTION, Piece, placed

if TYPE_CHECKING:
    from lianluozhan.printing.document import Document

NUMBER = "F82R"
TITLE = "整卷（封面、目录、全部表单）"
ORDER = ("F34", "F30", "F31", "F41R", "F32", "F33")


def volume(
    session: Session,
    reception_id: int,
    *,
    hidden: bool = False,
    coded: bool = True,
    finish: Callable[[Document], Document] = lambda document: document,
) -> list[Document]:
    """The front and all pieces of a reception, their pages counted through; what is missing does not stop it."""
    from lianluozhan.printing.families.volume import volume_front
    from lianluozhan.printing.layout import lay_out

    file = reception_file(session, reception_id)
    found = pieces(session, reception_id, hidden=hidden, coded=coded)
    found = [replace(piece, document=finish(piece.document)) for piece in found]
    counts = [len(lay_out(piece.document)) for piece in found]
    front = volume_front(
        file.station.name,
        f"代表接待选民卷\n{name_of(file)}",
        (file.reception.held_on, _last_day(file)),
        [(piece.name, piece.day, count) for piece, count in zip(found, counts, strict=True)],
        retention=RETENTION,
        compiled_by=session.staff.name,
    )
    return [finish(front), *placed([piece.document for piece in found], counts)]


def pieces(session: Session, reception_id: int, *, hidden: bool = False, coded: bool = True) -> list[Piece]:
    """Every sheet there is of a reception, in the order in which it is bound."""
    file = reception_file(session, reception_id)
    found = []
    for number in ORDER:
        if number not in FORMS:
            continue
        form, source = FORMS[number], SOURCES[FORMS[number].of]
        for record_id, name, day in _records(session, number, file):
            record = source.read(session, record_id)
            if (refuse := source.refusals.get(number)) and refuse(record):
                continue
            shown = source.masked(record) if hidden else record
            document = dress(session, number, form.draw((shown,) if form.together else shown, None))
            code = code_of(number, record_id) if coded and not form.together else ""
            found.append(Piece(number, name or form.title, day, replace(document, code=code), record_id))
        if number == "F31":
            found += _photographs(session, file)
    return found


def missing(session: Session, reception_id: int) -> list[str]:
    """What the volume of this reception would still need, in words."""
    return [each.words for each in summing.missing(session, reception_id)]


def name_of(file: ReceptionFile) -> str:
    """The number of the reception, or its day."""
    day = file.reception.held_on
    return file.reception.number or (f"{day.year}年{day.month}月{day.day}日" if day else "")


def _records(session: Session, number: str, file: ReceptionFile) -> Iterator[tuple[int, str, Any]]:
    """Of which records a form is bound: id, a name of its own, day."""
    reception = file.reception
    match FORMS[number].of:
        case ReceptionPlan.TABLE:
            plan = session.find(ReceptionPlan, reception.plan_id)
            if plan is not None:
                yield plan.id, plan.title, plan.approved_on or plan.made_on
        case ReceptionNotice.TABLE:
            for notice in reversed(noticing.of_reception(session, reception.id)):
                left = "（已撤回）" if notice.withdrawn_on else ""
                yield notice.id, f"{FORMS[number].title} {notice.number}{left}", notice.issued_on
        case Visit.TABLE:
            for sheet in file.visits:
                visit = sheet.visit
                if visit.number:
                    yield visit.id, f"{FORMS[number].title} {visit.number}", reception.held_on
        case _:
            day = reception.summed_on if number == "F34" else reception.held_on
            yield reception.id, "", day or reception.held_on


def _photographs(session: Session, file: ReceptionFile) -> Iterator[Piece]:
    """The list of the photographs of the posted notices and of the scans; they lie behind it."""
    from lianluozhan.printing.forms.attachment_list import TITLE as LIST
    from lianluozhan.printing.forms.attachment_list import enclosed

    kept: list[Attachment] = []
    for notice in noticing.of_reception(session, file.reception.id):
        kept += attachments.of(session, ReceptionNotice.TABLE, notice.id)
    kept += attachments.of(session, Reception.TABLE, file.reception.id)
    for sheet in file.visits:
        kept += attachments.of(session, Visit.TABLE, sheet.visit.id)
    if kept:
        yield Piece("", LIST, session.today, enclosed(file.station, name_of(file), kept))


def _last_day(file: ReceptionFile) -> Any:
    days = [sheet.outcome.told_on for sheet in file.visits if sheet.outcome.told_on]
    return max([*days, *filter(None, (file.reception.summed_on, file.reception.held_on))], default=None)
