"""The room 社情民意 on a small screen with large text: nothing wider than the screen, head and foot in sight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lianluozhan import paths
from lianluozhan.models import opinions
from lianluozhan.models.opinions import Opinion, View
from lianluozhan.ui import theme
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.drawer import Drawer
from lianluozhan.ui.pages.opinion.list_empty import EMPTY
from lianluozhan.ui.pages.opinion_page import OpinionPage

from .station_at_work import Staff, make_station

SMALL = (1366, 690)  # what a window has left of 1366x768


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory, dressed: QApplication) -> Iterator[Staff]:
    """A station whose clerk has registered one matter."""
    home = make_station(tmp_path_factory.mktemp("sight") / "home")
    staff = Staff(home.folder)
    session = staff.sign_in("wang").session
    found = Opinion(
        received_on=date.today() - timedelta(days=1),
        title="路灯坏了",
        content="路灯坏了。",
        submitter_name="周长福",
        category_id=1,
        proposal="请核实办理。",
    )
    opinions.submit(session, opinions.register(session, found).id)
    yield staff
    staff.close()


@pytest.fixture(scope="module")
def doubled(station: Staff, dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The clerk's desk on a small screen at 200 %."""
    icons, drawn = paths.resources() / "icons", tmp_path_factory.mktemp("icons")
    theme.apply(dressed, theme.LIGHT, 200, icons, drawn)
    desk = Desk(station.desk.session, station.desk.changes, home=station.desk.home)
    desk.resize(*SMALL)
    desk.show()
    yield desk
    desk.close()
    desk.deleteLater()
    theme.apply(dressed, theme.LIGHT, 100, icons, drawn)


def _inside(desk: Desk, part: QWidget) -> bool:
    corner = part.mapTo(desk, QPoint(0, 0))
    end = part.mapTo(desk, part.rect().bottomRight())
    return desk.rect().contains(corner) and desk.rect().contains(end) and end.y() < desk.status.y()


def test_every_list_that_is_empty_says_what_belongs_there() -> None:
    assert set(EMPTY) == set(View) - {View.ALL}  # the empty list of all says how to begin


@pytest.mark.parametrize("by", ["mouse", "key"])
def test_the_limit_in_the_list_opens_its_days(station: Staff, by: str) -> None:
    page = station.desk.go("opinions")
    assert isinstance(page, OpinionPage)
    records = page.list.records
    area = records.visualRect(records.currentIndex())
    if by == "mouse":
        at = QPoint(area.right() - theme.scaled(20), area.bottom() - theme.scaled(50))
        QTest.mouseClick(records.viewport(), Qt.MouseButton.LeftButton, pos=at)
    else:
        station.press(Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    drawer = next(found for found in station.desk.findChildren(Drawer) if found.isVisible())
    assert drawer.title == "期限怎么算的" and page.list.isVisible()
    station.press(Qt.Key.Key_Escape)


def test_a_click_beside_the_limit_only_makes_the_record_current(station: Staff) -> None:
    page = station.desk.go("opinions")
    assert isinstance(page, OpinionPage)
    records = page.list.records
    area = records.visualRect(records.currentIndex())
    for at in (QPoint(area.left() + theme.scaled(60), area.center().y()), QPoint(area.right() - 20, area.bottom() - 8)):
        QTest.mouseClick(records.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert not [found for found in station.desk.findChildren(Drawer) if found.isVisible()]


def test_at_double_size_the_desk_is_not_wider_than_a_small_screen(doubled: Desk) -> None:
    page = doubled.go("opinions")
    assert doubled.minimumSizeHint().width() <= SMALL[0] and page.minimumSizeHint().width() <= SMALL[0]
    assert doubled.top_bar.search.isVisible() and _inside(doubled, doubled.top_bar._lock)


@pytest.mark.parametrize("words", ["", "没有的东西"])
def test_at_double_size_head_and_foot_of_list_and_record_stay_in_sight(doubled: Desk, words: str) -> None:
    page = doubled.go("opinions")
    assert isinstance(page, OpinionPage)
    page.list.words.set_value(words)
    page.list.renew()
    QApplication.processEvents()
    assert _inside(doubled, page.list.bar) and _inside(doubled, page.list.foot)
    page.list.clear()
    page.open_record(1)
    QApplication.processEvents()
    assert page.record._foot and _inside(doubled, page.record._foot) and not page.list.isVisible()


def test_the_foot_of_a_record_is_made_for_the_room_there_is(doubled: Desk) -> None:
    page = doubled.go("opinions")
    assert isinstance(page, OpinionPage)
    page.open_record(1)
    QApplication.processEvents()
    assert not _said(page, "社情民意〔") and _said(page, "1 / 1")
    doubled.resize(2 * 1366, 2 * 768)
    QApplication.processEvents()
    assert _said(page, "社情民意〔") and _said(page, "第 1 件，共 1 件")
    doubled.resize(*SMALL)


def _said(page: OpinionPage, words: str) -> bool:
    labels = page.record.findChildren(QLabel)
    return any(words in label.text() for label in labels if label.isVisible())
