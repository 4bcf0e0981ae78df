"""A limit on the screen: every day with its reason, copied as text; a new calendar looked at first (5.1.4, 4.3.2)."""

import json
import shutil
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton

from lianluozhan import paths
from lianluozhan.models import calendars, deadlines, opinions
from lianluozhan.models.calendars import Calendar
from lianluozhan.models.deadlines import Term, Wait, count
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.permissions import Role
from lianluozhan.ui.day_strip import DayStrip, DeadlinePanel
from lianluozhan.ui.drawer import Drawer

from .one_person import Person, submit
from .station_at_work import PASSWORD, make_station

CALENDAR = calendars.with_table(Calendar(), calendars.read_file(paths.resources() / "calendars" / "2026.json"))
TODAY = date(2026, 9, 28)


def panel(qtbot, found, event="交办"):
    made = DeadlinePanel("办理期限 9月30日（星期三），还剩 2 日", found, TODAY, event)
    qtbot.addWidget(made)
    made.resize(760, 300)
    made.show()
    return made


@pytest.mark.clause("5.1.4")
def test_every_day_of_the_strip_says_what_it_counts_as(dressed, qtbot):
    strip = panel(qtbot, count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办")).strip
    assert [strip.words(run)[1] for run in strip.runs] == [
        *("交办", "第1", "第2", "周末", "班 3", "第4", "第5", "第6", "第7"),
        *("中秋", "中秋", "中秋", "今天", "第9", "到期"),
    ]


@pytest.mark.clause("4.3.2")
def test_the_arrows_go_from_day_to_day_and_say_it(dressed, qtbot):
    strip = panel(qtbot, count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办")).strip
    strip.setFocus()
    for _ in range(4):
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleName() == "9月20日（星期日）调休上班，第 3 日"
    qtbot.keyClick(strip, Qt.Key.Key_End)
    assert strip.accessibleName() == "9月30日（星期三）第 10 日，到期"


@pytest.mark.clause("4.3.2")
def test_the_whole_count_is_copied_as_text(dressed, qtbot):
    made = panel(qtbot, count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办", "一般件 10 个工作日"))
    qtbot.keyClick(made.strip, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied == made.strip.text()
    assert copied.endswith("到9月30日（星期三）为止。依据：一般件 10 个工作日。")
    made.copy_link.click()
    assert QGuiApplication.clipboard().text().startswith("办理期限 9月30日（星期三），还剩 2 日\n9月16日")


@pytest.mark.clause("5.1.4")
def test_days_of_waiting_for_the_submitter_stand_in_the_strip(dressed, qtbot):
    wait = Wait(date(2026, 9, 18), date(2026, 9, 21), "等待反映人补充")
    strip = panel(qtbot, count(date(2026, 9, 16), Term(10, "工"), CALENDAR, "交办", waits=(wait,))).strip
    assert [strip.words(run)[1] for run in strip.runs][3:6] == ["停计"] * 3


@pytest.mark.parametrize("months", [3, 6])
def test_a_long_span_folds_into_weeks_and_fits(dressed, qtbot, months):
    made = panel(qtbot, count(date(2026, 3, 2), Term(months, "月"), CALENDAR, "交办"))
    folded = [made.strip.words(run) for run in made.strip.runs if len(run) == 7]
    assert ("3/9–3/15", "第7–13") in folded
    assert len(made.strip.runs) < len(made.strip.count.days) / 2
    assert made.strip.heightForWidth(700) < 46 * 8
    whole = made.strip.places(made.strip.width())
    assert all(area.right() <= made.strip.width() for area in whole)


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """A matter that was dispatched, and its officer."""
    home = make_station(tmp_path_factory.mktemp("station") / "home")
    session = sign_in(home, "wang", PASSWORD)
    made = submit(session, "路灯不亮")
    session.roles |= {Role.VICE_HEAD, Role.HEAD}
    with session.action("opinion.register"):
        session.change(session.get(Opinion, made.id), status=opinions.Status.TO_DISPATCH)
    opinions.dispatch(session, made.id, lead_body_id=2, joint_body_ids=[3], requirement="请办理。")
    session.close()
    return home.folder


@pytest.fixture
def officer(dressed, station, tmp_path):
    made = Person(dressed, Home(shutil.copytree(station, tmp_path / "home")), "wang")
    made.page = made.desk.go("opinions", 1)
    made.application.processEvents()
    yield made
    made.close()


def drawers(officer):
    return [d for d in officer.desk.children() if isinstance(d, Drawer) and d.isVisible()]


@pytest.mark.clause("5.1.4")
def test_every_limit_of_a_record_opens_its_days(officer):
    buttons = officer.page.record.findChildren(QPushButton)
    limits = [b for b in buttons if b.isVisible() and b.accessibleName().endswith("，怎么算的")]
    assert len(limits) == 5  # the badge, the letter, the joint body, two steps of the trail
    for button in limits:
        button.click()
        (drawer,) = drawers(officer)
        assert drawer.findChild(DayStrip) is not None
        drawer.close_drawer()
        officer.application.processEvents()


@pytest.mark.clause("5.1.4")
def test_the_clock_is_stopped_and_goes_on_again_from_the_menu(officer):
    before = officer.session.get(Opinion, 1).due_on
    officer.page.record.pause()
    (drawer,) = drawers(officer)
    drawer.fields.set_values({"words": "请补充灯杆号。"})
    drawer.save()
    assert opinions.is_paused(officer.session.get(Opinion, 1))
    assert "停计：等反映人补充" in [label.text() for label in officer.page.record.findChildren(QPushButton)]
    officer.application.processEvents()
    officer.page.record.pause()
    (drawer,) = drawers(officer)
    drawer.save()
    assert officer.session.get(Opinion, 1).due_on == before


@pytest.mark.clause("5.1.4")
def test_a_reminder_to_the_body_is_entered_from_the_foot(officer):
    next(b for b in officer.page.record.findChildren(QPushButton) if b.accessibleName() == "催办").click()
    (drawer,) = drawers(officer)
    drawer.fields.set_values({"answered_by": "李建军", "answer": "答复节后安装。"})
    drawer.save()
    newest = opinions.steps_of(officer.session, 1)[0]
    assert (newest.label, newest.words) == ("电话提醒", "李建军：答复节后安装。")  # the first step, as it is not late


def year_file(folder, year, off, work=()):
    path = folder / f"{year}.json"
    path.write_text(json.dumps({"year": year, "source": "通知", "off": off, "work": list(work)}), "utf-8")
    return path


@pytest.mark.clause("3.2.2")
def test_a_new_calendar_shows_in_a_table_which_matters_would_move_and_moves_them_when_taken(
    officer, tmp_path, monkeypatch
):
    session = officer.session
    monkeypatch.setattr(session, "now", lambda: datetime(2026, 12, 28, 9, 0))
    with session.action("opinion.submit"):
        made = deadlines.set_deadline(session, 1, "办理", date(2026, 12, 28), Term(5, "工"), "一般件 5 个工作日")
        session.change(session.get(Opinion, 1), due_on=made.due_on, due_kind="办理", due_provisional=True)
    path = year_file(tmp_path, 2027, {"2027-01-01": "元旦", "2027-01-04": "元旦"})
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    room = officer.desk.go("system")
    room.open_section("calendar")
    section = room.current
    section.import_button.click()
    preview = section.preview
    row = preview.rows.records.loaded.rows[0]
    assert (row["number"], row["holder"], row["old"], row["new"]) == (
        "0001",
        "村镇建设服务中心",
        "2027-01-04 一",
        "2027-01-06 三",
    )
    assert row["why"] == "1月1日元旦放假，1月4日元旦放假"
    assert preview.figures.text() == "1 件，1 个期限（办理 1）；1 个往后顺。"
    assert session.get(Opinion, 1).due_on == date(2027, 1, 4)
    officer.press(Qt.Key.Key_Escape)
    assert section.preview is None and not calendars.load(session).known(date(2027, 1, 1))
    section.import_button.click()
    officer.application.processEvents()
    QTest.keyClick(section.preview, Qt.Key.Key_F9)
    assert session.get(Opinion, 1).due_on == date(2027, 1, 6)
    lines = "SELECT count(DISTINCT at) FROM audit_log WHERE action = 'calendar.change'"
    assert session.value(lines) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("这不是表", "不是节假日表文件"),
        ('{"year": 2035, "source": "通知", "off": {"2035-01-01": "元旦"}, "work": []}', "这份表写的是 2035 年"),
        ('{"year": 2026, "source": "通知", "off": {"2025-12-31": "元旦"}, "work": []}', "一份表只管一年"),
    ],
)
def test_a_wrong_file_says_so_and_changes_nothing(officer, tmp_path, monkeypatch, content, sentence):
    told = []
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, words: told.append(words))
    path = tmp_path / "table.json"
    path.write_text(content, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    room = officer.desk.go("system")
    room.open_section("calendar")
    room.current.import_button.click()
    assert len(told) == 1 and sentence in told[0]
    assert room.current.preview is None
