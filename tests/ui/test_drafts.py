"""Nothing typed is lost: every form is on the disk within seconds, and stands there again for its own person."""

import time
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan.models import drafts, opinions, places
from lianluozhan.models.opinions import Opinion
from lianluozhan.models.places import Village
from lianluozhan.ui import draft_keeper, draft_offer, main_window
from lianluozhan.ui.draft_keeper import LATEST, keepers_in
from lianluozhan.ui.draft_notice import DraftNotice
from lianluozhan.ui.draft_offer import DraftOffer
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.system.backup_section import BackupSection
from lianluozhan.ui.sign_in import SignInPage
from lianluozhan.ui.text import Words

from .station_at_work import PASSWORD, Staff, make_station

F2, F9, ESC = Qt.Key.Key_F2, Qt.Key.Key_F9, Qt.Key.Key_Escape


@pytest.fixture
def staff(dressed, tmp_path):
    make_station(tmp_path / "home")
    people = Staff(tmp_path / "home")
    yield people
    people.close()


@pytest.fixture
def asked(monkeypatch):
    """Every question that was put, answered with yes."""
    found = []
    for module in (draft_keeper, draft_offer):
        monkeypatch.setattr(module, "ask", lambda parent, title, *rest, **more: found.append(title) or True)
    return found


def again(staff):
    """The window closed and opened anew."""
    assert staff.window.close()
    QApplication.processEvents()
    staff.__init__(staff.window.home_folder)


def form_of(staff):
    form = staff.desk.page("opinions").form
    assert form is not None
    return form


def offered(staff):
    offer = staff.desk.findChild(DraftOffer)
    return " ".join(words.text() for words in offer.findChildren(Words)) if offer.isVisible() else ""


def click(within, words):
    QApplication.processEvents()
    next(b for b in within.findChildren(QPushButton) if b.text().strip() == words and b.isVisible()).click()
    QApplication.processEvents()


def drawer_of(staff):
    return next(child for child in staff.desk.children() if isinstance(child, Drawer) and child.isVisible())


def notices(within):
    found = [notice for notice in within.findChildren(DraftNotice) if notice.isVisible()]
    return " ".join(words.text() for notice in found for words in notice.findChildren(Words))


def new_opinion(staff, title="路灯不亮"):
    session = staff.desk.session
    made = Opinion(
        title=title,
        content="坏了四盏。",
        received_on=session.today,
        registered_on=session.today,
        is_anonymous=True,
        category_id=session.value("SELECT min(id) FROM categories"),
        proposal="建议由村镇建设服务中心办理。",
        registered_by=session.staff.id,
    )
    return opinions.register(session, made)


def test_what_was_typed_is_on_the_disk_within_five_seconds_and_the_foot_says_so(staff, qtbot):
    desk = staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "马店村农资店无证售卖农药")
    staff.fill("content", "店里没有挂证。")
    told = []
    (keeper,) = keepers_in(desk)
    keeper.told.connect(lambda sentence, trouble: told.append((sentence, trouble)))
    began = time.monotonic()
    while time.monotonic() - began < LATEST + 0.5 and not told:  # typing on and on
        staff.type("卖")
        qtbot.wait(50)
    assert time.monotonic() - began < 5
    found = drafts.take(desk.session, "registration", 0)
    assert found is not None and found.typed["title"] == "马店村农资店无证售卖农药"
    assert "店里没有挂证。卖" in found.typed["content"]
    assert told == [(f"✓ 草稿已保存 {found.saved_at:%H:%M}，离开不会丢", False)]
    assert form_of(staff).said.text().startswith("✓ 草稿已保存")
    assert told[0][0] in [label.text() for label in desk.status.findChildren(QLabel)]


def test_closing_the_window_never_asks_and_the_form_is_offered_and_filled_again(staff, asked):
    staff.sign_in("wang")
    staff.press(F2)
    staff.fill("submitter_name", "周长福")
    staff.fill("received_on", "三月五十")
    staff.fill("village_id", "石桥")
    staff.fill("title", "马店村农药")
    again(staff)
    staff.sign_in("wang")
    assert "有一张没填完的登记表：马店村农药" in offered(staff) and asked == []
    click(staff.desk.findChild(DraftOffer), "接着填")
    form = form_of(staff).form
    assert form.editor("submitter_name").value() == "周长福"
    assert "三月五十" in form.editor("received_on").text() and "石桥" in form.editor("village_id").text()
    assert "可以接着填" in notices(staff.desk) and offered(staff) == ""


