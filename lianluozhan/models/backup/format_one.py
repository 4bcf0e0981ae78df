"""Reading packages of format 1, as they were made until 2026-11: one compressed stream of `name, size, content`."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import zstandard

from ..sealed import FRAME, Damaged, opened
from .job import READING, Job
from .package import MAC, NAME, Manifest
from .taking_out import Outlet


class _Metered:
    """A file whose bytes all go through the HMAC as they are read."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._file, self.mac = file, hmac.new(key, digestmod="sha256")

    def read(self, size: int) -> bytes:
        content = self._file.read(size)
        self.mac.update(content)
        return content


def take_out(
    file: IO[bytes], start: bytes, head: bytes, key: bytes, keep: Callable[[str], Path | None], job: Job
) -> Manifest:
    """All that follows the header, proven; `Damaged` where it is not as it was written."""
    metered = _Metered(file, key)
    metered.mac.update(start)
    stream = _Stream(opened(metered, key, hashlib.sha256(head).digest()))  # type: ignore[arg-type]
    manifest = _unpack(stream, keep, job)
    if not hmac.compare_digest(file.read(MAC + 1), metered.mac.digest()):
        raise Damaged
    return manifest


class _Stream:
    """The decompressed stream, read by length; `Damaged` when it ends too early."""

    def __init__(self, sealed: Iterator[bytes]) -> None:
        self._sealed, self._unpacker = sealed, zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        self._waiting = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            piece = next(self._sealed, None)
            if piece is None:
                raise Damaged
            self._waiting += self._unpacker.decompress(piece)
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def finish(self) -> None:
        if self._waiting or any(self._unpacker.decompress(piece) for piece in self._sealed):
            raise Damaged


def _unpack(stream: _Stream, keep: Callable[[str], Path | None], job: Job) -> Manifest:
    found = {}
    while True:
        length, size = struct.unpack(">HQ", stream.take(10))
        if not length:
            break
        name = stream.take(length).decode()
        if not NAME.fullmatch(name) or name in found:
            raise Damaged
        with Outlet(keep(name)) as outlet:
            left = size
            while left:
                piece = stream.take(min(left, FRAME))
                outlet.write(piece)
                left -= len(piece)
                job.advance(len(piece), READING)
        found[name] = [size, outlet.digest]
    told = json.loads(stream.take(size))
    stream.finish()
    if told["files"] != found:
        raise Damaged
    files = {name: (size, digest) for name, (size, digest) in found.items()}
    return Manifest(files, told["counts"], (told["audit_head"][0], told["audit_head"][1]))
