"""The whole monthly backup (snapshot, pack, seal, write, sync, read back, prove) against the medium and zstd -1 alone.

The station has a database with texts of its own kind and attachments of random bytes; `--share` says how much of the
whole is database. The medium is what any backup must do: write so many bytes, sync, drop the cache and read them back.
zstd -1 compresses the same files as they lie on the disk. The three take turns in one run; the slower of the two is
the limit.

`--stick 60` imitates a stick of 60 MB/s: each sync and each read waits as long as such a stick would take, for ours
and for the medium alike. Without it the medium is this disk.

While a backup runs a second thread saves an opinion twice a second, more often than anybody at the window could, and
the lock measures for how long it was held at a time.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import stat
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import zstandard

from bench.save_opinion import OPINION, open_station
from bench.turns import seconds
from lianluozhan.models import attachments, backup
from lianluozhan.models.backup import package, unpacking
from lianluozhan.models.backup.job import COPYING, OPENING, READING, WRITING
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.errors import Cancelled
from lianluozhan.models.session import Session
from lianluozhan.models.stations import Station

MB = 1 << 20
_BETWEEN_SAVES = 0.5  # seconds
_MIDST = 0.3  # seconds into a stage at which it is to stop
_SMALL = 4096  # what a read of the head of a frame takes is with the frame
WORDS = "石桥村三组路灯损坏晚上老人出行不便请尽快修好并明确以后由谁维护水渠淤堵垃圾清运医保报销学校门口车辆乱停"
GOAL = 0.9


class MeasuredLock:
    """The lock of a session that remembers for how long it was held at a time by one thread."""

    def __init__(self, of: int) -> None:
        self._lock, self._of, self._depth, self._since = threading.RLock(), of, 0, 0.0
        self.longest = 0.0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        taken = self._lock.acquire(blocking, timeout)
        if taken:
            self._depth += 1
            if self._depth == 1:
                self._since = time.perf_counter()
        return taken

    def release(self) -> None:
        self._depth -= 1
        if not self._depth and threading.get_ident() == self._of:
            self.longest = max(self.longest, time.perf_counter() - self._since)
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.release()


class Stick:
    """A medium that takes and gives so many bytes a second; nothing else of it is imitated."""

    def __init__(self, rate: float) -> None:
        self._rate, self._ready, self._synced, self._real = rate, 0.0, dict[int, int](), os.fsync

    def pass_on(self, count: int, since: float) -> None:
        """Wait until the medium has moved these bytes after those before; what this disk took of it counts."""
        self._ready = max(self._ready, since) + count / self._rate
        time.sleep(max(0.0, self._ready - time.monotonic()))

    def fsync(self, handle: int) -> None:
        since = time.monotonic()
        self._real(handle)
        status = os.fstat(handle)
        if stat.S_ISREG(status.st_mode):
            self.pass_on(max(0, status.st_size - self._synced.get(status.st_ino, 0)), since)
            self._synced[status.st_ino] = status.st_size

    @contextmanager
    def reading(self, path: Path) -> Iterator[Any]:
        self._synced.clear()  # written whole; the next file may get the same number
        with package.reading(path) as file:
            yield _SlowFile(file, self)


class _SlowFile:
    """A file that is read from a stick."""

    def __init__(self, file: IO[bytes], stick: Stick) -> None:
        self._file, self._stick, self.fileno = file, stick, file.fileno

    def read(self, size: int) -> bytes:
        since = time.monotonic()
        content = self._file.read(size)
        if len(content) > _SMALL:
            self._stick.pass_on(len(content), since)
        return content


def imitate(rate: float) -> None:
    """Let this process find such a stick."""
    stick = Stick(rate)
    os.fsync = stick.fsync  # type: ignore[assignment]
    setattr(unpacking, "reading", stick.reading)  # noqa: B010


def fill(session: Session, folder: Path, size: int, share: float) -> None:
    """Opinions until the database has its share of the size, then random attachments of 4 MB."""
    chance = random.Random(7)
    with session.action("station.edit"):
        session.add(Station(name="石桥镇人大代表联络站", place="石桥镇", congress="石桥镇人民代表大会"))
    database, wanted = session.folder / "station.db", int(size * share)
    while database.stat().st_size + wal(database) < wanted:
        many = [
            replace(OPINION, title=words(chance, 20), content=words(chance, 410), request=words(chance, 60))
            for _ in range(2_000)
        ]
        with session.action("opinion.register"):
            session.add_many(many)
    left, number = size - database.stat().st_size, 0
    while left > 0:
        path = folder / "照片.jpg"
        path.write_bytes(chance.randbytes(min(left, 4 * MB)))
        with session.action("opinion.register"):
            attachments.attach(session, "opinions", 1, path)
        left, number = left - 4 * MB, number + 1


def words(chance: random.Random, length: int) -> str:
    return "".join(chance.choices(WORDS, k=length))


def wal(database: Path) -> int:
    beside = database.with_name(database.name + "-wal")
    return beside.stat().st_size if beside.exists() else 0


def ours(session: Session, stick: Path) -> Path:
    """One set, with somebody saving meanwhile."""
    done = threading.Event()

    def at_work() -> None:
        while not done.wait(_BETWEEN_SAVES):
            with session.action("opinion.register"):
                session.add(OPINION)

    worker = threading.Thread(target=at_work)
    worker.start()
    try:
        return backup.back_up(session, stick, kind=BackupKind.SET).path
    finally:
        done.set()
        worker.join()


def stops(session: Session, stick: Path) -> dict[str, float]:
    """Seconds from the wish to stop until the job has ended, for each stage of it; asked in the midst of the stage."""
    took: dict[str, float] = {}
    for stage in (COPYING, WRITING, READING, OPENING):
        heard: list[float] = []

        def listen(done: int, total: int, what: str, stage: str = stage, heard: list[float] = heard) -> None:
            if what == stage:
                heard.append(time.monotonic())

        def wanted(heard: list[float] = heard) -> bool:
            return bool(heard) and time.monotonic() - heard[0] > _MIDST

        with suppress(Cancelled):
            backup.back_up(session, stick, listen, wanted, kind=BackupKind.SET).path.unlink()
        took[stage] = time.monotonic() - heard[0] - _MIDST
    return took


def medium(stick: Path, size: int) -> None:
    """Write, sync, drop the cache, read back: nothing else."""
    path, piece = stick / "medium", os.urandom(MB)
    with path.open("wb") as file:
        for _ in range(size // MB):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    with getattr(unpacking, "reading")(path) as file:  # noqa: B009
        unpacking.forget_cached(file)
        while file.read(MB):
            pass
    path.unlink()


def zstd(folder: Path) -> None:
    """zstd -1 over the files of the data folder, the result thrown away."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        packer = zstandard.ZstdCompressor(level=1).compressobj()
        with path.open("rb") as file:
            while piece := file.read(MB):
                packer.compress(piece)
            packer.flush()


