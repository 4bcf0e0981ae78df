"""Reading a package from its medium: every byte of it is proven, whatever of it is kept.

What the system still has in memory says nothing of the medium, so it is told to forget the file before the reading.
Windows knows no such request for a file that is read in the usual way; there the package is read through the cache, and
only taking the stick out, putting it in and verifying once more proves the medium. That is the second tick.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import queue
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import zstandard

from ..sealed import Damaged, opened
from . import format_one
from .job import READING, Job
from .package import MAC, MAGIC, NAME, BackupInfo, Manifest, header_of, info_of, read_head, reading, refusal
from .packing import PIECE, STORED, ZSTD
from .taking_out import Outlet

_FRAMES_AHEAD = 16
KeyOf = Callable[[dict[str, Any]], bytes]
Keep = Callable[[str], Path | None]
_DAMAGED = (Damaged, zstandard.ZstdError, struct.error, ValueError, KeyError, TypeError, IndexError, AttributeError)


def extract(
    path: Path,
    key_of: KeyOf,
    keep: Keep,
    job: Job,
    *,
    to_stay: bool = True,
    what: str = READING,
    ready: Callable[[str], object] = lambda name: None,
) -> tuple[BackupInfo, Manifest]:
    """Read a package wholly, prove every byte of it, and write the files for which `keep` names a place.

    `ready` hears of each file as it is whole; files that are not `to_stay` need not outlive a power cut.
    """
    with reading(path) as file:
        forget_cached(file)
        head = read_head(file)
        header = header_of(head)
        info, key = info_of(path, header), key_of(header)
        start = MAGIC + struct.pack(">I", len(head)) + head
        job.total = job.total or info.size
        try:
            if header["format"] == 1:
                return info, format_one.take_out(file, start, head, key, keep, job)
            metered = _In(file, key, start)
            frames = opened(metered, key, hashlib.sha256(head).digest())  # type: ignore[arg-type]
            with _ahead(frames) as ahead:
                manifest = _take_out(ahead, _Wishes(keep, to_stay, what, ready), job)
            if not hmac.compare_digest(file.read(MAC + 1), metered.mac.digest()):
                raise Damaged
        except _DAMAGED:
            raise refusal(path, "内容") from None
    return info, manifest


def forget_cached(file: IO[bytes]) -> None:
    """Drop what the system has of the file in memory, so that the medium is read; where the system can do it."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)


def names_in(path: Path, key: bytes) -> frozenset[str]:
    """The files that a package of ours holds, told at its start; only the start is read and proven."""
    with reading(path) as file:
        head = read_head(file)
        try:
            if header_of(head)["format"] == 1:
                return frozenset()
            frames = opened(file, key, hashlib.sha256(head).digest())
            return frozenset(_told(frames)["files"])
        except _DAMAGED:
            raise refusal(path, "内容") from None


@dataclass(frozen=True)
class _Wishes:
    """What is to become of the files of a package."""

    keep: Keep
    to_stay: bool
    what: str
    ready: Callable[[str], object]


class _In:
    """The file of a package; the HMAC takes the head and the tag of each frame, as when it was written."""

    def __init__(self, file: IO[bytes], key: bytes, start: bytes) -> None:
        self._file, self.mac = file, hmac.new(key, start, "sha256")

    def read(self, size: int) -> bytes:
        content = self._file.read(size)
        self.mac.update(content[-16:])
        return content


@contextmanager
def _ahead(frames: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """The same frames, read and opened in a thread of their own while the last ones are hashed and written."""
    waiting: queue.Queue[bytes | BaseException | None] = queue.Queue(_FRAMES_AHEAD)
    given_up = threading.Event()

    def work() -> None:
        try:
            for frame in frames:
                waiting.put(frame)
                if given_up.is_set():
                    return
            waiting.put(None)
        except BaseException as trouble:
            waiting.put(trouble)

    def given() -> Iterator[bytes]:
        while (frame := waiting.get()) is not None:
            if isinstance(frame, BaseException):
                raise frame
            yield frame

    thread = threading.Thread(target=work, name="backup-reading")
    thread.start()
    try:
        yield given()
    finally:
        given_up.set()
        while thread.is_alive():  # it may wait for room
            with suppress(queue.Empty):
                waiting.get(timeout=0.05)
        thread.join()


def _take_out(frames: Iterator[bytes], wishes: _Wishes, job: Job) -> Manifest:
    planned = _told(frames)
    found: dict[str, list[Any]] = {}
    for name, (size, way) in planned["files"].items():
        if not NAME.fullmatch(name) or way not in (STORED, ZSTD):
            raise Damaged
        with Outlet(wishes.keep(name), to_stay=wishes.to_stay) as outlet:
            left = size
            while left:
                piece = _piece(next(frames, b""), way)
                left -= len(piece)
                if not piece or left < 0:
                    raise Damaged
                outlet.write(piece)
                job.advance(len(piece), wishes.what)
        found[name] = [size, outlet.digest]
        wishes.ready(name)
    told = _told(frames)
    if any(frames) or told["files"] != found or told["base"] != planned["base"]:
        raise Damaged
    files = {name: (size, digest) for name, (size, digest) in found.items()}
    head = told["audit_head"]
    return Manifest(files, told["counts"], (head[0], head[1]), tuple(told["base"]))


def _piece(frame: bytes, way: str) -> bytes:
    if way == STORED or not frame:
        return frame
    return zstandard.ZstdDecompressor().decompress(frame, max_output_size=PIECE)


def _told(frames: Iterator[bytes]) -> dict[str, Any]:
    """JSON that its length goes before, from as many frames as it takes."""
    text = next(frames, b"")
    length = struct.unpack(">Q", text[:8])[0] + 8
    while len(text) < length:
        more = next(frames, b"")
        if not more:
            raise Damaged
        text += more
    if len(text) > length:
        raise Damaged
    told: dict[str, Any] = json.loads(text[8:])
    return told
