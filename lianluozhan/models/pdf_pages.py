"""How many pages a PDF has that somebody else made: counted by another process, which gets its bytes and a number back.

That process has the limits of the one that reads tables; whatever is in the file, it can neither freeze this program
nor fill its memory. One process counts many files.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from .imports import job
from .imports.limits import SECONDS

COUNT = "--count-pages"
MOST = 9999
_KNOWN: dict[str, int | None] = {}
_MOST_KNOWN = 20_000
_FOLDER = str(Path(job.__file__).parent)
_CALL = "import limits, pdf_pages_child; pdf_pages_child.main(limits.narrow, limits.close_doors)"
_HEAD = struct.Struct(">Q")
_ANSWER = struct.Struct(">i")


class PageCounter:
    """Counts while it is open; its process starts with the first file and again after one that ended it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._held = ExitStack()

    def count(self, content: bytes) -> int | None:
        """The pages of a PDF; None if it is none or cannot be read."""
        pages = self._told(content) if self._child else None  # its time may be over, by others before this one
        if pages is None:
            self.close()
            pages = self._told(content)
        if pages is None:
            self.close()
        return pages if pages and 0 < pages <= MOST else None

    def count_of(self, digest: str, read: Callable[[], bytes]) -> int | None:
        """The same of a file with this digest, which is read only when it was not counted before."""
        if digest not in _KNOWN:
            if len(_KNOWN) >= _MOST_KNOWN:
                _KNOWN.clear()
            _KNOWN[digest] = self.count(read())
        return _KNOWN[digest]

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            _end(self._child)
            self._held.close()
            self._child = None

    def _told(self, content: bytes) -> int | None:
        """What the process says: a number, 0 where it is no PDF, None where it said nothing any more."""
        if self._child is None:
            self._child = _started()
            self._held.enter_context(job.held(self._child))
        child = self._child
        assert child.stdin
        assert child.stdout
        ending = threading.Timer(SECONDS, child.kill)
        ending.start()
        try:
            child.stdin.write(_HEAD.pack(len(content)) + content)
            child.stdin.flush()
            answer = child.stdout.read(_ANSWER.size)
        except OSError:
            return None
        finally:
            ending.cancel()
            ending.join()
        return int(_ANSWER.unpack(answer)[0]) if len(answer) == _ANSWER.size else None


@contextmanager
def page_counter() -> Iterator[PageCounter]:
    """A counter for as long as it is needed."""
    counter = PageCounter()
    try:
        yield counter
    finally:
        counter.close()


def _started() -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANLUOZHAN")}
    found = os.pathsep.join(filter(None, [_FOLDER, *sys.path]))
    frozen = getattr(sys, "frozen", False)
    command = [sys.executable, COUNT] if frozen else [sys.executable, "-S", "-P", "-X", "utf8", "-c", _CALL]
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept | {"PYTHONPATH": found},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _end(child: subprocess.Popen[bytes]) -> None:
    for pipe in (child.stdin, child.stdout):
        if pipe:
            _close(pipe)
    child.kill()
    child.wait()


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):
        pipe.close()
