"""档案盒 and 案卷 at the window: boxes seen before they are kept, looked through with a scanner; volumes compiled."""

from __future__ import annotations

import io
import shutil

import pytest
import segno
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from lianluozhan.models import paper_codes
from lianluozhan.models.archive import box_checks, box_keeping, boxing, volumes
from lianluozhan.models.archive.record import Box, BoxCheck, FilingWay, Item, Part, Retention, Volume
from lianluozhan.models.errors import InvalidRecord
from lianluozhan.models.homes import Home, NewPerson
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.archive import box_drawers, volume_drawers
from tests.keeping import PASSWORD, PEOPLE, enter, make_home
from tests.models.archive.old_years import lend
from tests.models.archive.pieces import YEAR, choose, put
from tests.ui.box_desk import box_of, contents, drawer, scan
from tests.ui.register_desk import open_desk, press, rows, write

ARCHIVIST = NewPerson("李建民", Post.WORKER, (Role.ARCHIVIST,), "min", PASSWORD)
Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("archive") / "home", encrypted=False, people=(*PEOPLE, ARCHIVIST))


@pytest.fixture
def clerk(made, tmp_path):
    shutil.copytree(made.folder, tmp_path / "home")
    session = enter(Home(tmp_path / "home"), "min")
    yield session
    session.close()


@pytest.fixture
def office(qtbot, clerk):
    """A station that files by piece with six 件 of thirty years and one for good, at the list of its boxes."""
    choose(clerk)
    put(clerk, [105] * 6)
    put(clerk, [10], retention=Retention.PERMANENT)
    desk = open_desk(qtbot, clerk)
    desk.go("archive")
    desk.current.open_section("boxes")
    return desk.current


@pytest.fixture
def boxed(office, clerk):
    """The same when the 件 lie in their boxes."""
    box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    return office


@pytest.fixture
def by_volume(qtbot, clerk):
    """A station that files by volume with five loose 件, at the list of its volumes."""
    choose(clerk, FilingWay.VOLUME)
    put(clerk, [3, 5, 2, 4, 6], numbered=False)
    desk = open_desk(qtbot, clerk)
    desk.go("archive")
    desk.current.open_section("volumes")
    return desk.current


# Boxes ---------------------------------------------------------------------------------------------------------------


def test_a_year_is_boxed_by_keys_and_seen_before_it_is_kept(office, clerk, qtbot):
    press(qtbot, Key.Key_Insert)
    press(qtbot, Key.Key_S, CTRL)
    sheet = office.layers.currentWidget()
    told = [
        [row[key] for key in ("class", "number", "span", "spine", "fill")] for row in sheet.table.records.loaded.rows
    ]
    assert told == [
        ["永久", "1 号", "0001", "20 毫米", "10/150 张"],
        ["30年", "1 号", "0001—0003", "40 毫米", "315/320 张"],
        ["30年", "2 号", "0004—0006", "40 毫米", "315/320 张"],
    ]
    assert clerk.select(Box) == []
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Up, CTRL)  # one 件 less in the first box of thirty years
    press(qtbot, Key.Key_Space)
    row = sheet.table.current()
    assert (row["span"], row["spine"], row["remark"]) == ("0001—0002", "40 毫米", "")
    press(qtbot, Key.Key_S, CTRL)
    assert office.layers.at_work
    assert [row["fill"] for row in rows(office)] == ["10/150 张", "210/320 张", "420/400 张，超出 20 张"]
    assert contents(clerk, box_of(clerk, 2)) == [3, 4, 5, 6]


def test_a_proposal_that_is_left_keeps_nothing_and_can_be_made_anew(office, clerk, qtbot):
    office.add()
    drawer(office).fields.set_values({"spines": [20]})
    drawer(office).save()
    sheet = office.layers.currentWidget()
    assert len(sheet.plan.boxes) == 7
    sheet.change_button.click()
    assert drawer(office).fields.values()["spines"] == [20]
    drawer(office).close_drawer()
    office.add()
    drawer(office).save()
    press(qtbot, Key.Key_Escape)
    assert office.layers.at_work and clerk.select(Box) == []


def test_boxes_without_a_kind_of_box_or_without_pieces_are_refused_in_words(office, clerk, qtbot, told):
    office.add()
    drawer(office).fields.set_values({"spines": []})
    drawer(office).save()
    assert told[-1].startswith("请至少选一种盒脊厚度")
    drawer(office).close_drawer()
    box_keeping.put_into_boxes(clerk, YEAR, boxing.propose(clerk, YEAR))
    office.add()
    assert not any(each.isVisible() for each in office.desk.findChildren(Drawer))


