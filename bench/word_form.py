"""One registration form as Word against zipping its finished parts, and both formats against LibreOffice.

Ours: record to document, planned, written as XML, packed, synced and renamed. The baseline gets the parts of such a
file, ready made, and zips them. Both by processor time. LibreOffice, where it is installed, opens the very Word file
and writes it as PDF (ours: from the record) and as Word again; by the clock, its start included, as a person waits.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path
from statistics import median
from typing import Any

from bench.print_registration import opinion_file, print_pdf
from bench.turns import in_turn, report, seconds

GOAL, AIM, OFFICE_GOAL = 4.0, 2.0, 10


def print_word(path: Path, file: Any) -> None:
    from lianluozhan.printing.forms.opinion_registration import opinion_registration
    from lianluozhan.printing.word import write_word

    write_word([opinion_registration(file)], path)


def zip_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def measure_form(folder: Path, rounds: int) -> None:
    files = iter([opinion_file(n) for n in range(rounds + 2)])
    print_word(folder / "a.docx", next(files))
    with zipfile.ZipFile(folder / "a.docx") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    mine, base = in_turn(
        lambda: print_word(folder / "b.docx", next(files)),
        lambda: zip_parts(folder / "c.docx", parts),
        rounds,
        time.process_time,
    )
    report("form as Word", mine, base, GOAL)
    print(f"form as Word: aim <= {AIM:g}")


def convert(soffice: str, source: Path, folder: Path, kind: str) -> None:
    """LibreOffice with a profile of its own, made at its first run."""
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder / "out"), str(source)], check=True, capture_output=True)


def measure_office(folder: Path, rounds: int) -> None:
    soffice = shutil.which("soffice")
    if not soffice:
        return print("LibreOffice is not installed")
    for kind, ours in (("pdf", print_pdf), ("docx", print_word)):
        source = folder / "office.docx"
        print_word(source, opinion_file(0))
        files = iter([opinion_file(n) for n in range(rounds + 1)])
        ours(folder / f"a.{kind}", next(files))
        convert(soffice, source, folder, kind)
        mine, theirs = [], []
        for _ in range(rounds):
            mine.append(seconds(lambda: ours(folder / f"a.{kind}", next(files))))  # noqa: B023
            theirs.append(seconds(lambda: convert(soffice, source, folder, kind)))  # noqa: B023
        print(f"one form as {kind}: ours {median(mine) * 1000:.1f} ms, LibreOffice {median(theirs) * 1000:.0f} ms")
        print(f"one form as {kind}: {median(theirs) / median(mine):.0f} x as fast (goal >= {OFFICE_GOAL})")
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--office-rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_form(Path(folder), options.rounds)
        measure_office(Path(folder), options.office_rounds)


if __name__ == "__main__":
    main()
