"""The room 人员和单位: staff and their posts, bodies, villages, categories (2.2, 3.2.2)."""

import shutil
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from lianluozhan.models import accounts, categories, homes, places, staff
from lianluozhan.models.permissions import Role
from lianluozhan.models.places import Category, HandlingBody
from lianluozhan.models.staff import Post, Staff
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.question import Question

from .station_at_work import PASSWORD, make_station


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


def open_desk(qtbot, session):
    changes = Changes()
    changes.follow(session)
    desk = Desk(session, changes, home=session.folder.parent)
    desk.announced = changes  # lives as long as the desk
    qtbot.addWidget(desk)
    desk.resize(1366, 740)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    return desk


@pytest.fixture
def desk(dressed, qtbot, session):
    return open_desk(qtbot, session)


@pytest.fixture
def page(desk):
    return desk.go("people")


@pytest.fixture
def answers(monkeypatch):
    """Every question is answered with the deed; what was asked is kept."""
    asked = []
    monkeypatch.setattr(Question, "exec", lambda self: asked.append(self.windowTitle()) or Question.DialogCode.Accepted)
    return asked


def names(page):
    return [row["name"] for row in page.section.view.records.loaded.rows]


def entry_button(page, title, number=0):
    return page.record.entry_buttons[number][title]


def fill(desk, **values):
    """What a person puts into the open drawer, then Ctrl+S."""
    desk._drawer().fields.set_values(values)
    desk._drawer().save()


@pytest.mark.clause("2.2.3")
def test_somebody_new_is_added_with_a_post_by_keys_alone(page, desk, qtbot):
    qtbot.keyClick(page.section.view, Qt.Key.Key_Insert)
    first = desk.window().focusWidget()
    assert first.objectName() == "name"
    first.insert("何文")
    qtbot.keyClick(first, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "何文" in names(page) and page.section.view.current()["name"] == "何文"
    assert page.section.view.current()["posts"] == Post.LIAISON_OFFICER.value


def test_a_name_left_empty_is_asked_for_at_its_field_and_nothing_is_lost(page, desk):
    page.add()
    fill(desk, phone="0731-8800")
    drawer = desk._drawer()
    assert drawer is not None and drawer.fields._fields["name"].editor.property("problem")
    assert drawer.fields.values()["phone"] == "0731-8800"


def test_enter_on_the_list_opens_the_record_to_be_changed(page, desk, qtbot, session):
    qtbot.keyClick(page.section.view, Qt.Key.Key_Return)
    fill(desk, phone="13500001111")
    assert session.value("SELECT phone FROM staff WHERE name = '陈国栋'") == "13500001111"


@pytest.mark.clause("2.2.1")
def test_a_second_head_is_refused_in_words_and_succession_is_the_way(page, desk, session, monkeypatch):
    told = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: told.append(sentence))
    zhang = session.value("SELECT id FROM staff WHERE name = '张维民'")
    page.open_record(zhang)
    page.record.buttons["增加任职"].click()
    fill(desk, post=Post.HEAD)
    assert "站长只能有一位" in told[0]
    desk.step_back()
    page.open_record(session.value("SELECT id FROM staff WHERE name = '陈国栋'"))
    entry_button(page, "由他人接任").click()
    tomorrow = session.today + timedelta(days=1)
    fill(desk, staff_id=zhang, starts_on=tomorrow)
    heads = [(post.staff_id, post.ends_on) for post in session.select(staff.Appointment, "post = 'head'")]
    assert heads[0][1] == session.today and heads[1] == (zhang, None)


@pytest.mark.clause("2.2.3")
def test_who_leaves_stands_among_those_out_of_use_and_can_come_back(page, desk, session):
    helper = staff.add_staff(session, Staff(name="何文"), Post.WORKER, date(2025, 1, 1))
    page.open_record(helper.id)
    page.record.buttons["办理离任"].click()
    fill(desk)
    assert "何文" not in names(page)
    page.retired.set_value(True)
    page.open_record(helper.id)
    assert not page.section.view.isColumnHidden(3)
    page.record.buttons["重新启用"].click()
    assert session.get(Staff, helper.id).retired_on is None