def test_esc_goes_back_without_a_question_f2_brings_the_form_again_and_throwing_away_asks_once(staff, asked):
    staff.sign_in("wang")
    staff.press(F2)
    staff.press(ESC)
    assert offered(staff) == "" and staff.desk.page("opinions").form is None  # nothing was typed
    staff.press(F2)
    staff.fill("title", "路灯")
    staff.press(ESC)
    assert staff.desk.page("opinions").jobs.at_work and "登记表：路灯" in offered(staff)
    staff.press(F2)
    assert form_of(staff).form.editor("title").value() == "路灯" and offered(staff) == ""
    staff.press(ESC)
    assert asked == []
    click(staff.desk.findChild(DraftOffer), "不要了")
    assert asked == ["不要这张登记表：路灯？"] and offered(staff) == ""
    assert drafts.of(staff.desk.session) == []
    staff.press(F2)
    assert form_of(staff).form.editor("title").value() == ""


def test_a_locked_or_changed_desk_has_its_drafts_on_the_disk_and_nobody_else_meets_them(staff):
    desk = staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "只给王秀英看")
    staff.window.lock()
    assert [lying.title for lying in drafts.of(desk.session)] == ["登记表：只给王秀英看"]
    page = staff.window._stack.currentWidget()
    assert isinstance(page, SignInPage)
    page.password.setText(PASSWORD)
    page.sign_in()
    assert form_of(staff).form.editor("title").value() == "只给王秀英看" and offered(staff) == ""
    other = staff.switch_to("zhang")
    assert drafts.of(other.session) == [] and offered(staff) == ""
    staff.switch_to("wang")
    assert staff.desk is desk and form_of(staff).isVisible()


def test_a_stored_form_leaves_no_draft_and_a_refused_one_keeps_it(staff):
    desk = staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "路灯")
    assert keepers_in(desk)[0].flush()
    staff.press(F9)  # the content is missing
    assert opinions.listing(desk.session, view=opinions.View.ALL).count() == 0
    assert keepers_in(desk)[0].flush() and len(drafts.of(desk.session)) == 1
    staff.fill("content", "坏了四盏。")
    staff.save()
    assert opinions.listing(desk.session, view=opinions.View.ALL).count() == 1
    assert drafts.of(desk.session) == []
    staff.fill("request", "请修好。")
    assert keepers_in(desk)[0].flush()
    (lying,) = drafts.of(desk.session)
    assert (lying.form, lying.owner_id) == ("registration", form_of(staff).opinion_id)


def test_a_drawer_left_with_esc_is_filled_again_and_can_be_emptied(staff, asked):
    desk = staff.sign_in("wang")
    opinion = opinions.submit(desk.session, new_opinion(staff).id)
    desk = staff.switch_to("zhang")
    desk.go("opinions", opinion.id)
    page = desk.page("opinions")
    page.record.take("review")
    drawer_of(staff).fields.set_values({"words": "请再核实地点，然后"})
    staff.press(ESC)
    assert asked == [] and "副站长审核" in offered(staff)
    click(desk.findChild(DraftOffer), "接着填")
    drawer = drawer_of(staff)
    assert drawer.fields.values()["words"] == "请再核实地点，然后" and "存的草稿" in notices(drawer)
    click(drawer, "清空重填")
    assert drawer.fields.values()["words"] == "同意拟办意见，报站长审批。" and drafts.of(desk.session) == []
    drawer.fields.set_values({"words": "同意。"})
    assert keepers_in(drawer)[0].flush()
    drawer.save()
    assert drafts.of(desk.session) == [] and offered(staff) == ""


def test_several_drafts_stand_in_a_list_each_with_its_way_back_and_hold_up_a_restore(staff, asked, monkeypatch):
    desk = staff.sign_in("wang")
    village = places.add(desk.session, Village(name="马店村"))
    desk.go("people")
    people = desk.current
    people.open_section("villages")
    people.open_record(village.id)
    people.section.edit(village.id)
    drawer_of(staff).fields.set_values({"constituency": "第三选区"})
    staff.press(ESC)
    staff.press(F2)
    staff.fill("title", "路灯")
    staff.press(ESC)
    assert "有 2 张没填完的表" in offered(staff)
    click(desk.findChild(DraftOffer), "看一看")
    row = next(b for b in drawer_of(staff).findChildren(QPushButton) if "修改村" in b.accessibleName())
    row.click()
    assert drawer_of(staff).fields.values()["constituency"] == "第三选区"
    drawer_of(staff).save()
    assert [lying.form for lying in drafts.of(desk.session)] == ["registration"]
    told = []
    monkeypatch.setattr(desk, "tell", told.append)
    desk.go_section("system", "backup")
    assert desk.current.findChild(BackupSection).open_restore() is None
    assert told == ["还有 1 张没填完的表，还原以后就没有了。请先填好存上，或者点“不要了”，再来还原。"]


