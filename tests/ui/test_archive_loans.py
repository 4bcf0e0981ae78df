"""借阅 at its window: by keys from the application to the counted return, by paper, in the lists, on 今日 (4.6.3)."""

import shutil
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lianluozhan.models import homes
from lianluozhan.models.archive import lending
from lianluozhan.models.archive.lending import Loan, LoanState, UseDecision, UseWay
from lianluozhan.models.archive.record import Item, Retention
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.trail import Signed
from lianluozhan.ui import question
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.archive import loan_section
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.reminders import reminders

from .register_desk import open_desk, press, rows, tab_to, write
from .station_at_work import PASSWORD, make_station

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
YEAR = 2020


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


def shelved(session, sequence=1, **values):
    usual = {
        "year": YEAR,
        "retention": Retention.YEARS_30,
        "sequence": sequence,
        "archival_number": f"WS·{YEAR}-D30-{sequence:04d}",
        "responsible": "石桥镇人大",
        "title": f"[第{sequence}件群众意见及办理答复]",
        "dated_on": date(YEAR, 5, 6),
        "pages": 9,
        "filed_on": date(YEAR + 1, 1, 8),
    }
    with session.action("archive.file"):
        return session.add(Item(**(usual | values)))


def wanted(session, item, way=UseWay.LEND, day=None, **values):
    usual = {"applicant": "马一鸣", "organisation": "镇党政办", "phone": "13900000009"}
    asked_on = day or session.today
    return lending.apply(session, Loan(item_id=item.id, way=way, asked_on=asked_on, **(usual | values)))


def leader(session):
    return session.value("SELECT id FROM staff WHERE name = '陈国栋'")


def out(session, item, days=0, **values):
    """Handed out so many days ago."""
    day = session.today - timedelta(days=days)
    loan = wanted(session, item, day=day, **values)
    with session.action("archive.lend"):  # the leader was not in office so long ago
        granted = {"decision": UseDecision.YES, "decided_by": leader(session), "decided_on": day, "handed_on": day}
        return session.change(loan, **granted, due_on=lending.last_day(session, loan.way, day))


def open_loans(desk, loan=None):
    desk.go_section("archive", "loans")
    desk.current.reload()  # what another desk wrote meanwhile
    if loan is not None:
        desk.current.open_record(loan.id)
        desk.current.take_focus()
    return desk.current


def buttons(page):
    return set(page.record.buttons) | {words for made in page.record.entry_buttons for words in made}


def drawer_of(page):
    return page.window().findChildren(Drawer)[-1]


def state(session, loan):
    return lending.state_of(session.get(Loan, loan.id), session.today)


@pytest.mark.clause("4.6.3")
def test_a_loan_is_asked_for_by_keys(desk, session, qtbot):
    shelved(session, 1)
    item = shelved(session, 2)
    open_loans(desk)
    press(qtbot, Key.Key_Insert)
    assert QApplication.focusWidget().objectName() == "item_id"
    write("0002")
    press(qtbot, Key.Key_Return)
    tab_to(qtbot, "applicant")
    write("马一鸣")
    tab_to(qtbot, "organisation")
    write("镇党政办")
    press(qtbot, Key.Key_S, CTRL)
    [loan] = session.select(Loan)
    assert (loan.item_id, loan.way, loan.applicant, loan.organisation) == (item.id, UseWay.LEND, "马一鸣", "镇党政办")
    assert (loan.number, loan.asked_on) == (f"借阅〔{session.today.year}〕1号", session.today)


@pytest.mark.clause("5.1.3")
def test_the_head_grants_it_with_two_keys(dressed, session, qtbot):
    loan = wanted(session, shelved(session))
    page = open_loans(open_desk(qtbot, homes.sign_in_again(session, "chen", PASSWORD)), loan)
    assert "审批" in page.record.buttons and "补录签字件" not in buttons(page)
    press(qtbot, Key.Key_F9)
    press(qtbot, Key.Key_S, CTRL)
    decided = session.get(Loan, loan.id)
    assert (decided.decision, decided.decision_words, decided.source) == (UseDecision.YES, "同意。", Source.PROGRAM)


