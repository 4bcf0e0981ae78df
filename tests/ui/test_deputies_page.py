"""The room 代表: a deputy's record, mandates, groups (2.2.4)."""

import shutil
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from lianluozhan.models import accounts, deputies, deputy_files, deputy_photos, groups, homes, staff
from lianluozhan.models.deputies import Deputy, DeputyLabel, Level, Mandate, MandateStatus
from lianluozhan.models.groups import GroupPost
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post, Sex, Staff
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk

from .station_at_work import PASSWORD, make_station


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=session.folder.parent)
    made.announced = changes  # lives as long as the desk
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def page(desk):
    found = desk.go("deputies")
    found.record.open_tab("基本情况")
    return found


def entry_button(page, title, number=0):
    return page.record.entry_buttons[number][title]


def fill(desk, **values):
    """What a person puts into the open drawer, then Ctrl+S."""
    desk._drawer().fields.set_values(values)
    desk._drawer().save()


@pytest.mark.clause("2.2.4")
def test_a_deputy_of_two_levels_is_entered_and_one_mandate_ends_with_its_reason(page, desk, session):
    page.open_section("deputies")
    page.add()
    fill(desk, name="赵明山", level=Level.TOWNSHIP, term="第二十届", constituency="石桥第二选区")
    page.record.buttons["增加任职"].click()
    fill(desk, level=Level.COUNTY, term="第十八届", starts_on=date(2021, 12, 1))
    assert page.section.view.current()["levels"].split(",") == ["township", "county"]
    entry_button(page, "终止或暂停", 1).click()
    fill(desk, status=MandateStatus.ENDED, cause="辞职被接受")
    ended = session.select(Mandate, "level = 'township'")[0]
    assert (ended.status, ended.end_reason) == (MandateStatus.ENDED, "辞职被接受")
    assert deputies.choices(session)[0][1] == "赵明山（县）"


def test_the_keyboard_goes_on_in_the_page_after_a_mandate_was_added_or_ended(page, desk, session, qtbot):
    deputies.add(session, Deputy(name="赵明山"), [Mandate(level=Level.TOWNSHIP)])
    page.open_section("deputies")
    page.record.buttons["增加任职"].setFocus()
    page.record.buttons["增加任职"].click()
    fill(desk, level=Level.COUNTY, starts_on=date(2021, 12, 1))
    qtbot.wait(20)  # until what was made anew has gone
    assert page.isAncestorOf(desk.window().focusWidget())
    entry_button(page, "终止或暂停").setFocus()
    entry_button(page, "终止或暂停").click()
    fill(desk, status=MandateStatus.SUSPENDED)
    qtbot.wait(20)
    assert page.isAncestorOf(desk.window().focusWidget())


def test_the_keyboard_stays_on_the_file_after_the_numbers_were_shown(page, desk, session, qtbot):
    deputies.add(session, Deputy(name="赵明山", phone="13800001111"), [Mandate()])
    page.open_section("deputies")
    page.record.buttons["显示号码"].setFocus()
    page.record.buttons["显示号码"].click()
    qtbot.wait(20)
    assert page.record.isAncestorOf(desk.window().focusWidget())


def test_the_keyboard_is_not_lost_when_a_record_is_read_anew_under_it(page, desk, session, qtbot):
    person = deputies.add(session, Deputy(name="赵明山"), [Mandate()])
    group = groups.form(session, groups.DeputyGroup(name="第一小组"))
    groups.join(session, group.id, person.id, session.today)
    page.open_section("groups")
    entry_button(page, "出组").setFocus()
    page.reload()
    qtbot.wait(20)
    assert page.isAncestorOf(desk.window().focusWidget())


def test_tab_comes_to_the_open_page_of_the_file_before_the_buttons_below_it(page, desk, session):
    deputies.add(session, Deputy(name="赵明山"), [Mandate()])
    page.open_section("deputies")
    reached, here = [], page.record.bar
    for _ in range(400):
        here = here.nextInFocusChain()
        reached.append(here)
    first = {name: reached.index(page.record.buttons[name]) for name in ("增加任职", "放照片", "打印登记表", "修改")}
    assert list(first) == sorted(first, key=first.__getitem__)


