"""Bytes under lock and key: a stream in numbered frames of AES-256-GCM, so that no change or cut goes unseen.

Each stream has a key of its own, drawn from the purpose's key and a random salt. The number of a frame and whether it
is the last are part of its nonce: a frame taken out, moved or cut off at the end is refused.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"LLZS\x01"  # format 1: HKDF-SHA256, AES-256-GCM
FRAME = 1 << 20
_TAG = 16


class Damaged(Exception):
    """The stream was changed, cut short, or is under another key."""


def _nonce(number: int, last: bool) -> bytes:
    return struct.pack(">QI", number, int(last))


class Sealer:
    """Writes a sealed stream to `file`; `close` writes the last frame, without which the stream is not whole."""

    def __init__(self, file: IO[bytes], key: bytes, context: bytes) -> None:
        salt = os.urandom(16)
        self._file, self._cipher, self._context = file, _cipher(key, salt, context), context
        self._waiting, self._number = bytearray(), 0
        file.write(MAGIC + salt)

    def write(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > FRAME:
            self._put(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]

    def frame(self, content: bytes) -> None:
        """A frame of its own, at most FRAME long; not to be mixed with `write`."""
        self._put(content, last=False)

    def close(self) -> None:
        self._put(bytes(self._waiting), last=True)

    def _put(self, content: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), content, self._context)
        self._file.write(struct.pack(">I?", len(sealed), last) + sealed)
        self._number += 1


def opened(file: IO[bytes], key: bytes, context: bytes) -> Iterator[bytes]:
    """The content of a sealed stream, frame by frame; `Damaged` at the first frame that is not as it was written."""
    from cryptography.exceptions import InvalidTag

    if file.read(len(MAGIC)) != MAGIC:
        raise Damaged
    cipher = _cipher(key, file.read(16), context)
    number, last = 0, False
    while not last:
        head = file.read(5)
        if len(head) < 5:
            raise Damaged
        size, last = struct.unpack(">I?", head)
        if head[4] not in (0, 1) or not _TAG <= size <= FRAME + _TAG:
            raise Damaged
        sealed = file.read(size)
        if len(sealed) < size:  # cut, or the length itself was changed
            raise Damaged
        try:
            yield cipher.decrypt(_nonce(number, last), sealed, context)
        except InvalidTag:
            raise Damaged from None
        number += 1


def _cipher(key: bytes, salt: bytes, context: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"lianluozhan/stream/" + context).derive(key))
