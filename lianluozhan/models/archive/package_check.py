"""Whether an electronic package is as it was made: every file by both hashes, none missing, none added (DA/T 70).

It needs nothing but the folder; the register says besides whether its list of hashes is the one that was made here.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..backup.job import Cancel, Job, Progress
from ..durable import storage_errors
from ..errors import RuleError
from .package_writing import READING, content_of
from .two_hashes import TwoHashes

SHA256, SM3 = "manifest-sha256.txt", "manifest-sm3.txt"
LONGEST_LIST = 100 << 20
_HASH = 64
_NOT_ONE = "这个文件夹不是电子档案包：里面没有“{0}”。请选“全宗名称年度电子档案”那个文件夹。"
_BAD_LIST = "电子档案包的清单“{0}”坏了，第 {1} 行读不懂。请用另一份电子档案包。"


@dataclass(frozen=True)
class Verified:
    """How a package was found: how many files and bytes were read, and each thing that is wrong, in a sentence."""

    files: int
    size: int
    sha256: str  # of the list of hashes itself
    sm3: str
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


def verify(folder: Path, progress: Progress | None = None, cancelled: Cancel | None = None) -> Verified:
    """Read a package whole and compare it with its two lists."""
    lists = {name: _read_list(folder, name) for name in (SHA256, SM3)}
    there = {path: size for path, size in _files(folder) if path not in lists}
    job = Job(progress, cancelled, sum(there.values()))
    problems = [f"少了文件“{path}”。" for path in lists[SHA256] if path not in there]
    problems += [f"“{path}”在 SM3 清单里没有。" for path in lists[SHA256] if path not in lists[SM3]]
    problems += [f"“{path}”只在 SM3 清单里有。" for path in lists[SM3] if path not in lists[SHA256]]
    for path in sorted(there):
        if path not in lists[SHA256]:
            problems.append(f"多了文件“{path}”，清单里没有。")
            continue
        found = _hashed(folder / path, job)
        if found is None:
            problems.append(f"文件“{path}”读不出来。")
        elif (found.sha256, found.sm3) != (lists[SHA256][path], lists[SM3].get(path, found.sm3)):
            problems.append(f"文件“{path}”被改动过或损坏了。")
    with storage_errors():
        own = [_hashed(folder / name, job) for name in (SHA256, SM3)]
    sums = (own[0].sha256 if own[0] else "", own[1].sm3 if own[1] else "")
    return Verified(len(there), job.total, *sums, tuple(problems))


def written_list(hashes: Iterator[tuple[str, str]]) -> bytes:
    """A list of hashes as `sha256sum -c`, `sm3sum -c` and `cksum -a sm3 -c` read it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(hashes)).encode()


def _read_list(folder: Path, name: str) -> dict[str, str]:
    try:
        path = folder / name
        if not path.is_file() or path.stat().st_size > LONGEST_LIST:
            raise RuleError(_NOT_ONE.format(name))
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise RuleError(_BAD_LIST.format(name, 1)) from None
    except OSError as error:
        raise RuleError("这个文件夹读不了，U 盘可能已拔出。请插好再试。") from error
    found = {}
    for number, line in enumerate(lines, 1):
        digest, space, inside = line[:_HASH].lower(), line[_HASH : _HASH + 2], line[_HASH + 2 :]
        if space not in ("  ", " *") or not inside or set(digest) - set("0123456789abcdef") or len(digest) != _HASH:
            raise RuleError(_BAD_LIST.format(name, number))
        pure = PurePosixPath(inside)
        if pure.is_absolute() or ".." in pure.parts or "\\" in inside:
            raise RuleError(_BAD_LIST.format(name, number))
        found[str(pure)] = digest
    return found


def _files(folder: Path) -> Iterator[tuple[str, int]]:
    """The files below a folder with their lengths; a link is none, whatever it points at."""
    with storage_errors():
        for inside, _, names in os.walk(folder):
            for name in names:
                path = Path(inside) / name
                if not path.is_symlink():
                    yield path.relative_to(folder).as_posix(), path.stat().st_size


def _hashed(path: Path, job: Job) -> TwoHashes | None:
    hashes = TwoHashes()
    try:
        for piece in content_of(path):
            hashes.update(piece)
            job.advance(len(piece), READING)
    except OSError:
        return None
    return hashes
