"""The room 档案 at its window: a year filed, put in order and numbered, by keys (4.6.2, 4.6.3)."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from lianluozhan.models import homes
from lianluozhan.models.archive import filing, lists, schemes
from lianluozhan.models.archive.record import Item, Part, Retention
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.pages.archive import working
from lianluozhan.ui.pages.archive.ready_drawers import ask_folder
from lianluozhan.ui.question import Question

from .archive_desk import (
    CTRL,
    PAPERS,
    YEAR,
    Key,
    answer,
    bare,
    begun,
    desk,
    enter,
    new_desk,
    section_of,
    tab_on,
    titles,
    words_of,
)
from .register_desk import open_desk, press

__all__ = ["bare", "begun", "desk", "new_desk"]


# By keys alone --------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.2")
def test_by_keys_alone_from_what_is_ready_to_numbered_catalogue_lines(qtbot, new_desk, monkeypatch):
    desk, session = new_desk, new_desk.session
    answer(monkeypatch)
    press(qtbot, Key.Key_5, Qt.KeyboardModifier.AltModifier)
    section = desk.current.section
    assert section.KEY == "ready" and section.year == YEAR  # in January the year before is due
    press(qtbot, Key.Key_F9)  # how the station files is asked first
    drawer = desk._drawer()
    assert drawer.title == "确定分类方案"
    press(qtbot, Key.Key_S, CTRL)
    assert schemes.is_chosen(session)

    section = section_of(desk, "ready")
    ticked = []
    for _ in range(3):
        while section.view.current()["key_state"] != "whole":
            press(qtbot, Key.Key_Down)
        press(qtbot, Key.Key_Space)
        ticked.append(section.view.current()["title"])
        press(qtbot, Key.Key_Down)
    assert desk.current._count.text().startswith("勾了 3 件")
    tab_on(qtbot, "归档勾上的")
    assert {item.title for item in session.select(Item)} == set(ticked)
    assert all(item.pages for item in session.select(Item)) and "已归档 3 件" in desk.status.findChild(QLabel).text()

    desk.activateWindow()  # as a window manager would, when the window with the progress has gone
    QApplication.processEvents()
    section = section_of(desk, "items")
    tab_on(qtbot, "排好顺序")
    tab_on(qtbot, "编件号")
    drawer = desk._drawer()
    assert drawer.title == "编件号" and "编 0001" in words_of(drawer)
    press(qtbot, Key.Key_S, CTRL)
    numbers = [row["archival_number"] for row in section.view.records.loaded.rows]
    assert all(numbers) and numbers == [item.archival_number for item in _in_order(session)]


def _in_order(session):
    return sorted(session.select(Item), key=lambda item: (item.retention.value, item.sequence))


def test_a_drawer_shows_all_that_will_be_written_and_the_title_can_be_put_right(qtbot, desk):
    section = section_of(desk, "ready")
    while section.view.current()["key_state"] != "whole":
        press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Return)
    drawer = desk._drawer()
    assert "按装订顺序" in words_of(drawer)
    drawer.fields.editors()["title"].set_value("石桥村修路的意见")
    press(qtbot, Key.Key_S, CTRL)
    [made] = desk.session.select(Item, "title = '石桥村修路的意见'")
    assert not made.is_own_title and made.pages == filing.pages_of(filing.parts_of(desk.session, made.id))
    assert made.title not in titles(section)


def test_what_is_not_ready_says_why_and_is_not_ticked(qtbot, desk):
    section = section_of(desk, "ready")
    press(qtbot, Key.Key_End)
    row = section.view.current()
    assert row["key_state"] == "not"
    press(qtbot, Key.Key_Space)
    assert not section.ticked
    assert dict(section.shown(row["id"]).facts)["为什么"] in row["detail"]


@pytest.mark.clause("4.6.2")
def test_ctrl_down_and_up_move_a_piece_in_its_class_only(qtbot, desk):
    section = section_of(desk, "items")
    section.which = f"class:{YEAR}:Y:"
    desk.current.reload()
    before = titles(section)
    section.select(section.view.records.loaded.rows[0]["id"])
    press(qtbot, Key.Key_Down, CTRL)
    assert titles(section) == [before[1], before[0], *before[2:]]
    assert section.view.current()["title"] == before[0]
    press(qtbot, Key.Key_Up, CTRL)
    press(qtbot, Key.Key_Up, CTRL)  # at the top it stays
    assert titles(section) == before


def test_a_list_of_forty_lines_is_gone_through_by_keys(qtbot, desk):
    section = section_of(desk, "items")
    assert len(titles(section)) == PAPERS + 1
    press(qtbot, Key.Key_End)
    assert section.view.current()["title"] == titles(section)[-1]
    press(qtbot, Key.Key_Home)
    press(qtbot, Key.Key_PageDown)
    assert section.view.current() is not None


# Refusals -------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("4.6.2")
def test_what_stands_in_the_way_of_numbers_is_named_before_anything_is_done(qtbot, desk):
    session = desk.session
    [bare_one] = session.select(Item, "title = '第1号来文'")
    filing.change_parts(session, bare_one.id, [Part(name="附表.xlsx")])
    filing.edit(session, bare_one.id, pages=None)
    section = section_of(desk, "items")
    section.number()
    drawer = desk._drawer()
    assert "“第1号来文”缺页数，请补上。" in words_of(drawer) and not drawer.act_button.isEnabled()
    press(qtbot, Key.Key_Escape)
    assert not session.select(Item, "sequence IS NOT NULL")
    filing.edit(session, bare_one.id, pages=3)
    section.number()
    assert f"永久：{PAPERS // 2} 件，编 0001 到 00{PAPERS // 2} 号" in words_of(desk._drawer())
    press(qtbot, Key.Key_S, CTRL)
    assert len(session.select(Item, "sequence IS NOT NULL")) == PAPERS + 1


def test_whoever_only_reads_is_told_who_does_it(dressed, qtbot, begun, tmp_path):
    home = homes.Home(shutil.copytree(begun, tmp_path / "home"))
    session = enter(home, "wangxiuying")
    try:
        desk = open_desk(qtbot, session)
        for key in ("ready", "items"):
            section = section_of(desk, key)
            assert "这里只能查看" in desk.current._refusal.text() and "档案员" in section.refusal
            assert not desk.current.add_button.isVisibleTo(desk.current)
    finally:
        session.close()


def test_the_archivist_sees_no_telephone_of_a_resident(qtbot, desk):
    session = desk.session
    [item] = session.select(Item, "source_table = 'opinions'")
    phone = session.get(Opinion, item.source_id).phone
    assert phone and not session.may("opinion.unmask")
    section = section_of(desk, "items")
    desk.go("archive", item.id)
    assert item.title in words_of(desk.current.record) and phone not in words_of(desk.current.record)
    section.edit(item.id)
    typed = desk._drawer().fields.typed()
    assert phone not in str(typed)


# Papers from outside --------------------------------------------------------------------------------------------------


def test_each_scan_of_a_folder_becomes_a_piece_with_its_name_and_pages(qtbot, desk, tmp_path):
    folder = tmp_path / "扫描"
    folder.mkdir()
    for name in ("关于换届的通知.jpg", "关于第10次培训的函.png", "关于第9次培训的函.png"):
        (folder / name).write_bytes(b"\xff\xd8picture")
    (folder / "说明.tmp").write_text("不收")
    section = section_of(desk, "ready")
    ask_folder(section, folder)
    drawer = desk._drawer()
    said = words_of(drawer)
    assert said.index("第9次") < said.index("第10次") and "另有 1 个别的文件不收" in said
    drawer.fields.set_values({"responsible": "县人大常委会", "dated_on": date(YEAR, 5, 1)})
    press(qtbot, Key.Key_S, CTRL)
    found = desk.session.select(Item, "title LIKE '关于%的%' AND kind = 'external'")
    assert {(item.title, item.pages) for item in found} == {
        ("关于换届的通知", 1),
        ("关于第9次培训的函", 1),
        ("关于第10次培训的函", 1),
    }
    assert all(filing.parts_of(desk.session, item.id)[0].attachment_id for item in found)


def test_a_folder_without_scans_is_refused_in_a_sentence(qtbot, desk, tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(Question, "exec", lambda self: said.append(self.findChildren(QLabel)[2].text()))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    (tmp_path / "home").exists()
    section = section_of(desk, "ready")
    desk.current._list_sheet.act_buttons["补录一批扫描件"].click()
    assert section.KEY == "ready" and "里没有图片、PDF 或 Word 文件" in said[0]


def test_an_older_piece_takes_the_next_number_of_its_class(qtbot, desk):
    section = section_of(desk, "ready")
    desk.current._list_sheet.act_buttons["补录旧档案"].click()
    for number in (1, 2):
        fields = desk._drawer().fields
        fields.set_values({"year": 2019, "retention": Retention.PERMANENT})
        assert fields.editors()["sequence"].value() == number
        values = {"title": f"2019年第{number}号", "responsible": "镇人大", "dated_on": date(2019, 6, 1), "pages": 4}
        fields.set_values(values)
        press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_Escape)
    found = lists.listing(section.session, lists.ItemFilter(year=2019)).page(9)
    assert [row["archival_number"] for row in found] == ["Z109-WS·2019-Y-0001", "Z109-WS·2019-Y-0002"]


def test_numbers_that_the_old_catalogue_left_out_ask_for_a_reason_and_get_struck_lines(qtbot, desk):
    section = section_of(desk, "ready")
    desk.current._list_sheet.act_buttons["补录旧档案"].click()
    fields = desk._drawer().fields
    fields.set_values({"year": 2018, "retention": Retention.PERMANENT})
    assert not fields.editors()["lost"].isVisibleTo(desk)
    values = {"title": "2018年第3号", "responsible": "镇人大", "dated_on": date(2018, 6, 1), "pages": 4}
    fields.set_values({"sequence": 3, **values})
    assert fields.editors()["lost"].isVisibleTo(desk)
    press(qtbot, Key.Key_S, CTRL)
    assert "缺号的原因" in words_of(desk._drawer())
    assert section.session.value("SELECT count(*) FROM archive_items WHERE year = 2018") == 0
    fields.set_values({"lost": "原目录漏编"})
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_Escape)
    rows = section.session.rows("SELECT sequence, voided_on IS NULL FROM archive_items WHERE year = 2018 ORDER BY 1")
    assert rows == [(1, 0), (2, 0), (3, 1)]


def test_numbers_that_old_paper_left_out_get_a_struck_line_each(qtbot, desk):
    section_of(desk, "ready")
    desk.current._list_sheet.act_buttons["补录旧档案"].click()
    drawer = desk._drawer()
    drawer.fields.set_values({"year": 2019, "retention": Retention.PERMANENT})
    values = {"title": "2019年第3号", "responsible": "镇人大", "dated_on": date(2019, 6, 1), "pages": 4, "sequence": 3}
    drawer.fields.set_values(values)
    press(qtbot, Key.Key_S, CTRL)
    assert "缺号的原因" in words_of(drawer) and drawer.isVisible()
    drawer.fields.set_values({"lost": "原目录漏编"})
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_Escape)
    found = lists.listing(desk.session, lists.ItemFilter(year=2019, state="all")).page(9)
    assert [(row["sequence"], bool(row["voided_on"])) for row in found] == [(1, True), (2, True), (3, False)]


def test_work_that_is_stopped_files_nothing(desk, monkeypatch):
    section = section_of(desk, "ready")
    section.tick_whole()
    before = desk.session.value("SELECT count(*) FROM archive_items")
    monkeypatch.setattr(working.WorkDialog, "exec", lambda self: (self.stop(), self.task.end_now()))
    section.file_ticked()
    assert desk.session.value("SELECT count(*) FROM archive_items") == before and section.ticked
