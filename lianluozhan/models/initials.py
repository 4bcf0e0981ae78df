"""Pinyin initials of Chinese text: `sqc` finds 石桥村, and 单 is Shan where it is a surname.

The letters of all characters lie in one small resource made from pypinyin (`tools/make_initials.py`), read when first
asked for. A character read in several ways is found by each of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from lianluozhan.paths import resources

_MARKS = re.compile(r"[\W_]+")

# Surnames whose reading is not the commonest one of the character: initial, then its surnames.
_SURNAMES = {
    "b": "秘",
    "c": "种",
    "g": "句",
    "n": "乜",
    "o": "区區",
    "p": "繁",
    "q": "仇覃",
    "s": "单單折召",
    "x": "解",
    "y": "乐樂",
    "z": "曾查翟祭",
}
_LONG_SURNAMES = {"尉迟": "yc", "尉遲": "yc", "万俟": "mq", "单于": "cy", "澹台": "tt", "澹臺": "tt", "乐正": "yz"}

# Characters with two readings that people really use, in words and in names of places.
_EVERYDAY = frozenset("重长行乐调传弹降校藏朝曾参系便单盛解区会卡仇查折厦提巷弄泊堡浒圈屏番率轧铅给")


def initials(text: str) -> str:
    """The initials of a text in the first reading of each character, marks left out: 石桥村3组 is `sqc3z`.

    A character that no one can read stands for itself.
    """
    return _keys(text, False)[1]


def name_initials(name: str) -> str:
    """The initials of a person's name, the surname read as a surname: 单雪梅 is `sxm`."""
    return _keys(name, True)[1]


def all_initials(text: str, *, name: bool = False) -> list[str]:
    """For each character of `initials(text)` every letter that it may begin with, the first the likeliest."""
    _, first, others = _keys(text, name)
    return [others.get(at, letter) for at, letter in enumerate(first)]


def readings(text: str, *, name: bool = False) -> list[str]:
    """The initials of a text as an index wants them: the likeliest, and another one that people use as well."""
    characters, first, others = _keys(text, name)
    if not others:
        return [first]
    letters = list(first)
    for at, known in others.items():
        if characters[at] in _EVERYDAY:
            letters[at] = known[1]
    plainly = [_keys(text, False)[1]] if name else []
    return list(dict.fromkeys((first, *plainly, "".join(letters))))


def matches(typed: str, text: str, *, name: bool = False) -> int | None:
    """How well what was typed fits a text: None not at all, otherwise smaller is better, 0 from its beginning on.

    Each thing typed is a character of the text or the initial of one of its readings (`sqc`, `石q`, `石桥`), in one
    piece from any place on. `name` reads the first character as a surname.
    """
    wanted = plain(typed)
    if not wanted:
        return 0
    characters, first, others = _keys(text, name)
    found = [2 * at for at in (characters.find(wanted), first.find(wanted)) if at >= 0]
    if not found and (others or not wanted.isascii()):
        head = wanted[0]
        for start in range(len(first) - len(wanted) + 1):
            if head != first[start] and start not in others and head != characters[start]:
                continue
            for at, letter in enumerate(wanted, start):
                if letter != characters[at] and letter not in others.get(at, first[at]):
                    break
            else:
                return 2 * start + 1
    return min(found, default=None)


def place_of(typed: str, text: str, *, name: bool = False) -> tuple[int, int] | None:
    """Where in a text what was typed was found: from which character up to which, marks between them included."""
    wanted, rank = plain(typed), matches(typed, text, name=name)
    if not wanted or rank is None:
        return None
    places = [at for at, character in enumerate(text) for _ in plain(character)]
    return places[rank // 2], places[rank // 2 + len(wanted) - 1] + 1


def plain(text: str) -> str:
    """A text as it is compared: no marks or blanks, small letters, full-width letters and figures as the usual ones."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=8192)
def _keys(text: str, name: bool) -> tuple[str, str, dict[int, str]]:
    """The compared characters, the initial of each, and all initials of those that have several."""
    characters = plain(text)
    first, several = _letters()
    letters = list(characters.translate(first))
    others = {at: several[character] for at, character in enumerate(characters) if character in several}
    if name:
        for at, letter in enumerate(_surname(characters)):
            others[at] = letter + others.get(at, letters[at]).replace(letter, "")
            letters[at] = letter
    return characters, "".join(letters), others


def _surname(name: str) -> str:
    """The initials of a surname that is read unlike its characters; empty for all others."""
    if long := _LONG_SURNAMES.get(name[:2]):
        return long
    return next((letter for letter, surnames in _SURNAMES.items() if name[:1] and name[0] in surnames), "")


class _First(dict[int, int]):
    """The first initial of each character, looked up in the runs once a character; itself where there is none."""

    def __init__(self, runs: list[tuple[int, str]]) -> None:
        self._runs = runs

    def __missing__(self, code: int) -> int:
        self[code] = code
        for start, run in self._runs:
            if start <= code < start + len(run) and run[code - start] != ".":
                self[code] = ord(run[code - start].lower())
        return self[code]


@cache
def _letters() -> tuple[_First, dict[str, str]]:
    """The first initials, and all initials of the characters that are read in several ways."""
    text = (resources() / "codes" / "initials.txt").read_text("utf-8")
    _, *runs, several, theirs = text.splitlines()
    parted = [run.split(" ") for run in runs]
    first = _First([(int(start, 16), run) for start, run in parted])
    return first, dict(zip(several, theirs.split(" "), strict=True))
