"""常用语 at the field where they are wanted, and the section that keeps them."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget

from lianluozhan.models import phrases
from lianluozhan.models.phrases import Purpose
from lianluozhan.ui.editors import TextEditor
from lianluozhan.ui.pages.system.phrase_section import PhraseSection
from lianluozhan.ui.phrase_bar import PhraseBar

from .station_at_work import Staff, make_station

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    people.sign_in("wang")
    yield people
    people.close()


@pytest.fixture
def field(staff, qtbot):
    """A text with its phrases, and keys of the window that must not hear what is meant for the phrases."""
    holder = QWidget()
    qtbot.addWidget(holder)
    field, bar = TextEditor("proposal"), PhraseBar(staff.desk.session, Purpose.PROPOSAL, digits=True)
    bar.serve(field)
    column = QVBoxLayout(holder)
    column.addWidget(field)
    column.addWidget(bar)
    holder.show()
    holder.activateWindow()
    field.setFocus()
    field.bar = bar
    yield field  # its holder lives as long as the fixture
    holder.close()


def press_in_menu(*keys):
    """Keys for the menu that the next key opens and that waits for an answer."""

    def press():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for key in keys:
            QTest.keyClick(menu, key)

    QTimer.singleShot(0, press)


def test_alt_and_a_digit_put_a_phrase_in_at_the_cursor(field):
    field.set_value("情况：")
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClick(field, Qt.Key.Key_1, ALT)
    assert field.value() == "情况：" + field.bar.offered()[0].words


def test_the_list_opens_from_the_field_and_a_digit_chooses(field):
    wanted = field.bar.offered()[2].words
    press_in_menu(Qt.Key.Key_3)
    QTest.keyClick(field, Qt.Key.Key_Down, ALT)
    assert field.value() == wanted and field.window().focusWidget() is field


def test_a_skeleton_leaves_the_cursor_where_the_first_answer_goes(field):
    field.bar.chosen.emit("时间：\n地点：")
    QTest.keyClicks(field, "x")
    assert field.value() == "时间：x\n地点："


def test_what_was_just_written_becomes_a_phrase_of_the_station(staff, field):
    field.set_value("请村里先看。")
    keep = field.bar.menu().actions()[-1]
    keep.trigger()
    assert "请村里先看。" in [phrase.words for phrase in phrases.of_purpose(staff.desk.session, Purpose.PROPOSAL)]
    assert "存为常用语" not in field.bar.menu().actions()[-1].text()


def test_a_station_without_phrases_is_offered_those_of_the_program_where_it_writes(staff, field):
    session = staff.desk.session
    with session.action("phrase.edit"):
        for phrase in phrases.of_purpose(session):
            session.change(phrase, words=f"旧：{phrase.words}", retired_on=session.today)
    assert not field.bar.offered()
    field.bar.menu().actions()[-1].trigger()
    assert field.bar.offered() and not phrases.usual_missing(session)


def test_the_office_adds_rewords_and_puts_aside_its_phrases_by_keys(staff):
    staff.desk.go_section("system", "phrases")
    section = staff.desk.current.current
    assert isinstance(section, PhraseSection)
    before = section.table.records.loaded.total
    section.purpose.set_value(Purpose.REVIEW)
    section.add()
    staff.fill("words", "照此办理。")
    staff.save()
    shown = [row["words"] for row in section.table.records.loaded.rows]
    assert "照此办理。" in shown and {row["purpose"] for row in section.table.records.loaded.rows} == {"审核意见"}
    section.table.select(section.table.records.loaded.rows[shown.index("照此办理。")]["id"])
    section.change()
    staff.fill("words", "好，")
    staff.save()
    assert "好，照此办理。" in [row["words"] for row in section.table.records.loaded.rows]
    section.turn_button.click()
    assert "好，照此办理。" not in [row["words"] for row in section.table.records.loaded.rows]
    section.purpose.set_value(None)
    assert section.table.records.loaded.total == before


def test_the_phrases_of_the_program_are_offered_to_a_station_that_lacks_them(staff):
    session = staff.desk.session
    staff.desk.go_section("system", "phrases")
    section = staff.desk.current.current
    assert not section.usual_button.isVisible()
    with session.action("phrase.edit"):
        for phrase in phrases.of_purpose(session):
            session.change(phrase, words=f"本站：{phrase.words}")
    count = phrases.usual_missing(session)
    assert section.usual_button.isVisible()
    section.usual_button.click()
    assert section.table.records.loaded.total == 2 * count and not section.usual_button.isVisible()
