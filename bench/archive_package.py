"""The electronic package of a year (open the seal, two hashes, write, sync, read back) against copying its attachments.

The copy is what anybody would do by hand: the stored files of the same attachments to the same place, each written and
synced, nothing hashed, nothing read back. The two take turns in one run; what the system remembers of the stored files
is dropped before each. `--items` says over how many 件 the attachments are spread: their sheets are made too.

`--stick 60` imitates a stick that takes 60 MB/s and gives twice that; without it the medium is this disk.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from bench.save_opinion import open_station
from bench.turns import seconds
from lianluozhan.models.archive import filing, giving, package_writing, schemes
from lianluozhan.models.archive.record import Category, FilingWay, Item, ItemKind, Retention, SchemeForm
from lianluozhan.models.attachments import Enclosed
from lianluozhan.models.session import Session
from lianluozhan.sheets import archive_package

MB = 1 << 20
YEAR = 2025
GOAL = 0.5


class Stick:
    """A medium that takes and gives so many bytes a second, whichever thread asks."""

    def __init__(self, rate: float) -> None:
        self._rate, self._ready, self._lock = rate, 0.0, threading.Lock()
        self._fsync, self._content_of = os.fsync, package_writing.content_of

    def pass_on(self, count: float) -> None:
        with self._lock:
            self._ready = max(self._ready, time.monotonic()) + count / self._rate
            until = self._ready
        time.sleep(max(0.0, until - time.monotonic()))

    def fsync(self, handle: int) -> None:
        self._fsync(handle)
        self.pass_on(os.fstat(handle).st_size)

    def content_of(self, path: Path) -> Iterator[bytes]:
        for piece in self._content_of(path):
            self.pass_on(len(piece) / 2)
            yield piece


def imitate(rate: float) -> None:
    """Let this process find such a stick."""
    stick = Stick(rate)
    os.fsync = stick.fsync  # type: ignore[assignment]
    package_writing.content_of = stick.content_of


def fill(session: Session, size: int, items: int, each: int) -> None:
    """A numbered year with attachments of random bytes: photographs do not shrink either."""
    chance = random.Random(7)
    schemes.choose(session, fonds="Z109", fonds_name="石桥镇人民代表大会", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    files = max(1, size // each // items)
    for number in range(items):
        sources = [Enclosed(f"照片{n}.jpg", content=chance.randbytes(each)) for n in range(files)]
        item = Item(
            kind=ItemKind.EXTERNAL,
            category=Category.STATION,
            year=YEAR,
            retention=Retention.YEARS_30,
            responsible="石桥镇人民政府",
            title=f"第 {number + 1} 次视察的照片",
            dated_on=date(YEAR, 5, 1),
            pages=files,
        )
        filing.add_external(session, item, sources)
    giving.number(session, YEAR)


def forget(session: Session) -> None:
    """Let the stored files come from the disk again."""
    for path in stored(session):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def stored(session: Session) -> list[Path]:
    return sorted(path for path in (session.folder / "attachments").rglob("*") if path.is_file())


def copy(session: Session, to: Path) -> None:
    to.mkdir()
    for path in stored(session):
        with path.open("rb") as source, (to / path.name).open("wb") as target:
            shutil.copyfileobj(source, target, MB)
            target.flush()
            os.fsync(target.fileno())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--each", type=int, default=4, help="MB of one attachment")
    parser.add_argument("--items", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stick", type=float, default=0, help="MB/s of the stick that is imitated")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        run(Path(folder), options)


def run(folder: Path, options: argparse.Namespace) -> None:
    (folder / "home").mkdir()
    session = open_station(folder / "home" / "data-bench")
    session.now = lambda: datetime(YEAR + 1, 1, 20, 9)
    fill(session, options.megabytes * MB, options.items, options.each * MB)
    (folder / "usb").mkdir()
    size = sum(path.stat().st_size for path in stored(session))
    print(f"{size / MB:.0f} MB in {len(stored(session))} attachments of {options.items} 件")
    if options.stick:
        imitate(options.stick * MB)
    times: dict[str, list[float]] = {"package": [], "copy": []}
    for _ in range(options.rounds):
        forget(session)
        times["package"].append(seconds(lambda: archive_package.make(session, YEAR, folder / "usb")))
        forget(session)
        times["copy"].append(seconds(lambda: copy(session, folder / "usb" / "copy")))
        for made in (folder / "usb").iterdir():
            shutil.rmtree(made)
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name}: median {middle:.2f} s, best {min(taken):.2f} s, {size / MB / middle:.0f} MB/s")
    ratio = statistics.median(times["copy"]) / statistics.median(times["package"])
    print(f"archive package: {ratio:.2f} of the speed of copying (goal >= {GOAL:g})")
    session.close()


if __name__ == "__main__":
    main()
