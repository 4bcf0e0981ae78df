"""What is filed, at its window: put right, found, led to, printed; and how the station files (4.6.3)."""

from __future__ import annotations

import shutil
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from lianluozhan.models import homes
from lianluozhan.models.archive import correcting, filing, giving, lists, ordering, schemes
from lianluozhan.models.archive.record import Box, Item, Retention
from lianluozhan.ui.filing_reminders import filing_reminders
from lianluozhan.ui.pages.archive.item_words import read_words
from lianluozhan.ui.print_room import PrintRoom

from .archive_desk import (
    CTRL,
    YEAR,
    Key,
    answer,
    bare,
    begun,
    desk,
    enter,
    january,
    new_desk,
    section_of,
    titles,
    words_of,
)
from .register_desk import press

__all__ = ["bare", "begun", "desk", "new_desk"]


# Put right ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.3")
def test_a_numbered_line_is_corrected_by_leave_and_the_correction_stands_below_it(qtbot, desk):
    session = desk.session
    giving.number(session, YEAR)
    [item] = session.select(Item, "title = '第2号来文'")
    section_of(desk, "items")
    desk.go("archive", item.id)
    desk.current.take_focus()
    press(qtbot, Key.Key_Return)
    drawer = desk._drawer()
    assert drawer.title == "更正"
    drawer.fields.editors()["title"].set_value("第2号来文（修订）")
    press(qtbot, Key.Key_S, CTRL)
    assert "原因" in words_of(drawer) and session.get(Item, item.id).title == item.title  # why is still wanting
    drawer.fields.editors()["reason"].set_value("目录漏了两个字")
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Item, item.id).archival_number == item.archival_number
    [made] = correcting.corrections_of(session, item.id)
    assert (made.before, made.after) == ("第2号来文", "第2号来文（修订）")
    assert "更正：题名" in words_of(desk.current.record)


@pytest.mark.clause("4.6.3")
def test_a_struck_line_keeps_its_number_and_is_shown_with_the_tick(qtbot, desk):
    session = desk.session
    giving.number(session, YEAR)
    [item] = session.select(Item, "title = '第4号来文'")
    section = section_of(desk, "items")
    desk.go("archive", item.id)
    desk.current.record.buttons["撤件"].click()
    desk._drawer().fields.editors()["reason"].set_value("重复归档")
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Item, item.id).voided_on and section.view.current()["id"] == item.id
    assert desk.current.retired.value() and section.view.current()["archival_number"] == item.archival_number
    assert "撤件" not in desk.current.record.buttons


def test_papers_are_put_in_order_by_keys_and_the_pages_follow(qtbot, desk):
    session = desk.session
    [item] = session.select(Item, "source_table = 'opinions'")
    section_of(desk, "items")
    desk.go("archive", item.id)
    desk.current.record.buttons["排顺序"].click()
    editor = desk._drawer().fields.editors()["parts"]
    assert QApplication.focusWidget() is editor.table
    press(qtbot, Key.Key_Down, CTRL)
    press(qtbot, Key.Key_Up)
    editor.pages.set_value(3)
    press(qtbot, Key.Key_S, CTRL)
    found = filing.parts_of(session, item.id)
    assert [(part.form, part.pages) for part in found] == [("F10", 3), ("F16", 1)]
    assert session.get(Item, item.id).pages == 4


# Finding --------------------------------------------------------------------------------------------------------------


def test_a_year_a_retention_and_a_box_among_the_words_are_read_as_what_they_are():
    wanted = read_words("2026年度 永久 3号盒 路灯 周长福", lists.ItemFilter())
    assert (wanted.year, wanted.retention, wanted.box_number) == (2026, Retention.PERMANENT, 3)
    assert wanted.words == "路灯 周长福"
    assert read_words("２０２６年", lists.ItemFilter()).year == 2026


@pytest.mark.clause("4.6.3")
def test_the_list_finds_by_word_number_person_year_and_box(desk):
    session = desk.session
    giving.number(session, YEAR)
    with session.action("archive.box"):
        box = session.add(Box(year=YEAR, retention=Retention.PERMANENT, number=7))
        [boxed] = session.select(Item, "title = '第6号来文'")
        session.change(boxed, box_id=box.id)
    [matter] = session.select(Item, "source_table = 'opinions'")
    section = section_of(desk, "items")
    for words, title in (
        ("第12号来文", "第12号来文"),
        (boxed.archival_number, boxed.title),
        (matter.persons, matter.title),
        ("7号盒", boxed.title),
        ("2026年 30年", matter.title),
    ):
        desk.current.words.set_value(words)
        desk.current._refresh()
        assert titles(section) == [title], words
    desk.current.words.set_value("2025年 来文")
    desk.current._refresh()
    assert titles(section) == []


