"""A restored station is the old one whole, in a new folder; what was there before stays."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from lianluozhan.models import attachments, backup
from lianluozhan.models.backup import restoring
from lianluozhan.models.check import check
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions.record import Opinion
from lianluozhan.models.session import Session
from tests.keeping import CODE, NOON, PASSWORD, copied_home, enter


def add(session: Session, title: str) -> None:
    with session.action("opinion.register"):
        session.add(Opinion(title=title, content="坏了", received_on=NOON.date()))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return copied_home(tmp_path / "home")


@pytest.fixture
def packed(home: Home, tmp_path: Path) -> Path:
    """A backup with one opinion and one attachment; afterwards another opinion was registered."""
    session = enter(home, "zhou")
    add(session, "备份前")
    (tmp_path / "照片.jpg").write_bytes(random.Random(1).randbytes(5000))
    with session.action("opinion.edit"):
        attachments.attach(session, "opinions", 1, tmp_path / "照片.jpg")
    (tmp_path / "usb").mkdir()
    path = backup.back_up(session, tmp_path / "usb").path
    add(session, "备份后")
    session.close()
    return path


def titles(session: Session) -> list[str]:
    return [opinion.title for opinion in session.select(Opinion)]


def test_a_fresh_computer_has_everything_back_by_the_paper_code(packed: Path, tmp_path: Path) -> None:
    fresh = Home(tmp_path / "fresh")
    info = backup.restore(packed, fresh, backup.by_code(CODE), now=lambda: NOON)
    assert (info.opinions, info.attachments) == (1, 1)
    session = enter(fresh, "zhou")
    assert titles(session) == ["备份前"]
    assert attachments.content(session, 1) == (tmp_path / "照片.jpg").read_bytes()
    assert check(session) == []
    session.close()


def test_restoring_beside_newer_data_keeps_the_old_folder(packed: Path, home: Home) -> None:
    before = home.data
    stored = {path: path.read_bytes() for path in before.rglob("*") if path.is_file()}
    backup.restore(packed, home, backup.by_password("li", PASSWORD), now=lambda: NOON)
    assert home.data != before
    assert {path: path.read_bytes() for path in before.rglob("*") if path.is_file()} == stored
    session = enter(home, "zhou")
    assert titles(session) == ["备份前"]
    line = session.db.conn.execute("SELECT staff_id, changes FROM audit_log WHERE action = 'backup.restore'").fetchone()
    assert line[0] == 2
    assert packed.name in line[1]
    session.close()


def test_replacing_the_data_needs_the_role_for_it(packed: Path, home: Home) -> None:
    before = home.pointer.read_text()
    with pytest.raises(RuleError, match="站长、系统管理员"):
        backup.restore(packed, home, backup.by_password("zhou", PASSWORD), now=lambda: NOON)
    assert home.pointer.read_text() == before
    assert len(list(home.folder.glob("data-*"))) == 1


@pytest.mark.parametrize("step", ["prove", "_note", "_sync_tree", "sync_directory"])
def test_a_restore_that_breaks_off_leaves_the_old_data_in_use(
    packed: Path, home: Home, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StorageError("没有保存：磁盘已满。")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, step, broken)
        with pytest.raises(StorageError):
            backup.restore(packed, home, backup.by_password("li", PASSWORD), now=lambda: NOON)
    session = enter(home, "zhou")
    assert titles(session) == ["备份前", "备份后"]
    session.close()
    backup.restore(packed, home, backup.by_password("li", PASSWORD), now=lambda: NOON)
    again = enter(home, "zhou")
    assert titles(again) == ["备份前"]
    again.close()


def test_a_damaged_package_is_refused_before_anything_is_switched(packed: Path, home: Home) -> None:
    content = bytearray(packed.read_bytes())
    content[-200] ^= 4
    packed.write_bytes(content)
    with pytest.raises(StorageError, match="已损坏"):
        backup.restore(packed, home, backup.by_code(CODE))
    session = enter(home, "zhou")
    assert titles(session) == ["备份前", "备份后"]
    session.close()
    assert not list(home.folder.glob(".building-*"))


def test_the_package_tells_its_day_and_counts_before_it_is_opened(packed: Path) -> None:
    info = backup.read_info(packed)
    assert (info.made_at, info.made_by, info.opinions, info.encrypted) == (NOON, "周长福", 1, True)


def test_a_synchronised_folder_is_no_place_to_restore_to(packed: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="同步文件夹"):
        backup.restore(packed, Home(tmp_path / "坚果云" / "x"), backup.by_code(CODE))
