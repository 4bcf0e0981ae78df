"""What a chooser offers for what was typed: a word from anywhere, or the pinyin initials, in the most useful order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from time import perf_counter
from typing import Any

from lianluozhan.models.initials import all_initials, matches, plain

Entries = Sequence[tuple[Any, str]]  # id, words
PATH_MARK = " › "  # between a category and the one below it, as it is shown
_ENOUGH = 300  # with so many in the usual readings nobody looks for one in another
_STEP, _FAR = 1000, 1_000_000
_EXACT, _START, _LEAF, _RECENT, _INSIDE, _INITIALS = range(0, 6 * _STEP, _STEP)


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
        """What stands before it."""
        return self.words.rpartition(PATH_MARK)[0]


def readable(words: str) -> str:
    """A path as it is shown: 城乡建设 › 市政设施."""
    return words.replace(" / ", PATH_MARK)


def _leaf(words: str) -> str:
    return words.rpartition(PATH_MARK)[2]


@dataclass(frozen=True, slots=True)
class _Keys:
    """What an entry is compared by: its words, where their last part begins, and the initials."""

    words: str
    leaf_at: int
    usual: str
    letters: frozenset[str]  # everything that a single keystroke may mean
    others: str  # every one with a single character read in another way


@lru_cache(maxsize=16_384)
def _keys(words: str, names: bool) -> _Keys:
    each = all_initials(words, name=names)
    usual = "".join(letters[0] for letters in each)
    others = [usual[:at] + letter + usual[at + 1 :] for at, letters in enumerate(each) for letter in letters[1:]]
    compared = plain(words)
    leaf = _leaf(words)
    return _Keys(
        compared,
        len(compared) - len(plain(leaf)) if leaf != words else 0,
        usual,
        frozenset(compared).union(*each),
        " ".join(others),
    )


class _Texts:
    """A text for each entry; the long one of them all together tells quickly that none has a word."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self._texts, self._together = texts, "\n".join(texts)

    def hits(self, word: str) -> list[tuple[int, int]]:
        """The number of each text that has the word, and where."""
        if word not in self._together:
            return []
        return [(at, place) for at, text in enumerate(self._texts) if (place := text.find(word)) >= 0]


class Offers:
    """The entries of a chooser; `find` is quick enough for every keystroke on thousands of them."""

    def __init__(self, entries: Entries, recent: Iterable[Any] = (), *, names: bool = False) -> None:
        entries = [(id_, readable(words)) for id_, words in entries]
        known = dict(entries)
        first = [id_ for id_ in dict.fromkeys(recent) if id_ in known]
        used = set(first)
        self.all = [Offer(id_, known[id_], True) for id_ in first]
        self.all += [Offer(id_, words) for id_, words in entries if id_ not in used]
        self._recent, self._names = len(first), names
        self._keys: list[_Keys] = []
        self._nothing = ""  # a word that fits nothing, and so none that begins with it
        self._words = self._usual = self._others = _Texts()
        self._is_ready = False

    def prepare(self, seconds: float = float("inf")) -> bool:
        """Work out the initials before they are asked for, no longer than this; whether all is done."""
        end = perf_counter() + seconds
        for offer in self.all[len(self._keys) :]:
            self._keys.append(_keys(offer.words, self._names))
            if perf_counter() > end:
                return False
        if not self._is_ready:
            self._words = _Texts([keys.words for keys in self._keys])
            self._usual = _Texts([keys.usual for keys in self._keys])
            self._others = _Texts([keys.others for keys in self._keys])
            self._is_ready = True
        return True

    def find(self, typed: str) -> list[Offer]:
        """The entries that fit, the best first; all of them, the recent first, when nothing was typed."""
        wanted = [word for word in map(plain, typed.split()) if word]
        if not wanted:
            return self.all
        self.prepare()
        ranks = self._ranks(wanted[0])
        for word in wanted[1:]:
            more = self._ranks(word)
            ranks = {at: max(rank, more[at]) for at, rank in ranks.items() if at in more}
        for at in range(self._recent):
            if ranks.get(at, 0) > _RECENT:
                ranks[at] = _RECENT + ranks[at] // _STEP
        return [self.all[number % _FAR] for number in sorted(rank * _FAR + at for at, rank in ranks.items())]

    def _ranks(self, word: str) -> dict[int, int]:
        """For each entry that fits how far it is from what is probably meant."""
        keys = self._keys
        usual = self._usual.hits(word)
        ranks = {at: _INITIALS + 200 for at, _ in (self._others.hits(word) if len(usual) < _ENOUGH else ())}
        for at, place in usual:
            leaf = keys[at].leaf_at
            inside = keys[at].usual.find(word, leaf) - leaf if leaf else place
            ranks[at] = _INITIALS + (inside if inside >= 0 else 100 + place)
        for at, place in self._words.hits(word):
            ranks[at] = self._place(word, keys[at], place)
        if not ranks and not (self._nothing and word.startswith(self._nothing)):
            ranks = self._look_closely(word)  # characters and letters mixed, or several unusual readings
            self._nothing = "" if ranks else word
        return ranks

    def _look_closely(self, word: str) -> dict[int, int]:
        ranks = {}
        for at, offer in enumerate(self.all):
            if self._keys[at].letters.issuperset(word):
                score = matches(word, offer.words, name=self._names)
                if score is not None:
                    ranks[at] = _INITIALS + 300 + score
        return ranks

    @staticmethod
    def _place(word: str, keys: _Keys, place: int) -> int:
        if word == keys.words:
            return _EXACT
        if place == 0 or word == keys.words[keys.leaf_at :]:
            return _START
        return _LEAF if keys.words.startswith(word, keys.leaf_at) else _INSIDE
