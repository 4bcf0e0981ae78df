"""Who comes again, what is joined, and how many keys a registration takes (5.1.2)."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from lianluozhan.models import categories, opinions, places
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.opinions.merging import OpinionLink
from lianluozhan.models.opinions.record import Screening
from lianluozhan.models.staff import Sex
from lianluozhan.ui.pages.opinion.registration import Registration
from lianluozhan.ui.pages.opinion.registration_form import JOIN
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question

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


def test_what_it_is_to_be_joined_to_and_linked_with_is_given_back_to_another_form(staff, main):
    staff.press(Key.Key_F2)
    form = form_of(staff)
    fill_in(form, screening=JOIN)
    form.joining.choose(main.id)
    form.pane.set_linked((main.id,))
    other = Registration(staff.desk.session)
    other.give_back(form.typed())
    assert other.typed() == form.typed() and other.typed()["join_into"] == main.id
    assert other.pane.linked == (main.id,) and other.joining.is_chosen
    other.pane.pause()
    other.deleteLater()


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
    assert (staff.keys, staff.keys - said) == (
        81,
        15,
    )  # F2, eight Enter, three F8, Alt+↓ 1, F9; all else is what he says


def test_f8_leads_from_one_needed_cell_to_the_next_and_last_to_the_next_step(staff, form):
    way = []
    for _ in range(5):
        way.append(focused(staff))
        staff.press(Key.Key_F8)
    assert way == ["submitter_name", "title", "content", "category_id", "proposal"]
    fill_in(form, category_id=categories.choices(staff.desk.session)[0][0], proposal="交有关单位。")
    staff.press(Key.Key_F8)
    assert staff.focus is form.go_button
