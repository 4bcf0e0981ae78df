"""Finding among 10,000 件: a page of 50 and the count, against a page by key and against LIKE over the same texts.

As many matters stand behind the 件 as there are, for a 件 is found by the words of its matter too. Ten years, three
retentions; titles, bodies and names as the program makes them, in an encrypted file.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from bench.save_opinion import open_station
from bench.search_words import THINGS, TROUBLES, VILLAGES, Language, _opinion
from bench.turns import in_turn, report
from lianluozhan.models import places
from lianluozhan.models.archive import lists, schemes
from lianluozhan.models.archive.codes import archival_number
from lianluozhan.models.archive.lists import ItemFilter
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.places import Village
from lianluozhan.models.session import Session

PAGE = 50
YEARS = 10
SEARCHED = " || '\n' || ".join(Item.SEARCHED)


def fill(session: Session, count: int) -> None:
    """A matter and its numbered 件, so many of them."""
    chance = random.Random(7)
    language = Language(chance)
    villages = [places.add(session, Village(name=name)).id for name in VILLAGES]
    scheme = schemes.choose(session, fonds="Z109", fonds_name="石桥镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    with session.action("opinion.register"):
        matters = session.add_many([_opinion(chance, language, villages, n) for n in range(count)])
    last: dict[tuple[int, Retention], int] = {}
    made = []
    for n, matter in enumerate(matters):
        year = 2016 + n * YEARS // count
        retention = chance.choices(list(Retention), (1, 6, 3))[0]
        last[year, retention] = sequence = last.get((year, retention), 0) + 1
        about = f"{chance.choice(VILLAGES)}{n % 9 + 1}组{chance.choice(THINGS)}{chance.choice(TROUBLES)}"
        item = Item(
            kind=ItemKind.OPINION,
            source_table="opinions",
            source_id=matter.id,
            category=Category.OPINIONS,
            fonds=scheme.fonds,
            year=year,
            retention=retention,
            place=sequence,
            sequence=sequence,
            document_number=f"石桥人大函〔{year}〕{n % 90 + 1}号",
            responsible=f"{chance.choice(VILLAGES)}村民委员会",
            title=f"[关于{about}的群众意见及办理答复]",
            dated_on=date(year, n % 12 + 1, n % 28 + 1),
            pages=n % 20 + 1,
            persons=f"{matter.submitter_name} 王建国",
        )
        made.append(replace(item, archival_number=archival_number(scheme, item)))
    with session.action("archive.number"):
        session.add_many(made)


def page(session: Session, wanted: ItemFilter) -> int:
    """What the window asks of a search: how many there are, and the first page."""
    found = lists.listing(session, wanted)
    return found.count() + len(found.page(PAGE))


def by_key(session: Session) -> object:
    return session.rows(f"SELECT * FROM archive_items ORDER BY id LIMIT {PAGE}")


def like(session: Session, words: str) -> object:
    """Count and page by LIKE over the texts of the 件 alone."""
    wanted = " AND ".join([f"({SEARCHED}) LIKE ?"] * len(words.split()))
    params = [f"%{word}%" for word in words.split()]
    session.value(f"SELECT count(*) FROM archive_items WHERE {wanted}", params)
    return session.rows(f"SELECT * FROM archive_items WHERE {wanted} ORDER BY id LIMIT {PAGE}", params)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = open_station(Path(folder) / "station")
        started = time.perf_counter()
        fill(session, options.items)
        print(f"{options.items} 件 written in {time.perf_counter() - started:.0f} s")
        someone = session.value("SELECT submitter_name FROM opinions WHERE id = ?", (options.items // 2,))
        lines = {
            "nothing typed": ItemFilter(),
            "a year and a retention": ItemFilter(year=2020, retention=Retention.YEARS_30),
            "a common word": ItemFilter(words="路灯"),
            "a word in every title": ItemFilter(words="群众意见"),
            "one character": ItemFilter(words="村"),
            "two words": ItemFilter(words="路灯 石桥村"),
            "a person": ItemFilter(words=someone),
            "a whole number": ItemFilter(words="Z109-WS·2020-D30-0100"),
            "the end of a number": ItemFilter(words="D30-0100"),
            "figures alone": ItemFilter(words="0100"),
            "a word nowhere": ItemFilter(words="龘靐"),
        }
        for name, wanted in lines.items():
            ours = partial(page, session, wanted)
            mine, theirs = in_turn(ours, partial(by_key, session), options.rounds)
            report(f"{name}: count and page of {PAGE} against a page by key", mine, theirs, goal=40)
            if wanted.words:
                mine, theirs = in_turn(ours, partial(like, session, wanted.words), max(2, options.rounds // 5))
                print(
                    f"{name}: {lists.listing(session, wanted).count()} hits, LIKE takes {min(theirs) / min(mine):.1f}"
                    " times as long"
                )
        session.close()


if __name__ == "__main__":
    main()
