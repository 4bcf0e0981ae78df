"""What the sheets of the service file are drawn of: points of a year, the ranking, the review, the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .. import stations
from ..deputies import SHORT, Deputy, is_active, mandates_of
from ..groups import groups_of
from ..session import Session
from ..stations import Station
from . import missing, points, year_reviews
from .file import WholeFile, file_of
from .missing import Missing
from .point_rules import YearReview
from .point_table import rules
from .points import Ranked, Tally

FIRST_YEAR, YEARS = 1949, 256


@dataclass(frozen=True)
class YearFile:
    """One year of one deputy: his points with place and number of those ranked, and the review."""

    deputy: Deputy
    station: Station
    year: int
    term: str
    group: str
    tally: Tally
    place: int
    ranked: int
    first: date
    last: date
    review: YearReview | None
    seeded: str = ""  # what a review that is not written yet would begin with


@dataclass(frozen=True)
class RankingFile:
    """The ranking of a year with the names of its items."""

    station: Station
    year: int
    items: Sequence[str]
    lines: Sequence[Ranked]
    first: date
    last: date


@dataclass(frozen=True)
class FileSheet:
    """The whole file as its parts are printed of it, with what is missing and the day it was made up."""

    file: WholeFile
    missing: Sequence[Missing]
    day: date


def key_of(deputy_id: int, year: int) -> int:
    """One number for a deputy and a year: the sheets of a year are printed and logged under it."""
    return deputy_id * YEARS + year - FIRST_YEAR


def of_key(key: int) -> tuple[int, int]:
    """The deputy and the year of such a number."""
    return key // YEARS, key % YEARS + FIRST_YEAR


def every_deputy(session: Session) -> list[int]:
    """The deputies who have a file, by name."""
    return [deputy.id for deputy in session.select(Deputy, "retired_on IS NULL", order="name, id")]


def every_year_file(session: Session) -> list[int]:
    """This year's sheets of all of them."""
    return [key_of(deputy_id, session.today.year) for deputy_id in every_deputy(session)]


def year_name(session: Session, key: int) -> str:
    deputy_id, year = of_key(key)
    return f"{session.get(Deputy, deputy_id).name} {year}年"


def year_file(session: Session, key: int) -> YearFile:
    deputy_id, year = of_key(key)
    return year_files(session, deputy_id, [year])[0]


def year_files(session: Session, deputy_id: int, years: Sequence[int]) -> list[YearFile]:
    """The years of a deputy, each with its points."""
    deputy, station = session.get(Deputy, deputy_id), stations.station(session)
    mandates = mandates_of(session, deputy_id)
    group = "、".join(group.name for group, _ in groups_of(session, deputy_id))
    found = []
    for year in years:
        last = min(date(year, 12, 31), session.today)
        lines = points.ranking(session, year)
        held = [each for each in mandates if is_active(each, last)] or mandates[:1]
        review, tally = year_reviews.of(session, deputy_id, year), points.points(session, deputy_id, year)
        found.append(
            YearFile(
                deputy=deputy,
                station=station,
                year=year,
                term="、".join(f"{SHORT[each.level]}{each.term}" for each in held),
                group=group,
                tally=tally,
                place=points.place_of(lines, deputy_id),
                ranked=len(lines),
                first=date(year, 1, 1),
                last=last,
                review=review,
                seeded="" if review else year_reviews.seeded_from(session, lines, tally),
            )
        )
    return found


def ranking_file(session: Session, year: int) -> RankingFile:
    """The ranking as it is printed; the id of such a record is its year."""
    return RankingFile(
        station=stations.station(session),
        year=year,
        items=tuple(rule.item for rule in rules(session, year)),
        lines=tuple(points.ranking(session, year)),
        first=date(year, 1, 1),
        last=min(date(year, 12, 31), session.today),
    )


def file_sheet(session: Session, deputy_id: int) -> FileSheet:
    """The whole file of a deputy, all years."""
    file = file_of(session, deputy_id)
    return FileSheet(
        file=file,
        missing=tuple(missing.missing(session, file)),
        day=session.today,
    )


def masked_sheet(sheet: FileSheet) -> FileSheet:
    """The same without the numbers of the deputy; whom he met is masked by what is known of the contacts."""
    gone = replace(sheet.file.deputy, phone="", id_number="", address="", email="")
    return replace(sheet, file=replace(sheet.file, deputy=gone))
