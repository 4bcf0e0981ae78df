"""Quick registration: the form like the paper, filled in by keys alone, with as few of them as possible (5.1.2)."""

import pytest
from PySide6.QtTest import QTest

from lianluozhan.models import categories, places, settings
from lianluozhan.models.opinions import Status
from lianluozhan.models.opinions.handling import Deadline
from lianluozhan.models.opinions.record import Channel, Screening, Urgency
from lianluozhan.models.places import Village
from lianluozhan.ui.pages.opinion.registration import After

from .registering import ALT, CTRL, SHIFT, Counting, Key, came_before, fill_in, focused, form_of, press_in_menu, stored
from .station_at_work import make_station


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Counting(tmp_path / "home")
    people.sign_in("wang")
    yield people
    people.close()


@pytest.fixture
def form(staff):
    staff.press(Key.Key_F2)
    return form_of(staff)


# The order of the paper --------------------------------------------------------------------------------------------


@pytest.mark.clause("5.1.2")
def test_enter_and_tab_lead_through_the_form_in_the_order_of_the_paper(staff, form):
    names = [name for name in form.form.names if form.form.editor(name).isVisible()]
    form.form.editor(names[0]).setFocus()
    way = [focused(staff)]
    while way[-1] != names[-1]:
        staff.press(Key.Key_Tab if focused(staff) == "content" else Key.Key_Return)
        way.append(focused(staff))
    assert list(dict.fromkeys(way)) == names and len(way) <= len(names) + 2  # the attachments have several buttons
    back = [focused(staff)]
    while back[-1] != names[0]:
        staff.press(Key.Key_Backtab, SHIFT)
        back.append(focused(staff))
    assert list(dict.fromkeys(back)) == names[::-1]


def test_the_form_stands_whole_on_a_small_screen_with_the_focus_where_one_begins(staff, form):
    assert focused(staff) == "submitter_name"
    assert form._scroll.verticalScrollBar().maximum() == 0
    assert form.pane.isVisible() and form.pane.width() < form.sheet.width() / 2


def test_enter_begins_a_new_line_only_where_the_residents_words_are_written(staff, form):
    for name in ("content", "request", "proposal"):
        form.form.editor(name).setFocus()
        staff.type("一")
        staff.press(Key.Key_Return)
    assert form.form.editor("content").toPlainText() == "一\n"
    assert form.form.editor("request").toPlainText() == form.form.editor("proposal").toPlainText() == "一"
    form.form.editor("request").setFocus()
    staff.press(Key.Key_Return, SHIFT)
    assert form.form.editor("request").toPlainText().count("\n") == 1


def test_a_half_composed_word_is_finished_by_enter_and_no_field_is_left(staff, form):
    from lianluozhan.ui.shortcuts import note_composing

    note_composing(True)
    try:
        staff.press(Key.Key_D, CTRL)
        assert form.said.text() == ""
    finally:
        note_composing(False)


# From the last form, and to the next -------------------------------------------------------------------------------


def test_the_channel_of_the_last_form_today_is_there_already(staff):
    came_before(staff, channel=Channel.LETTER)
    staff.press(Key.Key_F2)
    assert form_of(staff).typed()["channel"] is Channel.LETTER


def test_channel_day_village_and_deputies_come_from_the_last_form_with_one_key(staff):
    session = staff.desk.session
    other = places.add(session, Village(name="柳河村")).id
    yesterday = session.today.replace(day=1)
    came_before(staff, channel=Channel.FORUM, received_on=yesterday, village_id=other)
    staff.press(Key.Key_F2)
    form = form_of(staff)
    staff.press(Key.Key_D, CTRL)
    found = form.typed()
    assert (found["channel"], found["received_on"], found["village_id"]) == (Channel.FORUM, yesterday, other)
    assert found["submitter_name"] == "" and "自来水发黄" in form.said.text()


def test_save_and_next_stores_and_begins_an_empty_form_with_channel_and_day(staff, form):
    day = staff.desk.session.today.replace(day=1)
    fill_in(form, channel=Channel.SUGGESTION_BOX, received_on=day, urgency=Urgency.URGENT)
    staff.press(Key.Key_Return, CTRL | SHIFT)
    assert [o.title for o in stored(staff)] == ["路灯坏了"]
    assert form_of(staff) is form and form.isVisible() and form.opinion_id == 0
    found = form.typed()
    assert (found["channel"], found["received_on"], found["title"]) == (Channel.SUGGESTION_BOX, day, "")
    assert found["urgency"] is Urgency.NORMAL and focused(staff) == "submitter_name"
    fill_in(form, title="第二件")
    staff.press(Key.Key_Return, CTRL | SHIFT)
    assert {o.title for o in stored(staff)} == {"路灯坏了", "第二件"}


def test_a_refused_save_and_next_loses_nothing(staff, form):
    fill_in(form, title="")
    staff.press(Key.Key_Return, CTRL | SHIFT)
    assert stored(staff) == [] and form.typed()["content"] == "三组路灯坏了。"
    assert "事由" in form.form._cells["title"].problem.text() and focused(staff) == "title"


def test_what_is_wrong_in_a_shared_cell_is_said_there_and_the_focus_goes_to_the_field(staff, form):
    fill_in(form)
    form.form.editor("category_id").setText("没有这一类")
    staff.press(Key.Key_S, CTRL)
    assert stored(staff) == []
    assert "没有这一类" in form.form._cells["category_and_nature"].problem.text()
    assert focused(staff) == "category_id"


# Phrases -----------------------------------------------------------------------------------------------------------


