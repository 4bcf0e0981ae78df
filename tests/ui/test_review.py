"""The review queue at the window: read, one key, the next; nothing approved by accident; taken back (5.1.3)."""

import shutil

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton

from lianluozhan import paths
from lianluozhan.models import drafts, opinions
from lianluozhan.models.homes import Home, sign_in
from lianluozhan.models.opinions import Opinion, Status, queue
from lianluozhan.models.permissions import Role
from lianluozhan.models.rows import altered
from lianluozhan.ui import theme
from lianluozhan.ui.draft_ways import open_again
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.opinion import judging
from lianluozhan.ui.print_room import PrintRoom
from lianluozhan.ui.toast import Toast

from .one_person import Person as Judge
from .one_person import submit
from .station_at_work import PASSWORD, make_station

F7, F8, F9, ESC = Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TITLES = ("石桥村路灯不亮", "槐树坪村水压不足", "上湾村垃圾清运太少")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """Three matters that wait for the vice head; copied for each test."""
    home = make_station(tmp_path_factory.mktemp("station") / "home")
    session = sign_in(home, "wang", PASSWORD)
    for title in TITLES:
        submit(session, title)
    session.close()
    return home.folder


@pytest.fixture
def home(station, tmp_path):
    return Home(shutil.copytree(station, tmp_path / "home"))


@pytest.fixture
def judge(dressed, home, unasked):
    made = Judge(dressed, home)
    yield made
    made.close()


@pytest.fixture
def unasked(dressed):
    """No dialog comes up in the queue; one that does is closed, so that the test fails instead of waiting for ever."""
    found, clock = [], QTimer()

    def close():
        if question := dressed.activeModalWidget():
            found.append(question.windowTitle())
            question.close()

    clock.timeout.connect(close)
    clock.start(50)
    yield found
    clock.stop()
    assert found == []


@pytest.fixture
def at_once(monkeypatch):
    """Nobody waits for a matter to settle."""
    monkeypatch.setattr(judging, "SETTLES", 0.0)


def toast_of(found):
    shown = [toast for toast in found.findChildren(Toast) if not toast.gone]
    return shown[0] if shown else None


def drawer_of(judge):
    return next(d for d in judge.desk.children() if isinstance(d, Drawer) and d.isVisible())


@pytest.mark.clause("5.1.3")
def test_enter_in_today_opens_the_queue_at_that_matter(judge):
    judge.desk.first_room()
    judge.press(Qt.Key.Key_Down)
    judge.press(Qt.Key.Key_Return)
    assert judge.top().record.opinion_id == 2


@pytest.mark.clause("5.1.3")
def test_one_key_approves_and_shows_the_next_until_none_is_left(judge, at_once):
    found = judge.queue()
    for number in (1, 2, 3):
        assert found.record.opinion_id == number
        judge.press(F9)
        assert judge.status(number) is Status.IN_APPROVAL
        assert found.list.done_link.text() == f"今天已审 {number} 件"
    assert found.back_button.hasFocus()
    judge.press(Qt.Key.Key_Space)
    assert judge.desk.current is judge.desk.page("today")


@pytest.mark.clause("5.1.3")
def test_the_head_approves_the_same_way_and_the_matter_goes_back_to_the_officer(judge, dressed, home, at_once):
    judge.queue()
    judge.press(F9)
    judge.session.close()
    head = Judge(dressed, home, "chen")
    found = head.queue()
    assert found.record.judging.panel.info.text().startswith("同意后转王秀英交办。审批期限")
    head.press(F9)
    assert head.status(1) is Status.TO_DISPATCH
    head.close()


def test_what_was_done_is_said_with_the_way_back_and_taken_back_by_a_key(judge, at_once):
    found, before = judge.queue(), judge.session.get(Opinion, 1)
    judge.press(F9)
    assert toast_of(found).sentence.text() == "0001 号已审核同意，转站长陈国栋审批。"
    judge.press(Qt.Key.Key_Z, CTRL)
    assert judge.session.get(Opinion, 1) == before
    assert found.record.opinion_id == 1 and toast_of(found) is None


def test_the_key_that_takes_typing_back_does_not_take_a_review_back(judge, at_once):
    found = judge.queue()
    judge.press(F9)
    judge.type("尽快")
    judge.press(Qt.Key.Key_Z, CTRL)
    assert judge.status(1) is Status.IN_APPROVAL
    assert found.record.judging.panel.words.value() == "同意拟办意见，报站长审批。"


def test_later_a_review_is_taken_back_from_the_trail(judge, at_once):
    found = judge.queue()
    judge.press(F9)
    toast_of(found).end()
    judge.press(Qt.Key.Key_Z, CTRL)
    assert judge.status(1) is Status.IN_APPROVAL
    page = judge.desk.go("opinions", 1)
    next(b for b in page.record.findChildren(QPushButton) if b.text() == "撤销这一步").click()
    assert judge.status(1) is Status.IN_REVIEW