def test_the_record_of_a_box_tells_how_full_it_is_and_what_lies_in_it(boxed, clerk):
    box = box_of(clerk, 2)
    boxed.open_record(box.id)
    shown = boxed.section.shown(box.id)
    assert (shown.title, shown.subtitle, shown.state) == ("2025年 30年 2 号盒", "Z109-WS·2025-D30", "315/320 张")
    facts = dict(shown.facts)
    assert (facts["起止件号"], facts["件数和页数"]) == ("0004—0006", "3 件，315 页")
    assert facts["盒内情况"].startswith("本盒共3件，315页，起止件号0004—0006。")
    assert [entry.title for entry in shown.entries][1:] == [f"{n:04d}　第{n}份来文" for n in (4, 5, 6)]


@pytest.mark.parametrize("number", ["F81", "F81F", "F81N", "F81L"])
def test_each_sheet_of_a_box_opens_in_the_print_room(boxed, clerk, number):
    boxed.open_record(box_of(clerk, 1).id)
    words = {"F81": "盒脊", "F81F": "盒面", "F81N": "备考表", "F81L": "盒内目录"}[number]
    boxed.record.entry_buttons[0][words].click()
    room = boxed.layers.currentWidget()
    assert room.order.number == number
    boxed.layers.close_jobs()


def test_what_the_statement_says_goes_on_following_the_records_until_it_is_written_by_hand(boxed, clerk):
    box = box_of(clerk, 1)
    boxed.section.edit(box.id)
    drawer(boxed).fields.set_values({"note": "第一盒"})
    drawer(boxed).save()
    assert (clerk.get(Box, box.id).statement, clerk.get(Box, box.id).note) == ("", "第一盒")
    boxed.section.edit(box.id)
    drawer(boxed).fields.set_values({"statement": "第2页有水渍。", "checked_by": clerk.staff.id})
    drawer(boxed).save()
    assert clerk.get(Box, box.id).statement == ""  # the checker must be another, and have a day
    drawer(boxed).fields.set_values({"checked_by": None})
    drawer(boxed).save()
    assert clerk.get(Box, box.id).statement == "第2页有水渍。"


def test_a_box_is_put_away_with_the_others_of_its_class(boxed, clerk):
    box = box_of(clerk, 1)
    box_drawers.put_away(boxed.section, box)
    drawer(boxed).fields.set_values({"place": "铁皮柜二层", "others": True})
    drawer(boxed).save()
    assert [box_of(clerk, n).place for n in (1, 2)] == ["铁皮柜二层"] * 2
    assert box_of(clerk, 1, Retention.PERMANENT).place == ""


def test_a_piece_is_moved_to_another_box_of_its_class(boxed, clerk):
    first, second = box_of(clerk, 1), box_of(clerk, 2)
    boxed.open_record(first.id)
    boxed.record.entry_buttons[1]["移到别的盒"].click()
    drawer(boxed).save()
    assert (contents(clerk, first), contents(clerk, second)) == ([2, 3], [1, 4, 5, 6])


def test_what_was_written_into_a_box_is_read_in_its_history(boxed, clerk):
    first, second = box_of(clerk, 1), box_of(clerk, 2)
    box_keeping.move_item(clerk, clerk.select(Item, "box_id = ?", (first.id,))[0].id, second.id)
    box_keeping.put_away(clerk, [first.id], "铁皮柜二层")
    boxed.open_record(first.id)
    boxed.record.buttons["修改历史"].click()
    told = " ".join(label.text() for label in drawer(boxed).findChildren(QLabel))
    assert "存放位置" in told and "铁皮柜二层" in told
    drawer(boxed).close_drawer()


def test_a_box_is_taken_apart_after_its_reason_was_written(boxed, clerk, monkeypatch):
    box = box_of(clerk, 2)
    boxed.open_record(box.id)
    monkeypatch.setattr(box_drawers, "ask_reason", lambda *_, **__: "换薄盒")
    boxed.record.buttons["撤盒"].click()
    assert (clerk.get(Box, box.id).void_reason, contents(clerk, box)) == ("换薄盒", [])
    assert boxed.section.shown(box.id).state == "撤盒"


def test_whoever_only_reads_sees_the_boxes_and_changes_nothing(boxed, clerk):
    box = box_of(clerk, 1)
    clerk.roles = frozenset({Role.HEAD})
    boxed.reload()
    boxed.open_record(box.id)
    assert set(boxed.record.buttons) <= {"修改历史"}
    assert "由" in boxed.section.refusal and not boxed.add_button.isVisible()


# Looked through ------------------------------------------------------------------------------------------------------


