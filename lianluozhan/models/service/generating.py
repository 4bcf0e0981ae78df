"""Service records that write themselves: each source says which lines it makes, and its lines follow it (3.1.4).

A source is a reception, an activity, a suggestion, a report to voters or a contact. Whoever changes one calls `follow`
at the end of the same action. A line is never deleted: one whose source no longer says it is voided, and it comes
back when the source says it again. Page in the file and note, set by hand, stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

# the modules and not their classes: those with functions of their own import this one
from .. import activities, attendances, contacts, suggestions, terms, voter_reports
from ..deputies import SHORT
from ..receptions import record as receptions
from ..session import Session
from ..veil import whole_sight
from .record import ReviewState, ServiceKind, ServiceRecord

SAID = (
    *("kind", "title", "starts_on", "ends_on", "half_days", "place", "organiser"),
    *("content", "speech", "effect", "duty"),
)  # what a source says of a line; the rest belongs to the line itself
GONE = "来源记录改动或者作废了，这一条随之作废"
_TITLE = 80  # as long as a title may be
Lines = list[ServiceRecord]


@whole_sight()
def follow(session: Session, table: str, record_id: int) -> None:
    """Make the lines of a source equal to what it says now; inside the action that changed it."""
    known = session.select(ServiceRecord, "source_table = ? AND source_id = ?", (table, record_id))
    by_deputy = {line.deputy_id: line for line in known}
    for said in SOURCES[table](session, record_id):
        old = by_deputy.pop(said.deputy_id, None)
        if old is None:
            terms.check_open(session, said.starts_on)
            session.add(replace(said, entered_by=session.staff.id))
        elif changed := _changed(old, said):
            terms.check_open(session, old.starts_on, said.starts_on)
            session.change(old, **changed)
    for left in by_deputy.values():
        if left.voided_on is None:
            terms.check_open(session, left.starts_on)
            session.change(left, voided_on=session.today, void_reason=GONE)


def _changed(old: ServiceRecord, said: ServiceRecord) -> dict[str, Any]:
    values = {name: getattr(said, name) for name in SAID if getattr(old, name) != getattr(said, name)}
    if old.voided_on is not None:
        values |= {"voided_on": None, "void_reason": ""}
    return values


# From scratch ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """A line that is not what its source says: `kept` is None where it is missing, `said` where it is too much."""

    table: str
    source_id: int
    kept: ServiceRecord | None
    said: ServiceRecord | None


def recomputed(session: Session, table: str, ids: Iterable[int] | None = None) -> Iterator[ServiceRecord]:
    """The lines that the sources of one kind make from scratch, of all or of those with these ids."""
    if ids is None:
        ids = [record_id for (record_id,) in session.rows(f"SELECT id FROM {table} ORDER BY id")]
    for record_id in ids:
        yield from SOURCES[table](session, record_id)


def differences(session: Session, *, newest: int | None = None) -> Iterator[Difference]:
    """Where the kept lines differ from those made from scratch; `newest` looks at so many sources of each kind."""
    for table in SOURCES:
        end = "" if newest is None else f" LIMIT {int(newest)}"
        ids = [row[0] for row in session.rows(f"SELECT id FROM {table} ORDER BY id DESC{end}")]
        said = {(line.source_id, line.deputy_id): line for line in recomputed(session, table, ids)}
        since = 0 if newest is None or not ids else ids[-1]
        where = "source_table = ? AND source_id >= ? AND voided_on IS NULL"
        for kept in session.select(ServiceRecord, where, (table, since)):
            line = said.pop((kept.source_id, kept.deputy_id), None)
            if line is None or _changed(kept, line):
                yield Difference(table, kept.source_id or 0, kept, line)
        for line in said.values():
            yield Difference(table, line.source_id or 0, None, line)


# What each kind of source says -----------------------------------------------------------------------------------


def _line(table: str, source_id: int, deputy_id: int | None, kind: ServiceKind, title: str, **values: Any) -> Any:
    return ServiceRecord(
        deputy_id=deputy_id,
        kind=kind,
        title=title[:_TITLE],
        source_table=table,
        source_id=source_id,
        state=ReviewState.PASSED,
        **values,
    )


def _of_reception(session: Session, record_id: int) -> Lines:
    """Each deputy who came to a reception that was held."""
    found = session.get(receptions.Reception, record_id)
    if found.voided_on or found.state is not receptions.ReceptionState.HELD:
        return []
    table = receptions.Reception.TABLE
    words = _received(session, record_id)
    return [
        _line(
            table,
            record_id,
            came.deputy_id,
            ServiceKind.RECEPTION,
            f"{found.number}代表接待选民" + (f"：{found.topic}" if found.topic else ""),
            starts_on=found.held_on,
            half_days=1,
            place=found.place,
            organiser="代表联络站",
            content=words,
            speech=came.words,
            duty=came.duty,
        )
        for came in attendances.present(session, table, record_id)
    ]


def _received(session: Session, reception_id: int) -> str:
    """How many residents and matters a reception had, in words."""
    sql = (
        "SELECT count(*), ifnull(sum(max(1, ifnull(people_count, 1))), 0), ifnull(sum(content <> ''), 0) FROM visits"
        " WHERE reception_id = ? AND voided_on IS NULL AND (state IN ('talking', 'done') OR content <> '')"
    )
    visits, people, matters = session.rows(sql, (reception_id,))[0]
    if not visits:
        return "没有选民来访。"
    who = f"{people}人" if people == visits else f"{visits}批{people}人"
    return f"接待选民{who}，反映事项{matters}件。"


def _of_activity(session: Session, record_id: int) -> Lines:
    """Each deputy who came to an activity."""
    found = session.get(activities.Activity, record_id)
    if found.voided_on or found.starts_at is None:
        return []
    table = activities.Activity.TABLE
    return [
        _line(
            table,
            record_id,
            came.deputy_id,
            ServiceKind(found.kind.value),
            found.title,
            starts_on=found.starts_at.date(),
            ends_on=found.ends_at.date() if found.ends_at else None,
            half_days=found.half_days,
            place=found.place,
            organiser=found.organiser,
            content=found.content,
            speech=came.words,
            effect=found.result,
            duty=came.duty,
        )
        for came in attendances.present(session, table, record_id)
    ]


def _of_suggestion(session: Session, record_id: int) -> Lines:
    """The deputy who leads (提出) and those who sign with him (附议), once it is handed in."""
    found = session.get(suggestions.Suggestion, record_id)
    if found.voided_on or found.state is suggestions.SuggestionState.DRAFT:
        return []
    return [
        _line(
            suggestions.Suggestion.TABLE,
            record_id,
            deputy_id,
            ServiceKind.SECONDING if place else ServiceKind.SUGGESTION,
            found.title,
            starts_on=found.raised_on,
            half_days=0,
            organiser=f"{SHORT[found.level]}人民代表大会",
            content=found.content,
            duty="附议" if place else "领衔",
        )
        for place, deputy_id in enumerate(dict.fromkeys(found.deputy_ids))
    ]


def _of_voter_report(session: Session, record_id: int) -> Lines:
    """The deputy who reports to his voters, in writing or at a meeting that was held: somebody came."""
    found = session.get(voter_reports.VoterReport, record_id)
    is_oral = found.way is voter_reports.ReportWay.ORAL
    if found.voided_on or (is_oral and found.voters_present is None):
        return []
    came = f"到场选民{found.voters_present}人。" if found.voters_present else ""
    return [
        _line(
            voter_reports.VoterReport.TABLE,
            record_id,
            found.deputy_id,
            ServiceKind.REPORT_ORAL if is_oral else ServiceKind.REPORT_WRITTEN,
            found.title or f"{found.year}年度向选民{found.way.label}",
            starts_on=found.reported_on,
            half_days=1 if is_oral else 0,
            place=found.place,
            organiser="代表联络站",
            content=f"{found.constituency}选民，{came}" if found.constituency and came else came,
            speech=found.opinions,
        )
    ]


_HALF_A_DAY = ("visit", "forum")  # a way of contact that takes a way


def _of_contact(session: Session, record_id: int) -> Lines:
    """The deputy who met a constituent; who that was stays on the sheet of the contact."""
    found = session.get(contacts.Contact, record_id)
    if found.voided_on:
        return []
    return [
        _line(
            contacts.Contact.TABLE,
            record_id,
            found.deputy_id,
            ServiceKind.CONTACT,
            f"{found.way.label}联系选民",
            starts_on=found.contacted_on,
            half_days=1 if found.way.value in _HALF_A_DAY else 0,
            place=found.place,
            content=found.content,
            speech=found.suggestion,
            effect=f"{found.result.label}。{found.result_words}" if found.result_words else f"{found.result.label}。",
        )
    ]


SOURCES: dict[str, Callable[[Session, int], Lines]] = {
    "receptions": _of_reception,
    "activities": _of_activity,
    "suggestions": _of_suggestion,
    "voter_reports": _of_voter_report,
    "contacts": _of_contact,
}
