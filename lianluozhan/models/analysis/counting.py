"""Counting a period: its matters are read once, by each day that counts, and added up here (3.2.3, 4.3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..opinions.counted import FACTS, NONE, PARTS, Group, among_all, bits, label_of, read
from ..opinions.figures import ALIVE, STAGE, VOIDED
from ..places import CongressView
from ..session import Session
from ..veil import whole_sight
from .figures import Figures, GroupRow
from .period import Period, previous, year_before

KEPT_IDS = 60_000  # so many at most, of all parts together, are kept with the figures
_MANY = 0.4  # of all there are: sooner read one after the other than sought by number

_GROUPED: Mapping[Group, str] = {  # by which column; the places of these in a row that was read
    Group.CATEGORY: "category_id",
    Group.VIEW: "category_id",
    Group.CHANNEL: "channel",
    Group.VILLAGE: "village_id",
    Group.NATURE: "nature",
    Group.URGENCY: "urgency",
    Group.BODY: "lead_body_id",
    Group.DEPUTY: "deputy_ids",
    Group.MONTH: "substr(received_on, 1, 7)",
}
_COLUMNS = tuple(dict.fromkeys(_GROUPED.values()))
_LOOKED_AT = ("received_on", "status", "replied_on", "satisfaction", "result_class", "due_kind")
_BIT = {name: 1 << at for at, name in enumerate(PARTS)}
_MASK = bits()
_SENT = "(SELECT dispatched_on FROM dispatches WHERE dispatches.opinion_id = opinions.id ORDER BY id DESC LIMIT 1)"
_DAYS = "max(julianday(answer) - julianday(sent), 0)"  # from the last letter to the first answer
_PERIODS = 3  # the one asked for, the one before, that of the year before


def _of(number: int, sql: str) -> str:
    """The same with the days of another period."""
    return sql.replace(":first", f":first{number}").replace(":until", f":until{number}")


_FACTS = ", ".join(f"{expression} AS {name}" for name, expression in {**FACTS, "sent": _SENT}.items())
_RECEIVED = "SELECT " + " + ".join(
    f"(SELECT count(*) FROM opinions WHERE {STAGE} = '{stage}' AND received_on BETWEEN :first AND :until)"
    for stage in ALIVE
)
_READ = (
    f"WITH found AS MATERIALIZED (SELECT id, {', '.join(_LOOKED_AT)}, {_FACTS},"
    f" {', '.join(f'{column} AS g{at}' for at, column in enumerate(_COLUMNS))} FROM opinions WHERE %s)"
    f" SELECT id, {_DAYS}, {', '.join(_of(number, _MASK) for number in range(_PERIODS))},"
    f" {', '.join(f'g{at}' for at in range(len(_COLUMNS)))} FROM found"
)


@whole_sight()
def figures(session: Session, period: Period) -> Figures:
    """All indicators and groups of a period, with the counts of the period before and of the year before.

    What is closed to this person counts, so that the station has one set of figures; the lists do not show it.
    """
    ids, days, masks, groups = _read(session, (period, previous(period), year_before(period)))
    now, before, year = (_Count(ids, days, mask, groups) for mask in masks)
    names = _Names(session)
    return Figures(
        period=period,
        made_on=session.today,
        counts=now.counts,
        before=before.counts,
        last_year=year.counts,
        groups={group.value: _rows(group, now, before, names) for group in Group},
        ids=now.ids() if sum(now.counts.values()) <= KEPT_IDS else {},
    )


Column = Sequence[Any]


def _read(session: Session, periods: Sequence[Period]) -> tuple[Column, Column, list[Column], list[Column]]:
    """All matters that count for one of the periods: ids, days, what each counts for as bits, groups; column by column.

    They are sought by number, or all read one after the other where they are a large share of all there are.
    """
    params: dict[str, Any] = {"today": session.today.isoformat()}
    for number, period in enumerate(periods):
        params |= {f"first{number}": period.first.isoformat(), f"until{number}": period.until.isoformat()}
    found = " UNION ".join(_of(number, sql) for number in range(len(periods)) for sql in among_all())
    days = {"first": min(period.first for period in periods), "until": max(period.until for period in periods)}
    received = session.value(_RECEIVED, {name: day.isoformat() for name, day in days.items()})
    many = received > _MANY * (session.value("SELECT max(id) FROM opinions") or 0)
    where = f"{STAGE} <> '{VOIDED}'" if many else f"id IN ({found})"
    rows = session.rows(_READ % where, params)
    columns: list[Column] = list(zip(*rows, strict=True)) if rows else [()] * (2 + _PERIODS + len(_COLUMNS))
    return columns[0], columns[1], columns[2 : 2 + _PERIODS], columns[2 + _PERIODS :]


def said_of(session: Session, token: str) -> str:
    """What a list is narrowed to that a figure has opened, in words; empty when it says nothing."""
    counted = read(token)
    if counted is None:
        return ""
    group, where = counted.group, ""
    if group:
        names = {str(key): name for key, name in _Names(session).of(group).items()}
        where = NONE.get(group, "") if not counted.key else names.get(counted.key) or label_of(group, counted.key)
    part = PARTS[counted.part]
    period = Period(counted.first, counted.until).label
    return "，".join(filter(None, (part.label, where, f"{period}（{part.basis.label}）")))


def numbers(session: Session, ids: Iterable[int]) -> list[str]:
    """How matters are called: their number, or the title of a draft."""
    found = []
    for id_ in ids:
        for number, title in session.rows("SELECT number, title FROM opinions WHERE id = ?", (id_,)):
            found.append(number or f"草稿“{title}”")
    return found


class _Count:
    """What counts for one of the periods."""

    def __init__(self, ids: Column, days: Column, masks: Column, groups: Sequence[Column]) -> None:
        self._ids, self._days, self._masks, self._groups = ids, days, masks, groups
        met = Counter(masks)
        self.counts = {name: sum(count for mask, count in met.items() if mask & bit) for name, bit in _BIT.items()}

    def ids(self) -> dict[str, tuple[int, ...]]:
        """The matters behind each part."""
        pairs = sorted(zip(self._ids, self._masks, strict=True))
        return {name: tuple(id_ for id_, mask in pairs if mask & bit) for name, bit in _BIT.items()}

    def by(self, group: Group) -> Counter[tuple[Any, int]]:
        """How many of each key count for what."""
        return Counter(zip(self._keys(group), self._masks, strict=True))

    def days_by(self, group: Group) -> dict[Any, list[float]]:
        """How long the answer to what fell due took."""
        found: dict[Any, list[float]] = {}
        for key, mask, days in zip(self._keys(group), self._masks, self._days, strict=True):
            if days is not None and mask & _BIT["due"]:
                found.setdefault(key, []).append(days)
        return found

    def _keys(self, group: Group) -> Sequence[Any]:
        return self._groups[_COLUMNS.index(_GROUPED[group])]


class _Names:
    """What the keys of groups are called, also of what is out of use, in their usual order."""

    def __init__(self, session: Session) -> None:
        self.villages = dict(session.rows("SELECT id, name FROM villages ORDER BY name, id"))
        self.bodies = dict(session.rows("SELECT id, name FROM handling_bodies ORDER BY kind, name, id"))
        self.deputies = dict(session.rows("SELECT id, name FROM deputies ORDER BY name, id"))
        rows = session.rows("SELECT id, parent_id, name, congress_view FROM categories ORDER BY position, id")
        self.categories = {row[0]: row[2] for row in rows if row[1] is None}
        self.views = {row[0]: row[3] for row in rows}
        above = {row[0]: row[1] for row in rows}
        self.first_level: dict[int | None, int | None] = {None: None}
        for id_ in above:
            top = id_
            while above.get(top):
                top = above[top]
            self.first_level[id_] = top

    def of(self, group: Group) -> Mapping[Any, str]:
        match group:
            case Group.CATEGORY:
                return self.categories
            case Group.VILLAGE:
                return self.villages
            case Group.BODY:
                return self.bodies
            case Group.DEPUTY:
                return self.deputies
            case Group.VIEW:
                return {view.value: view.label for view in CongressView}
        return {}


_SUMMED = {"count": "collected", **{name: name for name in ("accepted", "done", "due", "in_time", "judged", "happy")}}


def _rows(group: Group, now: _Count, before: _Count, names: _Names) -> tuple[GroupRow, ...]:
    """A row for each group there is, the largest first, months in their order; what belongs to none stands last."""
    here, then = _folded(group, now.by(group), names), _folded(group, before.by(group), names)
    found: dict[Any, dict[str, Any]] = {}
    for (key, mask), count in here.items():
        row = found.setdefault(key, dict.fromkeys(_SUMMED, 0))
        for name, part in _SUMMED.items():
            row[name] += count if mask & _BIT[part] else 0
    for (key, mask), count in then.items():
        if mask & _BIT["collected"]:
            row = found.setdefault(key, {})
            row["before"] = row.get("before", 0) + count
    if group is Group.BODY:
        for key, days in now.days_by(group).items():
            found[key]["days"] = round(sum(days) / len(days), 1)
    labels = names.of(group)
    rows = [_row(group, key, labels, values) for key, values in found.items() if any(values.values())]
    if group is Group.MONTH:
        return tuple(sorted((row for row in rows), key=lambda row: row.key))
    place = {str(key): at for at, key in enumerate(labels)}
    return tuple(sorted(rows, key=lambda row: (not row.key, -row.count, place.get(row.key, 0), row.key)))


def _row(group: Group, key: Any, labels: Mapping[Any, str], values: dict[str, Any]) -> GroupRow:
    if key is None:
        return GroupRow("", NONE[group], **values)
    return GroupRow(str(key), labels.get(key) or label_of(group, str(key)) or "已没有的选项", **values)


def _folded(group: Group, found: Counter[tuple[Any, int]], names: _Names) -> Counter[tuple[Any, int]]:
    """The keys of the rows: first levels of categories, views, each deputy of a matter."""
    if group not in (Group.CATEGORY, Group.VIEW, Group.DEPUTY):
        return found
    folded: Counter[tuple[Any, int]] = Counter()
    for (key, mask), count in found.items():
        keys: Sequence[Any]
        if group is Group.DEPUTY:
            keys = _deputies(key) or (None,)
        else:
            keys = ((names.first_level if group is Group.CATEGORY else names.views).get(key),)
        for each in keys:
            folded[each, mask] += count
    return folded


def _deputies(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(piece) for piece in text.strip("[]").split(",") if piece.strip()}))
