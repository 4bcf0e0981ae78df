"""One file that is taken out of a package: hashed on the way, and synced if it is to stay."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self


class Outlet:
    """Where a file of a package goes: to `target`, or nowhere when it is only to be proven."""

    def __init__(self, target: Path | None, *, to_stay: bool = True) -> None:
        self._hash, self._to_stay = hashlib.sha256(), to_stay
        if target:
            target.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] | None = target.open("wb") if target else None

    def __enter__(self) -> Self:
        return self

    def write(self, piece: bytes) -> None:
        self._hash.update(piece)
        if self._file:
            self._file.write(piece)

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file:
            with self._file as file:
                if kind is None and self._to_stay:
                    sync_file(file)


def sync_file(file: IO[bytes]) -> None:
    """Put what was written on the disk for good."""
    file.flush()
    os.fsync(file.fileno())
