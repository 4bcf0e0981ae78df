"""The files of an electronic package onto the medium: hashed as they are written, synced, read back from there.

Each file is one piece of work for a thread; reading, opening the seal, hashing and writing leave the interpreter, so
files go side by side. Nothing is read twice from the station's own disk.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import IO, Self

from ..backup.job import Job
from ..durable import storage_errors, sync_directory
from ..errors import Cancelled, StorageError
from .two_hashes import TwoHashes

WRITING, READING = "正在写入", "正在核验"
_PIECE = 1 << 20
_HELD = 64 << 20  # bytes of files that wait in memory for a thread
_NOT_THE_SAME = "写入“{0}”以后读回来的内容不一样，U 盘或磁盘可能已损坏。请换一个再试。"


@dataclass(frozen=True)
class Entry:
    """One file of a package: its path in it, length and hashes."""

    path: str
    size: int
    sha256: str
    sm3: str


class PackageWriter:
    """Puts files into a folder; leaving it without trouble means that all are on the medium and were read back."""

    def __init__(self, root: Path, job: Job) -> None:
        self.root, self._job = root, job
        self._stop = Event()
        self._pool = ThreadPoolExecutor(max(2, min(4, os.cpu_count() or 2)), "archive-package")
        self._waiting: dict[Future[Entry], int] = {}  # with the bytes that each holds in memory
        self._moved: list[int] = []  # bytes that threads have passed and nobody was told of yet
        self.entries: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self._stop.set()
            self._pool.shutdown(cancel_futures=True)

    def put(self, path: str, content: bytes) -> None:
        """A file of this content."""
        self._submit(lambda: self._written(path, (content,)), len(content))

    def put_pieces(self, path: str, pieces: Callable[[], Iterable[bytes]]) -> None:
        """A file whose content comes in pieces, read in a thread."""
        self._submit(lambda: self._written(path, pieces()))

    def take_in(self, path: str) -> None:
        """A file that was written there already, by somebody who synced it."""
        self._submit(lambda: self._looked_at(path))

    def finish(self) -> None:
        """Wait until all that was put is on the medium."""
        while self._waiting:
            self._wait()

    def sync_folders(self) -> None:
        """Make the names of files and folders durable."""
        with storage_errors():
            for folder, _, _ in os.walk(self.root, topdown=False):
                sync_directory(Path(folder))

    def tell(self, what: str = WRITING) -> None:
        """Tell how far it is; Cancelled when the person has stopped it."""
        moved = len(self._moved)
        count = sum(self._moved[:moved])
        del self._moved[:moved]
        self._job.advance(count, what)

    # In this thread ---------------------------------------------------------------------------------------------

    def _submit(self, work: Callable[[], Entry], held: int = 0) -> None:
        while held and sum(self._waiting.values()) > _HELD:
            self._wait()
        self._waiting[self._pool.submit(work)] = held
        self.tell()

    def _wait(self) -> None:
        for future in wait(self._waiting, timeout=0.1, return_when=FIRST_COMPLETED).done:
            del self._waiting[future]
            entry = future.result()
            self.entries[entry.path] = entry
        self.tell()

    # In a thread ------------------------------------------------------------------------------------------------

    def _written(self, path: str, pieces: Iterable[bytes]) -> Entry:
        target, hashes, size = self.root / path, TwoHashes(), 0
        with storage_errors():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for piece in pieces:
                    self._go_on(len(piece))
                    hashes.update(piece)
                    file.write(piece)
                    size += len(piece)
                file.flush()
                os.fsync(file.fileno())
                _forget(file)
            self._read_back(target, hashes.sha256)
        return Entry(path, size, hashes.sha256, hashes.sm3)

    def _looked_at(self, path: str) -> Entry:
        hashes, size = TwoHashes(), 0
        with storage_errors(), (self.root / path).open("rb") as file:
            _forget(file)
            while piece := file.read(_PIECE):
                self._go_on(len(piece))
                hashes.update(piece)
                size += len(piece)
        return Entry(path, size, hashes.sha256, hashes.sm3)

    def _read_back(self, target: Path, sha256: str) -> None:
        digest = hashlib.sha256()
        for piece in content_of(target):
            self._go_on(len(piece))
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise StorageError(_NOT_THE_SAME.format(target.name))

    def _go_on(self, count: int) -> None:
        if self._stop.is_set() or self._job.is_stopped:
            raise Cancelled
        self._moved.append(count)


def content_of(path: Path) -> Iterator[bytes]:
    """The content of a file as the medium has it, not as it is remembered."""
    with path.open("rb") as file:
        _forget(file)
        while piece := file.read(_PIECE):
            yield piece


def _forget(file: IO[bytes]) -> None:
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
