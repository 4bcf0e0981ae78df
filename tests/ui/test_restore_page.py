"""Back from a backup: on a fresh computer, over data that are open, refused in words, stopped without a trace (4.7)."""

import os

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QVBoxLayout, QWidget

from lianluozhan.models import attachments, backup, stations
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.pages.restore_page import RestorePage
from tests.keeping import CODE, PASSWORD, copied_home, enter


@pytest.fixture
def old(tmp_path):
    return copied_home(tmp_path / "old")


@pytest.fixture
def package(old, tmp_path):
    """A backup of the old computer."""
    (tmp_path / "usb").mkdir()
    session = enter(old)
    made = backup.back_up(session, tmp_path / "usb").path
    session.close()
    return made


@pytest.fixture
def fresh(qtbot, tmp_path):
    """The page on a computer that has only the stick and the code."""
    page = RestorePage(tmp_path / "new", None)
    qtbot.addWidget(page)
    page.resize(1366, 740)
    page.show()
    return page


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def answer(accepted):
    def act():
        question = QApplication.activeModalWidget()
        question.accept() if accepted else question.reject()

    QTimer.singleShot(0, act)


def restore(page, qtbot, **secret):
    page.fields.set_values(secret)
    page.start_button.click()
    with qtbot.waitSignal(page._task.ended, timeout=30_000):
        pass
    QApplication.processEvents()


def test_with_the_stick_and_the_code_alone_a_fresh_computer_has_the_station_again(fresh, package, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(package), ""))
    fresh.file_button.click()
    restore(fresh, qtbot, way="code", code=CODE.lower())
    assert "数据已还原" in words_in(fresh)
    with qtbot.waitSignal(fresh.restored):
        fresh.enter_button.click()
    session = sign_in(fresh.home, "zhou", PASSWORD)
    assert stations.station(session).name == "石桥镇人大代表联络站"
    session.close()


def test_whose_backup_it_is_and_of_when_is_shown_before_anything_is_opened(fresh, package):
    fresh.look_at(package)
    text = words_in(fresh)
    assert "石桥镇人大代表联络站" in text and "2026年11月24日 12:00" in text and "社情民意 0 件" in text
    assert "还没有联络站的数据" in text and not fresh.home.is_set_up


def test_the_password_of_that_day_opens_the_backup(fresh, package, qtbot):
    fresh.look_at(package)
    restore(fresh, qtbot, way="password", user="wang", password=PASSWORD)
    assert fresh.home.is_set_up


@pytest.mark.parametrize(
    ("secret", "field", "sentence"),
    [
        ({"way": "code", "code": "AAAA"}, "code", "恢复码不对"),
        ({"way": "code", "code": ""}, "code", "请填写恢复码"),
        ({"way": "password", "password": "Shiqiao#2027"}, "password", "密码不对"),
    ],
)
def test_a_wrong_secret_is_said_at_its_field_and_nothing_is_made(fresh, package, secret, field, sentence):
    fresh.look_at(package)
    fresh.fields.set_values(secret)
    fresh.start_button.click()
    assert sentence in fresh.fields._fields[field]._words.text()
    assert fresh._task is None and not fresh.home.is_set_up


def test_a_damaged_backup_is_refused_and_leaves_nothing_behind(fresh, package, qtbot):
    content = bytearray(package.read_bytes())
    content[-200] ^= 1
    package.write_bytes(content)
    fresh.look_at(package)
    restore(fresh, qtbot, way="code", code=CODE)
    banner = next(child for child in fresh.findChildren(Banner) if child.isVisible())
    assert "已损坏，不能使用" in words_in(banner)
    assert list(fresh.home.folder.iterdir()) == []


@pytest.fixture
def large_package(old, tmp_path):
    """So much in it that a restore can be stopped on the way."""
    session = enter(old)
    (tmp_path / "scan.jpg").write_bytes(os.urandom(15_000_000))
    with session.action("attachment.add"):
        for _ in range(3):
            attachments.attach(session, "stations", 1, tmp_path / "scan.jpg")
    made = backup.back_up(session, tmp_path).path
    session.close()
    return made


