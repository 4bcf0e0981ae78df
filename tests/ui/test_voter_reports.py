"""述职 in the room 代表: a report entered before the meeting, its count after it, who has not reported (3.1.4)."""

import shutil
from datetime import date

import pytest

from lianluozhan.models import deputies, homes, voter_reports
from lianluozhan.models.deputies import Deputy, Mandate
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.voter_reports import VoterReport
from lianluozhan.ui.changes import Changes
from lianluozhan.ui.desk import Desk

from .station_at_work import PASSWORD, make_station

COUNTED = {
    "voters_expected": 50,
    "voters_present": 43,
    "ballots_given": 43,
    "ballots_returned": 43,
    "ballots_valid": 42,
    "votes_1": 30,
    "votes_2": 8,
    "votes_3": 2,
    "votes_4": 1,
    "abstained": 1,
    "teller": "周长福",
    "chair": "王秀英",
}


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
    made.announced = changes
    qtbot.addWidget(made)
    made.resize(1366, 740)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def deputy(session):
    mandate = Mandate(constituency="第三选区", starts_on=date(2021, 12, 1))
    return deputies.add(session, Deputy(name="赵明山"), [mandate])


@pytest.fixture
def page(desk, deputy):
    found = desk.go("deputies")
    found.open_section("voter_reports")
    return found


def fields(desk):
    return desk._drawer().fields


def save(desk):
    desk._drawer().save()


@pytest.mark.clause("3.1.4")
def test_a_report_is_entered_with_the_figures_of_the_year_and_counted_after_the_meeting(desk, page, session, deputy):
    day = session.today
    with session.action("service.enter"):
        passed = {"kind": ServiceKind.RECEPTION, "title": "接待", "starts_on": day, "state": ReviewState.PASSED}
        session.add(ServiceRecord(deputy_id=deputy.id, **passed))
    page.section.add()
    fields(desk).set_values({"deputy_id": deputy.id, "year": day.year, "place": "石桥村村委会"})
    button = next(b for b in desk._drawer().findChildren(type(page.add_button)) if "填入今年的数据" in b.text())
    button.click()
    save(desk)
    (report,) = session.select(VoterReport)
    assert "接待选民1次" in report.body
    assert "登记测评结果" in page.record.buttons
    page.record.buttons["登记测评结果"].click()
    fields(desk).set_values({**COUNTED, "votes_1": 31})
    save(desk)
    assert session.get(VoterReport, report.id).votes_1 is None  # 43 votes of 42 valid ballots
    fields(desk).set_values({"votes_1": 30})
    save(desk)
    counted = session.get(VoterReport, report.id)
    assert (counted.votes_1, counted.teller) == (30, "周长福")
    row = page.section.view.current()
    assert row["satisfied"] == pytest.approx(40 / 42) == voter_reports.satisfaction(counted)


def test_another_deputy_of_the_same_meeting_is_entered_with_one_click(desk, page, session, deputy):
    other = deputies.add(session, Deputy(name="孙桂兰"), [Mandate(starts_on=date(2021, 12, 1))])
    one = voter_reports.enter(
        session, VoterReport(deputy_id=deputy.id, year=session.today.year, reported_on=session.today, place="村委会")
    )
    page.open_record(one.id)
    page.record.buttons["同一场再登一位"].click()
    fields(desk).set_values({"deputy_id": other.id})
    save(desk)
    assert len(voter_reports.same_meeting(session, one)) == 2


def test_the_tab_of_a_deputy_leads_to_his_reports(desk, page, session, deputy):
    voter_reports.enter(session, VoterReport(deputy_id=deputy.id, year=session.today.year, reported_on=session.today))
    page.open_section("deputies")
    page.open_record(deputy.id)
    page.record.open_tab("述职")
    tab = page.record.tab
    assert tab.table.records.loaded.total == 1
    tab.see_button.click()
    assert page.section.KEY == "voter_reports"


def test_who_has_not_reported_is_named_and_can_be_entered_at_once(desk, page, session, deputy):
    next(act for act in page.section.list_acts() if act.label == "谁还没有述职").do()
    fields(desk).set_values({"deputy_id": deputy.id})
    save(desk)
    assert fields(desk).editors()["deputy_id"].value() == deputy.id
    assert fields(desk).editors()["constituency"].value() == "第三选区"
    desk._drawer().close_drawer()
