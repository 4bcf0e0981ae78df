"""Calls and messages at the window, and what all registers share: keys, reminders, the search, who only reads."""

import shutil
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from lianluozhan.models import homes
from lianluozhan.models.boxes import Treatment
from lianluozhan.models.calls import Call, CallKind
from lianluozhan.models.opinions.record import Channel
from lianluozhan.ui.find_acts import deeds
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.reminders import reminders

from .register_desk import a_call, an_opening, fill_form, open_desk, press, tab_to, write
from .station_at_work import PASSWORD, make_station

Key, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    return open_desk(qtbot, session)


@pytest.fixture
def page(desk):
    return desk.go("registers")


def test_acts_of_the_same_name_belong_each_to_their_register(dressed, qtbot, session):
    desk = open_desk(qtbot, homes.sign_in_again(session, "zhang", PASSWORD))
    numbers = []
    for key in ("calls", "official"):
        desk.go_section("registers", key)
        desk.current._list_sheet.act_buttons["打印空表"].click()
        numbers.append(desk.current.layers.currentWidget().order.number)
    assert numbers == ["F23", "F122"]


def test_ctrl_p_prints_the_record_in_sight(desk, session, qtbot):
    call = a_call(session)
    desk.go_section("registers", "calls")
    press(qtbot, Key.Key_P, CTRL)
    room = desk.current.layers.currentWidget()
    assert isinstance(room, PrintRoom) and (room.order.number, room.order.record_ids) == ("F23", (call.id,))


@pytest.mark.clause("5.1.1")
def test_a_call_is_noted_while_the_telephone_is_in_the_hand(desk, session, qtbot):
    desk.go_section("registers", "calls")
    press(qtbot, Key.Key_Insert)
    assert QApplication.focusWidget().objectName() == "caller_phone"
    write("13812342609")
    tab_to(qtbot, "content")
    write("三组路灯坏了四盏")
    press(qtbot, Key.Key_S, CTRL)
    call = session.select(Call)[0]
    assert (call.kind, call.caller_phone, call.content) == (CallKind.HOTLINE, "13812342609", "三组路灯坏了四盏")
    assert call.came_at.date() == session.today and call.answered_by == session.staff.id
    assert call.number.startswith("来电〔")


@pytest.mark.clause("5.1.2")
def test_a_call_becomes_a_form_with_who_and_what(desk, session, qtbot):
    call = a_call(session, caller_name="周长福", kind=CallKind.ONLINE)
    desk.go_section("registers", "calls")
    press(qtbot, Key.Key_F9)
    typed = desk.current.form.form.values()
    assert (typed["channel"], typed["submitter_name"], typed["phone"], typed["content"]) == (
        Channel.ONLINE_PLATFORM,
        "周长福",
        "13812342609",
        call.content,
    )
    fill_form(desk, is_anonymous=False).submit()
    assert session.get(Call, call.id).treatment is Treatment.REGISTERED
    desk.go("registers")
    assert desk.current.record.keys.get("F9") is None


@pytest.mark.clause("4.3.1")
def test_what_was_answered_on_the_telephone_is_kept_in_its_words(desk, session):
    call = a_call(session)
    desk.go_section("registers", "calls")
    page = desk.current
    page.record.entry_buttons[0]["当场答复"].click()
    desk._drawer().save()
    assert desk._drawer().fields._fields["answer"].editor.property("problem")
    desk._drawer().fields.set_values({"answer": "灯具已到货，周五安装。"})
    desk._drawer().save()
    assert session.get(Call, call.id).answer == "灯具已到货，周五安装。"
    assert page.section.shown(call.id).entries[0].detail == "灯具已到货，周五安装。"


