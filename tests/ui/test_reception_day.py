"""The reception day at its window: everything by keys, nothing lost, what is not answered registered by itself."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from lianluozhan.models import attendances, drafts, homes, opinions
from lianluozhan.models.attendances import Presence
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Satisfaction
from lianluozhan.models.opinions.record import Channel, DeclineGround
from lianluozhan.models.receptions import visiting
from lianluozhan.models.receptions.record import Reception, ReceptionState, Visit, VisitState, VisitTreatment
from lianluozhan.ui.draft_notice import DraftNotice
from lianluozhan.ui.pages.receptions.day_page import DayPage
from lianluozhan.ui.pages.receptions.visit_section import VisitSection
from lianluozhan.ui.question import Question
from lianluozhan.ui.shortcuts import all_keys_in

from .registering import came_before
from .station_at_work import PASSWORD, Staff, make_station
from .test_accessibility import controls, out_of_order

Key = Qt.Key
CTRL, SHIFT, ALT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Shift", "Alt"))
SAID = "村口的路塌了半边，晴天一身灰，雨天一身泥。"


@pytest.fixture
def home(tmp_path, dressed):
    found = make_station(tmp_path / "home")
    session = homes.sign_in(found, "wang", PASSWORD)
    with session.action("deputy.edit"):
        for name in ("赵明山", "郑敏"):
            deputy = session.add(Deputy(name=name))
            session.add(Mandate(deputy_id=deputy.id, level=Level.COUNTY, term="第十八届", starts_on=date(2021, 12, 1)))
    with session.action("reception.plan"):
        made = session.add(
            Reception(
                number="接待〔2026〕03期", held_on=session.today, starts_at="09:00", ends_at="11:00", place="本站"
            )
        )
        attendances.called(session, Reception.TABLE, made.id, [1, 2])
    session.close()
    return found


@pytest.fixture
def staff(home):
    found = Staff(home.folder)
    found.sign_in("wang")
    yield found
    found.close()


@pytest.fixture
def day(staff):
    return open_day(staff)


def open_day(staff):
    page = staff.desk.go("receptions")
    DayPage.open_in(page, 1)
    QTest.qWait(20)
    found = page.layers.currentWidget()
    assert isinstance(found, DayPage)
    return found


def visits(staff):
    return visiting.visits_of(staff.desk.session, 1, voided=True)


def focused(staff):
    widget = staff.focus
    while widget is not None and not widget.objectName():
        widget = widget.parentWidget()
    return widget.objectName() if widget else ""


def come(staff, name, phone=""):
    """As somebody steps in: Ins, his name, Enter, his number, Enter."""
    staff.press(Key.Key_Insert)
    staff.type(name)
    staff.press(Key.Key_Return)
    staff.type(phone)
    staff.press(Key.Key_Return)


def hear(staff, treatment=VisitTreatment.TOWNSHIP, category=1):
    """What is written while he talks: his words and what the deputy said, the treatment by the space bar."""
    sheet = staff.desk.current.layers.currentWidget().sheet
    staff.type(SAID)
    staff.press(Key.Key_F8)
    staff.type("已列入修复项目。")
    staff.press(Key.Key_F8)
    sheet.form.set_values({"treatment": treatment, "category_id": category})


def answering(act):
    def later():
        found = QApplication.activeModalWidget()
        assert isinstance(found, Question)
        act(found)

    QTimer.singleShot(50, later)


@pytest.mark.clause("4.2.2")
def test_a_resident_steps_in_is_heard_and_registered_without_the_mouse(staff, day):
    assert staff.desk.session.get(Reception, 1).state is ReceptionState.OPEN
    assert focused(staff) == "name"
    come(staff, "孙桂兰", "13812342609")
    assert focused(staff) == "content"
    hear(staff)
    staff.press(Key.Key_F9)
    (visit,) = visits(staff)
    form = staff.desk.session.get(Opinion, visit.opinion_id)
    assert (visit.state, visit.phone, visit.content) == (VisitState.DONE, "13812342609", SAID)
    assert (form.channel, form.status, form.content) == (Channel.RECEPTION, Status.IN_REVIEW, SAID)
    assert form.number in day.sheet.said.text()


def test_while_one_talks_the_next_waits_and_comes_up_with_one_key(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路")
    come(staff, "周大山")
    assert [visit.state for visit in visits(staff)] == [VisitState.TALKING, VisitState.WAITING]
    assert (day.sheet.visit.name, focused(staff)) == ("孙桂兰", "content")
    assert day.sheet.form.editor("content").value() == "路"
    hear(staff, VisitTreatment.ON_SPOT)
    staff.press(Key.Key_Return, CTRL | SHIFT)
    assert [visit.state for visit in visits(staff)] == [VisitState.DONE, VisitState.TALKING]
    assert day.sheet.visit.name == "周大山"
    assert opinions.listing(staff.desk.session, view=opinions.View.ALL).count() == 0


def test_a_second_of_the_same_name_is_asked_about_at_the_field(staff, day):
    come(staff, "孙桂兰", "13812342609")
    come(staff, "孙桂兰")
    assert len(visits(staff)) == 1
    assert "已经有一位孙桂兰（1号）" in day.queue.form._cells["same_name_note"].problem.text()
    assert focused(staff) == "same_name_note"
    staff.type("五组的")
    staff.press(Key.Key_Return)
    assert [visit.same_name_note for visit in visits(staff)] == ["", "五组的"]


def test_somebody_who_was_here_before_is_known_at_the_door(staff, day):
    came_before(staff)
    staff.press(Key.Key_Insert)
    QTest.keyClicks(staff.focus, "zcf")
    staff.press(Key.Key_Down)
    staff.press(Key.Key_Return)
    staff.press(Key.Key_Return)
    (visit,) = visits(staff)
    assert (visit.name, visit.phone, visit.address, visit.age) == ("周长福", "13812342609", "石桥村三组17号", 66)


def test_a_sheet_that_is_not_whole_says_at_its_cells_what_is_missing(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.press(Key.Key_F9)
    assert visits(staff)[0].state is VisitState.TALKING
    problems = {name: cell.problem.text() for name, cell in day.sheet.form._cells.items() if cell.problem.text()}
    assert set(problems) == {"content", "answer", "treatment"}
    assert focused(staff) == "content"
    day.sheet.keeper.told.emit("✓ 草稿已保存", False)  # a moment later the draft is kept
    assert "还没有存" in day.sheet.said.text()


@pytest.mark.clause("5.2.3")
def test_who_leaves_early_is_kept_with_what_he_said_and_why(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("水渠堵了。")

    def act(question):
        question._reason.set_value("要接孩子")
        question.accept()

    answering(act)
    staff.press(Key.Key_F7)
    (visit,) = visits(staff)
    assert (visit.state, visit.content, visit.left_reason) == (VisitState.LEFT, "水渠堵了。", "要接孩子")


def test_no_key_acts_while_a_word_is_being_put_together(staff, day):
    come(staff, "孙桂兰", "13812342609")
    field = day.sheet.form.editor("content")
    QApplication.sendEvent(field, QInputMethodEvent("lu", []))
    staff.press(Key.Key_F9)
    assert day.sheet.form._cells["content"].problem.text() == ""
    done = QInputMethodEvent()
    done.setCommitString("路塌了")
    QApplication.sendEvent(field, done)
    assert field.value() == "路塌了"


def test_what_was_typed_is_on_the_disk_in_three_seconds_and_there_after_a_crash(home, staff, day, qtbot):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了半边")
    qtbot.waitUntil(lambda: bool(drafts.of(staff.desk.session)), timeout=3500)
    staff.window.hide()
    staff.window._close_data()  # nothing is stored on the way out
    again = Staff(home.folder)
    try:
        again.sign_in("wang")
        (lying,) = drafts.of(again.desk.session)
        assert lying.title == "接待记录：孙桂兰"
        again.desk.findChild(object, "draft_offer").go_on(lying)
        QTest.qWait(20)
        found = again.desk.current.layers.currentWidget()
        assert isinstance(found, DayPage)
        assert found.sheet.form.editor("content").value() == "路塌了半边"
        notice = found.sheet.findChild(DraftNotice)
        assert notice.isVisible()
        again.press(Key.Key_S, CTRL)
        assert not notice.isVisible()  # stored: it is no draft any more
    finally:
        again.close()


def test_going_to_another_sheet_and_away_keeps_what_was_typed(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了")
    come(staff, "周大山")
    staff.press(Key.Key_Right, ALT)
    assert day.sheet.visit.name == "周大山"
    assert visits(staff)[0].content == "路塌了"
    staff.press(Key.Key_Escape)
    assert staff.desk.current.layers.at_work
    assert drafts.of(staff.desk.session) == []


@pytest.mark.clause("5.2.2")
def test_the_day_ends_with_who_of_the_deputies_came(staff, day):
    _, second = attendances.of(staff.desk.session, Reception.TABLE, 1)
    come(staff, "孙桂兰", "13812342609")
    hear(staff, VisitTreatment.ON_SPOT)
    day.sheet.form.set_values({"satisfaction": Satisfaction.SATISFIED, "deputy_ids": [1]})
    staff.press(Key.Key_F9)

    def excuse(question):
        question._reason.set_value("外出开会")
        question.accept()

    answering(excuse)
    day.duty.put(second, Presence.EXCUSED)
    assert [made.text().strip() for made in day.duty.buttons.values()] == ["赵明山 实到", "郑敏 请假"]
    answering(lambda question: question.accept())
    day.close_day()
    assert staff.desk.session.get(Reception, 1).state is ReceptionState.HELD
    assert staff.desk.current.layers.at_work


def test_whoever_goes_on_after_all_finds_the_sheet_as_it_was(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了")
    answering(lambda question: question.reject() if day.sheet.isVisible() else question.accept())
    day.close_day()
    assert day.is_open and day.sheet.form.editor("content").value() == "路塌了"


def test_the_sheet_is_printed_and_the_day_goes_on(staff, day):
    come(staff, "孙桂兰", "13812342609")
    hear(staff, VisitTreatment.ON_SPOT)
    staff.press(Key.Key_Return, CTRL)
    assert not day.layers.at_work
    staff.press(Key.Key_Escape)
    assert day.layers.at_work and staff.desk.current.layers.currentWidget() is day


def test_like_the_last_fills_the_village_and_the_category(staff, day):
    come(staff, "孙桂兰", "13812342609")
    day.sheet.form.set_values({"village_id": 1})
    hear(staff, VisitTreatment.ON_SPOT)
    staff.press(Key.Key_F9)
    come(staff, "周大山", "13812342608")
    staff.press(Key.Key_D, CTRL)
    assert (day.sheet.typed()["village_id"], day.sheet.typed()["category_id"]) == (1, 1)


@pytest.mark.parametrize("percent", [150, 200])
def test_queue_and_sheet_stand_one_behind_the_other_in_large_letters(staff, percent):
    staff.window.appearance.choose(percent, False)
    try:
        QTest.qWait(50)
        day = open_day(staff)
        come(staff, "孙桂兰", "13812342609")
        assert staff.window.width() == 1366
        assert day.sheet.isVisible() and not day.queue.isVisible()
        title = day.duty.title
        assert title.width() >= title.fontMetrics().horizontalAdvance(title.text())  # whole, in one line
        assert focused(staff) == "content"
        staff.press(Key.Key_Escape)
        assert day.queue.isVisible() and not day.sheet.isVisible()
    finally:
        staff.window.appearance.choose(100, False)


def test_all_sheets_are_found_again_with_how_their_matter_stands(staff, day):
    come(staff, "孙桂兰", "13812342609")
    hear(staff)
    staff.press(Key.Key_F9)
    staff.press(Key.Key_Escape)
    page = staff.desk.current
    page.open_section(VisitSection.KEY)
    section = page.section
    for words, count in (("2609", 1), ("塌了半边", 1), ("没有的", 0), ("", 1)):
        assert section.refresh(words, False) == count, words
    for view, count in (("open", 1), ("tell", 0), ("on_spot", 0), ("r1", 1), ("r2", 0)):
        section.which = view
        assert section.refresh("", False) == count, view
    offered = [page._list_sheet.which.itemText(at) for at in range(page._list_sheet.which.count())]
    assert f"{date.today().month}月{date.today().day}日的接待" in offered
    shown = section.shown(1)
    assert (shown.entries[0].title, shown.entries[0].state) == ("登记表", "待审核")
    shown.entries[0].acts[0].do()
    assert staff.desk.current.record.file.opinion.id == visits(staff)[0].opinion_id


def test_a_sheet_of_an_earlier_day_is_told_to_its_deputies(staff, day):
    session = staff.desk.session
    come(staff, "孙桂兰", "13812342609")
    hear(staff, VisitTreatment.DECLINED)
    day.sheet.form.set_values({"decline_ground": DeclineGround.CASE})
    staff.press(Key.Key_F9)
    (visit,) = visits(staff)
    with session.action("opinion.void"):
        session.change(session.get(Opinion, visit.opinion_id), status=Status.CLOSED)
    staff.press(Key.Key_Escape)
    page = staff.desk.current
    page.open_section(VisitSection.KEY)
    assert page.section.shown(visit.id).entries[-1].state == "待告知"
    page.section.tell(visit.id)
    drawer = staff.desk._drawer()
    drawer.fields.set_values({"words": "电话告知赵明山"})
    drawer.save()
    assert session.get(Visit, visit.id).told_deputies_on == session.today


def test_the_opened_matter_says_which_reception_it_came_of_and_leads_back_there(staff, day):
    come(staff, "孙桂兰", "13812342609")
    hear(staff)
    staff.press(Key.Key_F9)
    (visit,) = visits(staff)
    page = staff.desk.go("opinions", visit.opinion_id)
    link = next(made for made in page.record.findChildren(QPushButton) if "关联接待" in made.text())
    assert visit.number in link.text()
    link.click()
    assert staff.desk.current.section.KEY == "visits"
    assert staff.desk.current.section.view.current()["id"] == visit.id


def test_the_day_can_be_read_aloud_and_tab_goes_on_in_its_order(staff, day):
    come(staff, "孙桂兰", "13812342609")
    found = controls(day)
    assert [str(each) for each in found if not each.name] == []
    assert out_of_order(found, day) == []
    assert [key.sequence for key in all_keys_in(day) if not key.words] == []


def test_larger_letters_leave_the_day_open_with_all_that_is_typed(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了")
    day.queue.form.set_values({"name": "周大"})
    try:
        staff.press(Key.Key_Plus, CTRL)
        QTest.qWait(50)
        again = staff.desk.current.layers.currentWidget()
        assert isinstance(again, DayPage) and again is not day
        assert again.sheet.form.editor("content").value() == "路塌了"
        assert again.queue.form.editor("name").value() == "周大"
    finally:
        staff.window.appearance.choose(100, False)


def test_after_locking_the_sheet_stands_there_as_it_was_left(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了")
    staff.press(Key.Key_L, CTRL)
    staff.sign_in("wang")
    again = staff.desk.current.layers.currentWidget()
    assert isinstance(again, DayPage)
    assert again.sheet.form.editor("content").value() == "路塌了"


def test_the_list_of_who_came_is_printed_from_the_queue(staff, day):
    come(staff, "孙桂兰", "13812342609")
    staff.type("路塌了")
    day.queue.print_link.click()
    assert not day.layers.at_work
    assert visits(staff)[0].content == "路塌了"
