"""The room 系统: each sees his sections; station, settings, holidays, accounts, check, log, display, about."""

import json
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from lianluozhan.models import accounts, calendars, settings, staff, stations
from lianluozhan.models.errors import RuleError
from lianluozhan.models.keyring import Keyring
from lianluozhan.models.permissions import Role
from lianluozhan.models.staff import Post, Staff
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.cover import WARNING
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system_page import SystemPage
from tests.keeping import CODE, PASSWORD, copied_home, enter

NEW = "Shiqiao#2027"


@pytest.fixture
def open_room(qtbot, tmp_path):
    """Sign in and enter the room; all sessions are closed at the end."""
    home, opened = copied_home(tmp_path / "home"), []

    def enter_room(user="li"):
        session = enter(home, user)
        opened.append(session)
        changes = Changes()
        changes.follow(session)
        desk = Desk(session, changes, home=home.folder)
        desk.kept_changes = changes
        qtbot.addWidget(desk)
        desk.resize(1366, 768)
        desk.show()
        page = desk.go("system")
        assert isinstance(page, SystemPage)
        return page

    yield enter_room
    for session in opened:
        session.close()


@pytest.fixture
def room(open_room):
    return open_room()


def at(room, name):
    room.open_section(name)
    return room.current


def drawer_of(room):
    return next(child for child in room.desk.children() if isinstance(child, Drawer) and child.isVisible())


def problem_at(drawer, name):
    return drawer.fields._fields[name]._words.text()


def answer(accepted):
    """Answer the next question."""

    def act():
        question = QApplication.activeModalWidget()
        question.accept() if accepted else question.reject()

    QTimer.singleShot(0, act)


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize(
    ("user", "hidden"),
    [("li", {"audit", "readings"}), ("wang", set()), ("zhou", {"accounts", "audit", "readings"})],
)
def test_everybody_sees_the_sections_that_concern_him(open_room, user, hidden):
    everything = {
        *("station", "settings", "calendar", "phrases", "looks", "accounts", "backup", "check", "audit", "display"),
        *("about", "deeds", "closures", "readings"),
    }
    assert set(open_room(user)._kinds) == everything - hidden


def test_up_and_down_go_from_section_to_section(room, qtbot):
    room.list.setFocus()
    qtbot.keyClick(room.list, Qt.Key.Key_Down)
    assert room.current.KEY == "settings"


def test_in_a_small_window_the_sections_are_chosen_from_a_folded_list(room):
    room.desk.resize(800, 560)
    QApplication.processEvents()
    assert room.picker.isVisible() and not room._side.isVisible()
    room.picker.set_value("about")
    assert room.current.KEY == "about"


def test_the_open_section_is_still_open_after_a_change_of_text_size(room):
    at(room, "display")
    again = SystemPage(room.desk)
    again.give_back(room.kept())
    assert again.current.KEY == "display"


@pytest.mark.clause("2.1.2")
def test_what_is_known_of_the_station_is_corrected_in_a_drawer(room):
    drawer = at(room, "station").edit()
    drawer.fields.set_values({"hotline": "0797-5550199"})
    drawer.save()
    assert stations.station(room.session).hotline == "0797-5550199"
    assert "0797-5550199" in words_in(room.current)


def test_a_station_without_a_name_is_refused_at_its_field(room):
    drawer = at(room, "station").edit()
    drawer.fields.set_values({"name": ""})
    drawer.save()
    assert "请填写" in problem_at(drawer, "name") and drawer.isVisible()


def test_a_setting_is_changed_marked_and_put_back_to_its_default(room):
    section = at(room, "settings")
    section.table.select("opinion.due.normal")
    drawer = section.edit()
    drawer.fields.set_values({"value": "20 工"})
    drawer.save()
    assert settings.value(room.session, "opinion.due.normal") == "20 工"
    row = section.table.current()
    assert (row["value"], row["mark"]) == ("20 个工作日", "已改")
    section.reset_button.click()
    assert settings.is_default(room.session, "opinion.due.normal")