@pytest.mark.clause("5.1.1")
def test_messages_pasted_from_the_platform_are_noted_one_by_one(desk, session):
    desk.go_section("registers", "calls")
    desk.current._list_sheet.act_buttons["粘贴多条留言"].click()
    drawer = desk._drawer()
    editor = drawer.fields._fields["messages"].editor
    editor._pasted.setPlainText("路灯坏了，电话13812342609\n\n井盖没了\n晚上危险")
    assert editor.told.text().startswith("会记成 2 条：\n1　路灯坏了")
    drawer.save()
    made = session.select(Call)
    assert [(call.content, call.caller_phone) for call in made] == [
        ("路灯坏了，电话13812342609", "13812342609"),
        ("井盖没了\n晚上危险", ""),
    ]
    assert {call.kind for call in made} == {CallKind.ONLINE}


def test_a_time_that_means_nothing_is_said_at_its_field(desk, session):
    desk.go_section("registers", "calls")
    desk.current.add()
    desk._drawer().fields.set_values({"content": "路灯", "time": "刚才"})
    desk._drawer().save()
    assert desk._drawer().fields._fields["time"].editor.property("problem") and session.select(Call) == []
    desk._drawer().fields.set_values({"time": "0点10分"})
    desk._drawer().save()
    assert session.select(Call)[0].came_at.strftime("%H:%M") == "00:10"


def test_who_enters_nothing_reads_and_is_told_who_does(dressed, qtbot, session):
    an_opening(session, "路灯坏了")
    desk = open_desk(qtbot, homes.sign_in_again(session, "zhang", PASSWORD))
    page = desk.go("registers")
    assert not page.add_button.isVisible() and list(page.record.buttons) == ["打印"]
    assert page._refusal.text().startswith("这里只能查看") and not page.record.entry_buttons
    page.add()
    assert desk._drawer() is None and page.record.keys.get("F9") is None


@pytest.mark.clause("5.1.1")
def test_a_box_that_was_not_opened_for_long_is_among_the_reminders_of_today(session):
    assert not [entry for entry in reminders(session) if "开箱" in entry.what]
    an_opening(session, opened_on=session.today - timedelta(days=8))
    (entry,) = [entry for entry in reminders(session) if "开箱" in entry.what]
    assert entry.what == "1号箱该开箱了" and "8 天前，7 天开一次" in entry.why
    assert (entry.room, entry.section, entry.act) == ("registers", "boxes", "登记开箱")
    an_opening(session)
    an_opening(session, opened_on=date(2020, 1, 1), box="拆掉的箱")
    assert not [entry for entry in reminders(session) if "开箱" in entry.what]


@pytest.mark.clause("5.1.1")
def test_what_came_in_and_waits_is_among_the_reminders_of_today(session):
    assert not [entry for entry in reminders(session) if "没处理" in entry.what]
    a_call(session)
    (entry,) = [entry for entry in reminders(session) if "没处理" in entry.what]
    assert (entry.what, entry.section) == ("1 条来电和留言还没处理", "calls")
    an_opening(session, "路灯坏了", "井盖没了")
    (entry,) = [entry for entry in reminders(session) if "没处理" in entry.what]
    assert (entry.what, entry.section) == ("意见箱 2 件、来电和留言 1 条还没处理", "boxes")


def test_the_search_goes_to_each_register(desk):
    keys = {act.key: deed for act, deed in deeds(desk)}
    keys["section:registers:calls"]()
    assert desk.current.section.KEY == "calls"
    assert "room:registers" in keys


def test_the_place_is_kept_when_the_page_is_laid_out_anew(page, qtbot, session):
    call = a_call(session)
    page.open_section("calls")
    page.open_record(call.id)
    other = open_desk(qtbot, session).page("registers")
    other.give_back(page.kept())
    assert other.kept() == ("calls", call.id)


class Windows(QObject):
    """Notes everything that is shown as a window of its own while a deed is done."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False

    def during(self, deed):
        QApplication.instance().installEventFilter(self)
        try:
            deed()
        finally:
            QApplication.instance().removeEventFilter(self)


def test_no_part_of_a_drawer_flashes_up_as_a_window(desk, session):
    an_opening(session, "路灯坏了")
    spy = Windows()
    for key in ("boxes", "calls"):
        desk.go_section("registers", key)
        spy.during(desk.current.add)
        desk._drawer().close_drawer()
    assert spy.shown == []
