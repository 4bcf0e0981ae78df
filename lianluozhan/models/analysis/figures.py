"""The figures of a period as they stood when they were counted: plain, so that they can be kept and printed again.

What is published is kept whole (`text`), so that it can be reproduced later whatever has become of the records.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from ..errors import RuleError
from ..opinions.counted import NONE, PARTS, Counted, Group
from .period import Period, previous, year_before

VERSION = 1
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Indicator:
    """A count, or with `of` a share of another count; `how` says in words what it takes, beside its day."""

    key: str
    label: str
    part: str
    of: str = ""
    how: str = ""
    inner: bool = False  # a part of the line above

    @property
    def said(self) -> str:
        """How it is counted, in words."""
        return f"{PARTS[self.part].basis.label}{f'：{self.how}' if self.how else ''}"


INDICATORS = (
    Indicator("collected", "收集件数", "collected", how="每份登记表算一件，并入别的件的也各算一件"),
    Indicator("accepted", "受理", "accepted", how="审批同意受理的和当场答复的", inner=True),
    Indicator("declined", "不予受理", "declined", inner=True),
    Indicator("undecided", "还没有审定", "undecided", how="草稿、退回修改、待审核、待审批", inner=True),
    Indicator("joined", "并入别的件", "joined", how="以后的办理随主件统计", inner=True),
    Indicator("withdrawn", "反映人撤回", "withdrawn", inner=True),
    Indicator("accepted_rate", "受理率", "accepted", "decided", "受理 ÷ 已审定（受理和不予受理）"),
    Indicator("done", "已办结", "done", how="受理的件里现在已经办结的"),
    Indicator("done_rate", "办结率", "done", "accepted", "已办结 ÷ 受理"),
    Indicator("answered_rate", "答复率", "answered", "accepted", "已答复 ÷ 受理；答复了不等于解决了"),
    Indicator(
        "solved_rate",
        "解决率",
        "solved",
        "answered",
        "已解决 ÷ 已答复；结果是“已解决或基本解决”的、承诺都兑现了的、当场答复的算解决，反映人不满意的不算",
    ),
    Indicator("finished", "这段时间办结", "finished", how="以前收到、这段时间办结的也算"),
    Indicator("due", "应答复", "due", how="期限在这段时间里、已经答复或者已经过期的"),
    Indicator("in_time_rate", "按期办结率", "in_time", "due", "期限内答复 ÷ 应答复；延期的按延后的期限"),
    Indicator("late", "没有按期答复", "late", inner=True),
    Indicator("judged", "已评价", "judged", how="没有收到评价的不算"),
    Indicator("happy_rate", "满意率", "happy", "judged", "满意和基本满意 ÷ 已评价"),
    Indicator("first_happy_rate", "初次满意率", "first_happy", "first_judged", "第一次评价就满意和基本满意的"),
    Indicator("redone", "二次办理", "redone", how="不满意以后退回重办的"),
    Indicator("promised", "有承诺事项", "promised", how="答复是“正在解决”或“列入计划”的"),
    Indicator("kept_rate", "承诺兑现率", "kept", "promised", "承诺都兑现了的 ÷ 有承诺事项的"),
    Indicator("promise_open", "承诺还在跟踪", "promise_open", inner=True),
)


@dataclass(frozen=True)
class GroupRow:
    """One group of the matters of a period; `before` is its count in the period before."""

    key: str
    name: str
    count: int = 0
    before: int = 0
    accepted: int = 0
    done: int = 0
    due: int = 0
    in_time: int = 0
    judged: int = 0
    happy: int = 0
    days: float | None = None  # from dispatch to the first answer, on the average

    @property
    def late(self) -> int:
        return self.due - self.in_time


@dataclass(frozen=True)
class Line:
    """An indicator as it is read out: figure, figure before, difference."""

    indicator: Indicator
    figure: str
    before: str
    difference: str
    last_year: str
    year_difference: str


@dataclass(frozen=True)
class Figures:
    """All of one period; `ids` are the matters behind each part where there are not too many to keep."""

    period: Period
    made_on: date
    counts: Counts
    before: Counts
    last_year: Counts
    groups: Mapping[str, tuple[GroupRow, ...]] = field(default_factory=dict)
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As it is kept with a document."""
        made = asdict(self)
        made |= {
            "version": VERSION,
            "made_on": self.made_on.isoformat(),
            "period": [self.period.first.isoformat(), self.period.until.isoformat()],
        }
        return json.dumps(made, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Figures:
        """What was kept."""
        try:
            kept = json.loads(text)
            first, until = (date.fromisoformat(day) for day in kept["period"])
            return cls(
                Period(first, until),
                date.fromisoformat(kept["made_on"]),
                kept["counts"],
                kept["before"],
                kept["last_year"],
                {name: tuple(GroupRow(**row) for row in rows) for name, rows in kept["groups"].items()},
                {name: tuple(found) for name, found in kept["ids"].items()},
            )
        except (ValueError, KeyError, TypeError) as unread:
            raise RuleError("这份报告里保存的统计数据读不出来。请按同一段时间重新写一份。") from unread

    def lines(self) -> Iterator[Line]:
        """Every indicator with what it is compared with."""
        for each in INDICATORS:
            now, before, earlier = (_value(each, counts) for counts in (self.counts, self.before, self.last_year))
            yield Line(
                each,
                _said(each, now),
                _said(each, before),
                _difference(each, now, before),
                _said(each, earlier),
                _difference(each, now, earlier),
            )

    def share(self, key: str) -> float | None:
        """The share of an indicator; None where there is nothing to take a share of."""
        return _value(next(each for each in INDICATORS if each.key == key), self.counts)

    def total(self, group: Group) -> GroupRow:
        """The sum of the rows of a group; where a matter stands in several rows it counts in each of them."""
        rows = self.groups.get(group.value, ())
        names = ("count", "before", "accepted", "done", "due", "in_time", "judged", "happy")
        sums = {name: sum(getattr(row, name) for row in rows) for name in names}
        return GroupRow("", "合计（件次）" if group is Group.DEPUTY else "合计", **sums)

    def counted(self, part: str, group: Group | None = None, key: str = "", *, of: str = "") -> Counted:
        """The matters behind a figure; `of` before or year takes the period that this one is compared with."""
        other = {"before": previous, "year": year_before}.get(of)
        period = other(self.period) if other else self.period
        return Counted(part, period.first, period.until, group, key)

    def named(self, counted: Counted) -> str:
        """What is listed, in words."""
        rows = self.groups.get(counted.group.value, ()) if counted.group else ()
        name = next((row.name for row in rows if row.key == counted.key), NONE.get(counted.group, ""))  # type: ignore[arg-type]
        return f"{name}{PARTS[counted.part].label}"


def percent(share: float | None) -> str:
    """92.3%; a dash where there is nothing to take a share of."""
    return "—" if share is None else f"{100 * share:.1f}%"


def part_of(count: int, whole: int) -> str:
    """A share of two counts in words."""
    return percent(count / whole if whole else None)


def _value(indicator: Indicator, counts: Counts) -> float | None:
    count = counts.get(indicator.part, 0)
    if not indicator.of:
        return count
    whole = counts.get(indicator.of, 0)
    return count / whole if whole else None


def _said(indicator: Indicator, value: float | None) -> str:
    return percent(value) if indicator.of else f"{value or 0:.0f}"


def _difference(indicator: Indicator, now: float | None, then: float | None) -> str:
    if now is None or then is None:
        return "—"
    if indicator.of:
        points = round(100 * now, 1) - round(100 * then, 1)
        return f"{points:+.1f} 点" if abs(points) >= 0.05 else "持平"
    return f"{now - then:+.0f}" if now != then else "持平"
