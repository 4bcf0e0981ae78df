"""Held-out accuracy of the proposed first-level category, on messages that a reader has sorted.

`measure_suggestions.py MESSAGES.xlsx`: five folds; learned from 50, 200, … of the other four, with the names of the
categories alone and with the words to begin with (made anew from messages that are neither learned nor tested).
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

from lianluozhan.models.learning.counts import Counts, certain, features_of
from lianluozhan.models.learning.suggesting import SURE
from lianluozhan.models.learning.training import SEED
from lianluozhan.models.learning.words import pairs
from tools.make_category_words import judged, words_of
from tools.measure_duplicates import messages

TREE = Path(__file__).resolve().parent.parent / "resources" / "codes" / "categories.json"
FOLDS, SIZES, HELD_FOR_WORDS = 5, (0, 50, 200, 400, 10_000), 400
Text = tuple[str, str, str]


def named() -> Counts:
    """What the names of the categories teach; answers by their place in the tree."""
    made = Counts()
    for place, first in enumerate(json.loads(TREE.read_text("utf-8"))):
        words = [first["name"], *first["below"], *(name for below in first["below"].values() for name in below)]
        for name in words:
            made.learn(dict.fromkeys(pairs(name.replace("其他", "")), 1.0), place, is_record=False)
    return made


def learned(own: list[Text], others: list[Text], places: dict[str, int]) -> Counts:
    made = named()
    for letter, words in words_of(others).items() if others else ():
        made.learn({pair: SEED * count for pair, count in words.items()}, places[letter], is_record=False)
    for title, text, letter in own:
        made.learn(features_of(title, text), places[letter])
    return made


def main(source: str) -> None:
    names, letters = judged()
    places = {letter: place for place, letter in enumerate(names)}
    texts = [(m.title, m.text, letters[m.number]) for m in messages(source) if m.number in letters]
    random.Random(1).shuffle(texts)
    share = Counter(letter for *_, letter in texts).most_common(1)[0][1] / len(texts)
    print(f"{len(texts)} messages, {len(names)} categories; always the most frequent one: {share:.3f}")
    for with_words in (False, True):
        for size in SIZES:
            report(texts, size, places, with_words)


def report(texts: list[Text], size: int, places: dict[str, int], with_words: bool) -> None:
    results: list[tuple[float, bool]] = []
    used = 0
    for fold in range(FOLDS):
        rest = [text for at, text in enumerate(texts) if at % FOLDS != fold]
        others, known = (rest[:HELD_FOR_WORDS], rest[HELD_FOR_WORDS:]) if with_words else ([], rest)
        used = len(known[:size])
        made = learned(known[:size], others, places)
        for title, text, letter in texts[fold::FOLDS]:
            features = features_of(title, text)
            answer, sure = certain(made.scores(features), features)
            results.append((sure, answer == places[letter]))
    right = sum(good for _, good in results) / len(results)
    said = [good for sure, good in results if sure >= SURE]
    share, good = len(said) / len(results), sum(said) / max(1, len(said))
    begun = "with words to begin with" if with_words else "names of categories only"
    print(f"{begun}, {used} records: accuracy {right:.3f}; proposes {share:.2f} of them, {good:.3f} right")


if __name__ == "__main__":
    main(sys.argv[1])
