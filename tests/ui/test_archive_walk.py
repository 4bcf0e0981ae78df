"""What the archivist met while she put away a whole year by keys (4.6)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from lianluozhan.models.archive import filing
from lianluozhan.models.archive.codes import read_number
from lianluozhan.models.archive.record import Item, Retention, Rule
from lianluozhan.ui.banner import Banner
from lianluozhan.ui.text import button

from .archive_desk import CTRL, Key, bare, begun, desk, new_desk, section_of, titles, words_of
from .register_desk import press

__all__ = ["bare", "begun", "desk", "new_desk"]


def two_pages(path):
    canvas = Canvas(str(path))
    for _ in range(2):
        canvas.drawString(100, 100, "page")
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.clause("4.6.2")
def test_the_pages_of_a_paper_from_outside_are_counted_from_its_file(qtbot, desk, tmp_path):
    section = section_of(desk, "ready")
    press(qtbot, Key.Key_Insert)
    fields = desk._drawer().fields.editors()
    fields["files"].take([two_pages(tmp_path / "关于做好联络站工作的通知.pdf")])
    assert fields["title"].value() == "关于做好联络站工作的通知"
    fields["responsible"].set_value("县人大常委会办公室")
    fields["dated_on"].set_value(date(2026, 3, 5))
    press(qtbot, Key.Key_S, CTRL)
    [item] = section.session.select(Item, "title = '关于做好联络站工作的通知'")
    assert item.pages == 2
    assert [part.pages for part in filing.parts_of(section.session, item.id)] == [2]


def test_home_goes_to_the_first_line_below_its_heading(qtbot, desk):
    section = section_of(desk, "items")
    first = section.view.current()["id"]
    press(qtbot, Key.Key_End)
    assert section.view.current()["id"] != first
    press(qtbot, Key.Key_Home)
    assert section.view.current()["id"] == first


def test_one_key_goes_from_kind_to_kind_and_round(qtbot, desk):
    section_of(desk, "ready")
    page = desk.current
    press(qtbot, Key.Key_PageDown, CTRL)
    assert page.section.KEY == "items" and page.section.view.hasFocus()
    press(qtbot, Key.Key_PageUp, CTRL)
    press(qtbot, Key.Key_PageUp, CTRL)
    assert page.section.KEY == "settings"
    press(qtbot, Key.Key_PageDown, CTRL | Qt.KeyboardModifier.KeypadModifier)
    assert page.section.KEY == "ready"


@pytest.mark.clause("4.6.3")
def test_what_lacks_pages_is_listed_and_mended_one_after_the_other(qtbot, desk):
    session = desk.session
    waiting = session.select(Item, "title LIKE '第%号来文'")[:2]
    for each in waiting:
        filing.change_parts(session, each.id, [])
        filing.edit(session, each.id, pages=None)
    section = section_of(desk, "items")
    section.number()
    assert "缺页数" in words_of(desk._drawer())
    press(qtbot, Key.Key_Escape)
    assert sorted(titles(section)) == sorted(each.title for each in waiting)
    for left in (1, 0):
        mended = section.view.current()["title"]
        press(qtbot, Key.Key_Return)
        press(qtbot, Key.Key_7)  # the field that is wanted has the focus
        press(qtbot, Key.Key_S, CTRL)
        assert session.select(Item, "title = ?", (mended,))[0].pages == 7
        if left:
            assert titles(section) == [section.view.current()["title"]] != [mended]
    assert section.view.current()["title"] == mended and section.view.hasFocus()
    section.number()
    assert desk._drawer().act_button.isEnabled()


def test_acts_of_the_papers_stay_inside_the_sheet(qtbot, desk):
    section = section_of(desk, "items")
    [matter] = desk.session.select(Item, "kind = 'opinion'")
    section.page.open_record(matter.id)
    desk.window().resize(1366, 768)
    QApplication.processEvents()
    sheet = section.page.record
    for name in ("添加", "重列", "排顺序", "阅览"):
        made = sheet.buttons[name]
        assert made.mapTo(sheet, made.rect().topRight()).x() < sheet.width(), name


@pytest.mark.clause("4.6.3")
def test_a_piece_has_its_history_in_words(qtbot, desk):
    """Among them names of what has no name: the rule by which it is kept, the box."""
    session = desk.session
    item = session.select(Item, "title = '第1号来文'")[0]
    rule = session.select(Rule, "code = 'external'")[0]
    filing.edit(session, item.id, rule_id=rule.id)
    section = section_of(desk, "items")
    section.page.open_record(item.id)
    section.page.record.buttons["修改历史"].click()
    assert rule.material in words_of(desk._drawer())


@pytest.mark.parametrize("typed", ["2026-y-0004", "WS-2026-Y-0004", "0126-ws·2026-Y-0004", "WS.2026-Y-0004"])
def test_a_number_of_the_archive_is_read_as_a_keyboard_writes_it(typed):
    """The dot in the middle is on no keyboard, and what stands before the year is the same for all."""
    read = read_number(typed)
    assert (read.year, read.retention, read.sequence) == (2026, Retention.PERMANENT, 4)


def test_tab_comes_from_the_list_to_the_record_whatever_was_said_above_meanwhile(qtbot, desk):
    section = section_of(desk, "items")
    banner = Banner("还没有备份", "wait", button("去备份"))
    desk.room_column.insertWidget(0, banner)
    press(qtbot, Key.Key_Down)
    shown = section.page.record
    reached = []
    for _ in range(12):
        press(qtbot, Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert reached.index(shown.buttons["排顺序"]) < reached.index(shown.buttons["修改"]) < 12
    assert not any(banner.isAncestorOf(each) for each in reached[: reached.index(shown.buttons["修改"])])
