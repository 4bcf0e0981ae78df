"""What the archivist met while she put away a whole year by keys (4.6)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from reportlab.pdfgen.canvas import Canvas

from lianluozhan.models.archive import filing
from lianluozhan.models.archive.record import Item

from .archive_desk import CTRL, Key, bare, begun, desk, new_desk, section_of
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
