"""Attachments: photos, letters, scans of signed sheets; encrypted, hashed, durable before the row that names them."""

from __future__ import annotations

import hashlib
import io
import mimetypes
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, ClassVar

from .cleaning import clean_text, marking
from .durable import rename, storage_errors, sync_directory
from .errors import RuleError, StorageError
from .fields import day, reference, text, tick, whole_number
from .permissions import require
from .sealed import FRAME, Damaged, Sealer, opened
from .session import Session


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file that hangs on one record. The hash is of the readable content; `stored_as` names the file."""

    TABLE: ClassVar = "attachments"

    id: int = 0
    owner_table: str = text("所属", required=True, max_length=30)
    owner_id: int | None = whole_number("所属记录", required=True)
    purpose: str = text("用途", max_length=30)
    name: str = text("文件名", required=True, max_length=200)
    media_type: str = text("类型", max_length=100)  # that of a Word file has 71 characters
    size: int | None = whole_number("大小", default=0, highest=2**40)
    algorithm: str = text("校验算法", max_length=20)
    digest: str = text("校验码", max_length=128)
    stored_as: str = text("存放名", max_length=80)
    is_encrypted: bool = tick("已加密")
    added_by: int | None = reference("添加人", "staff")
    added_on: date | None = day("添加日期")
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True)
class Enclosed:
    """A file that is to be attached under a name of its own: where it lies, or its content when it lies nowhere."""

    name: str
    path: Path | None = None
    content: bytes | None = None


FileSource = Path | Enclosed
LARGEST = 200 * 2**20
PROGRAMS = (
    *(".app", ".apk", ".bat", ".cmd", ".com", ".cpl", ".dll", ".dmg", ".exe", ".hta", ".jar", ".js", ".jse", ".lnk"),
    *(".msc", ".msi", ".ps1", ".reg", ".run", ".scr", ".sh", ".vbe", ".vbs", ".wsf"),
)
_PROGRAM_HEAD = re.compile(rb"MZ[^\0]*\0|\x7fELF|#!/")
FOLDER = "attachments"
ALGORITHM = "sha256"
_CLASSIFIED_NAME = re.compile(r"(?:^|[\s【\[（(《_-])(?:绝密|机密|秘密)(?=$|[\s】\])）》★☆:：._-])")


def attach(session: Session, owner_table: str, owner_id: int, source: FileSource, purpose: str = "") -> Attachment:
    """Take a file in, inside an action: on the disk for good before the row that names it is written."""
    size, name = _checked(source)
    stored_as = secrets.token_hex(16)
    with storage_errors():
        digest = _store(source, session.folder / FOLDER / stored_as[:2] / stored_as, session.keys.attachments)
    return session.add(
        Attachment(
            owner_table=owner_table,
            owner_id=owner_id,
            purpose=purpose,
            name=name,
            media_type=mimetypes.guess_type(name)[0] or "",
            size=size,
            algorithm=ALGORITHM,
            digest=digest,
            stored_as=stored_as,
            is_encrypted=session.keys.attachments is not None,
            added_by=session.staff.id,
            added_on=session.today,
        )
    )


def refusal(source: FileSource) -> str:
    """Why a file cannot be attached, in words; empty if it can."""
    try:
        _checked(source)
    except RuleError as refused:
        return str(refused)
    return ""


def size_of(source: FileSource) -> int | None:
    """How long a file is that is to be attached; None if it cannot be found."""
    if isinstance(source, Enclosed) and source.content is not None:
        return len(source.content)
    try:
        return _path(source).stat().st_size
    except OSError:
        return None


def reading(source: FileSource) -> IO[bytes]:
    """The content of a file that is to be attached."""
    if isinstance(source, Enclosed) and source.content is not None:
        return io.BytesIO(source.content)
    try:
        return _path(source).open("rb")
    except OSError as error:
        raise RuleError(
            f"读不了文件“{clean_text(source.name)}”：没有权限，或正被别的程序打开。请关闭后再试。"
        ) from error


def of(session: Session, owner_table: str, owner_id: int) -> list[Attachment]:
    """The files that hang on a record and are not voided."""
    where = "owner_table = ? AND owner_id = ? AND voided_on IS NULL"
    return session.select(Attachment, where, (owner_table, owner_id))


def content(session: Session, attachment_id: int) -> bytes:
    """The readable content of a file, proven by its hash."""
    require(session.roles, "attachment.read")
    return b"".join(_read(session, session.get(Attachment, attachment_id)))


def stored_content(session: Session, attachment_id: int) -> bytes:
    """The same for the program's own use, such as a template it fills: whoever may print need not open attachments."""
    return b"".join(_read(session, session.get(Attachment, attachment_id)))


def stored_pieces(session: Session, attachment: Attachment) -> Iterator[bytes]:
    """The same piece by piece, in any thread: nothing is asked of the database. StorageError when it is not whole."""
    return _read(session, attachment)


def export(session: Session, attachment_id: int, to: Path) -> None:
    """Save a file outside the program; the audit log says who took it and when."""
    with session.action("attachment.read"):
        attachment = session.get(Attachment, attachment_id)
        with storage_errors():
            part = to.with_name(to.name + ".part")
            try:
                with part.open("wb") as file:
                    for piece in _read(session, attachment):
                        file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
                rename(part, to)
            finally:
                part.unlink(missing_ok=True)
        session.note("attachments", attachment_id, {"exported": attachment.name})