def test_ctrl_k_finds_a_piece_by_its_number_and_opens_it(qtbot, desk):
    giving.number(desk.session, YEAR)
    [item] = desk.session.select(Item, "title = '第8号来文'")
    desk.find_anything(item.archival_number)
    panel = desk._panel()
    qtbot.waitUntil(lambda: any(e.hit and e.hit.kind == "item" for e in panel.list.lines.entries))
    while panel.list.hit().kind != "item":
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    assert desk.current.section.KEY == "items" and desk.current.section.view.current()["id"] == item.id


def test_an_open_matter_says_where_it_is_filed_and_leads_there(qtbot, desk):
    [item] = desk.session.select(Item, "source_table = 'opinions'")
    desk.go("opinions", item.source_id)
    button = next(b for b in desk.current.findChildren(QPushButton) if "归档文件" in b.accessibleName())
    button.click()
    assert desk.current.section.view.current()["id"] == item.id
    desk.current.record.buttons["看记录"].click()
    assert desk.current is desk.page("opinions") and desk.current.record.opinion_id == item.source_id


def test_until_march_it_is_said_that_the_last_year_waits(begun, tmp_path):
    home = homes.Home(shutil.copytree(begun, tmp_path / "home"))
    for now, said in ((january, True), (lambda: datetime(2027, 6, 1, 9, 0), False)):
        session = enter(home, now=now)
        found = list(filing_reminders(session))
        session.close()
        assert bool(found) is said
        assert not found or ("2026年有" in found[0].what and found[0].section == "ready")


# Paper and settings ---------------------------------------------------------------------------------------------------


def test_the_catalogue_of_a_class_goes_to_the_print_room(qtbot, desk):
    giving.number(desk.session, YEAR)
    section_of(desk, "items")
    desk.current._list_sheet.act_buttons["打印目录"].click()
    drawer = desk._drawer()
    assert "永久（20 件）" in [drawer.fields.editors()["key"].itemText(n) for n in range(4)]
    press(qtbot, Key.Key_S, CTRL)
    room = desk.current.layers.currentWidget()
    assert isinstance(room, PrintRoom) and room.order.number == "F80"
    desk.step_back()


def test_the_printer_is_measured_on_its_test_sheet(qtbot, desk):
    section = section_of(desk, "settings")
    desk.go("archive", 2)
    section.edit(2)
    drawer = desk._drawer()
    drawer.fields.set_values({"left": "81", "top": "12.5"})
    press(qtbot, Key.Key_S, CTRL)
    scheme = schemes.current(desk.session)
    assert (scheme.move_x, scheme.move_y) == (15, -5)
    section.edit(2)
    desk._drawer().fields.set_values({"left": "八十", "top": "12"})
    press(qtbot, Key.Key_S, CTRL)
    assert "请填毫米数" in words_of(desk._drawer())


def test_a_scheme_that_stands_in_numbers_says_why_it_cannot_change(qtbot, desk):
    giving.number(desk.session, YEAR)
    section = section_of(desk, "settings")
    assert "不能再改" in section.shown(1).hint
    section.edit(1)
    editors = desk._drawer().fields.editors()
    assert not editors["scheme"].isEnabled() and not editors["fonds"].isEnabled()
    assert editors["fonds_name"].isEnabled()


def test_the_table_of_retention_is_changed_with_its_basis(qtbot, desk):
    section = section_of(desk, "settings")
    rule = next(each for each in schemes.rules(desk.session) if each.code == "training")
    section.stored(rule)
    press(qtbot, Key.Key_Return)
    drawer = desk._drawer()
    drawer.fields.set_values({"retention": Retention.YEARS_10, "basis": ""})
    press(qtbot, Key.Key_S, CTRL)
    assert "请写明依据" in words_of(drawer) or "依据" in words_of(drawer)
    drawer.fields.set_values({"basis": "县档案馆2026年批准"})
    press(qtbot, Key.Key_S, CTRL)
    changed = schemes.rule_by_code(desk.session)["training"]
    assert (changed.retention, changed.basis) == (Retention.YEARS_10, "县档案馆2026年批准")


def test_what_waits_is_in_order_after_one_act(desk, monkeypatch):
    answer(monkeypatch)
    section = section_of(desk, "items")
    section.arrange()
    waiting = ordering.waiting(desk.session, YEAR)
    assert section.which == f"year:{YEAR}" and sorted(titles(section)) == sorted(item.title for item in waiting)
    for retention in Retention:
        mine = [item for item in waiting if item.retention is retention]
        assert [item.id for item in ordering.ordered(mine)] == [item.id for item in mine]
