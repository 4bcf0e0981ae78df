"""Attached files: sealed, hashed, on the disk before the row; refused in words when they cannot be kept."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from lianluozhan.models import attachments
from lianluozhan.models.attachments import Attachment, Enclosed, FileSource, stored_path
from lianluozhan.models.check import Severity, check
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import NOON, copied_home, enter


@pytest.fixture(params=[True, False], ids=["encrypted", "plain"])
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Session:  # type: ignore[misc]
    session = enter(copied_home(tmp_path / "home", encrypted=request.param), "zhou")
    yield session
    session.close()


def attached(session: Session, path: FileSource) -> Attachment:
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title="路灯", content="坏了", received_on=NOON.date()))
        return attachments.attach(session, "opinions", opinion.id, path, "照片")


@pytest.mark.parametrize("size", [1, 5000, 2**20, 2**20 + 1, 2 * 2**20])
def test_a_file_comes_back_as_it_was(session: Session, tmp_path: Path, size: int) -> None:
    path = tmp_path / "现场 照片𠮷.jpg"
    path.write_bytes(random.Random(size).randbytes(size))
    kept = attached(session, path)
    assert (kept.name, kept.size, kept.media_type) == ("现场 照片𠮷.jpg", size, "image/jpeg")
    assert attachments.content(session, kept.id) == path.read_bytes()
    attachments.export(session, kept.id, tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == path.read_bytes()
    assert [found.id for found in attachments.of(session, "opinions", kept.owner_id or 0)] == [kept.id]


def test_what_lies_in_no_file_is_kept_like_a_file(session: Session) -> None:
    content = os.urandom(2**20 + 7)
    kept = attached(session, Enclosed("截图.png", content=content))
    assert (kept.name, kept.size, kept.media_type) == ("截图.png", len(content), "image/png")
    assert attachments.content(session, kept.id) == content
    assert content[:64] not in stored_path(session.folder, kept).read_bytes() or not kept.is_encrypted


def test_a_file_can_be_attached_under_another_name(session: Session, tmp_path: Path) -> None:
    (tmp_path / "IMG_0417.JPG").write_bytes(b"\xff\xd8 picture")
    kept = attached(session, Enclosed("三组路口.jpg", path=tmp_path / "IMG_0417.JPG"))
    assert (kept.name, attachments.content(session, kept.id)) == ("三组路口.jpg", b"\xff\xd8 picture")


@pytest.mark.parametrize("name", ["看照片.exe", "照片.jpg", "setup.BAT", "快捷方式.lnk"])
def test_a_program_is_refused_whatever_it_is_called(session: Session, name: str) -> None:
    source = Enclosed(name, content=b"MZ\x90\0 program" if name == "照片.jpg" else b"echo")
    assert "是电脑程序" in attachments.refusal(source)
    with pytest.raises(RuleError, match="不能作附件"):
        attached(session, source)


def test_a_good_file_is_not_refused(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("路灯坏了")
    assert attachments.refusal(tmp_path / "信.txt") == ""
    assert attachments.refusal(Enclosed("截图.png", content=b"x")) == ""


def test_a_sealed_file_shows_nothing_of_its_content(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "信.txt"
    path.write_bytes("王秀英反映路灯损坏".encode() * 50)
    kept = attached(session, path)
    stored = stored_path(session.folder, kept).read_bytes()
    assert ("王秀英".encode() in stored) is not kept.is_encrypted


def test_any_changed_byte_and_any_cut_is_found(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "信.txt"
    path.write_bytes(os.urandom(3000))
    kept = attached(session, path)
    stored = stored_path(session.folder, kept)
    whole, chance = stored.read_bytes(), random.Random(5)
    for at in chance.sample(range(len(whole)), 60):
        stored.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        with pytest.raises(StorageError, match="还原"):
            attachments.content(session, kept.id)
        stored.write_bytes(whole[:at])
        with pytest.raises(StorageError):
            attachments.content(session, kept.id)
    assert [finding.severity for finding in check(session) if finding.area == "附件"] == [Severity.DAMAGE]


def test_two_files_exchanged_on_the_disk_are_found(session: Session, tmp_path: Path) -> None:
    kept = []
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(name)
        kept.append(attached(session, tmp_path / name))
    first, second = (stored_path(session.folder, each) for each in kept)
    first.write_bytes(second.read_bytes())
    with pytest.raises(StorageError):
        attachments.content(session, kept[0].id)


def test_a_refused_action_leaves_a_file_that_check_only_mentions(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(RuleError), session.action("opinion.register"):
        attachments.attach(session, "opinions", 1, tmp_path / "a.txt")
        raise RuleError("不行。")
    found = [finding for finding in check(session) if finding.area == "附件"]
    assert [finding.severity for finding in found] == [Severity.NOTE]
    assert session.select(Attachment) == []


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("name", ["【机密】纪要.docx", "机密★5年.pdf", "秘密.txt", "关于 绝密 的函.doc"])
def test_a_file_marked_as_classified_is_refused(session: Session, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(RuleError, match="涉密"):
        attached(session, tmp_path / name)
    assert session.select(Attachment) == []


def test_empty_missing_large_and_odd_files_are_refused_in_words(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "large.txt").write_bytes(b"x" * 2000)
    monkeypatch.setattr(attachments, "LARGEST", 1000)
    for name, word in (("empty.txt", "是空的"), ("none.txt", "找不到它"), ("large.txt", "最大"), (".", "不是文件")):
        with pytest.raises(RuleError, match=word):
            attached(session, tmp_path / name)
        assert word in attachments.refusal(tmp_path / name)
    for nothing, word in ((Enclosed("a.txt", content=b""), "是空的"), (Enclosed("a.txt"), "重新选择")):
        with pytest.raises(RuleError, match=word):
            attached(session, nothing)
    assert list((session.folder / "attachments").iterdir()) == []


def test_a_disk_without_room_keeps_nothing_of_the_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("x")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(StorageError, match="磁盘已满"):
        patched.setattr(os, "fsync", full)
        attached(session, tmp_path / "a.txt")
    assert not [path for path in (session.folder / "attachments").rglob("*") if path.is_file()]
    assert session.select(Opinion) == []


def test_a_voided_file_leaves_the_record_but_not_the_disk(session: Session, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    kept = attached(session, tmp_path / "a.txt")
    attachments.void(session, kept.id)
    assert attachments.of(session, "opinions", kept.owner_id or 0) == []
    assert attachments.content(session, kept.id) == b"x"
