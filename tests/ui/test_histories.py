"""修改历史 beside every record that people write: what was changed, and one value put back from there (N5)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from lianluozhan.models import homes, stations
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.deputies import Deputy
from lianluozhan.models.earlier_values import WAYS
from lianluozhan.models.stations import Station
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.history_drawer import TITLE
from tests.keeping import noon
from tests.models.test_earlier_values import WRITTEN, with_a_suggestion
from tests.sample_station import sample_station

PLACES = (
    ("deputies", "deputies"),
    ("deputies", "groups"),
    ("deputies", "activities"),
    ("deputies", "contacts"),
    ("people", "staff"),
    ("people", "bodies"),
    ("people", "villages"),
    ("people", "categories"),
    ("registers", "suggestions"),
    ("receptions", "receptions"),
)


@pytest.fixture(scope="module")
def clerk(tmp_path_factory):
    home = sample_station(tmp_path_factory.mktemp("histories") / "home")
    session = homes.sign_in(home, "zhouchangfu", PASSWORD, now=noon)
    with_a_suggestion(session)
    yield session
    session.close()


@pytest.fixture
def desk(clerk, dressed, qtbot):
    changes = Changes()
    changes.follow(clerk)
    made = Desk(clerk, changes, home=clerk.folder.parent)
    made.kept_changes = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    clerk.listeners.clear()  # the session outlives the desk


def words_in(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def open_drawer(desk) -> Drawer:
    return next(each for each in desk.findChildren(Drawer) if each.title == TITLE)


@pytest.mark.parametrize(("room", "section"), PLACES)
def test_the_record_in_sight_has_its_history_and_a_value_comes_back_from_there(clerk, desk, room, section):
    page = desk.go(room)
    page.open_section(section)
    kind = page.section.RECORD
    name, where = WRITTEN.get(kind, ("note", ""))
    found = clerk.select(kind, where or "1", order="id LIMIT 1")
    if not found:
        pytest.skip("the sample station has none that can be edited")
    before = found[0]
    WAYS[kind].edit(clerk, before.id, {name: "刚刚写错的一句"})
    page.open_record(before.id)
    QApplication.processEvents()
    if kind is Deputy:
        page.record.open_tab("基本情况")
    page.record.buttons[TITLE].click()
    drawer = open_drawer(desk)
    assert "改成“刚刚写错的一句”" in words_in(drawer)
    back = next(each for each in drawer.findChildren(QPushButton) if each.text() == "恢复这个值")
    QTimer.singleShot(0, lambda: QApplication.activeModalWidget().accept())
    back.click()
    assert getattr(clerk.get(kind, before.id), name) == getattr(before, name)


def test_the_station_has_its_history_too(clerk, desk):
    before = stations.station(clerk)
    WAYS[Station].edit(clerk, before.id, {"hotline": "000"})
    desk.go_section("system", "station")
    section = desk.current.current
    section.history_button.click()
    drawer = open_drawer(desk)
    assert "改成“000”" in words_in(drawer)


def test_numbers_of_people_stay_hidden_in_their_history(clerk, desk):
    person = clerk.select(Deputy, order="id LIMIT 1")[0]
    WAYS[Deputy].edit(clerk, person.id, {"phone": "13912345678"})
    page = desk.go("deputies")
    page.open_section("deputies")
    page.open_record(person.id)
    page.record.open_tab("基本情况")
    page.record.buttons[TITLE].click()
    said = words_in(open_drawer(desk))
    assert "13912345678" not in said and "139****5678" in said