def test_a_box_is_looked_through_with_a_hand_scanner_and_by_typing(boxed, clerk, qtbot):
    box = box_of(clerk, 1)
    items = clerk.select(Item, "box_id = ?", (box.id,), order="sequence")
    with clerk.action("archive.file"):
        clerk.add(Part(item_id=items[0].id, name="登记表", form="F10", record_table="opinions", record_id=77))
    lend(clerk, items[2])
    boxed.section.check(box.id)
    sheet = boxed.layers.currentWidget()
    scan(sheet, paper_codes.code_of("F10", 77).replace("-", ""))
    assert sheet.said.text() == "0001 在盒内"
    sheet.table.setFocus()
    scan(sheet, "2")  # a scanner does not look where the focus is
    assert sheet.said.text() == "0002 在盒内"
    scan(sheet, "5")
    assert "应在2025年度、30年的 2 号盒" in sheet.strange.text()
    scan(sheet, "0099")
    assert sheet.said.text().startswith("没有找到“0099”")
    assert sheet.counted.text() == "应有 3 件，见到 2 件，还差 0 件，借出 1 件"
    press(qtbot, Key.Key_S, CTRL)
    (check,) = clerk.select(BoxCheck)
    assert (check.found, check.missing, check.foreign_sheets, check.note) == (
        2,
        "",
        "Z109-WS·2025-D30-0005",
        "借出未还：0003",
    )
    assert boxed.layers.at_work and boxed.section.view.current()["id"] == box.id


def test_a_box_is_looked_through_by_a_folder_of_scans(boxed, clerk, qtbot, tmp_path):
    box = box_of(clerk, 1)
    items = clerk.select(Item, "box_id = ?", (box.id,), order="sequence")
    with clerk.action("archive.file"):
        for at in (0, 2):
            clerk.add(Part(item_id=items[at].id, name="表", form="F10", record_table="opinions", record_id=77 + at))
    folder = tmp_path / "scans"
    folder.mkdir()
    for at in (0, 2):
        page = Image.new("L", (1240, 1754), 255)
        code = io.BytesIO()
        segno.make(paper_codes.code_of("F10", 77 + at).replace("-", ""), micro=False).save(code, kind="png", scale=6)
        page.paste(Image.open(code).convert("L"), (90, 1500))
        page.save(folder / f"{at}.png")
    Image.new("L", (1240, 1754), 255).save(folder / "empty.png")
    boxed.section.check(box.id)
    sheet = boxed.layers.currentWidget()
    task = sheet.read_folder(folder)
    assert (sheet.scan_button.text().strip(), sheet.keep_button.isEnabled()) == ("停下", False)
    with qtbot.waitSignal(task.ended, timeout=60_000):
        pass
    assert sheet.said.text().startswith("扫描件里认出 2 件")
    assert [row["state"] for row in sheet.table.records.loaded.rows] == ["✓ 在盒内", "没见到", "✓ 在盒内"]
    sheet.keep()
    assert clerk.select(BoxCheck)[0].missing == "0002"


def test_a_folder_without_files_is_told_and_nothing_is_ticked(boxed, clerk, qtbot, tmp_path):
    boxed.section.check(box_of(clerk, 1).id)
    sheet = boxed.layers.currentWidget()
    (tmp_path / "none").mkdir()
    task = sheet.read_folder(tmp_path / "none")
    if task.running:
        with qtbot.waitSignal(task.ended, timeout=60_000):
            pass
    assert sheet.said.text().startswith("这个文件夹里没有文件")
    assert (sheet.seen, sheet.keep_button.isEnabled()) == ({}, True)


def test_a_tick_is_taken_away_again_and_leaving_with_ticks_is_asked_first(boxed, clerk, qtbot, monkeypatch):
    boxed.section.check(box_of(clerk, 1).id)
    sheet = boxed.layers.currentWidget()
    sheet.table.setFocus()
    sheet.table.selectRow(1)
    press(qtbot, Key.Key_Space)
    assert [row["state"] for row in sheet.table.records.loaded.rows] == ["没见到", "✓ 在盒内", "没见到"]
    answers = iter([False, True])
    asked = []
    module = "lianluozhan.ui.pages.archive.box_check_sheet.ask"
    monkeypatch.setattr(module, lambda _, title, *__: asked.append(title) or next(answers))
    press(qtbot, Key.Key_Escape)
    assert boxed.layers.currentWidget() is sheet and "还没有存" in asked[0]
    press(qtbot, Key.Key_Escape)
    assert boxed.layers.at_work and clerk.select(BoxCheck) == []


def test_the_record_tells_what_a_look_found(boxed, clerk):
    box = box_of(clerk, 1)
    box_checks.check_box(clerk, box.id, [])
    entry = boxed.section.shown(box.id).entries[1]
    assert (entry.state, entry.detail) == ("不符", "在盒内 0 件；不在盒内：0001—0003")


# By volume -----------------------------------------------------------------------------------------------------------


