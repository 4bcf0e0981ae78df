"""The keys: each says what it does, and the list of keys shows those that act where one is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan import paths
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import sign_in
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.key_list import KeyList, lines_now
from lianluozhan.ui.manual_window import ManualWindow
from lianluozhan.ui.shortcuts import KEYS, WORDS, all_keys_in
from tests.keeping import noon
from tests.sample_station import sample_station

Key, CTRL, NONE = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def opened(dressed, tmp_path_factory):
    home = sample_station(tmp_path_factory.mktemp("keys") / "home")
    session = sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    made = Desk(session, Changes(dressed), home=home.folder)
    made.resize(1366, 740)
    made.show()
    made.first_room()
    QTest.qWaitForWindowExposed(made)
    made.activateWindow()
    yield made
    made.close()
    made.deleteLater()
    session.close()


@pytest.fixture
def desk(opened):
    opened.activateWindow()  # as a window manager would, when another window of ours was closed
    QApplication.processEvents()
    return opened


def press(desk, key, modifier=NONE):
    QTest.keyClick(QApplication.focusWidget() or desk, key, modifier)


def test_every_key_of_every_room_form_and_drawer_says_what_it_does(desk):
    for room in desk.rooms:
        desk.go(room.key)
    desk.register()
    drawer = Drawer(desk.current, "试一试").open(lambda values: None)
    manual = ManualWindow(desk, paths.manual())
    try:
        silent = [(key.sequence, type(key.owner).__name__) for key in all_keys_in(desk.window()) if not key.words]
        silent += [(key.sequence, "manual") for key in all_keys_in(manual) if not key.words]
        assert silent == []
    finally:
        drawer.close_drawer()
        manual.deleteLater()
        desk.current.jobs.drop_form()


def test_every_named_key_has_words_and_no_two_of_the_desk_are_the_same(desk):
    assert set(KEYS) <= set(WORDS)
    here = [key.key().toString() for key in all_keys_in(desk) if key.owner is desk]
    assert len(here) == len(set(here))


def test_the_list_shows_the_keys_of_the_open_page_first_and_then_those_of_everywhere(desk):
    desk.go("opinions")
    titles = [title for title, _ in lines_now(desk, desk.current)]
    assert titles[0] == "这一页" and titles[-1] == "哪里都能用"
    here = dict(lines_now(desk, desk.current))
    assert ("F7", "退回") in here["这一页"]
    assert ("Ctrl+K F3", "查找") in here["哪里都能用"]
    assert (f"Alt+{len(desk.rooms)}", "去系统") in here["哪里都能用"]
    desk.go("system")
    assert "F7" not in str(lines_now(desk, desk.current))
    assert "空格" not in str(dict(lines_now(desk, desk.current)).get("这一页"))


def test_a_form_that_is_filled_in_shows_its_own_keys_and_not_those_behind_it(desk):
    desk.register()
    here = dict(dict(lines_now(desk, desk.current))["这一页"])
    assert "Ctrl+Enter" in here and "F7" not in here
    desk.current.jobs.drop_form()


def test_one_key_opens_the_list_and_escape_gives_the_focus_back(desk):
    desk.go("opinions")
    before = QApplication.focusWidget()
    press(desk, Key.Key_Slash, CTRL)
    panel = desk._panel()
    assert isinstance(panel, KeyList) and panel.isAncestorOf(QApplication.focusWidget())
    press(desk, Key.Key_F2)
    assert panel.isVisible() and desk.current.form is None
    press(desk, Key.Key_Escape)
    assert not panel.isVisible() and QApplication.focusWidget() is before


def test_f3_finds_as_well_as_ctrl_k(desk):
    for key, modifier in ((Key.Key_F3, NONE), (Key.Key_K, CTRL)):
        press(desk, key, modifier)
        panel = desk._panel()
        assert panel is not None and panel.MANUAL == "find"
        panel.close_panel()
