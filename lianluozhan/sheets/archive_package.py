"""电子档案包: a year of the archive as one folder that can be read and proven without this program (DA/T 46, 双套).

It is the archive's own copy: whole, with what somebody wants secret and what is closed to whoever makes it. So it
takes a permission of its own, and the audit log says who took it where. Written beside under another name, synced,
read back, and only then called what it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lianluozhan.models import attachments, veil
from lianluozhan.models.archive import package_check, packages
from lianluozhan.models.archive.package_check import SHA256, SM3, Verified, written_list
from lianluozhan.models.archive.package_writing import PackageWriter
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.archive.record import Item, Part
from lianluozhan.models.archive.two_hashes import TwoHashes
from lianluozhan.models.backup.job import Cancel, Job, Progress
from lianluozhan.models.durable import rename, storage_errors, sync_directory
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.permissions import require
from lianluozhan.models.session import Session

from . import archive_index, archive_readme
from .archive_meta import meta
from .archive_parts import Bound, front_of, numbered, whole
from .archive_plan import CONTENT, META, Enclosed, Plan, Planned, check_place, check_readable, plan, unreadable

PART = ".part"
GONE = "记录里已经没有，没有装进电子档案包"
_PER_ITEM = 200_000  # what making the sheets of a 件 counts for in the progress
_TWICE = 2  # written, and read back


@dataclass(frozen=True)
class Made:
    """What became of it: the line of the register, and where the package lies."""

    package: Package
    path: Path


def make(
    session: Session,
    year: int,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancel | None = None,
    *,
    name: str = "",
    place: str = "",
) -> Made:
    """Put the package of a year into `folder`, whole and read back, or leave nothing there."""
    require(session.roles, "archive.package")
    with veil.whole_sight():
        made = plan(session, year)
        target = check_place(made, folder, name)
        _check_outside(session, target)
        check_readable(session, made)
        files = sum(each.attachment.size or 0 for planned in made.items for each in planned.enclosed)
        job = Job(progress, cancelled, _TWICE * files + _PER_ITEM * len(made.folders))
        part = target.with_name(target.name + PART)
        try:
            written = _write(session, made, part, job)
            with storage_errors():
                rename(part, target)
                _or_remove(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return Made(_register(session, made, target, written, place), target)


def verify(
    session: Session, folder: Path, progress: Progress | None = None, cancelled: Cancel | None = None
) -> tuple[Verified, Package | None]:
    """Look through a package; a list of hashes that is not the one of the register is said too.

    The line of the register is noted with the outcome; a package that was made elsewhere has none.
    """
    require(session.roles, "archive.package")
    found = package_check.verify(folder, progress, cancelled)
    entry = packages.of_list(session, found.sha256)
    if entry is None:
        known = [each for each in packages.listing(session).page(1000) if each["folder"] == folder.name]
        words = "清单不是本站登记的那一份，可能被人改过。" if known else ""
        return (replace(found, problems=(*found.problems, words)) if words else found), None
    if entry.sm3 != found.sm3:
        found = replace(found, problems=(*found.problems, "SM3 清单不是本站登记的那一份，可能被人改过。"))
    words = f"核验发现 {len(found.problems)} 处不对" if found.problems else ""
    return found, packages.note_verified(session, entry.id, is_whole=found.is_whole, words=words)


@dataclass(frozen=True)
class _Written:
    files: int
    size: int
    sha256: str
    sm3: str
    gone: int  # parts that the records no longer have


def _write(session: Session, made: Plan, part: Path, job: Job) -> _Written:
    with storage_errors():
        shutil.rmtree(part, ignore_errors=True)  # of one that was broken off by a power cut
        part.mkdir()
    made_on, made_by = f"{session.now():%Y-%m-%d %H:%M}", session.staff.name
    bound: dict[int, Sequence[Part]] = {}
    with PackageWriter(part, job) as writer:
        for planned in made.folders:
            for each in planned.enclosed:
                writer.put_pieces(each.path, partial(_pieces, session, planned.item, each))
            bound[planned.item.id] = _put_sheets(session, planned, writer)
            job.advance(_PER_ITEM, "正在做表单")
        writer.finish()
        of_item: dict[str, list[str]] = {}
        for path in writer.entries:
            of_item.setdefault(path.split("/", 1)[0], []).append(path)
        for planned in made.folders:
            entries = [writer.entries[path] for path in of_item.get(planned.folder, ())]
            writer.put(f"{planned.folder}/{META}", meta(session, made, planned, bound[planned.item.id], entries))
        writer.put(archive_index.FILE, archive_index.index(made, bound, made_on, made_by))
        writer.put(archive_readme.README, archive_readme.readme(made, made_on, made_by))
        with storage_errors():
            archive_readme.write_catalogue(made, part / archive_readme.CATALOGUE)
        writer.take_in(archive_readme.CATALOGUE)
        writer.finish()
        return _finished(writer, bound)


def _finished(writer: PackageWriter, bound: dict[int, Sequence[Part]]) -> _Written:
    """With its two lists, everything on the medium for good."""
    listed = list(writer.entries.values())
    sha256 = written_list((each.path, each.sha256) for each in listed)
    sm3 = written_list((each.path, each.sm3) for each in listed)
    writer.put(SHA256, sha256)
    writer.put(SM3, sm3)
    writer.finish()
    writer.sync_folders()
    gone = sum(part.note.endswith(GONE) for parts in bound.values() for part in parts)
    size = sum(entry.size for entry in writer.entries.values())
    return _Written(len(writer.entries), size, _sums(sha256).sha256, _sums(sm3).sm3, gone)


def _put_sheets(session: Session, planned: Planned, writer: PackageWriter) -> list[Part]:
    """The sheets of a 件 as one PDF and as Word; its parts with their pages."""
    from lianluozhan.printing.pdf import pdf_in_memory
    from lianluozhan.printing.word import write_word

    found: list[Bound] = numbered(whole(session, planned.item))
    front = front_of(session, planned.item, found)
    sheets = [front, *(each.document for each in found if each.document is not None)]
    writer.put(f"{planned.folder}/{CONTENT}", pdf_in_memory(sheets))
    for each, path in zip(found, planned.sources, strict=True):
        if each.document is not None and path:
            with storage_errors():
                (writer.root / path).parent.mkdir(parents=True, exist_ok=True)
            write_word([each.document], writer.root / path)
            writer.take_in(path)
    return [_told(each) for each in found]


def _told(each: Bound) -> Part:
    if each.document is None and each.attachment is None:
        return replace(each.part, note=f"{each.part.note}　{GONE}".strip())
    return each.part


def _pieces(session: Session, item: Item, each: Enclosed) -> Iterator[bytes]:
    """The readable content of a file; a sentence with the 件 where it is not whole."""
    try:
        yield from attachments.stored_pieces(session, each.attachment)
    except StorageError as damaged:
        raise unreadable(item, str(damaged)) from None


def _check_outside(session: Session, target: Path) -> None:
    if target.resolve().is_relative_to(session.folder.parent.resolve()):
        raise RuleError("电子档案包不能放在程序自己的数据文件夹里。请选 U 盘或别的文件夹。")


def _or_remove(target: Path) -> None:
    """The new name for good; where that fails nothing stays, for nobody would know whether it is whole."""
    try:
        sync_directory(target.parent)
    except OSError:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _register(session: Session, made: Plan, target: Path, written: _Written, place: str) -> Package:
    notes = []
    if made.waiting:
        notes.append(f"有 {made.waiting} 件没有编号，没有装入")
    if written.gone:
        notes.append(f"有 {written.gone} 份材料记录里已经没有，没有装入")
    try:
        return packages.register(
            session,
            Package(
                year=made.year,
                made_at=session.now(),
                folder=target.name[:200],
                place=place.strip() or str(target.parent)[-60:],
                items=len(made.folders),
                files=written.files,
                size=written.size,
                sha256=written.sha256,
                sm3=written.sm3,
                is_verified=True,
                note="；".join(notes),
            ),
        )
    except BaseException:  # what no log names must not lie about
        with suppress(OSError):
            shutil.rmtree(target)
        raise


def _sums(content: bytes) -> TwoHashes:
    hashes = TwoHashes()
    hashes.update(content)
    return hashes