def void(session: Session, attachment_id: int) -> Attachment:
    """Take a file off its record; it is kept and can be seen in the audit log."""
    with session.action("attachment.void"):
        return session.change(session.get(Attachment, attachment_id), voided_on=session.today)


def stored_path(folder: Path, attachment: Attachment) -> Path:
    """Where the file of an attachment lies in a data folder."""
    return folder / FOLDER / attachment.stored_as[:2] / attachment.stored_as


def known(algorithm: str) -> bool:
    """Whether this program can compute the hash of that name; a newer one may have used another."""
    try:
        hashlib.new(algorithm).hexdigest()
    except (ValueError, TypeError):  # none of that name, or one that needs a length
        return False
    return True


def trouble(session: Session, attachment: Attachment) -> str:
    """What is wrong with the stored file, in words; empty if it is as it was put in."""
    try:
        for _ in _read(session, attachment):
            pass
    except StorageError as error:
        return str(error)
    return ""


def _checked(source: FileSource) -> tuple[int, str]:
    name = clean_text(source.name)
    if marking(name) or _CLASSIFIED_NAME.search(Path(name).stem):
        raise RuleError(f"文件名“{name}”带有涉密标志，不能放进本系统。涉密件走纸质审批。")
    if not isinstance(source, Enclosed) or source.content is None:
        _check_place(_path(source), name)
    size = size_of(source)
    if size is None:
        raise RuleError(f"读不了文件“{name}”：找不到它，或没有权限。请检查后重新选择。")
    if not size:
        raise RuleError(f"文件“{name}”是空的，没有内容可存。请检查后重新选择。")
    if size > LARGEST:
        raise RuleError(
            f"文件“{name}”有 {size / 2**20:.0f} MB，一个附件最大 {LARGEST // 2**20} MB。请压缩或分成几个文件。"
        )
    with reading(source) as file:
        head = file.read(64)
    if name.lower().endswith(PROGRAMS) or _PROGRAM_HEAD.match(head):
        raise RuleError(f"“{name}”是电脑程序，不是资料，不能作附件。请选照片、扫描件或文档。")
    return size, name if len(name) <= 200 else name[:180] + name[-20:]


def _check_place(path: Path, name: str) -> None:
    try:
        path.stat()
        if not path.is_file():
            raise RuleError(f"“{name}”不是文件，不能作附件。请选择一个文件。")
    except OSError as error:
        raise RuleError(f"读不了文件“{name}”：找不到它，或没有权限。请检查后重新选择。") from error


def _path(source: FileSource) -> Path:
    if isinstance(source, Path):
        return source
    if source.path is None:
        raise RuleError(f"文件“{clean_text(source.name)}”没有内容，也不知道在哪里。请重新选择。")
    return source.path


def _store(source: FileSource, target: Path, key: bytes | None) -> str:
    """Write beside, sync, rename, sync the folder; the hash of the readable content."""
    digest, beside = hashlib.sha256(), target.with_name(target.name + ".part")
    with reading(source) as content:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                sealer = Sealer(file, key, target.name.encode()) if key else None
                while piece := content.read(FRAME):
                    digest.update(piece)
                    (sealer or file).write(piece)
                if sealer:
                    sealer.close()
                file.flush()
                os.fsync(file.fileno())
            rename(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    for folder in (target.parent, target.parent.parent):
        sync_directory(folder)
    return digest.hexdigest()


def _read(session: Session, attachment: Attachment) -> Iterator[bytes]:
    yield from _pieces(stored_path(session.folder, attachment), attachment, session.keys.attachments)


def is_whole(path: Path, attachment: Attachment, key: bytes | None) -> bool:
    """Whether this is the stored file of the attachment; of a hash that is not known here only the seal is tried."""
    try:
        for _ in _pieces(path, attachment, key, proven=known(attachment.algorithm)):
            pass
    except StorageError:
        return False
    return True


def _pieces(path: Path, attachment: Attachment, key: bytes | None, *, proven: bool = True) -> Iterator[bytes]:
    if proven and not known(attachment.algorithm):
        raise StorageError(f"附件“{attachment.name}”的校验方法是更新的版本用的，本版本打不开。请安装新版本。")
    digest = hashlib.new(attachment.algorithm if proven else ALGORITHM)
    try:
        with path.open("rb") as file:
            sealed = attachment.is_encrypted and key is not None
            pieces = opened(file, key, path.name.encode()) if sealed and key else iter(lambda: file.read(FRAME), b"")
            for piece in pieces:
                digest.update(piece)
                yield piece
            if file.read(1):  # something hangs on behind it
                raise Damaged
    except FileNotFoundError:
        raise StorageError(f"附件“{attachment.name}”的文件找不到了。请从最近的备份还原。") from None
    except (Damaged, OSError):
        raise StorageError(f"附件“{attachment.name}”的文件已损坏，没有动它。请从最近的备份还原。") from None
    if proven and digest.hexdigest() != attachment.digest:
        raise StorageError(f"附件“{attachment.name}”的内容与存入时不一致。请从最近的备份还原。")
