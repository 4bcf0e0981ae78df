"""F07T 述职测评结果汇总表: who came, ballots, votes of each grade with their share, and who counted (3.1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from lianluozhan.models.stations import Station
from lianluozhan.models.voter_reports import BallotScheme, VoterReportFile

from ..document import FORM, Cell, Document, Grid, Para, Row
from .marks import WIDE, chinese_date, head, label, notes, signature

TITLE = "代表述职测评结果汇总表"
_BLANK_LINES = 6
_NAME, _VALID, _RATE, _ABSTAINED = 24.0, 14.0, 18.0, 14.0
_WIDTH = 156.0
_OF_MEETING = (
    ("应到选民", "voters_expected"),
    ("实到选民", "voters_present"),
    ("发票", "ballots_given"),
    ("收票", "ballots_returned"),
)


def voter_tally(files: Sequence[VoterReportFile] | None, station: Station | None = None) -> Document:
    """The count of all who reported at one meeting, one line each; blank to be filled by hand."""
    found = tuple(files or ())
    station = found[0].station if found else station
    scheme = found[0].report.scheme if found else BallotScheme.COMPETENT
    held = chinese_date(found[0].report.reported_on) if found else ""
    place = (found[0].report.place if found else "") or WIDE * 10
    return Document(
        title=TITLE,
        blocks=[
            *head(station, TITLE, f"述职日期：{held}", f"地点：{place}"),
            _meeting(found),
            Para("", "note", after=1),
            _grades(found, scheme.grades),
            Para("", "note", after=0),
            *_opinions(found),
            *notes(
                "填表说明：1. 各等次票数加弃权票等于有效票；百分比都以有效票为底数。",
                f"{WIDE * 5}2. 满意率是除最后一等以外各等次的票数占有效票的百分比。",
            ),
            *(Para(signature(who), "meta", before=4) for who in ("监票人", "计票人", "主持人")),
        ],
        paper=FORM,
        running=f"{TITLE}（续页）",
        running_right=held,
    )


def _meeting(files: Sequence[VoterReportFile]) -> Grid:
    """Who was to come and came, ballots given and returned: of the meeting, taken from its first report."""
    report = files[0].report if files else None
    cells: list[Cell] = []
    for name, key in _OF_MEETING:
        cells += [label(name, 3), Cell(_number(getattr(report, key) if report else None), 3, "value_c")]
    return Grid([Row(cells, 10)])


def _grades(files: Sequence[VoterReportFile], grades: Sequence[str]) -> Grid:
    each = (_WIDTH - _NAME - _VALID - _RATE - _ABSTAINED) / (2 * len(grades))
    columns = (_NAME, _VALID, *[each] * (2 * len(grades)), _ABSTAINED, _RATE)
    above = Row(
        [
            Cell("述职代表", 1, "head", rows=2),
            Cell("有效票", 1, "head", rows=2),
            *(Cell(grade, 2, "head") for grade in grades),
            Cell("弃权", 1, "head", rows=2),
            Cell("满意率", 1, "head", rows=2),
        ],
        8,
    )
    below = Row([Cell(word, 1, "head") for _ in grades for word in ("票数", "%")], 8)
    lines = [_line(file) for file in files]
    blank = [Row([Cell("", 1, "entry") for _ in columns], 10) for _ in range(0 if lines else _BLANK_LINES)]
    return Grid([above, below, *lines, *blank], columns, head=2)


def _line(file: VoterReportFile) -> Row:
    report = file.report
    cells = [Cell(file.deputy.name, 1, "entry"), Cell(_number(report.ballots_valid), 1, "entry_c")]
    for _, count in file.votes:
        share = count / report.ballots_valid if count is not None and report.ballots_valid else None
        cells += [Cell(_number(count), 1, "entry_c"), Cell(_percent(share), 1, "entry_c")]
    cells += [Cell(_number(report.abstained), 1, "entry_c"), Cell(_percent(file.satisfied, sign="%"), 1, "entry_c")]
    return Row(cells, 10)


def _opinions(files: Sequence[VoterReportFile]) -> list[Grid]:
    """What voters wrote on the ballots; room for it on a sheet that is filled by hand."""
    told = [(file.deputy.name, file.report.opinions) for file in files if file.report.opinions]
    words = "\n".join(f"{name}：{text}" if len(files) > 1 else text for name, text in told)
    return [
        Grid([Row([label("选民意见\n和建议", 4), Cell(words, 20, "text")], 30, 20, grow=True, fill=0 if files else 1)])
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _percent(share: float | None, *, sign: str = "") -> str:
    return "" if share is None else f"{share * 100:.1f}{sign}"