@pytest.mark.clause("4.6.3")
def test_it_is_handed_out_and_taken_back_by_keys(desk, session, qtbot):
    loan = wanted(session, shelved(session))
    lending.decide(session, loan.id, UseDecision.YES, signed=Signed(leader(session), session.today))
    page = open_loans(desk, loan)
    press(qtbot, Key.Key_F9)
    press(qtbot, Key.Key_S, CTRL)
    assert state(session, loan) is LoanState.OUT
    press(qtbot, Key.Key_F9)
    assert QApplication.focusWidget().objectName() == "pages_returned"
    press(qtbot, Key.Key_9)
    press(qtbot, Key.Key_S, CTRL)
    assert state(session, loan) is LoanState.BACK
    assert rows(page)[0]["stands"] == "back lend"


@pytest.mark.clause("4.6.3")
def test_a_return_that_does_not_agree_is_asked_about_taken_back_and_cleared_up(desk, session, qtbot):
    loan = out(session, shelved(session))
    page = open_loans(desk, loan)
    press(qtbot, Key.Key_F9)
    press(qtbot, Key.Key_8)
    press(qtbot, Key.Key_S, CTRL)
    assert drawer_of(page).isVisible() and state(session, loan) is LoanState.OUT
    tab_to(qtbot, "return_words")
    write("缺第 9 页，借阅人在找。")
    press(qtbot, Key.Key_S, CTRL)
    assert state(session, loan) is LoanState.IN_DOUBT
    assert "归还时对不上" in desk.current.section.shown(loan.id).hint
    press(qtbot, Key.Key_F9)
    write("夹在封底，已放回。")
    press(qtbot, Key.Key_S, CTRL)
    assert state(session, loan) is LoanState.BACK
    assert session.get(Loan, loan.id).settled_words == "夹在封底，已放回。"


def test_the_signed_sheet_is_entered_by_the_clerk(desk, session, qtbot):
    loan = wanted(session, shelved(session))
    page = open_loans(desk, loan)
    assert "审批" not in page.record.buttons
    page.record.buttons["补录签字件"].click()
    QApplication.processEvents()
    press(qtbot, Key.Key_S, CTRL)
    decided = session.get(Loan, loan.id)
    assert (decided.decision, decided.source, decided.decided_by) == (UseDecision.YES, Source.PAPER, leader(session))


@pytest.mark.clause("4.7.2")
def test_the_vice_head_grants_of_what_is_private_only_the_reading(dressed, session, qtbot, told):
    loan = wanted(session, shelved(session, keeps_secret=True))
    vice = open_desk(qtbot, homes.sign_in_again(session, "zhang", PASSWORD))
    page = open_loans(vice, loan)
    press(qtbot, Key.Key_F9)
    drawer = drawer_of(page)
    press(qtbot, Key.Key_S, CTRL)
    assert state(session, loan) is LoanState.WAITING and "由站长本人决定" in told[0]
    drawer.fields.set_values({"way": UseWay.READ})
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Loan, loan.id).way is UseWay.READ


def test_whoever_came_before_is_known_by_his_name(desk, session):
    item = shelved(session)
    wanted(session, item)
    page = open_loans(desk)
    loan_section.lend(page, item.id)
    drawer = drawer_of(page)
    editors = drawer.fields.editors()
    assert "item_id" not in editors
    editors["applicant"].set_text("马一鸣")
    editors["applicant"].changed.emit()
    assert (editors["organisation"].value(), editors["phone"].value()) == ("镇党政办", "13900000009")
    drawer.close_drawer()


