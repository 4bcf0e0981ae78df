"""更换数据密钥 at the real window: codes on paper first, then the work, the sign-in page, and each comes in again."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from lianluozhan.models import accounts, backup, old_folders
from lianluozhan.models.homes import Home
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.restore_page import RestorePage
from lianluozhan.ui.pages.system import new_key_work
from lianluozhan.ui.pages.system.new_key_work import NewKeyWork
from lianluozhan.ui.question import Question
from lianluozhan.ui.sign_in import SignInPage
from tests.keeping import CHEAP

from .station_at_work import PASSWORD, Staff, make_station

NEW = "Liuhe+Cun88"


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def home(station, tmp_path):
    import shutil

    return Home(shutil.copytree(station, tmp_path / "home"))


@pytest.fixture
def staff(dressed, home, monkeypatch):
    prepare = new_key_work.rekeying.prepare
    monkeypatch.setattr(new_key_work.rekeying, "prepare", lambda *given: prepare(*given, cost=CHEAP))
    people = Staff(home.folder)
    yield people
    people.close()


def signed_in(staff, user):
    staff.window.activateWindow()  # as a window manager would after a message
    QApplication.processEvents()
    return staff.sign_in(user)


def section(staff, user="wang"):
    desk = signed_in(staff, user)
    page = desk.go("system")
    page.open_section("accounts")
    return page.current


def codes(drawer):
    found = [label for label in drawer.findChildren(QLabel) if label.property("role") == "code"]
    groups = [label.text() for label in found if label.text().count("-") == 0]
    once = {label.accessibleName()[:3]: label.text() for label in found if label.text().count("-") == 2}
    return groups, once


def fill(drawer, password=PASSWORD, *, printed=True):
    groups, _ = codes(drawer)
    asked = [name for name in drawer.fields.editors() if name.startswith("group")]
    typed = {name: groups[int(name.removeprefix("group"))].lower() for name in asked}
    drawer.fields.set_values({"password": password, "printed": printed, **typed})


def problem_at(drawer, name):
    return drawer.fields._fields[name]._words.text()


def answer(found):
    """Close every message that comes up, and keep what it said."""

    def look():
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, Question) and widget.isVisible():
                found.append(widget.windowTitle())
                widget.reject()
        timer.start(20)

    timer = QTimer(singleShot=True)
    timer.timeout.connect(look)
    timer.start(20)
    return timer


@pytest.mark.clause("4.7.2")
def test_nothing_begins_before_the_password_and_the_paper(staff, home):
    drawer = section(staff).change_key()
    fill(drawer, "Wrong#Wrong1")
    drawer.save()
    assert "密码不对" in problem_at(drawer, "password")
    fill(drawer, printed=False)
    drawer.fields.set_values({next(name for name in drawer.fields.editors() if name.startswith("group")): "AAAA"})
    drawer.save()
    assert "打印或抄好" in problem_at(drawer, "printed")
    assert any("不一样" in problem_at(drawer, name) for name in drawer.fields.editors() if name.startswith("group"))
    drawer.close_drawer()
    assert len(list(home.folder.glob("data-*"))) == 1


def test_after_it_the_others_come_in_by_their_code_and_choose_a_password(staff, home, qtbot):
    drawer = section(staff).change_key()
    _, once = codes(drawer)
    assert set(once) == {"张维民", "陈国栋"}
    fill(drawer)
    said = []
    timer = answer(said)
    drawer.save()
    timer.stop()
    assert said == ["数据密钥已更换"]
    page = staff.window._stack.currentWidget()
    assert isinstance(page, SignInPage)
    assert len(list(home.folder.glob("data-*"))) == 2

    def choose():
        over = next(child for child in page.children() if isinstance(child, Drawer) and child.isVisible())
        over.fields.set_values({"new": NEW, "again": NEW})
        over.save()

    names = [page.people.item(number).data(0x0100) for number in range(page.people.count())]
    page.people.setCurrentRow(names.index("zhang"))
    page.password.setText(once["张维民"].lower().replace("-", " "))
    QTimer.singleShot(0, choose)
    page.sign_in()
    assert staff.desk.session.staff.name == "张维民"
    assert staff.desk.session.keyring.matches("zhang", NEW)
    staff.window.switch_user()
    assert signed_in(staff, "wang").session.staff.name == "王秀英"


def test_it_can_be_stopped_and_the_person_is_still_at_his_desk(staff, home, monkeypatch):
    drawer = section(staff).change_key()
    fill(drawer)
    shown = NewKeyWork.showEvent
    monkeypatch.setattr(NewKeyWork, "showEvent", lambda work, event: (shown(work, event), work.stop())[0])
    drawer.save()
    assert staff.desk.session.staff.name == "王秀英"
    assert len(list(home.folder.glob("data-*"))) == 1 and not list(home.folder.glob(".building-*"))
    accounts.change_password(staff.desk.session, PASSWORD, NEW, cost=CHEAP)


def test_whoever_closes_an_account_is_offered_a_new_key(staff, home, monkeypatch):
    current = section(staff)
    current.table.select(next(a.id for a in accounts.accounts(current.session) if a.user_name == "zhang"))
    monkeypatch.setattr("lianluozhan.ui.pages.system.account_section.ask", lambda *_: True)
    current.retire()
    [banner] = [each for each in current.findChildren(Banner) if each.isVisible()]
    assert any("更换数据密钥" in label.text() for label in banner.findChildren(QLabel))
    drawer = current.change_key()
    assert not banner.isVisible()
    drawer.close_drawer()


def test_an_old_folder_is_removed_by_hand_when_a_backup_is_newer(staff, home, tmp_path, monkeypatch):
    drawer = section(staff).change_key()
    fill(drawer)
    timer = answer([])
    drawer.save()
    timer.stop()
    current = section(staff)
    assert current.old_button.isVisible()
    drawer = current.show_old()
    [remove] = [b for b in drawer.findChildren(type(current.retire_button)) if b.text() == "删去"]
    assert not remove.isEnabled()
    drawer.close_drawer()
    backup.back_up(current.session, tmp_path)
    drawer = current.show_old()
    [remove] = [b for b in drawer.findChildren(type(current.retire_button)) if b.text() == "删去"]
    monkeypatch.setattr("lianluozhan.ui.pages.system.old_folders_drawer.ask", lambda *_: True)
    remove.click()
    assert old_folders.old_folders(current.session) == []
    current.reload()
    assert not current.old_button.isVisible()


def warned(home, session, info):
    page = RestorePage(home.folder, session, info.path)
    page.deleteLater()
    return "\n".join(label.text() for banner in page.findChildren(Banner) for label in banner.findChildren(QLabel))


@pytest.mark.clause("4.7.2")
def test_a_restore_from_before_the_new_key_says_that_the_old_passwords_come_back(staff, home, tmp_path):
    of_old, of_new = tmp_path / "old", tmp_path / "new"
    of_old.mkdir()
    of_new.mkdir()
    session = signed_in(staff, "wang").session
    before = backup.back_up(session, of_old).info
    assert "更换数据密钥以前" not in warned(home, session, before)
    staff.window.switch_user()
    drawer = section(staff).change_key()
    fill(drawer)
    timer = answer([])
    drawer.save()
    timer.stop()
    session = signed_in(staff, "wang").session
    after = backup.back_up(session, of_new).info
    assert (backup.is_before_new_key(session, before), backup.is_before_new_key(session, after)) == (True, False)
    assert "那时的密码和恢复码又能打开数据" in warned(home, session, before)
    assert "更换数据密钥以前" not in warned(home, session, after)


def test_the_codes_on_the_screen_are_seen_whole_beside_a_long_account_name(staff):
    accounts_section = section(staff)
    db = accounts_section.session.db
    db.execute("UPDATE accounts SET user_name = 'zhengguopingofqingxi' WHERE user_name = 'zhang'")
    drawer = accounts_section.change_key()
    QApplication.processEvents()
    area = drawer.findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width()
    drawer.close_drawer()
