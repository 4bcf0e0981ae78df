"""Power cuts: the file system under a station at work is shut down with everything that was not synced lost.

Linux, root and a loop device are needed; ext4 is cut off by its own ioctl and mounted again as after a power cut. One
mount a cut: the look is made by this process, and the next station works where it ended.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import random
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

from tests.faults import kill_loop
from tests.faults.bases import sample_base
from tests.faults.children import ENDED, Child
from tests.faults.desk import Base, place_for
from tests.faults.reports import Outcome, Work, mutant
from tests.faults.watch import Watch

_SHUTDOWN, _WITHOUT_LOG = 0x8004587D, struct.pack("I", 2)  # EXT4_IOC_SHUTDOWN: even the journal in memory is lost
_FORGET = 0x1261  # BLKFLSBUF: nothing of the device stays in memory
_SIZE = 96 * 2**20
FULL_EVERY = 50
ANEW_EVERY = 250
LONGEST = 16
ROUNDS = 60  # for a mutant to be caught in


def missing() -> str:
    """Why power cannot be cut on this machine; empty when it can."""
    if sys.platform != "linux":
        return "power cuts are tried on Linux only"
    if os.geteuid() != 0:
        return "power cuts need root, for loop devices and mounts: they are NOT tried"
    if any(shutil.which(tool) is None for tool in ("mkfs.ext4", "losetup")):
        return "mkfs.ext4 or losetup is missing (apt-get install e2fsprogs mount): power cuts are NOT tried"
    if subprocess.run(["losetup", "-f"], capture_output=True).returncode:
        return "there is no loop device to be had: power cuts are NOT tried"
    return ""


class Disk:
    """An ext4 file system in a file, which can lose its power."""

    def __init__(self, room: Path) -> None:
        self.image, self.place = room / "disk.img", room / "disk"
        self.place.mkdir(parents=True)
        with self.image.open("wb") as file:
            file.truncate(_SIZE)
        _run("mkfs.ext4", "-q", "-F", str(self.image))
        self.device = _run("losetup", "-f", "--show", str(self.image)).strip()
        self._is_mounted = False

    def mount(self) -> None:
        handle = os.open(self.device, os.O_RDONLY)
        fcntl.ioctl(handle, _FORGET, 0)
        os.close(handle)
        if _LIBC.mount(self.device.encode(), os.fsencode(self.place), b"ext4", 0, b"commit=1"):
            raise OSError(ctypes.get_errno(), "mount")
        self._is_mounted = True

    def unmount(self) -> None:
        for _ in range(200):
            if not _LIBC.umount2(os.fsencode(self.place), 0):
                self._is_mounted = False
                return
            time.sleep(0.01)  # a killed process still holds it
        raise OSError(ctypes.get_errno(), "umount")

    def cut(self) -> None:
        """From now on nothing reaches the disk, and what was in memory is lost."""
        handle = os.open(self.place, os.O_RDONLY)
        fcntl.ioctl(handle, _SHUTDOWN, _WITHOUT_LOG)
        os.close(handle)

    def remove(self) -> None:
        if self._is_mounted:
            self.unmount()
        _run("losetup", "-d", self.device)
        self.image.unlink()


_LIBC = ctypes.CDLL(None, use_errno=True)


def campaign(base: Base, room: Path, cuts: int, seed: int, broken: str = "") -> tuple[int, int, list[str]]:
    """Cut the power again and again; how often, the number of saves called done, and all that was wrong."""
    chance, wrong, saves = random.Random(seed), [], 0
    disk = Disk(room)
    try:
        disk.mount()
        watch = Watch(_put_on(base, disk))
        for number in range(1, cuts + 1):
            said = _work_and_cut(watch.base, disk, chance, broken)
            disk.unmount()
            disk.mount()
            saves += len(said)
            full = number % FULL_EVERY == 0 or number == cuts or (broken != "" and number % 10 == 0)
            wrong += [f"cut {number}: {line}" for line in watch.look(said, full=full)]
            if wrong and (broken or len(wrong) > 100):
                return number, saves, wrong
            if number % ANEW_EVERY == 0:
                watch = Watch(_put_on(base, disk))
    finally:
        disk.remove()
    return cuts, saves, wrong


def _put_on(base: Base, disk: Disk) -> Base:
    copied = base.copied(disk.place / "room")
    os.sync()
    return copied


def _work_and_cut(base: Base, disk: Disk, chance: random.Random, broken: str) -> list[str]:
    """What was called saved before the power went, so many seconds after so many saves."""
    seed, lines, after = chance.randrange(2**32), chance.randrange(LONGEST), chance.random() * 0.02
    child = Child(lambda say: kill_loop.work(base, seed, broken, say))
    said = child.lines(lines)
    time.sleep(after)
    said += child.ready()  # what comes later may be a sync that the cut let return
    disk.cut()
    child.kill()
    return [line for line in said if not line.startswith(ENDED)]


def _run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def part(work: Work) -> list[Outcome]:
    room = place_for(work.folder)
    base = sample_base(room / "base")
    started = time.monotonic()
    cuts, saves, wrong = campaign(base, room / "cuts", work.count, work.seed)
    rows = [Outcome("power cuts", cuts, f"{saves:,} saves called done", wrong, time.monotonic() - started)]
    for name in kill_loop.MUTANTS_OF_POWER:
        rounds, _, seen = campaign(base, room / name, ROUNDS, work.seed, name)
        rows.append(mutant(name, rounds, seen))
    return rows
