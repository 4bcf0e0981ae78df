"""Files that are either whole or not there: written beside, synced, renamed, the directory synced."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import StorageError

_SENTENCES = {
    errno.ENOSPC: "没有保存：磁盘已满。请先腾出空间再试，原来的内容没有动过。",
    errno.EROFS: "没有保存：这个磁盘或 U 盘是只读的。请打开写保护开关，或换一个 U 盘。",
    errno.EACCES: "没有保存：没有写这个文件夹的权限，或文件正被别的程序打开。请关闭后再试。",
    errno.EPERM: "没有保存：没有写这个文件夹的权限，或文件正被别的程序打开。请关闭后再试。",
    errno.EFBIG: "没有保存：这个 U 盘的格式放不下这么大的文件。请换一个 exFAT 或 NTFS 格式的 U 盘。",
    errno.EIO: "没有保存：磁盘或 U 盘读写不正常，可能已拔出或损坏。请重新插好再试。",
    errno.ENOENT: "没有保存：找不到这个文件夹，U 盘可能已拔出。请重新插好再试。",
    errno.ENAMETOOLONG: "没有保存：文件名太长。请换一个短一些的文件名再试。",
    errno.EISDIR: "没有保存：这个位置已有同名的文件夹。请换一个文件名。",
}

_HELD_BY_OTHERS = (5, 32)  # access denied, sharing violation


def storage_sentence(error: OSError) -> str:
    """The Chinese sentence for an error of the operating system while writing."""
    return _SENTENCES.get(error.errno or 0, "没有保存：磁盘不能写入。请检查磁盘或 U 盘后再试。")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn errors of the operating system into `StorageError` with what to do; also one that a library hands on."""
    try:
        yield
    except OSError as error:
        raise StorageError(storage_sentence(error)) from error
    except Exception as error:
        if error.args and isinstance(error.args[0], OSError):  # as xlsxwriter says that a file cannot be written
            raise StorageError(storage_sentence(error.args[0])) from error
        raise


def sync_directory(folder: Path) -> None:
    """Make a rename or a new name in `folder` durable; Windows does this by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def rename(source: Path, target: Path) -> None:
    """Give a finished file or folder its name; on Windows an antivirus may hold it for a moment, so try again."""
    for wait in (0.05, 0.1, 0.2, 0.4, 0.8):
        try:
            source.replace(target)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in _HELD_BY_OTHERS:
                raise
            time.sleep(wait)
    source.replace(target)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A path to write to; what is there at the end takes the place of `path`, whole, or nothing does."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with storage_errors():
        try:
            yield beside
            with beside.open("rb+") as file:
                os.fsync(file.fileno())
            rename(beside, path)
            sync_directory(path.parent)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def atomic_write(path: Path, content: bytes) -> None:
    """Replace `path` by `content` so that a power cut leaves the old file or the new one, never a part."""
    with written_beside(path) as beside:
        beside.write_bytes(content)
