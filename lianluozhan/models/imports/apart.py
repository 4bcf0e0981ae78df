"""A stranger's file read by another process, which gets its bytes and gives rows back: it can neither freeze nor fill
this one, for it has limits of its own, is ended after twenty seconds, and what it says is read in bounded pieces.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..errors import Cancelled, RuleError
from . import job, sheets
from .limits import MEMORY, SECONDS

Result = TypeVar("Result")
Line = dict[str, Any]

LARGEST_FILE = 50_000_000
LONGEST_READ = float(SECONDS)
LONGEST_LINE = 64_000_000
LONGEST_ANSWER = 300_000_000  # in bytes; a character takes three
_WAIT = 0.1
_LAST_WAIT = 0.5
_FOLDER = str(Path(sheets.__file__).parent)
# as modules they are compiled once, not every time
_CALL = "import sys, limits, sheets; limits.narrow(); sheets.main(sys.argv[1:], limits.close_doors)"

_GONE = "找不到这个文件，U 盘可能已拔出。请重新选择文件。"
_TOO_LARGE = "文件超过 50 MB，没有打开。请只留下要导入的那张表，另存后再试。"
_TOO_SLOW = f"文件读了 {SECONDS} 秒还没有读完，没有导入。请只留下要导入的那张表，另存后再试。"


@dataclass(frozen=True)
class Reader:
    """One kind of reading process: how it is started, what it may use, and what is said when it comes to nothing."""

    flag: str  # by which the packed program knows that it is to be this process
    call: str  # what the interpreter runs
    broken: str
    too_big: str
    too_slow: str
    wait: float = float(SECONDS)
    seconds: int = SECONDS
    memory: int = MEMORY
    longest_answer: int = LONGEST_ANSWER


def content_of(path: Path, largest: int = LARGEST_FILE, gone: str = _GONE, too_large: str = _TOO_LARGE) -> bytes:
    """The bytes of a plain file that is not too large."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise RuleError(gone)
        if seen.st_size > largest:
            raise RuleError(too_large)
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise RuleError(gone) from error
    if len(content) > largest:
        raise RuleError(too_large)
    return content


def read_apart(
    content: bytes, suffix: str, cancelled: Callable[[], bool] = lambda: False, *, filled: bool = False
) -> list[sheets.Sheet]:
    """The sheets of a file; RuleError says in a sentence why it cannot be taken."""
    tables = Reader("--read-table", _CALL, sheets.BROKEN, sheets.TOO_BIG, _TOO_SLOW, LONGEST_READ)
    wishes = [suffix, *(["filled"] if filled else [])]
    return told_apart(tables, wishes, content, lambda lines: list(_sheets(lines)), cancelled)


def told_apart(
    reader: Reader,
    wishes: Sequence[str],
    content: bytes,
    take: Callable[[Iterator[Line]], Result],
    cancelled: Callable[[], bool] = lambda: False,
) -> Result:
    """What `take` makes of the lines that the process tells of a file; it looks at each before it believes it."""
    child = subprocess.Popen(
        _command(reader, wishes),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with child, job.held(child, reader.memory, reader.seconds), _Watch(child, cancelled, reader) as watch:
        try:
            _tell(child, content)
            return take(_lines(child, reader.longest_answer))
        except (Ended, ValueError, KeyError, TypeError) as error:
            by_itself = _has_ended(child)
            if watch.reason is not None:
                raise watch.reason from None
            raise RuleError(_why(child.returncode, reader) if by_itself else reader.broken) from error


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether a process that said nothing good has ended by itself; it has in any case when this returns."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(_LAST_WAIT)
        return True
    child.kill()
    child.wait()
    return False


def _why(status: int, reader: Reader) -> str:
    """What a process that said nothing of the file ended by: its time, its memory, or what is in the file."""
    if sys.platform != "win32" and -status in (signal.SIGXCPU, signal.SIGALRM):
        return reader.too_slow
    return reader.broken if status in (0, 1) else reader.too_big


class Ended(Exception):
    """The process said no more before it had said everything."""


class _Watch:
    """Ends a process when its time is up or the person wants to stop, while this thread waits for its words."""

    def __init__(self, child: subprocess.Popen[bytes], cancelled: Callable[[], bool], reader: Reader) -> None:
        self._child, self._cancelled, self._too_slow = child, cancelled, reader.too_slow
        self._over = threading.Event()
        self._end = time.monotonic() + reader.wait
        self._thread = threading.Thread(target=self._look, name="reading", daemon=True)
        self.reason: Exception | None = None

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join()
        self._child.kill()

    def _look(self) -> None:
        while not self._over.wait(_WAIT):
            if self._cancelled():
                self.reason = Cancelled()
            elif time.monotonic() > self._end:
                self.reason = RuleError(self._too_slow)
            if self.reason is not None:
                self._child.kill()
                return


def _command(reader: Reader, wishes: Sequence[str]) -> list[str]:
    if getattr(sys, "frozen", False):  # a packed program has no interpreter to call; __main__ passes this on
        return [sys.executable, reader.flag, *wishes]
    return [sys.executable, "-S", "-P", "-X", "utf8", "-c", reader.call, *wishes]


def _environment() -> dict[str, str]:
    """What the reader is told of its surroundings: where modules are, and no account or password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANLUOZHAN")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, [_FOLDER, *sys.path]))}


def _tell(child: subprocess.Popen[bytes], content: bytes) -> None:
    assert child.stdin
    with suppress(BrokenPipeError, OSError):  # it ended early; what it said before tells more
        child.stdin.write(content)
    with suppress(BrokenPipeError, OSError):
        child.stdin.close()


def _sheets(lines: Iterator[Line]) -> Iterator[sheets.Sheet]:
    """The sheets as they are told, each line looked at before it is believed."""
    rows: list[list[str]] | None = None
    name, cells = "", 0
    for told in lines:
        if "rows" in told and rows is not None:
            cells += sum(map(len, told["rows"]))
            if cells > sheets.MOST_CELLS or not all(type(cell) is str for row in told["rows"] for cell in row):
                raise Ended
            rows += told["rows"]
            continue
        if rows is not None:
            yield name, rows
        if "end" in told:
            return
        name, rows = str(told["sheet"]), []
    raise Ended


def _lines(child: subprocess.Popen[bytes], left: int) -> Iterator[Line]:
    """The lines as they come, in bounded pieces; a refusal that the process tells is passed on."""
    assert child.stdout
    while line := child.stdout.readline(min(LONGEST_LINE, left + 1)):
        left -= len(line)
        if left < 0 or not line.endswith(b"\n"):
            raise Ended
        told = json.loads(line)
        if not isinstance(told, dict):
            raise Ended
        if "refused" in told:
            raise RuleError(str(told["refused"]))
        yield told
