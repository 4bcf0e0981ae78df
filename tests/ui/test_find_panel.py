"""Ctrl+K: everything is found from one field, by keys, without waiting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.found import Group, Hit
from lianluozhan.models.homes import sign_in
from lianluozhan.models.permissions import Role
from lianluozhan.models.session import Session
from lianluozhan.models.staff import Staff
from lianluozhan.ui import theme
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.find_list import entries_of
from lianluozhan.ui.find_panel import FindPanel
from lianluozhan.ui.pages.opinion_page import OpinionPage
from lianluozhan.ui.shortcuts import note_composing
from tests.keeping import noon
from tests.sample_station import sample_station

Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return sample_station(tmp_path_factory.mktemp("finding") / "home")


def desk_of(application, home, session):
    made = Desk(session, Changes(application), home=home.folder)
    made.resize(1366, 740)
    made.show()
    made.first_room()
    QTest.qWaitForWindowExposed(made)
    made.activateWindow()
    return made


@pytest.fixture(scope="module")
def shared(dressed, home):
    made = desk_of(dressed, home, sign_in(home, "zhouchangfu", PASSWORD, now=noon))
    yield made
    made.close()
    made.deleteLater()
    made.session.close()


@pytest.fixture
def desk(shared):
    shared.go("today")
    yield shared
    note_composing(False)
    if panel := shared._panel():
        panel.close_panel()


def press(desk, key, modifier=NONE):
    QTest.keyClick(QApplication.focusWidget() or desk, key, modifier)


def open_panel(desk):
    press(desk, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    panel = desk._panel()
    assert isinstance(panel, FindPanel)
    panel.field.clear()
    return panel


def commit(panel, text):
    """Chinese as an input method puts it in."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(panel.field, event)


def settle(qtbot, panel):
    qtbot.waitUntil(lambda: not panel._wait.isActive() and not panel._work.isActive(), timeout=5000)


def look(qtbot, desk, text):
    panel = open_panel(desk)
    commit(panel, text)
    settle(qtbot, panel)
    return panel


def titles(panel, kind):
    return [entry.hit.title for entry in panel.list.lines.entries if entry.hit and entry.hit.kind == kind]


def headings(panel):
    return [entry.heading for entry in panel.list.lines.entries if entry.heading]


def test_a_word_and_initials_find_and_enter_opens_the_first(qtbot, desk):
    panel = look(qtbot, desk, "路灯")
    found = panel.list.hit()
    assert found.kind == "opinion" and "路灯" in found.title
    assert headings(panel)[0].startswith("社情民意 ")
    press(desk, Key.Key_Return)
    assert not panel.isVisible()
    assert isinstance(desk.current, OpinionPage) and desk.current.record.opinion_id == found.key


def test_enter_right_after_typing_opens_what_was_typed_and_not_what_stood_there(qtbot, desk):
    panel = look(qtbot, desk, "自来水")
    panel.field.selectAll()
    commit(panel, "路灯")
    press(desk, Key.Key_Return)
    assert isinstance(desk.current, OpinionPage)
    assert "路灯" in desk.current.record.file.opinion.title


def test_arrows_go_over_the_headings_and_escape_gives_the_focus_back(qtbot, desk):
    before = QApplication.focusWidget()
    panel = look(qtbot, desk, "石桥村")
    kinds = [panel.list.hit().kind]
    for _ in range(30):
        press(desk, Key.Key_Down)
        kinds.append(panel.list.hit().kind)
    assert kinds[0] == "opinion" and kinds[-1] in ("register", "act")
    press(desk, Key.Key_Escape)
    assert not panel.isVisible() and QApplication.focusWidget() is before


def test_page_down_reads_on_and_the_current_hit_stays(qtbot, desk):
    panel = look(qtbot, desk, "村")
    assert len(titles(panel, "opinion")) == 8 and titles(panel, "more") == ["再看 50 件"]
    press(desk, Key.Key_PageDown)
    settle(qtbot, panel)
    assert len(titles(panel, "opinion")) > 20
    assert panel.list.hit() is not None and panel.list.currentIndex().row() > 1


def test_a_village_found_by_initials_opens_the_form_with_the_village_filled_in(qtbot, desk):
    panel = look(qtbot, desk, "sqc")
    assert panel.sheet.note.text().startswith("sqc = 石桥村")
    while panel.list.hit().kind != "register":
        press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    form = desk.current.form
    assert form is not None
    village = form.form.editor("village_id").value()
    assert desk.session.value("SELECT name FROM villages WHERE id = ?", (village,)) == "石桥村"
    desk.current.jobs.drop_form()


@pytest.mark.parametrize(("typed", "room"), [("去系统：备份", "system"), ("qryhdw", "people")])
def test_rooms_and_sections_are_places_to_go(qtbot, desk, typed, room):
    panel = look(qtbot, desk, typed)
    press(desk, Key.Key_Return)
    assert not panel.isVisible() and desk.current is desk.page(room)


def test_a_printed_sheet_is_called_by_the_name_of_its_form():
    hit = Hit("sheet", ("supervisions", 1), "F15", "纸号 FD97-Z240")
    [_, entry] = entries_of([Group("sheet", "纸上的编号", (hit,), 1)])
    assert entry.hit.title == "打印过的督办通知书" and entry.hit.key == ("supervisions", 1)


def test_a_person_opens_where_the_people_are(qtbot, desk):
    look(qtbot, desk, "zms")
    press(desk, Key.Key_Return)
    assert desk.current is desk.page("deputies")
    assert desk.current.section.view.current()["name"] == "赵明山"


