"""Files from a scanner, read apart (`scan_reading.py`): their pages with the 纸号 on them, and each page as a file.

Nothing is stored here. A file that cannot be read is told of in a sentence; a page that cannot is told of at its place.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ..attachments import LARGEST
from ..errors import Cancelled, RuleError
from ..imports.apart import Ended, Line, Reader, content_of, told_apart
from ..paper_codes import read_code
from . import scan_reading
from .scan_reading import MEMORY, SECONDS

PAGES_AT_ONCE = 8  # that one process reads; a longer file is read by one after the other
MOST_PAGES = 1000
MOST_KEPT = 400 * 2**20  # of the pages of one file
ENDINGS = (".pdf", ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff")
DONE = "已收"  # the folder beside the scans into which those that were taken in are moved when it is wished
_ROOT = str(Path(__file__).parents[3])
_LIMITS = str(Path(__file__).parents[1] / "imports")
_CALL = (
    f"import sys; sys.path[:0] = [{_ROOT!r}]; sys.path.append({_LIMITS!r}); import limits;"
    " from lianluozhan.models.archive import scan_reading;"
    f" limits.narrow({MEMORY}, {SECONDS}); scan_reading.main(sys.argv[1:], limits.close_doors)"
)
_GONE = "找不到这个文件，U 盘可能已拔出，或没有权限。请重新选择。"
_TOO_LARGE = f"文件超过 {LARGEST // 2**20} MB，没有打开。请分成几个文件，或用 300 dpi、黑白或灰度重新扫描。"
_TOO_MANY = f"文件有 {{}} 页，一个文件最多 {MOST_PAGES} 页。请分成几个文件再收。"
_TOO_MUCH = "文件各页加起来太大，没有收。请分成几个文件，或用 300 dpi、黑白或灰度重新扫描。"
_TOO_SLOW = f"读了 {SECONDS} 秒还没有读完，没有收。请把这张纸用 300 dpi 重新扫描。"
_NO_FILES = "这个文件夹里没有文件。请检查是不是选错了，或扫描仪还没有存好。"
_NAMES_LEFT_OUT = ("thumbs.db", "desktop.ini")
_NUMBER = re.compile(r"(\d+)")

Stop = Callable[[], bool]


@dataclass(frozen=True)
class ScanPage:
    """One page as it was read; `content` is the file of this page alone, upright as far as its code tells."""

    page: int
    codes: tuple[str, ...] = ()
    turned: int = 0
    is_blank: bool = False
    trouble: str = ""
    content: bytes = b""
    suffix: str = ""


@dataclass(frozen=True)
class ScanFile:
    """A file with its pages, or the sentence that says why it has none."""

    name: str
    digest: str = ""
    pages: tuple[ScanPage, ...] = ()
    trouble: str = ""


@dataclass(frozen=True)
class SeenCode:
    """A 纸号 that was seen, with the form and the record it names."""

    file: str
    page: int
    code: str
    form: str
    record_id: int


@dataclass(frozen=True)
class SeenCodes:
    """What was seen in files that are only looked through, and in words what could not be read."""

    found: tuple[SeenCode, ...]
    unread: tuple[str, ...]


def files_in(chosen: Iterable[Path]) -> list[Path]:
    """The files that were chosen and those in the folders that were, in the order in which a person counts them."""
    found: list[Path] = []
    for path in chosen:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = [each for each in path.iterdir() if _counts(each)]
        except OSError as error:
            raise RuleError(f"打不开文件夹“{path.name}”：找不到它，或没有权限。请重新选择。") from error
        found += sorted(inside, key=_in_order)
    if not found:
        raise RuleError(_NO_FILES)
    return list(dict.fromkeys(found))


def _counts(path: Path) -> bool:
    hidden = path.name.startswith((".", "~$")) or path.name.lower() in _NAMES_LEFT_OUT
    return not hidden and path.is_file()


def _in_order(path: Path) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(path.name.lower())]


def read_files(paths: Sequence[Path], cancelled: Stop = lambda: False) -> Iterator[ScanFile]:
    """Each file read, in their order; two are read at a time, a little ahead of whoever takes them."""
    workers = min(2, os.cpu_count() or 1)
    waiting: deque[Future[ScanFile]] = deque()
    ahead = iter(paths)
    with ThreadPoolExecutor(workers, "scans") as pool:
        stopped = False

        def stop() -> bool:
            return stopped or cancelled()

        try:
            for path in ahead:
                waiting.append(pool.submit(read_file, path, stop))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            stopped = True
            for future in waiting:
                future.cancel()


def read_file(path: Path, cancelled: Stop = lambda: False) -> ScanFile:
    """One file with its pages; what is wrong with it stands in `trouble`."""
    name = path.name[-200:]
    try:
        content = content_of(path, LARGEST, _GONE, _TOO_LARGE)
        if content and not _looks_like_a_scan(content):
            raise RuleError(scan_reading.NO_SCAN)
        pages = tuple(read_pages(content, cancelled))
    except RuleError as refusal:
        return ScanFile(name, trouble=str(refusal))
    return ScanFile(name, hashlib.sha256(content).hexdigest(), pages)


def _looks_like_a_scan(content: bytes) -> bool:
    """By its first bytes, whatever its name says; so no process is started for a folder full of other files."""
    return scan_reading.kind_of(content) != ""


def read_pages(content: bytes, cancelled: Stop = lambda: False) -> Iterator[ScanPage]:
    """The pages one after the other; a process that a page brings down takes that page alone with it."""
    number, total, kept = 1, 1, 0
    while number <= total:
        if cancelled():
            raise Cancelled
        count, lot = _lot(content, number, total, cancelled)
        if count > MOST_PAGES:
            raise RuleError(_TOO_MANY.format(count))
        total = count
        for page in lot:
            kept += len(page.content)
            if kept > MOST_KEPT:
                raise RuleError(_TOO_MUCH)
            yield page
        number += len(lot)


def _lot(content: bytes, first: int, total: int, cancelled: Stop) -> tuple[int, list[ScanPage]]:
    """The next pages, as many as one process reads, and how many there are in all."""
    try:
        return _read(content, first, PAGES_AT_ONCE, cancelled)
    except RuleError:
        # a file that cannot be opened at all is refused here
        count = _read(content, 1, 0, cancelled)[0] if first == 1 == total else total
    lot = []
    for number in range(first, min(first + PAGES_AT_ONCE - 1, count) + 1):
        try:
            lot += _read(content, number, 1, cancelled)[1]
        except RuleError as refusal:
            lot.append(ScanPage(number, trouble=str(refusal)))
    return count, lot


def _read(content: bytes, first: int, most: int, cancelled: Stop) -> tuple[int, list[ScanPage]]:
    return told_apart(_reader(), [str(first), str(most)], content, partial(_pages, first, most), cancelled)


def pictures(content: bytes, take: Callable[[bytes], object], cancelled: Stop = lambda: False) -> None:
    """Every page of a PDF as a small JPEG, given to `take` one after the other; empty where a page is damaged."""
    given, total = 0, 1
    while given < total:

        def lot(lines: Iterator[Line]) -> tuple[int, int]:
            count = _whole(_first(lines)["total"], 1, 10**9)
            if count > MOST_PAGES:
                raise RuleError(_TOO_MANY.format(count))
            for taken, told in enumerate(lines):
                if "end" in told:
                    return count, taken
                take(_jpeg(told))
            raise Ended

        total, taken = told_apart(_reader(), ["show", str(given + 1)], content, lot, cancelled)
        if not taken:
            raise RuleError(scan_reading.BROKEN)
        given += taken


def _first(lines: Iterator[Line]) -> Line:
    """The first thing that is told; a process that was ended before says nothing."""
    for told in lines:
        return told
    raise Ended


def _jpeg(told: Line) -> bytes:
    content = base64.b64decode(told["picture"], validate=True)
    if content and not content.startswith(b"\xff\xd8\xff"):
        raise Ended
    return content


def picture(content: bytes, turned: int = 0) -> bytes:
    """A page as a small JPEG for the screen, whatever it is stored as."""
    return told_apart(_reader(), ["look", str(turned % 360)], content, _picture)


def turned_file(content: bytes, turned: int) -> tuple[bytes, str]:
    """The file of a page turned clockwise by a multiple of 90 degrees, and its ending."""
    return told_apart(_reader(), ["turn", str(turned % 360)], content, _turned)


def codes_in(
    paths: Iterable[Path],
    progress: Callable[[int, int, str], object] = lambda done, total, what: None,
    cancelled: Stop = lambda: False,
) -> SeenCodes:
    """Every 纸号 in these files and folders, such as the scans of all that lies in a box; nothing is stored."""
    files = files_in(paths)
    found, unread = [], []
    for done, file in enumerate(read_files(files, cancelled), 1):
        if file.trouble:
            unread.append(f"“{file.name}”：{file.trouble}")
        for page in file.pages:
            named = [(code, *(read_code(code) or ("", 0))) for code in page.codes]
            found += [SeenCode(file.name, page.page, code, form, record_id) for code, form, record_id in named]
            if page.trouble:
                unread.append(f"“{file.name}”第 {page.page} 页：{page.trouble}")
            elif not page.codes and not page.is_blank:
                unread.append(f"“{file.name}”第 {page.page} 页：没有认出纸号。")
        progress(done, len(files), file.name)
    return SeenCodes(tuple(found), tuple(unread))


# What the process tells, looked at ---------------------------------------------------------------------------------


def _reader() -> Reader:
    return Reader(
        "--read-scan",
        _CALL,
        broken=scan_reading.BROKEN,
        too_big=scan_reading.TOO_BIG,
        too_slow=_TOO_SLOW,
        wait=float(SECONDS),
        seconds=SECONDS,
        memory=MEMORY,
        longest_answer=600_000_000,
    )


def _pages(first: int, most: int, lines: Iterator[Line]) -> tuple[int, list[ScanPage]]:
    """The pages that were asked for, each with its own number, none left out."""
    total, found = 0, list[ScanPage]()
    for told in lines:
        if "end" in told:
            if len(found) != min(most, max(0, total - first + 1)):
                break
            return total, found
        if "total" in told:
            total = _whole(told["total"], 1, 10**9)
            continue
        page = _page(told)
        if page.page != first + len(found):
            break
        found.append(page)
    raise Ended


def _page(told: Line) -> ScanPage:
    codes = told["codes"]
    if type(codes) is not list or len(codes) > 20 or not all(type(code) is str for code in codes):
        raise Ended
    suffix, trouble = told["suffix"], told["trouble"]
    if suffix not in ("", ".pdf", ".jpg", ".png") or type(trouble) is not str or len(trouble) > 200:
        raise Ended
    content = base64.b64decode(told["file"], validate=True)
    if not content and not trouble:
        raise Ended
    turned = _whole(told["turned"], 0, 270)
    if turned % 90:
        raise Ended
    known = tuple(dict.fromkeys(f"{code[:4]}-{code[4:]}" for code in codes if read_code(code)))
    blank = told["blank"] is True and not known
    return ScanPage(_whole(told["page"], 1, 10**9), known, turned, blank, trouble, content, suffix)


def _whole(value: Any, lowest: int, highest: int) -> int:
    if type(value) is not int or not lowest <= value <= highest:
        raise Ended
    return value


def _picture(lines: Iterator[Line]) -> bytes:
    content = base64.b64decode(_first(lines)["picture"], validate=True)
    if not content.startswith(b"\xff\xd8\xff"):
        raise Ended
    return content


def _turned(lines: Iterator[Line]) -> tuple[bytes, str]:
    told = _first(lines)
    content, suffix = base64.b64decode(told["file"], validate=True), told["suffix"]
    if not content or suffix not in (".pdf", ".jpg", ".png"):
        raise Ended
    return content, suffix
