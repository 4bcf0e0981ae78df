"""Taking a hundred scans in against plain decoding of the same files, and how many seconds a hundred take.

The sheets are printed forms of the sample station, turned, skewed, noisy, faint, stamped and mixed into PDF, TIFF, JPEG
and PNG files as `tests/glass.py` does it. Ours: read in processes of their own, two at a time, every code looked up,
each page kept encrypted on its step. The baseline unpacks every page of the same files once, in this process.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.turns import in_turn, report
from lianluozhan.models.archive import scanning
from lianluozhan.models.archive.scanning import Taken
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home, sign_in
from tests import glass
from tests.keeping import noon
from tests.sample_station import sample_station

SHEETS = 100
GOAL = 6.0
MOST_SECONDS = 60.0


def decode(folder: Path) -> int:
    """Every page of every file as a picture; how many there are."""
    pages = 0
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            for page in document:
                page.render(scale=200 / 72, grayscale=True).to_pil()
            pages += len(document)
            continue
        with Image.open(path) as picture:
            for frame in range(getattr(picture, "n_frames", 1)):
                picture.seek(frame)
                picture.convert("L")
                pages += 1
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        scans, base = Path(room) / "scans", Path(room) / "base"
        scans.mkdir()
        session = sign_in(sample_station(base), "zhouchangfu", PASSWORD, now=noon)
        truth = glass.pile(glass.printed(session, SHEETS, random.Random(options.seed)), scans, options.seed)
        session.close()
        homes = iter([Home(shutil.copytree(base, Path(room) / str(n))) for n in range(2 * options.rounds + 3)])
        seconds: list[float] = []

        def take_in() -> int:
            opened = sign_in(next(homes), "zhouchangfu", PASSWORD, now=noon)
            begun = time.perf_counter()
            hung = scanning.take_in(opened, [scans]).count(Taken.HUNG)
            seconds.append(time.perf_counter() - begun)
            opened.close()
            return hung

        mine, plain = in_turn(take_in, lambda: decode(scans), options.rounds)
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        best = min(seconds)
        print(f"{len(truth)} pages on {cores} cores: {best:.1f} s at best (goal {MOST_SECONDS:.0f} s)")
        report("take scans in", mine, plain, GOAL)


if __name__ == "__main__":
    main()
