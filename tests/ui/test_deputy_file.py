"""The tabs 履职档案 and 积分 of a deputy, the ranking, and the table of points at the window (3.1.4, 4.6.2)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lianluozhan.models import deputies, homes
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.service import point_table, points, year_reviews
from lianluozhan.models.service.generating import follow
from lianluozhan.models.service.point_rules import CountSource
from lianluozhan.models.service.record import FilePart, ReviewState, ServiceKind, ServiceRecord
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.print_room import PrintRoom

from .register_desk import open_desk, press
from .station_at_work import PASSWORD, make_station

Key = Qt.Key


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Two deputies; one was at an inspection, mediated, and has something waiting for review."""
    home = make_station(tmp_path_factory.mktemp("station") / "home")
    session = homes.sign_in(home, "wang", PASSWORD)
    year = session.today.year
    for name in ("赵明山", "郑敏"):
        deputies.add(session, Deputy(name=name), [Mandate(starts_on=date(year, 1, 1))])
    first, second = (row[0] for row in session.rows("SELECT id FROM deputies ORDER BY id"))
    with session.action("activity.enter"):
        seen = Activity(kind=ActivityKind.INSPECTION, title="视察饮水工程", starts_at=datetime(year, 1, 2, 9, 0))
        made = session.add(seen)
        came = Attendance(owner_table="activities", owner_id=made.id, deputy_id=first, presence=Presence.PRESENT)
        session.add(came)
        follow(session, "activities", made.id)
    with session.action("service.enter"):
        mediated = ServiceRecord(deputy_id=first, kind=ServiceKind.MEDIATION, title="调解宅基地纠纷")
        session.add(replace(mediated, starts_on=date(year, 1, 3), state=ReviewState.PASSED, page_ref="5-1"))
        session.add(replace(mediated, starts_on=date(year, 1, 4), title="调解水渠纠纷"))
    session.close()
    return home.folder, first, second


@pytest.fixture
def as_user(station, tmp_path, qtbot, dressed):
    """The desk of a person on a copy of the station."""
    opened = []

    def enter(user):
        session = homes.sign_in(homes.Home(shutil.copytree(station[0], tmp_path / user)), user, PASSWORD)
        opened.append(session)
        return open_desk(qtbot, session)

    yield enter
    for window in QApplication.topLevelWidgets():
        window.close()
    for session in opened:
        session.close()


@pytest.fixture
def tab(as_user, station):
    """The tab 履职档案 of the first deputy, as the clerk sees it."""
    page = as_user("wang").go("deputies", station[1])
    page.record.open_tab("履职档案")
    return page.record.tab


def rows(table):
    return table.records.loaded.rows


@pytest.mark.clause("3.1.4")
def test_the_eight_parts_say_how_much_there_is_and_what_is_missing(tab):
    assert [row["part"] for row in rows(tab.parts)] == [part.label for part in FilePart]
    inspections = rows(tab.parts)[2]
    assert (inspections["count"], inspections["words"], inspections["material"]) == ("1 次", "最近 1月2日", "缺照片 1")
    assert tab.said.text().startswith("今年接待选民 0 次，反映意见 0 件，积分 ")
    assert "第 1 名" in tab.said.text()


@pytest.mark.clause("3.1.4")
def test_enter_on_a_part_and_on_a_line_leads_to_the_record_it_came_from(qtbot, tab):
    tab.parts.setFocus()
    tab.parts.select(2)
    press(qtbot, Key.Key_Return)
    assert [row["title"] for row in rows(tab.lines)] == ["视察饮水工程"]
    assert tab.lines.hasFocus()
    press(qtbot, Key.Key_Return)
    page = tab.section.page
    assert page.section.KEY == "activities"
    assert page.section.view.current()["title"] == "视察饮水工程"


@pytest.mark.clause("3.1.4")
def test_esc_goes_from_the_lines_back_to_the_parts(qtbot, tab):
    tab.parts.setFocus()
    tab.parts.select(4)
    press(qtbot, Key.Key_Return)
    assert {row["title"]: row["state"] for row in rows(tab.lines)} == {"调解宅基地纠纷": "", "调解水渠纠纷": "待审核"}
    press(qtbot, Key.Key_Escape)
    assert tab.parts.hasFocus()
    assert tab.section.page.section.KEY == "deputies"