def test_what_was_changed_meanwhile_is_shown_and_the_person_decides(staff):
    desk = staff.sign_in("wang")
    opinion = new_opinion(staff)
    desk.go("opinions", opinion.id)
    page = desk.page("opinions")
    page.edit(opinion.id)
    form_of(staff).form.editor("title").set_value("我改的事由")
    staff.window.lock()
    opinions.edit(desk.session, opinion.id, title="别人改的事由", place="村口")
    page_of_sign_in = staff.window._stack.currentWidget()
    page_of_sign_in.password.setText(PASSWORD)
    page_of_sign_in.sign_in()
    told = notices(staff.desk)
    assert "事由：路灯不亮 → 别人改的事由；您填的是：我改的事由" in told and "发生地点：空着 → 村口" in told
    form = form_of(staff).form
    assert (form.editor("title").value(), form.editor("place").value()) == ("我改的事由", "村口")
    click(form_of(staff), "换成现在的")
    assert form.editor("title").value() == "别人改的事由"
    staff.save()
    stored = opinions.file_of(desk.session, opinion.id).opinion
    assert (stored.title, stored.place) == ("别人改的事由", "村口")


def test_a_draft_of_a_record_changed_since_is_not_stored_over_it_unseen(staff):
    desk = staff.sign_in("wang")
    opinion = new_opinion(staff)
    desk.go("opinions").edit(opinion.id)
    form_of(staff).form.editor("title").set_value("我改的事由")
    again(staff)
    desk = staff.sign_in("wang")
    opinions.edit(desk.session, opinion.id, title="别人改的事由", place="村口")
    click(desk.findChild(DraftOffer), "接着填")
    assert "您填的是：我改的事由" in notices(desk)
    assert form_of(staff).form.editor("place").value() == "村口"


def test_a_draft_whose_step_was_taken_elsewhere_says_so_and_stays(staff, monkeypatch):
    told = []
    desk = staff.sign_in("wang")
    opinion = opinions.submit(desk.session, new_opinion(staff).id)
    monkeypatch.setattr("lianluozhan.ui.attempt.tell", lambda parent, sentence: told.append(sentence))
    drafts.keep(desk.session, "step.reply", opinion.id, {"content": "已修好"}, title="登记答复")
    drafts.keep(desk.session, "step.reply", 4711, {"content": "已修好"}, title="登记答复")
    offer = desk.findChild(DraftOffer)
    offer.refresh()
    for lying in offer.lying():
        offer.go_on(lying)
    assert any("找不到了" in sentence for sentence in told) and any("草稿还在" in sentence for sentence in told)
    assert len(drafts.of(desk.session)) == 2


def test_a_full_disk_is_said_plainly_and_only_then_closing_asks(staff, monkeypatch, qtbot):
    questions = []
    monkeypatch.setattr(main_window, "_wants_to_leave", lambda window, trouble: questions.append(trouble) or False)
    desk = staff.sign_in("wang")
    conn = desk.session.db.conn
    conn.execute(f"PRAGMA max_page_count = {desk.session.value('PRAGMA page_count')}")
    staff.press(F2)
    staff.fill("content", "路灯坏了。" * 5000)
    (keeper,) = keepers_in(desk)
    qtbot.waitUntil(lambda: bool(keeper.trouble), timeout=5000)
    assert keeper.trouble == "草稿没有保存：电脑磁盘已满。请先腾出空间再试，原来的内容没有动过。"
    assert not staff.window.close() and questions == [keeper.trouble]
    conn.execute("PRAGMA max_page_count = 1000000")
    assert staff.window.close() and len(questions) == 1
    staff.__init__(staff.window.home_folder)
    staff.sign_in("wang")
    assert "路灯坏了。路灯坏了。" in offered(staff)


def test_a_desk_laid_out_anew_for_another_text_size_keeps_form_and_draft(staff):
    staff.sign_in("wang")
    staff.press(F2)
    staff.fill("title", "路灯")
    staff.window._lay_out_anew()
    assert form_of(staff).form.editor("title").value() == "路灯" and form_of(staff).isVisible()
    staff.fill("content", "坏了四盏。")
    staff.window.keep_drafts()
    (lying,) = drafts.of(staff.desk.session)
    found = drafts.take(staff.desk.session, lying.form, lying.owner_id)
    assert found is not None and found.typed["content"] == "坏了四盏。"
    assert found.typed["received_on"] == date.today()
