"""The room 代表: a deputy's record, mandates, groups (2.2.4)."""

import shutil
from datetime import date

import pytest

from lianluozhan.models import deputies, homes
from lianluozhan.models.deputies import Deputy, Level, Mandate, MandateStatus
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk

from .station_at_work import PASSWORD, make_station


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    return make_station(tmp_path_factory.mktemp("station") / "home").folder


@pytest.fixture
def session(station, tmp_path):
    opened = homes.sign_in(homes.Home(shutil.copytree(station, tmp_path / "home")), "wang", PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(dressed, qtbot, session):
    changes = Changes()
    changes.follow(session)
    made = Desk(session, changes, home=session.folder.parent)
    made.announced = changes  # lives as long as the desk
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def page(desk):
    found = desk.go("deputies")
    found.record.open_tab("基本情况")
    return found


def entry_button(page, title, number=0):
    return page.record.entry_buttons[number][title]


def fill(desk, **values):
    """What a person puts into the open drawer, then Ctrl+S."""
    desk._drawer().fields.set_values(values)
    desk._drawer().save()


@pytest.mark.clause("2.2.4")
def test_a_deputy_of_two_levels_is_entered_and_one_mandate_ends_with_its_reason(page, desk, session):
    page.open_section("deputies")
    page.add()
    fill(desk, name="赵明山", level=Level.TOWNSHIP, term="第二十届", constituency="石桥第二选区")
    page.record.buttons["增加任职"].click()
    fill(desk, level=Level.COUNTY, term="第十八届", starts_on=date(2021, 12, 1))
    assert page.section.view.current()["levels"].split(",") == ["township", "county"]
    entry_button(page, "终止或暂停", 1).click()
    fill(desk, status=MandateStatus.ENDED, cause="辞职被接受")
    ended = session.select(Mandate, "level = 'township'")[0]
    assert (ended.status, ended.end_reason) == (MandateStatus.ENDED, "辞职被接受")
    assert deputies.choices(session)[0][1] == "赵明山（县）"


@pytest.mark.clause("2.2.4")
def test_a_suspended_deputy_resumes(page, desk, session):
    person = deputies.add(session, Deputy(name="赵明山"), [Mandate(term="第二十届")])
    page.open_section("deputies")
    entry_button(page, "终止或暂停").click()
    fill(desk, status=MandateStatus.SUSPENDED)
    assert page.record.entry_buttons[0].keys() == {"恢复执行职务", "终止或暂停", "修改"}
    entry_button(page, "恢复执行职务").click()
    fill(desk)
    assert deputies.mandates_of(session, person.id)[0].status is MandateStatus.ACTIVE


def test_a_reason_not_in_the_list_must_be_written(page, desk, session):
    deputies.add(session, Deputy(name="赵明山"), [Mandate()])
    page.open_section("deputies")
    entry_button(page, "终止或暂停").click()
    fill(desk, status=MandateStatus.ENDED, cause="其他原因")
    assert desk._drawer().fields._fields["words"].editor.property("problem")
    fill(desk, words="区划调整")
    assert session.select(Mandate)[0].end_reason == "区划调整"