def test_a_body_out_of_use_leaves_the_choosers_and_comes_back(page, session, answers):
    page.open_section("bodies")
    body = next(row for row in page.section.view.records.loaded.rows if row["name"] == "镇供电所")
    page.open_record(body["id"])
    page.record.buttons["停用"].click()
    assert answers == ["停用“镇供电所”？"]
    assert "镇供电所" not in [name for _, name in places.bodies(session)]
    page.retired.set_value(True)
    page.open_record(body["id"])
    page.record.buttons["重新启用"].click()
    assert session.get(HandlingBody, body["id"]).retired_on is None


def test_the_station_itself_is_not_taken_out_of_use(page, session):
    page.open_section("bodies")
    page.open_record(session.value("SELECT id FROM handling_bodies WHERE kind = 'station'"))
    assert list(page.record.buttons) == ["修改历史", "修改"]


def test_a_village_is_added_and_renamed(page, desk, session):
    page.open_section("villages")
    page.add()
    fill(desk, name="柳河村", constituency="第三选区")
    page.section.edit(page.section.view.current()["id"])
    fill(desk, name="柳河新村")
    assert names(page) == ["柳河新村", "石桥村"]


@pytest.mark.clause("3.2.2")
def test_a_category_is_added_below_another_and_found_in_the_tree(page, desk, session):
    page.open_section("categories")
    top = session.select(Category, "name = '交通出行'")[0]
    page.open_record(top.id)
    page.record.buttons["在下面添加"].click()
    fill(desk, name="乡村客运")
    made = session.select(Category, "name = '乡村客运'")[0]
    assert made.parent_id == top.id and made.congress_view is top.congress_view
    assert page.section.view.current()["id"] == made.id
    page.words.set_value("乡村客运")
    page._refresh()
    assert page._count.text() == "共 1 类" and page.section.view.topLevelItemCount() == 1


@pytest.mark.clause("3.2.2")
def test_a_category_out_of_use_takes_those_below_with_it(page, session, answers):
    page.open_section("categories")
    top = session.select(Category, "name = '交通出行'")[0]
    page.open_record(top.id)
    page.record.buttons["停用"].click()
    assert not [words for _, words in categories.choices(session) if words.startswith("交通出行")]


def test_what_is_looked_for_narrows_the_list_and_esc_widens_it(page, desk):
    page.words.set_value("王")
    page._refresh()
    assert names(page) == ["王秀英"]
    page.words.set_value("没有这个人")
    page._refresh()
    assert page.lists.currentWidget() is page._empty
    desk.step_back()
    assert len(names(page)) == 3


def test_the_page_follows_what_is_written_elsewhere(page, session):
    staff.add_staff(session, Staff(name="何文"), Post.WORKER, date(2026, 1, 1))
    assert "何文" in names(page)


def test_an_archivist_reads_and_is_told_who_writes(dressed, qtbot, session, tmp_path):
    reader = staff.add_staff(session, Staff(name="李建民"), Post.WORKER, date(2025, 1, 1))
    accounts.add(session, reader.id, "li", (Role.ARCHIVIST,), PASSWORD)
    desk = open_desk(qtbot, homes.sign_in_again(session, "li", PASSWORD))
    page = desk.go("people")
    assert not page.add_button.isVisible() and list(page.record.buttons) == ["修改历史", "打印"]
    assert page._refusal.text().startswith("这里只能查看。添加和修改由站长、副站长、联络员")
    page.add()
    page._entered(page.section.view.current())
    assert desk._drawer() is None


def test_in_a_narrow_window_the_list_gives_way_to_the_record_and_back(page, desk, qtbot):
    desk.resize(1000, 740)
    qtbot.waitUntil(lambda: not page.record.isVisible())
    assert page.kind.isVisible() and not page._chooser.isVisible()
    qtbot.keyClick(page.section.view, Qt.Key.Key_Return)
    assert page.record.isVisible() and not page._list_sheet.isVisible()
    assert page.record.buttons["修改"].hasFocus()
    desk.step_back()
    assert page._list_sheet.isVisible() and page.section.view.hasFocus()


def test_the_place_is_kept_when_the_page_is_laid_out_anew(page, qtbot, session):
    page.open_section("bodies")
    page.open_record(session.value("SELECT id FROM handling_bodies WHERE name = '镇供电所'"))
    kept = page.kept()
    other = open_desk(qtbot, session).page("people")
    other.give_back(kept)
    assert other.kept() == kept
