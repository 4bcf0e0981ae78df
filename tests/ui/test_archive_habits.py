"""Habits that every list of the archive shares: up is up, a tick goes on, Esc asks before work of the hand is lost."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from lianluozhan import paths
from lianluozhan.models.archive import box_keeping, boxing, correcting, filing, giving, proposing, schemes
from lianluozhan.models.archive.record import FilingWay, Item, SchemeForm
from lianluozhan.ui import slices, theme
from lianluozhan.ui.filing_reminders import filing_reminders
from lianluozhan.ui.pages.archive.box_proposal import ProposalSheet
from lianluozhan.ui.pages.archive.pieces_sheet import Deed, PiecesSheet, row_of
from lianluozhan.ui.question import Question

from .archive_desk import CTRL, YEAR, Key, answer, bare, begun, desk, new_desk, section_of
from .register_desk import open_desk, press

__all__ = ["bare", "begun", "desk", "new_desk"]


def test_up_is_up_in_the_list_of_all_too_which_has_the_newest_first(qtbot, desk):
    section = section_of(desk, "items")
    row = section.view.records.loaded.rows[4]
    section.select(row["id"])
    press(qtbot, Key.Key_Up, CTRL)
    assert section.which == f"year:{YEAR}" and section.view.current()["id"] == row["id"]
    assert section.view.current()["place"] < row["place"]
    places = [(each["retention"], each["place"]) for each in section.view.records.loaded.rows]
    assert places == sorted(places)


@pytest.mark.parametrize("label", ["撤出", "撤件"])
def test_what_is_out_of_the_archive_is_called_the_same_in_its_facts_as_in_its_state(desk, label):
    session, section = desk.session, section_of(desk, "items")
    item = session.select(Item, "kind = 'external'")[0]
    if label == "撤出":
        filing.take_out(session, item.id, "还差附件")
    else:
        giving.number(session, YEAR)
        correcting.strike(session, item.id, "不该归档", correcting.approvers(session)[0][0])
    shown = section.shown(item.id)
    assert shown.state == f"已{label}" and label in dict(shown.facts)


def test_numbers_are_given_off_the_thread_of_the_window(qtbot, desk):
    section, seen = section_of(desk, "items"), []
    desk.session.listeners.append(lambda touched: seen.append(threading.current_thread()))
    section.number()
    press(qtbot, Key.Key_S, CTRL)
    assert seen and threading.main_thread() not in seen
    assert desk.session.value("SELECT count(*) FROM archive_items WHERE sequence IS NULL") == 0


def test_a_tick_goes_on_to_the_next_line_by_space_and_by_enter(qtbot, desk):
    items = desk.session.select(Item, "kind = 'external'", order="id LIMIT 3")
    page = desk.go("archive")
    deed = Deed("办", lambda ids: None, "primary", "Ctrl+S")
    page.open_job(lambda: PiecesSheet("件", "勾上。", lambda: map(row_of, items), (deed,)))
    sheet = page.layers.currentWidget()
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Return)
    assert sheet.ticked == {items[0].id, items[1].id}
    assert sheet.table.current()["id"] == items[2].id
    press(qtbot, Key.Key_Space)  # at the last line it stays
    assert sheet.ticked == {item.id for item in items}


def test_a_proposal_that_was_put_right_by_hand_is_not_lost_by_esc_without_a_question(qtbot, desk, monkeypatch):
    session = desk.session
    giving.number(session, YEAR)
    page = desk.go("archive")
    page.open_section("boxes")
    plan = boxing.propose(session, YEAR)
    page.open_job(lambda: ProposalSheet(session, YEAR, plan))
    press(qtbot, Key.Key_Escape)
    assert page.layers.at_work  # as it was proposed it can be proposed again
    page.open_job(lambda: ProposalSheet(session, YEAR, plan))
    press(qtbot, Key.Key_Space)
    asked = []
    monkeypatch.setattr(Question, "exec", lambda self: asked.append(self) or Question.DialogCode.Rejected)
    press(qtbot, Key.Key_Escape)
    assert asked and not page.layers.at_work
    answer(monkeypatch)
    press(qtbot, Key.Key_Escape)
    assert page.layers.at_work and session.select(box_keeping.Box) == []


def test_ticks_reach_lines_that_were_not_scrolled_to_yet_and_all_are_counted(qtbot, new_desk, monkeypatch):
    monkeypatch.setattr(slices, "SLICE", 5)
    schemes.choose(new_desk.session, fonds="", fonds_name="镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    section = section_of(new_desk, "ready")
    section.tick_whole()
    listed = section.view.records.loaded.total
    assert len(section.view.records.loaded.rows) < listed
    assert section.page._count.text() == f"勾了 {len(section.ticked)} 件，共 {listed} 件"
    while section.view.records.canFetchMore():
        section.view.records.fetchMore()
    shown = section.view.records.loaded.rows
    assert len(shown) == listed and sum(row["tick"] for row in shown) == len(section.ticked)


def test_all_that_knows_the_season_of_filing_turns_on_the_same_day(new_desk, monkeypatch):
    """待归档, 迎检 and the reminder: last year until the end of March, then this one."""
    session, page = new_desk.session, new_desk.go("archive")
    for day, year in ((datetime(2027, 3, 31, 9), 2026), (datetime(2027, 4, 1, 9), 2027)):
        monkeypatch.setattr(session, "now", lambda day=day: day)
        assert proposing.due_year(session.today) == year
        assert page.sections["ready"].VIEWS[0][0] == page.sections["inspection"].VIEWS[0][0] == f"{year}"
        assert bool(list(filing_reminders(session))) is (year == 2026)


def test_with_letters_twice_as_large_nothing_is_cut_where_a_box_is_looked_through(qtbot, dressed, desk, tmp_path):
    session = desk.session
    giving.number(session, YEAR)
    [box, *_] = box_keeping.put_into_boxes(session, YEAR, boxing.propose(session, YEAR))
    theme.apply(dressed, theme.LIGHT, 200, paths.resources() / "icons", tmp_path)
    try:
        large = open_desk(qtbot, session)
        page = large.go("archive")
        page.open_section("boxes")
        page.section.check(box.id)
        QApplication.processEvents()
        sheet = page.layers.currentWidget()
        for label in sheet.findChildren(QLabel):
            if label.isVisibleTo(sheet) and label.text():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert sheet.typed.height() >= sheet.typed.minimumSizeHint().height()
        assert sheet.table.viewport().height() >= theme.scaled(36)
    finally:
        theme.apply(dressed, theme.LIGHT, 100, paths.resources() / "icons", tmp_path)
