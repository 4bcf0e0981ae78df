"""The review queue with large text on a small screen: nothing is approved whose words are out of sight (5.1.3)."""

import pytest
from PySide6.QtCore import QPoint, Qt

from lianluozhan import paths
from lianluozhan.models.homes import sign_in
from lianluozhan.models.opinions import Status
from lianluozhan.ui import theme
from lianluozhan.ui.pages.opinion import judging

from .one_person import Person, submit
from .station_at_work import PASSWORD, make_station


@pytest.fixture(params=[150, 200])
def judge(dressed, tmp_path, request, monkeypatch):
    """The vice head before one matter; he need not wait for it to settle."""
    home, icons = make_station(tmp_path / "home"), paths.resources() / "icons"
    session = sign_in(home, "wang", PASSWORD)
    submit(session, "石桥村路灯不亮")
    session.close()
    theme.apply(dressed, theme.LIGHT, request.param, icons, tmp_path)
    monkeypatch.setattr(judging, "SETTLES", 0.0)
    made = Person(dressed, home)
    made.desk.resize(1366, 690)
    yield made
    made.close()
    theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


def in_sight(found):
    port, words = found.record._scroll.viewport(), found.record.judging.panel.words
    return port.rect().contains(words.rect().translated(words.mapTo(port, QPoint(0, 0))))


@pytest.mark.clause("5.1.3")
def test_words_out_of_sight_are_shown_by_the_first_press_and_approved_by_the_next(judge):
    found = judge.queue()
    judge.application.processEvents()
    assert not in_sight(found)
    judge.press(Qt.Key.Key_F9)
    panel = found.record.judging.panel
    assert judge.status(1) is Status.IN_REVIEW
    assert in_sight(found) and panel.words.hasFocus()
    assert panel.hint.text() == "请看一下审核意见，再按一次 F9"
    judge.press(Qt.Key.Key_F9)
    assert judge.status(1) is Status.IN_APPROVAL


def test_the_key_on_the_list_alone_shows_the_matter_before_it_approves(judge):
    found = judge.queue()
    judge.press(Qt.Key.Key_Escape)
    assert not found.record.isVisibleTo(found)
    judge.press(Qt.Key.Key_F9)
    assert judge.status(1) is Status.IN_REVIEW and found.record.isVisibleTo(found)


def test_the_keys_act_at_once_when_the_queue_is_entered(judge):
    assert judge.queue().isAncestorOf(judge.focus)
