"""What the tables of 统计 show: the indicators, the groups of the matters of a period, the reports written of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lianluozhan.models.analysis import Figures, GroupRow, part_of
from lianluozhan.models.official import DocumentState, OfficialDocument
from lianluozhan.models.opinions.counted import Group

from .figure_table import Heading, Shown

REPORT = "report:"  # what a line of the list of reports opens
INDICATORS = (
    Heading("指标", 156, figures=False),
    Heading("数字", 86),
    Heading("其中", 70),
    Heading("总数", 70),
    Heading("上期", 82),
    Heading("比上期", 92),
    Heading("去年同期", 86, needs=660),
    Heading("比去年", 92, needs=760),
    Heading("怎样统计", figures=False, needs=880),
)
REPORTS = (
    Heading("统计时段", 150, figures=False),
    Heading("标题", figures=False),
    Heading("文种", 150, figures=False, needs=800),
    Heading("状态", 84, figures=False),
    Heading("发文字号", 170, figures=False, needs=960),
    Heading("统计于", 120, needs=560),
)


@dataclass(frozen=True)
class Table:
    """A table as it is shown; `notes` say of each row how it is counted."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[Shown]]
    notes: Sequence[str] = ()


def indicators(found: Figures) -> Table:
    """A row for each, its shares with both counts."""
    rows, notes = [], []
    for line in found.lines():
        each = line.indicator
        counts = [str(found.counts[name]) if name else "" for name in (each.part if each.of else "", each.of)]
        now, whole = found.counted(each.part).token, found.counted(each.of).token if each.of else ""
        rows.append(
            [
                Shown(each.label, indent=int(each.inner), tip=each.said),
                Shown(line.figure, now),
                Shown(counts[0], now if each.of else ""),
                Shown(counts[1], whole),
                Shown(line.before, found.counted(each.part, of="before").token),
                Shown(line.difference),
                Shown(line.last_year, found.counted(each.part, of="year").token),
                Shown(line.year_difference),
                Shown(each.said, tip=each.said),
            ]
        )
        notes.append(f"{each.label}，{each.said}")
    return Table(INDICATORS, rows, notes)


_Value = Callable[[GroupRow], str]
_COLUMNS: tuple[tuple[str, str, int, _Value], ...] = (  # title, part that is counted, from which width, the figure
    ("上期", "before", 430, lambda row: str(row.before)),
    ("受理", "accepted", 740, lambda row: str(row.accepted)),
    ("已办结", "done", 500, lambda row: str(row.done)),
    ("应答复", "due", 710, lambda row: str(row.due)),
    ("按期", "in_time", 780, lambda row: str(row.in_time)),
    ("逾期", "late", 570, lambda row: str(row.late)),
    ("已评价", "judged", 850, lambda row: str(row.judged)),
    ("满意率", "", 500, lambda row: part_of(row.happy, row.judged)),
)
_DAYS = Heading("平均用时（日）", 124, needs=900)
_BARS = {False: 1000, True: 1240}  # from which width there is room for bars, without and with that


def _needs(part: str, needs: int, has_days: bool) -> int:
    return 1240 if part == "accepted" and has_days else needs


def groups(found: Figures, group: Group) -> Table:
    """A row for each, the sum last; every count opens its matters."""
    rows, total = found.groups.get(group.value, ()), found.total(group)
    longest = max((row.count for row in rows), default=0) or 1
    has_days = group is Group.BODY
    headings = [
        Heading(group.label, figures=False),
        Heading("件数", 70),
        Heading("", 110, figures=False, needs=_BARS[has_days]),
        Heading("占比", 80),
        *(Heading(title, 76, needs=_needs(part, needs, has_days)) for title, part, needs, _ in _COLUMNS),
        *([_DAYS] if has_days else []),
    ]
    made = [_row(found, group, row, row.count / longest, total.count) for row in rows]
    made.append(_row(found, group, total, None, total.count))
    said = "件数按收到日期，应答复按期限，评价按评价日期；"
    said += "一件有几位代表的，各算一次" if group is Group.DEPUTY else "各行相加等于合计"
    said += "；平均用时从交办到第一次答复" if has_days else ""
    return Table(headings, made, [said] * len(made))


def _row(found: Figures, group: Group, row: GroupRow, bar: float | None, whole: int) -> list[Shown]:
    is_sum = bar is None

    def opens(part: str) -> str:
        if (is_sum and group is Group.DEPUTY) or not part:
            return ""
        counted, of = ("collected", "before") if part == "before" else (part, "")
        return found.counted(counted, None if is_sum else group, row.key, of=of).token

    cells = [
        Shown(row.name, strong=is_sum, tip=row.name),
        Shown(str(row.count), opens("collected"), strong=is_sum),
        Shown(bar=bar, strong=is_sum),
        Shown(part_of(row.count, whole), strong=is_sum),
        *(Shown(show(row), opens(part), strong=is_sum) for _, part, _, show in _COLUMNS),
    ]
    if group is Group.BODY:
        cells.append(Shown("" if is_sum else "—" if row.days is None else f"{row.days:.1f}", strong=is_sum))
    return cells


def reports(documents: Sequence[OfficialDocument], read: Callable[[str], Figures | None]) -> Table:
    """What was written of earlier figures, the newest first."""
    rows, notes = [], []
    for document in documents:
        found, opens = read(document.figures), f"{REPORT}{document.id}"
        state = "拟稿" if document.state is DocumentState.DRAFT else "已签发"
        rows.append(
            [
                Shown(found.period.label if found else "—", opens),
                Shown(document.title, opens, tip=document.title),
                Shown(document.genre.label),
                Shown(state),
                Shown(document.number),
                Shown(found.made_on.isoformat() if found else "—"),
            ]
        )
        notes.append("数字是写报告那天统计的，不会变；按 Enter 打开打印")
    return Table(REPORTS, rows, notes)
