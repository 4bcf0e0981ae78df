"""A deputy's service file of ten years: opened, against reading its bare rows; printed, against plain drawing.

Opening: the year that the tab shows with all eight parts, what is missing, points and place among 120 deputies; and
the whole file. The baseline reads the same 2,000 rows of the deputy with one query. Printing: the whole volume,
records to a closed PDF, with the places of ten years counted among all deputies; the baseline gets every line broken
and placed (see `bench.print_registration`).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.print_registration import draw_plainly, finished_page
from bench.save_opinion import open_station
from bench.turns import in_turn, report

ROWS, YEARS, DEPUTIES = 2_000, 10, 120
OPEN_GOAL, WHOLE_GOAL, PRINT_GOAL = 12.0, 4.0, 4.0
OPEN_MS, PRINT_SECONDS = 100, 3.0


def make_station(folder: Path, deputies: int) -> Any:
    """A station whose deputies all have as long a file; all people are invented."""
    from lianluozhan.models import deputies as people
    from lianluozhan.models.demo.content import GIVEN, STATION, SURNAMES
    from lianluozhan.models.deputies import Deputy, Mandate
    from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord

    session = open_station(folder / "station")
    with session.action("staff.edit"):
        session.add(STATION)
    kinds, today = list(ServiceKind), session.today
    first = date(today.year - YEARS + 1, 1, 1)
    for n in range(deputies):
        name = SURNAMES[n % len(SURNAMES)] + GIVEN[n // len(SURNAMES) % len(GIVEN)]
        deputy = people.add(session, Deputy(name=name), [Mandate(term="第十八届", starts_on=first)])
        records = [
            ServiceRecord(
                deputy_id=deputy.id,
                kind=kinds[at % len(kinds)],
                title=f"{kinds[at % len(kinds)].label}，第{at + 1}次",
                starts_on=first + timedelta(at * (today - first).days // ROWS),
                content=f"第{at + 1}次：到石桥村看水源地、水厂和入户管网，听取水厂汇报，提出意见{at % 9}条。",
                state=ReviewState.PASSED,
                page_ref=f"{at % 8 + 1}—{at + 1}",
            )
            for at in range(ROWS)
        ]
        with session.action("service.enter"):
            session.add_many(records)
    return session


def open_year(session: Any, deputy_id: int) -> int:
    """What the tab reads when a deputy is opened; how many lines it has."""
    from lianluozhan.models.service import file, missing, points

    year = session.today.year
    file.years_of(session, deputy_id)
    found = file.file_of(session, deputy_id, years=[year])
    lacking = missing.missing(session, found)
    missing.parts(found, year, lacking)
    points.place_of(points.ranking(session, year), deputy_id)
    return len(found.lines)


def open_whole(session: Any, deputy_id: int) -> int:
    from lianluozhan.models.service import file, missing

    found = file.file_of(session, deputy_id)
    missing.missing(session, found)
    return len(found.lines)


def bare_rows(session: Any, deputy_id: int) -> int:
    sql = "SELECT * FROM service_records WHERE deputy_id = ? ORDER BY starts_on, id"
    return len(session.rows(sql, (deputy_id,)))


def print_file(session: Any, deputy_id: int, path: Path) -> int:
    from lianluozhan.printing.pdf import write_pdf
    from lianluozhan.sheets.deputy_file import volume

    return write_pdf(volume(session, deputy_id), path).pages


def measure_opening(session: Any, rounds: int) -> None:
    for name, deed, goal in (("year", open_year, OPEN_GOAL), ("whole", open_whole, WHOLE_GOAL)):
        mine, base = in_turn(partial(deed, session, 3), partial(bare_rows, session, 3), rounds, time.process_time)
        took = min(mine) * 1000
        print(f"opening the {name} of a file of {ROWS} rows: {took:.0f} ms (goal <= {OPEN_MS} ms)")
        report(f"opening the {name} of a deputy's file", mine, base, goal)


def measure_printing(session: Any, folder: Path, rounds: int) -> None:
    from lianluozhan.printing.layout import lay_out
    from lianluozhan.sheets.deputy_file import volume

    pages = [finished_page(page) for document in volume(session, 3) for page in lay_out(document)]
    mine, base = in_turn(
        lambda: print_file(session, 3, folder / "ours.pdf"),
        lambda: draw_plainly(folder / "plain.pdf", *pages),
        rounds,
        time.process_time,
    )
    print(f"printing a file of {ROWS} rows: {len(pages)} pages in {min(mine):.2f} s (goal <= {PRINT_SECONDS:g} s)")
    report("a deputy's file as PDF", mine, base, PRINT_GOAL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deputies", type=int, default=DEPUTIES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        session = make_station(Path(folder), options.deputies)
        measure_opening(session, options.rounds)
        measure_printing(session, Path(folder), max(options.rounds // 2, 2))
        session.close()


if __name__ == "__main__":
    main()
