"""The window itself: one instance, the cover first, locking, the sample station, larger text."""

import gc
import os
import subprocess
import sys
import weakref

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from lianluozhan import app, paths
from lianluozhan.models import settings
from lianluozhan.ui import theme
from lianluozhan.ui.cover import Cover
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.first_start import FirstStartPage
from lianluozhan.ui.sign_in import SignInPage
from lianluozhan.ui.status_line import StatusLine

from .station_at_work import PASSWORD, Staff, make_station

START = [sys.executable, "-m", "lianluozhan", "--home"]


@pytest.fixture
def home(tmp_path):
    return make_station(tmp_path / "home").folder


@pytest.fixture
def staff(dressed, home):
    people = Staff(home)
    yield people
    people.close()


def test_a_second_start_brings_the_first_window_to_the_front_and_ends(dressed, home, qtbot):
    window = app.make_window(dressed, home)
    qtbot.addWidget(window)
    server = app.answer_second(app.server_name(home), window)
    called = []
    window.come_to_front = lambda: called.append(True)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with app.InstanceLock(home):
        second = subprocess.Popen([*START, str(home)], env=environment)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    server.close()
    assert second.returncode == 0 and called


def test_the_cover_is_painted_before_anything_else_is_loaded():
    code = (
        "import sys; from lianluozhan import app; "
        "print([m for m in sys.modules if m.split('.')[0] in ('sqlcipher3', 'docx', 'reportlab', 'cryptography')])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_cover_tells_once_that_it_was_painted(dressed, qtbot):
    cover = Cover()
    qtbot.addWidget(cover)
    told = []
    cover.painted.connect(lambda: told.append(True))
    cover.show()
    qtbot.waitUntil(lambda: bool(told))
    cover.repaint()
    assert told == [True]


@pytest.mark.parametrize("page", ["sign in", "sample", "damaged", "restore", "desk"])
def test_a_window_that_is_let_go_is_gone_at_once(dressed, home, page):
    window = app.make_window(dressed, home)
    if page == "sample":
        window._own_home = home / "elsewhere"
        window.show_sign_in()
    elif page == "damaged":
        window.show_trouble("数据打不开。")
    elif page == "restore":
        window.restore()
    elif page == "desk":
        window._stack.currentWidget().password.setText(PASSWORD)
        window._stack.currentWidget().sign_in()
        assert window.desk is not None
    window.close()
    gc.collect()
    gc.disable()  # what nothing but a cycle holds is taken apart at any moment, in any thread
    try:
        seen = weakref.ref(window)
        sys.excepthook = sys.__excepthook__  # which has the window to tell of faults
        del window
        assert seen() is None
    finally:
        gc.enable()


def test_a_wrong_password_is_refused_in_words_and_the_field_emptied(staff):
    page = staff.window._stack.currentWidget()
    page.password.setText("Shiqiao#2027")
    staff.press(Qt.Key.Key_Return)
    assert staff.window._stack.currentWidget() is page
    assert page.message.text() and not page.password.text()


@pytest.mark.parametrize("percent", [150, 200])
def test_on_a_small_screen_with_large_text_the_names_scroll_above_the_password(dressed, home, percent, tmp_path):
    theme.apply(dressed, theme.LIGHT, percent, paths.resources() / "icons", tmp_path)
    page = SignInPage(home)
    page.resize(1366, 690)
    page.show()
    dressed.processEvents()
    names, field = (part.rect().translated(part.mapTo(page, QPoint(0, 0))) for part in (page.people, page.password))
    assert names.bottom() < field.top() and page.minimumSizeHint().height() <= 690
    assert page.people.viewport().rect().contains(page.people.visualItemRect(page.people.currentItem()).center())
    page.close()
    page.deleteLater()
    theme.apply(dressed, theme.LIGHT, 100, paths.resources() / "icons", tmp_path)


def test_what_was_just_done_is_read_whole_at_any_text_size(staff, dressed, tmp_path):
    session = staff.sign_in("wang").session
    for percent in (100, 200):
        theme.apply(dressed, theme.LIGHT, percent, paths.resources() / "icons", tmp_path)
        line = StatusLine(session)
        line.resize(1366, line.height())
        line.show()
        line.say("0056 号已审核同意，转站长王秀英审批。")
        dressed.processEvents()
        assert line._saved.width() >= line._saved.sizeHint().width()
        assert line._size.isVisible() is (percent == 100)
        line.close()
    theme.apply(dressed, theme.LIGHT, 100, paths.resources() / "icons", tmp_path)


def test_a_figure_beside_a_room_says_that_there_are_more_than_it_counts(staff):
    desk = staff.sign_in("wang")
    for count, shown, spoken in ((999, "999", "999 件"), (1000, "999+", "999 件以上")):
        desk.show_count("opinions", count)
        button = desk._buttons["opinions"]
        assert button.text().endswith(f"　{shown}") and button.accessibleName() == f"社情民意 {spoken}"


def test_left_alone_the_desk_is_hidden_until_the_password_is_given(staff):
    desk = staff.sign_in("wang")
    minutes = settings.number(desk.session, "security.idle_minutes")
    assert staff.window._idle.interval() == minutes * 60_000
    staff.window._idle.timeout.emit()
    page = staff.window._stack.currentWidget()
    assert isinstance(page, SignInPage) and not desk.isVisible()
    page.password.setText(PASSWORD)
    page.sign_in()
    assert staff.desk is desk


def test_a_new_computer_shows_the_first_start(dressed, tmp_path, qtbot):
    window = app.make_window(dressed, tmp_path / "new")
    qtbot.addWidget(window)
    assert isinstance(window._stack.currentWidget(), FirstStartPage)


def test_the_sample_station_is_entered_and_left_without_touching_the_own_home(dressed, tmp_path, qtbot):
    window = app.make_window(dressed, tmp_path / "new")
    qtbot.addWidget(window)
    window.open_sample()
    page = window._stack.currentWidget()
    page.sign_in()
    assert "样例站" in window.windowTitle() and window._desks
    window.leave_sample()
    assert isinstance(window._stack.currentWidget(), FirstStartPage)
    assert not (tmp_path / "new" / "current").exists()


def test_no_window_title_names_a_person_or_a_matter(staff):
    staff.sign_in("wang")
    assert staff.window.windowTitle() == "联络站"


def test_at_double_size_the_rooms_stand_behind_a_button(staff):
    desk = staff.sign_in("wang")
    for _ in range(3):
        staff.press(Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    desk = staff.desk
    assert not desk._rooms_frame.isVisible()
    staff.press(Qt.Key.Key_F10)
    assert desk._rooms_frame.isVisible()
    staff.press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert staff.desk._rooms_frame.isVisible()


def test_enter_presses_the_button_that_has_the_focus(staff):
    staff.sign_in("wang")
    staff.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    button = next(found for found in staff.desk.findChildren(QPushButton) if "登记簿" in found.text())
    button.setFocus()
    staff.press(Qt.Key.Key_Return)
    assert staff.desk.current is staff.desk.page("registers")
    adding = next(found for found in staff.desk.current.findChildren(QPushButton) if "登记开箱" in found.text())
    adding.setFocus()
    staff.press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert staff.desk.findChild(Drawer) is not None
