"""A year of matters in one PDF, against the same finished lines drawn plainly on the reportlab canvas.

Ours: record to document, lines broken, pages laid out and written. The baseline gets every line broken and placed
and calls drawString, line and rect; both with rl_accel, without ASCII85. Goal: not slower; aim: 1.7 times as fast.

The matters are those of a ledger, read by the program's own import, or without one those of the sample station.
`--memory` prints ours alone in a fresh process and says by how much it grew after the first tenth.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.print_registration import draw_plainly, finished_page, opinion_file
from bench.turns import in_turn, report
from lianluozhan.models.opinions import DispatchFile, OpinionFile
from lianluozhan.models.opinions.handling import Dispatch, Evaluation, Feedback, Reply, Satisfaction, Way
from lianluozhan.models.places import HandlingBody

GOAL, MATTERS = 1.0, 1_000
FORMS = ("F10", "F12", "F16")
_FIRST = date(2026, 1, 5)


def sample_matters(count: int) -> Iterator[OpinionFile]:
    """The topics of the sample station, each time in another place and with other numbers."""
    from lianluozhan.models.demo.content import GIVEN, SURNAMES, TOPICS, VILLAGES

    pattern = opinion_file(1)
    for n in range(count):
        topic, place = TOPICS[n % len(TOPICS)], VILLAGES[n % len(VILLAGES)]
        words = {"place": place, "n": n % 9 + 1, "m": n % 17 + 2}
        opinion = replace(
            pattern.opinion,
            number=f"社情民意〔2026〕{n + 1:04d}号",
            title=topic.title.format(**words),
            content=f"（第{n + 1}件）" + topic.content.format(**words),
            request=topic.request,
            submitter_name=SURNAMES[n % len(SURNAMES)] + GIVEN[n % len(GIVEN)],
            received_on=_FIRST + timedelta(n % 300),
        )
        reply = Reply(content=topic.answer.format(**words), replied_on=_FIRST + timedelta(n % 300 + 25))
        yield _whole(replace(pattern, opinion=opinion, village_name=place), n, reply)


def imported_matters(ledger: Path, count: int) -> Iterator[OpinionFile]:
    """The messages of a ledger as the program stores them."""
    from bench.import_opinions import import_all
    from bench.save_opinion import open_station
    from lianluozhan.models.demo.content import STATION
    from lianluozhan.models.opinions import file_of

    with tempfile.TemporaryDirectory() as folder:
        session = open_station(Path(folder) / "station")
        with session.action("staff.edit"):
            session.add(STATION)
        import_all(session, ledger)
        for n, (number,) in enumerate(session.rows("SELECT id FROM opinions ORDER BY id LIMIT ?", (count,))):
            file = file_of(session, number)
            yield _whole(file, n, file.replies[-1] if file.replies else None)


def _whole(file: OpinionFile, n: int, reply: Reply | None) -> OpinionFile:
    """With what the way of a matter leaves behind, so that its sheets are full."""
    body = HandlingBody(name=("村镇建设办公室", "县交通运输局", "社会事务办公室", "自来水厂")[n % 4])
    sent = Dispatch(number=f"交办〔2026〕{n + 1:03d}号", dispatched_on=_FIRST, due_on=_FIRST + timedelta(30 + n % 9))
    judged = Evaluation(attitude=Satisfaction.SATISFIED, result=Satisfaction.FAIRLY, evaluated_on=_FIRST)
    reply = reply or Reply(content="已经办理完毕。", replied_on=_FIRST)
    return replace(
        file,
        dispatches=(DispatchFile(sent, body, ()),),
        replies=(replace(reply, document_number=f"〔2026〕{n + 1}号", handler="陈䶮", handler_phone="13800000005"),),
        feedbacks=(Feedback(way=Way.PHONE),),
        evaluations=(judged,),
        lead_body=body,
    )


def documents(files: list[OpinionFile]) -> Iterator[Any]:
    """The sheets of each matter, drawn as they are needed."""
    from lianluozhan.printing.catalog import FORMS as ALL

    for n, file in enumerate(files):
        for number in FORMS if n % 4 else (*FORMS, "F17"):
            yield ALL[number].draw(file, None)


def print_ours(path: Path, files: list[OpinionFile]) -> int:
    from lianluozhan.printing.pdf import write_pdf

    return write_pdf(documents(files), path).pages


def matters(options: argparse.Namespace) -> list[OpinionFile]:
    found = imported_matters(options.ledger, options.matters) if options.ledger else sample_matters(options.matters)
    return list(found)


def measure_memory(options: argparse.Namespace) -> None:
    """In a process of its own, by the system's own count of it."""
    files = matters(options)
    with tempfile.TemporaryDirectory() as folder:
        print_ours(Path(folder) / "a.pdf", files[: len(files) // 10])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        pages = print_ours(Path(folder) / "a.pdf", files)
        took, size = time.perf_counter() - start, (Path(folder) / "a.pdf").stat().st_size
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"memory: peak grew by {grown:.1f} MB from {before / 1024:.0f} MB over {pages} pages")
    print(f"file: {size / 1e6:.1f} MB, {size / pages / 1024:.1f} KB a page, {pages / took:.0f} pages a second")


def measure_speed(options: argparse.Namespace) -> None:
    from lianluozhan.printing.layout import lay_out

    files = matters(options)
    pages = [finished_page(page) for document in documents(files) for page in lay_out(document)]
    with tempfile.TemporaryDirectory() as folder:
        mine, base = in_turn(
            lambda: print_ours(Path(folder) / "ours.pdf", files),
            lambda: draw_plainly(Path(folder) / "plain.pdf", *pages),
            options.rounds,
            time.process_time,
        )
        sizes = [(Path(folder) / f"{whose}.pdf").stat().st_size / 1e6 for whose in ("ours", "plain")]
    print(f"yearbook: {len(files)} matters on {len(pages)} pages, {len(pages) / min(mine):.0f} pages a second")
    print("yearbook: {:.1f} MB, plainly drawn {:.1f} MB".format(*sizes))
    print(f"yearbook: {min(base) / min(mine):.2f} x the speed of plain drawing, best to best (goal >= {GOAL:g})")
    report("yearbook as PDF", mine, base, 1 / GOAL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, help="an xlsx ledger with replies; without it the sample station")
    parser.add_argument("--matters", type=int, default=MATTERS)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="only how much memory ours takes")
    options = parser.parse_args()
    if options.memory:
        return measure_memory(options)
    subprocess.run([sys.executable, "-m", "bench.yearbook", *sys.argv[1:], "--memory"], check=True)
    return measure_speed(options)


if __name__ == "__main__":
    main()
