"""A backup says 完成 only when it was read back and proven; whatever happens, older ones stay."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from lianluozhan.models import attachments, audit, backup
from lianluozhan.models.backup import making, package, packing, unpacking
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.errors import Cancelled, RuleError, StorageError
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import CODE, NOON, PASSWORD, STATION, copied_home, enter, make_home


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home"), "zhou")
    (tmp_path / "照片.jpg").write_bytes(random.Random(1).randbytes(5000))
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title="路灯", content="坏了", received_on=NOON.date()))
        attachments.attach(session, "opinions", opinion.id, tmp_path / "照片.jpg")
    yield session
    session.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.mark.clause("4.7.2")
def test_a_backup_made_while_the_program_is_open_is_whole(session: Session, stick: Path) -> None:
    head = audit.head(session.db)
    result = backup.back_up(session, stick, place="站长保险柜")
    assert result.path.name == f"联络站备份-{STATION.name}-20261124-1200.llzbak"
    assert [path.name for path in stick.iterdir()] == [result.path.name]
    info = backup.verify(result.path, backup.by_session(session))
    assert (info.opinions, info.attachments, info.missing) == (1, 1, 0)
    assert info.audit_head == f"{head.id} {head.groups}"
    entry = backup.entries(session)[0]
    assert (entry.is_verified, entry.place, entry.file_name) == (True, "站长保险柜", result.path.name)
    assert entry.digest == result.path.read_bytes()[-32:].hex()
    assert list((session.folder.parent / "temporary").iterdir()) == []


def test_the_package_opens_by_password_and_by_the_paper_code_alone(session: Session, stick: Path) -> None:
    path = backup.back_up(session, stick).path
    assert backup.verify(path, backup.by_password("li", PASSWORD)).station_name == STATION.name
    assert backup.verify(path, backup.by_code(CODE)).opinions == 1
    for unlock in (backup.by_password("li", "Wrong#Wrong1"), backup.by_code(CODE[::-1])):
        with pytest.raises(RuleError, match="不对"):
            backup.verify(path, unlock)


def test_the_package_shows_nothing_of_what_people_said(tmp_path: Path, stick: Path) -> None:
    session = enter(make_home(tmp_path / "plain", encrypted=False), "zhou")
    with session.action("opinion.register"):
        session.add(Opinion(title="路灯", content="周长福反映路灯坏了", received_on=NOON.date()))
    content = backup.back_up(session, stick).path.read_bytes()
    session.close()
    assert "路灯坏了".encode() not in content


def test_a_second_backup_in_the_same_minute_gets_its_own_name(session: Session, stick: Path) -> None:
    names = [backup.back_up(session, stick, kind=BackupKind.SET).path.name for _ in range(3)]
    assert len(set(names)) == 3
    assert names[1].endswith("-1200-2.llzbak")


def test_a_package_of_another_station_is_told_apart(session: Session, stick: Path, tmp_path: Path) -> None:
    path = backup.back_up(session, stick).path
    other = enter(make_home(tmp_path / "other"))
    with pytest.raises(RuleError, match="另一个联络站"):
        backup.verify(path, backup.by_session(other))
    other.close()


def test_a_flipped_bit_anywhere_is_refused(session: Session, stick: Path) -> None:
    path = backup.back_up(session, stick).path
    whole, chance, unlock = path.read_bytes(), random.Random(11), backup.by_session(session)
    for at in [*range(12), *chance.sample(range(12, len(whole)), 180), *range(len(whole) - 8, len(whole))]:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        with pytest.raises((StorageError, RuleError)):
            backup.verify(path, unlock)
    path.write_bytes(whole)
    assert backup.verify(path, unlock).opinions == 1


def test_a_package_cut_or_lengthened_anywhere_is_refused(session: Session, stick: Path) -> None:
    path = backup.back_up(session, stick).path
    whole, chance, unlock = path.read_bytes(), random.Random(12), backup.by_session(session)
    for content in [*(whole[:at] for at in [0, 5, *chance.sample(range(len(whole)), 40)]), whole + b"\0"]:
        path.write_bytes(content)
        with pytest.raises(StorageError):
            backup.verify(path, unlock)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"LLZBAK\r\n\0\0\0\x02{}", b"LLZBAK\r\n\xff\xff\xff\xff"])
def test_a_foreign_file_is_named_as_such(session: Session, stick: Path, content: bytes) -> None:
    (stick / "x.llzbak").write_bytes(content)
    with pytest.raises(StorageError, match="不是联络站的备份"):
        backup.verify(stick / "x.llzbak", backup.by_session(session))


def test_a_package_of_a_newer_version_is_refused(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backup.back_up(session, stick).path
    monkeypatch.setattr(package, "FORMAT", 0)
    with pytest.raises(StorageError, match="更新的版本"):
        backup.verify(path, backup.by_session(session))


def test_a_missing_attachment_is_told_and_does_not_stop_the_backup(session: Session, stick: Path) -> None:
    kept = session.select(attachments.Attachment)[0]
    attachments.stored_path(session.folder, kept).unlink()
    result = backup.back_up(session, stick)
    assert result.info.missing == 1
    assert "1 个附件" in result.entry.note


def test_room_is_checked_before_anything_is_written(session: Session, stick: Path) -> None:
    with pytest.raises(StorageError, match="空间不够"):
        making.check_room(stick, 2**60, "ext4")
    with pytest.raises(StorageError, match="FAT32"):
        making.check_room(stick, 2**32, "vfat")
    making.check_room(stick, 1000, "vfat")
    with pytest.raises(StorageError, match="U 盘可能没插好"):
        backup.back_up(session, stick / "gone")


def test_a_stopped_backup_leaves_nothing(session: Session, stick: Path) -> None:
    seen: list[str] = []
    with pytest.raises(Cancelled):
        backup.back_up(session, stick, lambda done, total, what: seen.append(what), lambda: len(seen) > 2)
    assert list(stick.iterdir()) == []
    assert backup.entries(session) == []


def test_progress_runs_from_nothing_to_all(session: Session, stick: Path) -> None:
    seen: list[tuple[int, int]] = []
    backup.back_up(session, stick, lambda done, total, what: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0
    assert all(done <= total for done, total in seen)


@pytest.fixture
def older(session: Session, stick: Path) -> tuple[Path, bytes]:
    path = backup.back_up(session, stick).path
    return path, path.read_bytes()


def failing(error: int, at: int, real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, but its `at`th call fails as the system would."""
    calls = 0

    def call(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            raise OSError(error, os.strerror(error))
        return real(*arguments, **options)

    return call


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EROFS, errno.EFBIG])
@pytest.mark.parametrize("step", ["fsync", "replace", "open", "posix_fadvise"])
def test_a_failing_stick_is_never_called_done_and_keeps_the_older_backup(
    session: Session, stick: Path, older: tuple[Path, bytes], monkeypatch: pytest.MonkeyPatch, step: str, error: int
) -> None:
    on_the_stick: dict[str, tuple[Any, str, Callable[..., Any]]] = {
        "fsync": (os, "fsync", os.fsync),
        "replace": (Path, "replace", Path.replace),
        "open": (Path, "open", Path.open),
        "posix_fadvise": (os, "posix_fadvise", os.posix_fadvise),
    }
    place, name, real = on_the_stick[step]
    refused = 0
    for at in range(1, 9):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, failing(error, at, real))
            try:
                backup.back_up(session, stick, kind=BackupKind.SET)
            except StorageError as trouble:
                refused += 1
                assert str(trouble).endswith("。")
        assert older[0].read_bytes() == older[1]
        assert not list(stick.glob("*.part"))
    assert refused
    for path in stick.glob("*.llzbak"):
        backup.verify(path, backup.by_session(session))


