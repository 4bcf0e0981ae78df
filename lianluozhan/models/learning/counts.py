"""How often a pair of characters stands in texts with each answer, and what that says of a new text.

A naive Bayes against its complement: for each answer, how much likelier the pairs are in texts with this answer than
in all others. Plain sums of logarithms, so that every answer can name the words it rests on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .words import pairs

SMOOTHING = 0.05
TITLE = 2  # how much the title counts against the text
LOOKED_AT = 1000  # characters of a text


def features_of(title: str, content: str, others: Iterable[str] = ()) -> dict[str, float]:
    """The pairs of a text with their weight; `others` are cells of the form, such as the village, one feature each."""
    found: dict[str, float] = {}
    for pair in set(pairs(content[:LOOKED_AT])):
        found[pair] = 1.0
    for pair in set(pairs(title)):
        found[pair] = found.get(pair, 0.0) + TITLE
    for other in others:
        found[other] = 6.0
    return found


@dataclass
class Counts:
    """What is known about one question. A few large tables of plain figures, so that memory is never combed through."""

    docs: dict[int, int] = field(default_factory=dict)  # records with each answer
    totals: dict[int, float] = field(default_factory=dict)  # weight of all pairs of each answer
    having: dict[int, dict[str, float]] = field(default_factory=dict)  # of each answer the weight of each pair
    sums: dict[str, float] = field(default_factory=dict)  # weight of each pair over all answers

    def learn(self, features: Mapping[str, float], answer: int, *, is_record: bool = True) -> None:
        """One more text with its answer; a name of a category teaches words and counts as no record."""
        if is_record:
            self.docs[answer] = self.docs.get(answer, 0) + 1
        self.totals[answer] = self.totals.get(answer, 0.0) + sum(features.values())
        self.add(answer, features)

    def add(self, answer: int, features: Mapping[str, float]) -> None:
        """Pairs of an answer whose total is known already."""
        here, sums = self.having.setdefault(answer, {}), self.sums
        for pair, weight in features.items():
            here[pair] = here.get(pair, 0.0) + weight
            sums[pair] = sums.get(pair, 0.0) + weight

    def scores(self, features: Mapping[str, float], among: Iterable[int] | None = None) -> dict[int, float]:
        """For each answer the sum over all known pairs; the highest is the likeliest."""
        known = [(pair, weight, self.sums[pair]) for pair, weight in features.items() if pair in self.sums]
        absent = {pair: math.log(SMOOTHING / (all_ + SMOOTHING)) for pair, _, all_ in known}
        weighed, nowhere = sum(entry[1] for entry in known), sum(weight * absent[pair] for pair, weight, _ in known)
        found = {}
        for answer in self.totals if among is None else among:
            here, score = self.having.get(answer, {}), nowhere + weighed * self._shift(answer)
            for pair, weight, all_ in known:
                if count := here.get(pair):
                    score += weight * (math.log((count + SMOOTHING) / (all_ - count + SMOOTHING)) - absent[pair])
            found[answer] = score
        return found

    def telling(self, features: Mapping[str, float], answer: int) -> dict[str, float]:
        """The pairs that speak for this answer, with how much they do."""
        here, shift, found = self.having.get(answer, {}), self._shift(answer), {}
        for pair, weight in features.items():
            if count := here.get(pair):
                gain = math.log((count + SMOOTHING) / (self.sums[pair] - count + SMOOTHING)) + shift
                if gain > 0:
                    found[pair] = weight * gain
        return found

    def _shift(self, answer: int) -> float:
        """What makes up for some answers having more text than others."""
        size, ours = SMOOTHING * len(self.sums), self.totals[answer]
        return math.log(sum(self.totals.values()) - ours + size) - math.log(ours + size)


def certain(scores: Mapping[int, float], features: Mapping[str, float]) -> tuple[int, float]:
    """The likeliest answer and how sure it is, 0 to 1; the pairs of a text are not independent, so they count less."""
    best = max(scores, key=lambda answer: (scores[answer], -answer))
    heat = HEAT * math.sqrt(max(sum(features.values()), 20.0))
    shares = [math.exp((score - scores[best]) / heat) for score in scores.values()]
    return best, 1 / sum(shares)


HEAT = 2.0  # the higher, the more doubt; set so that "sure" comes true about as often as it says: docs/learning.md
