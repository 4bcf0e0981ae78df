"""Reports of deputies to their voters (述职, F07): the report itself, the secret ballot and its count (代表法 58)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from . import settings, stations, terms
from .deputies import Deputy, Mandate, mandates_of
from .errors import InvalidRecord, RuleError
from .fields import Choice, check, choice, day, fields_of, long_text, reference, text, whole_number
from .listing import Listing
from .people_names import tidy_name
from .service import generating
from .session import Session
from .stations import Station


class ReportWay(Choice):
    ORAL = "oral", "口头述职"
    WRITTEN = "written", "书面述职"


class BallotScheme(Choice):
    """Which three or four grades stand on the ballot."""

    COMPETENT = "competent", "优秀、称职、基本称职、不称职"
    SATISFIED = "satisfied", "满意、基本满意、不满意"

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of the ballot, the best first."""
        return tuple(self.label.split("、"))


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


_VOTES = ("votes_1", "votes_2", "votes_3", "votes_4")
COUNTS = (
    "voters_expected",
    "voters_present",
    "ballots_given",
    "ballots_returned",
    "ballots_valid",
    *_VOTES,
    "abstained",
)
MEETING = ("year", "reported_on", "way", "place", "constituency", "scheme", "teller", "counter", "chair")
_NOT_MORE = (
    ("voters_present", "voters_expected"),
    ("ballots_given", "voters_present"),
    ("ballots_returned", "ballots_given"),
    ("ballots_valid", "ballots_returned"),
)
# what `satisfaction` says, for lists
_RATE = (
    "CASE WHEN ballots_valid > 0 AND coalesce(votes_1, votes_2, votes_3, votes_4) IS NOT NULL THEN"
    " 1.0 * (coalesce(votes_1, 0) + coalesce(votes_2, 0) + CASE scheme WHEN 'competent' THEN coalesce(votes_3, 0)"
    " ELSE 0 END) / ballots_valid END"
)
_LABELS = {field.name: field.label for field in fields_of(VoterReport)}


@dataclass(frozen=True)
class VoterReportFile:
    """One report as it is printed (F07 and its ballot and count)."""

    report: VoterReport
    deputy: Deputy
    office: str  # 青石镇第十八届人大代表
    station: Station

    @property
    def votes(self) -> tuple[tuple[str, int | None], ...]:
        """Each grade of the scheme with its votes."""
        return votes(self.report)

    @property
    def satisfied(self) -> float | None:
        """The share of those who chose any grade but the last."""
        return satisfaction(self.report)


# Writing -----------------------------------------------------------------------------------------------------------


def enter(session: Session, report: VoterReport) -> VoterReport:
    """Enter a report; the deputy's service record follows it (3.1.4)."""
    with session.action("voter_report.enter"):
        wanted = _tidy(replace(report, id=0, voided_on=None, void_reason=""))
        _check(session, wanted)
        terms.check_open(session, wanted.reported_on)
        return _followed(session, session.add(replace(wanted, entered_by=session.staff.id)))


def edit(session: Session, report_id: int, **values: Any) -> VoterReport:
    """Correct a report, its text or its count."""
    with session.action("voter_report.enter"):
        return _change(session, report_id, values)


def count(session: Session, report_id: int, **votes: Any) -> VoterReport:
    """Enter what was counted after the meeting; numbers that cannot be are refused."""
    with session.action("voter_report.enter"):
        report = in_force(session, report_id)
        if report.reported_on and report.reported_on > session.today:
            day = report.reported_on
            raise RuleError(f"述职定在 {day.year}年{day.month}月{day.day}日，还没有到，不能登记测评结果。")
        return _change(session, report_id, votes)


def void(session: Session, report_id: int, reason: str) -> VoterReport:
    """Take a report out of the register, and out of the deputy's service."""
    with session.action("voter_report.void"):
        report = in_force(session, report_id)
        if not reason.strip():
            raise InvalidRecord({"void_reason": "请写明作废的原因。"})
        terms.check_open(session, report.reported_on)
        return _followed(session, session.change(report, voided_on=session.today, void_reason=reason.strip()))


def unvoid(session: Session, report_id: int) -> VoterReport:
    """Take the voiding back."""
    with session.action("voter_report.void"):
        report = session.get(VoterReport, report_id)
        if report.voided_on is None:
            raise RuleError("这次述职没有作废，不用恢复。")
        terms.check_open(session, report.reported_on)
        back = replace(report, voided_on=None, void_reason="")
        _check(session, back)
        return _followed(session, session.change(report, voided_on=None, void_reason=""))


def in_force(session: Session, report_id: int) -> VoterReport:
    """The report, refused when it was voided."""
    report = session.get(VoterReport, report_id)
    if report.voided_on:
        raise RuleError("这次述职已经作废，不能再改。作废错了，可以先撤销作废。")
    return report


