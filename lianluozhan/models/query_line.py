"""One typed line of a search: its words, and its filters (`状态:办理中`, `收到:3月..5月`), completed while typing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from . import categories, places
from .fields import Choice
from .initials import initials, matches, plain
from .opinions.narrowing import Narrowing
from .opinions.record import Channel, Status
from .session import Session
from .spoken_days import read_day

FILTERS = {
    "类别": "category_id",
    "状态": "status",
    "村": "village_id",
    "单位": "body_id",
    "渠道": "channel",
    "收到": "",
}
OFFERED = 15  # all states of an opinion
LONGEST, MOST_WORDS = 100, 8  # more of a line is not looked at
_ALSO = {"分类": "类别", "社区": "村", "承办单位": "单位", "来源": "渠道", "收到日期": "收到"}
_FILTER = re.compile(rf"({'|'.join([*FILTERS, *_ALSO])})[:：](.*)")
_PERIODS = ("今天", "本周", "本月", "上月", "今年", "去年")
_MONTH = re.compile(r"(?:(\d{4})[-年./])?(\d{1,2})月?")
_YEAR = re.compile(r"(\d{4})年?")


@dataclass(frozen=True)
class Query:
    """What a line asks for; `said` names each filter as it was understood, `problem` what was not."""

    words: tuple[str, ...] = ()
    narrowing: Narrowing = Narrowing()
    said: tuple[str, ...] = ()
    problem: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.narrowing or self.problem)


@dataclass(frozen=True)
class Offer:
    """What may be added to a line: a filter or a value of one; `line` is the whole line with it."""

    label: str
    line: str


class Known:
    """The names that filters and words are compared with, read once: categories, villages, bodies."""

    def __init__(self, session: Session) -> None:
        self.today = session.today
        self.villages = places.villages(session)
        self.bodies = places.bodies(session)
        self.categories = [(id_, path.rpartition(" / ")[2]) for id_, path in categories.choices(session)]
        self._values: dict[str, list[tuple[Any, str]]] = {
            "类别": [*self.categories],
            "村": [*self.villages],
            "单位": [*self.bodies],
            "状态": _labels(Status),
            "渠道": _labels(Channel),
            "收到": [(period, period) for period in _PERIODS],
        }

    def values(self, name: str, typed: str) -> list[tuple[Any, str]]:
        """The values of a filter that fit what was typed, the best first."""
        found = [(rank, len(label), value, label) for value, label, rank in self._ranked(name, typed)]
        return [(value, label) for _, _, value, label in sorted(found, key=lambda each: each[:2])]

    def _ranked(self, name: str, typed: str) -> Iterator[tuple[Any, str, int]]:
        for value, label in self._values[name]:
            rank = matches(typed, label)
            if rank is not None:
                yield value, label, rank

    def villages_of(self, word: str) -> list[tuple[int, str]]:
        """The villages that a word of two characters or more names, from the beginning of their name on."""
        if len(plain(word)) < 2:
            return []
        return [(id_, name) for id_, name in self.villages if matches(word, name) in (0, 1)]


def read_line(line: str, known: Known) -> Query:
    """The words and filters of a line; a filter without a value does not count yet."""
    words, said, problems, narrowing = [], [], [], Narrowing()
    for part in line[:LONGEST].split():
        found = _FILTER.fullmatch(part)
        if found is None:
            words.append(part)
            continue
        name, typed = _ALSO.get(found[1], found[1]), found[2]
        if not typed:
            continue
        if name == "收到":
            period = span(typed, known.today)
            if period is None:
                problems.append(f"看不懂日期“{typed}”。可以写 3月、2026-03、3.5，或 2026-03..2026-05。")
            else:
                narrowing = replace(narrowing, received_from=period[0], received_to=period[1])
                said.append(f"收到 {period[0]} 到 {period[1]}")
        elif values := known.values(name, typed):
            narrowing = replace(narrowing, **{FILTERS[name]: values[0][0]})
            said.append(f"{name} {values[0][1]}")
        else:
            problems.append(f"没有叫“{typed}”的{name}。")
    return Query(tuple(words[:MOST_WORDS]), narrowing, tuple(said), "".join(problems))


def offers(line: str, known: Known) -> list[Offer]:
    """What may come next: the values of the filter that is being typed, or the filters not used yet."""
    line = line[:LONGEST]
    before, part = (line, "") if not line or line[-1].isspace() else _parted(line)
    found = _FILTER.fullmatch(part)
    if found:
        name = _ALSO.get(found[1], found[1])
        values = known.values(name, found[2])[:OFFERED]
        if any(label == found[2] for _, label in values):
            return []
        return [Offer(label, f"{before}{name}:{''.join(label.split())} ") for _, label in values]
    used = {_ALSO.get(name, name) for name, _ in map(_halves, line.split())}
    fit = [name for name in FILTERS if name not in used and (name.startswith(part) or initials(name).startswith(part))]
    return [Offer(f"{name}:", f"{before}{name}:") for name in fit]


def _parted(line: str) -> tuple[str, str]:
    part = line.split()[-1]
    return line[: len(line) - len(part)], part


def _halves(part: str) -> tuple[str, str]:
    found = _FILTER.fullmatch(part)
    return (found[1], found[2]) if found else ("", part)


def _labels(kind: type[Choice]) -> list[tuple[Any, str]]:
    return [(each, each.label) for each in kind]


def span(text: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of `3月`, `2026-03..2026-05`, `本周`, `3.5`; open at one end for `3月..`."""
    first, dots, last = text.partition("..")
    if not dots:
        return _period(text, today)
    start = _period(first, today) if first else (date(1949, 10, 1), today)
    end = _period(last, today) if last else (today, max(today, start[0]) if start else today)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), max(start[1] if first else end[1], end[1])


def _period(text: str, today: date) -> tuple[date, date] | None:
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    year = today.replace(month=1, day=1)
    named = {
        "本周": (today - timedelta(days=today.weekday()), today),
        "本月": (first, today),
        "上月": (before, first - timedelta(days=1)),
        "今年": (year, today),
        "去年": (year.replace(year=today.year - 1), year - timedelta(days=1)),
    }
    if text in named:
        return named[text]
    if (found := _YEAR.fullmatch(text)) and 1949 <= int(found[1]) <= 2199:
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12 and ("月" in text or found[1]):
        month = int(found[2])
        start = date(int(found[1]) if found[1] else today.year - (month > today.month), month, 1)
        return start, (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    day = read_day(text, today, past=True)
    return (day, day) if day else None
