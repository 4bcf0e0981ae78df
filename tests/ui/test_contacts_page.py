"""The section 联系选民 and the tab of a deputy: entered, counted against the minimum, registered without retyping."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt

from lianluozhan.models import contacts, deputies, homes, opinions
from lianluozhan.models.contacts import Contact, ContactResult
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.opinions.record import Channel, Opinion
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.ui.pages.deputies.contact_tab import ContactTab

from .station_at_work import PASSWORD, make_station
from .test_people_page import fill, open_desk


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
    found = desk.go("deputies")
    found.open_section("contacts")
    return found


@pytest.fixture
def deputy_id(session):
    return deputies.add(session, Deputy(name="赵明山"), [Mandate(starts_on=date(2022, 1, 1))]).id


def enter(page, desk, deputy_id, **values):
    page.add()
    usual = {"deputy_id": deputy_id, "voter_name": "孙桂兰", "phone": "13900000008"}
    fill(desk, **{**usual, "content": "看望种粮户。", "suggestion": "希望清理三组的水渠。", **values})


@pytest.mark.clause("3.1.4")
def test_a_contact_is_entered_and_counted_against_the_least_number(page, desk, session, deputy_id):
    enter(page, desk, deputy_id)
    enter(page, desk, deputy_id, voter_name="周大山", phone="")
    [first, second] = session.select(Contact)
    assert (first.voter_name, second.voter_name) == ("孙桂兰", "周大山")
    year = session.today.year
    assert page.section.shown(second.id).hint == f"{year}年联系选民 2 人（户），还差 8（每年不少于 10）。"
    assert len(session.select(ServiceRecord)) == 2


def test_a_contact_without_a_deputy_is_asked_for_at_its_field(page, desk, session):
    page.add()
    fill(desk, content="看望种粮户。")
    assert desk._drawer().fields._fields["deputy_id"].editor.property("problem")
    assert session.select(Contact) == []


def test_what_is_missing_in_a_field_far_down_is_brought_into_sight_with_its_sentence(page, desk, deputy_id, qtbot):
    page.add()
    drawer = desk._drawer()
    fill(desk, deputy_id=deputy_id, content="看望种粮户。", result=ContactResult.OTHER)
    field = drawer.fields._fields["result_words"]
    assert field.editor.property("problem")
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height(), timeout=1000)


@pytest.mark.clause("3.2.1")
def test_it_becomes_a_registration_form_with_all_that_is_known(page, desk, session, deputy_id, qtbot):
    enter(page, desk, deputy_id, result=ContactResult.REGISTERED)
    assert page.section.shown(session.select(Contact)[0].id).state == "还没有登记"
    qtbot.keyClick(page.section.view, Qt.Key.Key_F9)
    room = desk.go("opinions")
    form = room.jobs.form
    said = form.form.values()
    assert (said["submitter_name"], said["phone"], said["deputy_ids"]) == ("孙桂兰", "13900000008", [deputy_id])
    assert said["channel"] is Channel.VISIT_BY_DEPUTY and said["content"] == "看望种粮户。\n希望清理三组的水渠。"
    form.form.set_values({"title": "清理三组水渠"})
    form.save_draft()
    [made] = session.select(Opinion, "title = '清理三组水渠'")
    contact = session.select(Contact)[0]
    assert contact.opinion_id == made.id and made.deputy_ids == (deputy_id,)
    shown = page.section.shown(contact.id)
    assert shown.state == "已登记，还是草稿" and [act.label for act in shown.entries[0].acts] == ["看登记表"]


def test_voiding_and_taking_it_back(page, desk, session, deputy_id, monkeypatch):
    monkeypatch.setattr("lianluozhan.ui.pages.sections.voiding.ask_reason", lambda *a, **k: "登记重了")
    enter(page, desk, deputy_id)
    page.record.buttons["作废"].click()
    assert session.select(Contact)[0].void_reason == "登记重了" and contacts.listing(session).count() == 0
    page.retired.set_value(True)
    page.record.buttons["撤销作废"].click()
    assert contacts.listing(session).count() == 1


def test_a_contact_is_linked_with_a_form_that_is_there_already(page, desk, session, deputy_id):
    made = opinions.submit(
        session,
        opinions.register(
            session,
            Opinion(
                received_on=session.today,
                title="水渠",
                content="堵了。",
                submitter_name="孙桂兰",
                phone="13900000008",
                proposal="请清理。",
                category_id=session.value("SELECT min(id) FROM categories"),
                village_id=session.value("SELECT min(id) FROM villages"),
            ),
        ).id,
    )
    enter(page, desk, deputy_id)
    page.record.entry_buttons[0]["对上登记过的件"].click()
    fill(desk, number=made.number)
    assert session.select(Contact)[0].opinion_id == made.id


def test_the_tab_lists_a_year_and_opens_each_line(page, desk, session, deputy_id, qtbot):
    last = session.today.replace(year=session.today.year - 1)
    enter(page, desk, deputy_id)
    enter(page, desk, deputy_id, voter_name="周大山", contacted_on=last)
    page.open_section("deputies")
    page.open_record(deputy_id)
    tab = ContactTab(page.section)
    qtbot.addWidget(tab)
    tab.show_deputy(deputy_id)
    assert [row["voter_name"] for row in tab.table.records.loaded.rows] == ["孙桂兰"]
    assert "还差 9" in tab.said.text().replace("\u200b", "")
    tab.year.set_value(last.year)
    assert [row["voter_name"] for row in tab.table.records.loaded.rows] == ["周大山"]
    tab.add()
    assert desk._drawer().fields.values()["deputy_id"] == deputy_id
    fill(desk, voter_name="李四", content="座谈。", contacted_on=last)
    assert tab.table.records.loaded.total == 2
    tab.table.select(session.value("SELECT id FROM contacts WHERE voter_name = '周大山'"))
    tab.see_button.click()
    assert page.section.KEY == "contacts" and "周大山" in page.section.shown(page.section.view.current()["id"]).title
