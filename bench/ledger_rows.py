"""The ledger of a thousand opinions in both formats: at most half a second each, ten times as fast as LibreOffice.

Ours by processor time and by the clock, from rows as the list gives them to the closed file. LibreOffice, where it is
installed, opens our Word file and writes it as PDF and as Word.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.turns import seconds
from bench.word_form import OFFICE_GOAL, convert

GOAL, ROWS = 0.5, 1_000


def ledger_rows(count: int) -> list[dict[str, Any]]:
    """Rows as the listing of opinions gives them: the topics of the sample station."""
    from lianluozhan.models.demo.content import GIVEN, SURNAMES, TOPICS, VILLAGES

    first, rows = date(2026, 1, 4), []
    for n in range(1, count + 1):
        topic, place = TOPICS[n % len(TOPICS)], VILLAGES[n % len(VILLAGES)]
        rows.append(
            {
                "number": f"社情民意〔2026〕{n:04d}号",
                "received_on": (first + timedelta(n % 330)).isoformat(),
                "channel": "visit_by_deputy",
                "submitter_name": SURNAMES[n % len(SURNAMES)] + GIVEN[n % len(GIVEN)],
                "village_name": place,
                "category_name": topic.words,
                "title": topic.title.format(place=place, n=n % 9 + 1),
                "lead_body_name": "村镇建设办公室",
                "due_on": (first + timedelta(n % 330 + 30)).isoformat(),
                "status": "closed",
                "result_class": "AB"[n % 2],
                "satisfaction": "fairly",
                "remark": "",
                "voided_on": None,
            }
        )
    return rows


def writers(rows: list[dict[str, Any]]) -> dict[str, Callable[[Path], object]]:
    from lianluozhan.models.demo.content import STATION
    from lianluozhan.printing.forms.opinion_ledger import opinion_ledger
    from lianluozhan.printing.pdf import write_pdf
    from lianluozhan.printing.word import write_word

    def document() -> Any:
        return opinion_ledger(rows, STATION, name="2026年", until=date(2026, 12, 31))

    return {
        "pdf": lambda path: write_pdf([document()], path),
        "docx": lambda path: write_word([document()], path),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    soffice = shutil.which("soffice")
    with tempfile.TemporaryDirectory() as name:
        folder, made = Path(name), writers(ledger_rows(options.rows))
        for kind, write in made.items():
            path = folder / f"ledger.{kind}"
            write(path)
            taken = [seconds(lambda: write(path), time.process_time) for _ in range(options.rounds)]  # noqa: B023
            waited = median(seconds(lambda: write(path)) for _ in range(options.rounds))  # noqa: B023
            print(f"{options.rows} rows as {kind}: {median(taken):.3f} s of processor, {waited:.3f} s by the clock")
            print(f"{options.rows} rows as {kind}: best {min(taken):.3f} s (goal <= {GOAL:g})")
            if soffice:
                made["docx"](folder / "source.docx")
                theirs = seconds(lambda: convert(soffice, folder / "source.docx", folder, kind))  # noqa: B023
                print(f"{options.rows} rows as {kind}: LibreOffice {theirs:.2f} s, {theirs / waited:.0f} x as long")
                print(f"{options.rows} rows as {kind}: goal >= {OFFICE_GOAL} x")


if __name__ == "__main__":
    main()
