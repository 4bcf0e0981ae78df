"""A printed file is either whole or not there: written beside, synced, renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from lianluozhan.models.durable import rename, storage_errors, sync_directory
from lianluozhan.models.errors import StorageError

_OPEN_ELSEWHERE = "没有保存：这个文件正在别的程序里打开着。请先在那里关闭它，或换一个文件名再存。"


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside `path` to write to; it gets its name once it is whole. Raises StorageError.

    What stood there before stays as it was until then, and for good when the disk is full or the file is open in
    Word or WPS: Windows would refuse the new name, elsewhere the other program would later write its own over ours.
    """
    with storage_errors():
        if is_open_elsewhere(path):
            raise StorageError(_OPEN_ELSEWHERE)
    beside = path.with_name(f".{sha256(path.name.encode()).hexdigest()[:12]}.{os.getpid()}.part")
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


def is_open_elsewhere(path: Path) -> bool:
    """Whether Word, WPS or LibreOffice has put its mark beside the file: each has a name for it."""
    name = path.name
    marks = (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#")
    return path.exists() and any(os.path.lexists(path.with_name(mark)) for mark in marks)  # lexists never raises
