"""Contacts of deputies with constituents outside receptions (F08): who, how, what became of it (3.1.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from . import settings, stations, terms
from .boxes import form_of
from .deputies import Deputy
from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, long_text, reference, text
from .listing import Listing
from .opinions import masked_phone
from .people_names import tidy_name
from .places import Village
from .service import generating
from .session import Session
from .stations import Station


class ContactWay(Choice):
    VISIT = "visit", "走访"
    FORUM = "forum", "座谈"
    PHONE = "phone", "电话"
    RECEPTION = "reception", "接待"
    ONLINE = "online", "网络"


class ContactResult(Choice):
    """处理."""

    REGISTERED = "registered", "转登记"
    EXPLAINED = "explained", "当场解释"
    OTHER = "other", "其他"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """One contact of one deputy with one constituent."""

    TABLE: ClassVar = "contacts"

    id: int = 0
    deputy_id: int | None = reference("代表", "deputies", required=True)
    contacted_on: date | None = day("联系日期", required=True)
    way: ContactWay = choice("方式", ContactWay, ContactWay.VISIT)
    place: str = text("地点", max_length=80)
    voter_name: str = text("选民姓名", max_length=50)
    phone: str = text("联系电话", max_length=30)
    village_id: int | None = reference("村（社区）", "villages")
    content: str = long_text("内容", required=True)
    suggestion: str = long_text("意见建议")
    result: ContactResult = choice("处理", ContactResult, ContactResult.EXPLAINED)
    result_words: str = text("处理说明", max_length=200)
    opinion_id: int | None = reference("登记表", "opinions")
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)


@dataclass(frozen=True)
class ContactFile:
    """One contact as it is printed (F08)."""

    contact: Contact
    deputy: str
    village: str
    number: str  # of the registration form, empty without one
    station: Station
    voters: int  # whom the deputy contacted in that year
    least: int  # how many that should be
    keeps_secret: bool = False


TO_REGISTER = (
    "result = 'registered' AND contacts.voided_on IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM opinions o WHERE o.id = contacts.opinion_id AND o.voided_on IS NULL)"
)
_VIEWS = {"": (), "open": (TO_REGISTER,), "registered": ("result = 'registered'", f"NOT ({TO_REGISTER})")}


# Writing -----------------------------------------------------------------------------------------------------------


def enter(session: Session, contact: Contact) -> Contact:
    """Enter a contact; the deputy's service record follows it (3.1.4)."""
    with session.action("contact.enter"):
        wanted = _tidy(replace(contact, id=0, opinion_id=None, voided_on=None, void_reason=""))
        _check(session, wanted)
        terms.check_open(session, wanted.contacted_on)
        return _followed(session, session.add(replace(wanted, entered_by=session.staff.id)))


def edit(session: Session, contact_id: int, **values: Any) -> Contact:
    """Correct a contact; what became a registration form stays registered."""
    with session.action("contact.enter"):
        contact = in_force(session, contact_id)
        wanted = _tidy(replace(contact, **values))
        if wanted.result is not ContactResult.REGISTERED and form_of(session, contact.opinion_id) is not None:
            raise InvalidRecord({"result": "这条联系已经登记成登记表，处理只能是“转登记”。"})
        _check(session, wanted)
        terms.check_open(session, contact.contacted_on, wanted.contacted_on)
        return _followed(session, session.change(contact, **{name: getattr(wanted, name) for name in values}))


