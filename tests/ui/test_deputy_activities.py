"""Activities and service in the room 代表: the sign-in list by keys, entering by hand, its review, its source."""

import shutil
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from lianluozhan.models import activities, attendances, deputies, homes
from lianluozhan.models.activities import Activity, ActivityKind
from lianluozhan.models.attendances import Presence
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.service import entering
from lianluozhan.models.service.exporting import COLUMNS
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.ui.pages.deputies.attendance_sheet import AttendanceSheet
from lianluozhan.ui.pages.deputies.award_tab import AwardTab
from lianluozhan.ui.print_room import PrintRoom

from .register_desk import open_desk, press, rows, tab_to, write
from .station_at_work import PASSWORD, make_station

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NAMES = ("赵明山", "郑敏", "孙桂兰")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    home = make_station(tmp_path_factory.mktemp("station") / "home")
    session = homes.sign_in(home, "wang", PASSWORD)
    for name in NAMES:
        deputies.add(session, Deputy(name=name, phone="13700001111"), [Mandate(level=Level.TOWNSHIP)])
    session.close()
    return home.folder


@pytest.fixture
def home(station, tmp_path):
    return homes.Home(shutil.copytree(station, tmp_path / "home"))


@pytest.fixture
def session(home):
    opened = homes.sign_in(home, "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    return open_desk(qtbot, session)


@pytest.fixture
def page(desk):
    return desk.go("deputies")


def people(session):
    return [session.value("SELECT id FROM deputies WHERE name = ?", (name,)) for name in NAMES]


def an_activity(session, called=None, **values):
    at = datetime.combine(session.today - timedelta(days=1), datetime.min.time()).replace(hour=9)
    usual = {"kind": ActivityKind.TRAINING, "title": "学习代表法", "starts_at": at}
    return activities.enter(session, Activity(**{**usual, **values}), people(session) if called is None else called)


def presence(session, made):
    return [line.presence for line in attendances.of(session, "activities", made.id)]


@pytest.mark.clause("4.1.3")
def test_an_activity_is_entered_and_everybody_called_with_one_button(page, desk, session, qtbot):
    page.open_section("activities")
    page.add()
    tab_to(qtbot, "title")
    write("学习代表法")
    tab_to(qtbot, "time")
    write("9点")
    drawer = desk._drawer()
    drawer.fields.set_values({"day": session.today - timedelta(days=1), "kind": ActivityKind.TRAINING})
    called = drawer.fields.editors()["called"]
    called.call(dict(activities.groups_to_call(session, session.today))["全体代表"])
    press(qtbot, Key.Key_S, CTRL)
    assert desk._drawer() is None
    made = session.select(Activity)[0]
    assert (made.title, made.kind, made.starts_at.hour) == ("学习代表法", ActivityKind.TRAINING, 9)
    assert len(attendances.of(session, "activities", made.id)) == len(NAMES)
    assert page.record.keys["F9"].label == "登记到会"


@pytest.mark.clause("4.1.3")
def test_the_sign_in_list_is_gone_through_by_keys(page, desk, session, qtbot):
    made = an_activity(session)
    page.open_section("activities")
    page.open_record(made.id)
    page.section.view.setFocus()
    press(qtbot, Key.Key_F9)
    sheet = page.layers.currentWidget()
    assert isinstance(sheet, AttendanceSheet) and sheet.table.hasFocus()
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Q)
    drawer = desk._drawer()
    assert drawer.fields.values()["presence"] is Presence.EXCUSED
    write("外出开会")
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Space)  # the last line once more: taken back
    assert presence(session, made) == [Presence.PRESENT, Presence.EXCUSED, Presence.INVITED]
    assert "还没登记 1" in sheet.counted.text()
    sheet.rest.click()
    assert presence(session, made) == [Presence.PRESENT, Presence.EXCUSED, Presence.PRESENT]
    assert sheet.counted.text() == "应到 3　实到 2　请假 1　缺席 0"
    press(qtbot, Key.Key_Escape)
    assert page.layers.at_work
    assert page.section.shown(made.id).state == "登记完了"
    assert [line.kind for line in session.select(ServiceRecord)] == [ServiceKind.TRAINING] * 2


@pytest.mark.clause("4.1.3")
def test_who_signed_in_cannot_be_noted_absent_and_the_sentence_is_said(page, session, desk, monkeypatch):
    said = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: said.append(sentence))
    made = an_activity(session)
    page.open_section("activities")
    page.section.sign_in(made.id)
    sheet = page.layers.currentWidget()
    sheet.mark(Presence.PRESENT)
    sheet.table.setCurrentIndex(sheet.table.model().index(0, 0))
    sheet.mark(Presence.ABSENT)
    drawer = desk._drawer()
    drawer.fields.set_values({"reason": "没来"})
    drawer.save()
    assert "赵明山已经签到" in said[0]
    drawer.close_drawer()
    assert presence(session, made)[0] is Presence.PRESENT


def test_role_and_words_are_entered_with_enter_and_stand_in_the_service(page, session, desk, qtbot):
    made = an_activity(session)
    page.open_section("activities")
    page.section.sign_in(made.id)
    sheet = page.layers.currentWidget()
    sheet.table.setFocus()
    press(qtbot, Key.Key_Space)
    sheet.table.setCurrentIndex(sheet.table.model().index(0, 0))
    press(qtbot, Key.Key_Return)
    drawer = desk._drawer()
    drawer.fields.set_values({"duty": "主持人", "words": "讲了第五章。", "time": "08:50"})
    drawer.save()
    (line,) = session.select(ServiceRecord)
    assert (line.duty, line.speech) == ("主持人", "讲了第五章。")
    assert attendances.of(session, "activities", made.id)[0].arrived_at.strftime("%H:%M") == "08:50"


