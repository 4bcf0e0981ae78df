"""The package file: what its header says, whose it is, and the sentences when it is not as it was made.

A package is: mark, length and header in the clear (whose, when, how much, and the keyring that a password or the paper
code opens), one sealed stream that is bound to the header, and an HMAC. docs/backup-format.md has every byte.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from ..database import DATABASE_FILE
from ..durable import storage_errors
from ..errors import StorageError
from ..fields import Choice

MAGIC = b"LLZBAK\r\n"
FORMAT = 2
SUFFIX = ".llzbak"
MAC = 32
NAME = re.compile(re.escape(DATABASE_FILE) + r"|attachments/[0-9a-f]{2}/[0-9a-f]{32}")
_LONGEST_HEADER = 1 << 20
NOT_OURS = "这个文件不是联络站的备份，或开头已损坏，没有动任何数据。请选扩展名为 .llzbak 的备份文件。"
NEWER = "这份备份由更新的版本制作，本版本不能读。请安装新版本；备份没有动过。"


class PackageKind(Choice):
    """What a package holds besides the whole database."""

    SET = "set", "整套"  # all attachments
    CHANGES = "changes", "增量"  # only the attachments that its base set has not
    COPY = "copy", "本机副本"  # none: they stay in the data folder


@dataclass(frozen=True)
class BackupInfo:
    """What the header of a package says; `sequence` is the last line of the audit log in it and orders packages."""

    path: Path
    station: str
    station_name: str
    made_at: datetime
    made_by: str
    encrypted: bool
    opinions: int
    attachments: int
    missing: int
    database_size: int
    size: int
    audit_head: str
    keyring: dict[str, Any]
    kind: PackageKind = PackageKind.SET
    sequence: int = 0
    base_name: str = ""  # the set that changes build on: its file name, and its HMAC in hex
    base_digest: str = ""
    why: str = ""  # a copy was made


@dataclass(frozen=True)
class Manifest:
    """What the package holds: (size, SHA-256) by file name; rows by table; the head of the audit log."""

    files: dict[str, tuple[int, str]]
    counts: dict[str, int]
    audit_head: tuple[int, str]
    base: tuple[str, ...] = field(default=())  # the files that are to be taken from the base set


def read_info(path: Path) -> BackupInfo:
    """Whose package this is, of when, and how much is in it; nothing is proven yet."""
    with reading(path) as file:
        head = read_head(file)
    return info_of(path, header_of(head))


@contextmanager
def reading(path: Path) -> Iterator[IO[bytes]]:
    """A package opened to be read; what goes wrong meanwhile is a StorageError in words."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise StorageError(f"找不到备份文件“{path.name}”，U 盘可能已拔出。请插好后再试。") from None
    except OSError:
        raise StorageError(f"读不了备份文件“{path.name}”。请检查它是不是文件、U 盘是否插好。") from None
    with file, storage_errors():
        yield file


def tail_digest(path: Path) -> str:
    """The HMAC at the end of a package, in hex, as the register has it; nothing is proven by it alone."""
    with reading(path) as file:
        file.seek(-MAC, 2)
        return file.read(MAC).hex()


def read_head(file: IO[bytes]) -> bytes:
    """The header as it is stored, to which the stream is bound."""
    start = file.read(len(MAGIC) + 4)
    if len(start) < len(MAGIC) + 4 or not start.startswith(MAGIC):
        raise StorageError(NOT_OURS)
    length = struct.unpack(">I", start[len(MAGIC) :])[0]
    head = file.read(min(length, _LONGEST_HEADER))
    if len(head) < length:
        raise StorageError(NOT_OURS)
    return head


def header_of(head: bytes) -> dict[str, Any]:
    """The header read; refused if it is none of ours or of a newer version."""
    try:
        header: dict[str, Any] = json.loads(head)
        if header["format"] > FORMAT:
            raise StorageError(NEWER)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StorageError(NOT_OURS) from None
    return header


def info_of(path: Path, header: dict[str, Any]) -> BackupInfo:
    """The facts of a header."""
    try:
        return BackupInfo(
            path=path,
            station=str(header["station"]),
            station_name=str(header["station_name"]),
            made_at=datetime.fromisoformat(header["made_at"]),
            made_by=str(header["made_by"]),
            encrypted=bool(header["encrypted"]),
            opinions=int(header["opinions"]),
            attachments=int(header["attachments"]),
            missing=int(header["missing"]),
            database_size=int(header["database_size"]),
            size=int(header["size"]),
            audit_head=str(header["audit_head"]),
            keyring=dict(header["keyring"]),
            kind=PackageKind(header.get("kind", PackageKind.SET)),
            sequence=int(header["audit_head"].split()[0]),
            base_name=str(header.get("base_name", "")),
            base_digest=str(header.get("base_digest", "")),
            why=str(header.get("why", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        raise StorageError(NOT_OURS) from None


def refusal(path: Path, part: str) -> StorageError:
    """What is said of a package of which a part is not as it was made."""
    return StorageError(f"备份“{path.name}”的{part}与制作时不一致，已损坏，不能使用。请换一份备份。")
