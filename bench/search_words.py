"""A search page of 50 among 100,000 opinions against a page of 50 by key, and against LIKE over the same texts.

Made-up texts in an encrypted file: characters and words fall off in number as in a language (Zipf), so that there are
common words, rare ones, and rare pairs of very common characters. Titles name villages, so that initials find them.
Each kind of search is timed in turn with its baselines; then its hits are compared with LIKE's over all texts.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.save_opinion import open_station
from bench.turns import in_turn, report
from lianluozhan.models import places
from lianluozhan.models.finding import Finder
from lianluozhan.models.opinion_search import COLUMNS, OpinionSearch
from lianluozhan.models.opinions.record import Opinion, Status
from lianluozhan.models.places import Village
from lianluozhan.models.query_line import Known, read_line
from lianluozhan.models.session import Session

PAGE = 50
BATCH = 2000
VILLAGES = ("石桥村", "青溪村", "桃源村", "大塘村", "松林村", "白云村", "长岭村", "下湾村", "柳树村", "东山村")
THINGS = ("路灯", "水渠", "道路", "垃圾", "围墙", "水管", "公厕", "校车", "桥梁", "电线")
TROUBLES = ("损坏，晚上老人出行不便", "没有人管，请尽快修好", "太旧了，盼换新的", "漏水，影响出行", "堵了，一下雨就满")
ALPHABET = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
SEARCHED = ("number", "title", "content", "request", "submitter_name", "phone", "address", "place")


class Language:
    """Words of one, two or three characters; common ones far commoner than rare ones."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        letters = ALPHABET[:]
        chance.shuffle(letters)
        self.letters = letters
        weights = [1 / (n + 8) for n in range(len(letters))]
        spelt = iter(chance.choices(letters, weights, k=100_000))
        sizes = chance.choices((1, 2, 3), (1, 6, 1), k=30_000)
        self.words = list(dict.fromkeys("".join(next(spelt) for _ in range(size)) for size in sizes))
        self.sums = list(self._sums(len(self.words)))

    @staticmethod
    def _sums(count: int) -> Iterator[float]:
        total = 0.0
        for n in range(count):
            total += 1 / (n + 20)
            yield total

    def text(self, words: int) -> str:
        parts = self.chance.choices(self.words, cum_weights=self.sums, k=words)
        for at in range(self.chance.randint(4, 8), words, self.chance.randint(5, 9)):
            parts[at] += "，" if at % 3 else "。"
        return "".join(parts)


def fill(session: Session, count: int) -> Language:
    """Closed opinions, the oldest first."""
    chance = random.Random(7)
    language = Language(chance)
    villages = [places.add(session, Village(name=name)).id for name in VILLAGES]
    for at in range(0, count, BATCH):
        with session.action("opinion.register"):
            session.add_many([_opinion(chance, language, villages, n) for n in range(at, min(at + BATCH, count))])
    return language


