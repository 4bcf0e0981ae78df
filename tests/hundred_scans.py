"""A hundred printed sheets put on a scanner again and again, each time otherwise: `dev.py scans`.

No sheet may ever hang on a record that is not its own, and of a hundred at least 98 must find theirs.
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from lianluozhan.models.archive import scanning
from lianluozhan.models.archive.scan_targets import TABLES, Target
from lianluozhan.models.archive.scanning import Taken
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home, sign_in
from tests import glass
from tests.keeping import noon

SHEETS, LEAST = 100, 98


def trial(base: Path, room: Path, seed: int, kept: Path | None) -> tuple[int, int, str]:
    """How many of a hundred were matched rightly and wrongly, and what is to be said of it."""
    session = sign_in(Home(shutil.copytree(base, room / "home")), "zhouchangfu", PASSWORD, now=noon)
    scans = room / "scans"
    scans.mkdir()
    printed = glass.printed(session, SHEETS, random.Random(seed))
    truth = glass.pile(printed, scans, seed)
    begun = time.perf_counter()
    files = scanning.take_in(session, [scans]).files
    seconds = time.perf_counter() - begun
    right, wrong, missed = 0, 0, collections.Counter[str]()
    for file in files:
        if file.trouble:
            missed[f"{file.name}: {file.trouble}"] += 1
        for page in file.pages:
            sheet = truth[file.name, page.page]
            if page.taken is not Taken.HUNG or page.scan is None:
                missed[f"{file.name} page {page.page}, {sheet.form}: {page.words}"] += 1
                if kept is not None:
                    kept.mkdir(parents=True, exist_ok=True)
                    shutil.copy(scans / file.name, kept / f"{seed}-{page.page}-{file.name}")
                continue
            owner = Target(TABLES[sheet.form], sheet.record_id).owner
            is_right = (page.scan.record_table, page.scan.record_id) == owner and page.scan.form == sheet.form
            right, wrong = right + is_right, wrong + (not is_right)
    session.close()
    forms = len({sheet.form for sheet in printed})
    said = f"seed {seed}: {len(truth)} sheets of {forms} forms in {len(files)} files, {right} right, {wrong} wrong"
    return right, wrong, "\n".join([f"{said}, {seconds:.0f} s", *(f"  {words}" for words in missed)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many piles")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--keep", type=Path, help="a folder for the scans that were not matched")
    options = parser.parse_args()
    good = True
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        demo(Home(base), opinions=60, now=noon)
        for seed in range(options.first, options.first + options.seeds):
            room = Path(folder) / f"seed{seed}"
            room.mkdir()
            right, wrong, said = trial(base, room, seed, options.keep)
            print(said, flush=True)
            good = good and not wrong and right >= LEAST
            shutil.rmtree(room)
    print("Well." if good else "FAILED: a wrong match, or fewer than 98 of 100.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