@pytest.mark.clause("3.1.4")
def test_what_was_generated_opens_its_source_and_only_page_and_note_are_typed(page, desk, session, qtbot):
    made = an_activity(session)
    activities.sign_in(session, made.id, {people(session)[0]: {"presence": Presence.PRESENT}})
    (line,) = session.select(ServiceRecord)
    page.open_section("service")
    page.open_record(line.id)
    assert [act.label for act in page.section.shown(line.id).acts] == ["打印", "件号和备注", "打开来源"]
    page.section.edit(line.id)
    assert set(desk._drawer().fields.editors()) == {"page_ref", "note"}
    desk._drawer().fields.set_values({"page_ref": "4-02"})
    desk._drawer().save()
    assert session.get(ServiceRecord, line.id).page_ref == "4-02"
    page.section.view.setFocus()
    press(qtbot, Key.Key_F9)
    assert page.section.KEY == "activities"
    assert page.section.view.current()["id"] == made.id


@pytest.mark.clause("3.1.3")
def test_service_is_entered_by_hand_and_a_head_passes_or_returns_it_by_keys(page, desk, session, home, qtbot, dressed):
    page.open_section("service")
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values(
        {"deputy_id": people(session)[0], "kind": ServiceKind.MEDIATION, "title": "调解用水纠纷", "half_days": 1}
    )
    drawer.save()
    (line,) = session.select(ServiceRecord)
    assert line.state is ReviewState.WAITING
    assert "F9" not in page.record.keys
    session.close()
    vice = homes.sign_in(home, "zhang", PASSWORD)
    try:
        other = open_desk(qtbot, vice)
        room = other.go("deputies")
        room.open_section("service")
        room.section.view.setFocus()
        press(qtbot, Key.Key_F7)
        write("请补上协议。")
        press(qtbot, Key.Key_S, CTRL)
        assert vice.get(ServiceRecord, line.id).state is ReviewState.RETURNED
        other.close()
    finally:
        vice.close()


def test_a_returned_line_is_handed_in_again_by_whoever_entered_it(page, session, home, desk):
    made = entering.enter(
        session, ServiceRecord(deputy_id=people(session)[0], title="调解用水纠纷", starts_on=session.today)
    )
    with session.action("service.enter"):
        session.change(made, state=ReviewState.RETURNED, review_words="请补上协议。")
    page.open_section("service")
    page.open_record(made.id)
    page.record.buttons["再提交审核"].click()
    assert session.get(ServiceRecord, made.id).state is ReviewState.WAITING


def test_the_ledger_of_a_time_goes_to_the_print_room(page, session, desk):
    entering.enter(session, ServiceRecord(deputy_id=people(session)[0], title="走访", starts_on=session.today))
    page.open_section("service")
    page._list_sheet.act_buttons["打印台账"].click()
    desk._drawer().save()
    assert isinstance(page.layers.currentWidget(), PrintRoom)


@pytest.mark.clause("3.1.4")
def test_the_export_has_exactly_the_columns_that_are_asked_for_above(page, session, desk, tmp_path, monkeypatch):
    entering.enter(
        session, ServiceRecord(deputy_id=people(session)[0], title="=1+1", content="走访", starts_on=session.today)
    )
    path = tmp_path / "履职.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    page.open_section("service")
    page._list_sheet.act_buttons["导出 Excel"].click()
    desk._drawer().save()
    sheet = load_workbook(path).active
    read = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert read[0] == [
        "编号",
        "履职类型",
        "履职标题",
        "履职时间",
        "履职代表",
        "履职内容",
        "所属地区",
        "联系方式",
        "审核人",
        "审核状态",
        "审核意见",
    ]
    assert read[0] == [name for name, _ in COLUMNS]
    assert read[1][2:6] == ["=1+1", session.today.isoformat(), NAMES[0], "走访"]
    assert read[1][7] == "13700001111" and read[1][9] == "待核"


def test_a_view_shows_one_kind_and_adds_that_kind(page, session, desk):
    entering.enter(session, ServiceRecord(deputy_id=people(session)[0], title="走访", starts_on=session.today))
    page.open_section("service")
    page._list_sheet.which.set_value("kind.charity")
    page._turn()
    assert rows(page) == []
    page.add()
    assert desk._drawer().fields.editors()["kind"].value() is ServiceKind.CHARITY
    desk._drawer().close_drawer()


@pytest.mark.clause("3.1.4")
def test_a_commendation_is_entered_in_the_tab_of_the_deputy_and_waits_for_review(page, session, desk, qtbot):
    tab = AwardTab(page.section)
    qtbot.addWidget(tab)
    tab.show_deputy(people(session)[0])
    assert "还没有登记" in tab.said.text() and not tab.edit_button.isEnabled()
    tab.add()
    drawer = desk._drawer()
    drawer.fields.set_values({"title": "2025年度优秀人大代表", "organiser": "县人大常委会"})
    drawer.save()
    (made,) = session.select(ServiceRecord)
    assert (made.kind, made.deputy_id, made.state) == (ServiceKind.AWARD, people(session)[0], ReviewState.WAITING)
    assert tab.table.current()["id"] == made.id
    tab.show_deputy(people(session)[1])
    assert tab.table.current() is None
    QApplication.processEvents()
