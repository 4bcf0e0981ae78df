"""The room 今日: every figure opens what it counts, limits are read aloud, a wrong clock is said (5.1.4, 4.3.2)."""

import re
import shutil
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from lianluozhan.models import opinions
from lianluozhan.models.demo import demo
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home
from lianluozhan.models.opinions import View
from lianluozhan.models.receptions import arranging
from lianluozhan.models.receptions.record import Reception
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.opinion.list_pane import ListPane

from .one_person import Person

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("sample") / "home")
    demo(home, opinions=60)
    return home.folder


@pytest.fixture
def officer(dressed, station, tmp_path):
    made = Person(dressed, Home(shutil.copytree(station, tmp_path / "home")), "zhouchangfu", PASSWORD)
    made.page = made.desk.go("today")
    made.application.processEvents()
    yield made
    made.close()


def listed(officer):
    """How many matters the list in sight stands for."""
    pane = officer.desk.current.list
    assert isinstance(pane, ListPane) and pane.isVisible()
    return pane.listing().count()


def figures(page):
    """The links that are a word and a number."""
    found = [b for b in page.findChildren(QPushButton) if b.isVisibleTo(page)]
    return [b for b in found if re.fullmatch(r"\D+ \d+", b.text().strip())]


@pytest.mark.clause("5.1.4")
def test_every_figure_opens_exactly_what_it_counts(officer):
    words = [(b.accessibleName(), b.text().strip()) for b in figures(officer.page)]
    assert len(words) > 8
    for name, text in words:
        officer.desk.go("today")
        officer.application.processEvents()
        link = next(b for b in figures(officer.page) if (b.accessibleName(), b.text().strip()) == (name, text))
        link.click()
        assert (name, listed(officer)) == (name, int(text.rsplit(" ", 1)[1]))


@pytest.mark.clause("4.3.2")
def test_the_figures_by_holder_add_up_to_what_is_overdue_and_soon(officer):
    counts, held = opinions.due_counts(officer.session), opinions.due_by_holder(officer.session)
    assert sum(entry.overdue for entry in held) == counts.overdue
    assert sum(entry.soon for entry in held) == counts.soon
    assert opinions.listing(officer.session, view=View.OVERDUE).count() == counts.overdue
    assert opinions.listing(officer.session, view=View.SOON).count() == counts.soon


def test_what_waits_for_me_is_opened_by_the_arrows_and_enter(officer):
    officer.press(Qt.Key.Key_Down)
    wanted = officer.page.mine.current()["id"]
    officer.press(Qt.Key.Key_Return)
    assert officer.desk.current.record.opinion_id == wanted


def test_all_of_it_is_reached_by_tab(officer):
    reached = set()
    for _ in range(60):
        officer.press(Qt.Key.Key_Tab)
        reached.add(officer.focus.accessibleName())
    names = {b.accessibleName() for b in figures(officer.page)}
    assert names | {"待我处理", "逾期和临期"} <= reached


@pytest.mark.clause("4.3.2")
def test_a_limit_opens_its_days_by_a_key_and_is_copied_as_text(officer):
    officer.page.due.setFocus()
    officer.press(Qt.Key.Key_Return, ALT)
    drawer = next(d for d in officer.desk.children() if isinstance(d, Drawer) and d.isVisible())
    assert "次日起算" in " ".join(label.text() for label in drawer.findChildren(QLabel))
    officer.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert "起算日，不计" in copied and copied.rstrip("。").splitlines()[-1].count("依据：") == 1
    drawer.close_drawer()


def test_a_click_on_the_limit_opens_its_days_and_a_click_beside_it_the_matter(officer):
    due = officer.page.due
    area = due.visualRect(due.model().index(0, 0))
    QTest.mouseClick(due.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.right() - 30, area.center().y()))
    drawer = next(d for d in officer.desk.children() if isinstance(d, Drawer) and d.isVisible())
    drawer.close_drawer()
    QTest.mouseClick(due.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.left() + 100, area.center().y()))
    assert officer.desk.current is officer.desk.page("opinions")


def test_a_clock_that_was_set_back_is_said_and_nothing_is_refused(officer):
    officer.session.now = lambda: datetime.now() - timedelta(days=1)
    officer.page.show_fresh()
    said = [label.text() for label in officer.page.findChildren(QLabel)]
    assert any(words.startswith("电脑的日期好像不对") for words in said)
    officer.session.now = datetime.now
    officer.page.show_fresh()
    officer.application.processEvents()
    said = [label.text() for label in officer.page.findChildren(QLabel) if label.isVisible()]
    assert not any(words.startswith("电脑的日期好像不对") for words in said)


def test_a_list_of_few_rows_takes_no_more_room_than_they_need(dressed, station, tmp_path):
    head = Person(dressed, Home(shutil.copytree(station, tmp_path / "home")), "wangxiuying", PASSWORD)
    page = head.desk.go("today")
    head.application.processEvents()
    few, many = page.mine, page.due
    rows = few.model().rowCount()
    assert 0 < rows < 5 and few.height() - rows * few.sizeHintForRow(0) in range(6)
    assert many.height() > 2 * few.height()
    head.close()


def test_the_sheets_of_one_who_has_little_to_do_stand_at_the_top_one_below_the_other(dressed, station, tmp_path):
    made = Person(dressed, Home(shutil.copytree(station, tmp_path / "home")), "lijianguo", PASSWORD)
    page = made.desk.go("today")
    made.desk.resize(1366, 1600)  # more room than what there is to do needs
    QTest.qWait(100)
    mine, due = page._mine_sheet, page._due_sheet
    beside = page._holders_head.parentWidget()
    assert abs(mine.mapTo(page, QPoint()).y() - beside.mapTo(page, QPoint()).y()) <= 2
    assert due.y() - mine.geometry().bottom() < 24
    made.close()


def test_the_mark_of_a_reception_of_today_is_no_higher_than_its_word(officer):
    session = officer.desk.session
    place = "石桥村党群服务中心一楼接待室（青溪镇石桥村二组）"
    values = {"held_on": session.today, "starts_at": "09:00", "ends_at": "11:00", "rest_day_reason": "逢集"}
    arranging.add(session, Reception(place=place, **values), [1, 2])
    officer.page.reload()
    QTest.qWait(100)
    mark = next(label for label in officer.page.findChildren(QLabel) if label.text() == "今天" and label.isVisible())
    assert mark.height() <= mark.sizeHint().height()
