"""鉴定销毁 and 移交 at the window, by keys alone: what is due is judged and destroyed, what goes is handed over."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lianluozhan.models import drafts
from lianluozhan.models.archive import appraisal_approval, appraising, packages, transferring
from lianluozhan.models.archive.appraising import Appraisal, AppraisalDecision, AppraisalState
from lianluozhan.models.archive.packages import Package
from lianluozhan.models.archive.record import Item, Retention
from lianluozhan.models.archive.transferring import Transfer, TransferState
from lianluozhan.models.permissions import Role
from lianluozhan.ui import draft_ways
from lianluozhan.ui.archive_reminders import end_reminders
from lianluozhan.ui.pages.archive.pieces_sheet import PiecesSheet
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.question import Question
from lianluozhan.ui.reminders import reminders
from tests.models.archive.old_years import lend, put

from .archive_people import people_at
from .register_desk import open_desk, press, rows, tab_to, write

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(dressed, tmp_path):
    with people_at(tmp_path, datetime(2037, 1, 10, 9, 0)) as found:
        yield found


@pytest.fixture
def session(people):
    return people[Role.ARCHIVIST]


@pytest.fixture
def old(session):
    """Three 件 whose ten years are over."""
    return [put(session, number, year=2026, retention=Retention.YEARS_10) for number in (1, 2, 3)]


@pytest.fixture
def going(session):
    """Three 件 kept for good, the second lent."""
    found = [put(session, number, retention=Retention.PERMANENT) for number in (1, 2, 3)]
    lend(session, found[1])
    return found


def room(qtbot, session, section):
    desk = open_desk(qtbot, session)
    page = desk.go("archive")
    page.open_section(section)
    QApplication.processEvents()
    return page


def sheet(page):
    found = page.layers.currentWidget()
    assert isinstance(found, PiecesSheet)
    return found


def begun(session, old):
    return appraising.begin(session, [item.id for item in old], "甲、乙、丙")


def approved(people, old):
    session = people[Role.ARCHIVIST]
    made = begun(session, old)
    ids = [item.id for item in old]
    appraising.judge(session, made.id, ids[:1], "还在查用", AppraisalDecision.EXTEND, 2047)
    appraising.judge(session, made.id, ids[1:], "没有价值", AppraisalDecision.DESTROY)
    appraising.edit(session, made.id, made.title, made.members, "逐件看过。", "")
    appraisal_approval.submit(session, made.id)
    appraisal_approval.approve(people[Role.HEAD], made.id, "同意。")
    return made


@pytest.mark.clause("4.6.3")
def test_an_appraisal_is_begun_judged_and_submitted_by_keys_alone(qtbot, session, old):
    page = room(qtbot, session, "appraisals")
    press(qtbot, Key.Key_Insert)
    assert sheet(page).chosen() == [item.id for item in old]
    press(qtbot, Key.Key_S, CTRL)
    tab_to(qtbot, "members")
    write("陈国栋、刘桂兰、王秀英")
    press(qtbot, Key.Key_S, CTRL)
    [made] = session.select(Appraisal)
    assert page.record.buttons["逐件鉴定"].isVisible()

    page.record.buttons["逐件鉴定"].click()
    press(qtbot, Key.Key_F9)  # the current one only
    tab_to(qtbot, "opinion")
    write("还在查用")
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Space)
    press(qtbot, Key.Key_F9)
    press(qtbot, Key.Key_Right)
    tab_to(qtbot, "opinion")
    write("没有继续保存的价值")
    press(qtbot, Key.Key_S, CTRL)
    said = [row["decision"] for row in sheet(page).rows]
    assert said == ["续存，永久", "销毁", "销毁"]
    press(qtbot, Key.Key_Escape)

    press(qtbot, Key.Key_Return)
    tab_to(qtbot, "finding")
    write("到期，逐件看过。")
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_F9)
    assert session.get(Appraisal, made.id).state is AppraisalState.IN_APPROVAL
    assert "批准" not in page.record.buttons


def test_the_head_approves_and_sends_back_at_his_own_desk(qtbot, people, session, old):
    made = begun(session, old)
    appraising.judge(session, made.id, [item.id for item in old], "没有价值", AppraisalDecision.DESTROY)
    appraising.edit(session, made.id, made.title, made.members, "逐件看过。", "")
    appraisal_approval.submit(session, made.id)
    page = room(qtbot, people[Role.HEAD], "appraisals")
    assert "档案员" in page.section.refusal
    press(qtbot, Key.Key_F7)
    write("第 2 件要留")
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Appraisal, made.id).approval_words == "退回：第 2 件要留"
    appraisal_approval.submit(session, made.id)
    page.reload()
    press(qtbot, Key.Key_F9)
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Appraisal, made.id).state is AppraisalState.APPROVED


@pytest.mark.clause("4.6.3")
def test_the_destruction_asks_for_two_supervisors_and_refuses_one_twice(qtbot, people, session, old):
    packages.register(session, Package(year=2026, made_at=session.now(), folder="青石镇人大2026年度电子档案"))
    made = approved(people, old)
    page = room(qtbot, session, "appraisals")
    press(qtbot, Key.Key_F9)
    for name, words in (("first_supervisor", "赵明"), ("second_supervisor", "赵明")):
        tab_to(qtbot, name)
        write(words)
    for name, words in (("destroyed_place", "县保密局"), ("destroyed_way", "化浆")):
        tab_to(qtbot, name)
        write(words)
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Item, old[1].id).destroyed_on is None
    drawer = page.desk._drawer()
    drawer.fields.set_values({"second_supervisor": "周倩"})
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Appraisal, made.id).state is AppraisalState.DONE
    assert session.get(Item, old[1].id).destroyed_on is not None
    assert session.get(Item, old[0].id).destroyed_on is None
    facts = dict(page.section.shown(made.id).facts)
    assert facts["电子档案包"].startswith("还装着已销毁的件：2037-01-10 的“青石镇人大2026年度电子档案”。请把")


def test_what_is_to_be_destroyed_may_be_spared_at_the_window(qtbot, people, session, old):
    made = approved(people, old)
    page = room(qtbot, session, "appraisals")
    page.record.buttons["暂不销毁"].click()
    QApplication.processEvents()
    assert len(sheet(page).rows) == 2
    press(qtbot, Key.Key_A, CTRL)
    press(qtbot, Key.Key_F9)
    assert sheet(page).rows == []
    assert session.get(Appraisal, made.id).state is AppraisalState.DONE


def test_a_half_filled_destruction_is_there_again_as_a_draft(qtbot, people, session, old):
    approved(people, old)
    page = room(qtbot, session, "appraisals")
    press(qtbot, Key.Key_F9)
    tab_to(qtbot, "destroyed_place")
    write("县保密局")
    press(qtbot, Key.Key_Escape)
    [lying] = drafts.of(session)
    draft_ways.open_again(page.desk, lying)
    assert page.desk._drawer().fields.values()["destroyed_place"] == "县保密局"


def test_nothing_due_is_said_and_opens_nothing(qtbot, session, monkeypatch):
    told = []
    monkeypatch.setattr("lianluozhan.ui.desk.tell", lambda parent, sentence: told.append(sentence))
    page = room(qtbot, session, "appraisals")
    press(qtbot, Key.Key_Insert)
    page.open_section("transfers")
    press(qtbot, Key.Key_Insert)
    assert page.layers.at_work
    assert "没有到期要鉴定的件" in told[0] and "没有到时候可以移交的件" in told[1]


@pytest.mark.clause("4.6.3")
def test_a_hand_over_is_listed_and_signed_by_keys_alone(qtbot, session, going):
    page = room(qtbot, session, "transfers")
    press(qtbot, Key.Key_Insert)
    assert sheet(page).chosen() == [going[0].id, going[2].id]
    press(qtbot, Key.Key_S, CTRL)
    press(qtbot, Key.Key_S, CTRL)
    [made] = session.select(Transfer)
    assert (made.number, made.receiver) == ("移交〔2037〕1号", "县档案馆")
    assert "0002（借出未还）" in page.section.shown(made.id).hint
    press(qtbot, Key.Key_F9)
    tab_to(qtbot, "received_by")
    write("马一鸣")
    tab_to(qtbot, "supervised_by")
    write("刘桂兰")
    press(qtbot, Key.Key_S, CTRL)
    assert session.get(Transfer, made.id).state is TransferState.HANDED
    assert session.get(Item, going[0].id).handed_over_on is not None
    assert set(page.record.buttons) == {"打印", "修改历史"}


def test_pieces_are_taken_off_a_list_and_put_on_again_at_the_window(qtbot, session, going):
    made = transferring.prepare(session, "县档案馆", [going[0].id, going[2].id])
    page = room(qtbot, session, "transfers")
    page.record.buttons["增减件"].click()
    sheet(page).table.setFocus()
    sheet(page).buttons["撤出清单"].click()
    assert [row["id"] for row in sheet(page).rows] == [going[2].id]
    press(qtbot, Key.Key_Insert)
    assert [row["id"] for row in sheet(page).rows] == [going[0].id]
    press(qtbot, Key.Key_S, CTRL)
    assert len(transferring.items_of(session, made.id)) == 2
    press(qtbot, Key.Key_Escape)
    assert rows(page)[0]["items"] == 2


def test_a_list_is_voided_with_its_reason_and_printed_with_ctrl_p(qtbot, session, going, monkeypatch):
    made = transferring.prepare(session, "县档案馆", [going[0].id])
    page = room(qtbot, session, "transfers")
    press(qtbot, Key.Key_P, CTRL)
    assert isinstance(page.layers.currentWidget(), PrintRoom)
    press(qtbot, Key.Key_Escape)
    monkeypatch.setattr(Question, "exec", lambda self: Question.DialogCode.Accepted)
    monkeypatch.setattr(Question, "reason", "改期")
    page.record.buttons["作废"].click()
    assert session.get(Transfer, made.id).voided_on is not None


@pytest.mark.clause("4.6.3")
def test_what_is_due_and_what_waits_for_the_head_is_said_on_today(people, session, old, going):
    head, officer = people[Role.HEAD], people[Role.LIAISON_OFFICER]
    assert [(each.what, each.section) for each in end_reminders(session)] == [
        ("3 件档案保管期满，等着鉴定", "appraisals"),
        ("2 件档案该移交了", "transfers"),
    ]
    assert list(end_reminders(head)) == list(end_reminders(officer)) == []
    made = begun(session, old)
    appraising.judge(session, made.id, [item.id for item in old], "没有价值", AppraisalDecision.DESTROY)
    appraising.edit(session, made.id, made.title, made.members, "逐件看过。", "")
    appraisal_approval.submit(session, made.id)
    transferring.prepare(session, "县档案馆", [going[0].id, going[2].id])
    assert list(end_reminders(session)) == []
    [asked] = end_reminders(head)
    assert (asked.what, asked.act) == ("1 次档案鉴定等您审批", "去审批")
    assert [each for each in reminders(head) if each == asked] == [asked]
