"""迎检 at the window: the list by chapter, filling in by keys, the way to where it is mended, everything printed."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan.models import drafts
from lianluozhan.models.archive import inspecting
from lianluozhan.models.archive.inspecting import InspectionMark, PointState
from lianluozhan.models.archive.inspection_points import ASKED
from lianluozhan.models.permissions import Role
from lianluozhan.ui import draft_ways
from lianluozhan.ui.print_room import PrintRoom

from .archive_people import people_at
from .register_desk import open_desk, press, rows, tab_to, write

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(dressed, tmp_path):
    with people_at(tmp_path, datetime(2026, 11, 24, 9, 0)) as found:
        yield found


@pytest.fixture
def session(people):
    return people[Role.LIAISON_OFFICER]


@pytest.fixture
def page(qtbot, session):
    desk = open_desk(qtbot, session)
    found = desk.go("archive")
    found.open_section("inspection")
    QApplication.processEvents()
    return found


def choose(page, key):
    number = next(at for at, asked in enumerate(ASKED, 1) if asked.key == key)
    assert page.section.select(number)
    QApplication.processEvents()
    page.take_focus()


def test_every_point_is_listed_below_its_chapter_with_its_state(page):
    assert len(rows(page)) == len(ASKED)
    shown = page.section.row(rows(page)[0])
    assert (shown.group, shown.state, shown.title) == (
        "二、联络站设置与人员配备",
        "待填",
        "2.1.1　设立联络站的批复文件",
    )
    assert page.section.found_words(0).startswith(f"2026年共 {len(ASKED)} 项：齐全")


@pytest.mark.clause("2.1.2")
def test_a_point_is_filled_in_by_keys_and_the_list_stays_at_it(page, session, qtbot):
    choose(page, "2.1.2/sign")
    press(qtbot, Key.Key_Return)
    tab_to(qtbot, "place")
    write("门口左侧")
    press(qtbot, Key.Key_S, CTRL)
    [mark] = session.select(InspectionMark)
    assert (mark.point, mark.is_there, mark.place) == ("2.1.2/sign", True, "门口左侧")
    row = page.section.view.current()
    assert row["point"].asked.key == "2.1.2/sign"
    assert row["point"].state is PointState.WHOLE


def test_there_without_a_place_is_refused_at_its_field(page, session, qtbot):
    choose(page, "2.1.2/sign")
    press(qtbot, Key.Key_Return)
    press(qtbot, Key.Key_S, CTRL)
    assert session.select(InspectionMark) == []
    assert page.desk._drawer() is not None


def test_a_half_filled_point_is_there_again_as_a_draft(page, session, qtbot):
    choose(page, "2.1.2/wall")
    press(qtbot, Key.Key_Return)
    tab_to(qtbot, "words")
    write("六块牌子")
    press(qtbot, Key.Key_Escape)
    [lying] = drafts.of(session)
    draft_ways.open_again(page.desk, lying)
    assert page.desk._drawer().fields.values()["words"] == "六块牌子"
    assert "上墙" in page.desk._drawer().title


def test_f9_leads_to_where_a_point_is_mended(page, qtbot):
    choose(page, "4.2.1/plan")
    press(qtbot, Key.Key_F9)
    desk = page.desk
    assert desk.current is desk.page("receptions")
    assert desk.current.section.KEY == "plans"


def test_every_point_leads_to_a_room_and_a_section_that_are_there(qtbot, people):
    desk = open_desk(qtbot, people[Role.HEAD])
    for room, section in {asked.room for asked in ASKED if asked.read}:
        page = desk.page(room)
        if section:
            known = page._kinds if room == "system" else page.sections
            assert section in known, (room, section)


def test_only_what_is_missing_or_to_be_filled_in_can_be_looked_at(page):
    views = [key for key, _ in page.section.VIEWS]
    assert views[:3] == ["2026", "2026:missing", "2026:open"]
    for which, state in (("2026:missing", PointState.MISSING), ("2026:open", PointState.OPEN)):
        page.section.which = which
        page.reload()
        wanted = [point for point in inspecting.inspection(page.session, 2026) if point.state is state]
        assert [row["point"].asked.key for row in rows(page)] == [point.asked.key for point in wanted]


def test_a_point_is_found_by_what_it_lacks(page):
    page.words.set_value("没有开箱登记")
    page._refresh()
    assert [row["point"].asked.key for row in rows(page)] == ["3.2.1/boxes"]


def test_ctrl_p_prints_the_list(page, qtbot):
    choose(page, "2.1.2/sign")
    press(qtbot, Key.Key_P, CTRL)
    assert isinstance(page.layers.currentWidget(), PrintRoom)


@pytest.mark.parametrize("way", ["folder", "one"])
def test_everything_of_a_year_is_stored_and_what_came_of_it_is_said(page, session, qtbot, tmp_path, monkeypatch, way):
    said, told = [], []
    monkeypatch.setattr(page.desk, "say", said.append)
    monkeypatch.setattr("lianluozhan.ui.pages.archive.inspection_work.tell", lambda *words: told.append(words))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "全部"), ""))
    page.section.print_all()
    page.desk._drawer().fields.set_values({"way": way})
    press(qtbot, Key.Key_S, CTRL)
    if way == "folder":
        names = sorted(path.name for path in (tmp_path / "2026年度迎检资料").iterdir())
        assert names[0] == "00 迎检资料清单.pdf"
    else:
        assert (tmp_path / "全部.pdf").is_file()
    assert said[-1].startswith("存好了")
    assert told == []


def test_a_folder_that_is_there_is_said_and_left_as_it_is(page, qtbot, tmp_path, monkeypatch):
    told = []
    (tmp_path / "2026年度迎检资料").mkdir()
    monkeypatch.setattr("lianluozhan.ui.pages.archive.working.tell", lambda *words: told.append(words[1]))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.section.print_all()
    press(qtbot, Key.Key_S, CTRL)
    assert "已经有“2026年度迎检资料”文件夹" in told[0]
    assert list((tmp_path / "2026年度迎检资料").iterdir()) == []


def test_what_was_filled_in_last_year_is_taken_over(page, session, monkeypatch):
    said = []
    monkeypatch.setattr(page.desk, "say", said.append)
    inspecting.mark(session, 2025, "2.1.2/sign", True, "门口左侧")
    page.section._carry()
    assert said == ["沿用了上一年填的 1 项，请逐项看看还对不对。"]
    assert session.select(InspectionMark, "year = 2026")
