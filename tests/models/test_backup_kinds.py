"""A set each month and changes on it in between: together they are the whole station, and apart they say what lacks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from lianluozhan.models import accounts, attachments, backup
from lianluozhan.models.backup import PackageKind, sets
from lianluozhan.models.backup.job import OF_BASE, Job
from lianluozhan.models.backups import BackupKind
from lianluozhan.models.check import check
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home, sign_in_again
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from lianluozhan.models.sticks import Stick
from tests.keeping import CHEAP, CODE, NOON, PASSWORD, copied_home, enter

CHANCE = random.Random(5)
SCAN = "一份扫描件的文字。".encode() * 40_000  # longer than a frame, and worth compressing
PHOTO = CHANCE.randbytes(1_200_000)


def attach(session: Session, folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    with session.action("opinion.register"):
        opinion = session.add(Opinion(title=name, content="坏了", received_on=NOON.date()))
        attachments.attach(session, "opinions", opinion.id, folder / name)


def contents(session: Session) -> dict[str, bytes]:
    return {each.name: attachments.stored_content(session, each.id) for each in session.select(attachments.Attachment)}


@pytest.fixture
def session(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Session]:
    session = enter(copied_home(tmp_path / "home", encrypted=getattr(request, "param", True)), "zhou")
    attach(session, tmp_path, "一.jpg", PHOTO)
    attach(session, tmp_path, "二.txt", SCAN)
    yield session
    session.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def both(session: Session, stick: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A set, and changes on it."""
    base = backup.back_up(session, stick).path
    attach(session, tmp_path, "三.jpg", PHOTO[::-1])
    attach(session, tmp_path, "四.txt", SCAN * 2)
    return base, backup.back_up(session, stick).path


@pytest.mark.clause("4.7.2")
@pytest.mark.parametrize("session", [True, False], ids=["encrypted", "plain"], indirect=True)
def test_changes_and_their_set_bring_a_fresh_computer_everything(
    session: Session, both: tuple[Path, Path], tmp_path: Path
) -> None:
    fresh = Home(tmp_path / "fresh")
    info = backup.restore(both[1], fresh, backup.by_code(CODE), now=lambda: NOON)
    assert (info.kind, info.opinions, info.attachments) == (PackageKind.CHANGES, 4, 4)
    again = enter(fresh)
    assert contents(again) == contents(session)
    assert contents(again)["四.txt"] == SCAN * 2
    assert check(again) == []
    again.close()


def test_a_look_into_changes_finds_what_lies_in_their_set(session: Session, both: tuple[Path, Path]) -> None:
    head = sign_in_again(session, "wang", PASSWORD)
    inside = backup.open_inside(both[1], head, backup.by_session(head))
    assert contents(inside.session) == contents(session)
    assert backup.differences(head, inside) == []
    folder = inside.session.folder
    inside.close()
    assert not folder.exists()


def test_changes_hold_only_what_their_set_has_not(session: Session, both: tuple[Path, Path]) -> None:
    base, changes = map(backup.read_info, both)
    assert changes.size - changes.database_size < len(PHOTO) + 2 * len(SCAN) + 5000
    assert (changes.base_name, changes.base_digest) == (base.path.name, base.path.read_bytes()[-32:].hex())
    assert changes.sequence > base.sequence > 0
    assert changes.path.name.endswith("-增量.llzbak")
    newest, older = backup.entries(session)
    assert (newest.kind, newest.base_digest) == (BackupKind.CHANGES, older.digest)
    assert (older.kind, older.base_digest) == (BackupKind.SET, "")


