"""登记簿 打印登记 and 空白表: what was printed is found by words and days, printed again, made void; empty forms."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan import sheets
from lianluozhan.models import homes, prints
from lianluozhan.models.paper_codes import code_of
from lianluozhan.models.prints import Print
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.find_acts import deeds, open_hit
from lianluozhan.ui.print_room import PrintRoom

from .print_desk import registered
from .station_at_work import PASSWORD, make_station


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
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=session.folder.parent)
    made.announced = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


@pytest.fixture
def opinion_id(session):
    return registered(session)[0]


def log_page(desk, key="prints"):
    desk.go_section("registers", key)
    return desk.page("registers")


def listed(page):
    model = page.section.view.records
    return [model.row_at(model.index(n, 0)) for n in range(model.rowCount())]


@pytest.mark.clause("4.3.2")
def test_what_was_printed_stands_in_the_log_and_is_found_by_words_and_days(desk, session, opinion_id):
    sheets.log(session, "F10", [opinion_id], prints.PAPER, 2, purpose="登记用", pages=1)
    sheets.log(session, "F17", [opinion_id], "pdf")
    page = log_page(desk)
    assert [row["form"] for row in listed(page)][:2] == ["F17", "F10"]
    page.section.select(session.value("SELECT max(id) FROM prints WHERE form = 'F10'"))
    page._show()
    facts = dict(page.section.shown(page.section.view.current()["id"]).facts)
    assert facts["份数"] == "2 份，每份 1 页" and facts["纸号"] == code_of("F10", opinion_id)
    for words, forms in (("征询", ["F17"]), ("登记用", ["F10"]), ("2001年", []), ("今年", ["F17", "F10"])):
        page.words.set_value(words)
        page._refresh()
        assert [row["form"] for row in listed(page)] == forms, words


def test_a_printed_sheet_is_made_void_with_its_reason(desk, session, opinion_id, monkeypatch):
    sheets.log(session, "F10", [opinion_id], prints.PAPER)
    page = log_page(desk)
    monkeypatch.setattr("lianluozhan.ui.pages.sections.voiding.ask_reason", lambda *_, **__: "填错了，已重打")
    page.record.buttons["作废"].setFocus()
    page.record.buttons["作废"].click()
    assert desk.window().focusWidget() is page.section.view.focusProxy() or page.section.view.isAncestorOf(
        desk.window().focusWidget()
    )
    entry = session.select(Print, order="id DESC")[0]
    assert entry.void_reason == "填错了，已重打" and entry.voided_on == session.today
    assert [row["form"] for row in listed(page)] == ["F10"]  # in sight, struck through
    page.retired.set_value(False)
    page._refresh()
    assert listed(page) == []
    labels = [act.label for act in page.section.shown(entry.id).acts]
    assert "作废" not in labels and "重打" in labels


def test_the_same_sheet_is_printed_again_from_the_log(desk, session, opinion_id):
    sheets.log(session, "F17", [opinion_id], prints.PAPER)
    page = log_page(desk)
    page.print_open()
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom) and (room.order.number, room.order.record_ids) == ("F17", (opinion_id,))


def test_every_form_is_in_the_list_of_blank_forms_and_opens_empty(desk, qtbot):
    page = log_page(desk, "blanks")
    assert {row["number"] for row in listed(page)} == set(sheets.titles())
    page.words.set_value("征询")
    page._refresh()
    QTest.keyClick(page.section.view, Qt.Key.Key_Return)
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.is_blank and room.order.number == "F17"


def test_log_and_blank_forms_are_found_by_typing(desk):
    keys = {act.key: act for act, _ in deeds(desk)}
    assert "打印登记" in keys["section:registers:prints"].title
    assert "空白表" in keys["section:registers:blanks"].title
    for view in ("open", "overdue", "dissatisfied"):
        assert f"ledger:{view}" in keys


def test_a_ledger_of_what_is_overdue_is_one_key_away(desk):
    {act.key: do for act, do in deeds(desk)}["ledger:overdue"]()
    room = desk.page("opinions").jobs.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.is_ledger and room.order.name == "逾期"


def test_a_typed_paper_code_opens_the_matter(desk, session, opinion_id):
    from lianluozhan.models.finding import Finder

    search = Finder(session).search(code_of("F10", opinion_id))
    while search.step():
        pass
    open_hit(desk, search.groups[0].hits[0])
    assert desk.page("opinions")._shown == opinion_id
