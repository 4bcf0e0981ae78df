"""The room 代表接待 at its window: a year planned, approved, announced, called for, summed up, by keys."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lianluozhan.models import attendances, homes
from lianluozhan.models.attendances import Attendance, Presence
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.official import OfficialDocument
from lianluozhan.models.receptions import approving, arranging, day, noticing, planning, rules
from lianluozhan.models.receptions.record import PlanState, Reception, ReceptionNotice, ReceptionPlan, ReceptionState
from lianluozhan.models.receptions.rules import Frequency
from lianluozhan.ui.pages.receptions.day_page import DayPage
from lianluozhan.ui.pages.receptions.plan_proposal import ProposalSheet
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question
from lianluozhan.ui.text import Words

from .register_desk import open_desk, press
from .station_at_work import PASSWORD, make_station

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
NAMES = ("赵明山", "郑敏", "王建国", "买买提·吐尔逊")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    made = make_station(tmp_path_factory.mktemp("station") / "home")
    session = homes.sign_in(made, "wang", PASSWORD)
    with session.action("deputy.edit"):
        for name in NAMES:
            deputy = session.add(Deputy(name=name, phone="13900000001", organisation_post="石桥村干部"))
            session.add(Mandate(deputy_id=deputy.id, level=Level.COUNTY, starts_on=date(2022, 1, 1)))
    session.close()
    return made.folder


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
    return desk.go("receptions")


def workday(session, later=0):
    """Today or a day after it, moved on to a working day."""
    found = session.today + timedelta(days=later)
    while arranging.rest_word(session, found):
        found += timedelta(days=1)
    return found


def planned(session, later=30):
    """A reception outside any plan."""
    values = {"starts_at": "09:00", "ends_at": "11:00", "place": "联络站", "rest_day_reason": "群众方便"}
    return arranging.add(session, Reception(held_on=workday(session, later), **values), [1, 2])


def held(session):
    """The same of today, over."""
    made = planned(session, 0)
    if made.held_on != session.today:
        arranging.edit(session, made.id, held_on=session.today, rest_day_reason="群众方便")
    day.open_day(session, made.id)
    for line in attendances.of(session, Reception.TABLE, made.id):
        day.put_presence(session, line.id, Presence.PRESENT)
    return day.close_day(session, made.id)


@pytest.mark.clause("3.1.2")
def test_a_year_is_planned_by_keys_and_seen_before_it_is_kept(page, desk, session, qtbot):
    page.open_section("plans")
    press(qtbot, Key.Key_Insert)
    press(qtbot, Key.Key_S, CTRL)
    sheet = page.layers.currentWidget()
    assert isinstance(sheet, ProposalSheet) and session.select(ReceptionPlan) == []
    rows = sheet.table.records.loaded.rows
    assert len(rows) == len(sheet.proposal.sittings) and rows[0]["deputies"].count("、") == 1
    press(qtbot, Key.Key_S, CTRL)
    plan = session.select(ReceptionPlan)[0]
    assert page.layers.at_work and page.record.keys["F9"].label == "提交审核"
    press(qtbot, Key.Key_F9)
    assert session.get(ReceptionPlan, plan.id).state is PlanState.IN_REVIEW


def test_the_rule_is_changed_from_the_proposal_and_a_refused_rule_keeps_what_was_typed(page, desk, session):
    page.open_section("plans")
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values({"frequency": Frequency.CUSTOM, "days": "3月15，五月"})
    drawer.save()
    assert desk._drawer() is drawer and "看不出是哪一天" in drawer.fields._fields["days"]._words.text()
    drawer.fields.set_values({"days": "3月16日、6月15日", "year": session.today.year + 1})
    drawer.save()
    sheet = page.layers.currentWidget()
    assert [sitting.held_on.month for sitting in sheet.proposal.sittings] == [3, 6]
    sheet.change_button.click()
    assert desk._drawer().fields.values()["days"] == "3月16日、6月15日"


def test_who_falls_short_is_said_with_the_reason(page, desk, session):
    page.open_section("plans")
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values({"minimum": 12, "not_before": None, "year": session.today.year + 1})
    drawer.save()
    words = [each.text() for each in page.layers.currentWidget().remarks]
    assert any("不足 12 次：" in sentence and "人次" in sentence for sentence in words)


def test_the_vice_head_sends_back_and_the_head_approves_at_their_own_desks(dressed, home, qtbot):
    clerk = homes.sign_in(home, "wang", PASSWORD)
    plan = planning.store(clerk, planning.make(clerk, clerk.today.year, rules.usual(clerk)))
    approving.submit(clerk, plan.id)
    clerk.close()
    for user, key, state in (
        ("zhang", Key.Key_F7, PlanState.SENT_BACK),
        ("zhang", Key.Key_F9, PlanState.IN_APPROVAL),
        ("chen", Key.Key_F9, PlanState.APPROVED),
    ):
        session = homes.sign_in(home, user, PASSWORD)
        if session.get(ReceptionPlan, plan.id).state is PlanState.SENT_BACK:
            session.close()
            clerk = homes.sign_in(home, "wang", PASSWORD)
            approving.submit(clerk, plan.id)
            clerk.close()
            session = homes.sign_in(home, user, PASSWORD)
        desk = open_desk(qtbot, session)
        page = desk.go("receptions")
        page.open_section("plans")
        press(qtbot, key)
        desk._drawer().fields.set_values({"words": "同意。" if key == Key.Key_F9 else "地点写错了"})
        desk._drawer().save()
        assert session.get(ReceptionPlan, plan.id).state is state
        session.close()


@pytest.mark.clause("5.2.1")
def test_a_rest_day_asks_for_its_reason_as_soon_as_it_is_chosen(page, desk, session):
    page.add()
    drawer = desk._drawer()
    day_off = session.today + timedelta(days=(5 - session.today.weekday()) % 7 + 7)
    while not arranging.rest_word(session, day_off):
        day_off += timedelta(days=1)
    drawer.fields.set_values({"held_on": workday(session, 7), "deputy_ids": [1]})
    assert not drawer.fields._fields["rest_day_reason"].isVisibleTo(drawer)
    drawer.fields.set_values({"held_on": day_off})
    assert drawer.fields._fields["rest_day_reason"].isVisibleTo(drawer)
    drawer.save()
    assert "不是工作日" in drawer.fields._fields["rest_day_reason"]._words.text()
    drawer.fields.set_values({"rest_day_reason": "逢集"})
    drawer.save()
    assert session.select(Reception)[0].rest_day_reason == "逢集"


def test_a_clash_is_told_at_its_field_and_nothing_is_stored(page, desk, session):
    made = planned(session)
    page.add()
    drawer = desk._drawer()
    drawer.fields.set_values(
        {"held_on": made.held_on, "deputy_ids": [3], "place": "联络站", "rest_day_reason": "群众方便"}
    )
    drawer.save()
    assert "已经有一次接待" in drawer.fields._fields["starts_at"]._words.text()
    drawer.fields.set_values({"starts_at": "14:00", "ends_at": "16:00", "deputy_ids": [1]})
    drawer.save()
    assert "一天不排两次" in drawer.fields._fields["deputy_ids"]._words.text()
    assert len(session.select(Reception)) == 1


def test_a_reception_is_cancelled_with_a_reason_and_resumed(page, session, monkeypatch):
    made = planned(session)
    page.show_fresh()
    page.open_record(made.id)
    monkeypatch.setattr(Question, "exec", lambda question: question.accept() or question.result())
    monkeypatch.setattr(Question, "reason", property(lambda question: "代表都要开会"))
    page.record.buttons["取消这次"].click()
    assert session.get(Reception, made.id).cancel_reason == "代表都要开会"
    page.record.buttons["恢复"].click()
    assert session.get(Reception, made.id).state is ReceptionState.PLANNED


@pytest.mark.clause("4.2.1")
def test_a_notice_is_drafted_from_the_next_reception_and_posted_late_only_with_a_reason(page, desk, session, qtbot):
    made = planned(session, 1)
    page.open_section("notices")
    press(qtbot, Key.Key_Insert)
    assert desk._drawer().fields.values()["reception_ids"] == [made.id]
    press(qtbot, Key.Key_S, CTRL)
    notice = session.select(ReceptionNotice)[0]
    press(qtbot, Key.Key_F9)
    drawer = desk._drawer()
    late = drawer.fields._fields["late_reason"]
    assert late.isVisibleTo(drawer) and "公告要提前" in late._words.text()
    drawer.fields.set_values({"posting_places": "镇政府公开栏"})
    drawer.save()
    assert "请写明晚贴的原因" in drawer.fields._fields["late_reason"]._words.text()
    drawer.fields.set_values({"late_reason": "计划临时调整"})
    drawer.save()
    posted = session.get(ReceptionNotice, notice.id)
    assert posted.posted_at and posted.late_reason == "计划临时调整" and posted.posted_by == "王秀英"
    assert page.section.shown(notice.id).state == "已张贴"
    arranging.edit(session, made.id, place="石桥村")
    assert page.section.shown(notice.id).state == "公告要更正"
    assert "公告要更正" in dict(page.sections["receptions"].shown(made.id).facts)["公告"]


@pytest.mark.clause("4.2.1")
def test_the_call_list_is_worked_through_by_keys(page, desk, session, qtbot):
    planned(session)
    page.open_section("calls")
    page._list_sheet.which.set_value("untold")
    page.section.view.setFocus()
    for left in (1, 0):
        press(qtbot, Key.Key_F9)
        assert desk._drawer().fields.values()["told_words"] == "电话通知到本人"
        press(qtbot, Key.Key_S, CTRL)
        assert page.section.view.records.loaded.total == left
    assert all(line.told_at for line in session.select(Attendance))


@pytest.mark.clause("3.1.2")
def test_nobody_is_called_for_a_plan_before_it_is_approved(page, session):
    plan = planning.store(session, planning.make(session, session.today.year + 1, rules.usual(session)))
    page.open_section("calls")
    assert page.section.view.records.loaded.total == 0
    page.open_section("receptions")
    assert page.section.view.records.loaded.total and "都通知到了" not in page.record.buttons
    approving.submit(session, plan.id)


def test_the_next_year_without_a_plan_is_proposed(page, desk, session):
    for year in (session.today.year, session.today.year + 1):
        planning.store(session, planning.make(session, year, rules.usual(session)))
    page.open_section("plans")
    page.add()
    assert desk._drawer().fields.values()["year"] == session.today.year + 2


def test_a_day_that_was_moved_without_a_reason_is_a_day_only(page, session):
    planning.store(session, planning.make(session, session.today.year + 1, rules.usual(session)))
    first = session.select(Reception, order="held_on")[0]
    arranging.edit(session, first.id, held_on=workday(session, (first.held_on - session.today).days + 1))
    page.open_section("receptions")
    assert dict(page.section.shown(first.id).facts)["原定日期"].endswith("）")


def test_everybody_of_a_reception_is_noted_as_told_at_once(page, desk, session):
    made = planned(session)
    page.show_fresh()
    page.open_record(made.id)
    page.record.buttons["都通知到了"].click()
    desk._drawer().save()
    assert all(line.told_at for line in attendances.of(session, Reception.TABLE, made.id))
    assert "都通知到了" not in page.record.buttons


def test_whoever_is_excused_on_the_telephone_is_replaced(page, desk, session):
    made = planned(session)
    page.open_section("calls")
    page.record.buttons["请假换人"].click()
    drawer = desk._drawer()
    drawer.save()
    assert drawer.fields._fields["reason"].editor.property("problem")
    drawer.fields.set_values({"reason": "外出开会"})
    drawer.save()
    assert arranging.names_on_duty(session, made.id) == ["郑敏", "买买提·吐尔逊"]


def test_the_day_opens_from_the_reception_of_today(page, session, qtbot):
    made = planned(session, 0)
    if made.held_on != session.today:
        arranging.edit(session, made.id, held_on=session.today, rest_day_reason="群众方便")
    page.show_fresh()
    page.open_record(made.id)
    assert page.record.keys["F9"].label == "开始接待"
    page.record.keys["F9"].do()
    QApplication.processEvents()
    assert isinstance(page.layers.currentWidget(), DayPage)
    assert session.get(Reception, made.id).state is ReceptionState.OPEN


@pytest.mark.clause("5.2.4")
def test_the_record_lists_what_is_missing_and_leads_to_it(page, desk, session):
    made = held(session)
    page.show_fresh()
    page.open_record(made.id)
    assert page.record.keys["F9"].label == "写小结"
    entries = {entry.title: entry.acts for entry in page.section.shown(made.id).entries if entry.state == "缺"}
    assert {"还没有写接待小结", "没有接待公告", "没有签到表的扫描件"} <= set(entries)
    page.record.keys["F9"].do()
    assert "2名代表在联络站接待选民" in desk._drawer().fields.values()["summary"]
    desk._drawer().save()
    entries = {entry.title: entry.acts for entry in page.section.shown(made.id).entries if entry.state == "缺"}
    assert "还没有写接待小结" not in entries
    page.record.keys["F9"].do()
    drawer = desk._drawer()
    assert drawer.title == "登记装订"
    drawer.fields.set_values({"reason": "口头通知"})
    drawer.save()
    assert session.get(Reception, made.id).bound_on == session.today


@pytest.mark.clause("5.2.4")
def test_the_whole_reception_the_yearly_table_and_the_yearly_report_are_made_from_here(page, desk, session):
    made = held(session)
    page.show_fresh()
    page.open_record(made.id)
    page.print_open()
    assert isinstance(page.layers.currentWidget(), PrintRoom)
    assert page.layers.currentWidget().order.number == "F82R"
    page.step_back()
    acts = {act.label: act for act in page.section.list_acts()}
    acts["年度汇总表"].do()
    desk._drawer().save()
    assert page.layers.currentWidget().order.number == "F34"
    page.step_back()
    acts["写年度报告"].do()
    desk._drawer().save()
    report = session.select(OfficialDocument)[0]
    assert desk.current is desk.page("registers") and "接待选民" in report.title


def test_a_half_filled_reception_and_summary_come_back_as_drafts(page, desk, session):
    made = held(session)
    page.add()
    desk._drawer().fields.set_values({"topic": "道路"})
    desk._drawer().close_drawer()
    page.add()
    assert desk._drawer().fields.values()["topic"] == "道路"
    desk._drawer().close_drawer()
    page.section.open_draft("summary", made.id)
    assert desk._drawer().title == "接待小结"
    desk._drawer().close_drawer()


def test_somebody_who_may_only_read_sees_everything_and_changes_nothing(dressed, home, qtbot):
    clerk = homes.sign_in(home, "wang", PASSWORD)
    made = planned(clerk)
    noticing.draft(clerk, noticing.blank(clerk, [made.id]))
    clerk.close()
    session = homes.sign_in(home, "chen", PASSWORD)
    desk = open_desk(qtbot, session)
    page = desk.go("receptions")
    for key in page.sections:
        page.open_section(key)
        assert not page.add_button.isVisible()
        said = [label.text() for label in page.findChildren(Words) if label.isVisible() and "只能查看" in label.text()]
        assert len(said) <= 1  # once below the list, and not beside it again
    assert replace(made) == session.get(Reception, made.id)
    session.close()
