"""Everything of one opinion in one piece, for the page and for the forms; masked where a wish for secrecy stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .. import settings
from ..attachments import Attachment
from ..deputies import Deputy, Level, Mandate
from ..fields import fields_of
from ..places import Category, HandlingBody, Village
from ..rows import Record, altered
from ..session import Session
from ..staff import Staff
from ..stations import Station, station
from ..suggestions import Suggestion
from .applying import Application
from .closing import Condition, conditions_of
from .handling import Deadline, Dispatch, Evaluation, Feedback, JointHandling, OpinionStep, Reply
from .promising import PromiseFile, promises_of
from .record import Opinion, Status
from .supervising import Supervision
from .trail import steps_of

_LEVELS = {Level.NATIONAL: "全国", Level.PROVINCE: "省", Level.CITY: "市", Level.COUNTY: "县", Level.TOWNSHIP: "镇"}
_HIDDEN = "群众"
_ANSWERED = (Status.REPLIED, Status.INFORMED, Status.CLOSED, Status.FILED)


@dataclass(frozen=True)
class DispatchFile:
    """A dispatch with the bodies it names."""

    dispatch: Dispatch
    lead: HandlingBody
    joints: tuple[tuple[JointHandling, HandlingBody], ...]


@dataclass(frozen=True)
class OpinionFile:
    """One opinion and all that hangs on it; steps and dispatches newest first, the rest oldest first."""

    opinion: Opinion
    station: Station
    village_name: str
    category_path: str
    deputies: tuple[str, ...]
    registered_by_name: str
    steps: tuple[OpinionStep, ...]
    dispatches: tuple[DispatchFile, ...]
    replies: tuple[Reply, ...]
    feedbacks: tuple[Feedback, ...]
    evaluations: tuple[Evaluation, ...]
    deadlines: tuple[Deadline, ...]
    attachments: tuple[Attachment, ...]
    lead_body: HandlingBody | None
    proposed_body: HandlingBody | None
    return_term: str = ""  # how long a body may take to give a matter back, in words; from the settings of today
    judgement_term: str = ""  # how long a submitter may take to judge
    presses: tuple[Supervision, ...] = ()  # each time the body was pressed, the newest first, those voided too
    applications: tuple[Application, ...] = ()  # of the bodies, the newest first
    promises: tuple[PromiseFile, ...] = ()
    conditions: tuple[Condition, ...] = ()  # of its closing, once it is answered
    suggestions: tuple[Suggestion, ...] = ()  # that deputies made of it, without those voided


def file_of(session: Session, opinion_id: int) -> OpinionFile:
    """Read everything of one opinion."""
    opinion = _with_file_number(session, session.get(Opinion, opinion_id))
    key = (opinion_id,)
    village = session.find(Village, opinion.village_id)
    officer = session.find(Staff, opinion.registered_by)
    return OpinionFile(
        opinion=opinion,
        station=station(session),
        village_name=village.name if village else "",
        category_path=category_path(session, opinion.category_id),
        deputies=tuple(_deputy(session, deputy_id) for deputy_id in opinion.deputy_ids),
        registered_by_name=officer.name if officer else "",
        steps=tuple(steps_of(session, opinion_id)),
        dispatches=tuple(_dispatches(session, opinion_id)),
        replies=tuple(session.select(Reply, "opinion_id = ?", key)),
        feedbacks=tuple(session.select(Feedback, "opinion_id = ?", key)),
        evaluations=tuple(session.select(Evaluation, "opinion_id = ?", key)),
        deadlines=tuple(session.select(Deadline, "opinion_id = ?", key)),
        attachments=tuple(
            session.select(Attachment, "owner_table = 'opinions' AND owner_id = ? AND voided_on IS NULL", key)
        ),
        lead_body=session.find(HandlingBody, opinion.lead_body_id),
        proposed_body=session.find(HandlingBody, opinion.proposed_body_id),
        return_term=_printed(session, "opinion.return_days"),
        judgement_term=_printed(session, "satisfaction.return_days"),
        presses=tuple(session.select(Supervision, "opinion_id = ?", key, order="acted_on DESC, id DESC")),
        applications=tuple(session.select(Application, "opinion_id = ?", key, order="id DESC")),
        promises=tuple(promises_of(session, opinion_id)),
        conditions=tuple(_conditions(session, opinion)),
        suggestions=tuple(session.select(Suggestion, "opinion_id = ? AND voided_on IS NULL", key)),
    )


def _with_file_number(session: Session, opinion: Opinion) -> Opinion:
    """The matter with the number under which the archive keeps it, or the one to which it was joined."""
    sql = (
        "SELECT archival_number FROM archive_items WHERE source_table = 'opinions' AND source_id = ?"
        " AND voided_on IS NULL AND sequence IS NOT NULL"
    )
    number = session.value(sql, (opinion.merged_into or opinion.id,))
    return replace(opinion, file_number=number) if number else opinion


def _conditions(session: Session, opinion: Opinion) -> list[Condition]:
    return conditions_of(session, opinion, opinion.closed_on) if opinion.status in _ANSWERED else []


def _printed(session: Session, key: str) -> str:
    return settings.term(session, key).words.replace(" ", "")


def category_path(session: Session, category_id: int | None) -> str:
    """A category with those above it, e.g. 交通出行 / 道路."""
    names: list[str] = []
    while category := session.find(Category, category_id):
        names.insert(0, category.name)
        category_id = category.parent_id
    return " / ".join(names)


def masked(file: OpinionFile) -> OpinionFile:
    """The file without name, phone and address of the submitter, also where anybody's words name him (4.7.2)."""
    opinion = file.opinion
    hidden = replace(
        _hushed(opinion, opinion, "title", "place", "referral", "void_reason"),
        submitter_name=_HIDDEN,
        phone="",
        address="",
        sex=None,
        age=None,
    )
    evaluations = tuple(_hushed(opinion, e) for e in file.evaluations)
    return replace(
        file,
        opinion=hidden,
        dispatches=tuple(
            replace(
                sent,
                dispatch=_hushed(opinion, sent.dispatch),
                joints=tuple((_hushed(opinion, joint), body) for joint, body in sent.joints),
            )
            for sent in file.dispatches
        ),
        steps=tuple(_hushed(opinion, step) for step in file.steps),
        replies=tuple(_hushed(opinion, reply) for reply in file.replies),
        feedbacks=tuple(_hushed(opinion, telling) for telling in file.feedbacks),
        evaluations=tuple(replace(e, evaluator=_HIDDEN if e.evaluator else "") for e in evaluations),
        attachments=tuple(_hushed(opinion, attachment, "name") for attachment in file.attachments),
        presses=tuple(_hushed(opinion, press) for press in file.presses),
        applications=tuple(_hushed(opinion, application) for application in file.applications),
        promises=tuple(
            replace(
                found,
                promise=_hushed(opinion, found.promise),
                checks=tuple(_hushed(opinion, check) for check in found.checks),
            )
            for found in file.promises
        ),
        suggestions=tuple(_hushed(opinion, suggestion, "title") for suggestion in file.suggestions),
    )


