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
    """What is known about one question: which answer goes with which pairs."""

    docs: dict[int, int] = field(default_factory=dict)  # records with each answer
    totals: dict[int, float] = field(default_factory=dict)  # weight of all pairs of each answer
    pairs: dict[str, dict[int, float]] = field(default_factory=dict)
    whole: float = 0.0

    def learn(self, features: Mapping[str, float], answer: int, *, is_record: bool = True) -> None:
        """One more text with its answer; a name of a category teaches words and counts as no record."""
        if is_record:
            self.docs[answer] = self.docs.get(answer, 0) + 1
        gained = sum(features.values())
        self.totals[answer] = self.totals.get(answer, 0.0) + gained
        self.whole += gained
        for pair, weight in features.items():
            known = self.pairs.setdefault(pair, {})
            known[answer] = known.get(answer, 0.0) + weight

    def scores(self, features: Mapping[str, float], among: Iterable[int] | None = None) -> dict[int, float]:
        """For each answer the sum over all known pairs; the highest is the likeliest."""
        answers = list(self.totals if among is None else among)
        size = SMOOTHING * len(self.pairs)
        ours = {answer: math.log(self.totals[answer] + size) for answer in answers}
        rest = {answer: math.log(self.whole - self.totals[answer] + size) for answer in answers}
        found = dict.fromkeys(answers, 0.0)
        known = [(self.pairs[pair], weight) for pair, weight in features.items() if pair in self.pairs]
        for having, weight in known:
            all_ = sum(having.values())
            none = math.log(SMOOTHING) - math.log(all_ + SMOOTHING)
            for answer in answers:
                here = having.get(answer)
                gain = math.log((here + SMOOTHING) / (all_ - here + SMOOTHING)) if here else none
                found[answer] += weight * (gain - ours[answer] + rest[answer])
        return found

    def telling(self, features: Mapping[str, float], answer: int) -> dict[str, float]:
        """The pairs that speak for this answer, with how much they do."""
        size, ours = SMOOTHING * len(self.pairs), self.totals[answer]
        shift = math.log(self.whole - ours + size) - math.log(ours + size)
        found = {}
        for pair, weight in features.items():
            having = self.pairs.get(pair, {})
            if here := having.get(answer):
                gain = math.log((here + SMOOTHING) / (sum(having.values()) - here + SMOOTHING)) + shift
                if gain > 0:
                    found[pair] = weight * gain
        return found


def certain(scores: Mapping[int, float], features: Mapping[str, float]) -> tuple[int, float]:
    """The likeliest answer and how sure it is, 0 to 1; the pairs of a text are not independent, so they count less."""
    best = max(scores, key=lambda answer: (scores[answer], -answer))
    heat = HEAT * math.sqrt(max(sum(features.values()), 20.0))
    shares = [math.exp((score - scores[best]) / heat) for score in scores.values()]
    return best, 1 / sum(shares)


HEAT = 2.0  # the higher, the more doubt; set so that "sure" comes true about as often as it says: docs/learning.md
