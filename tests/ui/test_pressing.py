"""Pressing a body for an answer and its applications, at the window: by the clerk, the vice head and the head."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QRadioButton

from lianluozhan.models import drafts, homes, opinions, places
from lianluozhan.models.opinions import Opinion, Status, applying, supervising
from lianluozhan.models.opinions.applying import Application, Decision, Wish
from lianluozhan.models.opinions.handling import Source
from lianluozhan.models.opinions.supervising import Level, Means, Supervision
from lianluozhan.models.staff import Post
from lianluozhan.ui.draft_ways import open_again
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.question import Question

from .station_at_work import PASSWORD, Staff, days_ago, make_station

F6, F9, ESC = Qt.Key.Key_F6, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


@pytest.fixture
def sent(staff, tmp_path):
    """A matter that 镇供电所 has had in hand for eight days and that was due three days ago."""
    home = homes.Home(tmp_path / "home")
    session = homes.sign_in(home, "wang", PASSWORD)
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
    session.close()
    for user, judge, words in (("zhang", opinions.review, "情况属实。"), ("chen", opinions.approve, "同意。")):
        session = homes.sign_in(home, user, PASSWORD)
        judge(session, found.id, words)
        session.close()
    session = homes.sign_in(home, "wang", PASSWORD)
    opinions.dispatch(session, found.id, lead_body_id=body(session, "镇供电所"), requirement="请修复。")
    late(session, found.id)
    session.close()
    staff.sign_in("wang")
    return found.id


def body(session, wanted):
    return next(id_ for id_, name in places.bodies(session) if name == wanted)


def late(session, opinion_id):
    """As if it had been sent out eight days ago, to be answered five days later."""
    with session.action("opinion.edit"):
        session.change(session.get(Opinion, opinion_id), due_on=days_ago(3))
        for made in session.select(opinions.file_of(session, opinion_id).dispatches[0].dispatch.__class__):
            session.change(made, dispatched_on=days_ago(8))
        for limit in opinions.file_of(session, opinion_id).deadlines:
            if limit.kind == "办理":
                session.change(limit, starts_on=days_ago(8), due_on=days_ago(3))


def open_opinion(staff, opinion_id):
    page = staff.desk.go("opinions", opinion_id)
    while page.record.judging.settling:
        staff.application.processEvents()
    page.take_focus()
    QTest.qWait(50)  # what is new on the page is shown by its layout
    return page


def drawer(staff):
    return next(d for d in staff.desk.children() if isinstance(d, Drawer) and d.isVisible())


def link(page, words):
    """A button in sight whose name begins so."""
    found = [b for b in page.findChildren(QPushButton) if b.isVisibleTo(page) and b.accessibleName().startswith(words)]
    assert found, [b.accessibleName() for b in page.findChildren(QPushButton) if b.isVisibleTo(page)]
    return found[0]


def choose(found, words):
    next(b for b in found.findChildren(QRadioButton) if b.text() == words).click()


def answer(monkeypatch, *, reason=""):
    """Say yes to the next question, with a reason where one is asked for."""

    def said(question):
        if question._reason is not None:
            question._reason.set_value(reason)
        return 1

    monkeypatch.setattr(Question, "exec", said)


@pytest.mark.clause("5.1.4")
def test_a_call_is_entered_by_keys_and_stands_on_the_record_with_what_was_said(staff, sent):
    page = open_opinion(staff, sent)
    staff.press(F6)
    staff.fill("answered_by", "李建军")
    staff.fill("answer", "灯具已到货，节后安装。")
    staff.save()
    [made] = supervising.presses_of(staff.desk.session, sent)
    assert (made.level, made.means, made.overdue_days) == (Level.REMINDER, Means.PHONE, 3)
    shown = " ".join(label.text() for label in page.record.findChildren(QPushButton))
    assert "打印记录表" in shown
    assert link(page.record, "打印催办单") and link(page.record, "作废")


@pytest.mark.clause("5.1.4")
def test_the_step_that_is_due_is_offered_above_the_record(staff, sent):
    page = open_opinion(staff, sent)
    link(page.record, "登记催办").click()
    assert drawer(staff).fields.values()["level"] is Level.REMINDER
    drawer(staff).close_drawer()


@pytest.mark.clause("5.1.4")
def test_a_notice_is_prepared_by_the_clerk_signed_by_the_head_and_its_slip_entered(staff, sent, monkeypatch):
    page = open_opinion(staff, sent)
    staff.press(F6)
    choose(drawer(staff), "督办")
    staff.fill("skip_reason", "涉及老人夜间出行安全。")
    staff.fill("requirement", "请书面答复并说明时间。")
    assert drawer(staff).fields.values()["reply_by"] > staff.desk.session.today
    staff.save()
    [made] = supervising.presses_of(staff.desk.session, sent)
    assert supervising.is_waiting(made)
    staff.switch_to("chen")
    today = staff.desk.go("today")
    assert today.mine.records.loaded.rows[0]["waits"] == "签发督办"
    open_opinion(staff, sent)
    answer(monkeypatch)
    staff.press(F9)
    [made] = supervising.presses_of(staff.desk.session, sent)
    assert (made.issued_on, made.source) == (staff.desk.session.today, Source.PROGRAM)
    monkeypatch.undo()
    staff.switch_to("wang")
    page = open_opinion(staff, sent)
    link(page.record, "登记回执").click()
    staff.fill("reply_text", "四盏路灯已修复。")
    staff.fill("reply_signed_by", "赵志强")
    staff.save()
    [made] = supervising.presses_of(staff.desk.session, sent)
    assert (made.reply_text, made.reply_signed_by) == ("四盏路灯已修复。", "赵志强")


@pytest.mark.clause("5.1.3")
def test_a_notice_already_signed_on_paper_is_typed_in_at_once(staff, sent):
    open_opinion(staff, sent)
    staff.press(F6)
    choose(drawer(staff), "督办")
    staff.fill("skip_reason", "站长交代直接督办。")
    staff.fill("requirement", "请书面答复。")
    choose(drawer(staff), "站长已经签在纸上")
    staff.save()
    [made] = supervising.presses_of(staff.desk.session, sent)
    head = opinions.holders(staff.desk.session, Post.HEAD, days_ago(0))[0]
    assert (made.source, made.issued_by) == (Source.PAPER, head.id)


def test_what_was_wrongly_entered_is_struck_out_with_its_reason(staff, sent, monkeypatch):
    supervising.press(
        staff.desk.session,
        sent,
        Supervision(level=Level.REMINDER, acted_on=days_ago(0), answer="没有人接。"),
    )
    page = open_opinion(staff, sent)
    answer(monkeypatch, reason="记到了别的件上")
    link(page.record, "作废，").click()
    [made] = supervising.presses_of(staff.desk.session, sent)
    assert made.void_reason == "记到了别的件上"


@pytest.mark.clause("5.1.4")
def test_a_body_that_gives_a_matter_back_applies_and_the_head_agrees_by_one_key(staff, sent):
    page = open_opinion(staff, sent)
    [deed] = [deed for words, deed in menu(page) if "退办" in words]
    deed()
    staff.fill("reason", "不属于本所职责。")
    staff.save()
    assert staff.desk.session.get(Opinion, sent).status is Status.DISPATCHED
    staff.switch_to("chen")
    assert staff.desk.go("today").mine.records.loaded.rows[0]["waits"] == "审批退办"
    open_opinion(staff, sent)
    staff.press(F9)
    choose(drawer(staff), "同意")
    staff.fill("decision_words", "机构改革后职责刚划走，同意退办。")
    staff.save()
    assert staff.desk.session.get(Opinion, sent).status is Status.TO_DISPATCH


def menu(page):
    from lianluozhan.ui.pages.opinion.press_panel import menu_deeds

    return menu_deeds(page.record, page.record.file)


@pytest.mark.clause("5.1.4")
def test_more_time_is_granted_from_the_signed_sheet(staff, sent):
    session = staff.desk.session
    with session.action("opinion.edit"):
        session.change(session.get(Opinion, sent), due_on=days_ago(-9))
        for limit in opinions.file_of(session, sent).deadlines:
            if limit.kind == "办理":
                session.change(limit, due_on=days_ago(-9))
    page = open_opinion(staff, sent)
    [deed] = [deed for words, deed in menu(page) if "延期" in words]
    deed()
    staff.fill("reason", "材料要外地调运。")
    staff.save()
    link(page.record, "补录站长审批").click()
    choose(drawer(staff), "同意")
    staff.save()
    [made] = applying.applications_of(session, sent)
    assert (made.decision, made.source) == (Decision.AGREED, Source.PAPER)
    assert session.get(Opinion, sent).due_on == made.new_due_on > days_ago(-9)


@pytest.mark.clause("5.1.4")
def test_a_refusal_is_told_to_the_body(staff, sent):
    session = staff.desk.session
    asked = Application(wish=Wish.RETURN, applied_on=days_ago(0), reason="不属本所职责。")
    made = applying.apply(session, sent, asked)
    staff.switch_to("chen")
    applying.decide(staff.desk.session, made.id, Decision.REFUSED, "职责清单上写着由你所负责。")
    staff.switch_to("wang")
    page = open_opinion(staff, sent)
    link(page.record, "登记告知承办单位").click()
    staff.fill("words", "电话告知李建军，按原期限办理。")
    staff.save()
    assert staff.desk.session.get(Application, made.id).told_on == days_ago(0)


def test_half_filled_drawers_come_back_by_the_offer_of_their_drafts(staff, sent):
    session = staff.desk.session
    asked = Application(wish=Wish.RETURN, applied_on=days_ago(0), reason="不属本所职责。")
    made = applying.apply(session, sent, asked)
    page = open_opinion(staff, sent)
    for open_it, name, words in (
        (lambda: staff.press(F6), "answer", "李建军接电话"),
        (lambda: link(page.record, "补录站长审批").click(), "decision_words", "同意"),
    ):
        open_it()
        staff.fill(name, words)
        drawer(staff).close_drawer()
    found = drafts.of(session)
    assert {each.form for each in found} == {"step.remind", "step.decide_application.paper"}
    staff.desk.go("today")
    for each in found:
        open_again(staff.desk, each)
        typed = drawer(staff).fields.typed()
        assert "李建军接电话" in typed.values() or typed.get("decision_words") == "同意"
        drawer(staff).close_drawer()
    applying.void(session, made.id, "承办单位收回了申请")


def test_the_registers_list_both_and_lead_to_the_matter(staff, sent):
    session = staff.desk.session
    supervising.press(session, sent, Supervision(level=Level.REMINDER, acted_on=days_ago(0), answer="没有人接。"))
    applying.apply(session, sent, Application(wish=Wish.RETURN, applied_on=days_ago(0), reason="不属本所职责。"))
    page = staff.desk.go("registers")
    for key, wanted in (("presses", "电话催办"), ("applications", "退办申请")):
        page.open_section(key)
        QTest.qWait(50)
        assert page.section.view.records.loaded.total == 1
        shown = page.section.shown(page.section.view.current()["id"])
        assert shown.title == wanted
        keys = {act.key: act.label for act in shown.acts}
        assert keys["Ctrl+P"].startswith("打印") and keys["F9"] and keys["Enter"] == "看登记表"
        shown.acts[-1].do()
        assert staff.desk.current.record.opinion_id == sent
        staff.desk.go("registers")


def test_tab_stays_in_the_drawer_and_in_the_print_room(staff, sent):
    page = open_opinion(staff, sent)
    staff.press(F6)
    drawer = staff.desk.findChild(Drawer)
    first = staff.focus
    drawer.act_button.setFocus()
    assert drawer.act_button.accessibleName() in drawer.act_button.text()
    staff.press(Qt.Key.Key_Tab)
    assert drawer.isAncestorOf(staff.focus)
    staff.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert staff.focus is drawer.act_button
    first.setFocus()
    staff.press(ESC)
    page.print_form("F10", [sent])
    room = page.jobs.currentWidget()
    assert staff.focus is room.frame.view
    staff.press(Qt.Key.Key_Tab)
    assert staff.focus is room.panel.form
    staff.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert staff.focus is room.frame.view
    page.jobs.close_jobs()
    page.print_preset(opinions.View.OPEN)
    room = page.jobs.currentWidget()
    assert not room.panel.form.isVisible() and staff.focus is room.frame.view  # a ledger has no other forms
    staff.press(Qt.Key.Key_Tab)
    assert room.panel.isAncestorOf(staff.focus)
    room.panel.columns.click()
    assert staff.desk.findChild(Drawer).fields.isAncestorOf(staff.focus)  # a drawer of nothing but boxes to tick