def test_a_sync_that_fails_once_on_the_way_is_final(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells of it only once: the sync at the end says that all is well."""
    monkeypatch.setattr(packing, "_SPAN", 1)
    monkeypatch.setattr(packing, "_LEAST", 1)
    monkeypatch.setattr(packing, "PIECE", 100_000)
    real, asked = os.fsync, list[int]()

    def heard(handle: int) -> None:
        asked.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fsync", heard)
    backup.back_up(session, stick, kind=BackupKind.SET).path.unlink()
    assert len(asked) > 6
    for at in range(1, len(asked) + 1):
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", failing(errno.EIO, at, real))
            with pytest.raises(StorageError, match="读写不正常"):
                backup.back_up(session, stick, kind=BackupKind.SET)
        assert list(stick.iterdir()) == []


def test_a_stick_that_changes_bytes_silently_is_caught_by_reading_back(
    session: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(file: IO[bytes]) -> None:
        path = Path(file.name)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    monkeypatch.setattr(unpacking, "forget_cached", spoil)
    with pytest.raises(StorageError, match="已损坏"):
        backup.back_up(session, stick)
    assert list(stick.iterdir()) == []
    assert backup.entries(session) == []


def test_only_those_who_may_make_backups_make_them(tmp_path: Path, stick: Path) -> None:
    session = enter(make_home(tmp_path / "other"), "li")
    session.roles = frozenset()
    with pytest.raises(RuleError, match="没有这项权限"):
        backup.back_up(session, stick)
    session.close()
