"""A printed file is either whole or not there: written beside, synced, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lianluozhan.models.durable import rename, storage_errors, sync_directory


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; it gets its name once it is whole. Raises StorageError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with storage_errors():
            yield beside
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            rename(beside, path)
            sync_directory(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
