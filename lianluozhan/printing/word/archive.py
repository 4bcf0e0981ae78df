"""The zip around a Word file; what every file holds alike is packed once in the life of the program."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from struct import pack
from typing import BinaryIO, NamedTuple

_LEVEL, _BEST = 4, 9
_LOCAL, _CENTRAL, _END = 0x04034B50, 0x02014B50, 0x06054B50
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8


class Packed(NamedTuple):
    """Content made small, with its check sum and its size before."""

    data: bytes
    check: int
    size: int


def packed(parts: Iterable[bytes], level: int = _LEVEL) -> Packed:
    """A part of the file that comes in pieces; only its packed form is kept."""
    packer, check, size, data = zlib.compressobj(level, zlib.DEFLATED, -15), 0, 0, list[bytes]()
    for part in parts:
        check, size = zlib.crc32(part, check), size + len(part)
        data.append(packer.compress(part))
    data.append(packer.flush())
    return Packed(b"".join(data), check, size)


@lru_cache(maxsize=64)
def kept(content: bytes) -> Packed:
    """A part that other files have too."""
    return packed([content], _BEST)


class Archive:
    """A zip file in the making; `finish` writes its list of parts."""

    def __init__(self, out: BinaryIO, made: datetime) -> None:
        day = (made.year - 1980) << 9 | made.month << 5 | made.day
        self._stamp = pack("<2H", made.hour << 11 | made.minute << 5 | made.second // 2, day)
        self._out, self._at, self._list = out, 0, list[bytes]()

    def add(self, name: str, part: Packed) -> None:
        coded = name.encode()
        facts = self._stamp + pack("<3L", part.check, len(part.data), part.size)
        central = pack("<L4H", _CENTRAL, _VERSION, _VERSION, _UTF8, _DEFLATED) + facts
        self._list.append(central + pack("<5H2L", len(coded), 0, 0, 0, 0, 0, self._at) + coded)
        local = pack("<L3H", _LOCAL, _VERSION, _UTF8, _DEFLATED) + facts + pack("<2H", len(coded), 0)
        self._at += self._out.write(local + coded + part.data)

    def finish(self) -> None:
        content, count = b"".join(self._list), len(self._list)
        end = pack("<L4H2LH", _END, 0, 0, count, count, len(content), self._at, 0)
        self._out.write(content + end)
