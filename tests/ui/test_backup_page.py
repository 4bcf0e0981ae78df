"""Backups at the window: chosen place, proven result, register, verifying by password or paper code (4.7)."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from lianluozhan.models import backup, backups
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system.task import end_all
from lianluozhan.ui.pages.system_page import SystemPage
from lianluozhan.ui.print_room import PrintRoom
from tests.keeping import CODE, PASSWORD, copied_home, enter


@pytest.fixture
def open_section(qtbot, tmp_path):
    """Sign in and open 备份和还原; all sessions are closed at the end."""
    home, opened = copied_home(tmp_path / "home"), []

    def enter_section(user="li"):
        session = enter(home, user)
        opened.append(session)
        changes = Changes()
        changes.follow(session)
        desk = Desk(session, changes, home=home.folder)
        desk.kept_changes = changes
        qtbot.addWidget(desk)
        desk.resize(1366, 768)
        desk.show()
        desk.go_section("system", "backup")
        return desk.current.current

    yield enter_section
    for session in opened:
        session.close()


@pytest.fixture
def section(open_section):
    return open_section()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


def choose(section, stick, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    section.places.folder_button.click()


def finish(section, qtbot):
    with qtbot.waitSignal(section._task[1].ended, timeout=30_000):
        pass
    QApplication.processEvents()


def back_up(section, stick, qtbot, monkeypatch):
    choose(section, stick, monkeypatch)
    section.start_button.click()
    finish(section, qtbot)
    return next(stick.glob("*.llzbak"))


def said(section):
    banner = next(child for child in section.findChildren(Banner) if child.isVisible())
    return "\n".join(label.text() for label in banner.findChildren(QLabel))


def test_nothing_is_backed_up_before_a_place_is_chosen(section):
    assert not section.start_button.isEnabled()
    assert section._words.text() == "先选备份到哪里。"
    assert "还没有备份" in "\n".join(label.text() for label in section.last.findChildren(QLabel))


@pytest.mark.clause("4.7.2")
def test_a_backup_is_proven_and_stands_in_the_register(section, stick, qtbot, monkeypatch):
    section.places.kept.set_value("站长办公室保险柜")
    made = back_up(section, stick, qtbot, monkeypatch)
    assert "备份已验证" in said(section) and "再验一次" in said(section)
    row = section.register.records.loaded.rows[0]
    assert (row["file"], row["proof"], row["place"]) == (made.name, "已核验", "站长办公室保险柜")
    assert section._left.currentWidget() is section.places


@pytest.mark.clause("4.7.2")
def test_the_register_is_printed_for_the_heads_look_with_the_oldest_backup_first(
    open_section, stick, qtbot, monkeypatch, told
):
    section = open_section("zhou")
    section.lists.print_button.click()
    assert told == ["还没有备份登记可以打印。要手填的表，请在登记簿的“空白表”里打印。"]
    back_up(section, stick, qtbot, monkeypatch)
    back_up(section, stick, qtbot, monkeypatch)
    section.lists.print_button.click()
    page = section.desk.current
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.number == "F123"
    assert room.order.record_ids == tuple(sorted(entry.id for entry in backup.entries(section.session)))
    qtbot.waitUntil(lambda: room.sheaf.is_complete)
    assert page.step_back() and page.layers.at_work and page.current is section


@pytest.mark.clause("4.6.1")
def test_the_page_for_an_emergency_is_printed_from_here(open_section, qtbot):
    section = open_section("zhou")
    section.lists.emergency_button.click()
    room = section.desk.current.layers.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.number == "F125"
    qtbot.waitUntil(lambda: room.sheaf.is_complete)


def test_a_folder_of_the_computer_is_taken_with_a_warning(section, stick, monkeypatch):
    choose(section, stick, monkeypatch)
    assert section.start_button.isEnabled() and "另备一份到 U 盘" in section._words.text()


def test_the_folder_of_the_last_backup_is_offered_again(open_section, stick, qtbot, monkeypatch):
    section = open_section()
    back_up(section, stick, qtbot, monkeypatch)
    again = SystemPage(section.desk)
    qtbot.addWidget(again)
    again.open_section("backup")
    again.current.show_fresh()
    assert again.current.places.chosen().path == stick


def test_a_backup_that_is_stopped_leaves_nothing(section, stick, qtbot, monkeypatch):
    choose(section, stick, monkeypatch)
    with section.session.lock:  # the job waits for the database until it was told to stop
        section.start_button.click()
        section.making.panel.stop_button.click()
    finish(section, qtbot)
    assert "已经停下" in said(section)
    assert not list(stick.iterdir()) and backup.entries(section.session) == []


def test_a_backup_is_stopped_before_the_data_are_closed(section, stick, qtbot, monkeypatch):
    choose(section, stick, monkeypatch)
    section.start_button.click()
    task = section._task[1]
    end_all()
    assert not task._job.isRunning()
    qtbot.waitUntil(lambda: not task.running)
    assert len(list(stick.iterdir())) == len(backup.entries(section.session))


def test_a_stick_that_was_pulled_out_is_told_in_words(section, stick, qtbot, monkeypatch):
    choose(section, stick, monkeypatch)
    stick.rmdir()
    section.start_button.click()
    finish(section, qtbot)
    assert "U 盘可能没插好" in said(section) and section.verify_button.isEnabled()


def test_a_backup_goes_on_when_the_room_is_built_anew(section, stick, qtbot, monkeypatch):
    choose(section, stick, monkeypatch)
    section.start_button.click()
    task = section._task[1]
    again = SystemPage(section.desk)
    qtbot.addWidget(again)
    again.give_back(section.desk.page("system").kept())
    again.show()
    with qtbot.waitSignal(task.ended, timeout=30_000):
        pass
    QApplication.processEvents()
    assert "备份已验证" in said(again.current)


def test_plugged_in_again_a_backup_is_verified_once_more_without_a_password(section, stick, qtbot, monkeypatch):
    made = back_up(section, stick, qtbot, monkeypatch)
    section.verify(made, backup.by_session(section.session))
    finish(section, qtbot)
    assert "这份备份完好" in said(section)
    assert section.register.records.loaded.rows[0]["proof"] == "已核验，重插再验"
    assert backups.last_proven(section.session).proven_again_at == section.session.now().replace(microsecond=0)


def ask(section, made, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(made), ""))
    section.verify_button.click()
    return next(child for child in section.desk.children() if isinstance(child, Drawer) and child.isVisible())


def test_a_wrong_password_is_said_at_its_field_before_anything_is_read(section, stick, qtbot, monkeypatch):
    drawer = ask(section, back_up(section, stick, qtbot, monkeypatch), monkeypatch)
    drawer.fields.set_values({"password": "Shiqiao#2027"})
    drawer.save()
    assert "密码不对" in drawer.fields._fields["password"]._words.text()
    assert section._task is None


@pytest.mark.parametrize(
    "secret", [{"way": "password", "password": PASSWORD}, {"way": "code", "code": CODE.lower().replace("-", " ")}]
)
def test_a_chosen_backup_is_opened_by_password_or_by_the_paper_code(section, stick, qtbot, monkeypatch, secret):
    drawer = ask(section, back_up(section, stick, qtbot, monkeypatch), monkeypatch)
    drawer.fields.set_values(secret)
    drawer.save()
    finish(section, qtbot)
    assert "这份备份完好" in said(section) and "石桥镇" in said(section)


def test_a_backup_with_one_changed_byte_is_refused(section, stick, qtbot, monkeypatch):
    made = back_up(section, stick, qtbot, monkeypatch)
    content = bytearray(made.read_bytes())
    content[-200] ^= 1
    made.write_bytes(content)
    section.verify(made, backup.by_session(section.session))
    finish(section, qtbot)
    assert "已损坏，不能使用" in said(section)
    assert section.register.records.loaded.rows[0]["proof"] == "已核验"


def test_a_file_that_is_no_backup_is_refused_in_words(section, tmp_path, monkeypatch):
    (tmp_path / "letter.llzbak").write_bytes(b"dear sir")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "letter.llzbak"), ""))
    told = []

    def read() -> None:
        question = QApplication.activeModalWidget()
        told.extend(label.text() for label in question.findChildren(QLabel))
        question.reject()

    QTimer.singleShot(0, read)
    section.verify_button.click()
    assert any("不是联络站的备份" in words for words in told)


@pytest.mark.parametrize(("user", "may"), [("zhou", False), ("li", True)])
def test_only_who_may_restore_sees_the_way_to_it(open_section, user, may):
    assert open_section(user).restore_button.isVisible() is may
