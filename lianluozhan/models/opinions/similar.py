"""What was registered before and may be the same matter, found while the clerk still types (可能重复).

The search runs in steps of a few milliseconds, so that a window can take one whenever nobody types.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ..learning.words import JOINTS, burden, pairs, shared_words, total, weight
from ..search import spaced, tokens
from ..session import Session
from .flow import EDITABLE
from .recent import first_since, newest, open_before
from .record import OPEN, Status

RECENT = timedelta(days=730)  # how far back closed matters are looked at; open ones are all looked at
SHOWN = 5
LEAST_CHARS = 4  # of title and content together, before words are compared
QUERIES, HITS = 12, 300  # pairs looked up in the index; matters taken of each
WINDOW = 12_000  # matters that one look into the index covers
OLDER, FOR_OLDER = 500, 2  # open matters from before that time, and how many pairs are looked up for them
NEAR = 30  # the newest of the same village
COMPARED, AT_ONCE = 40, 3  # matters whose texts are read, and how many in a step
CUT = 0.0  # the score from which a matter is shown
ALIKE = 0.75  # how much of both texts is the same when nearly all is
TITLE_IN_TEXT, SHORT_TITLE = 0.7, 20.0  # a title that the other text tells; the weight of one too short to mean much
_SAFE_NAMES = ("群众", "匿名", "选民", "村民", "居民", "业主")

Looking = Generator[None, None, "list[Candidate]"]


@dataclass(frozen=True)
class Typed:
    """What is on the form so far."""

    title: str = ""
    content: str = ""
    place: str = ""
    village_id: int | None = None
    category_id: int | None = None
    submitter_name: str = ""
    phone: str = ""
    own_id: int = 0

    @classmethod
    def of(cls, values: Mapping[str, Any], own_id: int = 0) -> Typed:
        """From the values of the form; what is missing counts as empty."""
        return cls(
            **{name: str(values.get(name) or "").strip() for name in ("title", "content", "place")},
            village_id=values.get("village_id"),
            category_id=values.get("category_id"),
            submitter_name="".join(str(values.get("submitter_name") or "").split()),
            phone=digits(str(values.get("phone") or "")),
            own_id=own_id,
        )


@dataclass(frozen=True)
class Candidate:
    """A matter that may be the same, with what it shares in words."""

    id: int
    number: str
    title: str
    content: str
    request: str
    status: Status
    satisfaction: str
    received_on: date
    village_name: str
    submitter: str  # 匿名, or 群众 where he wants secrecy
    merged_into: int | None
    score: float
    why: str
    words: tuple[str, ...]

    @property
    def may_join(self) -> bool:
        """Whether another matter can be joined to it, or to the one it was joined to."""
        return self.status is Status.MERGED or (self.status in OPEN and self.status not in EDITABLE)


@dataclass(frozen=True)
class _Text:
    pairs: frozenset[str]
    weight: float
    title: frozenset[str]
    title_weight: float


def digits(phone: str) -> str:
    """A phone number as it is compared: its digits alone."""
    return "".join(char for char in tokens(phone) if char.isdecimal())


def look_for(session: Session, typed: Typed) -> Looking:
    """The likeliest matters first, at most `SHOWN`; a generator whose every step is short."""
    since = (session.today - RECENT).isoformat()
    local, above = _local_names(session), _above(session)
    mine = _text(local, typed.title, typed.content, typed.place)
    yield
    found: dict[int, float] = {}
    if len(tokens(typed.title + typed.content)) >= LEAST_CHARS:
        yield from _by_words(session, mine, since, found)
    _by_person(session, typed, found)
    yield
    _by_place(session, typed, found)
    yield
    found.pop(typed.own_id, None)
    likely = sorted(found, key=lambda id_: (-found[id_], -id_))[:COMPARED]
    ranked: list[tuple[float, dict[str, Any]]] = []
    for at in range(0, len(likely), AT_ONCE):
        yield
        for row in _rows(session, likely[at : at + AT_ONCE], since):
            row["likeness"] = _likeness(mine, _text(local, *_texts(row)), typed, row, above)
            row["score"] = score(row["likeness"])
            if row["score"] >= CUT:
                ranked.append((row["score"], row))
    ranked.sort(key=lambda entry: (-entry[0], -entry[1]["id"]))
    shown: list[Candidate] = []
    for _, row in ranked[:SHOWN]:
        yield
        shown.append(_candidate(mine, _text(local, *_texts(row)), typed, row))
    return shown


def found_at_once(session: Session, typed: Typed) -> list[Candidate]:
    """All steps one after the other."""
    steps = look_for(session, typed)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return list(end.value)


def _text(local: frozenset[str], title: str, content: str, place: str) -> _Text:
    head, whole = frozenset(pairs(title)) - local, frozenset(pairs(f"{title}\n{content}\n{place}")) - local
    return _Text(whole, total(whole), head, total(head))


def _texts(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["title"], row["content"], row["place"]


def _local_names(session: Session) -> frozenset[str]:
    """Pairs of the names of the villages: what is said of a village is compared by its cell, not by its words."""
    return frozenset(pair for (name,) in session.rows("SELECT name FROM villages") for pair in pairs(name))


def _by_words(session: Session, mine: _Text, since: str, found: dict[int, float]) -> Looking:
    """Matters with the rarest pairs of characters; what many have in common counts little."""
    first, older = first_since(session, since), open_before(session, since, OLDER)
    last = int(session.value("SELECT max(id) FROM opinions") or 0)
    yield
    rarest = _spread(sorted(mine.pairs, key=lambda pair: (-_worth(pair) * (1.5 if pair in mine.title else 1), pair)))
    for at, pair in enumerate(rarest):
        hits = yield from _having(session, pair, first, last)
        if older and at < FOR_OLDER:
            long_ago = yield from _having(session, pair, min(older), first - 1)
            hits += [id_ for id_ in long_ago if id_ in older]
        gain = weight(pair) / math.sqrt(1 + len(hits) / 20)
        for id_ in hits:
            found[id_] = found.get(id_, 0.0) + gain
    return []


def _having(session: Session, pair: str, lowest: int, highest: int) -> Generator[None, None, list[int]]:
    """The newest matters with this pair, looked for in one part of the index after the other."""
    sql = (
        "SELECT rowid FROM opinions_words WHERE opinions_words MATCH ? AND rowid BETWEEN ? AND ?"
        " ORDER BY rowid DESC LIMIT ?"
    )
    hits: list[int] = []
    while highest >= lowest and len(hits) < HITS:
        yield
        bottom = max(lowest, highest - WINDOW + 1)
        hits += [id_ for (id_,) in session.rows(sql, (f'"{spaced(pair)}"', bottom, highest, HITS - len(hits)))]
        highest = bottom - 1
    return hits


def _worth(pair: str) -> float:
    """How much it is worth to look a pair up; those of common characters say little and take long."""
    plain = pair.isalpha() and pair[0] not in JOINTS and pair[1] not in JOINTS
    return weight(pair) * (1 if plain else 0.4) / (1 + burden(pair) / 2000)


def _spread(rarest: list[str]) -> list[str]:
    """The pairs to look up: of those that overlap the rarest, so that one rare word does not take all places."""
    chosen: list[str] = []
    heads: set[str] = set()
    for pair in rarest[: QUERIES * 4]:
        if pair[0] not in heads and pair[1] not in heads:
            chosen.append(pair)
            heads.update(pair)
        if len(chosen) == QUERIES:
            return chosen
    return [*chosen, *(pair for pair in rarest if pair not in chosen)][:QUERIES]


def _by_person(session: Session, typed: Typed, found: dict[int, float]) -> None:
    if len(typed.phone) >= 7:
        for (id_,) in session.rows(
            "SELECT id FROM opinions WHERE phone = ? AND phone <> '' ORDER BY id DESC LIMIT 20", (typed.phone,)
        ):
            found[id_] = found.get(id_, 0.0) + 40
    if len(typed.submitter_name) >= 2 and typed.submitter_name not in _SAFE_NAMES:
        for (id_,) in session.rows(
            "SELECT id FROM opinions WHERE submitter_name = ? AND submitter_name <> '' ORDER BY id DESC LIMIT 20",
            (typed.submitter_name,),
        ):
            found[id_] = found.get(id_, 0.0) + 20


def _by_place(session: Session, typed: Typed, found: dict[int, float]) -> None:
    """The newest of the same village, so that a few words are enough when the place is known."""
    if typed.village_id is None:
        return
    for (id_,) in newest(session, "id", "village_id = ?", (typed.village_id,), NEAR):
        found[id_] = found.get(id_, 0.0) + 2


_NAMES = (
    "id, number, title, content, request, place, status, satisfaction, received_on, village_id, category_id,"
    " is_anonymous, submitter_name, phone, keeps_secret, merged_into"
)
_VILLAGE = "(SELECT name FROM villages WHERE villages.id = village_id)"


def _rows(session: Session, ids: list[int], since: str) -> list[dict[str, Any]]:
    """Those of `ids` that are open or recent, and stand."""
    names = [*(name.strip() for name in _NAMES.split(",")), "village_name"]
    marks, open_ = ", ".join("?" * len(ids)), ", ".join(f"'{status.value}'" for status in OPEN)
    sql = (
        f"SELECT {_NAMES}, {_VILLAGE} FROM opinions WHERE id IN ({marks}) AND voided_on IS NULL"
        f" AND (received_on >= ? OR status IN ({open_}))"
    )
    return [dict(zip(names, row, strict=True)) for row in session.rows(sql, (*ids, since))]


def _above(session: Session) -> dict[int, int]:
    """Each category with its first level."""
    parents = dict(session.rows("SELECT id, parent_id FROM categories"))

    def top(id_: int) -> int:
        seen = 0
        while (parent := parents.get(id_)) and seen < 9:
            id_, seen = parent, seen + 1
        return id_

    return {id_: top(id_) for id_ in parents}


def _likeness(mine: _Text, theirs: _Text, typed: Typed, row: dict[str, Any], above: dict[int, int]) -> dict[str, float]:
    """How two matters are alike, each between 0 and 1."""
    both = total(mine.pairs & theirs.pairs)
    titles = total(mine.title & theirs.title)
    same_top = typed.category_id is not None and above.get(typed.category_id) == above.get(row["category_id"])
    known = typed.category_id is not None and row["category_id"] is not None
    places = typed.village_id is not None and row["village_id"] is not None
    return {
        "text": 2 * both / (mine.weight + theirs.weight) if both else 0.0,
        "within": both / max(min(mine.weight, theirs.weight), 30.0),
        "title": max(
            2 * titles / (mine.title_weight + theirs.title_weight) if titles else 0.0,
            TITLE_IN_TEXT * min(total(theirs.title & mine.pairs) / max(theirs.title_weight, SHORT_TITLE), 1.0),
            TITLE_IN_TEXT * min(total(mine.title & theirs.pairs) / max(mine.title_weight, SHORT_TITLE), 1.0),
        ),
        "same_village": float(places and typed.village_id == row["village_id"]),
        "other_village": float(places and typed.village_id != row["village_id"]),
        "same_category": float(known and typed.category_id == row["category_id"]),
        "same_top": float(known and same_top),
        "other_category": float(known and not same_top),
        "same_phone": float(len(typed.phone) >= 7 and typed.phone == digits(row["phone"])),
        "same_name": float(_same_name(typed, row)),
    }


def _same_name(typed: Typed, row: dict[str, Any]) -> bool:
    name = typed.submitter_name
    return len(name) >= 2 and name not in _SAFE_NAMES and name == "".join(row["submitter_name"].split())


WEIGHTS = {  # fitted on one half of the judged pairs, tested on the other: docs/learning.md
    "text": 4.0,
    "within": 1.8,
    "title": 2.3,
    "same_village": 1.2,
    "other_village": -1.2,
    "same_category": 0.4,
    "same_top": 0.2,
    "other_category": -0.4,
    "same_phone": 2.7,
    "same_name": 1.4,
}
START = -2.9


def score(likeness: dict[str, float]) -> float:
    """Above 0 when the two are rather the same matter than not."""
    return START + sum(WEIGHTS[name] * value for name, value in likeness.items())


def _candidate(mine: _Text, theirs: _Text, typed: Typed, row: dict[str, Any]) -> Candidate:
    found = set(mine.pairs & theirs.pairs)
    words = tuple(shared_words(f"{typed.title}\n{typed.content}\n{typed.place}", found))
    like = row["likeness"]
    parts = [
        "同一电话" if like["same_phone"] else "同一反映人" if like["same_name"] and not row["keeps_secret"] else "",
        "同村" if like["same_village"] else "",
        "同类" if like["same_category"] else "",
        "文字大多相同" if like["text"] > ALIKE else f"都说到{'、'.join(words)}" if words else "",
    ]
    hidden = "群众" if row["keeps_secret"] else row["submitter_name"]
    return Candidate(
        id=row["id"],
        number=row["number"],
        title=row["title"],
        content=row["content"],
        request=row["request"],
        status=Status(row["status"]),
        satisfaction=row["satisfaction"],
        received_on=date.fromisoformat(row["received_on"]),
        village_name=row["village_name"] or "",
        submitter="匿名" if row["is_anonymous"] else hidden,
        merged_into=row["merged_into"],
        score=row["score"],
        why="，".join(part for part in parts if part),
        words=words,
    )
