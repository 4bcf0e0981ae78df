"""Counting a period: its matters are read once, by each day that counts, and added up here (3.2.3, 4.3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..opinions.counted import ANSWERED, FATE, NONE, PARTS, SOLVED, Basis, Counted, Group, label_of
from ..opinions.figures import ALIVE, STAGE
from ..places import CongressView
from ..session import Session
from .figures import Figures, GroupRow
from .period import Period, previous, year_before

KEPT_IDS = 5000  # of so many matters at most the ids are kept with the figures

# one column for each group, then what has become of the matter
_GROUPED: Mapping[Group, str] = {
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
_FACTS = f"{FATE}, {ANSWERED}, {SOLVED}"
_FATES = {"declined": "n", "undecided": "u", "joined": "m", "withdrawn": "w", "decided": "dhn", "done": "d"}
_OTHERS = (Basis.CLOSED, Basis.DUE, Basis.JUDGED, Basis.FIRST_JUDGED, Basis.REDONE, Basis.PROMISED)
_DAYS = (  # from the dispatch to its answer, the first one
    "(SELECT max(julianday(r.replied_on) - julianday(d.dispatched_on), 0) FROM replies r"
    " JOIN dispatches d ON d.id = r.dispatch_id WHERE r.opinion_id = opinions.id ORDER BY r.id LIMIT 1)"
)


def figures(session: Session, period: Period) -> Figures:
    """All indicators and groups of a period, with the counts of the period before and of the year before."""
    now, before, year = (_Count(session, each) for each in (period, previous(period), year_before(period)))
    names = _Names(session)
    return Figures(
        period=period,
        made_on=session.today,
        counts=now.counts,
        before=before.counts,
        last_year=year.counts,
        groups={group.value: _rows(group, now, before, names) for group in Group},
        ids=now.ids() if now.counts["collected"] <= KEPT_IDS else {},
    )


def numbers(session: Session, ids: Iterable[int]) -> list[str]:
    """How matters are called: their number, or the title of a draft."""
    found = []
    for id_ in ids:
        for number, title in session.rows("SELECT number, title FROM opinions WHERE id = ?", (id_,)):
            found.append(number or f"草稿“{title}”")
    return found


class _Count:
    """The matters of one period as they were read, column by column."""

    def __init__(self, session: Session, period: Period) -> None:
        self._session, self._period = session, period
        self._received = _columns(self._read_received(), 1 + len(_GROUPED) + 3)
        self._others = {basis: self._read_other(basis) for basis in _OTHERS}
        self.counts = self._count()

    def _read_received(self) -> list[tuple[Any, ...]]:
        columns = f"id, {', '.join(_GROUPED.values())}, {_FACTS}"
        runs = (
            f"SELECT {columns} FROM opinions WHERE {STAGE} = '{stage}' AND received_on BETWEEN :first AND :until"
            for stage in ALIVE
        )
        return list(self._session.db.conn.execute(" UNION ALL ".join(runs), self._params("collected")))

    def _read_other(self, basis: Basis) -> list[tuple[Any, ...]]:
        """Id, body, days, and each part of this basis as 0 or 1."""
        parts = [part for part in PARTS.values() if part.basis is basis]
        whole = next(name for name, part in PARTS.items() if part.basis is basis and part.condition == "1")
        days = _DAYS if basis is Basis.DUE else "NULL"
        columns = ", ".join(["id", "lead_body_id", days, *(part.condition for part in parts)])
        where = " AND ".join(f"({each})" for each in Counted(whole, *self._days()).conditions)
        return list(self._session.db.conn.execute(f"SELECT {columns} FROM opinions WHERE {where}", self._params(whole)))

    def _days(self) -> tuple[Any, Any]:
        return self._period.first, self._period.until

    def _params(self, part: str) -> dict[str, Any]:
        return Counted(part, *self._days()).params(self._session.today)

    def _count(self) -> dict[str, int]:
        return {name: len(found) for name, found in self.ids().items()}

    def ids(self) -> dict[str, tuple[int, ...]]:
        """The matters behind each part."""
        ids, fates, answered, solved = (self._received[at] for at in (0, -3, -2, -1))
        found: dict[str, Sequence[int]] = {
            "collected": ids,
            "accepted": _where(ids, (fate in "dh" for fate in fates)),
            "answered": _where(ids, answered),
            "solved": _where(ids, solved),
        }
        for name, wanted in _FATES.items():
            found[name] = _where(ids, (fate in wanted for fate in fates))
        for basis, rows in self._others.items():
            for at, name in enumerate((name for name, part in PARTS.items() if part.basis is basis), 3):
                found[name] = [row[0] for row in rows if row[at]]
        return {name: tuple(sorted(found[name])) for name in PARTS}

    def by(self, group: Group) -> Counter[tuple[Any, str]]:
        """How many of each group have become what."""
        at = 1 + list(_GROUPED).index(group)
        return Counter(zip(self._received[at], self._received[-3], strict=True))

    def of_bodies(self, part: str) -> Counter[int | None]:
        """How many of a part each body has."""
        basis = PARTS[part].basis
        at = 3 + [name for name, each in PARTS.items() if each.basis is basis].index(part)
        return Counter(row[1] for row in self._others[basis] if row[at])

    def days_of_bodies(self) -> dict[int | None, list[float]]:
        """How long each body took for what fell due, answered ones only."""
        found: dict[int | None, list[float]] = {}
        for row in self._others[Basis.DUE]:
            if row[2] is not None:
                found.setdefault(row[1], []).append(row[2])
        return found


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


def _rows(group: Group, now: _Count, before: _Count, names: _Names) -> tuple[GroupRow, ...]:
    """A row for each group there is, the largest first, months in their order; what belongs to none stands last."""
    here, then = _folded(group, now.by(group), names), _folded(group, before.by(group), names)
    figures: dict[Any, dict[str, Any]] = {key: {} for key, _ in here}
    for (key, fate), count in here.items():
        row = figures[key]
        row["count"] = row.get("count", 0) + count
        for name, wanted in (("accepted", "dh"), ("done", "d")):
            row[name] = row.get(name, 0) + (count if fate in wanted else 0)
    for (key, _), count in then.items():
        row = figures.setdefault(key, {})
        row["before"] = row.get("before", 0) + count
    if group is Group.BODY:
        _add_handling(figures, now)
    labels = names.of(group)
    rows = [_row(group, key, labels, values) for key, values in figures.items()]
    place = {str(key): at for at, key in enumerate(labels)}
    if group is Group.MONTH:
        return tuple(sorted((row for row in rows if row.count), key=lambda row: row.key))
    return tuple(sorted(rows, key=lambda row: (not row.key, -row.count, place.get(row.key, 0), row.key)))


def _row(group: Group, key: Any, labels: Mapping[Any, str], values: dict[str, Any]) -> GroupRow:
    if key is None:
        return GroupRow("", NONE[group], **values)
    return GroupRow(str(key), labels.get(key) or label_of(group, str(key)) or "已没有的选项", **values)


def _add_handling(figures: dict[Any, dict[str, Any]], now: _Count) -> None:
    """What each body answered in time, how long it took, and how it was judged."""
    for name in ("due", "in_time", "judged", "happy"):
        for key, count in now.of_bodies(name).items():
            figures.setdefault(key, {})[name] = count
    for key, days in now.days_of_bodies().items():
        figures[key]["days"] = round(sum(days) / len(days), 1)


def _folded(group: Group, found: Counter[tuple[Any, str]], names: _Names) -> Counter[tuple[Any, str]]:
    """The keys of the rows: first levels of categories, views, each deputy of a matter."""
    if group not in (Group.CATEGORY, Group.VIEW, Group.DEPUTY):
        return found
    folded: Counter[tuple[Any, str]] = Counter()
    for (key, fate), count in found.items():
        if group is Group.DEPUTY:
            for deputy in _ids(key) or [None]:
                folded[deputy, fate] += count
        else:
            table = names.first_level if group is Group.CATEGORY else names.views
            folded[table.get(key), fate] += count
    return folded


def _ids(text: str) -> list[int]:
    return sorted({int(piece) for piece in text.strip("[]").split(",") if piece.strip()})


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _where(ids: Sequence[int], wanted: Iterable[Any]) -> list[int]:
    return [id_ for id_, is_wanted in zip(ids, wanted, strict=True) if is_wanted]
