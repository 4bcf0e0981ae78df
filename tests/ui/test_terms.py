"""The end of a term on the sample station, in the real window: left and taken up again, closed in the end (N9)."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from lianluozhan.models import deputies, groups, term_closing, term_handing, term_matters, term_people, terms
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import RuleError
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.service.record import ServiceRecord
from lianluozhan.models.terms import Term
from lianluozhan.ui.editors import PickEditor, PickManyEditor
from lianluozhan.ui.pages.deputies.term_page import TermPage
from lianluozhan.ui.question import Question
from tests.rosters import roster

from .one_person import Person
from .test_accessibility import controls, out_of_order


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    found = Home(tmp_path_factory.mktemp("sample") / "home")
    demo(found, opinions=60)
    return found


@pytest.fixture
def station(sample, tmp_path):
    """The sample station, fresh for each test."""
    shutil.copytree(sample.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def at_desk(dressed, station):
    """Somebody at the desk; another one takes his place when asked for."""
    people: list[Person] = []

    def sit_down(user: str = "zhouchangfu") -> Person:
        while people:
            people.pop().close()
        people.append(Person(QApplication.instance(), station, user, PASSWORD))
        return people[-1]

    yield sit_down
    while people:
        people.pop().close()


@pytest.fixture
def yes(monkeypatch):
    """Every question is answered with yes; what was asked is kept."""
    asked: list[str] = []

    def answered(self: Question) -> Question.DialogCode:
        asked.append(self.windowTitle() or self.accessibleName())
        return Question.DialogCode.Accepted

    monkeypatch.setattr(Question, "exec", answered)
    return asked


def begun(person: Person) -> Term:
    session = person.session
    return terms.begin(
        session,
        Term(
            name="第二十届",
            levels=(Level.TOWNSHIP, Level.COUNTY),
            starts_on=session.today - timedelta(days=1800),
            ends_on=session.today - timedelta(days=1),
            next_name="第二十一届",
        ),
    )


def wizard(person: Person, term: Term) -> TermPage:
    person.desk.go_section("deputies", "terms")
    page = person.desk.page("deputies")
    page.open_record(term.id)
    page.record.buttons["继续办理"].click()
    person.application.processEvents()
    found = page.layers.currentWidget()
    assert isinstance(found, TermPage)
    return found


def elect(person: Person, term: Term, name: str) -> int:
    mandate = Mandate(level=Level.TOWNSHIP, term=term.next_name, constituency="第1选区", starts_on=term.next_starts_on)
    return deputies.add(person.session, Deputy(name=name), [mandate]).id


def finish_receptions(person: Person) -> None:
    """Whatever the sample station has not finished of the old term is called off or gone through."""
    session = person.session
    with session.action("reception.enter"):
        session.db.conn.execute("UPDATE receptions SET state = 'cancelled' WHERE state IN ('planned', 'open')")
        session.db.conn.execute("UPDATE visits SET state = 'done' WHERE state IN ('waiting', 'talking')")
        session.db.conn.execute("UPDATE visits SET treatment = 'on_spot' WHERE opinion_id IS NULL")
        session.db.conn.execute("UPDATE contacts SET result = 'explained' WHERE opinion_id IS NULL")
        session.db.conn.execute("UPDATE suggestions SET state = 'closed' WHERE state = 'draft'")
        session.db.conn.execute("UPDATE service_records SET state = 'passed' WHERE state = 'waiting'")


# The whole way -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("3.1.4")
def test_the_sample_station_closes_its_term_and_nothing_open_is_without_an_owner(at_desk, yes, tmp_path):
    person = at_desk()
    finish_receptions(person)
    term = begun(person)
    steps = wizard(person, term)
    assert steps.step.NAME == "未了事项"  # the first step where something is left to do
    before = term_matters.left_behind(person.session, term)
    assert before

    steps.go(4)
    steps.step.expire.click()
    newcomer = elect(person, term, "李新民")
    assert steps.step.people.current()["name"] == "李新民"

    steps.go(2)
    steps.step.taker.set_value(f"d{newcomer}")
    steps.step.give_all.click()
    posts = steps.step.matters.records.loaded.rows
    assert posts and {row["table"] for row in posts} <= {"group_members"}  # he takes one post and no more
    for number in range(len(posts)):
        steps.step.taker.set_value(f"d{elect(person, term, f'新人{number}')}")
        steps.step.give.click()
    assert "每一件都有人接手了" in steps.step.count.text()

    steps.go(3)
    steps.step.sign.click()
    assert "都签好字了" in steps.step.count.text()

    steps.go(5)
    folder = tmp_path / "books"
    folder.mkdir()
    steps.step.write(steps.step._left, folder)
    steps.step.job.wait()
    QTest.qWait(50)
    books = [each.name for each in folder.glob("第二十届履职档案*.pdf")]
    assert len(books) == len(term_people.leaving(person.session, term)) > 5
    assert "都存好了" in steps.step.count.text()

    head = at_desk("wangxiuying")
    steps = wizard(head, term)
    assert steps.step.NAME == "封存"
    steps.step.close_button.click()
    assert head.session.get(Term, term.id).closed_on == head.session.today
    assert term_matters.ownerless(head.session) == []
    assert not steps.step.close_button.isVisibleTo(steps) and "已经在" in steps.step.count.text()
    for line in head.session.select(ServiceRecord)[:1]:
        with pytest.raises(RuleError, match="封存"), head.session.action("service.void"):
            head.session.change(line, note="改")


def test_the_steps_are_left_and_taken_up_again_after_a_restart(at_desk):
    person = at_desk()
    term = begun(person)
    term_closing.expire(person.session, term.id)
    newcomer = elect(person, term, "李新民")
    matter = term_matters.without_owner(person.session, term)[0]
    term_handing.hand_over(person.session, term.id, [matter.key], term_matters.Owner("", deputy_id=newcomer))
    left = len(term_matters.without_owner(person.session, term))
    steps = wizard(at_desk(), term)
    assert steps.step.NAME == "未了事项" and f"还有 {left} 件" in steps.step.count.text()
    assert steps.steps[4].is_done() and not steps.steps[3].is_done()


def test_every_step_is_reached_by_keys_and_escape_leaves(at_desk):
    person = at_desk()
    steps = wizard(person, begun(person))
    for number, mark in enumerate(steps.marks):
        mark.setFocus()
        person.press(Qt.Key.Key_Space)
        assert steps.pages.currentIndex() == number
        assert steps.step.isAncestorOf(person.focus) or person.focus is steps.back
    person.press(Qt.Key.Key_Escape)
    assert person.desk.page("deputies").layers.at_work


def test_tab_goes_through_each_step_in_its_order_and_everything_has_a_name(at_desk):
    person = at_desk()
    term = begun(person)
    newcomer = elect(person, term, "李新民")
    keys = [matter.key for matter in term_matters.left_behind(person.session, term)][:2]
    term_handing.hand_over(person.session, term.id, keys, term_matters.Owner("", deputy_id=newcomer))
    steps = wizard(person, term)
    wrong = {}
    for number, step in enumerate(steps.steps):
        steps.go(number)
        person.application.processEvents()
        found = controls(steps)
        nameless = [str(each) for each in found if not each.name]
        if nameless or out_of_order(found, steps):
            wrong[step.NAME] = (nameless, out_of_order(found, steps))
        assert len(found) > 5, step.NAME
    assert wrong == {}


def test_the_print_room_lies_over_the_steps_until_it_is_left(at_desk):
    person = at_desk()
    term = begun(person)
    newcomer = elect(person, term, "李新民")
    term_handing.hand_over_rest(person.session, term.id, term_matters.Owner("", deputy_id=newcomer))
    steps = wizard(person, term)
    steps.go(3)
    steps.step.print.click()
    assert steps.layers.currentWidget() is not steps.frame
    person.press(Qt.Key.Key_Escape)
    assert steps.layers.currentWidget() is steps.frame and steps.step.NAME == "交接清单"


def test_f1_opens_the_chapter_of_the_end_of_a_term_only_while_its_steps_are_seen(at_desk):
    person = at_desk()
    room = person.desk.page("deputies")
    wizard(person, begun(person))
    assert room.MANUAL == "terms"
    person.press(Qt.Key.Key_Escape)
    assert room.MANUAL == "deputies"


def test_a_matter_that_nobody_takes_is_refused_in_words(at_desk, yes):
    person = at_desk()
    steps = wizard(person, begun(person))
    steps.go(2)
    steps.step.give.click()
    assert yes and term_handing.lists_of(person.session, steps.term) == []


def test_only_the_head_closes_and_the_others_read_why(at_desk):
    person = at_desk()
    steps = wizard(person, begun(person))
    steps.go(6)
    assert not steps.step.close_button.isEnabled()
    assert "封存由站长办理" in steps.step.refusal.text()


def test_stopping_the_books_keeps_those_that_are_stored(at_desk, tmp_path):
    person = at_desk()
    steps = wizard(person, begun(person))
    steps.go(5)
    steps.step.write(steps.step._left, tmp_path)
    steps.step.stop.click()
    steps.step.job.wait()
    QTest.qWait(50)
    stored = term_closing.books(person.session, steps.term)
    assert len(stored) == len(list(tmp_path.glob("*.pdf"))) < len(person.session.select(Deputy))
    assert "已停下" in steps.step.said.text()


def test_the_folder_of_the_books_is_asked_for(at_desk, monkeypatch):
    person = at_desk()
    steps = wizard(person, begun(person))
    steps.go(5)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    steps.step.store.click()
    assert steps.step.job is None


def test_the_new_roster_is_taken_in_over_the_steps_with_the_next_term_filled_in(at_desk, tmp_path):
    person = at_desk()
    term = begun(person)
    steps = wizard(person, term)
    steps.go(4)
    steps.step.expire.click()
    again = term_people.leaving(person.session, term)[0]
    steps.step.bring_in.click()
    panel = steps.layers.currentWidget()
    rows = (("1", again.name, "", "", "", "", "", "", "镇", "第1选区"), ("2", "李新民", "男", "", "", "", "", "", "镇"))
    panel.read(roster(tmp_path / "新名册.xlsx", *rows))
    wait_for(lambda: panel.plan is not None)
    wishes = panel.checking.columns.defaults()
    assert (wishes["term"], wishes["starts_on"]) == (term.next_name, term.next_starts_on)
    panel.leave.click()
    assert steps.layers.currentWidget() is steps.frame and steps.step.NAME == "新一届名册"


def wait_for(true) -> None:
    for _ in range(200):
        if true():
            return
        QTest.qWait(50)
    raise AssertionError("it did not come")


# Where it is seen --------------------------------------------------------------------------------------------------


def test_the_form_names_who_follows_it_up_after_the_hand_over(at_desk):
    person = at_desk()
    term = begun(person)
    newcomer = elect(person, term, "李新民")
    matter = next(m for m in term_matters.left_behind(person.session, term) if m.table == "opinions")
    term_handing.hand_over(person.session, term.id, [matter.key], term_matters.Owner("", deputy_id=newcomer))
    page = person.desk.go("opinions", matter.record_id)
    person.application.processEvents()
    words = " ".join(label.text() for label in page.record.findChildren(QLabel))
    assert "跟进代表" in words and "李新民" in words
    assert person.session.get(Opinion, matter.record_id).deputy_ids == matter.deputy_ids


def test_a_deputy_sees_what_he_took_over(at_desk):
    person = at_desk()
    term = begun(person)
    newcomer = elect(person, term, "李新民")
    matter = next(m for m in term_matters.left_behind(person.session, term) if m.table == "opinions")
    term_handing.hand_over(person.session, term.id, [matter.key], term_matters.Owner("", deputy_id=newcomer))
    steps = wizard(person, term)
    steps.go(1)
    steps.step.which.set_value("新当选")
    steps.step.see.click()
    page = person.desk.page("deputies")
    assert page.record.head.isVisibleTo(page) and page.section.deputy_id == newcomer
    page.record.open_tab("未了事项")
    assert page.record.tab.table.current()["subject"] == matter.subject


@pytest.mark.clause("2.2.4")
def test_the_newly_elected_are_offered_everywhere_and_those_who_left_nowhere(at_desk):
    person = at_desk()
    term = begun(person)
    gone = {each.id for each in term_people.leaving(person.session, term)}
    term_closing.expire(person.session, term.id)
    newcomer = elect(person, term, "李新民")
    desk, offered = person.desk, {}
    desk.register()
    offered["registration"] = offers(desk.current.jobs.currentWidget())
    desk.current.jobs.drop_form()
    for room, section in PLACES:
        desk.go_section(room, section)
        desk.page(room).section.add()
        offered[section] = offers(desk._drawer() or desk.page(room))
        if drawer := desk._drawer():
            drawer.close_drawer()
    offered["groups"] = {deputy_id for deputy_id, _ in groups.without_group(person.session)}
    assert {name: found for name, found in offered.items() if newcomer not in found or found & gone} == {}


PLACES = (
    ("registers", "suggestions"),
    ("deputies", "contacts"),
    ("deputies", "voter_reports"),
    ("deputies", "activities"),
    ("deputies", "service"),
    ("receptions", "receptions"),
)


def offers(widget) -> set[int]:
    """The ids of the people whom the choosers of deputies in a form offer."""
    found: set[int] = set()
    for name in ("deputy_ids", "called"):
        for many in widget.findChildren(PickManyEditor, name):
            found |= {id_ for id_, *_ in many._entries}
    for one in widget.findChildren(PickEditor, "deputy_id"):
        found |= {offer.id for offer in one._offers.all}
    return found


def test_a_term_is_begun_in_its_drawer_and_goes_on_in_the_steps(at_desk):
    person = at_desk()
    person.desk.go_section("deputies", "terms")
    page = person.desk.page("deputies")
    page.add()
    drawer = person.desk._drawer()
    today = person.session.today
    drawer.fields.set_values(
        {
            "name": "第二十届",
            "starts_on": today - timedelta(days=1800),
            "ends_on": today - timedelta(days=1),
            "next_name": "第二十一届",
        }
    )
    drawer.fields.editors()["levels"].set_value([Level.TOWNSHIP])
    person.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert terms.under_way(person.session).name == "第二十届"
    assert isinstance(page.layers.currentWidget(), TermPage)
