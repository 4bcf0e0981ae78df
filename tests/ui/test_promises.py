"""Promises and the end of a matter at the window: followed, told again, decided on, closed with approval."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from lianluozhan.models import drafts, opinions, places
from lianluozhan.models.opinions import Opinion, Status, promising
from lianluozhan.models.opinions.handling import Evaluation, Feedback, Reply, Satisfaction, Verdict
from lianluozhan.models.opinions.promising import Promise, PromiseState
from lianluozhan.models.opinions.record import ResultClass
from lianluozhan.ui.draft_ways import open_again
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.print_room import PrintRoom

from .station_at_work import Staff, days_ago, make_station

F7, F9, ESC = Qt.Key.Key_F7, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


@pytest.fixture
def answered(staff):
    """A matter answered with a promise that was due yesterday; its submitter was told."""
    staff.sign_in("wang")
    session = staff.desk.session
    form = Opinion(
        received_on=days_ago(12),
        submitter_name="周长福",
        category_id=session.value("SELECT min(id) FROM categories"),
        title="石桥村三组路灯损坏",
        content="路灯坏了四盏，快两个月了。",
        village_id=1,
        proposal="建议由镇供电所办理。",
    )
    found = opinions.register_and_submit(session, form)
    staff.switch_to("zhang")
    opinions.review(staff.desk.session, found.id, "情况属实。")
    staff.switch_to("chen")
    opinions.approve(staff.desk.session, found.id, "同意。")
    staff.switch_to("wang")
    session = staff.desk.session
    body = next(id_ for id_, name in places.bodies(session) if name == "镇供电所")
    opinions.dispatch(session, found.id, lead_body_id=body, requirement="请修复。")
    opinions.reply(
        session,
        Reply(
            opinion_id=found.id,
            content="列入计划。",
            result_class=ResultClass.B,
            promise="更换灯具",
            promised_on=session.today,
            replied_on=session.today,
        ),
    )
    opinions.inform(session, Feedback(opinion_id=found.id, told_on=session.today))
    with session.action("promise.follow"):
        session.change(session.select(Promise)[0], due_on=days_ago(1))
    return found.id


def judged(staff, opinion_id, result):
    session = staff.desk.session
    reason = "还是不亮。" if result is Satisfaction.DISSATISFIED else ""
    opinions.evaluate(
        session, Evaluation(opinion_id=opinion_id, result=result, reason=reason, evaluated_on=session.today)
    )


def open_opinion(staff, opinion_id):
    page = staff.desk.go("opinions", opinion_id)
    while page.record.judging.settling:
        staff.application.processEvents()
    page.take_focus()
    QTest.qWait(50)
    return page


def drawer(staff):
    return next(d for d in staff.desk.children() if isinstance(d, Drawer) and d.isVisible())


def texts(page):
    QTest.qWait(50)  # what is new on the page is shown by its layout
    return [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


def link(page, words):
    found = [b for b in page.findChildren(QPushButton) if b.isVisibleTo(page) and b.accessibleName().startswith(words)]
    assert found, [b.accessibleName() for b in page.findChildren(QPushButton) if b.isVisibleTo(page)]
    return found[0]


def choose(found, words):
    next(b for b in found.findChildren(QRadioButton) if b.text() == words).click()


def register(staff):
    page = staff.desk.go("registers")
    page.open_section("promises")
    return page


@pytest.mark.clause("3.2.2")
def test_an_overdue_promise_stands_in_today_and_opens_its_register(staff, answered):
    page = staff.desk.go("today")
    page.show_fresh()
    assert any("1 条承诺到期没有兑现" in words for words in texts(page))
    next(b for b in page.findChildren(QPushButton) if b.text().strip() == "去回访").click()
    page = staff.desk.go("registers")
    assert page.section.KEY == "promises"
    row = page.section.view.records.loaded.rows[0]
    assert (row["words"], row["title"]) == ("更换灯具", "石桥村三组路灯损坏")
    shown = page.section.shown(row["id"])
    assert ("完成时间", shown.state) == (
        next(label for label, text in shown.facts if "逾期 1 日" in text),
        "承诺跟踪",
    )


@pytest.mark.clause("3.2.2")
def test_a_promise_is_asked_after_by_keys_until_it_is_kept_and_told(staff, answered):
    page = register(staff)
    page.open_record(1)
    staff.press(F9)
    found = drawer(staff)
    found.fields.set_values({"asked": "李建军", "words": "灯具到货，已经换好。"})
    choose(found, "已兑现")
    found.save()
    session = staff.desk.session
    promise = session.get(Promise, 1)
    assert (promise.state, promise.ended_on) == (PromiseState.KEPT, session.today)
    page.open_record(1)
    assert page.section.shown(1).state == "已兑现，待告知"
    assert page.section.shown(1).entries[0].title.endswith("问李建军（王秀英）")
    staff.press(F9)
    drawer(staff).save()
    assert session.get(Promise, 1).told_on == session.today
    assert promising.counts(session).untold == 0


def test_the_record_shows_its_promise_and_a_check_is_entered_from_there(staff, answered):
    page = open_opinion(staff, answered)
    link(page, "登记回访").click()
    found = drawer(staff)
    assert "更换灯具" in "".join(texts(found))
    found.save()
    assert found.isVisible()
    found.fields.set_values({"asked": "现场看", "words": "还没有换。"})
    found.save()
    assert any("回访现场看：还没有换。" in words for words in texts(page.record))


def test_what_was_typed_about_a_promise_is_kept_as_a_draft_and_comes_back(staff, answered):
    page = open_opinion(staff, answered)
    link(page, "登记回访").click()
    found = drawer(staff)
    found.fields.set_values({"words": "问到一半"})
    found.fields.editors()["words"].changed.emit()
    found._keeper.flush()
    found.close_drawer()
    staff.desk.go("today")
    kept = next(one for one in drafts.of(staff.desk.session) if one.form == "registers.promises.check")
    open_again(staff.desk, kept)
    assert drawer(staff).fields.values()["words"] == "问到一半"


@pytest.mark.clause("4.3.2")
def test_a_matter_is_closed_by_application_review_and_approval_each_by_one_key(staff, answered):
    judged(staff, answered, Satisfaction.SATISFIED)
    page = open_opinion(staff, answered)
    assert "申请办结" in page.record._foot.next.text()
    staff.press(F9)
    found = drawer(staff)
    assert any(words == "✓ 答复已经登记在案" for words in texts(found))
    found.save()
    staff.switch_to("zhang")
    page = open_opinion(staff, answered)
    assert "办结审核" in page.record._foot.next.text()
    staff.press(F9)
    drawer(staff).save()
    staff.switch_to("chen")
    today = staff.desk.go("today")
    today.show_fresh()
    assert today.mine.records.loaded.rows[0]["due_kind"] == "办结审批"
    open_opinion(staff, answered)
    staff.press(F9)
    drawer(staff).save()
    closed = staff.desk.session.get(Opinion, answered)
    assert closed.status is Status.CLOSED
    page = open_opinion(staff, answered)
    assert "承诺跟踪" in texts(page.record)


def test_the_vice_head_gives_an_application_back_with_f7(staff, answered):
    judged(staff, answered, Satisfaction.SATISFIED)
    opinions.apply_close(staff.desk.session, answered)
    staff.switch_to("zhang")
    open_opinion(staff, answered)
    staff.press(F7)
    found = drawer(staff)
    found.fields.set_values({"words": "请附照片。"})
    found.save()
    assert staff.desk.session.get(Opinion, answered).holder == "王秀英"


@pytest.mark.clause("4.3.2")
def test_the_head_chooses_what_becomes_of_a_dissatisfied_submitters_matter(staff, answered):
    judged(staff, answered, Satisfaction.DISSATISFIED)
    staff.switch_to("chen")
    open_opinion(staff, answered)
    staff.press(F9)
    found = drawer(staff)
    assert found.fields.values()["verdict"] is Verdict.REDO
    found.fields.editors()["verdict"].set_value(Verdict.KEY)
    assert any("再答复一次" in words for words in texts(found))
    found.fields.set_values({"words": "副站长跟踪。"})
    found.save()
    again = staff.desk.session.get(Opinion, answered)
    assert (again.status, again.is_key) == (Status.HANDLING, True)
    staff.switch_to("wang")
    page = open_opinion(staff, answered)
    assert "二次办理" in texts(page.record)
    page.print_form("F18", [answered])
    assert isinstance(page.jobs.currentWidget(), PrintRoom)


@pytest.mark.clause("4.3.2")
def test_a_closing_that_the_head_signed_on_paper_is_typed_in_by_the_officer(staff, answered):
    judged(staff, answered, Satisfaction.SATISFIED)
    page = open_opinion(staff, answered)
    page.record.take("close", on_paper=True)
    found = drawer(staff)
    assert any("陈国栋" in words for words in (found.fields.editors()["signed_by"].currentText(),))
    found.fields.set_values({"words": "同意办结。"})
    found.save()
    step = opinions.steps_of(staff.desk.session, answered)[0]
    assert (step.name, step.source.label, step.staff_name) == ("close", "纸质签字", "陈国栋")
    assert staff.desk.session.get(Opinion, answered).status is Status.CLOSED


@pytest.mark.clause("4.3.2")
def test_what_was_joined_takes_the_answer_over_when_it_is_let_go(staff, answered):
    session = staff.desk.session
    main = session.get(Opinion, answered)
    other = opinions.register_and_submit(
        session,
        Opinion(
            received_on=days_ago(1),
            submitter_name="何桂芬",
            category_id=main.category_id,
            title="村口路灯不亮",
            content="村口路灯也不亮。",
            proposal="与前一件一并办理。",
        ),
    )
    opinions.merge(session, other.id, answered)
    page = open_opinion(staff, answered)
    link(page, "撤销并案").click()
    found = drawer(staff)
    assert found.fields.values()["with_answer"] is True
    found.save()
    back = session.get(Opinion, other.id)
    assert (back.status, back.due_kind) == (Status.REPLIED, "告知")
    assert promising.counts(session).open == 2