def _opinion(chance: random.Random, language: Language, villages: list[int], n: int) -> Opinion:
    village = chance.randrange(len(VILLAGES))
    title = f"{VILLAGES[village]}{chance.randint(1, 9)}组{chance.choice(THINGS)}{chance.choice(TROUBLES)}"
    day = date(2016, 1, 4) + timedelta(days=n // 40)
    return Opinion(
        number=f"社情民意〔{day.year}〕{n:06d}号",
        status=Status.CLOSED,
        received_on=day,
        title=title,
        content=language.text(170),
        request=language.text(12),
        submitter_name="".join(chance.choices(language.letters[:400], k=3)),
        phone=f"13{chance.randint(100_000_000, 999_999_999)}",
        village_id=villages[village] if n % 3 else None,
        place=f"{VILLAGES[village]}{n % 9 + 1}组",
    )


def page(session: Session, known: Known, line: str) -> list[dict[str, Any]]:
    """The first page, as the window gets it, step by step."""
    search = OpinionSearch(session, read_line(line, known), known, page=PAGE)
    while not search.full:
        search.step()
    return search.rows


def whole(session: Session, known: Known, line: str) -> tuple[list[int], float]:
    """All hits, and the longest single step on the way in seconds."""
    search, longest, going = OpinionSearch(session, read_line(line, known), known, page=PAGE), 0.0, True
    while going:
        started = time.perf_counter()
        going = search.step()
        longest = max(longest, time.perf_counter() - started)
    search.want_more(1_000_000)
    while not search.full:
        search.step()
    assert search.total == len(search.rows), (line, search.total, len(search.rows))
    return [row["id"] for row in search.rows], longest


def by_key(session: Session) -> list[tuple[Any, ...]]:
    return session.rows(f"SELECT {COLUMNS} FROM opinions ORDER BY opinions.id DESC LIMIT {PAGE}")


def like(session: Session, words: list[str], limit: int) -> list[int]:
    texts = " || '\n' || ".join(SEARCHED)
    wanted = " AND ".join([f"({texts}) LIKE ?"] * len(words))
    sql = f"SELECT {COLUMNS} FROM opinions WHERE {wanted} ORDER BY id DESC LIMIT {limit}"
    return [row[0] for row in session.rows(sql, [f"%{word}%" for word in words])]


def sample_words(session: Session, language: Language) -> dict[str, str]:
    """Rare words, a common one, and pairs of very common characters that hardly ever stand together."""

    def hits(word: str) -> int:
        sql = "SELECT count(*) FROM opinions_words WHERE opinions_words MATCH ?"
        return int(session.value(sql, (f'"{" ".join(word)}"',)))

    chance = random.Random(3)
    middling = ("".join(chance.sample(language.letters[150:1500], 2)) for _ in range(2000))
    rare = (word for word in middling if 1 <= hits(word) < PAGE)
    common = sorted(language.letters[:60], key=hits, reverse=True)[:14]
    pairs = sorted((hits(one + two), one + two) for one in common for two in common if one != two)
    found = {f"rare word {n}": word for n, word in zip(range(1, 6), rare, strict=False)}
    return found | {"rare pair of very common": pairs[0][1], "common pair": pairs[-1][1], "one character": common[0]}


def measure(name: str, ours: Callable[[], object], base: Callable[[], object], rounds: int) -> None:
    report(f"{name}: page of {PAGE} against a page by key", *in_turn(ours, base, rounds), goal=5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--opinions", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = open_station(Path(folder) / "station")
        started = time.perf_counter()
        language = fill(session, options.opinions)
        print(f"{options.opinions} opinions written in {time.perf_counter() - started:.0f} s")
        known = Finder(session).known
        phone = session.value("SELECT phone FROM opinions WHERE id = ?", (options.opinions // 2,))
        lines = {
            **sample_words(session, language),
            "title word": "路灯",
            "initials": "sqc",
            "long initials": "qxc3zldsh",
            "initials and word": "sqc 路灯",
            "phone tail": phone[-4:],
            "whole phone": phone,
            "number": f"{options.opinions // 2:06d}",
        }
        for name, line in lines.items():
            ours = partial(page, session, known, line)
            measure(name, ours, partial(by_key, session), options.rounds)
            words = line.split()
            hits, longest = whole(session, known, line)
            told = f"{name}: {len(hits)} hits, longest step {longest * 1000:.1f} ms"
            if all(not word.isascii() or word.isdigit() for word in words):  # LIKE knows no initials
                there = like(session, words, -1)
                told += f", false hits {len(set(hits) - set(there))}, missed {len(set(there) - set(hits))}"
                mine, theirs = in_turn(ours, partial(like, session, words, PAGE), max(2, options.rounds // 5))
                told += f", LIKE takes {min(theirs) / min(mine):.0f} times as long"
            print(told)
        session.close()


if __name__ == "__main__":
    main()
