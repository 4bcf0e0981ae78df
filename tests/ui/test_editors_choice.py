"""Closed lists: letters choose, arrows move, the wheel never changes a field by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan.models.opinions.record import Channel
from lianluozhan.ui.editors import ChoiceEditor, OptionRow
from lianluozhan.ui.editors.lettering import Lettering

CHANNELS = [(channel, channel.label) for channel in Channel]


@pytest.fixture
def channel(qtbot):
    editor = ChoiceEditor("channel", CHANNELS, optional=True)
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.mark.parametrize("made", Channel)
def test_every_source_can_be_chosen_by_its_initials(channel, made):
    from lianluozhan.models.initials import initials

    QTest.keyClicks(channel, initials(made.label))
    assert channel.value() is made


def test_a_few_letters_are_enough_and_letters_of_a_word_inside_do_too(channel):
    QTest.keyClicks(channel, "rx")
    assert channel.currentText() == "热线电话"
    channel._letters._at = 0
    QTest.keyClicks(channel, "jjb")
    assert channel.currentText() == "上级交办"


def test_the_same_letter_again_goes_to_the_next_that_begins_so():
    letters = Lettering(now=lambda: 0.5)
    letters.words = ["一般", "紧急", "已办", "重要"]
    assert [letters.find("y", at) for at in (1, 2, 0)] == [2, 0, 2]


def test_a_pause_begins_a_new_word():
    clock = [10.0]
    letters = Lettering(now=lambda: clock[0])
    letters.words = ["来访", "来信", "信访"]
    assert letters.find("l", 2) == 0
    assert letters.find("x", 0) == 1
    clock[0] += 5
    assert letters.find("x", 1) == 2


def test_a_letter_that_fits_nothing_changes_nothing(channel):
    channel.set_value(Channel.HOTLINE)
    before = channel.value()
    for typed in ("v", "9", " "):
        QTest.keyClicks(channel, typed)
    channel.hidePopup()
    assert channel.value() is before


def test_letters_find_a_line_in_the_open_list_too(channel):
    channel.showPopup()
    channel.view().keyboardSearch("r")
    channel.view().keyboardSearch("x")
    assert channel.view().currentIndex().data() == "热线电话"
    channel.hidePopup()


def test_the_wheel_leaves_a_choice_alone(channel):
    channel.setFocus()
    before = channel.value()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(channel, wheel)
    assert channel.value() is before


def test_the_arrows_move_through_a_choice(channel):
    QTest.keyClick(channel, Qt.Key.Key_Down)
    assert channel.value() is CHANNELS[0][0]


def test_words_that_do_not_fit_end_in_an_ellipsis_and_not_in_half_a_character(qtbot):
    words = "已经或应当通过诉讼、复议、仲裁解决"
    editor = ChoiceEditor("ground", [(1, words)])
    qtbot.addWidget(editor)
    editor.setFixedWidth(180)
    editor.show()
    assert editor.words_that_fit().endswith("…") and not editor.grab().isNull()
    editor.setFixedWidth(600)
    QApplication.processEvents()
    assert editor.words_that_fit() == words


def test_an_arrow_chooses_what_it_comes_to_though_nothing_was_chosen(qtbot):
    row = OptionRow("treatment", [(1, "当场答复"), (2, "交乡镇办理"), (3, "不予受理")])
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    row.activateWindow()
    row.setFocus()
    assert row.value() is None
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert row.value() == 2
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert row.value() == 3
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert row.value() == 2


def test_an_arrow_goes_on_from_the_end_of_a_line_to_the_next(qtbot):
    row = OptionRow("what", [(number, f"第{number}样材料") for number in range(1, 6)])
    qtbot.addWidget(row)
    row.set_value(1)
    row.resize(220, 200)  # two to a line
    with qtbot.waitExposed(row):
        row.show()
    row.setFocus()
    assert len({each.y() for each in row.buttons()}) > 1
    for wanted in (2, 3, 4, 5, 5):
        QTest.keyClick(row.window().focusWidget(), Qt.Key.Key_Right)
        assert row.value() == wanted
    QTest.keyClick(row.window().focusWidget(), Qt.Key.Key_Up)
    assert row.value() == 4
