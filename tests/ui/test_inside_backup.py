"""看备份里的内容: a matter that was voided or overwritten is found in a backup, seen then and now, and brought back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from lianluozhan.models import backup, homes, opinions
from lianluozhan.models.attachments import Attachment, stored_path
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system.inside_page import ALL, InsidePage
from tests.keeping import noon
from tests.sample_station import sample_station


@pytest.fixture
def head(tmp_path):
    sample_station(tmp_path / "home")
    session = homes.sign_in(Home(tmp_path / "home"), "wangxiuying", PASSWORD, now=noon)
    yield session
    session.close()


@pytest.fixture
def package(head, tmp_path):
    (tmp_path / "usb").mkdir()
    return backup.back_up(homes.sign_in_again(head, "zhouchangfu", PASSWORD), tmp_path / "usb").path


@pytest.fixture
def open_section(head, package, qtbot, monkeypatch):
    """The section 备份和还原 of a person; the file dialog gives the package."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(package), ""))

    def enter(user=""):
        session = homes.sign_in_again(head, user, PASSWORD) if user else head
        desk = Desk(session, Changes(), home=head.folder.parent)
        qtbot.addWidget(desk)
        desk.resize(1366, 768)
        desk.show()
        desk.go_section("system", "backup")
        return desk.current.current

    return enter


def opened(section, qtbot):
    """By the button and the password of the day, as a person does it."""
    section.look_button.click()
    drawer = section.desk.findChildren(Drawer)[-1]
    drawer.fields.set_values({"way": "password", "user": "wangxiuying", "password": PASSWORD})
    drawer.save()
    with qtbot.waitSignal(section._task[1].ended, timeout=30_000):
        pass
    QApplication.processEvents()
    return section.window().findChildren(InsidePage)[-1]


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def closed_matter(session):
    return session.select(Opinion, "status = 'closed' AND voided_on IS NULL")[0]


@pytest.mark.clause("4.6.3")
def test_a_voided_matter_is_seen_in_the_backup_and_brought_back_with_one_key(open_section, head, qtbot):
    matter = closed_matter(head)
    opinions.void(head, matter.id, "以为登记重了")
    section = open_section()
    page = opened(section, qtbot)
    assert "不一样的 1 件" in page.which.currentText()
    assert page.table.current()["kind"] == "现在已作废"
    assert "备份里的办理经过" in words_in(page)
    qtbot.keyClick(page, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert head.get(Opinion, matter.id) == matter
    assert "已取回到今天的数据" in words_in(page)
    assert "没有要取回的" in words_in(page)
    folder = page.inside.session.folder
    page.leave_button.click()
    assert not folder.exists()
    assert section.look_button.hasFocus()


def test_only_the_ticked_fields_are_put_back(open_section, head, qtbot):
    matter = closed_matter(head)
    with head.action("backup.bring_back"):
        head.change(matter, phone="13900000000", place="新写的地点")
    page = opened(open_section(), qtbot)
    assert set(page.ticks) == {"phone", "place"}
    assert not page.bring_button.isEnabled()
    page.ticks["phone"].setChecked(True)
    page.bring_button.click()
    assert head.get(Opinion, matter.id) == replace(matter, place="新写的地点")
    page.left.emit()


def test_everything_in_the_backup_can_be_looked_through_and_searched(open_section, head, qtbot):
    page = opened(open_section(), qtbot)
    page.which.set_value(ALL)
    page.refresh()
    assert page.table.records.loaded.total == page.inside.info.opinions > 30
    title = page.table.current()["title"]
    page.words.set_value(title)
    assert {row["title"] for row in page.table.records.loaded.rows} == {title}
    assert "这一件的登记内容和附件与现在一样。" in words_in(page)
    page.left.emit()


def test_who_asked_for_secrecy_is_not_named_there_even_if_he_asked_after_the_backup(open_section, head, qtbot):
    matter = closed_matter(head)
    with head.action("backup.bring_back"):
        head.change(matter, keeps_secret=True, phone="13900000000", submitter_name="孙桂芳")
    page = opened(open_section(), qtbot)
    page.table.select(matter.id)
    QApplication.processEvents()
    shown = words_in(page)
    assert "要求保密，这里不显示" in shown
    assert not [word for word in (matter.submitter_name, matter.phone, "孙桂芳", "13900000000") if word in shown]
    page.left.emit()


def test_an_officer_may_look_but_is_told_who_brings_back(open_section, head, qtbot):
    opinions.void(head, closed_matter(head).id, "以为登记重了")
    section = open_section("zhouchangfu")
    page = opened(section, qtbot)
    assert not page.bring_button.isEnabled()
    assert "从备份取回由站长、副站长办理。" in words_in(page)
    page.left.emit()


def test_nothing_of_the_backup_is_in_sight_while_the_desk_is_locked(open_section, head, qtbot):
    section = open_section()
    page = opened(section, qtbot)
    section.desk.hide()  # as the window does when it is locked
    assert not page.isVisible()
    section.desk.show()
    page.left.emit()


@pytest.mark.clause("4.7.1")
def test_a_file_that_the_disk_has_damaged_is_offered_where_its_matter_is_opened(open_section, head, qtbot):
    file = head.select(Attachment, "owner_table = 'opinions' AND voided_on IS NULL")[0]
    section = open_section()
    path = stored_path(head.folder, file)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    page = opened(section, qtbot)
    page.which.set_value(ALL)
    page.refresh()
    page.table.select(file.owner_id)
    QApplication.processEvents()
    assert page.bring_button.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert path.read_bytes() == content


def test_the_password_can_be_typed_as_soon_as_the_file_is_chosen(open_section):
    section = open_section()
    section.desk.activateWindow()
    for act in (section.look_button, section.verify_button):
        act.click()
        drawer = next(child for child in section.desk.findChildren(Drawer) if child.isVisible())
        assert section.desk.window().focusWidget() is drawer.fields.editors()["password"]
        drawer.close_drawer()
