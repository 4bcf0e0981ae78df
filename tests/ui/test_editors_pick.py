"""Choosing one or several of many: by a character, a word from anywhere, or the pinyin initials, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from lianluozhan.models.errors import InvalidRecord
from lianluozhan.ui.editors import LineEditor, PickEditor, PickManyEditor
from lianluozhan.ui.editors.offers import Offer, Offers
from lianluozhan.ui.shortcuts import shortcut

VILLAGES = [(1, "柳河村"), (2, "石桥村"), (3, "上石桥社区"), (4, "石门村"), (5, "东风社区")]
CATEGORIES = [
    (1, "城乡建设"),
    (2, "城乡建设 / 市政设施"),
    (3, "城乡建设 / 市政设施 / 路灯"),
    (4, "环境保护 / 路边垃圾"),
]
PEOPLE = [(1, "单雪梅（镇）"), (2, "曾国强（县、镇）"), (3, "赵明山（县）"), (4, "解晓东（镇）")]
TAB, ENTER, ESC, DOWN, UP = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up


def found(offers: Offers, typed: str) -> list[str]:
    return [offer.words for offer in offers.find(typed)]


def put_in(field: QWidget, text: str, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


class Sheet(QWidget):
    """A chooser with a field before and behind it, on a page where Esc goes back."""

    def __init__(self, chooser: QWidget) -> None:
        super().__init__()
        self.before, self.chooser, self.behind = LineEditor("before"), chooser, LineEditor("behind")
        column = QVBoxLayout(self)
        for field in (self.before, chooser, self.behind):
            column.addWidget(field)
        column.addStretch(1)
        self.gone_back = 0
        shortcut(self, "back", self._back)
        self.resize(500, 500)

    def _back(self) -> None:
        self.gone_back += 1


@pytest.fixture
def at(qtbot):
    """Show a chooser and put the focus in it."""

    def show(chooser: QWidget) -> Sheet:
        sheet = Sheet(chooser)
        qtbot.addWidget(sheet)
        sheet.show()
        sheet.activateWindow()
        qtbot.waitUntil(sheet.isActiveWindow)
        chooser.setFocus()
        chooser.sheet = sheet
        return sheet

    return show


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sqc", "石桥村"), ("石", "石桥村"), ("石门", "石门村"), ("社区", "上石桥社区"), ("dfsq", "东风社区")],
)
def test_a_village_is_found_by_a_character_a_word_or_its_initials(typed, first):
    assert found(Offers(VILLAGES), typed)[0] == first


def test_what_begins_so_comes_first_then_the_recent_then_words_inside_then_initials():
    entries = [(1, "思齐中学"), (2, "上石桥社区"), (3, "石桥村"), (4, "石桥二组"), (5, "古石桥")]
    assert found(Offers(entries, recent=[5]), "石桥") == ["石桥村", "石桥二组", "古石桥", "上石桥社区"]
    assert found(Offers(entries, recent=[5]), "sq") == ["古石桥", "思齐中学", "石桥村", "石桥二组", "上石桥社区"]
    assert found(Offers(entries, recent=[5]), "qc") == ["石桥村"]


def test_the_recent_ones_come_first_when_nothing_is_typed():
    offers = Offers(VILLAGES, recent=[5, 4, 99])
    assert found(offers, " ") == ["东风社区", "石门村", "柳河村", "石桥村", "上石桥社区"]
    assert [offer.is_recent for offer in offers.find("")] == [True, True, False, False, False]


def test_a_category_is_found_by_any_part_of_its_path_its_own_word_before_the_others():
    offers = Offers(CATEGORIES)
    assert found(offers, "路") == ["城乡建设 › 市政设施 › 路灯", "环境保护 › 路边垃圾"]
    assert found(offers, "市政 ld") == ["城乡建设 › 市政设施 › 路灯"]
    assert found(offers, "szss")[0] == "城乡建设 › 市政设施"
    offer = offers.find("路灯")[0]
    assert (offer.leaf, offer.above) == ("路灯", "城乡建设 › 市政设施")


def test_a_category_stands_in_its_field_with_its_readable_path(at):
    picker = PickEditor("category_id", CATEGORIES)
    at(picker)
    QTest.keyClicks(picker, "ld")
    QTest.keyClick(picker, ENTER)
    assert (picker.value(), picker.text()) == (3, "城乡建设 › 市政设施 › 路灯")
    picker.set_text("城乡建设 / 市政设施")
    assert picker.value() == 2


@pytest.mark.parametrize(("typed", "name"), [("sxm", "单雪梅"), ("zgq", "曾国强"), ("xxd", "解晓东"), ("单", "单雪梅")])
def test_people_are_found_by_the_right_reading_of_their_surname(typed, name):
    assert found(Offers(PEOPLE, names=True), typed)[0].startswith(name)


def test_typing_on_and_taking_back_finds_the_same_as_typing_at_once():
    offers = Offers(VILLAGES, recent=[3])
    for typed in ("s", "sq", "sqc", "sq", "sqs", "石", "石q", "石qc", "", "x", "s"):
        assert found(offers, typed) == found(Offers(VILLAGES, recent=[3]), typed)


@pytest.mark.parametrize("key", [TAB, ENTER])
def test_enter_and_tab_take_the_current_line(at, key):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    QTest.keyClicks(picker, "sq")
    assert picker.is_open() and len(picker.offered()) == 3
    QTest.keyClick(picker, DOWN)
    QTest.keyClick(picker, key)
    assert (picker.value(), picker.text(), picker.is_open()) == (3, "上石桥社区", False)
    assert sheet.behind.hasFocus() is (key == TAB)


def test_the_arrows_open_the_whole_list_and_go_round_it(at):
    picker = PickEditor("village_id", [])
    picker.set_entries(VILLAGES, recent=[4])
    at(picker)
    QTest.keyClick(picker, DOWN)
    assert [offer.id for offer in picker.offered()] == [4, 1, 2, 3, 5]
    QTest.keyClick(picker, UP)
    QTest.keyClick(picker, ENTER)
    assert picker.value() == 5
    QTest.keyClick(picker, DOWN)
    assert len(picker.offered()) == 5  # what is chosen narrows nothing


def test_a_list_that_is_opened_again_stands_at_what_is_chosen_and_one_step_up_is_its_neighbour(at):
    picker = PickEditor("village_id", VILLAGES)
    at(picker)
    picker.set_value(3)
    for key in (DOWN, UP, ENTER):
        QTest.keyClick(picker, key)
    assert picker.value() == 2


def test_tab_through_an_empty_or_opened_field_takes_nothing(at):
    picker = PickEditor("village_id", VILLAGES)
    at(picker)
    QTest.keyClick(picker, DOWN)
    QTest.keyClick(picker, TAB)
    assert picker.value() is None


def test_esc_closes_only_the_list_and_leaves_the_words(at):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    QTest.keyClicks(picker, "sh")
    QTest.keyClicks(picker, "\b")
    QTest.keyClick(picker, ESC)
    assert (picker.is_open(), picker.text(), sheet.gone_back) == (False, "s", 0)
    QTest.keyClick(picker, ESC)
    assert sheet.gone_back == 1


def test_words_that_fit_one_entry_alone_are_taken_when_the_field_is_left(at):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    for typed, chosen, words in (("lhc", 1, "柳河村"), ("门", 4, "石门村")):
        picker.set_value(None)
        picker.setFocus()
        QTest.keyClicks(picker, typed) if typed.isascii() else put_in(picker, typed)
        QTest.keyClick(picker, ESC)
        sheet.before.setFocus()
        assert (picker.value(), picker.text()) == (chosen, words)


def test_words_that_fit_several_or_none_stay_and_are_refused_in_words(at):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    for typed in ("石", "码头"):
        picker.set_value(None)
        picker.setFocus()
        put_in(picker, typed)
        QTest.keyClick(picker, ESC)
        sheet.before.setFocus()
        with pytest.raises(InvalidRecord, match=f"没有找到“{typed}”"):
            picker.value()
        assert picker.text() == typed


def test_a_list_that_finds_nothing_says_so(at):
    picker = PickEditor("village_id", VILLAGES)
    at(picker)
    put_in(picker, "码头")
    assert picker.is_open() and picker.offered() == []
    assert picker._list.view.model().index(0).data() == "没有找到“码头”"
    QTest.keyClick(picker, ENTER)
    assert picker.text() == "码头"


def test_free_words_are_kept_unless_a_line_was_chosen_by_the_arrows(at):
    picker = PickEditor("source", VILLAGES, free_text=True)
    at(picker)
    put_in(picker, "石桥")
    QTest.keyClick(picker, TAB)
    assert (picker.words(), picker.value()) == ("石桥", None)
    picker.setFocus()
    picker.end(False)
    put_in(picker, "村")
    assert picker.value() == 2


def test_nothing_happens_while_an_input_method_is_composing(at):
    picker = PickEditor("village_id", VILLAGES)
    at(picker)
    put_in(picker, "", "shi qiao")
    assert not picker.is_open()
    for key in (DOWN, ENTER):
        QTest.keyClick(picker, key)
        assert not picker.is_open() and picker.text() == ""
    put_in(picker, "石桥")
    assert [offer.id for offer in picker.offered()] == [2, 3]


def test_a_line_is_taken_with_the_mouse_and_a_click_elsewhere_closes_the_list(at):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    QTest.keyClicks(picker, "sq")
    view = picker._list.view
    place = view.visualRect(view.model().index(1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert picker.value() == 3 and picker.hasFocus()
    QTest.keyClick(picker, DOWN)
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 490))
    assert not picker.is_open()


def test_the_list_lies_in_the_window_and_moves_no_field(at):
    picker = PickEditor("village_id", [(n, f"第{n}村民小组") for n in range(3000)])
    sheet = at(picker)
    before = [field.geometry() for field in (sheet.before, picker, sheet.behind)]
    QTest.keyClicks(picker, "d")
    assert picker._list.geometry().intersected(sheet.rect()) == picker._list.geometry()
    assert [field.geometry() for field in (sheet.before, picker, sheet.behind)] == before
    model = picker._list.view.model()
    assert model.index(model.rowCount() - 1).data() == "还有 2900 个，接着打字就能找到"


def test_typing_takes_the_place_of_what_was_chosen_before(at):
    picker = PickEditor("village_id", VILLAGES)
    picker.set_value(1)
    at(picker)
    QTest.keyClicks(picker, "sm")
    QTest.keyClick(picker, ENTER)
    assert picker.value() == 4


def test_a_form_that_goes_away_takes_its_open_list_with_it(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    sheet = Sheet(PickEditor("village_id", VILLAGES))
    sheet.setParent(window)
    window.resize(500, 500)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    sheet.chooser.setFocus()
    QTest.keyClicks(sheet.chooser, "sq")
    opened = sheet.chooser._list
    assert opened.isVisible()
    sheet.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 490))
    qtbot.waitUntil(lambda: not isValid(opened) or not opened.isVisible())


def test_at_the_foot_of_a_window_the_list_opens_upwards(at):
    picker = PickEditor("village_id", VILLAGES)
    sheet = at(picker)
    sheet.layout().insertStretch(0, 100)
    for height in (500, 240):
        sheet.resize(500, height)
        QApplication.processEvents()
        QTest.keyClick(picker, DOWN)
        where = picker._list.geometry()
        assert where.bottom() < picker.y() and sheet.rect().contains(where)
        picker.close_list()


def test_other_entries_leave_what_is_chosen_or_typed(at):
    picker = PickEditor("village_id", VILLAGES)
    at(picker)
    picker.set_value(2)
    picker.set_entries([(2, "石桥村（合并）"), (7, "新村")], recent=[7])
    assert (picker.value(), picker.text()) == (2, "石桥村（合并）")
    picker.set_text("新")
    picker.set_entries(VILLAGES)
    assert picker.text() == "新"


def test_two_entries_of_the_same_name_stay_two(at):
    picker = PickEditor("staff_id", [(1, "张伟"), (2, "张伟")])
    at(picker)
    QTest.keyClicks(picker, "zw")
    QTest.keyClick(picker, DOWN)
    QTest.keyClick(picker, ENTER)
    assert picker.value() == 2


def test_several_are_added_and_taken_away_by_keys(at):
    editor = PickManyEditor("deputy_ids", PEOPLE, names=True)
    at(editor)
    for typed, key in (("zgq", ENTER), ("sxm", TAB)):
        editor.picker.setFocus()
        QTest.keyClicks(editor.picker, typed)
        QTest.keyClick(editor.picker, key)
    assert editor.value() == [2, 1] and editor.picker.text() == ""
    assert [offer.id for offer in editor.picker._offers.all] == [3, 4]
    tag = editor._row.itemAt(0).widget()
    assert tag.accessibleName() == "移除 曾国强（县、镇）"
    QTest.keyClick(tag, Qt.Key.Key_Delete)
    assert editor.value() == [1]


def test_what_cannot_be_found_is_not_left_out_in_silence(at):
    editor = PickManyEditor("deputy_ids", PEOPLE)
    at(editor)
    put_in(editor.picker, "王")
    with pytest.raises(InvalidRecord, match="没有找到“王”"):
        editor.value()


def test_a_screen_reader_hears_how_to_choose_and_the_name_of_the_field(at):
    picker, many = PickEditor("village_id", VILLAGES), PickManyEditor("deputy_ids", PEOPLE)
    at(picker)
    assert "拼音首字母" in picker.accessibleDescription()
    many.setAccessibleName("反映代表")
    assert many.picker.accessibleName() == "反映代表"
    QTest.keyClicks(picker, "sq")
    model = picker._list.view.model()
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "石桥村"


def test_the_words_of_an_offer_without_a_path_stand_alone():
    assert (Offer(1, "石桥村").leaf, Offer(1, "石桥村").above) == ("石桥村", "")