@pytest.mark.clause("4.6.2")
def test_what_is_missing_is_listed_and_each_line_leads_to_where_it_is_put_right(qtbot, tab):
    tab.fill_up.click()
    words = [row["words"] for row in rows(tab.lacking)]
    assert "1月4日“调解水渠纠纷”待审核" in words
    assert tab.fill_up.text() == f"补齐缺件（{len(words)} 项）"
    tab.lacking.select(words.index("1月4日“调解水渠纠纷”待审核"))
    press(qtbot, Key.Key_Return)
    page = tab.section.page
    assert page.section.KEY == "service"
    assert page.section.view.current()["title"] == "调解水渠纠纷"


@pytest.mark.clause("4.6.2")
def test_every_kind_of_missing_thing_has_a_way_to_put_it_right(qtbot, tab):
    tab.show_missing()
    for at in range(len(rows(tab.lacking))):
        page = tab.section.page
        page.open_section("deputies")
        tab.show_missing()
        tab.lacking.select(at)
        tab._open_missing(tab.lacking.current())
        drawer = page.desk._drawer()
        away = page.desk.current is not page or page.section.KEY != "deputies"
        turned = not away and page.record.tab is not tab
        assert drawer is not None or away or turned, rows(tab.lacking)[at]
        if drawer is not None:
            drawer.close_drawer()
        page.desk.go("deputies")
        page.open_section("deputies")
        page.record.open_tab("履职档案")


@pytest.mark.clause("3.1.4")
def test_the_whole_file_and_one_part_open_in_the_print_room(tab):
    tab.print_whole.click()
    page = tab.section.page
    room = page.layers.currentWidget()
    assert isinstance(room, PrintRoom)
    assert room.order.title == "整套履职档案"
    assert room.order.count > len(FilePart)
    assert "缺" in room.panel.foot.warning_words.text()
    page.step_back()
    tab.parts.select(2)
    tab.print_part.click()
    assert page.layers.currentWidget().order.title == "履职档案·视察调研"


@pytest.mark.clause("3.1.4")
def test_the_review_of_the_year_is_written_from_its_figures(tab):
    tab.review.click()
    drawer = tab.section.page.desk._drawer()
    values = drawer.fields.values()
    assert "参加视察、调研和执法检查1次" in values["summary"]
    drawer.fields.set_values({**values, "presidium_words": "履职认真。"})
    drawer.save()
    assert tab.section.page.desk._drawer() is drawer  # nobody has signed
    drawer.fields.set_values({**drawer.fields.values(), "signed_by": "王秀英"})
    drawer.save()
    assert tab.section.page.desk._drawer() is None
    found = year_reviews.of(tab.session, tab.deputy_id, tab.session.today.year)
    assert found.presidium_words == "履职认真。"
    assert tab.review.text() == "改年度小结"


@pytest.mark.clause("3.1.4")
def test_points_show_their_items_and_the_records_behind_each(qtbot, tab):
    record = tab.section.page.record
    record.open_tab("积分")
    made = record.tab
    items = {row["item"]: row["points"] for row in rows(made.items)}
    assert (items["视察、调研、执法检查"], items["化解矛盾纠纷"], items["接待选民"]) == ("6", "5", "0")
    assert made.said.text().startswith("积分 11，等级“未评”，第 1 名（共 2 名），执行职务 1 天（要求 7 天）")
    made.items.setFocus()
    made.items.select(6)
    press(qtbot, Key.Key_Return)
    assert [row["title"] for row in rows(made.records)] == ["视察饮水工程"]
    press(qtbot, Key.Key_Escape)
    assert made.items.hasFocus()
    made.ranking_button.click()
    assert tab.section.page.section.KEY == "points"


