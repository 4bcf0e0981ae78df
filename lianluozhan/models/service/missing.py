"""What a deputy's service file still lacks (缺件), and how each of its eight parts stands in a year (3.1.4, 4.6.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .. import settings
from ..deputies import Deputy
from ..deputy_photos import PURPOSE as PHOTO
from ..session import Session
from ..voter_reports import BallotScheme, VoterReport
from .file import Line, WholeFile, held_office
from .points import Tally
from .record import FilePart, ReviewState, ServiceKind

_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_LATE = 10  # from this month on what the year asks for is missing in the running year too
_PROVEN = (FilePart.INSPECTIONS, FilePart.TRAINING, FilePart.GROUP)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing: in which part and year (0 for no year), in words, and the record that lacks it.

    `short` is what it is called behind 缺; `table` is that of the record where it is put right, "" for the deputy
    himself or something that has still to be done.
    """

    part: FilePart
    year: int
    words: str
    short: str
    table: str = ""
    record_id: int = 0


@dataclass(frozen=True)
class PartState:
    """How a part stands in a year: how much, the newest, what is missing."""

    part: FilePart
    count: int
    unit: str
    words: str
    missing: tuple[Missing, ...]

    @property
    def material(self) -> str:
        """齐, 缺照片 1, 缺 3 项; empty where there is nothing and nothing is missing."""
        kinds = Counter(each.short for each in self.missing)
        if not kinds:
            return "齐" if self.count else ""
        if len(kinds) == 1:
            [(short, count)] = kinds.items()
            return f"缺{short} {count}"
        return f"缺 {sum(kinds.values())} 项"


def missing(session: Session, file: WholeFile) -> list[Missing]:
    """Everything that the file lacks, part by part, the newest year first."""
    minima = _Minima.of(session)
    found = list(_of_basics(file))
    for year in sorted(file.years, reverse=True):
        found += _of_year(file, year, minima, session.today)
    order = list(FilePart)
    return sorted(found, key=lambda each: order.index(each.part))  # stable: within a part the newest year first


def parts(file: WholeFile, year: int, lacking: Sequence[Missing]) -> list[PartState]:
    """The eight parts in a year."""
    now = [each for each in lacking if each.year in (0, year)]
    return [_state(file, part, year, [each for each in now if each.part is part]) for part in FilePart]


# What is missing ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Minima:
    receptions: int
    contacts: int
    groups: int
    reports: int
    trainings: int

    @classmethod
    def of(cls, session: Session) -> _Minima:
        keys = (
            *("reception.min_per_deputy_year", "contact.voters_min", "group.activity_per_year"),
            *("report_to_voters.per_year", "training.per_year"),
        )
        return cls(*(settings.number(session, key) for key in keys))


def _of_basics(file: WholeFile) -> Iterator[Missing]:
    for name in file.blanks:
        words, short = ("没有照片", "照片") if name == PHOTO else (f"“{name}”没有填", "栏目")
        yield Missing(FilePart.BASICS, 0, words, short, Deputy.TABLE, file.deputy.id)


def _of_year(file: WholeFile, year: int, minima: _Minima, today: date) -> Iterator[Missing]:
    yield from _of_records(file, year)
    if not held_office(file.mandates, year, today):
        return
    if minima.groups >= len(_QUARTERS):
        yield from _of_quarters(file, year, today)
    if year == today.year and today.month < _LATE:
        return
    so_far = "今年" if year == today.year else f"{year}年"
    asked: tuple[tuple[FilePart, str, int, int, str, str], ...] = (
        (FilePart.TRAINING, "学习培训", file.count(ServiceKind.TRAINING, year), minima.trainings, "次", "培训"),
        (FilePart.GROUP, "接待选民", file.count(ServiceKind.RECEPTION, year), minima.receptions, "次", "接待"),
        (FilePart.GROUP, "联系选民", file.contacts.get(year, 0), minima.contacts, "人次", "联系"),
        (FilePart.REPORTS, "向选民述职", sum(r.year == year for r in file.reports), minima.reports, "次", "述职"),
    )
    if 0 < minima.groups < len(_QUARTERS):
        done = file.count(ServiceKind.GROUP, year)
        asked = (*asked, (FilePart.GROUP, "代表小组活动", done, minima.groups, "次", "小组活动"))
    for part, what, done, wanted, unit, short in asked:
        if done < wanted:
            yield Missing(part, year, f"{so_far}{what} {done} {unit}，还差 {wanted - done} {unit}", short)
    if year < today.year:
        review = file.reviews.get(year)
        if review is None:
            yield Missing(FilePart.REPORTS, year, f"{year}年没有写年度履职情况小结", "年度小结", "year_reviews")
        elif not review.presidium_words:
            words = f"{year}年的小结没有主席团评价意见"
            yield Missing(FilePart.REPORTS, year, words, "评价意见", "year_reviews", review.id)


