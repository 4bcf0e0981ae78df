"""The first start: a station is made from what was filled in, whole or not at all (2.1, 2.2)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from lianluozhan import app, paths
from lianluozhan.models import stations
from lianluozhan.models.permissions import Role
from lianluozhan.models.stations import Kind
from lianluozhan.ui import theme
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.first_start import FirstStartPage

PASSWORD = "Shiqiao#2026"
PEOPLE = (("陈国栋", "chen"), ("张维民", "zhang"), ("王𠮷", "wang"))


@pytest.fixture
def window(dressed, tmp_path, qtbot):
    made = app.make_window(dressed, tmp_path / "home")
    made.show()
    yield made
    made._close_data()
    made.deleteLater()


def on(page):
    """Enter, as it is pressed on any field."""
    QTest.keyClick(page.window().focusWidget() or page, Qt.Key.Key_Return)


def fill(page, kind=Kind.TOWNSHIP):
    page.station.name.setText("石桥镇人大代表联络站")
    page.station.kind.setCurrentIndex(list(Kind).index(kind))
    page.station.place.setText("石桥镇")
    page.station.place.editingFinished.emit()
    for row, (name, user) in zip(page.people.rows, PEOPLE, strict=True):
        for field, words in ((row.name, name), (row.user, user), (row.password, PASSWORD), (row.again, PASSWORD)):
            field.setText(words)
    groups = page.recovery.code.split("-")
    for number, field in zip(page.recovery._asked, page.recovery.answers, strict=True):
        field.setText(groups[number])


@pytest.mark.clause("2.1.1")
@pytest.mark.clause("2.2.1")
def test_a_station_is_set_up_by_filling_in_and_pressing_enter(window):
    page = window._stack.currentWidget()
    fill(page)
    for number in range(len(page.steps)):
        assert page.pages.currentIndex() == number and page.on.isEnabled(), page._hint.text()
        on(page)
    desk = window._stack.currentWidget()
    assert isinstance(desk, Desk) and desk.session.staff.name == "王𠮷"
    assert {Role.LIAISON_OFFICER, Role.ADMINISTRATOR} <= desk.session.roles
    made = stations.station(desk.session)
    assert (made.name, made.kind, made.congress) == (
        page.station.name.text(),
        Kind.TOWNSHIP,
        "石桥镇人民代表大会主席团",
    )


@pytest.mark.clause("2.1.1")
def test_a_street_station_belongs_to_a_working_committee(window):
    page = window._stack.currentWidget()
    fill(page, Kind.STREET)
    assert page.station.congress.text() == "石桥镇人大工作委员会"
    assert page.station.station().kind is Kind.STREET


def test_what_is_missing_is_said_beside_the_button_that_waits(window):
    page = window._stack.currentWidget()
    assert not page.on.isEnabled() and "站名" in page._hint.text()
    fill(page)
    page.people.rows[2].again.setText("Shiqiao#2027")
    page.go(2)
    assert not page.on.isEnabled() and "两遍密码不一样" in page._hint.text()


def test_nothing_is_written_before_the_last_step(window, tmp_path):
    page = window._stack.currentWidget()
    fill(page)
    page.go(4)
    assert not (tmp_path / "home" / "current").exists()


@pytest.mark.parametrize("percent", [150, 200])
def test_on_a_small_screen_with_large_text_the_steps_scroll_and_no_field_lies_on_another(dressed, percent, tmp_path):
    theme.apply(dressed, theme.LIGHT, percent, paths.resources() / "icons", tmp_path)
    page = FirstStartPage(tmp_path / "home")
    page.resize(1366, 690)
    page.show()
    dressed.processEvents()
    assert page.size().height() == 690
    for number, step in enumerate(page.steps):
        page.go(number)
        dressed.processEvents()
        inside = step.widget()
        assert inside.height() >= inside.minimumSizeHint().height()
        assert inside.minimumSizeHint().width() <= step.viewport().width()
        for field in step.findChildren(QLineEdit):
            assert field.height() >= field.minimumSizeHint().height()
    page.close()
    page.deleteLater()
    theme.apply(dressed, theme.LIGHT, 100, paths.resources() / "icons", tmp_path)
