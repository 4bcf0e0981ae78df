"""更换数据密钥: everything under a new key, proven, in one switch; the old codes and passwords open nothing new."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianluozhan.models import accounts, attachments, audit, backup, check, homes, old_folders, rekeying
from lianluozhan.models.attachments import Attachment, Enclosed
from lianluozhan.models.backup.package import PackageKind, read_info
from lianluozhan.models.database import open_database
from lianluozhan.models.errors import Cancelled, RuleError, StorageError
from lianluozhan.models.homes import Home
from lianluozhan.models.keyring import Keyring, NewPasswordWanted
from lianluozhan.models.passwords import new_once_code, new_recovery_code
from lianluozhan.models.rekeying import NewKey
from lianluozhan.models.session import Session
from tests.keeping import CHEAP, CODE, PASSWORD, enter, make_home, noon

NEW = "Xinmima#2026"
PAPER = "QRST-UVWX-YZ23-4567-ABCD-EFGH-IJKL-MNOP"
ONCE = {"wang": "AAAA-BBBB-CCCC", "zhou": "DDDD-EEEE-FFFF"}
WANTED = NewKey(PASSWORD, PAPER, ONCE)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with three attachments, one of them of several frames."""
    home = make_home(tmp_path_factory.mktemp("filled") / "home")
    session = enter(home, "li")
    for number, content in enumerate((b"scan of a letter", b"x" * 3_000_000, b"photo")):
        attach(session, f"附件{number}.pdf", content)
    session.close()
    return home.folder


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Home:
    return Home(shutil.copytree(filled, tmp_path / "home"))


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    session = enter(home, "li")
    yield session
    session.close()


def attach(session: Session, name: str, content: bytes) -> Attachment:
    with session.action("opinion.edit" if session.may("opinion.edit") else "staff.edit"):
        return attachments.attach(session, "staff", 1, Enclosed(name, content=content))


def change(session: Session, wanted: NewKey = WANTED, **options: Any) -> rekeying.Prepared:
    made = rekeying.prepare(session, wanted, cost=CHEAP, **options)
    rekeying.switch(session, made)
    return made


def contents(session: Session) -> dict[str, bytes]:
    return {row.name: attachments.stored_content(session, row.id) for row in session.select(Attachment)}


@pytest.mark.clause("4.7.2")
def test_everything_is_there_under_a_new_key_and_the_log_is_whole(home: Home, session: Session) -> None:
    before, old, head = contents(session), session.keyring.data_key, audit.head(session.db)
    made = change(session)
    again = enter(home, "li")
    assert contents(again) == before
    assert again.keyring.data_key != old
    assert home.data.name != made.old_folder and (home.folder / made.old_folder).is_dir()
    assert audit.first_broken(again.db, again.keys) is None
    assert again.value("SELECT mac FROM audit_log WHERE id = ?", (head.id,)) == head.mac
    assert again.value("SELECT action FROM audit_log WHERE id = ?", (head.id + 1,)) == "account.new_key"
    assert [f.sentence for f in check.check(again)] == []
    again.close()


def test_the_old_key_opens_nothing_of_what_is_stored_from_then_on(home: Home, session: Session) -> None:
    old = session.keyring.keys(session.keyring.data_key)
    change(session)
    with pytest.raises(StorageError, match="打不开"):
        open_database(home.data / "station.db", old.database)
    keyring = Keyring.load(home.data)
    with pytest.raises(RuleError):
        keyring.unlock_by_recovery(CODE, noon())
    for name in ("wang", "zhou"):
        assert not keyring.matches(name, PASSWORD)
    stored = b"".join(path.read_bytes() for path in home.data.rglob("*") if path.is_file())
    assert old.audit not in stored and old.backup not in stored


def test_the_others_come_in_once_by_their_code_and_choose_a_password(home: Home, session: Session) -> None:
    change(session)
    with pytest.raises(NewPasswordWanted, match="设一个新密码"):
        enter(home, "zhou", "dddd eeee ffff")
    with pytest.raises(RuleError, match="密码不对"):
        homes.sign_in_once(home, "zhou", ONCE["wang"], NEW, now=noon)
    first = homes.sign_in_once(home, "zhou", ONCE["zhou"].lower(), NEW, now=noon)
    second = homes.sign_in_once_again(first, "wang", ONCE["wang"], NEW)
    assert (first.staff.name, second.staff.name) == ("周长福", "王秀英")
    second.close()
    enter(home, "zhou", NEW).close()
    with pytest.raises(RuleError, match="密码不对"):
        enter(home, "zhou", ONCE["zhou"])