def test_the_key_does_nothing_in_the_first_moment_after_another_matter_came_up(judge, monkeypatch):
    assert judging.SETTLES >= 0.4
    judge.queue()
    monkeypatch.setattr(judging, "SETTLES", 60.0)
    judge.press(F9)
    assert judge.status(1) is Status.IN_REVIEW


def test_the_key_does_not_repeat_while_it_is_held_down(judge, at_once):
    judge.queue()
    for _ in range(5):
        held = QKeyEvent(QEvent.Type.KeyPress, F9, Qt.KeyboardModifier.NoModifier, "", True, 1)
        judge.application.sendEvent(judge.focus, held)
    assert judge.status(1) is Status.IN_REVIEW


def test_the_key_does_nothing_while_a_word_is_being_put_together(judge, at_once):
    judge.queue()
    judge.application.sendEvent(judge.focus, QInputMethodEvent("tongyi", []))
    judge.press(F9)
    assert judge.status(1) is Status.IN_REVIEW
    judge.type("同意")
    judge.press(F9)
    assert judge.status(1) is Status.IN_APPROVAL


def test_an_empty_opinion_is_refused_at_its_field(judge, at_once):
    found = judge.queue()
    judge.press(Qt.Key.Key_A, CTRL)
    judge.press(Qt.Key.Key_Delete)
    judge.press(F9)
    assert judge.status(1) is Status.IN_REVIEW
    assert found.record.judging.panel._problem.text() == "请填写审核意见。"


def test_a_phrase_takes_the_place_of_the_usual_words_and_joins_what_was_written(judge):
    panel = judge.queue().record.judging.panel
    judge.press(Qt.Key.Key_1, ALT)
    first = panel._known[0]
    assert panel.words.value() == first
    judge.type("请尽快。")
    judge.press(Qt.Key.Key_2, ALT)
    assert panel.words.value() == f"{first}请尽快。{panel._known[1]}"


def test_a_matter_opened_in_the_list_is_judged_and_taken_back_there_too(judge, at_once):
    page = judge.desk.go("opinions", 1)
    judge.application.processEvents()
    assert page.record.judging.panel is not None
    judge.press(F9)
    assert judge.status(1) is Status.IN_APPROVAL
    assert page.record.opinion_id == 1 and page.record.judging.panel is None
    judge.press(Qt.Key.Key_Z, CTRL)
    assert judge.status(1) is Status.IN_REVIEW


def test_what_was_written_is_still_there_when_the_record_is_read_again(judge):
    found = judge.queue()
    judge.type("请尽快。")
    found.reload()
    assert found.record.judging.panel.words.value().endswith("请尽快。")
    assert found.record.judging.panel.words.hasFocus()


def test_what_was_written_is_a_draft_that_is_there_again_the_next_day(judge, dressed, home):
    judge.queue()
    judge.type("请尽快。")
    judge.press(F8)
    assert [lying.title for lying in drafts.of(judge.session)] == ["审核意见（0001号　石桥村路灯不亮）"]
    judge.press(ESC)
    judge.desk.close()
    judge.session.close()
    again = Judge(dressed, home)
    open_again(again.desk, drafts.of(again.session)[0])
    again.application.processEvents()
    panel = again.top().record.judging.panel
    assert panel.file.opinion.id == 1 and panel.words.value() == "同意拟办意见，报站长审批。请尽快。"
    again.close()


def test_the_draft_of_an_opinion_goes_with_the_judgement(judge, at_once):
    found = judge.queue()
    judge.type("请尽快。")
    found.record.judging.panel.keeper.flush()
    assert len(drafts.of(judge.session)) == 1
    judge.press(F9)
    assert opinions.steps_of(judge.session, 1)[0].words.endswith("请尽快。")
    assert drafts.of(judge.session) == []


@pytest.mark.clause("5.1.3")
def test_sending_back_needs_a_reason_and_goes_on_to_the_next(judge, at_once):
    found = judge.queue()
    judge.press(F7)
    drawer_of(judge).save()
    assert judge.status(1) is Status.IN_REVIEW
    drawer_of(judge).fields.set_values({"words": "请写明是哪几盏灯。"})
    drawer_of(judge).save()
    assert judge.status(1) is Status.SENT_BACK
    assert found.record.opinion_id == 2
    assert toast_of(found).sentence.text() == "0001 号已退回修改，转王秀英。"


def test_a_skipped_matter_stays_and_comes_again_after_the_last(judge):
    found = judge.queue()
    for expected in (2, 3, 1):
        judge.press(F8)
        assert found.record.opinion_id == expected
    assert found.records.records.loaded.total == 3


