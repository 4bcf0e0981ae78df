"""Texts as pairs of neighbouring characters: how rare each is, and the words that pairs make when they overlap."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from lianluozhan.paths import resources

from ..search import BOUNDARY, tokens

JOINTS = "的了是在和有不要请我们想也都就还为到从对把被让与及或等这那个很没能会上下中来去说问"  # hold words together
_JOINTS = re.compile(f"[{JOINTS}]")
LONGEST_WORD = 8
LONGEST = 3000  # characters of a text that are looked at; the rest of a very long one says the same again


def pairs(text: str) -> list[str]:
    """All pairs of neighbouring characters, none across a mark or a blank."""
    chars = tokens(text[:LONGEST])
    return [one + two for one, two in pairwise(chars) if one != BOUNDARY and two != BOUNDARY]


@cache
def _weights() -> tuple[dict[str, float], float]:
    """Weights of the pairs that are common in messages of the public, and the weight of all others."""
    first, *lines = (resources() / "codes" / "common_pairs.txt").read_text("utf-8").splitlines()
    of = int(first.split()[1])
    known: dict[str, float] = {}
    for line in lines:
        count, _, row = line.partition(" ")
        weight = math.log(of / (int(count) * 1.2))
        known.update((row[at : at + 2], max(weight, 0.05)) for at in range(0, len(row), 2))
    return known, math.log(of / 3)


@cache
def _chars() -> dict[str, float]:
    """How common a character is: in how many messages it begins or ends a common pair, roughly."""
    known, rare = _weights()
    found: dict[str, float] = {}
    for pair, worth in known.items():
        for char in pair:
            found[char] = found.get(char, 0.0) + math.exp(rare - worth)
    return found


def burden(pair: str) -> float:
    """How much there is to read for this pair in an index of characters: both of them, wherever they stand."""
    known = _chars()
    return known.get(pair[0], 0.0) + known.get(pair[1], 0.0)


def weight(pair: str) -> float:
    """How much it says that two texts share this pair: little for 我们, much for a name."""
    known, rare = _weights()
    return known.get(pair, rare)


def total(found: Iterable[str]) -> float:
    """The weights of all pairs together."""
    known, rare = _weights()
    return sum(known.get(pair, rare) for pair in found)


def shared_words(text: str, found: set[str], most: int = 3) -> list[str]:
    """The words of `text` that are made of the pairs `found`, the most telling first: 卫生, 生室 make 卫生室."""
    chars, runs = tokens(text[:LONGEST]), []
    at = 0
    while at < len(chars) - 1:
        end = at
        while end < len(chars) - 1 and chars[end : end + 2] in found:
            end += 1
        if end > at:
            runs += [part for part in _JOINTS.split(chars[at : end + 1]) if len(part) >= 2]
        at = max(end, at + 1)
    ranked = sorted(set(runs), key=lambda run: (-total(_inside(run)) / math.sqrt(len(run)), chars.index(run)))
    chosen: list[str] = []
    for run in ranked:
        if len(run) <= LONGEST_WORD and not any(run in other or other in run for other in chosen):
            chosen.append(run)
    return chosen[:most]


def _inside(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)]


SHORTEST_SHARED = 3  # characters in a row that both texts have before they are marked; two where they are rare
_TELLING = 4.0


def marks(text: str, other: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether the other text says it too."""
    theirs, length = set(pairs(other)), len(text)
    plain = [tokens(char) if char.isalnum() else BOUNDARY for char in text[:LONGEST]]
    shared = [False] * length
    at = 0
    while at < len(plain) - 1:
        end = at
        while end < len(plain) - 1 and plain[end] + plain[end + 1] in theirs:
            end += 1
        run = [plain[n] + plain[n + 1] for n in range(at, end)]
        if (end - at + 1 >= SHORTEST_SHARED and total(run) > _TELLING) or (run and max(map(weight, run)) > _TELLING):
            shared[at : end + 1] = [True] * (end - at + 1)
        at = max(end, at + 1)
    pieces: list[tuple[str, bool]] = []
    start = 0
    for n in range(1, length + 1):
        if n == length or shared[n] != shared[start]:
            pieces.append((text[start:n], shared[start]))
            start = n
    return pieces if text else []
