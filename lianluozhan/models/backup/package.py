"""The package file: magic, header, one sealed and compressed stream of files with their hashes, and an HMAC over all.

The header is readable without a key (whose, when, how much, and the keyring that a password or the paper code opens);
it is bound to the stream. The stream is `name, size, content` again and again, then the manifest.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import zstandard

from ..database import DATABASE_FILE
from ..durable import storage_errors
from ..errors import StorageError
from ..sealed import FRAME, Damaged, Sealer, opened
from .job import Job

MAGIC = b"LLZBAK\r\n"
FORMAT = 1
SUFFIX = ".llzbak"
_LONGEST_HEADER = 1 << 20
_MAC = 32
_NAME = re.compile(re.escape(DATABASE_FILE) + r"|attachments/[0-9a-f]{2}/[0-9a-f]{32}")
NOT_OURS = "这个文件不是联络站的备份，或开头已损坏，没有动任何数据。请选扩展名为 .llzbak 的备份文件。"
NEWER = "这份备份由更新的版本制作，本版本不能读。请安装新版本；备份没有动过。"


@dataclass(frozen=True)
class BackupInfo:
    """What the header of a package says."""

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


@dataclass(frozen=True)
class Manifest:
    """What the package holds: (size, SHA-256) by file name; rows by table; the head of the audit log."""

    files: dict[str, tuple[int, str]]
    counts: dict[str, int]
    audit_head: tuple[int, str]


class _Metered:
    """A file whose bytes all go through the HMAC as they are read or written."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self.file, self.mac = file, hmac.new(key, digestmod="sha256")

    def write(self, content: bytes) -> int:
        self.mac.update(content)
        return self.file.write(content)

    def read(self, size: int) -> bytes:
        content = self.file.read(size)
        self.mac.update(content)
        return content


def write(
    file: IO[bytes], key: bytes, header: dict[str, Any], files: dict[str, Path], facts: dict[str, Any], job: Job
) -> str:
    """Write a whole package; returns its HMAC. `facts` are the counts and the audit head of the manifest."""
    out = _Metered(file, key)
    head = json.dumps(header, ensure_ascii=False).encode()
    out.write(MAGIC + struct.pack(">I", len(head)) + head)
    sealer = Sealer(out, key, hashlib.sha256(head).digest())  # type: ignore[arg-type]
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    listed = {}
    for name, path in files.items():
        with path.open("rb") as source:
            size, digest = path.stat().st_size, hashlib.sha256()
            sealer.write(packer.compress(struct.pack(">HQ", len(name), size) + name.encode()))
            while piece := source.read(FRAME):
                digest.update(piece)
                sealer.write(packer.compress(piece))
                job.advance(len(piece), "正在写入")
            listed[name] = [size, digest.hexdigest()]
    manifest = json.dumps({"files": listed, **facts}).encode()
    sealer.write(packer.compress(struct.pack(">HQ", 0, len(manifest)) + manifest) + packer.flush())
    sealer.close()
    file.write(out.mac.digest())
    return out.mac.hexdigest()


def read_info(path: Path) -> BackupInfo:
    """Whose package this is, of when, and how much is in it; nothing is proven yet."""
    with _reading(path) as file:
        head = _read_head(file)
    return _info(path, _header(head))


def extract(
    path: Path, key_of: Callable[[dict[str, Any]], bytes], keep: Callable[[str], Path | None], job: Job
) -> tuple[BackupInfo, Manifest]:
    """Read a package wholly, prove every byte of it, and write the files for which `keep` names a place."""
    with _reading(path) as file:
        head = _read_head(file)
        header = _header(head)
        info, key = _info(path, header), key_of(header)
        metered = _Metered(file, key)
        metered.mac.update(MAGIC + struct.pack(">I", len(head)) + head)
        job.total = job.total or info.size
        try:
            stream = _Stream(opened(metered, key, hashlib.sha256(head).digest()))  # type: ignore[arg-type]
            manifest = _unpack(stream, keep, job)
            mac = file.read(_MAC + 1)
        except (Damaged, zstandard.ZstdError, struct.error, ValueError, KeyError, TypeError):
            raise _refusal(path, "内容") from None
        if not hmac.compare_digest(mac, metered.mac.digest()):
            raise _refusal(path, "末尾校验码")
    return info, manifest


class _Stream:
    """The decompressed stream, read by length; `Damaged` when it ends too early."""

    def __init__(self, sealed: Iterator[bytes]) -> None:
        self._sealed, self._unpacker = sealed, zstandard.ZstdDecompressor(max_window_size=1 << 27).decompressobj()
        self._waiting = bytearray()

    def take(self, count: int) -> bytes:
        while len(self._waiting) < count:
            piece = next(self._sealed, None)
            if piece is None:
                raise Damaged
            self._waiting += self._unpacker.decompress(piece)
        taken = bytes(self._waiting[:count])
        del self._waiting[:count]
        return taken

    def finish(self) -> None:
        if self._waiting or any(self._unpacker.decompress(piece) for piece in self._sealed):
            raise Damaged


def _unpack(stream: _Stream, keep: Callable[[str], Path | None], job: Job) -> Manifest:
    found = {}
    while True:
        length, size = struct.unpack(">HQ", stream.take(10))
        if not length:
            break
        name = stream.take(length).decode()
        if not _NAME.fullmatch(name) or name in found:
            raise Damaged
        found[name] = [size, _copy(stream, size, keep(name), job)]
    told = json.loads(stream.take(size))
    stream.finish()
    if told["files"] != found:
        raise Damaged
    files = {name: (size, digest) for name, (size, digest) in found.items()}
    return Manifest(files, told["counts"], (told["audit_head"][0], told["audit_head"][1]))


def _copy(stream: _Stream, size: int, target: Path | None, job: Job) -> str:
    digest, left = hashlib.sha256(), size
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
    file = target.open("wb") if target else None
    try:
        while left:
            piece = stream.take(min(left, FRAME))
            digest.update(piece)
            left -= len(piece)
            if file:
                file.write(piece)
            job.advance(len(piece), "正在核验")
        if file:
            sync_file(file)
    finally:
        if file:
            file.close()
    return digest.hexdigest()


def sync_file(file: IO[bytes]) -> None:
    """Put what was written on the disk for good."""
    file.flush()
    os.fsync(file.fileno())


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise StorageError(f"找不到备份文件“{path.name}”，U 盘可能已拔出。请插好后再试。") from None
    except OSError:
        raise StorageError(f"读不了备份文件“{path.name}”。请检查它是不是文件、U 盘是否插好。") from None
    with file, storage_errors():
        yield file


def _read_head(file: IO[bytes]) -> bytes:
    start = file.read(len(MAGIC) + 4)
    if len(start) < len(MAGIC) + 4 or not start.startswith(MAGIC):
        raise StorageError(NOT_OURS)
    length = struct.unpack(">I", start[len(MAGIC) :])[0]
    head = file.read(min(length, _LONGEST_HEADER))
    if len(head) < length:
        raise StorageError(NOT_OURS)
    return head


def _header(head: bytes) -> dict[str, Any]:
    try:
        header: dict[str, Any] = json.loads(head)
        if header["format"] > FORMAT:
            raise StorageError(NEWER)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise StorageError(NOT_OURS) from None
    return header


def _info(path: Path, header: dict[str, Any]) -> BackupInfo:
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
        )
    except (ValueError, KeyError, TypeError):
        raise StorageError(NOT_OURS) from None


def _refusal(path: Path, part: str) -> StorageError:
    return StorageError(f"备份“{path.name}”的{part}与制作时不一致，已损坏，不能使用。请换一份备份。")
