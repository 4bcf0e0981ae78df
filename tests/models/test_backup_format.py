"""A package is built as docs/backup-format.md says: read here by the document alone, not by the program."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lianluozhan.models import attachments, backup
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter

SCAN = "一份扫描件的文字。".encode() * 50_000
Told = dict[str, Any]


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home", encrypted=request.param), "zhou")
    (tmp_path / "二.txt").write_bytes(SCAN)
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title="路灯", content="坏了", received_on=NOON.date()))
        attachments.attach(session, "opinions", opinion.id, tmp_path / "二.txt")
    yield session
    session.close()


def read_by_the_document(path: Path, key: bytes) -> tuple[Told, Told, dict[str, bytes]]:
    """Header, manifest and files."""
    file = io.BytesIO(path.read_bytes())
    assert file.read(8) == b"LLZBAK\r\n"
    length = file.read(4)
    header = file.read(struct.unpack(">I", length)[0])
    bound = hashlib.sha256(header).digest()
    mark, salt = file.read(5), file.read(16)
    assert mark == b"LLZS\x01"
    mac = hmac.new(key, b"LLZBAK\r\n" + length + header + mark + salt, "sha256")
    cipher = AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"lianluozhan/stream/" + bound).derive(key))
    frames, number, last = [], 0, 0
    while not last:
        head = file.read(5)
        size, last = struct.unpack(">IB", head)
        sealed = file.read(size)
        assert size <= 2**20 + 16
        frames.append(cipher.decrypt(struct.pack(">QI", number, last), sealed, bound))
        mac.update(head + sealed[-16:])
        number += 1
    assert frames.pop() == b""
    assert file.read() == mac.digest()
    waiting = iter(frames)
    contents, files = told(waiting), {}
    for name, (size, way) in contents["files"].items():
        pieces: list[bytes] = []
        while sum(map(len, pieces)) < size:
            frame = next(waiting)
            pieces.append(zstandard.ZstdDecompressor().decompress(frame) if way == "zstd" else frame)
        files[name] = b"".join(pieces)
    manifest = told(waiting)
    assert list(waiting) == []
    return json.loads(header), manifest, files


def told(frames: Iterator[bytes]) -> Told:
    text = next(frames)
    length = struct.unpack(">Q", text[:8])[0]
    while len(text) < length + 8:
        text += next(frames)
    found: Told = json.loads(text[8:])
    return found


def test_a_set_is_read_by_the_document_alone(session: Session, tmp_path: Path) -> None:
    path = backup.back_up(session, tmp_path).path
    header, manifest, files = read_by_the_document(path, session.keys.backup)
    assert (header["format"], header["kind"], header["opinions"]) == (2, "set", 1)
    assert {name: [len(content), hashlib.sha256(content).hexdigest()] for name, content in files.items()} == (
        manifest["files"]
    )
    stored = attachments.stored_path(session.folder, session.select(attachments.Attachment)[0])
    assert files[f"attachments/{stored.parent.name}/{stored.name}"] == stored.read_bytes()
    assert manifest["counts"]["opinions"] == 1
    assert header["audit_head"].startswith(f"{manifest['audit_head'][0]} ")
    assert path.stat().st_size < sum(map(len, files.values())) + 10_000
    if session.keys.database is None:
        assert files["station.db"].startswith(b"SQLite format 3\0")
        assert path.stat().st_size < 200_000  # texts are compressed


def test_changes_name_their_base_and_what_they_take_from_it(session: Session, tmp_path: Path) -> None:
    base = backup.back_up(session, tmp_path).path
    header, manifest, files = read_by_the_document(backup.back_up(session, tmp_path).path, session.keys.backup)
    stored = attachments.stored_path(session.folder, session.select(attachments.Attachment)[0])
    assert (header["kind"], header["base_name"]) == ("changes", base.name)
    assert header["base_digest"] == base.read_bytes()[-32:].hex()
    assert list(files) == ["station.db"]
    assert manifest["base"] == [f"attachments/{stored.parent.name}/{stored.name}"]
