"""Points of deputies (履职积分): a year's rules, what a deputy has by them, the ranking of all (3.1.4).

The wording of the table holds: the first time brings the base, each further time the extra, all of it up to the cap;
an item `within` another shares the cap of that one. Everything is counted in half points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from .. import settings
from ..deputies import Level
from ..session import Session
from .point_rules import CountPeriod, CountSource, PointRule
from .point_table import points_words, rules

GRADES = ("好", "较好", "差")
NOT_YET = "未评"  # below them all while the year still runs: a low grade is given when it is over
GRADED_IN = 12  # the month in which a running year is graded


class Counted(NamedTuple):
    """One service record as points count it."""

    id: int
    kind: str
    starts_on: str
    title: str
    source_table: str
    source_id: int | None


@dataclass(frozen=True)
class Item:
    """What one item brings a deputy: how often, and the half points of it before and within the cap."""

    rule: PointRule
    times: int
    base: int
    extra: int
    points: int
    records: tuple[Counted, ...] = ()
    reason: str = ""  # of a count by hand


@dataclass(frozen=True)
class Tally:
    """The points of one deputy in one year."""

    deputy_id: int
    year: int
    items: tuple[Item, ...]
    grade: str
    half_days: int = 0  # of duty
    duty_days: int = 0  # that the setting asks for

    @property
    def total(self) -> int:
        """In half points."""
        return sum(item.points for item in self.items)

    @property
    def times(self) -> int:
        return sum(item.times for item in self.items)

    @property
    def words(self) -> str:
        return points_words(self.total)


@dataclass(frozen=True)
class Ranked:
    """One line of the ranking; deputies with the same total share a place."""

    place: int
    deputy_id: int
    name: str
    group: str
    tally: Tally


# Counting -------------------------------------------------------------------------------------------------------

_HOLDS = "voided_on IS NULL AND state = 'passed'"
_COUNTS = (
    "SELECT deputy_id, kind, sum(starts_on >= :year), sum(starts_on >= :year AND starts_on >= :term),"
    " sum(starts_on < :year AND starts_on >= :term),"
    " sum(CASE WHEN starts_on >= :year THEN coalesce(half_days, 0) ELSE 0 END)"
    f" FROM service_records WHERE {_HOLDS} AND starts_on >= min(:year, :term) AND starts_on < :next"
    " AND starts_on <= :today"  # a report to voters that is still to come is a line already
)


class _Times(NamedTuple):
    """How often a deputy did one kind of thing: in the year, in it and in the term, in the term before it."""

    year: int
    term: int
    before: int
    half_days: int


_NEVER = _Times(0, 0, 0, 0)


def earned(rule: PointRule, times: int) -> tuple[int, int, int]:
    """Base, extra and points of so many times: the base once, and never more than the cap."""
    if times <= 0:
        return 0, 0, 0
    base, extra = rule.base or 0, (rule.extra or 0) * (times - 1)
    return base, extra, min(base + extra, rule.cap or 0)


def points(session: Session, deputy_id: int, year: int) -> Tally:
    """The points of one deputy in a year, each item with the records that it counts."""
    tally = _tallies(session, year, [deputy_id])[deputy_id]
    rows = session.rows(
        "SELECT id, kind, starts_on, title, source_table, source_id FROM service_records"
        f" WHERE deputy_id = ? AND {_HOLDS} AND starts_on >= ? AND starts_on < ? AND starts_on <= ?"
        " ORDER BY starts_on, id",
        (deputy_id, f"{year}-01-01", f"{year + 1}-01-01", session.today.isoformat()),
    )
    records = [Counted(*row) for row in rows]
    return replace(tally, items=tuple(_with_records(item, records) for item in tally.items))


def _with_records(item: Item, records: Sequence[Counted]) -> Item:
    if item.rule.source is CountSource.HAND:
        return item
    kinds = {kind.value for kind in item.rule.kinds}
    return replace(item, records=tuple(record for record in records if record.kind in kinds))


def ranking(session: Session, year: int) -> list[Ranked]:
    """The deputies in office at the end of the year, or today in the running one, most points first."""
    day = min(date(year, 12, 31), session.today).isoformat()
    found = session.rows(
        "SELECT id, name FROM deputies WHERE (retired_on IS NULL OR retired_on > :day) AND EXISTS"
        " (SELECT 1 FROM mandates WHERE deputy_id = deputies.id AND (starts_on IS NULL OR starts_on <= :day)"
        " AND (ends_on IS NULL OR ends_on >= :day) AND voided_on IS NULL"
        " AND (status = 'active' OR ends_on IS NOT NULL))",
        {"day": day},
    )
    names, groups = dict(found), _groups(session, day)
    tallies = _tallies(session, year, list(names))
    order = sorted(names, key=lambda each: (-tallies[each].total, -tallies[each].times, names[each], each))
    lines: list[Ranked] = []
    for n, deputy_id in enumerate(order, 1):
        tally = tallies[deputy_id]
        is_level = bool(lines) and lines[-1].tally.total == tally.total
        place = lines[-1].place if is_level else n
        lines.append(Ranked(place, deputy_id, names[deputy_id], groups.get(deputy_id, ""), tally))
    return lines


def place_of(lines: Iterable[Ranked], deputy_id: int) -> int:
    """The place of a deputy; 0 when he is not ranked."""
    return next((line.place for line in lines if line.deputy_id == deputy_id), 0)


def years(session: Session) -> list[int]:
    """The years in which anything was done or counted, and this one, the newest first."""
    first = session.value("SELECT min(starts_on) FROM service_records WHERE voided_on IS NULL")
    start = min(int(first[:4]) if first else session.today.year, session.today.year)
    return list(range(session.today.year, start - 1, -1))


def _groups(session: Session, day: str) -> dict[int, str]:
    rows = session.rows(
        "SELECT deputy_id, deputy_groups.name FROM group_members JOIN deputy_groups ON deputy_groups.id = group_id"
        " WHERE (starts_on IS NULL OR starts_on <= ?) AND (ends_on IS NULL OR ends_on >= ?) ORDER BY starts_on",
        (day, day),
    )
    return dict(rows)


def _tallies(session: Session, year: int, deputy_ids: Sequence[int]) -> dict[int, Tally]:
    """The tallies without their records, in as many queries for one deputy as for all."""
    table = rules(session, year)
    start, end = f"{year}-01-01", f"{year}-12-31"
    term = _term_start(session, year) if any(rule.period is CountPeriod.TERM for rule in table) else start
    one = deputy_ids[0] if len(deputy_ids) == 1 else 0
    params = {"year": start, "term": term, "next": f"{year + 1}-01-01", "one": one, "today": session.today.isoformat()}
    of_one = " AND deputy_id = :one" if one else ""
    times: dict[int, dict[str, _Times]] = defaultdict(dict)
    for deputy_id, kind, *counts in session.rows(f"{_COUNTS}{of_one} GROUP BY deputy_id, kind", params):
        times[deputy_id][kind] = _Times(*counts)
    hand = _hand_counts(session, int(term[:4]), year)
    good, fair = (2 * settings.number(session, f"score.deputy.{grade}") for grade in ("good", "fair"))
    runs = year == session.today.year and session.today.month < GRADED_IN
    lowest = NOT_YET if runs or year > session.today.year else GRADES[2]
    wanted = _duty_days(session, start, end)
    found = {}
    for deputy_id in deputy_ids:
        items = tally_items(table, year, times[deputy_id], hand.get(deputy_id, {}))
        total = sum(item.points for item in items)
        grade = GRADES[0] if total >= good else GRADES[1] if total >= fair else lowest
        half_days = sum(each.half_days for each in times[deputy_id].values())
        found[deputy_id] = Tally(deputy_id, year, tuple(items), grade, half_days, wanted.get(deputy_id, 0))
    return found


def _term_start(session: Session, year: int) -> str:
    """The day on which the term of that year began: as recorded, else when most of its mandates began."""
    end = f"{year}-12-31"
    found = session.value("SELECT max(starts_on) FROM terms WHERE starts_on <= ?", (end,)) or session.value(
        "SELECT starts_on FROM mandates WHERE starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)"
        " AND voided_on IS NULL"
        " GROUP BY starts_on ORDER BY count(*) DESC, starts_on LIMIT 1",
        (end, end),
    )
    return str(found or f"{year}-01-01")


_Hand = Mapping[tuple[str, int], tuple[int, str]]  # by item and year: how often, and why


def _hand_counts(session: Session, since: int, until: int) -> dict[int, dict[tuple[str, int], tuple[int, str]]]:
    rows = session.rows(
        "SELECT deputy_id, item, year, times, reason FROM hand_counts JOIN point_rules ON point_rules.id = rule_id"
        " WHERE voided_on IS NULL AND year BETWEEN ? AND ?",
        (since, until),
    )
    found: dict[int, dict[tuple[str, int], tuple[int, str]]] = defaultdict(dict)
    for deputy_id, item, year, times, reason in rows:
        found[deputy_id][item, year] = (times, reason)
    return found


def _duty_days(session: Session, start: str, end: str) -> dict[int, int]:
    """The days of duty that a deputy of these levels should have in the year."""
    town, county = (settings.number(session, f"duty.days_{level}") for level in ("town", "county"))
    rows = session.rows(
        "SELECT deputy_id, level FROM mandates WHERE (starts_on IS NULL OR starts_on <= ?)"
        " AND (ends_on IS NULL OR ends_on >= ?) AND voided_on IS NULL",
        (end, start),
    )
    found: dict[int, int] = {}
    for deputy_id, level in rows:
        days = town if level == Level.TOWNSHIP.value else county
        found[deputy_id] = max(found.get(deputy_id, 0), days)
    return found


def tally_items(table: Sequence[PointRule], year: int, times: Mapping[str, _Times], hand: _Hand) -> list[Item]:
    """The items of a year; those within another share what it leaves of its cap, in their order."""
    made: dict[int, Item] = {}
    left: dict[int, int] = {}
    for rule in sorted(table, key=lambda each: each.within_id is not None):  # those that others stand within first
        item = _item(rule, year, times, hand)
        room = left.get(rule.within_id, 0) if rule.within_id in made else (rule.cap or 0)
        item = replace(item, points=min(item.points, room))
        left[rule.id if rule.within_id not in made else rule.within_id] = room - item.points
        made[rule.id] = item
    return [made[rule.id] for rule in table]


def _item(rule: PointRule, year: int, times: Mapping[str, _Times], hand: _Hand) -> Item:
    reason = ""
    if rule.source is CountSource.HAND:
        now, reason = hand.get((rule.item, year), (0, ""))
        before = sum(count for (item, counted), (count, _) in hand.items() if item == rule.item and counted < year)
    else:
        counts = [times.get(kind.value, _NEVER) for kind in rule.kinds]
        of_term = rule.period is CountPeriod.TERM
        now = sum(each.term if of_term else each.year for each in counts)
        before = sum(each.before for each in counts)
    if rule.period is CountPeriod.YEAR:
        before = 0
    earlier, whole = earned(rule, before), earned(rule, before + now)
    base, extra, gained = (after - prior for after, prior in zip(whole, earlier, strict=True))
    return Item(rule, now, base, extra, gained, (), reason)
