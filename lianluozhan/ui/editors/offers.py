"""What a chooser offers for what was typed: a word from anywhere, or the pinyin initials, in the most useful order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lianluozhan.models.initials import all_initials, matches, plain

Entries = Sequence[tuple[Any, str]]  # id, words
PATH_MARKS = (" › ", " / ")  # between a category and the one below it
_EXACT, _START, _LEAF, _RECENT, _INSIDE, _INITIALS = range(6)


@dataclass(frozen=True)
class Offer:
    """One line of the list."""

    id: Any
    words: str
    is_recent: bool = False

    @property
    def leaf(self) -> str:
        """The last part of a path."""
        return _leaf(self.words)

    @property
    def above(self) -> str:
        """What stands before it, readable."""
        for mark in PATH_MARKS:
            if mark in self.words:
                return " › ".join(self.words.split(mark)[:-1])
        return ""


def _leaf(words: str) -> str:
    for mark in PATH_MARKS:
        words = words.rsplit(mark, 1)[-1]
    return words


@lru_cache(maxsize=16_384)
def _prepared(words: str, names: bool) -> tuple[str, str, frozenset[str]]:
    """The compared words, their last part, and everything that a single keystroke may mean in them."""
    compared = plain(words)
    return compared, plain(_leaf(words)), frozenset(compared).union(*all_initials(words, name=names))


class Offers:
    """The entries of a chooser; `find` is quick enough for every keystroke on thousands of them."""

    def __init__(self, entries: Entries, recent: Iterable[Any] = (), *, names: bool = False) -> None:
        known = dict(entries)
        first = [id_ for id_ in dict.fromkeys(recent) if id_ in known]
        self._recent = set(first)
        self.all = [Offer(id_, known[id_], True) for id_ in first]
        self.all += [Offer(id_, words) for id_, words in entries if id_ not in self._recent]
        self._names = names
        self._last: tuple[str, list[Offer]] = ("", self.all)

    def prepare(self) -> None:
        """Work out the initials before they are asked for."""
        for offer in self.all:
            _prepared(offer.words, self._names)

    def find(self, typed: str) -> list[Offer]:
        """The entries that fit, the best first; all of them, the recent first, when nothing was typed."""
        wanted = [word for word in map(plain, typed.split()) if word]
        if not wanted:
            return self.all
        before, among = self._last  # what does not fit `sq` does not fit `sqc`
        if not before or not typed.startswith(before):
            among = self.all
        ranked = []
        fitting = []
        for at, offer in enumerate(among):
            rank = self._rank(offer, wanted)
            if rank is not None:
                fitting.append(offer)
                ranked.append((*rank, at))
        self._last = (typed, fitting)
        return [among[at] for *_, at in sorted(ranked)]

    def _rank(self, offer: Offer, wanted: list[str]) -> tuple[int, int] | None:
        words, leaf, letters = _prepared(offer.words, self._names)
        worst = (_EXACT, 0)
        for word in wanted:
            if not letters.issuperset(word):
                return None
            if word in words:
                rank = (_place(word, words, leaf), 0)
            elif (score := matches(word, offer.words, name=self._names)) is not None:
                rank = (_INITIALS, score)
            else:
                return None
            worst = max(worst, rank)
        if offer.is_recent and worst[0] > _RECENT:
            worst = (_RECENT, worst[0])
        return worst


def _place(word: str, words: str, leaf: str) -> int:
    if word in (words, leaf):
        return _EXACT if word == words else _START
    if words.startswith(word):
        return _START
    return _LEAF if leaf.startswith(word) else _INSIDE