def test_verifying_changes_proves_their_set_too(session: Session, both: tuple[Path, Path]) -> None:
    seen: list[str] = []
    backup.verify(both[1], backup.by_session(session), lambda done, total, what: seen.append(what))
    assert OF_BASE in seen
    content = bytearray(both[0].read_bytes())
    content[len(content) // 2] ^= 1
    both[0].write_bytes(content)
    with pytest.raises(StorageError, match=f"备份“{both[0].name}”的内容.*已损坏"):
        backup.verify(both[1], backup.by_session(session))


def test_what_lacks_the_set_says_which_file_to_look_for(
    session: Session, both: tuple[Path, Path], tmp_path: Path
) -> None:
    base, changes = both
    base.rename(tmp_path / base.name)
    for work in (
        lambda: backup.verify(changes, backup.by_session(session)),
        lambda: backup.restore(changes, Home(tmp_path / "fresh"), backup.by_code(CODE)),
        lambda: backup.open_inside(changes, sign_in_again(session, "wang", PASSWORD), backup.by_session(session)),
    ):
        with pytest.raises(StorageError, match=f"整套备份“{base.name}”一起用"):
            work()
    assert not list((tmp_path / "fresh").glob("*"))
    (tmp_path / base.name).rename(base)
    assert backup.verify(changes, backup.by_session(session)).opinions == 4


def test_another_set_under_the_same_name_is_not_taken(session: Session, both: tuple[Path, Path]) -> None:
    base, changes = both
    other = backup.back_up(session, base.parent, kind=BackupKind.SET).path
    other.replace(base)
    with pytest.raises(StorageError, match=f"同名的整套备份“{base.name}”不是"):
        backup.verify(changes, backup.by_session(session))


def test_the_changes_open_with_todays_password_though_the_set_had_another(
    session: Session, both: tuple[Path, Path], stick: Path
) -> None:
    accounts.change_password(session, PASSWORD, "Xinmima#2027", cost=CHEAP)
    path = backup.back_up(session, stick).path
    assert backup.read_info(path).kind is PackageKind.CHANGES
    assert backup.verify(path, backup.by_password("zhou", "Xinmima#2027")).attachments == 4


def test_the_first_of_a_month_is_a_set_and_so_is_the_first_on_another_stick(
    session: Session, stick: Path, tmp_path: Path
) -> None:
    kinds = [backup.back_up(session, stick).info.kind for _ in range(2)]
    session.now = lambda: NOON + timedelta(days=7)  # the first of December
    kinds += [backup.back_up(session, stick).info.kind for _ in range(2)]
    (tmp_path / "other").mkdir()
    kinds += [backup.back_up(session, tmp_path / "other").info.kind]
    assert [kind.value for kind in kinds] == ["set", "changes", "set", "changes", "set"]


def test_a_clock_gone_wrong_makes_sets_and_nothing_worse(session: Session, stick: Path) -> None:
    kinds = []
    for year in (2026, 1996, 2056, 1996, 2026):
        session.now = lambda year=year: datetime(year, 11, 24, 12, 0)  # type: ignore[misc]
        kinds.append(backup.back_up(session, stick).info.kind)
    lying = backup.packages_in(stick, session.keyring.station)
    assert kinds == [PackageKind.SET] * 5
    assert [info.made_at.year for info in lying] == [2026, 1996, 2056, 1996, 2026]
    assert [info.sequence for info in lying] == sorted((info.sequence for info in lying), reverse=True)


def test_a_set_that_has_gone_bad_since_is_not_built_upon(session: Session, stick: Path) -> None:
    base = backup.back_up(session, stick).path
    content = bytearray(base.read_bytes())
    content[len(content) // 2] ^= 1
    base.write_bytes(content)
    assert backup.back_up(session, stick).info.kind is PackageKind.SET
    base.unlink()
    assert backup.back_up(session, stick).info.kind is PackageKind.CHANGES


def test_changes_that_were_asked_for_without_a_set_are_refused(session: Session, stick: Path) -> None:
    with pytest.raises(RuleError, match="先做一份整套备份"):
        backup.back_up(session, stick, kind=BackupKind.CHANGES)
    assert list(stick.iterdir()) == []


def test_foreign_unreadable_and_removed_files_are_not_taken_for_packages(session: Session, stick: Path) -> None:
    ours = backup.back_up(session, stick).path
    (stick / "坏.llzbak").write_bytes(ours.read_bytes()[:100])
    (stick / "空.llzbak").write_bytes(b"")
    (stick / "笔记.txt").write_text("x")
    assert [info.path for info in backup.packages_in(stick, session.keyring.station)] == [ours]
    assert backup.packages_in(stick, "another") == []
    assert backup.packages_in(stick / "gone", session.keyring.station) == []


def test_a_copy_of_this_computer_is_the_database_alone(session: Session, tmp_path: Path) -> None:
    (tmp_path / "copies").mkdir()
    info = backup.pack_copy(session, tmp_path / "copies", "daily", Job(None, None))
    read = backup.read_info(info.path)
    assert (read.kind, read.why, read.size, read.opinions) == (PackageKind.COPY, "daily", read.database_size, 2)
    assert backup.entries(session) == []
    assert sets.newest_base(session, tmp_path / "copies") is None


def test_the_register_names_the_stick_and_where_it_is_kept(session: Session, stick: Path) -> None:
    with session.action("stick.edit"):
        kept = session.add(
            Stick(name="一号", mark="1" * 32, keep_place="站长保险柜", registered_on=NOON.date(), registered_by=1)
        )
    result = backup.back_up(session, stick, stick=kept)
    assert (result.entry.stick_id, result.entry.place) == (kept.id, "站长保险柜")
    assert result.size == result.path.stat().st_size
