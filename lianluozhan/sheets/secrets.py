"""What is known of the people in a matter and must not stand on anything public: names, numbers, addresses (4.7.2)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lianluozhan.models import stations
from lianluozhan.models.analysis import Figures
from lianluozhan.models.archive.lending import Loan
from lianluozhan.models.archive.record import Item
from lianluozhan.models.boxes import BoxPiece
from lianluozhan.models.calls import Call
from lianluozhan.models.contacts import Contact
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.errors import RuleError
from lianluozhan.models.opinions import Opinion, masked_phone
from lianluozhan.models.opinions.handling import Evaluation
from lianluozhan.models.places import HandlingBody, Village
from lianluozhan.models.receptions.record import Visit
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.models.voter_reports import VoterReport

NAME, PHONE, IDENTITY, ADDRESS, MAIL = "姓名", "电话", "身份证号", "地址", "电子邮箱"
_BETWEEN_FIGURES = r"[\s\-－—–.．·()（）]*"
_BETWEEN_SIGNS = r"[\s·•.]*"
_WIDE = {ord("0") + n: f"[{n}{chr(0xFF10 + n)}]" for n in range(10)}
_PLACES = re.compile(r"[，,、；;。\s（）()]+")
_UNITS = re.compile(r"(?:省|市|县|区|镇|乡|街道|办事处|村|社区|居委会)")
_NOT_PLAIN = re.compile(r"[^\w@]+|_+")
LEAST_TAIL, LEAST_NAME, LEAST_PLACE = 8, 2, 4
IDENTITY_NUMBER = re.compile(r"(?<![\dXx])[1-9]\d{5}[\s-]?\d{8}[\s-]?\d{3}[\dXx](?![\dXx])|(?<!\d)[1-9]\d{14}(?!\d)")
MAIL_ADDRESS = re.compile(r"(?:[A-Za-z0-9._%+*-]|（略）)+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
MOBILE = re.compile(r"(?<!\d)1[3-9](?:[\s-]?\d){9}(?!\d)")


@dataclass(frozen=True)
class Secret:
    """One thing known of a person: what kind it is, the value, whose it is."""

    kind: str
    value: str
    whose: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Where it stands in a text, also with blanks, breaks or marks between its signs."""
        if self.kind == PHONE:
            figures = _figures(self.value)
            return re.compile(_BETWEEN_FIGURES.join(figure.translate(_WIDE) for figure in figures))
        signs = [re.escape(sign) for sign in re.sub(r"[\s·•.]", "", self.value)]
        return re.compile(_BETWEEN_SIGNS.join(signs), re.IGNORECASE)

    @property
    def instead(self) -> str:
        """What is printed in its place."""
        match self.kind:
            case "姓名":
                return "群众"
            case "电话":
                return masked_phone(_figures(self.value)) if len(_figures(self.value)) > LEAST_TAIL else "（略）"
            case _:
                return "（略）"

    @property
    def sought(self) -> tuple[str, ...]:
        """What must not be found in a text that has been made plain."""
        if self.kind == PHONE:
            figures = _figures(self.value)
            return tuple(dict.fromkeys((figures, figures[-LEAST_TAIL:])))
        return (made_plain(self.value),)


def made_plain(text: str) -> str:
    """A text without blanks, breaks and marks, in usual figures and small letters: split words stand whole again."""
    return _NOT_PLAIN.sub("", unicodedata.normalize("NFKC", text).casefold())


