"""Make resources/codes/category_words.json, the words to begin with: `make_category_words.py MESSAGES.xlsx`.

For each first-level category how often pairs of characters stand in messages of the public that a reader gave to it.
Counts of pairs that at least `LEAST` messages have; nothing of a message itself can be read from them.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from lianluozhan.models.learning.counts import features_of
from tools.measure_duplicates import messages

ROOT = Path(__file__).resolve().parent
OUT = ROOT.parent / "resources" / "codes" / "category_words.json"
LEAST = 8


def judged() -> tuple[dict[str, str], dict[str, str]]:
    """The first level of each letter, and the letter of each judged message."""
    lines = (ROOT / "labelled_categories.txt").read_text("utf-8").splitlines()[1:]
    names = dict(line[2:].split(" ", 1) for line in lines if line[0] == "#")
    return names, dict(line.split(" ") for line in lines if line[0] != "#")


def words_of(texts: list[tuple[str, str, str]], least: int = LEAST) -> dict[str, dict[str, int]]:
    """For each answer the weight of each pair; from title, text and answer."""
    found: dict[str, Counter[str]] = {}
    having: Counter[str] = Counter()
    for title, text, answer in texts:
        features = features_of(title, text)
        having.update(features.keys())
        for pair, weight in features.items():
            found.setdefault(answer, Counter())[pair] += int(weight)
    return {
        answer: {pair: count for pair, count in sorted(counts.items()) if having[pair] >= least and count > 1}
        for answer, counts in found.items()
    }


def main(source: str) -> None:
    names, letters = judged()
    texts = [(m.title, m.text, letters[m.number]) for m in messages(source) if m.number in letters]
    found = {names[letter]: pairs for letter, pairs in words_of(texts).items()}
    OUT.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(OUT, OUT.stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1])
