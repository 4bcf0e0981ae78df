"""Setting up a station, signing in, switching the user, recovering; where the data may live."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lianluozhan.models import homes
from lianluozhan.models.errors import RuleError, StorageError
from lianluozhan.models.folders import Volume, unsuitable
from lianluozhan.models.homes import Home, InstanceLock, SetUp, sign_in
from lianluozhan.models.keyring import Keyring
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, HandlingBody
from lianluozhan.models.staff import Post, Staff, edit_staff, succeed
from lianluozhan.models.stations import station
from tests.keeping import CHEAP, CODE, PASSWORD, PEOPLE, STATION, enter, make_home, noon

NEW = "Xinmima#2026"


@pytest.mark.clause("2.1")
def test_a_new_station_knows_its_people_and_itself(tmp_path: Path) -> None:
    session = enter(make_home(tmp_path / "home"), "wang")
    assert station(session).name == STATION.name
    assert session.staff.name == "王秀英"
    assert session.roles == frozenset({Role.HEAD})
    assert session.select(HandlingBody)[0].name == "本站"
    assert session.value("SELECT count(*) FROM appointments") == 3
    session.close()


@pytest.mark.clause("3.2.2")
def test_a_new_station_has_categories_to_file_opinions_under(tmp_path: Path) -> None:
    session = enter(make_home(tmp_path / "home"), "wang")
    first_level = [c.name for c in session.select(Category, "parent_id IS NULL")]
    assert {"交通出行", "生态环境", "教育", "其他"} <= set(first_level)
    assert session.value("SELECT count(DISTINCT congress_view) FROM categories") > 5
    session.close()


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_is_stored_is_readable_only_in_plain_mode(tmp_path: Path, encrypted: bool) -> None:
    home = make_home(tmp_path / "home", encrypted=encrypted)
    enter(home).close()
    assert ("王秀英".encode() in (home.data / "station.db").read_bytes()) is not encrypted


def test_a_set_up_that_breaks_off_leaves_no_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise StorageError("没有保存：磁盘已满。")

    monkeypatch.setattr(homes, "_add_person", broken)
    home = Home(tmp_path / "home")
    with pytest.raises(StorageError):
        homes.set_up(home, SetUp(STATION, PEOPLE), CODE, now=noon, cost=CHEAP)
    assert not home.is_set_up
    assert list(home.folder.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps such folders by their owner")
@pytest.mark.clause("4.7.2")
def test_the_data_of_a_new_station_are_for_its_own_user_of_the_computer(tmp_path: Path) -> None:
    assert make_home(tmp_path / "home").data.stat().st_mode & 0o077 == 0


def test_a_second_set_up_does_not_touch_the_first(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    with pytest.raises(RuleError, match="已经建好"):
        homes.set_up(home, SetUp(STATION, PEOPLE), CODE, now=noon, cost=CHEAP)
    enter(home).close()


@pytest.mark.clause("2.2.1")
def test_a_station_needs_one_head_an_officer_and_an_administrator() -> None:
    assert homes.problems(SetUp(STATION, PEOPLE)) == []
    assert "有且只有一位站长" in homes.problems(SetUp(STATION, PEOPLE[1:]))[0]
    assert "联络员" in homes.problems(SetUp(STATION, PEOPLE[:2]))[0]
    two = (*PEOPLE, replace(PEOPLE[0], user_name="wang2"))
    assert "有且只有一位站长" in homes.problems(SetUp(STATION, two))[0]


def test_the_first_accounts_obey_the_rules_of_accounts() -> None:
    def problem(**values: object) -> str:
        return "".join(homes.problems(SetUp(STATION, (replace(PEOPLE[0], **values), *PEOPLE[1:]))))  # type: ignore[arg-type]

    assert "10 个字符" in problem(password="Ab#1")
    assert "三种" in problem(password="aaaaaaaaaaaa")
    assert "不能包含自己的账号名" in problem(password="Wang#wang#2026")
    assert "审计员" in problem(roles=(Role.HEAD, Role.AUDITOR))
    assert "不留空格" in problem(user_name="王 秀英")
    assert "账号名相同" in problem(user_name="zhou")


def test_the_name_of_the_station_is_shown_before_signing_in(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    assert Keyring.load(home.data).title == STATION.name
    assert [user["name"] for user in home.users()] == ["wang", "li", "zhou"]
    assert home.users()[0]["shown"] == "王秀英（站长）"


def test_switching_the_user_keeps_the_data_open(tmp_path: Path) -> None:
    first = enter(make_home(tmp_path / "home"), "li")
    second = homes.sign_in_again(first, "zhou", PASSWORD)
    assert second.db is first.db
    assert second.staff.name == "周长福"
    assert second.value("SELECT action FROM audit_log ORDER BY id DESC") == "account.sign_in"
    second.close()


@pytest.mark.parametrize("written", [CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("-", "")])
def test_the_paper_code_gives_an_account_a_new_password(tmp_path: Path, written: str) -> None:
    home = make_home(tmp_path / "home")
    homes.recover(home, written, "li", NEW, now=noon).close()
    session = enter(home, "li", NEW)
    assert session.value("SELECT count(*) FROM audit_log WHERE action = 'account.recover'") == 1
    session.close()
    with pytest.raises(RuleError, match="密码不对"):
        enter(home, "li", PASSWORD)


def test_the_paper_code_helps_behind_a_locked_screen_too(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    first = enter(home, "wang")
    with pytest.raises(RuleError, match="恢复码不对"):
        homes.recover_again(first, CODE.replace("A", "Q"), "li", NEW)
    second = homes.recover_again(first, CODE, "li", NEW)
    assert second.db is first.db
    assert second.value("SELECT action FROM audit_log ORDER BY id DESC") == "account.recover"
    second.close()
    enter(home, "li", NEW).close()


@pytest.mark.clause("4.7.2")
def test_a_wrong_paper_code_opens_nothing_and_five_make_one_wait(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    before = Keyring.load(home.data).content
    for left in (4, 3, 2, 1):
        with pytest.raises(RuleError, match=f"恢复码不对.*再错 {left} 次"):
            homes.recover(home, CODE.replace("A", "Q"), "li", NEW, now=noon)
    with pytest.raises(RuleError, match="恢复码连续输错 5 次，请等 1 分钟"):
        homes.recover(home, CODE.replace("A", "Q"), "li", NEW, now=noon)
    with pytest.raises(RuleError, match="恢复码连续输错 5 次，请等 1 分钟"):
        homes.recover(home, CODE, "li", NEW, now=noon)
    assert Keyring.load(home.data).content["wraps"] == before["wraps"]
    homes.recover(home, CODE, "li", NEW, now=lambda: noon() + timedelta(seconds=61)).close()
    assert Keyring.load(home.data).content["failures"] == {}


@pytest.mark.parametrize("content", ["", "data-00000000", "../elsewhere", "/etc", "data-x/../.."])
def test_a_pointer_to_nowhere_is_named_and_left_alone(tmp_path: Path, content: str) -> None:
    home = make_home(tmp_path / "home")
    home.pointer.write_text(content)
    with pytest.raises(StorageError, match="找不到数据文件夹"):
        enter(home)
    assert home.pointer.read_text() == content


def test_prints_left_by_a_crash_are_removed_at_the_next_start(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    session = enter(home)
    left = homes.temporary_file(session, ".pdf")
    left.write_bytes(b"%PDF")
    assert left.parent.stat().st_mode & 0o077 == 0
    session.close()
    enter(home).close()
    assert list(home.temporary.iterdir()) == []


def test_a_second_start_is_refused_in_words(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from lianluozhan.models.homes import InstanceLock\n"
        "try: InstanceLock(Path(sys.argv[1])).acquire()\n"
        "except Exception as refusal: print(refusal)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    with InstanceLock(tmp_path):
        assert "已经在这台电脑上打开" in subprocess.run(command, capture_output=True, text=True).stdout
    assert subprocess.run(command, capture_output=True, text=True).stdout == ""


@pytest.mark.parametrize(
    ("path", "volume", "word"),
    [
        (r"C:\Users\li\OneDrive\联络站", Volume(), "OneDrive"),
        (r"C:\Users\li\OneDrive - 镇政府\联络站", Volume(), "OneDrive"),
        (r"D:\我的坚果云\联络站", Volume(), "坚果云"),
        (r"D:\BaiduSyncdisk\x", Volume(), "百度网盘"),
        (r"C:\Users\li\WPS云盘\x", Volume(), "WPS云盘"),
        (r"C:\Users\li\WPSDrive\x", Volume(), "WPS云盘"),
        ("/home/li/Nextcloud/x", Volume("ext4"), "Nextcloud"),
        (r"\\server\share\x", Volume(), "网络盘"),
        (r"Z:\x", Volume(is_network=True), "网络盘"),
        ("/mnt/x", Volume("cifs"), "网络盘"),
        (r"E:\x", Volume(is_removable=True), "U 盘"),
        ("/media/li/USB/x", Volume("vfat"), "U 盘"),
        ("/run/media/li/USB/x", Volume("exfat"), "U 盘"),
    ],
)
def test_synchronised_remote_and_removable_places_are_refused(path: str, volume: Volume, word: str) -> None:
    assert word in unsuitable(path, volume)


@pytest.mark.parametrize("path", [r"C:\Users\li\AppData\Local\lianluozhan", "/home/li/.local/share/lianluozhan"])
def test_the_disk_of_the_computer_is_fine(path: str) -> None:
    assert unsuitable(path, Volume("ext4")) == ""


def test_a_set_up_in_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="同步文件夹"):
        make_home(tmp_path / "OneDrive" / "home")
    assert not (tmp_path / "OneDrive").exists()


@pytest.mark.clause("2.2.1")
def test_the_sign_in_list_follows_a_new_name_and_a_new_head(tmp_path: Path) -> None:
    home = make_home(tmp_path / "home")
    session = enter(home)
    people = {person.name: person.id for person in session.select(Staff)}
    edit_staff(session, people["周长福"], name="周常福")
    succeed(session, people["李建国"], Post.HEAD, session.today + timedelta(days=1))
    session.close()
    sign_in(home, "li", PASSWORD, now=lambda: noon() + timedelta(days=1)).close()
    shown = {entry["name"]: entry["shown"] for entry in home.users()}
    assert shown == {"wang": "王秀英", "li": "李建国（站长、副站长）", "zhou": "周常福（联络员）"}