def test_filters_are_offered_and_tab_takes_the_first(qtbot, desk):
    panel = look(qtbot, desk, "zt")
    press(desk, Key.Key_Tab)
    assert panel.field.text() == "状态:" and panel.field.hasFocus()
    commit(panel, "办结")
    settle(qtbot, panel)
    assert titles(panel, "opinion") and "状态 办结" in panel.sheet.note.text()
    assert all(entry.hit.row["status"] == "closed" for entry in panel.list.lines.entries if entry.hit and entry.hit.row)


def test_the_offers_below_an_empty_field_are_whole(qtbot, desk):
    panel = look(qtbot, desk, "")
    row = panel.sheet._offer_row
    offered = [made for made in row.children() if made.isWidgetType() and made.isVisible()]
    assert offered and row.height() >= max(made.sizeHint().height() for made in offered)
    assert row.y() >= panel.field.geometry().bottom()


def test_a_near_miss_is_offered_and_enter_takes_it(qtbot, desk):
    panel = look(qtbot, desk, "路登")
    assert panel.list.hit().title.startswith("没有找到“路登”。您是不是要找“路灯”？有 ")
    press(desk, Key.Key_Return)
    settle(qtbot, panel)
    assert panel.field.text() == "路灯" and titles(panel, "opinion")


def test_what_finds_nothing_or_is_not_understood_is_said(qtbot, desk):
    panel = look(qtbot, desk, "飞碟")
    assert panel.sheet.sentence.text().startswith("没有找到“飞碟”") and panel.list.hit() is None
    panel = look(qtbot, desk, "村:月亮")
    assert panel.sheet.sentence.text() == "没有叫“月亮”的村。"
    press(desk, Key.Key_Return)
    assert panel.isVisible()


def test_recent_searches_of_this_sitting_are_there_when_the_field_is_empty(qtbot, desk):
    look(qtbot, desk, "路灯")
    press(desk, Key.Key_Return)
    panel = open_panel(desk)
    settle(qtbot, panel)
    assert titles(panel, "recent")[0] == "路灯"
    press(desk, Key.Key_Return)
    settle(qtbot, panel)
    assert panel.field.text() == "路灯" and titles(panel, "opinion")


def test_no_key_is_taken_and_nothing_is_looked_for_while_an_input_method_composes(qtbot, desk):
    panel = open_panel(desk)
    settle(qtbot, panel)
    QApplication.sendEvent(panel.field, QInputMethodEvent("ludeng", []))
    assert not panel._wait.isActive()
    for key in (Key.Key_Return, Key.Key_Down, Key.Key_Tab, Key.Key_Escape, Key.Key_F2):
        QApplication.sendEvent(panel.field, QKeyEvent(QEvent.Type.KeyPress, key, NONE))
    assert panel.isVisible() and not panel._wait.isActive()
    commit(panel, "路灯")
    assert panel._wait.isActive()


def test_other_keys_of_the_desk_do_not_act_beneath_it(qtbot, desk):
    panel = open_panel(desk)
    for key in (Key.Key_F2, Key.Key_F10):
        press(desk, key)
    press(desk, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert panel.isVisible() and desk.current is desk.page("today")


def test_typed_markup_stays_what_it_is(qtbot, desk):
    panel = look(qtbot, desk, "<b>路灯</b>")
    desk.grab()
    assert titles(panel, "opinion") == [] or all("<" not in title for title in titles(panel, "opinion"))


def test_a_key_asks_the_store_nothing_and_each_step_of_the_search_asks_little(qtbot, desk):
    """What lets the keys go on; bench/search_words.py and bench/type_keys.py measure it."""
    panel = open_panel(desk)
    settle(qtbot, panel)
    asked, of_steps = [], []
    desk.session.db.conn.set_trace_callback(lambda sql: sql.startswith("--") or asked.append(sql))
    try:
        commit(panel, "石桥村路灯")
        assert asked == []
        search, going = panel.finder.search("石桥村路灯"), True
        while going:
            asked.clear()
            going = search.step()
            of_steps.append(len(asked))
    finally:
        desk.session.db.conn.set_trace_callback(None)
    settle(qtbot, panel)
    assert len(of_steps) >= 4 and max(of_steps) <= 12, of_steps


def test_the_sheet_stays_inside_a_small_window_at_the_largest_text(qtbot, dressed, home, shared, tmp_path):
    from lianluozhan import paths

    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, 200, icons, tmp_path)
    made = desk_of(dressed, home, shared.session)
    try:
        panel = look(qtbot, made, "石桥村 状态:")
        assert made.rect().contains(panel.sheet.geometry())
        assert panel.list.height() >= theme.scaled(40)
        made.show_keys()
    finally:
        made.close()
        made.deleteLater()
        theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)


@pytest.mark.clause("2.2.3")
def test_the_auditor_finds_places_to_go_and_nothing_of_the_residents(qtbot, dressed, home, shared):
    known = shared.session
    auditor = known.select(Staff, "name = '郑国平'")[0]
    session = Session(known.db, auditor, frozenset({Role.AUDITOR}), keys=known.keys, folder=known.folder)
    made = desk_of(dressed, home, session)
    try:
        assert look(qtbot, made, "路灯").list.hit() is None
        panel = look(qtbot, made, "czrz")
        assert headings(panel) == ["操作"] and panel.list.hit().title == "去系统：操作日志"
        assert panel.finder.offers("") == []
    finally:
        made.close()
        made.deleteLater()
