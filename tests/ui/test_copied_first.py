"""A change of many in the window: its copy is made beside it, and stopping the copy stops the change (4.7)."""

import threading

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from lianluozhan.models.backup import copies
from lianluozhan.models.backup.copies import Why
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import Home
from lianluozhan.ui import copied_first as waiting
from lianluozhan.ui.copied_first import copied_first
from tests.keeping import copied_home, enter


@pytest.fixture
def session(tmp_path):
    session = enter(copied_home(tmp_path / "home"), "zhou")
    yield session
    session.close()


@pytest.fixture
def page(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def held(session):
    """The data are busy, so that the copy waits, until `release`."""
    release, taken = threading.Event(), threading.Event()

    def hold():
        with session.lock:
            taken.set()
            release.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(20)
    yield release
    release.set()
    thread.join()


def when_it_waits(act):
    def look():
        window = QApplication.activeModalWidget()
        if window is None:
            QTimer.singleShot(10, look)
        else:
            act(window)

    QTimer.singleShot(0, look)


def known(session):
    return [info.why for info in copies.all_of(Home(session.folder.parent))]


def test_a_small_station_has_its_copy_before_anything_is_shown(session, page):
    assert copied_first(page, session, Why.BULK, lambda: known(session), records=copies.MANY) == ["bulk"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert page.findChildren(QDialog) == [], "nothing of it stays"


def test_a_change_of_few_waits_for_nothing(session, page):
    assert copied_first(page, session, Why.BULK, lambda: known(session), records=copies.MANY - 1) == []


def test_the_window_says_what_it_waits_for_and_goes_on_when_the_copy_is_there(session, page, held, monkeypatch):
    monkeypatch.setattr(waiting, "SOON", 0)
    seen = []

    def look(window):
        seen.append(window.windowTitle())
        held.set()

    when_it_waits(look)
    assert copied_first(page, session, Why.TAKE_BACK, lambda: known(session)) == ["take_back"]
    assert seen == ["正在留副本"]


def test_whoever_stops_the_copy_has_changed_nothing(session, page, held, monkeypatch):
    monkeypatch.setattr(waiting, "SOON", 0)
    done = []

    def stop(window):
        window.stop_button.click()
        held.set()

    when_it_waits(stop)
    with pytest.raises(RuleError, match="什么都没有改"):
        copied_first(page, session, Why.BULK, lambda: done.append(True), records=50)
    assert done == [] and known(session) == []