def test_a_setting_beyond_its_range_is_refused_at_its_field(room):
    section = at(room, "settings")
    section.table.select("opinion.due.normal")
    drawer = section.edit()
    drawer.fields.set_values({"value": "90 日"})
    drawer.save()
    assert "1 日到 60 日" in problem_at(drawer, "value")
    assert settings.is_default(room.session, "opinion.due.normal")


def test_what_the_law_fixes_cannot_be_changed_and_the_section_says_so(room):
    section = at(room, "settings")
    section.table.select("suggestion.due")
    assert not section.edit_button.isEnabled() and "法律规定" in section._why.text()
    assert section.edit() is None


def test_an_officer_reads_the_settings_but_is_told_who_changes_them(open_room):
    section = at(open_room("zhou"), "settings")
    assert section.edit() is None
    assert "站长、系统管理员" in words_in(section)


def year_file(folder, **changed):
    content = {"year": 2027, "source": "放假通知", "off": {"2027-01-01": "元旦", "2027-01-02": "元旦"}, "work": []}
    path = folder / "2027.json"
    path.write_text(json.dumps(content | changed), "utf-8")
    return path


@pytest.mark.clause("3.2.2")
def test_a_new_year_is_shown_before_it_is_taken(room, tmp_path, monkeypatch):
    section = at(room, "calendar")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(year_file(tmp_path)), ""))
    section.import_button.click()
    assert "没有期限要变" in words_in(section.preview) and "放假 2 天" in words_in(section.preview)
    assert 2027 not in calendars.load(room.session).years
    section.preview.take_button.click()
    assert calendars.load(room.session).why(date(2027, 1, 1)) == "元旦"
    assert section.year.value() == 2027 and section.table.records.rowCount() == 1


def test_a_file_that_is_no_table_of_holidays_is_refused_in_words(room, tmp_path, monkeypatch):
    section = at(room, "calendar")
    path = year_file(tmp_path, off={})
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    answer(False)
    section.import_button.click()
    assert not [child for child in room.desk.children() if isinstance(child, Drawer)]


def hire(room, name="吴小梅"):
    return staff.add_staff(room.session, Staff(name=name), Post.WORKER, date(2026, 1, 1))


def fill_account(section, person, **changed):
    drawer = section.add()
    values = {"staff_id": person.id, "user_name": "wu", "roles": [Role.ARCHIVIST], "password": NEW, "again": NEW}
    drawer.fields.set_values(values | changed)
    drawer.save()
    return drawer


def test_an_account_is_added_for_somebody_of_the_staff(room):
    fill_account(at(room, "accounts"), hire(room))
    found = accounts.accounts(room.session)[-1]
    assert (found.user_name, found.roles) == ("wu", (Role.ARCHIVIST,))
    assert room.session.keyring.matches("wu", NEW)


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"again": "Shiqiao#2028"}, "again", "两遍密码不一样"),
        ({"password": "kurz", "again": "kurz"}, "password", "10 个字符"),
        ({"roles": [Role.AUDITOR, Role.ADMINISTRATOR]}, "roles", "审计员"),
        ({"user_name": "wu xiao"}, "user_name", "不留空格"),
        ({"staff_id": None}, "staff_id", "请选一位"),
    ],
)
def test_an_account_that_breaks_a_rule_is_refused_at_its_field(room, changed, field, sentence):
    drawer = fill_account(at(room, "accounts"), hire(room), **changed)
    assert sentence in problem_at(drawer, field)
    assert len(accounts.accounts(room.session)) == 3


def test_nobody_changes_or_closes_his_own_account(room):
    section = at(room, "accounts")
    own = accounts.of_session(room.session)
    section.table.select(own.id)
    assert not section.roles_button.isEnabled() and not section.retire_button.isEnabled()
    assert "另一位系统管理员" in section._why.text()


