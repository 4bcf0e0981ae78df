"""Power cuts: the file system under a station at work is shut down with everything that was not synced lost.

Linux, root and a loop device are needed; ext4 is cut off by its own ioctl and mounted again as after a power cut.
"""

from __future__ import annotations

import fcntl
import os
import random
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lianluozhan.models.homes import Home
from tests.faults.kills import look
from tests.keeping import make_home

_SHUTDOWN, _WITHOUT_LOG = 0x8004587D, struct.pack("I", 2)  # EXT4_IOC_SHUTDOWN: even the journal in memory is lost
_SIZE = "96M"


def possible() -> bool:
    """Whether this machine lets us mount a file."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return False
    return all(subprocess.run(["which", tool], capture_output=True).returncode == 0 for tool in ("mkfs.ext4", "mount"))


def campaign(folder: Path, cuts: int, seed: int, mutant: str = "") -> tuple[int, list[str]]:
    """Cut the power again and again; the number of saves called done, and all that was wrong."""
    image, place, chance = folder / "disk.img", folder / "disk", random.Random(seed)
    place.mkdir()
    _run("truncate", "-s", _SIZE, str(image))
    _run("mkfs.ext4", "-q", "-F", str(image))
    with _mounted(image, place):
        home = make_home(place / "home")
        os.sync()
    saves, wrong = 0, []
    for _ in range(cuts):
        with _mounted(image, place):
            said = _work_and_cut(home, place, chance.random() * 0.01, chance.randrange(40), mutant)
        with _mounted(image, place):
            wrong += look(home, said)
        saves += len(said)
        if mutant and wrong:
            break
    return saves, wrong


def _work_and_cut(home: Home, place: Path, after: float, lines: int, mutant: str) -> list[int]:
    """The ids that were called saved before the power went, so many seconds after so many saves."""
    words = ["tests.faults.kill_loop", str(home.folder), *(["--mutant", mutant] if mutant else [])]
    with subprocess.Popen([sys.executable, "-m", *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout
        if child.stdout.readline() != b"ready\n":
            raise AssertionError("the station did not start")
        said = b"".join(child.stdout.readline() for _ in range(lines))
        time.sleep(after)
        os.set_blocking(child.stdout.fileno(), False)
        said += child.stdout.read() or b""  # what comes later may be a sync that the cut let return
        handle = os.open(place, os.O_RDONLY)
        fcntl.ioctl(handle, _SHUTDOWN, _WITHOUT_LOG)
        os.close(handle)
        child.kill()
    return [int(line) for line in said.decode().split("\n")[:-1]]


@contextmanager
def _mounted(image: Path, place: Path) -> Iterator[None]:
    _run("mount", "-o", "loop,commit=1", str(image), str(place))
    try:
        yield
    finally:
        _run("umount", str(place))
        while subprocess.run(["losetup", "-j", str(image)], capture_output=True, check=True).stdout:
            time.sleep(0.01)


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)
