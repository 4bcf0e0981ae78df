"""What somebody is told when he comes in: a full disk, wrong passwords meanwhile, a password that has grown old."""

import shutil
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QLabel

from lianluozhan.models import accounts, homes, settings
from lianluozhan.models import staff as people
from lianluozhan.models.errors import RuleError
from lianluozhan.models.keyring import Keyring
from lianluozhan.ui.banner import Banner
from tests.models.test_full_disk import AS_ROOT, disk, fill

from .station_at_work import PASSWORD, Staff, make_station

__all__ = ["disk"]


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def home(station, tmp_path):
    return homes.Home(shutil.copytree(station, tmp_path / "home"))


@pytest.fixture
def window(dressed, home):
    at_work = Staff(home.folder)
    yield at_work
    at_work.close()


def told(desk):
    shown = [banner for banner in desk.notes.findChildren(Banner) if not banner.isHidden()]
    return [label.text() for banner in shown for label in banner.findChildren(QLabel) if label.text()]


def fail(home, times, ago):
    keyring = Keyring.load(home.data)
    for _ in range(times):
        with pytest.raises(RuleError):
            keyring.unlock("wang", "Wrong#Wrong1", datetime.now() - ago)


@pytest.mark.clause("4.7.2")
def test_wrong_passwords_since_the_last_time_are_told_at_the_next_sign_in(home, window):
    fail(home, 3, timedelta(hours=2))
    desk = window.sign_in("wang")
    [sentence] = told(desk)
    assert "有 3 次密码输错" in sentence and "告诉站长" in sentence
    line = desk.session.value("SELECT changes FROM audit_log WHERE action = 'account.sign_in' ORDER BY id DESC LIMIT 1")
    assert '"failed":3' in line
    window.window.switch_user()
    assert told(window.sign_in("wang")) == []


def test_a_slip_just_now_is_not_worth_telling(home, window):
    fail(home, 1, timedelta(seconds=5))
    assert told(window.sign_in("wang")) == []


def test_a_password_that_has_grown_old_is_told_until_it_is_changed(home, window):
    desk = window.sign_in("wang")
    session = desk.session
    session.now = lambda: datetime.now() + timedelta(days=400)
    desk.notes.show_for(session)
    [sentence] = told(desk)
    assert "已经用了 400 天" in sentence
    accounts.change_password(session, PASSWORD, "Liuhe+Cun88")
    assert told(desk) == []
    session.now = lambda: datetime.now() + timedelta(days=800)
    settings.change(session, "security.password_days", "0")
    desk.notes.show_for(session)
    assert told(desk) == []


@pytest.mark.skipif(not AS_ROOT, reason="SKIPPED: a full disk is tried as root on Linux only (tmpfs)")
def test_on_a_full_disk_one_comes_in_and_is_told_that_nothing_can_be_stored(dressed, station, disk, qtbot):
    home = homes.Home(shutil.copytree(station, disk / "home"))
    ballast = fill(disk)
    at_work = Staff(home.folder)
    desk = at_work.sign_in("wang")
    [sentence] = told(desk)
    assert "现在只能查看" in sentence and "腾出空间" in sentence
    for room in desk.rooms:
        desk.go(room.key)
        dressed.processEvents()
    ballast.unlink()
    people.edit_staff(desk.session, 1, note="有地方了")
    assert told(desk) == []
    at_work.close()


def test_another_person_comes_to_the_window_by_one_click(window):
    desk = window.sign_in("wang")
    desk.top_bar._switch.click()
    assert window.sign_in("zhang").session.staff.name == "张维民"