@pytest.mark.clause("2.2.4")
def test_every_reason_stands_whole_in_its_line_and_is_kept_in_the_words_of_the_law(page, desk, session):
    person = deputies.add(session, Deputy(name="赵明山"), [Mandate()])
    page.open_section("deputies")
    entry_button(page, "终止或暂停").click()
    fields = desk._drawer().fields
    cause = fields._fields["cause"].editor
    for status, causes in deputies.REASONS.items():
        fields.set_values({"status": status})
        assert cause._values[:-1] == list(causes)
        room = cause.width() - 60  # the arrow and the edges
        assert all(cause.fontMetrics().horizontalAdvance(cause.itemText(row)) < room for row in range(cause.count()))
    fill(desk, status=MandateStatus.SUSPENDED, cause=deputies.REASONS[MandateStatus.SUSPENDED][1])
    assert deputies.mandates_of(session, person.id)[0].end_reason == deputies.REASONS[MandateStatus.SUSPENDED][1]


@pytest.mark.clause("2.2.4")
def test_a_suspended_deputy_resumes(page, desk, session):
    person = deputies.add(session, Deputy(name="赵明山"), [Mandate(term="第二十届")])
    page.open_section("deputies")
    entry_button(page, "终止或暂停").click()
    fill(desk, status=MandateStatus.SUSPENDED)
    assert page.record.entry_buttons[0].keys() == {"恢复执行职务", "终止或暂停", "修改"}
    entry_button(page, "恢复执行职务").click()
    fill(desk)
    assert deputies.mandates_of(session, person.id)[0].status is MandateStatus.ACTIVE


def test_a_reason_not_in_the_list_must_be_written(page, desk, session):
    deputies.add(session, Deputy(name="赵明山"), [Mandate()])
    page.open_section("deputies")
    entry_button(page, "终止或暂停").click()
    fill(desk, status=MandateStatus.ENDED, cause="其他原因")
    assert desk._drawer().fields._fields["words"].editor.property("problem")
    fill(desk, words="区划调整")
    assert session.select(Mandate)[0].end_reason == "区划调整"


def names(page):
    return [row["name"] for row in page.section.view.records.loaded.rows]


@pytest.fixture
def zhao(session):
    return deputies.add(
        session,
        Deputy(name="赵明山", phone="13687107702", id_number="360721197506124515", sex=Sex.MALE),
        [Mandate(level=Level.COUNTY, term="第十八届", constituency="石桥第二选区", starts_on=date(2021, 12, 1))],
    )


def test_initials_narrow_the_list_and_say_of_how_many(page, session, zhao):
    deputies.add(session, Deputy(name="孙丽华"), [Mandate()])
    page.section.which = "active"
    page.words.set_value("zm")
    page._refresh()
    assert names(page) == ["赵明山"] and page._count.text() == "拼音首字母 zm：1 位，共 2 位"
    page.clear()
    assert page._count.text() == "2 位代表"


def test_the_list_shows_who_is_in_office_and_finds_the_others_when_one_is_opened(page, session, zhao):
    gone = deputies.add(session, Deputy(name="郑敏"), [Mandate(ends_on=date(2026, 1, 4))])
    page._list_sheet.which.set_value("active")
    assert names(page) == ["赵明山"]
    page.open_record(gone.id)
    assert page.section.view.current()["name"] == "郑敏" and page.section.deputy_id == gone.id
    shown = page.section._row(page.section.view.current())
    assert (shown.state, shown.due) == ("不在任", "今年 0 次")


def test_phone_and_identity_number_are_hidden_until_asked_for_and_the_log_keeps_who_asked(page, session, zhao):
    page.open_record(zhao.id)
    facts = dict(page.section.facts(zhao.id))
    assert (facts["联系电话"], facts["身份证号"]) == ("136****7702", "360721********4515")
    page.record.head.reveal.click()
    assert dict(page.section.facts(zhao.id))["联系电话"] == "13687107702"
    assert page.record.head._phone.text() == "13687107702"
    assert session.value("SELECT count(*) FROM audit_log WHERE action = 'deputy.unmask'") == 1
    other = deputies.add(session, Deputy(name="孙丽华", phone="13900001111"), [Mandate()])
    page.open_record(other.id)
    assert page.record.head._phone.text() == "139****1111"


def test_a_photograph_is_put_in_kept_small_and_taken_away(page, session, zhao, tmp_path):
    page.open_record(zhao.id)
    picture = QImage(3000, 4000, QImage.Format.Format_RGB32)
    picture.fill(0x8090A0)
    picture.save(str(tmp_path / "赵明山.jpg"))
    photo = page.record.head.photo
    photo.put(tmp_path / "赵明山.jpg")
    kept = QImage.fromData(deputy_photos.content_of(session, zhao.id))
    assert max(kept.width(), kept.height()) == 1000
    assert photo.accessibleName() == "赵明山的照片，按下可以换" and not photo._image.isNull()
    photo.take_away()
    assert photo._image.isNull() and "照片" in deputy_files.missing(session, zhao.id)


