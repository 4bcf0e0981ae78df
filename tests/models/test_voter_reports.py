"""Reports of deputies to their voters: what was said, the secret ballot and its count, who has not reported (3.1.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lianluozhan.models import deputies, settings, terms, voter_reports
from lianluozhan.models.deputies import Deputy, Level, Mandate
from lianluozhan.models.errors import InvalidRecord, RuleError
from lianluozhan.models.permissions import Role
from lianluozhan.models.service.record import ReviewState, ServiceKind, ServiceRecord
from lianluozhan.models.session import Session
from lianluozhan.models.voter_reports import BallotScheme, ReportWay, VoterReport

from .conftest import Clock

DAY = date(2026, 3, 4)
COUNTED: dict[str, Any] = {
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
}


@pytest.fixture
def officer(sign_in: Callable[..., Session]) -> Session:
    return sign_in(Role.LIAISON_OFFICER)


@pytest.fixture
def deputy(officer: Session) -> Deputy:
    mandate = Mandate(level=Level.TOWNSHIP, term="第十八届", constituency="第三选区", starts_on=date(2021, 12, 1))
    return deputies.add(officer, Deputy(name="赵明山"), [mandate])


def held(session: Session, deputy: Deputy, **values: Any) -> VoterReport:
    return voter_reports.enter(
        session, VoterReport(**{"deputy_id": deputy.id, "year": 2026, "reported_on": DAY, **values})
    )


def lines(session: Session) -> list[ServiceRecord]:
    return session.select(ServiceRecord, "voided_on IS NULL")


@pytest.mark.clause("3.1.4")
def test_a_report_at_a_meeting_with_its_count_stands_in_the_service_file(officer: Session, deputy: Deputy) -> None:
    report = held(officer, deputy, **COUNTED)
    assert report.title == "关于2026年度履行代表职务情况的报告"
    (line,) = lines(officer)
    assert (line.deputy_id, line.kind, line.starts_on) == (deputy.id, ServiceKind.REPORT_ORAL, DAY)
    assert voter_reports.satisfaction(report) == pytest.approx(40 / 42)


def test_a_meeting_that_is_still_to_come_counts_when_somebody_came(
    officer: Session, deputy: Deputy, clock: Clock
) -> None:
    report = held(officer, deputy, reported_on=date(2026, 3, 10), voters_expected=50)
    assert lines(officer) == []
    with pytest.raises(RuleError, match="3月10日"):
        voter_reports.count(officer, report.id, **COUNTED)
    clock.go_to(date(2026, 3, 11))
    voter_reports.count(officer, report.id, **COUNTED)
    assert [line.starts_on for line in lines(officer)] == [date(2026, 3, 10)]


def test_a_written_report_is_never_of_tomorrow(officer: Session, deputy: Deputy) -> None:
    with pytest.raises(InvalidRecord, match="不能晚于今天"):
        held(officer, deputy, way=ReportWay.WRITTEN, reported_on=date(2026, 3, 6))
    held(officer, deputy, way=ReportWay.WRITTEN)
    assert [line.kind for line in lines(officer)] == [ServiceKind.REPORT_WRITTEN]


@pytest.mark.parametrize(
    ("wrong", "numbers"),
    [
        ({"voters_present": 51}, ("51", "50")),
        ({"ballots_given": 44}, ("44", "43")),
        ({"ballots_returned": 44}, ("44", "43")),
        ({"ballots_valid": 44}, ("44", "43")),
        ({"votes_1": 31}, ("43", "42")),
        ({"ballots_valid": 41}, ("42", "41")),
    ],
)
def test_numbers_that_cannot_be_are_refused_with_both(
    officer: Session, deputy: Deputy, wrong: dict[str, int], numbers: tuple[str, str]
) -> None:
    report = held(officer, deputy)
    with pytest.raises(InvalidRecord) as refusal:
        voter_reports.count(officer, report.id, **{**COUNTED, **wrong})
    (sentence,) = refusal.value.problems.values()
    assert all(number in sentence for number in numbers)
    assert officer.get(VoterReport, report.id).ballots_valid is None


def test_a_ballot_of_three_grades_has_no_fourth(officer: Session, deputy: Deputy) -> None:
    report = held(officer, deputy, scheme=BallotScheme.SATISFIED)
    with pytest.raises(InvalidRecord, match="三个等次"):
        voter_reports.count(officer, report.id, **COUNTED)
    counted = voter_reports.count(officer, report.id, **{**COUNTED, "votes_3": 3, "votes_4": 0})
    assert voter_reports.satisfaction(counted) == pytest.approx(38 / 42)
    assert [grade for grade, _ in voter_reports.votes(counted)] == ["满意", "基本满意", "不满意"]


def test_the_same_day_is_not_entered_twice_and_the_year_fits_the_day(officer: Session, deputy: Deputy) -> None:
    held(officer, deputy)
    with pytest.raises(InvalidRecord, match="已经登记过"):
        held(officer, deputy)
    with pytest.raises(InvalidRecord, match="年度是2024年"):
        held(officer, deputy, year=2024, reported_on=date(2026, 3, 3))
    held(officer, deputy, year=2025, reported_on=date(2026, 1, 20))  # of the year before, early in the next


def test_a_voided_report_leaves_the_service_file_and_comes_back(officer: Session, deputy: Deputy) -> None:
    report = held(officer, deputy, **COUNTED)
    with pytest.raises(InvalidRecord, match="原因"):
        voter_reports.void(officer, report.id, " ")
    voter_reports.void(officer, report.id, "登记重了")
    assert (lines(officer), voter_reports.of_deputy(officer, deputy.id)) == ([], [])
    with pytest.raises(RuleError, match="已经作废"):
        voter_reports.edit(officer, report.id, place="村委会")
    voter_reports.unvoid(officer, report.id)
    assert len(lines(officer)) == len(voter_reports.of_deputy(officer, deputy.id, 2026)) == 1


def test_reports_of_a_closed_term_stay_as_they_are(officer: Session, deputy: Deputy) -> None:
    report = held(officer, deputy, **COUNTED)
    with officer.action("term.close") if officer.may("term.close") else officer.action("voter_report.enter"):
        officer.add(
            terms.Term(
                name="第十八届", starts_on=date(2021, 12, 1), ends_on=date(2026, 3, 4), closed_on=date(2026, 3, 5)
            )
        )
    with pytest.raises(RuleError, match="封存"):
        voter_reports.edit(officer, report.id, place="村委会")


def test_who_has_not_reported_as_often_as_the_station_wants_is_named(
    officer: Session, deputy: Deputy, sign_in: Callable[..., Session]
) -> None:
    other = deputies.add(officer, Deputy(name="孙桂兰"), [Mandate(starts_on=date(2021, 12, 1))])
    held(officer, deputy)  # planned, nobody came yet
    assert {name for _, name, _ in voter_reports.missing(officer, 2026)} == {"赵明山", "孙桂兰"}
    voter_reports.count(officer, voter_reports.of_deputy(officer, deputy.id)[0].id, **COUNTED)
    assert voter_reports.missing(officer, 2026) == [(other.id, "孙桂兰", 0)]
    settings.change(sign_in(Role.HEAD), "report_to_voters.per_year", "2")
    assert [(name, done) for _, name, done in voter_reports.missing(officer, 2026)] == [("孙桂兰", 0), ("赵明山", 1)]


def test_all_who_report_at_one_meeting_stand_on_one_ballot(officer: Session, deputy: Deputy) -> None:
    other = deputies.add(officer, Deputy(name="孙桂兰"), [Mandate(starts_on=date(2021, 12, 1))])
    one = held(officer, deputy, place="石桥村村委会")
    two = held(officer, other, place="石桥村村委会")
    held(officer, other, reported_on=date(2026, 3, 3), place="石桥村村委会")
    assert voter_reports.same_meeting(officer, one) == [one, two]


@pytest.mark.clause("3.1.4")
def test_the_text_of_a_report_begins_with_the_figures_of_the_year(officer: Session, deputy: Deputy) -> None:
    with officer.action("service.enter"):
        for kind, title, day, state in (
            (ServiceKind.SUGGESTION, "修村口的路", DAY, ReviewState.PASSED),
            (ServiceKind.RECEPTION, "接待选民", DAY, ReviewState.PASSED),
            (ServiceKind.RECEPTION, "接待选民", date(2026, 2, 3), ReviewState.PASSED),
            (ServiceKind.RECEPTION, "去年的", date(2025, 2, 3), ReviewState.PASSED),
            (ServiceKind.CHARITY, "还没有审核的", DAY, ReviewState.WAITING),
        ):
            officer.add(ServiceRecord(deputy_id=deputy.id, kind=kind, title=title, starts_on=day, state=state))
    text = voter_reports.seed(officer, deputy.id, 2026)
    assert "接待选民2次" in text and "提出议案、建议1件" in text and "修村口的路" in text
    assert "公益慈善" not in text and text.startswith("各位选民：")


def test_the_report_names_the_office_by_the_mandate_of_the_day(officer: Session, deputy: Deputy) -> None:
    file = voter_reports.file_of(officer, held(officer, deputy).id)
    assert file.office == "青石镇第十八届人大代表"
