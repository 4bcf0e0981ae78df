"""Finding 件: by any word, number or its end, person, year, box, state; years and classes with how much they hold.

A 件 is also found by what its record says: the words of a matter, whoever was joined to it, who came to a reception.
These are asked of the records themselves, so that what is closed to somebody does not show through its 件 (回避).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .. import search
from ..listing import Listing
from ..opinion_search import OPEN_TEXTS
from ..session import Session
from ..veil import whole_sight
from .codes import read_number
from .lending import IS_OUT
from .record import HERE, Category, ItemKind, Retention

STATES = {
    "": ("在档的", (HERE,)),
    "waiting": ("待编号", (HERE, "sequence IS NULL")),
    "lacking": ("缺页数或日期", (HERE, "sequence IS NULL", "pages IS NULL OR dated_on IS NULL")),
    "numbered": ("已编号", (HERE, "sequence IS NOT NULL")),
    "unboxed": ("还没装盒", (HERE, "sequence IS NOT NULL", "box_id IS NULL")),
    "out": ("借出在外", (HERE, IS_OUT)),
    "due": ("保管期满", (HERE, "kept_until < :today")),
    "struck": ("撤件和改列", ("voided_on IS NOT NULL", "sequence IS NOT NULL")),
    "taken_out": ("编号前撤出", ("voided_on IS NOT NULL", "sequence IS NULL")),
    "destroyed": ("已销毁", ("destroyed_on IS NOT NULL",)),
    "handed": ("已移交", ("handed_over_on IS NOT NULL",)),
    "all": ("目录里的全部", ("voided_on IS NULL OR sequence IS NOT NULL",)),
}
IN_ORDER = ("year", "retention", "unit", "place", "id")  # as the index has them; numbered ones by their numbers
_WORDED = re.compile(r"[^\W\d_]{2,}")
_FOUND = "id IN (SELECT rowid FROM archive_items_words WHERE archive_items_words MATCH :words)"
# asked of each row in turn, so that a page costs no more than its rows
_BY_RECORD = (
    "source_table = 'opinions' AND source_id IN (SELECT rowid FROM opinions_words WHERE opinions_words MATCH :words)"
    " AND EXISTS (SELECT 1 FROM opinions o WHERE o.id = source_id AND (o.keeps_secret = 0 OR {said}))",
    "source_table = 'opinions' AND source_id IN"
    " (SELECT merged_into FROM opinions WHERE merged_into IS NOT NULL AND submitter_name = :name AND {open})",
    "source_table = 'receptions' AND source_id IN"
    " (SELECT reception_id FROM visits WHERE voided_on IS NULL AND name = :name AND {open})",
)


@dataclass(frozen=True)
class ItemFilter:
    """What is looked for; empty values mean all. `state` is a key of STATES."""

    words: str = ""
    year: int | None = None
    retention: Retention | None = None
    unit: str | None = None
    kind: ItemKind | None = None
    category: Category | None = None
    box_id: int | None = None
    box_number: int | None = None
    volume_id: int | None = None
    deputy_id: int | None = None
    state: str = ""
    newest_first: bool = False


@dataclass(frozen=True)
class ClassCount:
    """One lowest class: its last number, the 件 that stand, wait for a number, are struck; pages of those numbered."""

    year: int
    retention: Retention
    unit: str
    last: int
    numbered: int
    waiting: int
    struck: int
    pages: int


@dataclass(frozen=True)
class YearCount:
    year: int
    numbered: int
    waiting: int


def listing(session: Session, wanted: ItemFilter | None = None) -> Listing:
    """The 件 that are looked for, class by class in the order of their numbers, those without one behind."""
    wanted = wanted or ItemFilter()
    conditions: list[str] = list(STATES[wanted.state][1])
    params: dict[str, Any] = {"today": session.today.isoformat()}
    for name in ("year", "retention", "unit", "kind", "category", "box_id", "volume_id", "deputy_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"{name} = :{name}")
            params[name] = getattr(value, "value", value)
    if wanted.box_number is not None:
        conditions.append("box_id IN (SELECT id FROM archive_boxes WHERE number = :box_number AND voided_on IS NULL)")
        params["box_number"] = wanted.box_number
    if wanted.words.strip():
        found, more = _found(session, wanted.words)
        conditions.append(found)
        params |= more
    return Listing(
        session.db,
        "archive_items",
        where=tuple(conditions),
        params=params,
        order=IN_ORDER,
        descending=wanted.newest_first,
        columns="archive_items.*, (SELECT number FROM archive_boxes b WHERE b.id = box_id) AS box_number,"
        f" {IS_OUT} AS is_out",
    )


def _found(session: Session, words: str) -> tuple[str, dict[str, Any]]:
    """The condition under which a 件 is found by words; all of them must be in it, or in its record.

    Who may not see people that want secrecy does not find a 件 by their names, telephones or addresses either.
    """
    query = search.phrase(words)
    if not query:
        return "0", {}
    params = {"words": query, "name": words.strip()}
    worded = _WORDED.search(words) and not read_number(words)  # figures alone mean a number of the archive
    if not worded:
        return _FOUND, params
    said, unveiled = "1", "1"
    if not session.may("opinion.unmask"):
        typed = {f"said{n}": word for n, word in enumerate(words.split())}
        said = " AND ".join(f"instr({OPEN_TEXTS}, :{name}) > 0" for name in typed)
        unveiled, params = "keeps_secret = 0", params | typed
    by_record = (each.format(said=said, open=unveiled) for each in _BY_RECORD)
    return " OR ".join(f"({each})" for each in (_FOUND, *by_record)), params


def years(session: Session) -> list[YearCount]:
    """The years in which anything was filed, the newest first; counted with what is closed to this person."""
    with whole_sight():
        rows = session.rows(
            f"SELECT year, count(sequence), count(*) - count(sequence) FROM archive_items WHERE {HERE}"
            " GROUP BY year ORDER BY year DESC"
        )
    return [YearCount(*row) for row in rows]


def classes(session: Session, year: int) -> list[ClassCount]:
    """The classes of a year with what they hold; 永久 first."""
    stands = "voided_on IS NULL"
    with whole_sight():
        rows = session.rows(
            "SELECT retention, unit, ifnull(max(sequence), 0),"
            f" sum(sequence IS NOT NULL AND {stands}), sum(sequence IS NULL AND {stands}),"
            " sum(sequence IS NOT NULL AND voided_on IS NOT NULL),"
            f" sum(CASE WHEN sequence IS NOT NULL AND {stands} THEN ifnull(pages, 0) ELSE 0 END)"
            " FROM archive_items WHERE year = ? AND (voided_on IS NULL OR sequence IS NOT NULL)"
            " GROUP BY retention, unit ORDER BY retention DESC, unit",
            (year,),
        )
    return [ClassCount(year, Retention(row[0]), *row[1:]) for row in rows]
