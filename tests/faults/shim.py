"""A library in front of the C library that lets the n-th call that changes a file fail, lie or kill the process.

`environment()` goes to a new process (LD_PRELOAD); inside of it `arm()` sets the fault and `disarm()` ends it. Calls
are counted under one folder only. Linux with gcc; `missing()` says in words why it cannot be used here.

    run([sys.executable, "-m", "…"], env=shim.environment())          # in the parent
    shim.arm(stick, 7, Fault.FAIL, errno.EIO, forever=True)           # in the child: the 7th call and all later fail
    back_up(…)
    shim.disarm().hits                                                # how often it was hit
"""

from __future__ import annotations

import ctypes
import enum
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("fault.c")


class Fault(enum.IntEnum):
    """What happens to the call; the numbers are those of fault.c."""

    NOTHING = 0  # only count
    FAIL = 1  # with an errno, without doing anything
    KILL_BEFORE = 2
    KILL_AFTER = 3
    KILL_AMID = 4  # a write is done by half; anything else as KILL_BEFORE
    SHORT = 5  # a write stores half and says so
    LIE = 6  # says done and does nothing; an opening is let through
    CHANGE = 7  # one bit of what is written (or read) is another


class Call(enum.IntFlag):
    """The kinds of calls that are counted."""

    CREATE = 1  # open with O_CREAT or O_TRUNC
    WRITE = 2  # write, pwrite, writev, sendfile, copy_file_range
    SYNC = 4  # fsync, fdatasync
    RENAME = 8
    UNLINK = 16  # unlink, rmdir
    TRUNCATE = 32
    MKDIR = 64
    READ = 128
    OPEN = 256  # open of what is there
    ADVISE = 512  # dropping what the system has cached


CHANGING = Call.CREATE | Call.WRITE | Call.SYNC | Call.RENAME | Call.UNLINK | Call.TRUNCATE | Call.MKDIR
EVERY = CHANGING | Call.READ | Call.OPEN | Call.ADVISE


@dataclass(frozen=True)
class Seen:
    """What was counted until `disarm`, and the first call that was hit."""

    calls: int
    hits: int
    name: str = ""
    path: str = ""


def missing() -> str:
    """Why the library cannot be used on this machine; empty when it can."""
    if sys.platform != "linux":
        return "faults of single calls are tried on Linux only"
    if shutil.which("gcc") is None and not _built().exists():
        return "gcc is not installed: faults of single calls are NOT tried"
    return ""


def _built() -> Path:
    mark = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lianluozhan-fault-{os.getuid()}-{mark}.so"


def library() -> Path:
    """The compiled library; built once for each state of its source."""
    built = _built()
    if not built.exists():
        beside = built.with_suffix(f".{os.getpid()}")
        words = ["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
        subprocess.run([*words, "-o", str(beside), str(SOURCE), "-ldl"], check=True)
        beside.replace(built)
    return built


def environment() -> dict[str, str]:
    """The environment for a process in which faults are to be set."""
    return {**os.environ, "LD_PRELOAD": str(library())}


def loaded() -> bool:
    """Whether this process was started with the library."""
    return hasattr(ctypes.CDLL(None), "fault_arm")


def arm(
    under: Path,
    nth: int,
    fault: Fault,
    error: int = 0,
    *,
    forever: bool = False,
    calls: Call = CHANGING,
    trace: int = -1,
) -> None:
    """Let the `nth` call (from 1; 0 hits none) below `under` meet the fault; with `forever` all later ones too.

    `trace` is a handle that gets a line (number, name, path) for each call that is counted.
    """
    place = os.path.realpath(under).encode()
    ctypes.CDLL(None).fault_arm(place, ctypes.c_long(nth), fault, error, forever, int(calls), trace)


def disarm() -> Seen:
    """End the fault; what was counted."""
    known = ctypes.CDLL(None)
    known.fault_disarm()
    known.fault_count.restype = known.fault_hits.restype = ctypes.c_long
    known.fault_name.restype = known.fault_path.restype = ctypes.c_char_p
    name, path = known.fault_name().decode(), known.fault_path().decode("utf-8", "replace")
    return Seen(known.fault_count(), known.fault_hits(), name, path)