def test_a_forgotten_password_is_set_anew_by_the_administrator(room):
    section = at(room, "accounts")
    section.table.select(3)
    drawer = section.reset_password()
    drawer.fields.set_values({"password": NEW, "again": NEW})
    drawer.save()
    assert room.session.keyring.matches("zhou", NEW) and not room.session.keyring.matches("zhou", PASSWORD)


def test_an_account_gets_other_roles(room):
    section = at(room, "accounts")
    section.table.select(3)
    drawer = section.edit_roles()
    drawer.fields.set_values({"roles": [Role.LIAISON_OFFICER, Role.FUND_CLERK]})
    drawer.save()
    assert accounts.accounts(room.session)[2].roles == (Role.LIAISON_OFFICER, Role.FUND_CLERK)


@pytest.mark.parametrize("agreed", [True, False])
def test_an_account_is_closed_only_after_the_question(room, agreed):
    section = at(room, "accounts")
    section.table.select(3)
    answer(agreed)
    section.retire_button.click()
    closed = next(a for a in accounts.accounts(room.session) if a.user_name == "zhou").retired_on
    assert (closed is not None) is agreed


def groups_shown(drawer):
    return [label.text() for label in drawer.findChildren(QLabel) if label.property("role") == "code"]


@pytest.mark.clause("4.7.2")
def test_a_new_recovery_code_counts_once_two_groups_were_typed_back(room):
    drawer = at(room, "accounts").renew_code()
    groups = groups_shown(drawer)
    asked = [int(name.removeprefix("group")) for name in drawer.fields._fields]
    drawer.fields.set_values({f"group{asked[0]}": groups[asked[0]], f"group{asked[1]}": "AAAA"})
    drawer.save()
    assert "不一样" in problem_at(drawer, f"group{asked[1]}")
    Keyring.load(room.session.folder).unlock_by_recovery(CODE, datetime.now())
    drawer.fields.set_values({f"group{asked[1]}": groups[asked[1]].lower()})
    drawer.save()
    Keyring.load(room.session.folder).unlock_by_recovery("-".join(groups), datetime.now())
    with pytest.raises(RuleError):
        Keyring.load(room.session.folder).unlock_by_recovery(CODE, datetime.now())


def test_a_check_of_a_sound_station_finds_nothing(room, qtbot):
    section = at(room, "check")
    section.start_button.click()
    with qtbot.waitSignal(section.task.ended, timeout=30_000):
        pass
    assert "没有发现问题" in words_in(section) and section.start_button.isEnabled()


def test_a_check_says_what_is_damaged_before_what_is_only_odd(room, qtbot):
    (room.session.folder / "attachments" / "left").write_bytes(b"x")
    (room.session.folder / "keyring.copy.json").unlink()
    section = at(room, "check")
    section.start_button.click()
    with qtbot.waitSignal(section.task.ended, timeout=30_000):
        pass
    text = words_in(section)
    assert text.index("两份钥匙文件") < text.index("没有登记")


@pytest.mark.clause("4.7.2")
def test_the_log_shows_the_newest_line_first_and_can_be_read_for_one_person(open_room):
    room = open_room("wang")
    stations.edit(room.session, hotline="0797-1")
    section = at(room, "audit")
    first = section.table.records.loaded.rows[0]
    assert (first["who"], first["action"]) == ("王秀英", "station.edit")
    section.person.set_value(3)
    assert {row["who"] for row in section.table.records.loaded.rows} <= {"周长福"}
    assert len(section._head_words.text().split("\n")[0].split("　")[1].split()) == 8


def test_text_size_and_contrast_are_asked_of_the_window(room, qtbot):
    section = at(room, "display")
    assert not section.apply_button.isEnabled()
    section.text_size.set_value(150)
    section.contrast.set_value(True)
    with qtbot.waitSignal(room.desk.appearance_wanted) as told:
        section.apply_button.click()
    assert told.args == [150, True]


def test_about_says_what_must_not_be_entered_and_where_the_data_lie(room):
    text = words_in(at(room, "about"))
    assert WARNING in text and str(room.session.folder.parent) in text and "已加密" in text
