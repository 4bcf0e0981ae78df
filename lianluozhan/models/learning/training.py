"""Learning from the station's confirmed records, in slices: which category, which handling body (N13).

What was learned lies in a scratch table beside the records and can be made anew from them at any time.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from weakref import WeakKeyDictionary

from lianluozhan.paths import resources

from ..database import storage_trouble
from ..opinions.record import Status
from ..places import Category
from ..session import Session
from .counts import Counts, features_of
from .words import pairs

ENOUGH = 50  # confirmed records before anything is proposed
AT_MOST = 3000  # the newest confirmed records that are learned from
AT_ONCE = 3  # records learned in a step
KEPT = 16_000  # pairs of one question that are kept, the most frequent
PART = 400  # pairs in a stored part, so that reading one is short
AGAIN = 20  # new confirmations after which it learns again
SEED = 0.5  # what a word to begin with counts against one of a record of the station's own
_FORM = "2"  # of what is stored; another one is not read

CONFIRMED = (
    Status.TO_DISPATCH,
    Status.DISPATCHED,
    Status.HANDLING,
    Status.REPLIED,
    Status.INFORMED,
    Status.ON_SPOT,
    Status.CLOSED,
    Status.FILED,
)
_CODES = ", ".join(f"'{status.value}'" for status in CONFIRMED)
# the + keeps SQLite from an index of the states, after which it would sort all records for each slice
IS_CONFIRMED = f"+voided_on IS NULL AND +import_batch_id IS NULL AND +status IN ({_CODES})"
SLICE = (
    "SELECT id, title, content, village_id, category_id, coalesce(lead_body_id, 0) FROM opinions"
    f" WHERE id < ? AND {IS_CONFIRMED} ORDER BY id DESC LIMIT ?"
)


@dataclass
class Learned:
    """What is known: the first level of the tree, the category itself, the body that handles."""

    top: Counts = field(default_factory=Counts)
    category: Counts = field(default_factory=Counts)
    body: Counts = field(default_factory=Counts)
    records: int = 0
    last_step: int = 0  # the newest step of any trail when it was learned
    parents: dict[int, int | None] = field(default_factory=dict)

    def top_of(self, category_id: int | None) -> int | None:
        """The first level that a category belongs to."""
        for _ in range(9):
            if category_id is None or self.parents.get(category_id) is None:
                return category_id
            category_id = self.parents[category_id]
        return category_id

    def body_features(
        self, title: str, content: str, village_id: int | None, category_id: int | None
    ) -> dict[str, float]:
        """What a handling body is concluded from: the words, the village, the category with its first level."""
        others = [f"#v{village_id}"] if village_id else []
        if category_id:
            others += [f"#c{category_id}", f"#t{self.top_of(category_id)}"]
        return features_of(title, content, others)


Learning = Generator[None, None, "Learned"]
_known: WeakKeyDictionary[Session, Learned] = WeakKeyDictionary()


def known(session: Session) -> Learned | None:
    """What has been read or learned since sign-in; None before that."""
    return _known.get(session)


def prepare(session: Session) -> Generator[None, None, None]:
    """Read what was learned, and learn anew when there is nothing or much was confirmed since; in short steps."""
    found = known(session)
    if found is None:
        found = yield from read(session)
        if found is not None:
            _known[session] = found
    yield
    if found is None or _confirmed_since(session, found) >= max(AGAIN, found.records // 20):
        made = yield from learn(session)
        _known[session] = made
        yield from store(session, made)


def _confirmed_since(session: Session, found: Learned) -> int:
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM opinion_steps WHERE id > ? AND name IN"
        " ('approve', 'dispatch', 'handle_self', 'answer_on_spot') LIMIT 1000)"
    )
    return int(session.value(sql, (found.last_step,)) or 0)


def learn(session: Session) -> Learning:
    """Go through the newest confirmed records; every step a few of them."""
    last_step = session.value("SELECT max(id) FROM opinion_steps") or 0
    made = Learned(last_step=int(last_step))
    categories = session.select(Category)
    made.parents = {category.id: category.parent_id for category in categories}
    yield
    yield from _names(made, categories)
    yield from _words_to_begin_with(made, categories)
    before = 2**62
    while made.records < AT_MOST:
        yield
        rows = session.rows(SLICE, (before, AT_ONCE))
        for id_, title, content, village_id, category_id, body_id in rows:
            before = id_
            made.records += 1
            features = features_of(title, content)
            if category_id in made.parents:
                made.category.learn(features, category_id)
                made.top.learn(features, made.top_of(category_id) or category_id)
            if body_id:
                made.body.learn(made.body_features(title, content, village_id, category_id), body_id)
        if len(rows) < AT_ONCE:
            break
    for counts in (made.top, made.category, made.body):
        yield from _lighten(counts)
    return made


def _names(made: Learned, categories: list[Category]) -> Iterator[None]:
    """The names of the categories teach the first words of each first level."""
    for at, category in enumerate(categories):
        if category.retired_on is None:
            features = dict.fromkeys(pairs(category.name.replace("其他", "")), 1.0)
            if features:
                made.top.learn(features, made.top_of(category.id) or category.id, is_record=False)
        if at % 40 == 0:
            yield


def _words_to_begin_with(made: Learned, categories: list[Category]) -> Iterator[None]:
    """What first levels are about that the station has as they came with the program; own records soon weigh more."""
    begun = json.loads((resources() / "codes" / "category_words.json").read_text("utf-8"))
    tops = {category.name: category.id for category in categories if category.parent_id is None}
    for name, words in begun.items():
        yield
        if name in tops:
            made.top.learn({pair: SEED * count for pair, count in words.items()}, tops[name], is_record=False)


def _lighten(counts: Counts) -> Iterator[None]:
    """Leave out the rarest pairs when there are too many; the totals stay."""
    if len(counts.sums) <= KEPT:
        return
    often = [0] * 100
    for at, weight in enumerate(counts.sums.values()):
        often[min(int(weight), 99)] += 1
        if at % 4000 == 0:
            yield
    least, left = 0, len(counts.sums)
    while left > KEPT and least < 99:
        left -= often[least]
        least += 1
    sums = counts.sums
    for table in (*counts.having.values(), sums):
        rare = []
        for at, pair in enumerate(table):
            if int(sums[pair]) < least:
                rare.append(pair)
            if at % 4000 == 0:
                yield
        for at, pair in enumerate(rare):
            del table[pair]
            if at % 4000 == 0:
                yield


# On the disk -----------------------------------------------------------------------------------------------------


def store(session: Session, made: Learned) -> Generator[None, None, None]:
    """Put what was learned in place of what lay there, a part in a step; without its head it does not count.

    It is scratch: each part is written without waiting for the disk, and what a power cut takes is learned again.
    """
    yield from _write(session, "DELETE FROM learned", ())
    for kind, counts in _questions(made):
        yield from _write(session, _INSERT, (kind, 0, _to_json([counts.docs, counts.totals])))
        part = 0
        for answer, table in counts.having.items():
            pairs_left = iter(list(table.items()))
            while some := dict(islice(pairs_left, PART)):
                part += 1
                yield from _write(session, _INSERT, (kind, part, _to_json([answer, some])))
    yield from _write(session, _INSERT, ("head", 0, _to_json([_FORM, made.records, made.last_step])))


_INSERT = "INSERT INTO learned (kind, part, content) VALUES (?, ?, ?)"


def _write(session: Session, sql: str, values: tuple[str | int, ...]) -> Generator[None, None, None]:
    """One statement, as soon as nobody else is writing; never inside an action."""
    yield
    while not session.lock.acquire(blocking=False):
        yield
    try:
        with storage_trouble():
            session.db.conn.execute("PRAGMA synchronous = NORMAL")
            try:
                with session.db.atomic():
                    session.db.conn.execute(sql, values)
            finally:
                session.db.conn.execute("PRAGMA synchronous = FULL")
    finally:
        session.lock.release()


def read(session: Session) -> Generator[None, None, Learned | None]:
    """What was stored, a part in a step; None when nothing is there or it is of another form."""
    head = session.value("SELECT content FROM learned WHERE kind = 'head'")
    if head is None or json.loads(head)[0] != _FORM:
        return None
    _, records, last_step = json.loads(head)
    made = Learned(records=records, last_step=last_step)
    made.parents = dict(session.rows("SELECT id, parent_id FROM categories"))
    for kind, counts in _questions(made):
        part = 0
        while content := session.value("SELECT content FROM learned WHERE kind = ? AND part = ?", (kind, part)):
            yield
            if part == 0:
                docs, totals = json.loads(content)
                counts.docs = {int(answer): count for answer, count in docs.items()}
                counts.totals = {int(answer): total for answer, total in totals.items()}
            else:
                counts.add(*json.loads(content))
            part += 1
    return made


def _questions(made: Learned) -> tuple[tuple[str, Counts], ...]:
    return ("top", made.top), ("category", made.category), ("body", made.body)


_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