def test_each_view_lists_its_own_and_overdue_is_said_with_its_days(desk, session):
    late, waiting = out(session, shelved(session, 1), days=30), wanted(session, shelved(session, 2))
    reader = out(session, shelved(session, 3), way=UseWay.READ)
    page = open_loans(desk)
    listed = {}
    for key, _ in page.section.VIEWS:
        page._list_sheet.which.set_value(key)
        page._turn()
        listed[key] = {row["id"] for row in rows(page)}
    assert listed["waiting"] == {waiting.id} and listed["overdue"] == {late.id}
    assert listed["out"] == {late.id, reader.id} and listed["back"] == set()
    assert listed[""] == {late.id, waiting.id, reader.id}
    facts = dict(page.section.shown(late.id).facts)
    assert facts["逾期"].endswith(" 日") and int(facts["逾期"].split()[0]) >= 20
    assert page.section.shown(reader.id).state == "查阅中"
    assert "借阅〔" in page.section.shown(wanted(session, session.get(Item, late.item_id)).id).subtitle


def test_a_loan_is_renewed_after_one_question_and_a_late_one_is_not_offered_it(desk, session, monkeypatch):
    loan, late = out(session, shelved(session, 1), days=3), out(session, shelved(session, 2), days=30)
    page = open_loans(desk, late)
    assert "续借" not in page.record.buttons
    asked = []
    monkeypatch.setattr(question.Question, "exec", lambda self: asked.append(self.windowTitle()) or 1)
    page.open_record(loan.id)
    page.record.buttons["续借"].click()
    assert asked == ["镇党政办马一鸣续借？"]
    assert session.get(Loan, loan.id).renewals == 1


def test_today_reminds_of_what_is_late_and_of_what_waits_for_whom(desk, session):
    out(session, shelved(session, 1), days=30)
    wanted(session, shelved(session, 2))
    said = {entry.what: (entry.room, entry.section) for entry in reminders(session)}
    assert said["1 件档案逾期没有归还"] == said["1 份查阅、借阅申请等站领导审批"] == ("archive", "loans")
    head = homes.sign_in_again(session, "chen", PASSWORD)
    said = {entry.what: entry.why for entry in reminders(head)}
    assert "1 份查阅、借阅申请等您审批" in said and "1 份查阅、借阅申请等站领导审批" not in said
    assert said["1 件档案逾期没有归还"].startswith("镇党政办马一鸣借出，逾期 ")


def test_the_sheet_of_one_and_the_register_of_a_period_are_printed(desk, session, qtbot, told):
    first = out(session, shelved(session, 1), days=3)
    second = wanted(session, shelved(session, 2))
    page = open_loans(desk, second)
    press(qtbot, Key.Key_P, CTRL)
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom) and (room.order.number, room.order.record_ids) == ("F84", (second.id,))
    page.step_back()
    page._list_sheet.act_buttons["打印登记表"].click()
    drawer = drawer_of(page)
    drawer.fields.set_values(
        {"first": session.today - timedelta(days=400), "last": session.today - timedelta(days=300)}
    )
    drawer.save()
    assert page.layers.at_work and "这段时间没有查阅、借阅" in told[0]
    drawer.fields.set_values({"last": session.today})
    drawer.save()
    room = page.layers.currentWidget()
    assert (room.order.number, room.order.record_ids) == ("F83", (first.id, second.id))


def test_what_is_out_keeps_the_next_one_waiting_and_says_who_has_it(desk, session):
    item = shelved(session)
    out(session, item, days=3)
    second = wanted(session, item, applicant="孙强", organisation="")
    page = open_loans(desk, second)
    assert "现在由镇党政办马一鸣借出" in page.section.shown(second.id).hint


def test_half_filled_drawers_come_back(desk, session, qtbot):
    shelved(session)
    page = open_loans(desk)
    page.section.open_draft("add", 0)
    assert "applicant" in drawer_of(page).fields.editors()
    drawer_of(page).close_drawer()
    loan = wanted(session, session.select(Item)[0])
    for what, field in (("edit", "applicant"), ("advise", "office_words"), ("sign", "signed_by")):
        page.section.open_draft(what, loan.id)
        drawer = drawer_of(page)
        assert field in drawer.fields.editors()
        drawer.close_drawer()
        QApplication.processEvents()