def stored(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.1, help="of the database in the whole")
    parser.add_argument("--plain", action="store_true", help="a station that is not encrypted")
    parser.add_argument("--stick", type=float, default=0, help="MB/s of the stick that is imitated")
    parser.add_argument("--stops", action="store_true", help="also how soon it stops at each stage")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        run(Path(folder), options)


def run(folder: Path, options: argparse.Namespace) -> None:
    (folder / "home").mkdir()
    session = open_station(folder / "home" / "data-bench", encrypted=not options.plain)
    (folder / "usb").mkdir()
    fill(session, folder, options.megabytes * MB, options.share)
    if options.stick:
        imitate(options.stick * MB)
    session.lock = lock = MeasuredLock(threading.get_ident())  # type: ignore[assignment]
    size = stored(session.folder)
    print(f"{size / MB:.0f} MB, of it {(session.folder / 'station.db').stat().st_size / MB:.0f} MB database")
    before, packed = memory(), 0
    times: dict[str, list[float]] = {"whole job": [], "medium": [], "zstd -1": []}
    for _ in range(options.rounds):
        start = time.perf_counter()
        path = ours(session, folder / "usb")
        times["whole job"].append(time.perf_counter() - start)
        packed = path.stat().st_size
        path.unlink()
        times["medium"].append(seconds(partial(medium, folder / "usb", packed)))
        times["zstd -1"].append(seconds(lambda: zstd(session.folder)))
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name}: median {middle:.2f} s, best {min(taken):.2f} s, {size / MB / middle:.0f} MB/s")
    print(f"package: {packed / MB:.0f} MB; the lock was held for at most {lock.longest * 1000:.0f} ms at a time")
    print(f"peak memory: {before} MB before, {memory()} MB after")
    if options.stops:
        for stage, wait in stops(session, folder / "usb").items():
            print(f"stopped in the midst of “{stage}” after {wait:.2f} s")
    limit = max(statistics.median(times["medium"]), statistics.median(times["zstd -1"]))
    print(f"monthly backup: ratio {limit / statistics.median(times['whole job']):.2f} (goal >= {GOAL:g})")
    session.close()


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
