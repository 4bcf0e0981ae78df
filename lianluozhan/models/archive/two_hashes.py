"""SHA-256 and SM3 (GB/T 32905) of the same bytes, reckoned while they pass; both let other threads work."""

from __future__ import annotations

import hashlib
from typing import Any


class TwoHashes:
    """Takes the content of a file piece by piece."""

    def __init__(self) -> None:
        self._sha256, self._sm3 = hashlib.sha256(), new_sm3()

    def update(self, piece: bytes) -> None:
        self._sha256.update(piece)
        self._sm3.update(piece)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    @property
    def sm3(self) -> str:
        return str(self._sm3.hexdigest())


def new_sm3() -> Any:
    """A hash of SM3: Python's own where its OpenSSL has it, else that of cryptography."""
    try:
        return hashlib.new("sm3")
    except ValueError:
        return _OtherSm3()


class _OtherSm3:
    def __init__(self) -> None:
        from cryptography.hazmat.primitives.hashes import SM3, Hash

        self._hash = Hash(SM3())

    def update(self, piece: bytes) -> None:
        self._hash.update(piece)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()
