"""All rows of one person put together, and held against what the station knows of him."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ..deputies import Deputy, Mandate, MandateStatus
from ..fields import Choice, fields_of
from ..groups import GroupPost
from .matching import Known
from .reading import ReadRow

_KEPT_APART = frozenset({"name", "labels", "village_ids"})
_MANDATE = ("term", "constituency", "delegation", "starts_on", "ends_on", "elected_post", "origin")
_LABELS = {found.name: found.label for found in (*fields_of(Mandate), *fields_of(Deputy))}


@dataclass(frozen=True)
class Wish:
    """What the clerk chose for the whole roster."""

    newer: bool = False
    expire_earlier: bool = False


@dataclass
class Person:
    """One person of the roster: `deputy` is who he is at the station, None for somebody new."""

    deputy: Deputy | None
    wish: Wish
    rows: list[ReadRow] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    brought: dict[int, list[Mandate]] = field(default_factory=dict)  # new mandates, by the row that brings them
    corrected: list[tuple[Mandate, dict[str, Any]]] = field(default_factory=list)
    problem: str = ""
    group: str = ""
    group_post: GroupPost = GroupPost.MEMBER
    joins_group: bool = False

    @property
    def name(self) -> str:
        return self.rows[0].name

    @property
    def mandates(self) -> Iterator[Mandate]:
        """All that is new."""
        for found in self.brought.values():
            yield from found

    def add(self, row: ReadRow) -> None:
        """Another row of the same person: what it says first holds."""
        self.rows.append(row)
        for key, value in row.facts.items():
            if key not in self.facts or self.facts[key] in (None, "", ()):
                self.facts[key] = value
            elif key != "name" and value and not _alike(key, self.facts[key], value):
                told = f"“{_LABELS[key]}”和第 {self.rows[0].number} 行写的不同，按第 {self.rows[0].number} 行。"
                row.remarks.append(told)
        if row.group and not self.group:
            self.group, self.group_post = row.group, row.group_post

    def changed_labels(self) -> Iterator[str]:
        for key in self.changes:
            yield "重新启用" if key == "retired_on" else _LABELS[key]
        for _, values in self.corrected:
            yield from (_LABELS[key] for key in values)
        if self.joins_group:
            yield "代表小组"


def join(person: Person, known: Known) -> None:
    """Find what the station does not know yet, and what stands against it."""
    if person.deputy is not None:
        _hold_facts(person, person.deputy)
    there = list(known.mandates.get(person.deputy.id, [])) if person.deputy else []
    for row in person.rows:
        for mandate in row.mandates:
            if known.is_closed(mandate) and not any(_is_same(other, mandate) for other in there):
                held = f"{mandate.level.label}{mandate.term}"
                person.problem = f"{person.name}的{held}任职在已经封存的上一届。请从名册里删去这一行，再导入。"
            else:
                _put_mandate(person, row, mandate, there)
            if person.problem:
                return
    _leave_closed(person, known)
    _put_into_group(person, known)
    if person.deputy and person.deputy.retired_on and any(person.brought.values()):
        person.changes["retired_on"] = None
        person.rows[0].remarks.append("这位代表在本站已停用，导入后重新启用。")


def _leave_closed(person: Person, known: Known) -> None:
    """What belongs to a closed term stays as it is, and the file of somebody who is a deputy no more."""
    if known.frozen is None or person.deputy is None:
        return
    before = len(person.corrected)
    person.corrected = [(old, values) for old, values in person.corrected if not known.is_closed(old)]
    held = known.mandates.get(person.deputy.id, [])
    gone = bool(held) and all(known.is_closed(mandate) for mandate in held) and not any(person.brought.values())
    if before > len(person.corrected) or (gone and person.changes):
        person.rows[0].remarks.append("上一届已经封存，那一届的任职和资料不再改动。")
    if gone:
        person.changes.clear()


def _put_into_group(person: Person, known: Known) -> None:
    if not person.group or (person.deputy and person.deputy.id in known.grouped):
        return
    person.joins_group = person.group in known.groups
    if not person.joins_group:
        words = f"本站没有“{person.group[:20]}”这个代表小组，没有编组。请先建小组，再编入。"
        person.rows[0].remarks.append(words)


def _hold_facts(person: Person, deputy: Deputy) -> None:
    told = person.rows[0].remarks
    for key, value in person.facts.items():
        old = getattr(deputy, key)
        if not value or key == "name" or _alike(key, old, value):
            continue
        if not old:
            person.changes[key] = value
        elif key in _KEPT_APART:
            continue
        elif person.wish.newer:
            person.changes[key] = value
            told.append(f"“{_LABELS[key]}”由“{_said(old)}”改为“{_said(value)}”。")
        else:
            told.append(f"“{_LABELS[key]}”本站记的是“{_said(old)}”，名册里是“{_said(value)}”，保留本站的。")


def _alike(key: str, old: Any, value: Any) -> bool:
    if key == "phone":
        return re.sub(r"\D", "", str(old)) == re.sub(r"\D", "", str(value))
    if isinstance(old, date) and isinstance(value, date) and key in ("born_on", "party_since", "work_since"):
        return (old.year, old.month) == (value.year, value.month)
    return bool(old == value)


def _said(value: Any) -> str:
    if isinstance(value, Choice):
        return value.label
    return f"{value.year}年{value.month}月" if isinstance(value, date) else str(value)[:24]


def _put_mandate(person: Person, row: ReadRow, mandate: Mandate, there: list[Mandate]) -> None:
    """A mandate that is there already is completed; a new one must not meet another of its level."""
    of_level = [other for other in there if other.level is mandate.level]
    if same := next((other for other in of_level if _is_same(other, mandate)), None):
        _complete(person, row, same, mandate)
        return
    for other in of_level:
        if not _meet(other, mandate):
            continue
        if not other.id:
            person.problem = f"{person.name}有两行都是{mandate.level.label}代表，写的不一样。请改正其中一行再导入。"
        elif _may_expire(person, other, mandate):
            _expire(person, row, other, mandate, there)
            continue
        else:
            named = f"{other.level.label}{other.term}"
            person.problem = (
                f"{person.name}在本站还有{named}任职，时间没有断开。"
                "请先在那一条填届满时间，或者勾选“上一届任职到新一届当选的前一天为止”。"
            )
        return
    person.brought.setdefault(row.number, []).append(mandate)
    there.append(mandate)


def _is_same(one: Mandate, other: Mandate) -> bool:
    """Whether `other` of the roster is `one`, which the station has or an earlier row brought."""
    same_term = one.term == other.term if one.term and other.term else _meet(one, other)
    return same_term and (one.id > 0 or _districts_agree(one, other))


def _districts_agree(one: Mandate, other: Mandate) -> bool:
    return not one.constituency or not other.constituency or one.constituency == other.constituency


def _complete(person: Person, row: ReadRow, old: Mandate, told: Mandate) -> None:
    values: dict[str, Any] = {}
    for key in _MANDATE:
        before, value = getattr(old, key), getattr(told, key)
        if not value or before == value:
            continue
        if not old.id:
            if before:
                row.remarks.append(f"“{_LABELS[key]}”和上面写的不同，按上面的。")
        elif not before or person.wish.newer:
            values[key] = value
        else:
            told_words = f"“{_LABELS[key]}”本站记的是“{_said(before)}”，名册里是“{_said(value)}”，保留本站的。"
            row.remarks.append(told_words)
    starts, ends = values.get("starts_on", old.starts_on), values.get("ends_on", old.ends_on)
    if starts and ends and ends < starts:
        values.pop("starts_on", None)
        values.pop("ends_on", None)
        row.remarks.append("当选时间和届满时间前后不合，没有存。请核对。")
    if values:
        person.corrected.append((old, values))


def _meet(one: Mandate, other: Mandate) -> bool:
    starts = (one.starts_on or date.min, other.starts_on or date.min)
    return max(starts) <= min(one.ends_on or date.max, other.ends_on or date.max)


def _may_expire(person: Person, old: Mandate, new: Mandate) -> bool:
    if not person.wish.expire_earlier or new.starts_on is None:
        return False
    return (old.starts_on or date.min) < new.starts_on and old.term != new.term


def _expire(person: Person, row: ReadRow, old: Mandate, new: Mandate, there: list[Mandate]) -> None:
    assert new.starts_on
    last = new.starts_on - timedelta(days=1)
    values = {"ends_on": last, "status": MandateStatus.EXPIRED, "end_reason": "届满"}
    person.corrected.append((old, values))
    there[there.index(old)] = replace(old, ends_on=last)
    row.remarks.append(f"{old.level.label}{old.term}任职到{last.year}年{last.month}月{last.day}日届满。")
