"""A deputy's service file (F05), read in few questions: the lines of its eight parts, what belongs to them (3.1.4)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from .. import contacts, deputies, deputy_files, groups, stations, veil
from ..deputies import Deputy, Mandate
from ..opinions.record import Status
from ..session import Session
from ..stations import Station
from ..suggestions import SuggestionState
from ..voter_reports import VoterReport
from .point_rules import YearReview
from .record import PART_OF, FilePart, ReviewState, ServiceKind

PART_CODES = {kind.value: part for kind, part in PART_OF.items()}
KIND_WORDS = {kind.value: kind.label for kind in ServiceKind}
EVIDENCE = {
    "activities": "活动签到表",
    "receptions": "接待记录",
    "suggestions": "建议专用纸",
    "voter_reports": "述职报告",
    "contacts": "联系选民记录",
    "opinions": "社情民意登记表",
}  # what proves a line that was made of such a record
_ENDED = (Status.CLOSED, Status.FILED, Status.ON_SPOT, Status.DECLINED, Status.WITHDRAWN, Status.MERGED)


class Line(NamedTuple):
    """One service record as the file shows it: days and choices as they are stored, for thousands are read at once."""

    id: int
    kind: str
    starts_on: str
    ends_on: str | None
    half_days: int | None
    place: str
    organiser: str
    title: str
    content: str
    speech: str
    effect: str
    duty: str
    source_table: str
    source_id: int | None
    state: str
    page_ref: str
    note: str

    @property
    def year(self) -> int:
        return int(self.starts_on[:4])

    @property
    def part(self) -> FilePart:
        return PART_CODES[self.kind]

    @property
    def holds(self) -> bool:
        """Whether it was reviewed, or needs no review."""
        return self.state == ReviewState.PASSED.value

    @property
    def evidence(self) -> str:
        """佐证: what proves it and where it lies."""
        named = EVIDENCE.get(self.source_table, "")
        return "，".join(part for part in (named, self.page_ref) if part)


class Matter(NamedTuple):
    """A suggestion or an opinion that the deputy brought in, and how far it is."""

    table: str
    id: int
    number: str
    title: str
    day: str
    role: str
    state: str
    is_ended: bool
    is_answered: bool
    wants_answer: bool
    answer: str = ""

    @property
    def year(self) -> int:
        return int(self.day[:4])


class Unsigned(NamedTuple):
    """What he was called to that is over, where nothing says whether he came."""

    table: str
    id: int
    day: str
    title: str
    part: FilePart


@dataclass(frozen=True)
class WholeFile:
    """Everything of one deputy, of all years or of some."""

    station: Station
    deputy: Deputy
    mandates: tuple[Mandate, ...]
    group: str
    blanks: tuple[str, ...]  # what F03 asks for and is not filled in
    years: tuple[int, ...]  # which are shown, the oldest first
    lines: tuple[Line, ...]  # in order of their days
    matters: tuple[Matter, ...]
    reports: tuple[VoterReport, ...]
    contacts: dict[int, int]  # by year, how many different constituents
    reviews: dict[int, YearReview]
    unsigned: tuple[Unsigned, ...] = ()
    enclosed: frozenset[tuple[str, int]] = frozenset()  # records with a photo or a scan

    @cached_property
    def by_part(self) -> dict[FilePart, tuple[Line, ...]]:
        found: dict[FilePart, list[Line]] = {part: [] for part in FilePart}
        for line in self.lines:
            found[PART_CODES[line.kind]].append(line)
        return {part: tuple(lines) for part, lines in found.items()}

    @cached_property
    def by_year(self) -> dict[str, tuple[Line, ...]]:
        return {year: tuple(lines) for year, lines in groupby(self.lines, key=lambda line: line.starts_on[:4])}

    def part(self, part: FilePart, year: int = 0) -> tuple[Line, ...]:
        """The lines of a part, of one year if it is given."""
        if not year:
            return self.by_part[part]
        return tuple(line for line in self.of_year(year) if PART_CODES[line.kind] is part)

    def count(self, kind: ServiceKind, year: int) -> int:
        """How often the deputy did this in a year, as far as it holds."""
        return sum(line.kind == kind.value and line.holds for line in self.of_year(year))

    def of_year(self, year: int) -> tuple[Line, ...]:
        return self.by_year.get(str(year), ())

    @property
    def term_words(self) -> str:
        """县级第十八届、乡镇级第二十届."""
        now = [m for m in self.mandates if m.status is deputies.MandateStatus.ACTIVE] or list(self.mandates[:1])
        return "、".join(f"{m.level.label}{m.term}" for m in now)


_COLUMNS = ", ".join(Line._fields)


def file_of(session: Session, deputy_id: int, *, years: Sequence[int] | None = None) -> WholeFile:
    """The file of a deputy; of all years there are, or only of `years`, which lie together."""
    veil.check_open(session, Deputy.TABLE, deputy_id)
    deputy = session.get(Deputy, deputy_id)
    lines = _lines(session, deputy_id, years)
    mandates = tuple(deputies.mandates_of(session, deputy_id))
    reports = session.select(VoterReport, "deputy_id = ? AND voided_on IS NULL", (deputy_id,), order="reported_on, id")
    reviews = session.select(YearReview, "deputy_id = ? AND voided_on IS NULL", (deputy_id,))
    done = {line.year for line in lines} | {review.year or 0 for review in reviews}
    shown = tuple(sorted(years)) if years is not None else _all_years(session, done, mandates)
    placed = [f"{group.name}（{member.post.label}）" for group, member in groups.groups_of(session, deputy_id)]
    met = {year: contacts.voters(session, year, deputy_id).get(deputy_id, 0) for year in shown}
    return WholeFile(
        station=stations.station(session),
        deputy=deputy,
        mandates=mandates,
        group="、".join(placed),
        blanks=tuple(deputy_files.missing(session, deputy_id)),
        years=shown,
        lines=lines,
        matters=tuple(sorted(_matters(session, deputy_id, lines), key=lambda each: (each.day, each.table, each.id))),
        reports=tuple(report for report in reports if report.year in shown),
        contacts=met,
        reviews={review.year or 0: review for review in reviews},
        unsigned=tuple(_unsigned(session, deputy_id, shown)),
        enclosed=_enclosed(session, lines),
    )


def _lines(session: Session, deputy_id: int, years: Sequence[int] | None) -> tuple[Line, ...]:
    """The records of the deputy that are not void and were not sent back, in order of their days."""
    span = (f"{min(years)}-01-01", f"{max(years) + 1}-01-01") if years else ("", "9")
    rows = session.rows(
        f"SELECT {_COLUMNS} FROM service_records WHERE deputy_id = ? AND starts_on >= ? AND starts_on < ?"
        " AND voided_on IS NULL AND state <> 'returned' ORDER BY starts_on, id",
        (deputy_id, *span),
    )
    return tuple(map(Line._make, rows))


def years_of(session: Session, deputy_id: int) -> list[int]:
    """The years that the file of a deputy has, the newest first."""
    rows = session.rows(
        "SELECT DISTINCT CAST(substr(starts_on, 1, 4) AS INTEGER) FROM service_records"
        " WHERE deputy_id = ? AND voided_on IS NULL",
        (deputy_id,),
    )
    found = _all_years(session, {year for (year,) in rows}, deputies.mandates_of(session, deputy_id))
    return sorted({*found, session.today.year}, reverse=True)


def _all_years(session: Session, done: Iterable[int], mandates: Sequence[Mandate]) -> tuple[int, ...]:
    """The years in which something was done, and those in which he was a deputy and the station kept records."""
    today = session.today
    kept = session.value("SELECT min(starts_on) FROM service_records WHERE voided_on IS NULL")
    first = int(kept[:4]) if kept else today.year
    found = {year for year in done if year}
    for mandate in mandates:
        if mandate.starts_on:
            last = min(mandate.ends_on or today, today).year
            found |= set(range(max(mandate.starts_on.year, first), last + 1))
    return tuple(sorted(year for year in found if year <= today.year)) or (today.year,)


def _matters(session: Session, deputy_id: int, lines: Sequence[Line]) -> list[Matter]:
    """His suggestions, and what his receptions and contacts made of residents' words."""
    by_table: dict[str, dict[int, Line]] = {"suggestions": {}, "receptions": {}, "contacts": {}}
    for line in lines:
        if line.source_table in by_table and line.source_id:
            by_table[line.source_table][line.source_id] = line
    found = []
    rows = session.rows(
        "SELECT id, number, title, raised_on, state, answered_on, is_reference, answer FROM suggestions"
        " WHERE id IN (SELECT value FROM json_each(?)) AND voided_on IS NULL",
        (json.dumps(list(by_table["suggestions"])),),
    )
    for record_id, number, title, day, code, answered, is_reference, answer in rows:
        state, role = SuggestionState(code), by_table["suggestions"][record_id].duty
        is_answered = answered is not None or state in (SuggestionState.ANSWERED, SuggestionState.CLOSED)
        ended = state is SuggestionState.CLOSED
        named = (number, title, day, role, state.label)
        found.append(Matter("suggestions", record_id, *named, ended, is_answered, not is_reference, answer))
    return [*found, *_opinions(session, deputy_id, by_table["receptions"], by_table["contacts"])]


