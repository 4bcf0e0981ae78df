"""Taking scans in: a folder or files are read, each page finds its record by its 纸号, what is not known waits (N7).

A file is stored whole in one action or not at all. The files themselves are not touched; those that were taken in whole
are moved aside when that is wished.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from .. import veil
from ..attachments import Enclosed, attach
from ..durable import rename
from ..errors import Cancelled, RuleError
from ..permissions import require
from ..session import Session
from . import scan_hanging
from .scan_files import DONE, ScanFile, ScanPage, Stop, files_in, read_files
from .scan_hanging import WAITING_PURPOSE
from .scan_targets import named_by
from .scans import Scan, ScanHow, ScanState

NO_CODE = "没有认出纸号。请看图，指定它属于哪条记录。"
BLANK = "空白页，可能是背面。不要的话，可以一次去掉。"
_TWO = "这一页上有 {} 张表（纸号 {}）。请分开重新扫描，或指定这一页归哪一张。"
_KNOWN = {
    ScanState.WAITING: "以前收过，还在待认。",
    ScanState.HUNG: "以前收过，已经挂好了。",
    ScanState.DISMISSED: "以前收过，定了不用。要用它，请在“不用的”里退回待认。",
}
_NOT_MOVED = f"收好了，但没有移到“{DONE}”：文件正被别的程序打开，或没有权限。可以自己移开。"

Progress = Callable[[int, int, str], object]


class Taken(Enum):
    """What became of a page."""

    HUNG = "hung"
    WAITING = "waiting"
    BLANK = "blank"
    KNOWN = "known"
    CLOSED = "closed"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class PageOutcome:
    """What became of one page, in a sentence where it is not simply hung."""

    page: int
    taken: Taken
    words: str = ""
    scan: Scan | None = None


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file; `trouble` says why nothing of it was taken in, or that it could not be moved."""

    name: str
    pages: tuple[PageOutcome, ...] = ()
    trouble: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every page is in the program."""
        left = (Taken.TROUBLE, Taken.CLOSED)
        return not self.trouble and bool(self.pages) and all(page.taken not in left for page in self.pages)


@dataclass(frozen=True)
class ScanReport:
    """What became of all files; `stopped` says that the person stopped it, and what came before is kept."""

    files: tuple[FileOutcome, ...] = ()
    stopped: bool = False

    def count(self, *taken: Taken) -> int:
        """How many pages ended so."""
        return sum(page.taken in taken for file in self.files for page in file.pages)

    @property
    def sentences(self) -> list[str]:
        """Everything that somebody must be told, file by file."""
        found = []
        for file in self.files:
            if file.trouble:
                found.append(f"“{file.name}”：{file.trouble}")
            told = (page for page in file.pages if page.taken in (Taken.TROUBLE, Taken.CLOSED, Taken.KNOWN))
            found += [f"“{file.name}”第 {page.page} 页：{page.words}" for page in told]
        return found


def take_in(
    session: Session,
    chosen: Iterable[Path],
    progress: Progress = lambda done, total, what: None,
    cancelled: Stop = lambda: False,
    *,
    move: bool = False,
) -> ScanReport:
    """Take in files, and the files of folders; with `move` those that are in whole go into a folder beside them."""
    require(session.roles, "archive.scan")
    paths = files_in(chosen)
    done: list[FileOutcome] = []
    try:
        progress(0, len(paths), "")
        for path, file in zip(paths, read_files(paths, cancelled), strict=True):
            outcome = _kept(session, file)
            if move and outcome.is_whole:
                outcome = _moved(path, outcome)
            done.append(outcome)
            progress(len(done), len(paths), path.name)
    except Cancelled:
        return ScanReport(tuple(done), stopped=True)
    return ScanReport(tuple(done))


def _kept(session: Session, file: ScanFile) -> FileOutcome:
    if file.trouble:
        return FileOutcome(file.name, trouble=file.trouble)
    try:
        return keep_file(session, file)
    except RuleError as refusal:
        return FileOutcome(file.name, trouble=str(refusal))


def keep_file(session: Session, file: ScanFile) -> FileOutcome:
    """Store the pages of one file, all of them or none."""
    with session.action("archive.scan"):
        return FileOutcome(file.name, tuple(_keep(session, file, page) for page in file.pages))


def _keep(session: Session, file: ScanFile, page: ScanPage) -> PageOutcome:
    if page.trouble:
        return PageOutcome(page.page, Taken.TROUBLE, page.trouble)
    with veil.whole_sight():
        sql = "SELECT state FROM archive_scans WHERE digest = ? AND page = ?"
        known = session.value(sql, (file.digest, page.page))
    if known is not None:
        return PageOutcome(page.page, Taken.KNOWN, _KNOWN[ScanState(known)])
    several = len(file.pages) > 1
    new = Enclosed(_name(file, page, several=several), content=page.content)
    scan = Scan(
        file_name=file.name,
        page=page.page,
        digest=file.digest,
        taken_at=session.now(),
        taken_by=session.staff.id,
        turned=page.turned,
        is_blank=page.is_blank,
        note=BLANK if page.is_blank else NO_CODE,
    )
    named = [named_by(session, code) for code in page.codes]
    if closed := next((each for each in named if each.is_closed), None):
        return PageOutcome(page.page, Taken.CLOSED, closed.refusal)
    if len(named) > 1:
        return _wait(session, replace(scan, note=_TWO.format(len(named), "、".join(page.codes))[:200]), new)
    if not named:
        return _wait(session, scan, new)
    target, refusal = named[0].target, named[0].refusal
    if target is not None and not refusal:
        hung = scan_hanging.put(session, scan, target, ScanHow.CODE, new)
        return PageOutcome(page.page, Taken.HUNG, scan=hung)
    scan = replace(scan, paper_code=page.codes[0], note=refusal[:200])
    if target is not None:
        table, record_id = target.owner
        scan = replace(scan, form=target.form, record_table=table, record_id=record_id)
    return _wait(session, scan, new)


def _wait(session: Session, scan: Scan, new: Enclosed) -> PageOutcome:
    """Keep a page until somebody says where it belongs."""
    kept = session.add(scan)
    file = attach(session, Scan.TABLE, kept.id, new, WAITING_PURPOSE)
    kept = session.change(kept, attachment_id=file.id)
    return PageOutcome(scan.page or 1, Taken.BLANK if scan.is_blank else Taken.WAITING, scan.note, kept)


def _name(file: ScanFile, page: ScanPage, *, several: bool) -> str:
    stem = file.name.rpartition(".")[0] or file.name
    return f"{stem[:170]}{f'-{page.page:03d}' if several else ''}{page.suffix}"


def _moved(path: Path, outcome: FileOutcome) -> FileOutcome:
    """Put a file aside under a name that is free."""
    folder = path.parent / DONE
    try:
        folder.mkdir(exist_ok=True)
        names = (path.name, *(f"{path.stem} ({number}){path.suffix}" for number in range(2, 1000)))
        free = next(folder / name for name in names if not (folder / name).exists())
        rename(path, free)
    except (OSError, StopIteration):
        return replace(outcome, trouble=_NOT_MOVED)
    return outcome
