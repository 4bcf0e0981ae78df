"""The catalogue of a year of the archive: from the station's file to the closed PDF in at most ten seconds (F80).

Ours reads the 件 of the class, breaks every line, sets the pages and writes them. The baseline gets the same lines
broken and placed already and calls drawString, line and rect on the plain reportlab canvas, in turn with ours; both by
processor time. The seconds are by the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.print_registration import draw_plainly, finished_page
from bench.save_opinion import open_station
from bench.turns import in_turn, report, seconds

GOAL, SECONDS, ITEMS = 2.0, 10.0, 10_000
YEAR, FONDS = 2026, "Z109"


def items(count: int) -> Iterator[Any]:
    """Numbered 件 of one class, with the topics of the sample station as titles and a struck one among each hundred."""
    from lianluozhan.models.archive.codes import archival_number
    from lianluozhan.models.archive.record import Category, Item, ItemKind, Retention, Scheme
    from lianluozhan.models.demo.content import TOPICS, VILLAGES

    scheme = Scheme(fonds=FONDS, category="WS")
    for n in range(1, count + 1):
        topic, place = TOPICS[n % len(TOPICS)], VILLAGES[n % len(VILLAGES)]
        title = topic.title.format(place=place, n=n % 9 + 1)
        item = Item(
            kind=ItemKind.OPINION,
            category=Category.OPINIONS,
            fonds=FONDS,
            year=YEAR,
            retention=Retention.YEARS_30,
            sequence=min(n, 9_999),
            document_number=f"青石人大函〔2026〕{n}号" if n % 3 == 0 else "",
            responsible="青石镇人民代表大会主席团",
            title=f"关于{title}的群众意见及办理答复（第{n}件）",
            is_own_title=True,
            dated_on=date(YEAR, 1, 5) + timedelta(n % 350),
            pages=n % 14 + 1,
            voided_on=date(YEAR + 1, 2, 1) if n % 100 == 0 else None,
        )
        yield replace(item, archival_number=archival_number(scheme, item))


def store(session: Any, count: int) -> None:
    """Into one class; a class has four figures, so what is beyond goes into the one for ten years."""
    from lianluozhan.models.archive.record import Retention

    with session.action("archive.file"):
        for n, item in enumerate(items(count), 1):
            more = n - 9_999
            session.add(replace(item, retention=Retention.YEARS_10, sequence=more) if more > 0 else item)


def main() -> None:
    from lianluozhan.models.archive.paper_files import class_file, class_key
    from lianluozhan.printing.forms.archive_catalogue import archive_catalogue
    from lianluozhan.printing.layout import lay_out
    from lianluozhan.printing.pdf import write_pdf

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        session = open_station(folder / "home")
        store(session, options.items)
        key = class_key(YEAR)
        pages = lay_out(archive_catalogue(class_file(session, key)))
        sheets = [finished_page(page) for page in pages]
        print(f"catalogue of {options.items} pieces: {len(pages)} pages")

        def ours() -> None:
            write_pdf([archive_catalogue(class_file(session, key))], folder / "catalogue.pdf")

        def plainly() -> None:
            draw_plainly(folder / "plain.pdf", *sheets)

        mine, base = in_turn(ours, plainly, options.rounds, time.process_time)
        waited = [seconds(ours) for _ in range(options.rounds)]
        session.close()
    print(f"{options.items} pieces: best {min(waited):.2f} s, slowest {max(waited):.2f} s (goal <= {SECONDS:g})")
    report(f"catalogue of {options.items} pieces as PDF", mine, base, GOAL)


if __name__ == "__main__":
    main()