def _change(session: Session, report_id: int, values: dict[str, Any]) -> VoterReport:
    report = in_force(session, report_id)
    wanted = _tidy(replace(report, **values))
    _check(session, wanted)
    terms.check_open(session, report.reported_on, wanted.reported_on)
    return _followed(session, session.change(report, **{name: getattr(wanted, name) for name in values}))


def _followed(session: Session, report: VoterReport) -> VoterReport:
    generating.follow(session, VoterReport.TABLE, report.id)
    return report


def _tidy(report: VoterReport) -> VoterReport:
    people: dict[str, Any] = {name: tidy_name(getattr(report, name)) for name in ("teller", "counter", "chair")}
    texts: dict[str, Any] = {
        name: getattr(report, name).strip() for name in ("place", "constituency", "title", "body", "opinions")
    }
    texts["title"] = texts["title"] or (f"关于{report.year}年度履行代表职务情况的报告" if report.year else "")
    return replace(report, **people, **texts)


def _check(session: Session, report: VoterReport) -> None:
    problems = check(report)
    on = report.reported_on
    if on and report.year and on.year not in (report.year, report.year + 1):
        problems["year"] = f"述职日期在{on.year}年，年度是{report.year}年。请检查这两项。"
    if on and on > session.today and (report.way is ReportWay.WRITTEN or _is_counted(report)):
        problems["reported_on"] = "“述职日期”不能晚于今天，请检查。还没有开的述职会，实到选民和票数先空着。"
    same = "deputy_id = ? AND reported_on = ? AND voided_on IS NULL AND id <> ?"
    if on and session.select(VoterReport, same, (report.deputy_id, on.isoformat(), report.id)):
        problems["reported_on"] = "这位代表这一天的述职已经登记过。请打开那一条修改。"
    if problems := problems or count_problems(report):
        raise InvalidRecord(problems)


def _is_counted(report: VoterReport) -> bool:
    return any(getattr(report, name) is not None for name in COUNTS if name != "voters_expected")


def count_problems(report: VoterReport) -> dict[str, str]:
    """What cannot be in the numbers of a count, each with both numbers."""
    problems: dict[str, str] = {}
    for less, more in _NOT_MORE:
        small, large = getattr(report, less), getattr(report, more)
        if small is not None and large is not None and small > large:
            problems[less] = f"“{_LABELS[less]}”{small} 多于“{_LABELS[more]}”{large}。请核对这两个数。"
    given = [value for _, value in votes(report)]
    if len(given) == 3 and report.votes_4:
        problems["votes_4"] = f"这种测评只有三个等次，第四等的 {report.votes_4} 票没有地方放。请改填前三等。"
    if all(value is None for value in (*given, report.abstained)):
        return problems
    total = sum(value or 0 for value in (*given, report.abstained))
    if report.ballots_valid is None:
        problems.setdefault("ballots_valid", f"各等次和弃权共 {total} 票，“有效票”还没有填。请填上。")
    elif total != report.ballots_valid and not problems:
        problems["ballots_valid"] = (
            f"各等次和弃权共 {total} 票，“有效票”是 {report.ballots_valid} 票。这两个数应当相等。"
        )
    return problems


# Reading -----------------------------------------------------------------------------------------------------------


def votes(report: VoterReport) -> tuple[tuple[str, int | None], ...]:
    """Each grade of the scheme with its votes; None while nothing is counted."""
    return tuple(zip(report.scheme.grades, (getattr(report, name) for name in _VOTES), strict=False))


def satisfaction(report: VoterReport) -> float | None:
    """满意率: every grade but the last, of the valid ballots; None before the count."""
    counted = votes(report)
    if not report.ballots_valid or all(value is None for _, value in counted):
        return None
    return sum(value or 0 for _, value in counted[:-1]) / report.ballots_valid


def listing(session: Session, words: str = "", *, view: str = "", voided: bool = False, deputy_id: int = 0) -> Listing:
    """Reports, the newest first; `view` uncounted has the meetings without a count."""
    views = {
        "": (),
        "uncounted": ("way = 'oral' AND ballots_valid IS NULL",),
        "oral": ("way = 'oral'",),
        "written": ("way = 'written'",),
    }
    return Listing(
        session.db,
        "voter_reports",
        where=(
            "instr(title || place || constituency || (SELECT name FROM deputies WHERE id = deputy_id), :words) > 0",
            "voided_on IS NULL OR :voided",
            *views[view],
            *(("deputy_id = :deputy",) if deputy_id else ()),
        ),
        params={"words": words.strip(), "voided": voided, "deputy": deputy_id},
        order=("reported_on", "id"),
        descending=True,
        columns="id, deputy_id, year, reported_on, way, place, constituency, voided_on, voters_present,"
        f" (SELECT name FROM deputies WHERE id = deputy_id) AS deputy_name, {_RATE} AS satisfied",
    )