def void(session: Session, contact_id: int, reason: str) -> Contact:
    """Take a contact out of the register, and out of the deputy's service."""
    with session.action("contact.void"):
        contact = in_force(session, contact_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        if form_of(session, contact.opinion_id) is not None:
            raise RuleError("这条联系已经登记成登记表，不能作废。要作废，请先在社情民意里作废那一件。")
        terms.check_open(session, contact.contacted_on)
        return _followed(session, session.change(contact, voided_on=session.today, void_reason=reason.strip()))


def unvoid(session: Session, contact_id: int) -> Contact:
    """Take the voiding back."""
    with session.action("contact.void"):
        contact = session.get(Contact, contact_id)
        if contact.voided_on is None:
            raise RuleError("这条联系没有作废，不用恢复。")
        terms.check_open(session, contact.contacted_on)
        return _followed(session, session.change(contact, voided_on=None, void_reason=""))


def note_form(session: Session, contact_id: int, opinion_id: int) -> Contact:
    """Note the registration form that a contact became; inside the action that stores the form."""
    contact = in_force(session, contact_id)
    if (number := form_of(session, contact.opinion_id)) is not None and contact.opinion_id != opinion_id:
        raise RuleError(f"这条联系已经登记成 {number or '一张草稿'}，不用再登记。")
    terms.check_open(session, contact.contacted_on)
    return _followed(session, session.change(contact, result=ContactResult.REGISTERED, opinion_id=opinion_id))


def link(session: Session, contact_id: int, opinion_id: int) -> Contact:
    """Note that a contact is on a registration form that exists already."""
    with session.action("contact.enter"):
        return note_form(session, contact_id, opinion_id)


def in_force(session: Session, contact_id: int) -> Contact:
    """The contact, refused when it was voided."""
    contact = session.get(Contact, contact_id)
    if contact.voided_on:
        raise RuleError("这条联系已经作废，不能再改。作废错了，可以先撤销作废。")
    return contact


def _followed(session: Session, contact: Contact) -> Contact:
    generating.follow(session, Contact.TABLE, contact.id)
    return contact


def _tidy(contact: Contact) -> Contact:
    return replace(
        contact,
        voter_name=tidy_name(contact.voter_name),
        place=contact.place.strip(),
        content=contact.content.strip(),
        suggestion=contact.suggestion.strip(),
        result_words=contact.result_words.strip(),
    )


def _check(session: Session, contact: Contact) -> None:
    problems = check(contact)
    if contact.contacted_on and contact.contacted_on > session.today:
        problems["contacted_on"] = "“联系日期”不能晚于今天，请检查。"
    if contact.result is ContactResult.OTHER and not contact.result_words:
        problems["result_words"] = "选了“其他”，请写一句怎么处理的。"
    if problems:
        raise InvalidRecord(problems)


# Reading -----------------------------------------------------------------------------------------------------------


def listing(
    session: Session, words: str = "", *, view: str = "", voided: bool = False, deputy_id: int = 0, year: int = 0
) -> Listing:
    """Contacts, the newest first; `view` open has those that are still to be registered, registered those that are."""
    texts = "voter_name || place || content || suggestion || phone"
    return Listing(
        session.db,
        "contacts",
        where=(
            f"instr({texts} || (SELECT name FROM deputies WHERE id = deputy_id), :words) > 0",
            "voided_on IS NULL OR :voided",
            *_VIEWS[view],
            *(("deputy_id = :deputy",) if deputy_id else ()),
            *(("contacted_on BETWEEN :first AND :last",) if year else ()),
        ),
        params={
            "words": words.strip(),
            "voided": voided,
            "deputy": deputy_id,
            **dict(zip(("first", "last"), _year(year), strict=True)),
        },
        order=("contacted_on", "id"),
        descending=True,
        columns="contacts.*, (SELECT name FROM deputies WHERE id = deputy_id) AS deputy_name,"
        " (SELECT number FROM opinions o WHERE o.id = opinion_id AND o.voided_on IS NULL) AS form_number",
    )


def of_deputy(session: Session, deputy_id: int, year: int) -> list[Contact]:
    """The contacts of a deputy in a year, the oldest first; without those that were voided."""
    where = "deputy_id = ? AND contacted_on BETWEEN ? AND ? AND voided_on IS NULL"
    return session.select(Contact, where, (deputy_id, *_year(year)), order="contacted_on, id")


def years_of(session: Session, deputy_id: int) -> list[int]:
    """The years in which a deputy has contacts, the newest first."""
    sql = "SELECT DISTINCT substr(contacted_on, 1, 4) AS year FROM contacts WHERE deputy_id = ? ORDER BY year DESC"
    return [int(year) for (year,) in session.rows(sql, (deputy_id,))]


def voters(session: Session, year: int, deputy_id: int = 0) -> dict[int, int]:
    """How many different constituents each deputy contacted in a year, of all or of one.

    Those of one name count once, twice only with two telephone numbers; a contact without a name counts as one.
    """
    of_one = " AND deputy_id = :deputy" if deputy_id else ""
    sql = (
        "SELECT deputy_id, sum(people) FROM (SELECT deputy_id, CASE voter_name WHEN '' THEN count(*)"
        " ELSE max(1, count(DISTINCT nullif(phone, ''))) END AS people FROM contacts"
        f" WHERE contacted_on BETWEEN :first AND :last AND voided_on IS NULL{of_one}"
        " GROUP BY deputy_id, voter_name) GROUP BY deputy_id"
    )
    first, last = _year(year)
    return dict(session.rows(sql, {"first": first, "last": last, "deputy": deputy_id}))


def masked_contact(file: ContactFile) -> ContactFile:
    """The same without whom the deputy met (4.7.2)."""
    contact, texts = file.contact, {}
    for field in ("content", "suggestion", "result_words", "place"):
        texts[field] = getattr(contact, field)
        for secret, instead in ((contact.voter_name, "群众"), (contact.phone, "（略）")):
            if len(secret.strip()) >= 2:
                texts[field] = texts[field].replace(secret.strip(), instead)
    phone = masked_phone(contact.phone) if contact.phone else ""
    return replace(file, contact=replace(contact, voter_name="群众", phone=phone, **texts))


def least(session: Session) -> int:
    """How many constituents each deputy is to contact in a year."""
    return settings.number(session, "contact.voters_min")


def count_unregistered(session: Session) -> int:
    """How many contacts are still to be registered."""
    return int(session.value(f"SELECT count(*) FROM contacts WHERE {TO_REGISTER}"))


def places_known(session: Session) -> list[str]:
    """The places of contacts as they were written before, the latest first."""
    sql = "SELECT place FROM contacts WHERE place <> '' GROUP BY place ORDER BY max(contacted_on) DESC LIMIT 50"
    return [place for (place,) in session.rows(sql)]


def file_of(session: Session, contact_id: int) -> ContactFile:
    """A contact as it is printed."""
    contact = session.get(Contact, contact_id)
    deputy, village = session.get(Deputy, contact.deputy_id or 0), session.find(Village, contact.village_id)
    secret = session.value("SELECT keeps_secret FROM opinions WHERE id = ?", (contact.opinion_id,))
    return ContactFile(
        contact,
        deputy.name,
        village.name if village else "",
        form_of(session, contact.opinion_id) or "",
        stations.station(session),
        voters(session, contact.contacted_on.year, deputy.id).get(deputy.id, 0) if contact.contacted_on else 0,
        least(session),
        bool(secret),
    )


def _year(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"
