"""A process that works until it is killed: forked from one that has everything loaded, so that it costs milliseconds.

No connection is carried over the fork: the child opens the database itself, the parent closes it before it forks.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable

Say = Callable[[str], None]
ENDED = "!"  # begins the line of a child that ended by an error of its own


class Child:
    """A fork that does `work` and says lines; it ends with its process, never coming back to what called it."""

    def __init__(self, work: Callable[[Say], None]) -> None:
        self._reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._reader)
            _live(work, writer)
        os.close(writer)
        self._rest = b""

    def lines(self, count: int, seconds: float = 60) -> list[str]:
        """Its next lines, fewer when it ends before."""
        found: list[str] = []
        until = time.monotonic() + seconds
        while len(found) < count:
            line, newline, rest = self._rest.partition(b"\n")
            if newline:
                found.append(line.decode())
                self._rest = rest
                continue
            if not select.select([self._reader], [], [], max(0, until - time.monotonic()))[0]:
                raise AssertionError("the child says nothing any more")
            if not (more := os.read(self._reader, 65_536)):
                break
            self._rest += more
        return found

    def ready(self) -> list[str]:
        """The lines it has said until now, without waiting."""
        os.set_blocking(self._reader, False)
        try:
            while more := os.read(self._reader, 65_536):
                self._rest += more
        except BlockingIOError:
            pass
        os.set_blocking(self._reader, True)
        whole, _, self._rest = self._rest.rpartition(b"\n")
        return whole.decode().split("\n") if whole else []

    def kill(self) -> list[str]:
        """SIGKILL; the lines it had said before."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()[0]

    def end(self) -> tuple[list[str], int]:
        """Wait for its end: the rest of its lines, and the signal that ended it, 0 if none did."""
        while more := os.read(self._reader, 65_536):
            self._rest += more
        os.close(self._reader)
        _, status = os.waitpid(self.pid, 0)
        return self._rest.decode().split("\n")[:-1], os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _live(work: Callable[[Say], None], writer: int) -> None:
    status = 1
    try:
        work(lambda line: _say(writer, line))
        status = 0
    except BaseException:
        _say(writer, ENDED + traceback.format_exc().strip().replace("\n", " | "))
    finally:
        os._exit(status)


def _say(writer: int, line: str) -> None:
    os.write(writer, line.encode() + b"\n")


def complaints(lines: list[str]) -> list[str]:
    """What a child said of an error of its own; the harness is wrong then, or the program."""
    return [line for line in lines if line.startswith(ENDED)]