def test_the_kind_is_there_only_where_the_station_files_by_volume(office):
    assert "volumes" not in office.sections


def test_a_volume_is_compiled_by_keys_in_the_order_of_the_ticks(by_volume, clerk, qtbot):
    press(qtbot, Key.Key_Insert)
    sheet = by_volume.layers.currentWidget()
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Space)  # the second, and the third is current then
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Up)
    press(qtbot, Key.Key_Space)
    assert sheet.counted.text() == "共 5 件，勾了 2 件、8 页"
    assert [row["at"] for row in sheet.table.records.loaded.rows] == ["✓ 2", "✓ 1", "", "", ""]
    sheet.title.setFocus()
    write("2025年来文")
    press(qtbot, Key.Key_S, CTRL)
    (volume,) = clerk.select(Volume)
    assert [item.title for item in volumes.items_of(clerk, volume.id)] == ["第2份来文", "第1份来文"]
    shown = by_volume.section.shown(volume.id)
    assert [entry.detail for entry in shown.entries][1:] == ["第 1—5 页", "第 6—8 页"]


def test_pieces_are_moved_taken_out_and_added_until_the_volumes_are_numbered(by_volume, clerk):
    items = clerk.select(Item)
    volume = volumes.compile_volume(clerk, [item.id for item in items[:3]], title="来文")
    by_volume.open_record(volume.id)
    by_volume.record.entry_buttons[1]["往后"].click()
    by_volume.record.entry_buttons[3]["拿出来"].click()
    assert [item.id for item in volumes.items_of(clerk, volume.id)] == [items[1].id, items[0].id]
    by_volume.record.buttons["加件"].click()
    sheet = by_volume.layers.currentWidget()
    sheet.take_all()
    sheet.keep()
    assert len(volumes.items_of(clerk, volume.id)) == 5
    volume_drawers.number(by_volume.section)
    drawer(by_volume).save()
    assert clerk.get(Volume, volume.id).number == 1
    shown = by_volume.section.shown(volume.id)
    assert (shown.subtitle, shown.state) == ("Z109-WS·2025-D30-0001", "已编号")
    assert {act.label for act in shown.acts} == {"修改"}
    assert {act.label for act in shown.entries[0].acts} == {"封面", "卷内目录", "备考表", "脊背"}


def test_a_volume_without_a_title_or_without_ticks_is_refused_in_words(by_volume, clerk, told):
    by_volume.add()
    sheet = by_volume.layers.currentWidget()
    sheet.keep()
    assert told[-1].startswith("没有选件")
    sheet.turn()
    sheet.keep()
    assert "案卷题名" in told[-1]
    assert clerk.select(Volume) == []


def test_a_volume_is_dissolved_after_its_reason_was_written(by_volume, clerk, monkeypatch):
    volume = volumes.compile_volume(clerk, [clerk.select(Item)[0].id], title="来文")
    by_volume.open_record(volume.id)
    monkeypatch.setattr(volume_drawers, "ask_reason", lambda *_, **__: "重新组卷")
    by_volume.record.buttons["拆卷"].click()
    assert (clerk.get(Volume, volume.id).void_reason, volumes.loose(clerk, YEAR)) == ("重新组卷", 5)


@pytest.mark.parametrize(
    ("words", "number"), [("封面", "F82A"), ("卷内目录", "F82L"), ("备考表", "F82N"), ("脊背", "F82S")]
)
def test_each_sheet_of_a_volume_opens_in_the_print_room(by_volume, clerk, words, number):
    volume = volumes.compile_volume(clerk, [item.id for item in clerk.select(Item)], title="来文")
    volumes.number_volumes(clerk, YEAR)
    by_volume.open_record(volume.id)
    by_volume.record.entry_buttons[0][words].click()
    assert by_volume.layers.currentWidget().order.number == number
    by_volume.layers.close_jobs()


def test_the_statement_of_a_numbered_volume_is_edited_and_its_title_is_not(by_volume, clerk):
    volume = volumes.compile_volume(clerk, [clerk.select(Item)[0].id], title="来文")
    volumes.number_volumes(clerk, YEAR)
    by_volume.section.edit(volume.id)
    assert "title" not in drawer(by_volume).fields.values()
    drawer(by_volume).fields.set_values({"statement": "全部是原件。"})
    drawer(by_volume).save()
    assert clerk.get(Volume, volume.id).statement == "全部是原件。"


def test_a_place_of_nothing_but_blanks_is_refused_by_the_model_itself(boxed, clerk):
    [box, *_] = clerk.select(Box)
    with pytest.raises(InvalidRecord) as refused:
        box_keeping.put_away(clerk, [box.id], "　 ")
    assert list(refused.value.problems) == ["place"]
    assert clerk.get(Box, box.id).place == box.place