def _opinions(session: Session, deputy_id: int, received: dict[int, Line], contacted: dict[int, Line]) -> list[Matter]:
    """The opinions that came of his receptions and contacts, each once."""
    rows = session.rows(
        "SELECT opinion_id, '接待中收集' FROM visits WHERE reception_id IN (SELECT value FROM json_each(:receptions))"
        " AND opinion_id IS NOT NULL AND voided_on IS NULL"
        " AND EXISTS (SELECT 1 FROM json_each(visits.deputy_ids) WHERE value = :deputy)"
        " UNION ALL SELECT opinion_id, '联系选民中收集' FROM contacts WHERE deputy_id = :deputy"
        " AND id IN (SELECT value FROM json_each(:contacts)) AND opinion_id IS NOT NULL AND voided_on IS NULL",
        {
            "receptions": json.dumps(list(received)),
            "contacts": json.dumps(list(contacted)),
            "deputy": deputy_id,
        },
    )
    roles = dict(rows)
    known = session.rows(
        "SELECT id, number, title, received_on, status, replied_on, (SELECT content FROM replies"
        " WHERE opinion_id = opinions.id ORDER BY replies.id DESC LIMIT 1) FROM opinions"
        " WHERE id IN (SELECT value FROM json_each(?)) AND voided_on IS NULL",
        (json.dumps(list(roles)),),
    )
    found = []
    for record_id, number, title, day, code, replied, answer in known:
        status, role = Status(code), roles[record_id]
        ended = status in _ENDED
        answered = bool(replied) or ended
        named = (number or "草稿", title, day, role, status.label)
        found.append(Matter("opinions", record_id, *named, ended, answered, True, answer or ""))
    return found