def _hushed(opinion: Opinion, record: Record, *also: str) -> Record:
    """A record whose long texts, and the short ones named, do not say who the submitter is."""
    names = [field.name for field in fields_of(type(record)) if field.kind == "long_text"]
    return altered(record, **{name: without_person(opinion, getattr(record, name)) for name in (*names, *also)})


def masked_phone(phone: str) -> str:
    """138****1234; short numbers keep their last two digits."""
    digits = phone.strip()
    if len(digits) >= 11:
        return digits[:3] + "****" + digits[-4:]
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if digits else ""


def unmask(session: Session, opinion_id: int) -> str:
    """The whole phone number; who looked is written into the audit log (4.7.2)."""
    with session.action("opinion.unmask"):
        opinion = session.get(Opinion, opinion_id)
        session.note("opinions", opinion_id, {"unmasked": "phone"})
        return opinion.phone


def without_person(opinion: Opinion, text: str) -> str:
    """A text without name, telephone and address of the submitter."""
    for secret in (opinion.submitter_name, opinion.phone, opinion.address):
        if len(secret.strip()) >= 2:
            text = text.replace(secret.strip(), _HIDDEN if secret == opinion.submitter_name else "（略）")
    return re.sub(r"(?<!\d)1\d{10}(?!\d)", "（略）", text)


def _deputy(session: Session, deputy_id: int) -> str:
    deputy = session.find(Deputy, deputy_id)
    if deputy is None:
        return ""
    found = session.select(Mandate, "deputy_id = ? AND status = 'active'", (deputy_id,))
    levels = "、".join(_LEVELS[m.level] for m in found)
    return f"{deputy.name}（{levels}）" if levels else deputy.name


def _dispatches(session: Session, opinion_id: int) -> list[DispatchFile]:
    found = []
    for made in session.select(Dispatch, "opinion_id = ?", (opinion_id,), order="id DESC"):
        joints = session.select(JointHandling, "dispatch_id = ?", (made.id,))
        named = tuple((joint, session.get(HandlingBody, joint.body_id or 0)) for joint in joints)
        found.append(DispatchFile(made, session.get(HandlingBody, made.lead_body_id or 0), named))
    return found
