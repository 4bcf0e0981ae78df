"""Each use case on a disk that is full at another point each time: refused in words, nothing half, and then it works.

The disk is a tmpfs that is mounted again with another size. Linux and root are needed.
"""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.children import Child, Say
from tests.faults.desk import Base, Desk, place_for
from tests.faults.every_call import Course, NotReady, Tally, cleared, made_ready, spread
from tests.faults.failing import judge, tried_twice
from tests.faults.in_front import front
from tests.faults.reports import Outcome, Work
from tests.faults.use_cases import stations

PAGE, ROOMY = 4096, 256 * 2**20
_REMOUNT = 32
_LIBC = ctypes.CDLL(None, use_errno=True)


def missing() -> str:
    """Why disks cannot be filled on this machine; empty when they can."""
    if sys.platform != "linux":
        return "full disks are tried on Linux only"
    return "" if os.geteuid() == 0 else "full disks need root, to mount a tmpfs: they are NOT tried"


@contextmanager
def _disk(place: Path) -> Iterator[Path]:
    place.mkdir(parents=True)
    _mount(place, ROOMY, 0)
    try:
        yield place
    finally:
        for _ in range(100):
            if not _LIBC.umount2(os.fsencode(place), 0):
                break
            time.sleep(0.01)


def _mount(place: Path, size: int, flags: int = _REMOUNT) -> None:
    if _LIBC.mount(b"tmpfs", os.fsencode(place), b"tmpfs", flags, f"size={size}".encode()):
        raise OSError(ctypes.get_errno(), f"tmpfs of {size} bytes")


def _used(place: Path) -> int:
    found = os.statvfs(place)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def need_of(course: Course, place: Path) -> int:
    """How many pages the use case takes on a disk that has room for them."""
    home = course.base.copied(place / "room")
    before = _used(place)
    lines, _ = Child(lambda say: _act_and_measure(course, home, place, say)).end()
    return max(1, (int(lines[-1]) - before) // PAGE)


def _act_and_measure(course: Course, base: Base, place: Path, say: Say) -> None:
    os.close(2)
    desk = Desk(base)
    course.case.act(desk, course.given)
    say(str(_used(place)))


def filled(course: Course, place: Path, pages: list[int], tally: Tally) -> None:
    """Let the disk be full after so many pages more."""
    for more in pages:
        _mount(place, ROOMY)
        home = course.base.copied(place / "room")
        _mount(place, _used(place) + more * PAGE)
        lines, _ = Child(lambda say, h=home: _work(course, h, place, say)).end()  # type: ignore[misc]
        _mount(place, ROOMY)
        judge(course, home, tally, f"{course.case.name}, the disk full after {more} pages", lines)


def _work(course: Course, base: Base, place: Path, say: Say) -> None:
    os.close(2)
    tried_twice(course, base, say, lambda: _mount(place, ROOMY))


def part(work: Work) -> list[Outcome]:
    return front(campaign, work)


def campaign(work: Work) -> list[Outcome]:
    """So many full disks, spread over all use cases; where there are fewer, over the first of each kind."""
    room = place_for(work.folder)
    tally, began = Tally(), time.monotonic()
    cases = [(base, case) for base, found in stations(room) for case in found]
    some = cases if work.count >= len(cases) else [cases[n - 1] for n in spread(len(cases), max(1, work.count // 4))]
    each = -(-work.count // len(some))
    with _disk(room / "disk") as place:
        for base, case in some:
            try:
                course = made_ready(case, base, cleared(room / "course"))
            except NotReady as trouble:
                tally.wrong.append(str(trouble))
                continue
            need = need_of(course, place)
            filled(course, place, [page - 1 for page in spread(need + 1, each)], tally)
    told = f"{len(some)} use cases, {tally.refused:,} refused in words and done after room was made"
    return [Outcome("full disks", tally.rounds, told, tally.wrong, time.monotonic() - began)]