@pytest.mark.clause("3.1.4")
def test_the_ranking_lists_all_with_place_and_opens_the_points_of_one(tab):
    page = tab.section.page
    page.open_section("points")
    listed = [(row["place"], row["name"], row["total"]) for row in rows(page.section.view)]
    assert listed == [("1", "赵明山", "11"), ("2", "郑敏", "0")]
    shown = page.section.shown(page.section.view.current()["id"])
    assert shown.subtitle.endswith("年　积分 11，等级“未评”，第 1 名（共 2 名）")
    assert shown.facts[0] == ("执行职务", "1 天（要求 7 天）")
    page.section.edit(page.section.view.current()["id"])
    assert page.section.KEY == "deputies"
    assert page.record.tab.LABEL == "积分"


def table_of(desk):
    page = desk.go("deputies")
    page.open_section("points")
    next(act for act in page.section.list_acts() if "积分表" in act.label).do()
    return page.layers.currentWidget()


@pytest.mark.clause("3.1.4")
def test_the_head_changes_the_table_from_this_year_on(as_user, station, monkeypatch):
    desk = as_user("wang")
    table = table_of(desk)
    table.table.select(6)
    table.edit()
    drawer = desk.findChild(Drawer)
    drawer.fields.set_values({**drawer.fields.values(), "base": "7.3"})
    drawer.save()
    assert drawer.isVisible()
    drawer.fields.set_values({**drawer.fields.values(), "base": "7.5"})
    drawer.save()
    assert rows(table.table)[6]["base"] == "7.5"
    year = desk.session.today.year
    assert points.points(desk.session, station[1], year).words == "11"  # nothing is written before it is saved
    monkeypatch.setattr("lianluozhan.ui.pages.deputies.point_table_page.ask", lambda *words, **more: True)
    table.save()
    assert points.points(desk.session, station[1], year).words == "12.5"
    assert points.points(desk.session, station[1], year - 1).words == "0"
    assert [rule.base for rule in point_table.rules(desk.session, year - 1)][6] == 12


@pytest.mark.clause("3.1.4")
def test_items_are_moved_taken_out_added_and_restored_before_anything_is_saved(as_user, monkeypatch):
    table = table_of(as_user("wang"))
    first, second = (row["item"] for row in rows(table.table)[:2])
    table.table.select(0)
    table.down.click()
    assert [row["item"] for row in rows(table.table)[:2]] == [second, first]
    table.out.click()
    assert first not in [row["item"] for row in rows(table.table)]
    table.restore.click()
    assert [row["item"] for row in rows(table.table)[:2]] == [first, second]
    asked = []
    monkeypatch.setattr(
        "lianluozhan.ui.pages.deputies.point_table_page.ask", lambda *words, **more: asked.append(words) or False
    )
    table.table.select(0)
    table.out.click()
    table._leave()
    assert "丢掉" in asked[0][2]
    assert len(point_table.rules(table.session, table.session.today.year)) == 15


@pytest.mark.clause("3.1.4")
def test_who_may_not_change_the_table_sees_it_all_the_same(as_user):
    table = table_of(as_user("zhang"))
    assert not table.save_button.isVisible()
    assert len(rows(table.table)) == 15
    table.edit()
    assert rows(table.table)[0]["item"] == "出席人代会"


@pytest.mark.clause("3.1.4")
def test_an_item_that_no_record_counts_is_filled_in_by_hand(qtbot, tab):
    session = tab.session
    year = session.today.year
    rules = point_table.rules(session, year)
    new = replace(rules[-1], id=-1, item="通报表扬", kinds=(), source=CountSource.HAND, base=5, extra=2, cap=8)
    point_table.change(session, year, [*rules, new])
    record = tab.section.page.record
    record.open_tab("积分")
    made = record.tab
    made.items.setFocus()
    made.items.select(15)
    assert made.hand_button.isVisible()
    press(qtbot, Key.Key_Return)
    drawer = tab.section.page.desk._drawer()
    drawer.fields.set_values({"times": 2, "reason": ""})
    drawer.save()
    assert drawer.isVisible()  # it wants a reason
    drawer.fields.set_values({"times": 2, "reason": "镇政府通报表扬两次"})
    drawer.save()
    assert rows(made.items)[15]["points"] == "3.5"
    assert made.said.text().startswith("积分 14.5")