def _unsigned(session: Session, deputy_id: int, years: Sequence[int]) -> list[Unsigned]:
    first, today = f"{min(years)}-01-01", session.today.isoformat()
    last = min(f"{max(years) + 1}-01-01", today)
    rows = session.rows(
        "SELECT owner_table, owner_id, substr(starts_at, 1, 10), title, kind FROM attendances"
        " JOIN activities ON activities.id = owner_id WHERE deputy_id = :deputy AND owner_table = 'activities'"
        " AND presence = 'invited' AND attendances.voided_on IS NULL AND activities.voided_on IS NULL"
        " AND starts_at >= :first AND starts_at < :last"
        " UNION ALL SELECT owner_table, owner_id, held_on, number || '代表接待选民', 'reception'"
        " FROM attendances"
        " JOIN receptions ON receptions.id = owner_id WHERE deputy_id = :deputy AND owner_table = 'receptions'"
        " AND presence = 'invited' AND attendances.voided_on IS NULL AND receptions.voided_on IS NULL"
        " AND state = 'held' AND held_on >= :first AND held_on < :last ORDER BY 3",
        {"deputy": deputy_id, "first": first, "last": last},
    )
    return [Unsigned(table, key, day, title, PART_CODES[kind]) for table, key, day, title, kind in rows]


def _enclosed(session: Session, lines: Sequence[Line]) -> frozenset[tuple[str, int]]:
    """Which of the records behind the lines, and of the lines themselves, have a photo or a scan."""
    wanted = {("service_records", line.id) for line in lines if not line.source_table}
    wanted |= {(line.source_table, line.source_id or 0) for line in lines if line.source_table == "activities"}
    found: set[tuple[str, int]] = set()
    for table in {table for table, _ in wanted}:
        ids = json.dumps([owner for name, owner in wanted if name == table])
        rows = session.rows(
            "SELECT DISTINCT owner_id FROM attachments WHERE owner_table = ?"
            " AND owner_id IN (SELECT value FROM json_each(?)) AND voided_on IS NULL",
            (table, ids),
        )
        found |= {(table, owner) for (owner,) in rows}
    return frozenset(found)


def held_office(mandates: Sequence[Mandate], year: int, today: date) -> bool:
    """Whether he was a deputy all through the year, or in the running one until today."""
    last = min(date(year, 12, 31), today)
    return any(
        (mandate.starts_on is None or mandate.starts_on <= date(year, 1, 1))
        and (mandate.ends_on is None or mandate.ends_on >= last)
        for mandate in mandates
    )