def test_what_somebody_else_decided_meanwhile_is_said_and_left_for_the_next(judge, at_once):
    found, session = judge.queue(), judge.session
    listeners, session.listeners[:] = list(session.listeners), []
    opinions.review(session, 1, "同意。")  # as if from another window: nobody here hears of it
    session.listeners[:] = listeners
    judge.press(F9)
    assert found.record.opinion_id == 2
    said = [label.text() for label in found.findChildren(QLabel) if label.isVisibleTo(found)]
    assert any(words.startswith("0001 号刚由张维民办过（审核同意），现在是“待审批”") for words in said)
    assert judge.status(2) is Status.IN_REVIEW


def test_a_long_opinion_scrolls_in_itself_and_leaves_the_form_readable(judge):
    panel = judge.queue().record.judging.panel
    judge.type("请尽快。\n" * 30)
    judge.application.processEvents()
    assert panel.words.height() < 6 * panel.words.fontMetrics().lineSpacing() + 20
    assert panel.words.cursorRect().bottom() <= panel.words.viewport().height()


@pytest.mark.clause("5.1.3")
def test_what_the_vice_head_registered_himself_is_named_with_who_judges_it(judge):
    session = judge.session
    session.roles = frozenset({Role.VICE_HEAD, Role.LIAISON_OFFICER})
    own = submit(session, "自己登记的")
    assert [(entry.id, entry.judge) for entry in queue.barred(session)] == [(own.id, "")]
    assert own.id not in [row["id"] for row in queue.to_judge(session).page(50)]
    found = judge.queue()
    said = [label.text() for label in found.findChildren(QLabel) if label.isVisibleTo(found)]
    assert any(words.startswith("还有 1 件（0004 号）是您本人登记的") for words in said)


def test_the_figure_of_today_opens_exactly_what_it_counts(judge, at_once):
    found = judge.queue()
    judge.press(F9)
    judge.press(F9)
    found.list.done_link.click()
    assert (found.list.title.text(), found.list.count.text()) == ("今天已审", "2")
    assert {row["id"] for row in found.records.records.loaded.rows} == {1, 2}
    found.list.done_link.click()
    assert found.record.opinion_id == 3


def test_printing_from_the_queue_comes_back_to_the_queue(judge):
    found = judge.queue()
    judge.press(Qt.Key.Key_P, CTRL)
    assert judge.desk.current.jobs.currentWidget() is not found
    judge.press(ESC)
    assert judge.top() is found
    judge.press(ESC)
    assert judge.desk.current.jobs.at_work


def test_what_waits_is_printed_as_a_list(judge):
    found = judge.queue()
    next(b for b in found.findChildren(QPushButton) if b.accessibleName() == "打印待审清单").click()
    room = judge.desk.current.jobs.currentWidget()
    assert isinstance(room, PrintRoom)
    judge.desk.step_back()
    assert judge.top() is found


def test_the_word_about_it_goes_after_eight_seconds_unless_it_has_the_focus(judge, at_once):
    found = judge.queue()
    judge.press(F9)
    toast = toast_of(found)
    assert toast._clock.interval() == 8000
    toast.undo_button.setFocus()
    toast._run_out()
    assert not toast.gone
    found.take_focus()
    toast._run_out()
    assert toast.gone and toast_of(found) is None


def test_declining_against_the_officers_proposal_asks_for_the_ground(judge):
    judge.queue().record.judging.otherwise()
    assert drawer_of(judge).fields.values()["accept"] is False


def test_three_thousand_waiting_matters_are_entered_and_judged_without_a_pause(judge, at_once):
    session = judge.session
    first = session.get(Opinion, 1)
    session.roles |= {Role.LIAISON_OFFICER}
    with session.action("opinion.register"):
        session.add_many([altered(first, id=0, number=f"社情民意〔2026〕{n:04}号") for n in range(10, 3010)])
    found = judge.queue()
    judge.press(F9)
    assert found.list.count.text() == "3002"


@pytest.mark.parametrize("percent", [100, 200])
def test_the_queue_fits_a_small_screen_at_any_text_size(dressed, home, percent, tmp_path):
    icons = paths.resources() / "icons"
    theme.apply(dressed, theme.LIGHT, percent, icons, tmp_path)
    judge = Judge(dressed, home)
    judge.desk.resize(1366, 690)
    found = judge.queue()
    dressed.processEvents()
    needs, has = found.minimumSizeHint(), found.size()
    assert needs.width() <= has.width() and needs.height() <= has.height()
    judge.close()
    theme.apply(dressed, theme.LIGHT, 100, icons, tmp_path)
