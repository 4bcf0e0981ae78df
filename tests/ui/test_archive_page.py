"""The room 档案 at its window: a year filed, put in order, numbered and put right, by keys (4.6.2, 4.6.3)."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from lianluozhan.models import homes
from lianluozhan.models.archive import correcting, filing, giving, lists, ordering, schemes
from lianluozhan.models.archive.record import Box, FilingWay, Item, ItemKind, Part, Retention, SchemeForm
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.opinions import Opinion
from lianluozhan.ui.filing_reminders import filing_reminders
from lianluozhan.ui.pages.archive import filing_work
from lianluozhan.ui.pages.archive.item_words import read_words
from lianluozhan.ui.pages.archive.ready_drawers import ask_folder
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question
from tests.sample_station import sample_station

from .register_desk import open_desk, press

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
YEAR = 2026
PAPERS = 40


def january():
    return datetime(2027, 1, 12, 9, 0, 0)


def enter(home, user="chenyan", now=january):
    return homes.sign_in(home, user, PASSWORD, now=now)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The sample station as it is: nothing was ever filed."""
    return sample_station(tmp_path_factory.mktemp("bare") / "home").folder


@pytest.fixture(scope="module")
def begun(bare, tmp_path_factory):
    """The same with its scheme chosen, one matter and forty papers filed, none numbered."""
    home = homes.Home(shutil.copytree(bare, tmp_path_factory.mktemp("begun") / "home"))
    session = enter(home)
    schemes.choose(session, fonds="Z109", fonds_name="青溪镇人大", scheme=SchemeForm.TWO, way=FilingWay.PIECE)
    matter = session.select(Opinion, "status = 'closed' AND phone <> ''")[0]
    item = Item(
        kind=ItemKind.OPINION,
        source_table=Opinion.TABLE,
        source_id=matter.id,
        year=YEAR,
        title="[关于路灯的群众意见及办理答复]",
        is_own_title=True,
        responsible="联络站",
        dated_on=matter.closed_on,
        persons=matter.submitter_name,
    )
    parts = [Part(name="办理情况答复函", pages=1, form="F16"), Part(name="社情民意登记表", pages=2, form="F10")]
    papers = [(_paper(number), [Part(name="来文", pages=2)]) for number in range(1, PAPERS + 1)]
    filing.file(session, [(item, parts), *papers])
    session.close()
    return home.folder


def _paper(number):
    return Item(
        kind=ItemKind.EXTERNAL,
        year=YEAR,
        retention=Retention.YEARS_10 if number % 2 else Retention.PERMANENT,
        title=f"第{number}号来文",
        responsible="县人大常委会",
        dated_on=date(YEAR, 3, number % 28 + 1),
    )


@pytest.fixture
def new_desk(dressed, qtbot, bare, tmp_path):
    session = enter(homes.Home(shutil.copytree(bare, tmp_path / "home")))
    yield open_desk(qtbot, session)
    session.close()


@pytest.fixture
def desk(dressed, qtbot, begun, tmp_path):
    session = enter(homes.Home(shutil.copytree(begun, tmp_path / "home")))
    yield open_desk(qtbot, session)
    session.close()


def section_of(desk, key):
    desk.go_section("archive", key)
    return desk.current.section


def tab_on(qtbot, name):
    """Go on with Tab until a button of this name has the focus, and press it."""
    for _ in range(60):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.accessibleName() == name:
            press(qtbot, Key.Key_Space)
            return
        press(qtbot, Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}")


def titles(section):
    return [row["title"] for row in section.view.records.loaded.rows]


def words_of(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def answer(monkeypatch, reason=""):
    """Whoever is asked says yes."""
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    monkeypatch.setattr(Question, "reason", property(lambda self: reason))


# By keys alone ---------------------------------------------------------------------------------------------------


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


# Refusals --------------------------------------------------------------------------------------------------------


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


# Put right -------------------------------------------------------------------------------------------------------


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


# Papers from outside ---------------------------------------------------------------------------------------------


def test_each_scan_of_a_folder_becomes_a_piece_with_its_name_and_pages(qtbot, desk, tmp_path):
    folder = tmp_path / "扫描"
    folder.mkdir()
    for name in ("关于换届的通知.jpg", "关于培训的函.png"):
        (folder / name).write_bytes(b"\xff\xd8picture")
    (folder / "说明.tmp").write_text("不收")
    section = section_of(desk, "ready")
    ask_folder(section, folder)
    drawer = desk._drawer()
    assert "关于培训的函" in words_of(drawer) and "另有 1 个别的文件不收" in words_of(drawer)
    drawer.fields.set_values({"responsible": "县人大常委会", "dated_on": date(YEAR, 5, 1)})
    press(qtbot, Key.Key_S, CTRL)
    found = desk.session.select(Item, "title LIKE '关于%的%' AND kind = 'external'")
    assert {(item.title, item.pages) for item in found} == {("关于换届的通知", 1), ("关于培训的函", 1)}
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


def test_work_that_is_stopped_files_nothing(desk, monkeypatch):
    section = section_of(desk, "ready")
    section.tick_whole()
    before = desk.session.value("SELECT count(*) FROM archive_items")
    monkeypatch.setattr(filing_work.FilingWork, "exec", lambda self: (self.stop(), self.task.end_now()))
    section.file_ticked()
    assert desk.session.value("SELECT count(*) FROM archive_items") == before and section.ticked


# Finding ---------------------------------------------------------------------------------------------------------


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


# Paper and settings ----------------------------------------------------------------------------------------------


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