def of_deputy(session: Session, deputy_id: int, year: int | None = None) -> list[VoterReport]:
    """The reports of a deputy, of all years or of one, the newest first; without those that were voided."""
    where = "deputy_id = ? AND voided_on IS NULL" + (f" AND year = {year:d}" if year is not None else "")
    return session.select(VoterReport, where, (deputy_id,), order="reported_on DESC, id DESC")


def same_meeting(session: Session, report: VoterReport) -> list[VoterReport]:
    """All who report at the same meeting with the same ballot, in the order they were entered."""
    where = "reported_on = ? AND place = ? AND scheme = ? AND way = 'oral' AND voided_on IS NULL"
    day = report.reported_on.isoformat() if report.reported_on else ""
    found = session.select(VoterReport, where, (day, report.place, report.scheme.value))
    return found if any(each.id == report.id for each in found) else [report]


def missing(session: Session, year: int) -> list[tuple[int, str, int]]:
    """Deputies in office who have reported too seldom in a year: id, name, how often they did."""
    least = settings.number(session, "report_to_voters.per_year")
    sql = """
        SELECT id, name, (SELECT count(*) FROM voter_reports WHERE deputy_id = deputies.id AND year = :year
            AND voided_on IS NULL AND (way = 'written' OR voters_present IS NOT NULL)) AS done
        FROM deputies WHERE retired_on IS NULL AND done < :least AND EXISTS (
            SELECT 1 FROM mandates WHERE deputy_id = deputies.id AND status = 'active' AND voided_on IS NULL
            AND (starts_on IS NULL OR starts_on <= :last) AND (ends_on IS NULL OR ends_on >= :first))
        ORDER BY name, id"""
    span = {"first": f"{year}-01-01", "last": f"{year}-12-31"}
    return [(id_, name, done) for id_, name, done in session.rows(sql, {"year": year, "least": least, **span})]


def file_of(session: Session, report_id: int) -> VoterReportFile:
    """Everything for paper."""
    report = session.get(VoterReport, report_id)
    deputy = session.get(Deputy, report.deputy_id or 0)
    station = stations.station(session)
    return VoterReportFile(report, deputy, office_of(mandates_of(session, deputy.id), station, report), station)


def office_of(mandates: Sequence[Mandate], station: Station, report: VoterReport) -> str:
    """How the deputy is called above his report: 青石镇第十八届人大代表."""
    on = report.reported_on or date.max
    held = [m for m in mandates if (m.starts_on or date.min) <= on <= (m.ends_on or date.max)] or list(mandates)
    named = next(
        (m for m in held if m.constituency and m.constituency == report.constituency), held[0] if held else None
    )
    if named is None:
        return "人大代表"
    place = station.place if named.level.value == "township" else named.level.label
    return f"{place}{named.term}人大代表"


_SAID = {
    "congress": "出席人代会{n}次",
    "meeting": "参加其他会议{n}次",
    "training": "参加学习培训{n}次",
    "inspection": "参加视察{n}次",
    "survey": "参加调研{n}次",
    "research": "开展专题调研{n}次",
    "law_check": "参加执法检查{n}次",
    "group": "参加代表小组活动{n}次",
    "reception": "接待选民{n}次",
    "contact": "联系选民{n}次",
    "suggestion": "提出议案、建议{n}件",
    "seconding": "附议议案、建议{n}件",
    "mediation": "化解矛盾纠纷{n}件",
    "relief": "扶弱济困{n}次",
    "good_deed": "办好事实事{n}件",
    "charity": "参加公益慈善活动{n}次",
}
_PARTS = (
    ("一、参加会议和学习", ("congress", "meeting", "training")),
    ("二、视察调研和小组活动", ("inspection", "survey", "research", "law_check", "group")),
    ("三、联系和接待选民", ("reception", "contact")),
    ("四、提出议案建议", ("suggestion", "seconding")),
    ("五、为民办事", ("mediation", "relief", "good_deed", "charity")),
)


def seed(session: Session, deputy_id: int, year: int) -> str:
    """A first text of the report with the year's figures from the service records, to be gone over."""
    sql = """
        SELECT kind, title FROM service_records WHERE deputy_id = ? AND starts_on BETWEEN ? AND ?
        AND voided_on IS NULL AND state = 'passed' ORDER BY starts_on, id"""
    kinds: dict[str, list[str]] = {}
    for kind, title in session.rows(sql, (deputy_id, f"{year}-01-01", f"{year}-12-31")):
        kinds.setdefault(kind, []).append(title)
    lines = ["各位选民：", f"现将{year}年度履行代表职务的情况报告如下，请予评议。"]
    for title, part in _PARTS:
        told = [_SAID[kind].format(n=len(kinds[kind])) for kind in part if kind in kinds]
        lines.append(title)
        lines.append(f"{year}年{'，'.join(told)}。" if told else "（请补充）")
        if "suggestion" in part and "suggestion" in kinds:
            lines.append("所提建议：" + "；".join(dict.fromkeys(kinds["suggestion"])) + "。")
    lines += ["六、存在的不足和下一步打算", "（请补充）"]
    return "\n".join(lines)
