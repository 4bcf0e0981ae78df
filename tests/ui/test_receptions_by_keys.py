"""The room 代表接待 without the mouse: both ends of a list, a low record, and what was just stored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan.models import homes
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.ui.pages.receptions.day_page import DayPage
from tests.keeping import NOON
from tests.sample_station import sample_station

from .register_desk import open_desk, press

Key, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(dressed, qtbot, tmp_path):
    sample_station(tmp_path / "home")
    session = homes.sign_in(homes.Home(tmp_path / "home"), "zhouchangfu", PASSWORD, now=lambda: NOON)
    yield open_desk(qtbot, session)
    session.close()


@pytest.fixture
def page(desk):
    found = desk.go("receptions")
    found.open_section("receptions")
    return found


def test_home_and_end_go_to_both_ends_of_the_list(page, qtbot):
    rows = page.section.view.records.loaded.rows
    page.section.view.setFocus()
    press(qtbot, Key.Key_End)
    assert page.section.view.current() == rows[-1]
    press(qtbot, Key.Key_Home)
    assert page.section.view.current() == rows[0]


def test_the_buttons_of_a_low_record_come_into_sight_with_tab(page, desk, qtbot):
    desk.resize(1000, 420)
    QTest.qWait(50)
    page.open_record(page.section.view.records.loaded.rows[0]["id"])
    QApplication.processEvents()
    last = page.record.entry_buttons[-1]["请假换人"]
    assert QApplication.focusWidget().text().strip().startswith("修改") and last.visibleRegion().isEmpty()
    for _ in range(4):
        press(qtbot, Key.Key_Backtab, SHIFT)
    assert last.hasFocus() and not last.visibleRegion().isEmpty()


def test_in_a_small_window_the_keys_go_on_with_what_was_just_stored(page, desk, qtbot):
    desk.resize(900, 600)
    QTest.qWait(50)
    page.section.view.setFocus()
    press(qtbot, Key.Key_Insert)
    desk._drawer().fields.set_values({"held_on": desk.session.today, "place": "联络站", "deputy_ids": [1]})
    press(qtbot, Key.Key_S, CTRL)
    assert not page.is_wide and page.width() < desk.width()
    assert page.record.isAncestorOf(QApplication.focusWidget())
    press(qtbot, Key.Key_F9)
    assert isinstance(page.layers.currentWidget(), DayPage)