def _of_quarters(file: WholeFile, year: int, today: date) -> Iterator[Missing]:
    """Quarters that are over without any activity of his group."""
    held = {(int(line.starts_on[5:7]) - 1) // 3 for line in file.of_year(year) if line.kind == ServiceKind.GROUP.value}
    over = 4 if year < today.year else (today.month - 1) // 3
    for n in range(over):
        if n not in held:
            words = f"{year}年{_QUARTERS[n]}没有参加代表小组活动"
            yield Missing(FilePart.GROUP, year, words, "小组活动")


def _of_records(file: WholeFile, year: int) -> Iterator[Missing]:
    for line in file.of_year(year):
        if line.state == ReviewState.WAITING.value:
            words = f"{day_words(line.starts_on)}“{line.title}”待审核"
            yield Missing(line.part, year, words, "审核", "service_records", line.id)
        elif line.part in _PROVEN and _lacks_proof(file, line):
            table, record_id = (line.source_table, line.source_id or 0) if line.source_table else ("", line.id)
            words = f"{day_words(line.starts_on)}“{line.title}”没有照片或扫描件"
            yield Missing(line.part, year, words, "照片", table or "service_records", record_id)
    for called in file.unsigned:
        if called.day[:4] == str(year):
            words = f"{day_words(called.day)}“{called.title}”没有签到"
            yield Missing(called.part, year, words, "签到", called.table, called.id)
    for matter in file.matters:
        if matter.year == year and matter.wants_answer and not matter.is_answered and matter.table == "suggestions":
            words = f"“{matter.title}”还没有答复"
            yield Missing(FilePart.SUGGESTIONS, year, words, "答复", matter.table, matter.id)


def _lacks_proof(file: WholeFile, line: Line) -> bool:
    """A line made of a reception, contact or the like is proven by that record; an activity needs a photo or scan."""
    if line.source_table == "activities":
        return ("activities", line.source_id or 0) not in file.enclosed and not line.page_ref
    if not line.source_table:
        return ("service_records", line.id) not in file.enclosed and not line.page_ref
    return False


# How a part stands ----------------------------------------------------------------------------------------------


def _state(file: WholeFile, part: FilePart, year: int, lacking: Sequence[Missing]) -> PartState:
    lines, missed = file.part(part, year), tuple(lacking)
    newest = f"最近 {day_words(lines[-1].starts_on)}" if lines else f"{year}年没有"
    match part:
        case FilePart.BASICS:
            blank = sum(each.short == "栏目" for each in missed)
            words = f"还有 {blank} 栏没有填" if blank else "各栏填全"
            return PartState(part, 1, "张", words, missed)
        case FilePart.SUGGESTIONS:
            matters = [each for each in file.matters if each.year == year]
            ended = sum(each.is_ended for each in matters)
            words = f"办结 {ended}，办理中 {len(matters) - ended}" if matters else newest
            return PartState(part, len(matters), "件", words, missed)
        case FilePart.REPORTS:
            reports = [each for each in file.reports if each.year == year]
            words = report_words(reports[-1]) if reports else newest
            return PartState(part, len(reports), "次", words, missed)
        case FilePart.GROUP:
            quarters = [each.words for each in missed if each.short == "小组活动"]
            quarter = quarters[0].removeprefix(f"{year}年").replace("参加代表", "") if quarters else ""
            return PartState(part, len(lines), "次", quarter or newest, missed)
    return PartState(part, len(lines), "次", newest, missed)


def sentence(file: WholeFile, year: int, tally: Tally, place: int, today: date) -> str:
    """今年接待选民 4 次，反映意见 9 件，积分 71，第 6 名."""
    when = "今年" if year == today.year else f"{year}年"
    brought = sum(each.year == year for each in file.matters)
    standing = f"，第 {place} 名" if place else ""
    received = file.count(ServiceKind.RECEPTION, year)
    return f"{when}接待选民 {received} 次，反映意见 {brought} 件，积分 {tally.words}{standing}"


def report_words(report: VoterReport) -> str:
    """1月20日，满意 41 票，共 43 票."""
    day = day_words(report.reported_on.isoformat()) if report.reported_on else ""
    if not report.ballots_valid:
        return f"{day}，{report.way.label}"
    grade = "优秀、称职" if report.scheme is BallotScheme.COMPETENT else "满意、基本满意"
    good = (report.votes_1 or 0) + (report.votes_2 or 0)
    return f"{day}，{grade} {good} 票，共 {report.ballots_valid} 票"


def day_words(day: str) -> str:
    """3月12日."""
    return f"{int(day[5:7])}月{int(day[8:10])}日"