def _figures(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


def known_of(session: Session, table: str, record_ids: Iterable[int]) -> tuple[Secret, ...]:
    """Everything of everybody in these records, and in what was joined to their matters."""
    found: dict[tuple[str, str], Secret] = {}
    public = _public(session)
    for record_id in record_ids:
        for secret in _of_one(session, table, record_id):
            if made_plain(secret.value) not in public:
                found.setdefault((secret.kind, secret.value), secret)
    return tuple(sorted(found.values(), key=lambda secret: -len(secret.value)))


def open_numbers(session: Session) -> frozenset[str]:
    """The telephone numbers that everybody may know: of the station and of the handling bodies."""
    phones = [stations.station(session).hotline, *(body.phone for body in session.select(HandlingBody))]
    parts = (_figures(part) for phone in phones for part in re.split(r"[、,，;；/]", phone))
    return frozenset(part for part in parts if part)


def _public(session: Session) -> frozenset[str]:
    """Names of places and bodies; whoever gives one as his address has not given himself away."""
    station = stations.station(session)
    places = [village.name for village in session.select(Village)]
    bodies = [name for body in session.select(HandlingBody) for name in (body.name, body.short_name)]
    words = (*places, *bodies, station.name, station.place, station.address)
    return frozenset(made_plain(word) for word in words if word)


def _of_one(session: Session, table: str, record_id: int) -> Iterator[Secret]:
    match table:
        case "opinions":
            yield from _of_matter(session, record_id)
            return
        case "calls":
            yield from _of_caller(session.get(Call, record_id))
        case "visits":
            yield from _of_visit(session, session.get(Visit, record_id))
            return
        case "receptions":
            for visit in session.select(Visit, "reception_id = ?", (record_id,)):
                yield from _of_visit(session, visit)
            return
        case "contacts":
            yield from _of_contact(session.get(Contact, record_id))
        case "voter_reports":
            report = session.get(VoterReport, record_id)
            for text in (report.body, report.opinions):
                yield from _written(text, "选民")
        case "service_records":
            line = session.get(ServiceRecord, record_id)
            for text in (line.content, line.speech, line.effect):
                yield from _written(text, "选民")
            if line.source_table:  # whoever is known of the contact, the suggestion or the report it came from
                yield from _of_one(session, line.source_table, line.source_id or 0)
            return
        case "deputy_files":
            yield from _of_service(session, record_id)
            return
        case "deputies":
            yield from _of_deputy(session.get(Deputy, record_id))
        case "staff":
            yield from _of_staff(session.get(Staff, record_id))
        case "official_documents":
            yield from _of_period(session, record_id)
            return
        case "archive_loans":
            loan = session.get(Loan, record_id)
            item = session.get(Item, loan.item_id or 0)
            yield from (*_name(loan.applicant, "借阅人"), *_phones(loan.phone, "借阅人"))
            if item.source_table:  # whoever is known of the matter that was filed
                yield from _of_one(session, item.source_table, item.source_id or 0)
            return
        case "box_openings":
            for piece in session.select(BoxPiece, "opening_id = ? AND opinion_id IS NOT NULL", (record_id,)):
                yield from _of_matter(session, piece.opinion_id or 0)
            return
    if opinion_id := _opinion_of(session, table, record_id):
        yield from _of_matter(session, opinion_id)


def _opinion_of(session: Session, table: str, record_id: int) -> int | None:
    from .volume import HANGING

    record = session.find(HANGING[table], record_id) if table in HANGING else None
    return getattr(record, "opinion_id", None)


def _of_matter(session: Session, opinion_id: int) -> Iterator[Secret]:
    opinion = session.get(Opinion, opinion_id)
    main = opinion.merged_into or opinion_id
    for each in session.select(Opinion, "id = ? OR id = ? OR merged_into = ?", (opinion_id, main, main)):
        yield from _of_opinion(session, each, "反映人" if each.id == opinion_id else "并案件的反映人")


def _of_opinion(session: Session, opinion: Opinion, whose: str) -> Iterator[Secret]:
    yield from _name(opinion.submitter_name, whose)
    yield from _phones(opinion.phone, whose)
    yield from _addresses(opinion.address, whose)
    judged = session.select(Evaluation, "opinion_id = ?", (opinion.id,))
    deputies = [deputy for key in opinion.deputy_ids if (deputy := session.find(Deputy, key))]
    officials = {deputy.name for deputy in deputies} | {staff.name for staff in session.select(Staff)}
    for given in judged:
        if given.evaluator not in officials:
            yield from _name(given.evaluator, "评价人")
    for call in session.select(Call, "opinion_id = ?", (opinion.id,)):
        yield from _of_caller(call)
    for deputy in deputies:
        yield from _phones(deputy.phone, "代表")
    for text in (opinion.title, opinion.content, opinion.request, opinion.place):
        yield from _written(text, whose)


def _of_caller(call: Call) -> Iterator[Secret]:
    yield from _name(call.caller_name, "来电人")
    yield from _phones(call.caller_phone, "来电人")
    yield from _written(call.content, "来电人")


def _of_visit(session: Session, visit: Visit) -> Iterator[Secret]:
    """Of a resident at a reception, and of all in the matter that came of it."""
    yield from _name(visit.name, "选民")
    yield from _phones(visit.phone, "选民")
    yield from _addresses(visit.address, "选民")
    for text in (visit.subject, visit.content, visit.request, visit.answer, visit.note):
        yield from _written(text, "选民")
    if visit.opinion_id:
        yield from _of_matter(session, visit.opinion_id)


def _of_contact(contact: Contact) -> Iterator[Secret]:
    yield from _name(contact.voter_name, "选民")
    yield from _phones(contact.phone, "选民")
    for text in (contact.content, contact.suggestion, contact.result_words):
        yield from _written(text, "选民")


def _of_deputy(deputy: Deputy) -> Iterator[Secret]:
    """His numbers and where he lives; name and office everybody may know."""
    yield from _phones(deputy.phone, "代表")
    if deputy.id_number:
        yield Secret(IDENTITY, deputy.id_number, "代表")
    yield from _addresses(deputy.address, "代表")
    for text in (deputy.email, deputy.linked_voters, deputy.career, deputy.note):
        yield from _written(text, "代表")


def _of_service(session: Session, deputy_id: int) -> Iterator[Secret]:
    """Of the deputy himself, and of all whom he met."""
    yield from _of_deputy(session.get(Deputy, deputy_id))
    for contact in session.select(Contact, "deputy_id = ?", (deputy_id,)):
        yield from _of_contact(contact)
        if contact.opinion_id:
            yield from _of_matter(session, contact.opinion_id)
    held = "SELECT source_id FROM service_records WHERE deputy_id = ? AND source_table = 'receptions'"
    for visit in session.select(Visit, f"reception_id IN ({held})", (deputy_id,)):
        yield from _of_visit(session, visit)


def _of_staff(person: Staff) -> Iterator[Secret]:
    yield from _phones(person.phone, "工作人员")
    if person.id_number:
        yield Secret(IDENTITY, person.id_number, "工作人员")


def _of_period(session: Session, record_id: int) -> Iterator[Secret]:
    """Of everybody whose matter a report may tell: those that came in its period, or in the year up to it.

    What its figures count by another day, such as a limit that has passed, came earlier and belongs to them too.
    """
    row = session.rows(
        "SELECT period_from, period_until, coalesce(dated_on, issued_on, ''), figures FROM official_documents"
        " WHERE id = ?",
        (record_id,),
    )
    first, last, dated, figures = row[0] if row else (None, None, "", "")
    last = last or dated or session.today.isoformat()
    first = first or date(int(last[:4]) - 1, 1, 1).isoformat()
    named = (
        "SELECT submitter_name, phone, address FROM opinions WHERE (received_on BETWEEN ? AND ?"
        " OR id IN (SELECT value FROM json_each(?))) AND voided_on IS NULL"
    )
    for name, phone, address in session.rows(named, (first, last, json.dumps(_counted(figures)))):
        yield from _name(name, "反映人")
        yield from _phones(phone, "反映人")
        yield from _addresses(address, "反映人")


def _counted(figures: str) -> list[int]:
    """The matters behind all figures of a report."""
    try:
        return sorted({id_ for ids in Figures.read(figures).ids.values() for id_ in ids})
    except RuleError:
        return []


def _name(name: str, whose: str) -> Iterator[Secret]:
    """A name; of two people written together, each for himself too."""
    whole = name.strip()
    for part in dict.fromkeys((whole, *re.split(r"[、,，;；/\s]+", whole))):
        if len(made_plain(part)) >= LEAST_NAME and part not in ("群众", "匿名", "匿名反映人", "反映人"):
            yield Secret(NAME, part, whose)


def _phones(text: str, whose: str) -> Iterator[Secret]:
    for part in re.split(r"[、,，;；/]|或|和", text):
        figures = _figures(part)
        if len(figures) >= 7:
            yield Secret(PHONE, part.strip(), whose)
        if len(figures) > LEAST_TAIL:
            yield Secret(PHONE, figures[-LEAST_TAIL:], whose)


def _addresses(text: str, whose: str) -> Iterator[Secret]:
    """The whole, its parts, and what stands behind the last village or street: the house itself."""
    whole = text.strip()
    parts = [whole, *_PLACES.split(whole)]
    parts += [_UNITS.split(part)[-1] for part in parts]
    for part in dict.fromkeys(parts):
        if len(made_plain(part)) >= LEAST_PLACE:
            yield Secret(ADDRESS, part, whose)


def _written(text: str, whose: str) -> Iterator[Secret]:
    """Numbers and mail addresses in somebody's own words."""
    for found in IDENTITY_NUMBER.finditer(text):
        yield Secret(IDENTITY, found[0], whose)
    for found in MAIL_ADDRESS.finditer(text):
        yield Secret(MAIL, found[0], whose)