def test_a_restore_that_is_stopped_changes_nothing(fresh, large_package, qtbot):
    fresh.look_at(large_package)
    fresh.fields.set_values({"way": "code", "code": CODE})
    fresh.start_button.click()
    task = fresh._task
    fresh.job.panel.stop_button.click()
    with qtbot.waitSignal(task.ended, timeout=30_000):
        pass
    QApplication.processEvents()
    assert task.stopped and "已经停下" in words_in(fresh) and not fresh.home.is_set_up


def test_escape_goes_back_to_the_choice_and_then_away(fresh, package, qtbot):
    fresh.look_at(package)
    qtbot.keyClick(fresh.fields.findChild(QWidget, "password"), Qt.Key.Key_Escape)
    assert fresh.file_button.isVisible()
    with qtbot.waitSignal(fresh.left):
        fresh.leave()


# Over data that are open ---------------------------------------------------------------------------------------


@pytest.fixture
def desk(old, package, qtbot):
    session = enter(old)
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=old.folder)
    made.kept_changes = changes
    window = QWidget()
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    yield made
    session.close()


def open_page(desk):
    desk.go_section("system", "backup")
    return desk.current.current.open_restore()


def test_both_sides_are_compared_and_a_newer_one_in_the_computer_is_pointed_out(desk, package):
    stations.edit(desk.session, hotline="0797-2")
    desk.session.now = lambda: backup.read_info(package).made_at.replace(hour=18)
    stations.edit(desk.session, hotline="0797-3")
    page = open_page(desk)
    page.look_at(package)
    assert "电脑里的数据比这份备份新" in words_in(page) and "最后改动 2026年11月24日 18:00" in words_in(page)


def test_a_computer_that_has_not_changed_since_is_not_called_newer(desk, package):
    page = open_page(desk)
    page.look_at(package)
    assert "比这份备份新" not in words_in(page)


def test_data_in_use_are_replaced_only_after_the_question(desk, package):
    page = open_page(desk)
    page.look_at(package)
    page.fields.set_values({"password": PASSWORD})
    answer(False)
    page.start_button.click()
    assert page._task is None


def test_after_a_restore_the_window_signs_in_anew_and_the_old_folder_stays(desk, package, qtbot):
    before = Home(desk.home).data
    page = open_page(desk)
    page.look_at(package)
    answer(True)
    restore(page, qtbot, password=PASSWORD)
    with qtbot.waitSignal(desk.restart_wanted):
        page.enter_button.click()
    assert before.is_dir() and Home(desk.home).data != before


def test_who_may_not_restore_is_refused_by_the_backup_itself(desk, package, qtbot):
    before = Home(desk.home).data
    page = open_page(desk)
    page.look_at(package)
    answer(True)
    restore(page, qtbot, user="zhou", password=PASSWORD)
    assert "由站长、系统管理员办理" in words_in(page) and Home(desk.home).data == before


def tab(desk, key=Qt.Key.Key_Tab):
    here = desk.window().focusWidget()
    QTest.keyClick(here, key)
    return desk.window().focusWidget()


def test_tab_never_leaves_the_page_of_the_restore_for_what_lies_beneath_it(desk, package):
    page = open_page(desk)
    page.look_at(package)
    page._secret.setFocus()
    stops = [tab(desk) for _ in range(12)]
    assert all(page.isAncestorOf(stop) for stop in stops)
    assert stops[:2] == [page.leave_button, page.start_button] and page._secret in stops
    page.leave()
    page.leave()
    assert desk.isEnabled() and desk.current.current.restore_button.hasFocus()


def test_a_page_over_the_window_is_still_closed_to_what_lies_beneath_after_a_lock(desk, package, qtbot):
    page = open_page(desk)
    desk.hide()
    assert not page.isVisible() and desk.isEnabled()
    desk.show()
    qtbot.waitUntil(lambda: page.choice.isAncestorOf(desk.window().focusWidget()))
    assert page.isVisible() and not desk.isEnabled()


def test_the_field_of_the_secret_is_seen_whole_in_a_low_window(desk, package, qtbot):
    desk.window().resize(1366, 560)
    page = open_page(desk)
    page.look_at(package)
    area = page._stack.currentWidget()
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() > 0)
    foot = page._secret.mapTo(area.viewport(), page._secret.rect().bottomLeft()).y()
    assert page._secret.hasFocus() and foot < area.viewport().height()