def test_the_proposal_is_a_phrase_of_the_category_put_in_with_two_keys(staff, form):
    traffic = next(id_ for id_, name in categories.choices(staff.desk.session) if name == "交通出行")
    form.form.editor("category_id").set_value(traffic)
    form.form.editor("proposal").setFocus()
    press_in_menu(Key.Key_1)
    QTest.keyClick(form.form.editor("proposal"), Key.Key_Down, ALT)
    assert "警示标志" in form.typed()["proposal"]


def test_a_skeleton_says_what_the_residents_words_should_tell(staff, form):
    form.form.editor("content").setFocus()
    press_in_menu(Key.Key_1)
    QTest.keyClick(form.form.editor("content"), Key.Key_Down, ALT)
    assert form.typed()["content"].startswith("时间：\n地点：")


# The limits that will result ---------------------------------------------------------------------------------------


@pytest.mark.clause("5.1.3")
@pytest.mark.clause("5.1.4")
def test_the_limits_stand_beside_the_form_and_follow_what_is_chosen(staff, form):
    before = form.forecast.promise.text()
    form.form.editor("urgency").set_value(Urgency.URGENT)
    assert form.forecast.promise.text() != before and "紧急件办理" in form.forecast.counted.text()
    form.form.editor("screening").set_value(Screening.DECLINE)
    assert "告知反映人" in form.forecast.promise.text()
    form.form.editor("screening").set_value(Screening.ON_SPOT)
    assert form.forecast.promise.text() == "" and "当场答复" in form.forecast.rest.text()


@pytest.mark.clause("5.1.3")
def test_the_review_limit_beside_the_form_is_the_one_that_is_stored(staff, form):
    fill_in(form, category_id=categories.choices(staff.desk.session)[0][0], proposal="交有关单位。")
    promised = form.forecast.forecast.limits[-1].count.due_on
    staff.press(Key.Key_F9)
    (found,) = stored(staff)
    assert found.status is Status.IN_REVIEW and found.due_on == promised
    assert [d.due_on for d in staff.desk.session.select(Deadline)] == [promised]


def test_after_submitting_the_list_has_the_focus_and_a_form_come_back_to_its_next_field(staff, form):
    staff.type("刘桂花")
    staff.press(Key.Key_1, ALT)
    staff.press(Key.Key_2, ALT)
    assert focused(staff) == "title"
    fill_in(form, category_id=categories.choices(staff.desk.session)[0][0], proposal="交有关单位。")
    staff.press(Key.Key_F9)
    assert staff.focus is staff.desk.current.list.records


def test_a_setting_changed_meanwhile_counts_when_the_form_is_in_sight_again(staff, form):
    before = form.forecast.promise.text()
    staff.desk.go("system")
    settings.change(staff.desk.session, "opinion.due.normal", "10 工")
    village = places.add(staff.desk.session, Village(name="新来村"))
    staff.desk.go("opinions")
    assert form.isVisible() and form.forecast.promise.text() != before
    assert "10 个工作日" in form.forecast.counted.text()
    form.form.editor("village_id").setFocus()
    staff.type("新来")
    staff.press(Key.Key_Return)
    assert form.typed()["village_id"] == village.id


def test_how_a_limit_was_counted_is_shown_day_by_day(staff, form):
    from lianluozhan.ui.day_strip import DayStrip

    form.forecast.how.click()
    staff.application.processEvents()
    assert len(form.forecast.days.findChildren(DayStrip)) == 2
    form.form.editor("urgency").set_value(Urgency.URGENT)
    staff.application.processEvents()
    shown = [strip for strip in form.forecast.days.findChildren(DayStrip) if not strip.isHidden()]
    assert [strip.due for strip in shown] == [limit.count.due_on for limit in form.forecast.forecast.limits]


# Places ------------------------------------------------------------------------------------------------------------


def test_where_there_is_no_room_beside_the_form_the_pane_opens_below_it(staff, form):
    staff.window.resize(1100, 740)
    staff.application.processEvents()
    assert not form.pane.isVisible() and form.open_side.isVisible()
    form.open_side.click()
    assert form.pane.isVisible() and form.sheet.isAncestorOf(form.pane)
    staff.window.resize(1366, 740)
    staff.application.processEvents()
    assert form.pane.isVisible() and not form.open_side.isVisible()


def test_the_cell_about_where_it_goes_asks_why_not_when_a_matter_is_not_taken_up(staff, form):
    form.form.editor("screening").set_value(Screening.DECLINE)
    shown = [n for n in ("proposed_body_id", "decline_ground", "referral") if form.form.editor(n).isVisible()]
    assert shown == ["decline_ground", "referral"]
    form.form.editor("screening").set_value(Screening.ACCEPT)
    assert form.form.editor("proposed_body_id").isVisible() and not form.form.editor("referral").isVisible()
    assert After.NEXT in After


def test_a_draft_that_cannot_be_submitted_yet_stays_as_it_was_stored_and_keeps_what_was_typed(staff, form):
    fill_in(form)
    staff.press(Key.Key_S, CTRL)
    (before,) = stored(staff)
    form.form.editor("place").set_value("三组水塘边")
    staff.press(Key.Key_F9)  # neither category nor proposal
    assert stored(staff) == [before] and form.typed()["place"] == "三组水塘边"
    form.form.set_values({"category_id": categories.choices(staff.desk.session)[0][0], "proposal": "交有关单位。"})
    staff.press(Key.Key_F9)
    (after,) = stored(staff)
    assert (after.status, after.place) == (Status.IN_REVIEW, "三组水塘边")
