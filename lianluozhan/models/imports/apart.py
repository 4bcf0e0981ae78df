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
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..errors import Cancelled, RuleError
from . import job, sheets
from .limits import SECONDS

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


def content_of(path: Path) -> bytes:
    """The bytes of a plain file that is not too large."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):
            raise RuleError(_GONE)
        if seen.st_size > LARGEST_FILE:
            raise RuleError(_TOO_LARGE)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        raise RuleError(_GONE) from error
    if len(content) > LARGEST_FILE:
        raise RuleError(_TOO_LARGE)
    return content


def read_apart(
    content: bytes, suffix: str, cancelled: Callable[[], bool] = lambda: False, *, filled: bool = False
) -> list[sheets.Sheet]:
    """The sheets of a file; RuleError says in a sentence why it cannot be taken."""
    child = subprocess.Popen(
        _command(suffix, filled=filled),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with child, job.held(child), _Watch(child, cancelled) as watch:
        try:
            _tell(child, content)
            return list(_sheets(child))
        except (_Ended, ValueError, KeyError, TypeError) as error:
            by_itself = _has_ended(child)
            if watch.reason is not None:
                raise watch.reason from None
            raise RuleError(_why(child.returncode) if by_itself else sheets.BROKEN) from error


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether a process that said nothing good has ended by itself; it has in any case when this returns."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(_LAST_WAIT)
        return True
    child.kill()
    child.wait()
    return False


def _why(status: int) -> str:
    """What a process that said nothing of the file ended by: its time, its memory, or what is in the file."""
    if sys.platform != "win32" and -status in (signal.SIGXCPU, signal.SIGALRM):
        return _TOO_SLOW
    return sheets.BROKEN if status in (0, 1) else sheets.TOO_BIG


class _Ended(Exception):
    """The process said no more before it had said everything."""


class _Watch:
    """Ends a process when its time is up or the person wants to stop, while this thread waits for its words."""

    def __init__(self, child: subprocess.Popen[bytes], cancelled: Callable[[], bool]) -> None:
        self._child, self._cancelled = child, cancelled
        self._over = threading.Event()
        self._end = time.monotonic() + LONGEST_READ
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
                self.reason = RuleError(_TOO_SLOW)
            if self.reason is not None:
                self._child.kill()
                return


def _command(suffix: str, *, filled: bool) -> list[str]:
    wishes = [suffix, *(["filled"] if filled else [])]
    if getattr(sys, "frozen", False):  # a packed program has no interpreter to call; __main__ passes this on
        return [sys.executable, "--read-table", *wishes]
    return [sys.executable, "-S", "-P", "-X", "utf8", "-c", _CALL, *wishes]


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


def _sheets(child: subprocess.Popen[bytes]) -> Iterator[sheets.Sheet]:
    """The sheets as they are told, each line looked at before it is believed."""
    rows: list[list[str]] | None = None
    name, cells = "", 0
    for told in _lines(child):
        if "refused" in told:
            raise RuleError(str(told["refused"]))
        if "rows" in told and rows is not None:
            cells += sum(map(len, told["rows"]))
            if cells > sheets.MOST_CELLS or not all(type(cell) is str for row in told["rows"] for cell in row):
                raise _Ended
            rows += told["rows"]
            continue
        if rows is not None:
            yield name, rows
        if "end" in told:
            return
        name, rows = str(told["sheet"]), []
    raise _Ended


def _lines(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    assert child.stdout
    left = LONGEST_ANSWER
    while line := child.stdout.readline(min(LONGEST_LINE, left + 1)):
        left -= len(line)
        if left < 0 or not line.endswith(b"\n"):
            raise _Ended
        told = json.loads(line)
        if not isinstance(told, dict):
            raise _Ended
        yield told
