"""今日 knows of receptions: the coming ones stand there, and what is still to be done for them is not forgotten."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from lianluozhan.models import homes
from lianluozhan.models.demo.content import PASSWORD
from lianluozhan.models.homes import Home
from lianluozhan.models.receptions import arranging
from lianluozhan.models.receptions.coming import coming
from lianluozhan.models.service import entering
from lianluozhan.models.service.record import ServiceKind, ServiceRecord
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk
from lianluozhan.ui.reminders import reminders
from tests.keeping import NOON
from tests.sample_station import sample_station


class Day:
    """The clock of the station, moved by a test."""

    def __init__(self):
        self.at = NOON

    def __call__(self):
        return self.at


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def clerk(tmp_path, day):
    sample_station(tmp_path / "home")
    session = homes.sign_in(Home(tmp_path / "home"), "zhouchangfu", PASSWORD, now=day)
    yield session
    session.close()


def said(session):
    return {entry.what: entry for entry in reminders(session)}


@pytest.mark.clause("4.2.1")
def test_the_coming_reception_stands_on_the_first_page_and_opens(clerk, qtbot):
    (entry,) = coming(clerk)
    assert entry.reception.held_on == datetime(2026, 12, 15).date()
    desk = Desk(clerk, Changes(), home=clerk.folder.parent)
    qtbot.addWidget(desk)
    desk.resize(1366, 740)
    desk.show()
    page = desk.go("today")
    button = next(each for each in page.findChildren(QPushButton) if each.accessibleName().startswith("打开12月15日"))
    button.click()
    QApplication.processEvents()
    assert desk.current.ROOM == "receptions"
    assert desk.current.section.view.current()["id"] == entry.reception.id


@pytest.mark.clause("5.2.1")
def test_a_reception_without_notice_is_reminded_of_before_the_last_day_and_after_it(clerk, day):
    day.at = datetime(2026, 12, 1, 9)
    assert "12月15日的接待还没有公告" not in said(clerk)
    day.at = datetime(2026, 12, 7, 9)
    assert said(clerk)["12月15日的接待还没有公告"].why == "最迟12月12日贴出去。"
    day.at = datetime(2026, 12, 14, 9)
    assert said(clerk)["12月15日的接待还没有公告"].why == "已经晚于规定，要写明原因。"


def test_a_reception_whose_day_is_over_is_reminded_of_until_it_is_held_or_cancelled(clerk, day):
    day.at = datetime(2026, 12, 17, 9)
    assert "1 次接待过了日子还没有结束" in said(clerk)
    (late,) = clerk.rows("SELECT id FROM receptions WHERE state = 'planned'")
    arranging.cancel(clerk, late[0], "代表都在县里开会")
    assert "1 次接待过了日子还没有结束" not in said(clerk)


def test_deputies_are_to_be_called_a_few_days_before_their_reception(clerk, day):
    assert not any("还没有通知" in what for what in said(clerk))
    day.at = datetime(2026, 12, 11, 9)
    assert said(clerk)["2 位接待代表还没有通知"].section == "calls"


def test_the_plan_of_the_next_year_is_reminded_of_from_december_on(clerk, day):
    assert "2027年度接待计划还没有编" not in said(clerk)
    day.at = datetime(2026, 12, 1, 9)
    assert said(clerk)["2027年度接待计划还没有编"].section == "plans"


@pytest.mark.clause("3.1.4")
def test_service_that_waits_is_shown_to_who_reviews_and_to_nobody_else(clerk):
    line = ServiceRecord(deputy_id=1, kind=ServiceKind.GOOD_DEED, title="修好水渠闸门", starts_on=clerk.today)
    entering.enter(clerk, line)
    waiting = clerk.value("SELECT count(*) FROM service_records WHERE state = 'waiting' AND voided_on IS NULL")
    vice = homes.sign_in_again(clerk, "lijianguo", PASSWORD)
    assert waiting and f"{waiting} 条履职等您审核" in said(vice)
    assert not any("履职等您审核" in what for what in said(clerk))
