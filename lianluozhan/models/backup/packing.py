"""Writing a package: read and compress in one thread, seal and write in another, sync in a third.

Syncing a little at a time keeps the medium busy all along, makes the progress true and lets the person stop at once:
a sync of the whole at the end may hold a slow stick for minutes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import queue
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import zstandard

from ..errors import StorageError
from ..sealed import FRAME, Sealer
from .job import WRITING, Job
from .package import MAGIC
from .taking_out import sync_file

PIECE = FRAME - (1 << 14)  # what is compressed at once; the frame has room for it even if it grows
STORED, ZSTD = "stored", "zstd"
_SPAN = 8 << 20  # bytes that are synced at once, to begin with
_LEAST = 4 << 20
_QUICK, _SLOW = 0.3, 0.8  # seconds for a sync after which the next span is longer, or shorter
_PATIENCE = 0.2
_AHEAD = 16  # frames that may wait between reading and writing
_SAMPLE = 1 << 16
_CHANGED = "有文件在备份时变了，这次备份不算数，以前的备份没有动过。请再备份一次。"
_Content = bytes | Future[bytes]


@dataclass(frozen=True)
class Load:
    """What goes into a package: the files by name, the names that its base set has, and the facts of the manifest."""

    files: dict[str, Path]
    base: tuple[str, ...]
    facts: dict[str, Any]


def write(file: IO[bytes], key: bytes, header: dict[str, Any], load: Load, job: Job) -> str:
    """Write a whole package, on the medium for good; returns its HMAC."""
    head = json.dumps(header, ensure_ascii=False).encode()
    out = _Out(file, key)
    out.start(MAGIC + struct.pack(">I", len(head)) + head)
    sealer = Sealer(out, key, hashlib.sha256(head).digest())  # type: ignore[arg-type]
    plan = planned(load.files)
    with _sealing(sealer, out, job) as put, ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1)) as pool:
        _put_told(put, {"files": plan, "base": load.base})
        listed = {}
        for name, path in load.files.items():
            size, way = plan[name]
            listed[name] = [size, _put_file(put, path, size, pool if way == ZSTD else None, job)]
        _put_told(put, {"files": listed, "base": load.base, **load.facts})
    sealer.close()
    file.write(out.mac.digest())
    sync_file(file)
    return out.mac.hexdigest()


class _Out:
    """The file of a package. The HMAC takes the head and the tag of each frame; the tag proves what is between."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self.file, self.mac = file, hmac.new(key, digestmod="sha256")
        self.unsynced = 0

    def start(self, content: bytes) -> None:
        self.mac.update(content)
        self.file.write(content)

    def write(self, frame: bytes) -> int:
        self.mac.update(frame[:5] + frame[-16:])
        self.unsynced += len(frame)
        return self.file.write(frame)


def planned(files: dict[str, Path]) -> dict[str, tuple[int, str]]:
    """How long each file is and in which way it is packed."""
    return {name: (path.stat().st_size, way_of(path)) for name, path in files.items()}


def way_of(path: Path) -> str:
    """Whether compressing a file is worth while: what is sealed, or a photo, only costs time."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size // 2 - _SAMPLE // 2))
        sample = file.read(_SAMPLE)
    return ZSTD if len(zstandard.compress(sample, 1)) < 0.9 * len(sample) else STORED


def _put_told(put: Callable[[_Content], None], told: dict[str, Any]) -> None:
    """A length and so much JSON, in as many frames as it takes."""
    text = json.dumps(told).encode()
    whole = struct.pack(">Q", len(text)) + text
    for at in range(0, len(whole), FRAME):
        put(whole[at : at + FRAME])


def _put_file(put: Callable[[_Content], None], path: Path, size: int, pool: ThreadPoolExecutor | None, job: Job) -> str:
    """The content of a file, a frame a piece; its SHA-256."""
    digest, left = hashlib.sha256(), size
    with path.open("rb") as source:
        while left:
            piece = source.read(min(left, PIECE))
            if not piece:
                raise StorageError(_CHANGED)
            left -= len(piece)
            put(pool.submit(_compress, piece) if pool else piece)
            digest.update(piece)
            job.advance(len(piece), WRITING)
    return digest.hexdigest()


_compressors = threading.local()


def _compress(piece: bytes) -> bytes:
    if not hasattr(_compressors, "one"):
        _compressors.one = zstandard.ZstdCompressor(level=1)
    packed: bytes = _compressors.one.compress(piece)
    return packed


@contextmanager
def _sealing(sealer: Sealer, out: _Out, job: Job) -> Iterator[Callable[[_Content], None]]:
    """Give frames to a thread that seals and writes them in order; its trouble is raised here, and ours stops it."""
    waiting: queue.Queue[_Content | None] = queue.Queue(_AHEAD)
    trouble: list[BaseException] = []

    def work() -> None:
        with ThreadPoolExecutor(1, "backup-syncing") as pool:
            syncing, content = _Syncing(out, pool), waiting.get()
            while content is not None:
                if not trouble:
                    with _noting(trouble):
                        sealer.frame(content if isinstance(content, bytes) else content.result())
                        syncing.turn()
                content = waiting.get()
            with _noting(trouble):
                syncing.finish()

    thread = threading.Thread(target=work, name="backup-sealing")
    thread.start()

    def put(content: _Content) -> None:
        while not trouble:
            with suppress(queue.Full):
                return waiting.put(content, timeout=_PATIENCE)
            job.advance(0, WRITING)
        raise trouble[0]

    try:
        with _noting(trouble):
            yield put
    finally:
        waiting.put(None)
        thread.join()
    if trouble:
        raise trouble[0]


@contextmanager
def _noting(trouble: list[BaseException]) -> Iterator[None]:
    try:
        yield
    except BaseException as error:
        trouble.append(error)


class _Syncing:
    """Syncs what was written while the next is being written; at most two spans are not on the medium yet.

    A span is what the medium takes in a moment. An error of any sync is final: the system tells of it only once.
    """

    def __init__(self, out: _Out, pool: ThreadPoolExecutor) -> None:
        self._out, self._pool, self._span = out, pool, _SPAN
        self._running: Future[float] | None = None

    def turn(self) -> None:
        if self._out.unsynced >= self._span:
            self.finish()
            self._out.file.flush()
            self._out.unsynced = 0
            self._running = self._pool.submit(_sync, self._out.file.fileno())

    def finish(self) -> None:
        """Wait for the sync under way."""
        if self._running:
            taken = self._running.result()
            if taken < _QUICK:
                self._span = min(8 * _SPAN, 2 * self._span)
            elif taken > _SLOW:
                self._span = max(_LEAST, self._span // 2)
            self._running = None


def _sync(handle: int) -> float:
    start = time.monotonic()
    os.fsync(handle)
    return time.monotonic() - start
