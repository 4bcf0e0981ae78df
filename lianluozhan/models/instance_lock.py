"""One program at a time on one home: a lock of the operating system, gone by itself when the program ends."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from .durable import storage_errors
from .errors import StorageError

IN_USE = "联络站已经在这台电脑上打开。请在任务栏里切换到那个窗口；要换人，请在那个窗口里“切换用户”。"


class InstanceLock:
    """Held by the first start of the program; `acquire` refuses a second one in words."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: IO[bytes] | None = None

    def acquire(self) -> None:
        with storage_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a+b")
        if not _lock(file):
            file.close()
            raise StorageError(IN_USE)
        self._file = file

    def release(self) -> None:
        if self._file:
            _unlock(self._file)
            self._file.close()
            self._file = None

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        with suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        with suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)
