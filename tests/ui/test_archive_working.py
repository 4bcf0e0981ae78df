"""Long acts of the archive: the window goes on painting meanwhile, and a refusal stays a sentence."""

import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from lianluozhan.models.errors import RuleError
from lianluozhan.ui.pages.archive import working

PATIENCE = 20  # seconds; nothing waits so long


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def test_while_one_act_is_done_the_window_goes_on_and_after_a_moment_says_what_is_done(page, monkeypatch):
    monkeypatch.setattr(working, "SOON", 0)
    seen, goes_on = [], threading.Event()

    def look():
        top = QApplication.activeModalWidget()
        if top is None:
            QTimer.singleShot(5, look)
            return
        seen.append((type(top), top.isVisible(), hasattr(top, "stop_button")))
        top.close()  # cannot be stopped half way
        seen.append(top.isVisible())
        goes_on.set()

    QTimer.singleShot(5, look)
    assert working.at_once(page, "正在登记销毁", lambda: goes_on.wait(PATIENCE)) is True
    assert seen == [(working.WorkDialog, True, False), True]
    assert QApplication.activeModalWidget() is None


def test_what_is_done_in_a_moment_shows_no_window(page):
    assert working.at_once(page, "正在装盒", threading.current_thread) is not threading.current_thread()
    assert page.findChildren(working.WorkDialog) == []


def test_a_refusal_is_raised_where_the_act_was_asked_for(page):
    def refused():
        raise RuleError("还没有选。")

    with pytest.raises(RuleError, match="还没有选。"):
        working.at_once(page, "正在装盒", refused)