def test_the_new_paper_code_opens_and_shows_where_everybody_stands(home: Home, session: Session) -> None:
    change(session)
    homes.recover(home, PAPER, "wang", NEW, now=noon).close()
    assert [user["shown"] for user in home.users()] == ["王秀英（站长）", "李建国（副站长）", "周长福（联络员）"]


def test_only_with_ones_own_password_and_permission(session: Session) -> None:
    with pytest.raises(RuleError, match="密码不对"):
        rekeying.prepare(session, NewKey("Wrong#Wrong1", PAPER, ONCE), cost=CHEAP)
    with pytest.raises(RuleError, match="入门码"):
        rekeying.prepare(session, NewKey(PASSWORD, PAPER, {"wang": ONCE["wang"]}), cost=CHEAP)
    with pytest.raises(RuleError, match="32 个字符"):
        rekeying.prepare(session, NewKey(PASSWORD, "ABCD", ONCE), cost=CHEAP)
    clerk = homes.sign_in_again(session, "zhou", PASSWORD)
    with pytest.raises(RuleError, match="由站长、系统管理员办理"):
        rekeying.prepare(clerk, WANTED, cost=CHEAP)
    assert not list(session.folder.parent.glob(".building-*"))


def test_a_package_of_before_is_still_verified_by_the_session(home: Home, session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    earlier = backup.back_up(session, stick).path
    change(session)
    again = enter(home, "li")
    assert backup.verify(earlier, backup.by_session(again)).attachments == 3
    later = backup.back_up(again, stick).path
    assert read_info(later).kind is PackageKind.SET  # the set of this month is under the earlier key
    assert read_info(backup.back_up(again, stick).path).kind is PackageKind.CHANGES
    change(again, NewKey(PASSWORD, CODE, ONCE))
    third = enter(home, "li")
    for package in (earlier, later):
        assert backup.verify(package, backup.by_session(third)).attachments == 3
    assert audit.first_broken(third.db, third.keys) is None
    assert backup.verify(earlier, backup.by_password("zhou", PASSWORD))
    third.close()
    fresh = Home(tmp_path / "fresh")
    backup.restore(later, fresh, backup.by_code(PAPER), now=noon)
    restored = enter(fresh, "li")
    assert audit.first_broken(restored.db, restored.keys) is None
    assert len(contents(restored)) == 3
    restored.close()


def test_a_package_of_a_key_that_is_not_here_is_refused_in_words(home: Home, session: Session, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    earlier = backup.back_up(session, stick).path
    change(session)
    again = enter(home, "li")
    later = backup.back_up(again, stick).path
    again.close()
    backup.restore(earlier, home, backup.by_code(CODE), now=noon)
    back = enter(home, "li")
    with pytest.raises(RuleError, match="数据密钥不在这台电脑上"):
        backup.verify(later, backup.by_session(back))
    back.close()


def test_a_changed_line_of_before_is_still_found(home: Home, session: Session) -> None:
    change(session)
    again = enter(home, "li")
    for trigger in again.rows("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_log'"):
        again.db.conn.execute(f"DROP TRIGGER {trigger[0]}")
    again.db.conn.execute("UPDATE audit_log SET staff_id = 2 WHERE id = 2")
    assert audit.first_broken(again.db, again.keys) == 2
    again.close()


def test_a_keyring_with_earlier_keys_is_refused_by_an_older_program(home: Home, session: Session) -> None:
    assert session.keyring.content["version"] == 1
    change(session)
    assert Keyring.load(home.data).content["version"] == 2
    with pytest.raises(StorageError, match="更新的版本"):
        Keyring.from_content(session.keyring.content | {"version": 3}, home.data)


def test_earlier_keys_that_were_tampered_with_open_nothing(home: Home, session: Session) -> None:
    change(session)
    content = Keyring.load(home.data).content
    content["earlier"][0]["last_line"] += 1
    keyring = Keyring.from_content(content, home.data)
    with pytest.raises(StorageError, match="钥匙文件损坏"):
        keyring.keys(keyring.open_copy("li", PASSWORD))


def test_an_attachment_that_is_called_like_a_missing_one_is_proven_all_the_same(home: Home, session: Session) -> None:
    lost, other = (attach(session, "照片.jpg", content) for content in (b"front", b"back"))
    attachments.stored_path(home.data, lost).unlink()

    def spoil(done: int, total: int, what: str) -> None:
        if what == rekeying.PROVING:
            (built,) = home.folder.glob(f".building-*/attachments/*/{other.stored_as}")
            built.write_bytes(b"?" * built.stat().st_size)

    with pytest.raises(StorageError, match="没有通过核对"):
        change(session, progress=spoil)
    assert not list(home.folder.glob(".building-*"))


def test_damaged_and_missing_attachments_hinder_nothing_and_are_named(home: Home, session: Session) -> None:
    rows = session.select(Attachment)
    gone, hurt = (attachments.stored_path(session.folder, row) for row in rows[:2])
    gone.unlink()
    hurt.write_bytes(hurt.read_bytes()[:-5])
    made = change(session)
    assert (made.missing, made.damaged, made.attachments) == ([rows[0].name], [rows[1].name], 1)
    assert (
        attachments.stored_path(home.data, rows[1]).read_bytes()
        == (home.folder / made.old_folder / hurt.relative_to(session.folder)).read_bytes()
    )


def test_it_can_be_stopped_at_every_step_and_nothing_has_changed(home: Home, session: Session) -> None:
    before, asked = sorted(path.name for path in home.folder.iterdir()), 0

    def stop_at(number: int) -> Any:
        left = iter(range(number))
        return lambda: next(left, None) is None

    while True:
        try:
            made = rekeying.prepare(session, WANTED, cancelled=stop_at(asked), cost=CHEAP)
        except Cancelled:
            assert sorted(path.name for path in home.folder.iterdir()) == before
            asked += 1
            continue
        made.abandon()
        break
    assert asked > 5
    assert contents(session)


def test_what_was_stored_meanwhile_is_not_lost(home: Home, session: Session) -> None:
    made = rekeying.prepare(session, WANTED, cost=CHEAP)
    accounts.change_password(session, PASSWORD, NEW, cost=CHEAP)
    with pytest.raises(RuleError, match="又有内容存进来"):
        rekeying.switch(session, made)
    assert not made.building.exists()
    session.close()
    enter(home, "li", NEW).close()


def test_too_little_room_is_said_before_it_begins(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(session.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(StorageError, match=r"更换数据密钥要 \d+ MB"):
        rekeying.prepare(session, WANTED, cost=CHEAP)
    assert not list(session.folder.parent.glob(".building-*"))


def test_an_old_folder_goes_only_after_a_proven_backup(home: Home, session: Session, tmp_path: Path) -> None:
    backup_before = tmp_path / "before"
    backup_before.mkdir()
    backup.back_up(session, backup_before)
    made = change(session)
    again = enter(home, "li")
    [old] = old_folders.old_folders(again)
    assert old.name == made.old_folder and old.size > 3_000_000
    with pytest.raises(RuleError, match="先备份到 U 盘"):
        old_folders.remove(again, old)
    assert old.path.is_dir()
    stick = tmp_path / "stick"
    stick.mkdir()
    backup.back_up(again, stick)
    clerk = homes.sign_in_once_again(again, "zhou", ONCE["zhou"], NEW)
    with pytest.raises(RuleError, match="由站长、系统管理员办理"):
        old_folders.remove(clerk, old)
    old_folders.remove(again, old)
    assert old_folders.old_folders(again) == []
    assert sorted(path.name for path in home.folder.glob("data-*")) == [home.data.name]
    again.close()
    enter(home, "li").close()


def test_the_removal_of_one_old_folder_does_not_hold_the_next(home: Home, session: Session, tmp_path: Path) -> None:
    change(session)
    again = enter(home, "li")
    change(again, NewKey(PASSWORD, CODE, ONCE))
    third = enter(home, "li")
    backup.back_up(third, tmp_path)
    for old in old_folders.old_folders(third):
        old_folders.remove(third, old)
    assert old_folders.old_folders(third) == []
    third.close()


def test_a_plain_station_gets_new_keys_for_log_and_backup(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home", encrypted=False)
    session = enter(home, "li")
    attach(session, "a.pdf", b"letter")
    old = session.keys
    change(session)
    again = enter(home, "li")
    assert (again.keys.database, again.keys.backup != old.backup) == (None, True)
    assert contents(again) == {"a.pdf": b"letter"}
    assert audit.first_broken(again.db, again.keys) is None
    again.close()


def test_the_codes_are_long_and_never_the_same() -> None:
    assert [len(group) for group in new_once_code().split("-")] == [4] * 3
    assert new_once_code() != new_once_code()
    assert new_recovery_code() != new_recovery_code()
