"""Opinions that a query finds, the newest first, read in steps so short that nobody waits for one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from . import opinions, search
from .database import storage_trouble
from .numbering import OPINION
from .opinions import View
from .opinions.narrowing import Order
from .query_line import Known, Query
from .session import Session

SPAN, SPAN_OF_MANY = 128_000, 8000  # ids looked through in the first step; where a term has many readings
SMALLEST = 4000  # ids looked through in any step
_LONGEST, _SHORTEST = 0.006, 0.002  # seconds: what makes the next step smaller or larger
COLUMNS = (
    "id, number, title, status, satisfaction, voided_on, keeps_secret, submitter_name, phone, address, place,"
    " content, request"
)
_SERIAL = re.compile(r"(\d{1,5})号?")
OPEN_TEXTS = "number || ' ' || title || ' ' || content || ' ' || request || ' ' || place"
_NAMED = 2  # words that may name a village as well; the rest are looked for in the texts
_VILLAGE = "opinions.id IN (SELECT id FROM opinions WHERE village_id IN ({}) AND +id BETWEEN :low AND :high)"
_HIDDEN = "keeps_secret = 0"


@dataclass(frozen=True)
class _Term:
    """One word: its query in the index, and the villages that it names too."""

    word: str
    phrase: str
    villages: tuple[int, ...]


class OpinionSearch:
    """`rows` grow with each `step` up to what is wanted, then the rest is counted; `total` is None until then.

    Who may not see submitters that want secrecy does not find their opinions by name, phone or address either.
    """

    def __init__(self, session: Session, query: Query, known: Known, *, page: int = 50) -> None:
        self.session = session
        self.rows: list[dict[str, Any]] = []
        self.total: int | None = None
        self._wanted, self._counted = page, 0
        self._reading, self._counting = False, False
        self._high = self._count_high = 0
        self._span = SPAN
        self._count_after: dict[str, Any] | None = None
        self._first: list[dict[str, Any]] = []
        self._params: dict[str, Any] = {}
        terms = [
            _Term(word, search.term(word), tuple(id_ for id_, _ in known.villages_of(word))) for word in query.words
        ]
        self._terms = [term for term in terms if term.phrase or term.villages]
        if query.problem or (query.words and not self._terms) or not query or not session.may("opinion.read"):
            self.total = 0
            return
        self._reading = self._counting = True
        self._by_words = bool(self._terms)
        if not self._by_words:
            self._listing = opinions.listing(session, view=View.ALL, narrowing=query.narrowing, order=Order.NEWEST)
        else:
            self._high = self._count_high = int(session.value("SELECT max(id) FROM opinions") or 0)
            self._branches = self._branches_of(query)
            self._first = self._numbered(query)
            if len(self._branches) > 1 or any("*" in term.phrase or " OR " in term.phrase for term in self._terms):
                self._span = SPAN_OF_MANY

    @property
    def more(self) -> bool:
        """Whether there may be rows beyond those that are wanted now."""
        return self._reading

    @property
    def full(self) -> bool:
        """Whether all rows are read that are wanted now."""
        return not self._reading or len(self.rows) >= self._wanted

    def want_more(self, count: int = 50) -> None:
        self._wanted = len(self.rows) + count

    def step(self) -> bool:
        """Read or count a little further; False when nothing is left to do for now."""
        started = time.perf_counter()
        if self._first:
            self.rows, self._first = self._first, []
        elif not self.full:
            self._read() if self._by_words else self._read_list()
        elif self._counting:
            self._count() if self._by_words else self._count_list()
        taken = time.perf_counter() - started
        if taken > _LONGEST:
            self._span = max(SMALLEST, self._span // 2)
        elif taken < _SHORTEST:
            self._span = min(self._span * 2, 500_000)
        return not self.full or self._counting

    def _read(self) -> None:
        low, wanted = max(0, self._high - self._span), self._wanted - len(self.rows)
        first = {row["id"] for row in self.rows if row.get("is_first")}
        limit = wanted + len(first)
        newest = " UNION ".join(
            f"SELECT id FROM ({branch} ORDER BY {by} DESC LIMIT :limit)" for branch, by in self._branches
        )
        found = [row["id"] for row in self._run(f"{newest} ORDER BY 1 DESC LIMIT :limit", low, self._high, limit)]
        fresh = [id_ for id_ in found if id_ not in first][:wanted]
        self.rows += self._rows_of(fresh, "id")
        self._high = fresh[-1] - 1 if len(found) == limit and fresh else low - 1
        self._reading = self._high > 0
        if not self._reading and not self._counted:
            self.total, self._counting = len(self.rows), False

    def _count(self) -> None:
        if not self._counted:
            self._span = min(self._span, SMALLEST)  # all of a span is gone through now, not only the newest
        low = max(0, self._count_high - self._span)
        every = " UNION ".join(branch for branch, _ in self._branches)
        self._counted += self._run(f"SELECT count(*) AS found FROM ({every})", low, self._count_high)[0]["found"]
        self._count_high = low - 1
        if self._count_high <= 0:
            self.total, self._counting = self._counted, False

    def _read_list(self) -> None:
        wanted = self._wanted - len(self.rows)
        found = self._listing.page(wanted, self.rows[-1] if self.rows else None)
        self.rows += found
        self._reading = len(found) == wanted

    def _count_list(self) -> None:
        counted, self._count_after = self._listing.stride(self._count_after, self._span)
        self._counted += counted
        if self._count_after is None:
            self.total, self._counting = self._counted, False

    # The query -----------------------------------------------------------------------------------------------------

    def _branches_of(self, query: Query) -> list[tuple[str, str]]:
        """Queries for ids that together find everything, each with what orders it: a word stands in the texts, or it
        names the village."""
        narrowed = self._narrowed(query)
        if self.session.veil is not None:  # the index of words knows everything; the rows do not
            narrowed.append("opinions.id > 0")
        if not self.session.may("opinion.unmask"):
            narrowed.append(self._by_what_is_open())
        named = [term for term in self._terms if term.villages][:_NAMED]
        plain = [term.phrase for term in self._terms if term not in named]
        branches = []
        for number, in_text in enumerate(product((True, False), repeat=len(named))):
            phrases = plain + [term.phrase for term, there in zip(named, in_text, strict=True) if there]
            by_village = [term for term, there in zip(named, in_text, strict=True) if not there]
            conditions = narrowed + [_VILLAGE.format(_ids(term.villages)) for term in by_village]
            if phrases:
                self._params[f"phrase{number}"] = " AND ".join(filter(None, phrases))
                joined = " CROSS JOIN opinions ON opinions.id = opinions_words.rowid" if conditions else ""
                by, source = "opinions_words.rowid", f"opinions_words{joined}"
                conditions.insert(0, f"opinions_words MATCH :phrase{number}")
            else:
                by, source = "opinions.id", "opinions"
            asked = " AND ".join(f"({condition})" for condition in conditions)
            branches.append((f"SELECT {by} AS id FROM {source} WHERE {asked} AND {by} BETWEEN :low AND :high", by))
        return branches

    def _narrowed(self, query: Query) -> list[str]:
        known, conditions = query.narrowing, []
        for name, condition in (
            ("status", "+status = :status"),
            ("channel", "+channel = :channel"),
            ("village_id", "+village_id = :village_id"),
            ("body_id", "+lead_body_id = :body_id"),
            ("received_from", "+received_on >= :received_from"),
            ("received_to", "+received_on <= :received_to"),
            (
                "category_id",
                "+category_id IN (WITH RECURSIVE below(id) AS (SELECT :category_id UNION ALL SELECT categories.id"
                " FROM categories JOIN below ON parent_id = below.id) SELECT id FROM below)",
            ),
        ):
            value = getattr(known, name)
            if value is not None:
                conditions.append(condition)
                self._params[name] = (
                    value.isoformat() if name.startswith("received") else getattr(value, "value", value)
                )
        return conditions

    def _by_what_is_open(self) -> str:
        """For those who may not see a submitter: what wants secrecy is found by the words of the matter alone."""
        found = []
        for number, term in enumerate(self._terms):
            self._params[f"open{number}"] = term.word
            named = f" OR village_id IN ({_ids(term.villages)})" if term.villages else ""
            found.append(f"(instr({OPEN_TEXTS}, :open{number}) > 0{named})")
        return f"{_HIDDEN} OR ({' AND '.join(found)})"

    def _numbered(self, query: Query) -> list[dict[str, Any]]:
        """The opinions whose number was typed short, 0127, the newest year first."""
        numbers = numbers_of_serial(self.session, query.words[0]) if len(query.words) == 1 else []
        if not numbers or query.narrowing:
            return []
        marks = ", ".join("?" * len(numbers))
        ids = [row[0] for row in self.session.rows(f"SELECT id FROM opinions WHERE number IN ({marks})", numbers)]
        return [row | {"is_first": True} for row in self._rows_of(ids, "number")]

    def _rows_of(self, ids: list[int], by: str) -> list[dict[str, Any]]:
        if not ids:
            return []
        return self._run(f"SELECT {COLUMNS} FROM opinions WHERE id IN ({_ids(ids)}) ORDER BY {by} DESC")

    def _run(self, sql: str, low: int = 0, high: int = 0, limit: int = 0) -> list[dict[str, Any]]:
        with storage_trouble():
            bounds = {"low": low, "high": high, "limit": limit}
            cursor = self.session.db.conn.execute(sql, self._params | bounds)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]


def numbers_of_serial(session: Session, word: str) -> list[str]:
    """The numbers that a short one may mean, 0127 or 127号, the newest year first."""
    found = _SERIAL.fullmatch(word)
    if found is None:
        return []
    years = session.rows("SELECT year FROM number_series WHERE kind = ? ORDER BY year DESC", (OPINION,))
    return [f"{OPINION}〔{year}〕{int(found[1]):04d}号" for (year,) in years]


def _ids(ids: Iterable[int]) -> str:
    return ", ".join(map(str, ids))
