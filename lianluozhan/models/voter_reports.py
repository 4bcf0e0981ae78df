"""Reports of deputies to their voters (述职, F07): the report itself, the secret ballot and its count (代表法 58)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, text, whole_number


class ReportWay(Choice):
    ORAL = "oral", "口头述职"
    WRITTEN = "written", "书面述职"


class BallotScheme(Choice):
    """Which three or four grades stand on the ballot."""

    COMPETENT = "competent", "优秀、称职、基本称职、不称职"
    SATISFIED = "satisfied", "满意、基本满意、不满意"


@dataclass(frozen=True, kw_only=True)
class VoterReport:
    """One report of one deputy; `votes_1` to `votes_4` count the grades of the scheme in order, blank ones apart."""

    TABLE: ClassVar = "voter_reports"

    id: int = 0
    deputy_id: int | None = reference("述职代表", "deputies", required=True)
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    reported_on: date | None = day("述职日期", required=True)
    way: ReportWay = choice("形式", ReportWay, ReportWay.ORAL)
    place: str = text("地点", max_length=80)
    constituency: str = text("选区", max_length=50)
    title: str = text("标题", max_length=80)
    body: str = long_text("述职报告")
    scheme: BallotScheme = choice("测评选项", BallotScheme, BallotScheme.COMPETENT)
    voters_expected: int | None = whole_number("应到选民", highest=100_000)
    voters_present: int | None = whole_number("实到选民", highest=100_000)
    ballots_given: int | None = whole_number("发票", highest=100_000)
    ballots_returned: int | None = whole_number("收票", highest=100_000)
    ballots_valid: int | None = whole_number("有效票", highest=100_000)
    votes_1: int | None = whole_number("第一等票数", highest=100_000)
    votes_2: int | None = whole_number("第二等票数", highest=100_000)
    votes_3: int | None = whole_number("第三等票数", highest=100_000)
    votes_4: int | None = whole_number("第四等票数", highest=100_000)
    abstained: int | None = whole_number("弃权票", highest=100_000)
    opinions: str = long_text("选民意见")
    teller: str = text("监票人", max_length=50)
    counter: str = text("计票人", max_length=50)
    chair: str = text("主持人", max_length=50)
    entered_by: int | None = reference("登记人", "staff")
    voided_on: date | None = day("作废日期")
    void_reason: str = text("作废原因", max_length=200)
