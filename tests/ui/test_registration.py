"""Quick registration: the form like the paper, filled in by keys alone, with as few of them as possible (5.1.2)."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from lianluozhan.models import categories, opinions, places
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.handling import Deadline
from lianluozhan.models.opinions.merging import OpinionLink
from lianluozhan.models.opinions.record import Channel, Identity, Screening, Urgency
from lianluozhan.models.places import Village
from lianluozhan.models.staff import Sex
from lianluozhan.ui.pages.opinion.registration import After
from lianluozhan.ui.pages.opinion.registration_form import JOIN
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question

from .station_at_work import Staff, make_station

Key = Qt.Key
CTRL, ALT, SHIFT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Alt", "Shift"))


class Counting(Staff):
    """Counts every key: those of an input method too, two a character as with whole words in pinyin initials."""

    keys = 0

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        super().press(key, modifier)

    def type(self, text):
        if not text.startswith("Shiqiao"):
            self.keys += sum(1 if c.isascii() else 2 for c in text)
        super().type(text)

    def enter(self, *texts):
        """One field after the other: what is typed, then Enter."""
        for text in texts:
            if text:
                self.type(text)
            self.press(Key.Key_Return)


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


def form_of(staff):
    page = staff.desk.current
    assert isinstance(page, OpinionPage) and page.form is not None
    return page.form


def focused(staff):
    found = staff.focus
    while found.objectName() not in form_of(staff).form.names:
        found = found.parentWidget()
    return found.objectName()


def stored(staff):
    rows = opinions.listing(staff.desk.session, view=opinions.View.ALL).page(9)
    return [staff.desk.session.get(Opinion, row["id"]) for row in rows]


def came_before(staff, **values):
    session = staff.desk.session
    known = Opinion(
        received_on=session.today,
        channel=Channel.VISIT,
        submitter_name="周长福",
        phone="13812342609",
        address="石桥村三组17号",
        village_id=places.villages(session)[0][0],
        sex=Sex.MALE,
        age=66,
        identity=Identity.CONSTITUENT,
        title="自来水发黄",
        content="水发黄三天了。",
    )
    return opinions.register(session, replace(known, **values))


def press_in_menu(key):
    def press():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, key)

    QTimer.singleShot(0, press)


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


# Who comes again ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("5.1.2")
@pytest.mark.parametrize(
    ("field", "typed"), [("submitter_name", "周长"), ("submitter_name", "zcf"), ("phone", "138123")]
)
def test_a_resident_who_comes_again_is_filled_in_with_two_keys(staff, field, typed):
    came_before(staff)
    staff.press(Key.Key_F2)
    form = form_of(staff)
    staff.fill(field, typed)
    assert [person.name for person in form.residents.offered(field)] == ["周长福"]
    staff.press(Key.Key_Down)
    staff.press(Key.Key_Return)
    typed_in = form.typed()
    assert (typed_in["submitter_name"], typed_in["phone"], typed_in["age"]) == ("周长福", "13812342609", 66)
    assert (typed_in["address"], typed_in["sex"]) == ("石桥村三组17号", Sex.MALE)
    assert typed_in["village_id"] == places.villages(staff.desk.session)[0][0]
    assert focused(staff) == "title"


def test_what_was_typed_before_is_not_written_over_by_what_is_known(staff):
    came_before(staff)
    staff.press(Key.Key_F2)
    form = form_of(staff)
    form.form.editor("phone").set_value("0571-6123456")
    form.form.editor("address").set_value("石桥村八组")
    staff.type("周长福")
    staff.press(Key.Key_Down)
    staff.press(Key.Key_Return)
    assert (form.typed()["phone"], form.typed()["address"]) == ("0571-6123456", "石桥村八组")
    assert form.typed()["sex"] is Sex.MALE


def test_enter_alone_goes_on_and_takes_nobody_and_escape_only_closes_the_list(staff):
    came_before(staff)
    staff.press(Key.Key_F2)
    form = form_of(staff)
    staff.type("周长福")
    assert form.residents.offered("submitter_name")
    staff.press(Key.Key_Escape)
    assert not form.residents.offered("submitter_name") and form.isVisible()
    staff.press(Key.Key_Return)
    assert form.typed()["phone"] == "" and focused(staff) == "sex"


@pytest.mark.clause("4.7.2")
def test_who_asked_for_secrecy_is_offered_masked_and_taken_over_as_secret(staff):
    came_before(staff, keeps_secret=True)
    staff.press(Key.Key_F2)
    form = form_of(staff)
    staff.type("周长")
    (offer,) = form.residents._lists["submitter_name"].offers()
    assert "周某" in offer.words and "长福" not in offer.words and "自来水" not in offer.words
    staff.press(Key.Key_Down)
    staff.press(Key.Key_Return)
    assert form.typed()["keeps_secret"] and form.typed()["submitter_name"] == "周长福"


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


def fill_in(form, title="路灯坏了", **more):
    form.form.set_values({"submitter_name": "吴桂香", "title": title, "content": "三组路灯坏了。", **more})


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
    assert form.forecast.promise.text() == "" and "当场答复" in form.forecast.outlook.text()


@pytest.mark.clause("5.1.3")
def test_the_review_limit_beside_the_form_is_the_one_that_is_stored(staff, form):
    fill_in(form, category_id=categories.choices(staff.desk.session)[0][0], proposal="交有关单位。")
    promised = form.forecast.forecast.limits[-1].count.due_on
    staff.press(Key.Key_F9)
    (found,) = stored(staff)
    assert found.status is Status.IN_REVIEW and found.due_on == promised
    assert [d.due_on for d in staff.desk.session.select(Deadline)] == [promised]


def test_how_a_limit_was_counted_is_shown_day_by_day(staff, form):
    from lianluozhan.ui.day_strip import DayStrip

    form.forecast.how.click()
    staff.application.processEvents()
    assert len(form.forecast.findChildren(DayStrip)) == 2
    form.form.editor("urgency").set_value(Urgency.URGENT)
    staff.application.processEvents()
    shown = [strip for strip in form.forecast.findChildren(DayStrip) if not strip.isHidden()]
    assert [strip.due for strip in shown] == [limit.count.due_on for limit in form.forecast.forecast.limits]


# Places ------------------------------------------------------------------------------------------------------------


def test_where_there_is_no_room_beside_the_form_the_pane_opens_below_it(staff, form):
    staff.window.resize(1100, 740)
    staff.application.processEvents()
    assert not form.pane.isVisible() and form.open_side.isVisible()
    form.open_side.click()
    assert form.pane.isVisible() and form.pane.parentWidget() is form.sheet
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


# 并案 --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def main(staff):
    """A matter on its way, to which others can be joined."""
    return came_on_its_way(staff, "三组路灯全灭")


def came_on_its_way(staff, title):
    session = staff.desk.session
    category = categories.choices(session)[0][0]
    made = Opinion(received_on=session.today, submitter_name="吴桂香", title=title, content="路灯不亮。")
    return opinions.register_and_submit(session, replace(made, category_id=category, proposal="交有关单位。"))


def answering(words):
    """Press the button of these words in the question that comes next; returns what was asked."""
    asked = []

    def answer():
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        asked.append(question.windowTitle())
        next(b for b in question.findChildren(QPushButton) if b.accessibleName() == words).click()

    QTimer.singleShot(0, answer)
    return asked


@pytest.mark.clause("4.3.2")
def test_a_form_is_joined_to_a_matter_on_its_way_after_one_question(staff, main):
    staff.press(Key.Key_F2)
    form = form_of(staff)
    fill_in(form, category_id=main.category_id, screening=JOIN)
    form.form.editor("join_into").set_value(main.id)
    asked = answering("登记并案")
    staff.press(Key.Key_F9)
    assert asked and "三组路灯全灭" in asked[0]
    found = staff.desk.session.select(Opinion, "title = '路灯坏了'")[0]
    assert (found.status, found.merged_into, found.screening) == (Status.MERGED, main.id, Screening.ACCEPT)
    assert staff.desk.current.form is None


def test_who_does_not_want_to_join_finds_the_form_as_it_was(staff, main):
    staff.press(Key.Key_F2)
    form = form_of(staff)
    fill_in(form, category_id=main.category_id)
    asked = answering("接着填写")
    form.pane.join_wanted.emit(main.id)
    assert asked and len(stored(staff)) == 1
    assert form.typed()["title"] == "路灯坏了" and form.typed()["join_into"] == main.id


def test_joining_to_nothing_is_said_at_the_cell_and_a_draft_does_not_join(staff, main):
    staff.press(Key.Key_F2)
    form = form_of(staff)
    fill_in(form, category_id=main.category_id, screening=JOIN)
    staff.press(Key.Key_F9)
    assert "并入哪一件" in form.form._cells["onward"].problem.text() and focused(staff) == "join_into"
    staff.press(Key.Key_S, CTRL)
    assert [o.status for o in stored(staff) if o.title == "路灯坏了"] == [Status.DRAFT]


def test_a_matter_that_is_to_be_linked_is_linked_when_the_form_is_stored(staff, main):
    staff.press(Key.Key_F2)
    form = form_of(staff)
    fill_in(form)
    form.pane.set_linked((main.id,))
    staff.press(Key.Key_Return, CTRL | SHIFT)
    made = staff.desk.session.select(Opinion, "title = '路灯坏了'")[0]
    links = staff.desk.session.select(OpinionLink)
    assert [{link.opinion_id, link.other_id} for link in links] == [{made.id, main.id}]
    assert form.pane.linked == ()


# Counted -----------------------------------------------------------------------------------------------------------


def print_room(staff):
    page = staff.desk.current
    assert isinstance(page, OpinionPage)
    room = page.jobs.currentWidget()
    assert isinstance(room, PrintRoom)
    return room


WORDS = "三组水塘边路灯坏了四盏。"


def found_by_keys(staff, words):
    """Back to the desk, then the search of the whole program; returns the opinion that Enter opens."""
    staff.press(Key.Key_Escape)
    staff.press(Key.Key_K, CTRL)
    staff.type(words)
    staff.application.processEvents()
    QTest.qWait(300)
    staff.press(Key.Key_Return)
    page = staff.desk.current
    assert isinstance(page, OpinionPage)
    return staff.desk.session.get(Opinion, page.record.opinion_id)


@pytest.mark.clause("5.1.2")
def test_a_matter_of_a_returning_resident_is_registered_printed_and_found_by_keys_alone(staff):
    came_before(staff)
    staff.keys = 0
    staff.press(Key.Key_F2)
    staff.type("周长")
    staff.press(Key.Key_Down)
    staff.press(Key.Key_Return)  # all about him is there, the title is next
    staff.enter("三组路灯不亮")
    staff.type(WORDS)
    staff.press(Key.Key_Return, CTRL)
    keys = staff.keys
    assert print_room(staff).order.number == "F10"
    found = found_by_keys(staff, "水塘边")
    assert (found.title, found.phone, found.address) == ("三组路灯不亮", "13812342609", "石桥村三组17号")
    assert keys - 2 * len(f"周长三组路灯不亮{WORDS}") == 5  # F2 ↓ Enter Enter Ctrl+Enter, all else is what he says


@pytest.mark.clause("5.1.2")
def test_a_matter_of_somebody_new_is_registered_and_submitted_by_keys_alone(staff):
    staff.press(Key.Key_F2)
    staff.keys = 1
    staff.enter("吴桂香", "", "", "13900004417", "三组9号")  # name, sex, age, telephone, address
    staff.enter("sq")  # the village by its initials
    staff.press(Key.Key_F8)
    staff.enter("三组路灯不亮")
    staff.type(WORDS)
    staff.press(Key.Key_F8)
    staff.enter("jtcx")  # the category by its initials
    staff.press(Key.Key_F8)
    press_in_menu(Key.Key_1)
    staff.press(Key.Key_Down, ALT)
    staff.keys += 1  # the digit in the list of phrases
    staff.press(Key.Key_F9)
    (found,) = stored(staff)
    assert (found.status, found.phone, found.address) == (Status.IN_REVIEW, "13900004417", "三组9号")
    assert (found.village_id, "警示标志" in found.proposal) == (places.villages(staff.desk.session)[0][0], True)
    said = 2 * len(f"吴桂香三组号三组路灯不亮{WORDS}") + len("139000044179sqjtcx")
    assert (staff.keys, staff.keys - said) == (81, 15)  # F2, eight Enter, three F8, Alt+↓ 1, F9; all else is what he says


def test_f8_leads_from_one_needed_cell_to_the_next_and_last_to_the_next_step(staff, form):
    way = []
    for _ in range(5):
        way.append(focused(staff))
        staff.press(Key.Key_F8)
    assert way == ["submitter_name", "title", "content", "category_id", "proposal"]
    fill_in(form, category_id=categories.choices(staff.desk.session)[0][0], proposal="交有关单位。")
    staff.press(Key.Key_F8)
    assert staff.focus is form.go_button
