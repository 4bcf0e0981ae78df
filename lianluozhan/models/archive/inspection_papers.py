"""迎检: the papers of a year in the order of the clauses, each as a form and the records it is printed of."""

from __future__ import annotations

from dataclasses import dataclass

from ..service import file_sheets
from ..session import Session
from .inspection_deputies import IN_OFFICE
from .inspection_look import Look, look_at
from .paper_files import class_key
from .record import Retention

LIST, LEDGER = "F86", "F19"
_STAFF = "SELECT id FROM staff WHERE retired_on IS NULL OR retired_on >= :first ORDER BY id"
_SERVICE = "SELECT id FROM service_records WHERE voided_on IS NULL AND starts_on BETWEEN :first AND :last"
_NUMBERED = "voided_on IS NULL AND number <> '' AND received_on BETWEEN :first AND :last"
_REPORTS = (
    "SELECT id FROM official_documents WHERE genre IN ('analysis', 'bulletin') AND state = 'issued'"
    " AND voided_on IS NULL AND ifnull(issued_on, dated_on) BETWEEN :first AND :last ORDER BY dated_on, id"
)
_ACTIVITIES = (
    "SELECT id FROM activities WHERE voided_on IS NULL AND date(starts_at) BETWEEN :first AND :last ORDER BY starts_at"
)
_HELD = (
    "SELECT id FROM receptions WHERE voided_on IS NULL AND state = 'held' AND held_on BETWEEN :first AND :last"
    " ORDER BY held_on"
)
_PRESSED = (
    "SELECT s.id FROM supervisions s JOIN opinions o ON o.id = s.opinion_id WHERE s.voided_on IS NULL"
    " AND o.voided_on IS NULL AND s.acted_on BETWEEN :first AND :last AND s.level {0} ORDER BY s.acted_on, s.id"
)
# clause, number of the form, which records it is printed of
_PAPERS = (
    ("2.1.2", "F01", "SELECT id FROM stations"),
    ("2.2.1", "F02R", _STAFF),
    ("2.2.4", "F03R", IN_OFFICE),
    ("3.1.4", "F44", f"{_SERVICE} ORDER BY starts_on, id"),
    ("3.1.4", "F07", "SELECT id FROM voter_reports WHERE voided_on IS NULL AND year = :year ORDER BY reported_on"),
    (
        "3.1.4",
        "F08",
        "SELECT id FROM contacts WHERE voided_on IS NULL AND contacted_on BETWEEN :first AND :last"
        " ORDER BY contacted_on",
    ),
    (
        "3.2.1",
        "F22",
        "SELECT id FROM box_openings WHERE voided_on IS NULL AND opened_on BETWEEN :first AND :last ORDER BY opened_on",
    ),
    (
        "3.2.1",
        "F23",
        "SELECT id FROM calls WHERE voided_on IS NULL AND date(came_at) BETWEEN :first AND :last ORDER BY came_at",
    ),
    ("3.2.2", "F14", _PRESSED.format("= 'reminder'")),
    ("3.2.2", "F15", _PRESSED.format("= 'supervision'")),
    ("3.2.3", "F21", _REPORTS),
    (
        "3.3.3",
        "F24",
        "SELECT id FROM suggestions WHERE voided_on IS NULL AND raised_on BETWEEN :first AND :last ORDER BY raised_on",
    ),
    ("4.1.3", "F41", _ACTIVITIES),
    ("4.2.1", "F30", "SELECT id FROM reception_plans WHERE voided_on IS NULL AND year = :year"),
    (
        "4.2.1",
        "F31",
        "SELECT id FROM reception_notices WHERE voided_on IS NULL AND withdrawn_on IS NULL"
        " AND date(posted_at) BETWEEN :first AND :last ORDER BY posted_at",
    ),
    ("4.2.2", "F41R", _HELD),
    ("4.2.2", "F32", _HELD),
    (
        "4.2.2",
        "F33",
        "SELECT v.id FROM visits v JOIN receptions r ON r.id = v.reception_id WHERE v.voided_on IS NULL"
        " AND v.state = 'done' AND r.voided_on IS NULL AND r.held_on BETWEEN :first AND :last"
        " ORDER BY r.held_on, v.position",
    ),
    ("4.3.2", LEDGER, f"SELECT id FROM opinions WHERE {_NUMBERED} ORDER BY id"),
    (
        "4.3.2",
        "F20",
        f"SELECT id FROM opinions o WHERE {_NUMBERED} AND closed_on IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM replies r WHERE r.opinion_id = o.id) ORDER BY id",
    ),
    (
        "4.6.3",
        "F85",
        "SELECT id FROM archive_appraisals WHERE voided_on IS NULL AND begun_on BETWEEN :first AND :last ORDER BY id",
    ),
    (
        "4.7.2",
        "F123",
        "SELECT id FROM backups WHERE date(made_at) BETWEEN :first AND :last ORDER BY made_at",
    ),
    ("4.7.2", "F126", "SELECT id FROM drills WHERE voided_on IS NULL AND held_on BETWEEN :first AND :last"),
    ("5.1.2", "F10", f"SELECT id FROM opinions WHERE {_NUMBERED} ORDER BY id"),
    (
        "5.1.4",
        "F12",
        f"SELECT id FROM opinions o WHERE {_NUMBERED}"
        " AND EXISTS (SELECT 1 FROM dispatches d WHERE d.opinion_id = o.id) ORDER BY id",
    ),
    ("5.2.4", "F34", _HELD),
)


@dataclass(frozen=True)
class Paper:
    """One form of the records of a year; never without any."""

    clause: str
    number: str
    record_ids: tuple[int, ...]


def papers(session: Session, year: int) -> list[Paper]:
    """All there is to be printed of a year, as far as this person sees it, clause by clause; the list goes first."""
    look = look_at(session, year)
    found = [Paper(clause, number, tuple(row[0] for row in look.rows(sql))) for clause, number, sql in _PAPERS]
    found += [*_of_deputies(look), *_catalogues(look)]
    kept = [paper for paper in found if paper.record_ids]
    return [Paper("", LIST, (year,)), *sorted(kept, key=lambda paper: tuple(map(int, paper.clause.split("."))))]


def _of_deputies(look: Look) -> list[Paper]:
    """Review and points of each deputy, and the ranking."""
    ids = [row[0] for row in look.rows(IN_OFFICE)]
    reviewed = {
        row[0] for row in look.rows("SELECT deputy_id FROM year_reviews WHERE voided_on IS NULL AND year = :year")
    }
    keys = [file_sheets.key_of(id_, look.year) for id_ in ids if id_ in reviewed]
    return [Paper("3.1.4", "F05Y", tuple(keys)), Paper("3.1.4", "F06R", (look.year,) if ids else ())]


def _catalogues(look: Look) -> list[Paper]:
    """The catalogues of what should be filed by now."""
    codes = {
        row[0]
        for row in look.rows(
            "SELECT DISTINCT retention FROM archive_items WHERE year = :filed AND sequence IS NOT NULL",
            filed=look.filed_year,
        )
    }
    return [Paper("4.6.3", "F80", tuple(class_key(look.filed_year, each) for each in Retention if each.value in codes))]