def test_all_of_the_sheet_is_filled_in_and_its_lists_are_offered(page, desk, session, zhao):
    page.section.edit(zhao.id)
    fields = desk._drawer().fields
    assert "土家族" in [offer.words for offer in fields.editors()["nationality"]._offers.all]
    fill(
        desk,
        nationality="土家族",
        party="中共党员",
        born_on=date(1975, 6, 1),
        labels=[DeputyLabel.MINORITY],
        career="1994年　石桥村会计",
        file_number="0123-DB-001",
    )
    kept = session.get(Deputy, zhao.id)
    assert (kept.nationality, kept.labels, kept.file_number) == ("土家族", (DeputyLabel.MINORITY,), "0123-DB-001")
    assert kept.phone == "13687107702"


def test_an_identity_number_that_does_not_fit_is_doubted_in_its_field_and_stored(page, desk, session, zhao):
    page.section.edit(zhao.id)
    editor = desk._drawer().fields.editors()["id_number"]
    editor.set_value("360721197506124516")
    assert "最后一位" in editor.notes()[0]
    desk._drawer().save()
    assert session.get(Deputy, zhao.id).id_number == "360721197506124516"


def test_tabs_are_turned_by_keys_and_stay_when_another_deputy_is_opened(page, qtbot, session, zhao):
    page.open_record(zhao.id)
    bar = page.record.bar
    bar.setFocus()
    before = bar.currentIndex()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert bar.currentIndex() == before + 1
    other = deputies.add(session, Deputy(name="孙丽华"), [Mandate()])
    page.open_record(other.id)
    assert bar.currentIndex() == before + 1 and page.record.tab.deputy_id == other.id


@pytest.mark.clause("2.2.4")
def test_a_group_gets_its_deputies_and_a_leader_who_is_succeeded(page, desk, session, zhao):
    other = deputies.add(session, Deputy(name="孙丽华"), [Mandate()])
    page.open_section("groups")
    page.add()
    fill(desk, name="第二小组")
    assert page._count.text() == "共 1 个小组，还有 2 位代表没有编组"
    for deputy_id, post in ((zhao.id, GroupPost.LEADER), (other.id, GroupPost.MEMBER)):
        page.record.buttons["编入代表"].click()
        fill(desk, deputy_id=deputy_id, post=post, starts_on=date(2026, 1, 5))
    assert page._count.text() == "共 1 个小组" and page.section.view.current()["leader"] == "赵明山"
    entry_button(page, "接任组长", 1).click()
    fill(desk, on=session.today)
    assert page.section.view.current()["leader"] == "孙丽华"
    entry_button(page, "出组", 1).click()
    fill(desk, ends_on=session.today)
    assert len(groups.members(session, 1, session.today)) == 2


def test_an_administrator_without_the_right_to_see_numbers_edits_around_them(dressed, qtbot, session, zhao):
    clerk = staff.add_staff(session, Staff(name="李建民"), Post.WORKER, date(2025, 1, 1))
    accounts.add(session, clerk.id, "li", (Role.ADMINISTRATOR,), PASSWORD)
    other = homes.sign_in_again(session, "li", PASSWORD)
    changes = Changes()
    changes.follow(other)
    made = Desk(other, changes, home=session.folder.parent)
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.show()
    page = made.go("deputies")
    page.section.edit(zhao.id)
    fields = made._drawer().fields.editors()
    assert "phone" not in fields and "id_number" not in fields
    made._drawer().save()
    assert session.get(Deputy, zhao.id).phone == "13687107702"


def test_a_second_deputy_of_one_name_is_doubted_and_not_refused(page, desk, session, zhao):
    page.add()
    editor = desk._drawer().fields.editors()["name"]
    editor.set_value("赵明山")
    assert "同名" in editor.notes()[0]
    desk._drawer().save()
    assert session.value("SELECT count(*) FROM deputies WHERE name = '赵明山'") == 2


def test_roster_and_notice_are_printed_of_those_who_are_listed(page, session, zhao):
    gone = deputies.add(session, Deputy(name="郑敏"), [Mandate(ends_on=date(2026, 1, 4))])
    page._list_sheet.which.set_value("active")
    page._list_sheet.act_buttons["打印公示表"].click()
    room = page.layers.currentWidget()
    assert room.order.number == "F09" and list(room.order.record_ids) == [zhao.id]
    page.step_back()
    page._list_sheet.which.set_value("out")
    page._list_sheet.act_buttons["打印名册"].click()
    assert list(page.layers.currentWidget().order.record_ids) == [gone.id]
    page.step_back()
    page.print_open()
    assert page.layers.currentWidget().order.number == "F03"
    page.step_back()
