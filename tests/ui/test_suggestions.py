"""Deputies' suggestions at the window: made of an opinion, sent, answered, judged, closed, printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton

from lianluozhan.models import deputies, opinions, places
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.opinions import Opinion, Status
from lianluozhan.models.suggestions import Suggestion, SuggestionState
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.print_room import PrintRoom

from .station_at_work import Staff, days_ago, make_station

F9 = Qt.Key.Key_F9


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


@pytest.fixture
def approved(staff):
    """A matter that waits to be sent out, and a deputy of the township."""
    staff.sign_in("wang")
    session = staff.desk.session
    deputies.add(session, Deputy(name="赵明山"), [Mandate(level=Level.TOWNSHIP)])
    form = Opinion(
        received_on=days_ago(3),
        submitter_name="周长福",
        category_id=session.value("SELECT min(id) FROM categories"),
        title="石桥村三组路灯损坏",
        content="周长福说路灯坏了四盏，快两个月了。",
        village_id=1,
        proposal="建议转代表建议。",
    )
    found = opinions.register_and_submit(session, form)
    staff.switch_to("zhang")
    opinions.review(staff.desk.session, found.id, "情况属实。")
    staff.switch_to("chen")
    opinions.approve(staff.desk.session, found.id, "同意，转代表建议。")
    staff.switch_to("wang")
    return found.id


def drawer(staff):
    return next(d for d in staff.desk.children() if isinstance(d, Drawer) and d.isVisible())


def menu_of(page):
    more = next(b for b in page.record._foot.children() if getattr(b, "menu", lambda: None)())
    return {action.text(): action for action in more.menu().actions()}


def open_opinion(staff, opinion_id):
    page = staff.desk.go("opinions", opinion_id)
    while page.record.judging.settling:
        staff.application.processEvents()
    QTest.qWait(50)
    return page


def made(staff, approved):
    """The suggestion made of the matter, by the menu of the open record."""
    page = open_opinion(staff, approved)
    menu_of(page)["转为代表建议"].trigger()
    found = drawer(staff)
    found.fields.set_values({"deputy_ids": [1], "level": Level.TOWNSHIP})
    found.save()
    return staff.desk.session.select(Suggestion)[-1]


def body(session):
    return next(id_ for id_, name in places.bodies(session) if name == "镇供电所")


@pytest.mark.clause("3.2.2")
def test_an_approved_opinion_becomes_a_suggestion_without_its_submitter(staff, approved):
    suggestion = made(staff, approved)
    assert (suggestion.state, suggestion.deputy_ids, suggestion.opinion_id) == (
        SuggestionState.DRAFT,
        (1,),
        approved,
    )
    assert "周长福" not in suggestion.content + suggestion.title
    page = staff.desk.go("registers")
    assert page.section.KEY == "suggestions"
    page = open_opinion(staff, approved)
    assert "转为代表建议" not in menu_of(page)
    assert "转代表建议" in [label.text() for label in page.record.findChildren(QLabel)]


@pytest.mark.clause("5.1.4")
def test_a_suggestion_goes_its_way_by_keys_from_sending_to_closing(staff, approved):
    suggestion = made(staff, approved)
    session = staff.desk.session
    page = staff.desk.go("registers", suggestion.id)
    staff.press(F9)
    found = drawer(staff)
    found.fields.set_values({"body_id": body(session)})
    found.save()
    sent = session.get(Suggestion, suggestion.id)
    assert (sent.state, sent.due_months) == (SuggestionState.SENT, 3)
    assert session.get(Opinion, approved).status is Status.HANDLING
    staff.press(F9)
    found = drawer(staff)
    found.fields.set_values({"answer": "已列入年度预算。"})
    found.save()
    staff.press(F9)
    found = drawer(staff)
    next(b for b in found.findChildren(QRadioButton) if b.text() == "满意").click()
    found.save()
    staff.press(F9)
    drawer(staff).save()
    closed = session.get(Suggestion, suggestion.id)
    assert (closed.state, closed.judgement) == (SuggestionState.CLOSED, "满意")
    shown = page.section.shown(suggestion.id)
    assert shown.state == "办结"


def test_what_is_hardly_a_suggestion_is_said_before_it_is_sent(staff, approved):
    suggestion = made(staff, approved)
    page = staff.desk.go("registers", suggestion.id)
    page.section.edit(suggestion.id)
    found = drawer(staff)
    found.fields.set_values({"content": "法院的判决两年没有执行，请督促执行案件尽快办结。"})
    found.save()
    assert "具体案件" in page.section.shown(suggestion.id).hint
    staff.press(F9)
    assert any("具体案件" in label.text() for label in drawer(staff).findChildren(QLabel))


@pytest.mark.clause("3.2.2")
def test_the_special_paper_is_printed_filled_and_blank(staff, approved):
    suggestion = made(staff, approved)
    page = staff.desk.go("registers", suggestion.id)
    page.section.list_acts()[0].do()
    assert isinstance(page.layers.currentWidget(), PrintRoom)
    page.step_back()
    next(act for act in page.section.shown(suggestion.id).acts if act.label == "打印").do()
    assert isinstance(page.layers.currentWidget(), PrintRoom)


def test_the_head_reads_the_register_and_changes_nothing(staff, approved):
    suggestion = made(staff, approved)
    staff.switch_to("chen")
    page = staff.desk.go("registers")
    page.open_section("suggestions")
    labels = [act.label for act in page.section.shown(suggestion.id).acts]
    assert labels == ["打印"]


def test_only_one_button_of_the_page_is_filled(staff, approved):
    suggestion = made(staff, approved)
    page = staff.desk.go("registers", suggestion.id)
    assert page.record.buttons["交办"].property("role") == "primary"
    assert page.add_button.property("role") != "primary"
    page.open_section("boxes")
    assert page.add_button.property("role") == "primary"


def test_the_buttons_of_a_record_leave_the_list_its_room(staff, approved):
    suggestion = made(staff, approved)
    page = staff.desk.go("registers", suggestion.id)
    staff.desk.resize(1366, 690)
    QTest.qWait(100)
    assert list(page.record.buttons) == ["修改历史", "作废", "打印", "修改", "交办"]
    assert page.record.width() < page.lists.width()
    assert all(b.geometry().right() <= b.parentWidget().width() for b in page.record.buttons.values())
