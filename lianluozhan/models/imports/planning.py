"""The dry run of an import: every row read and checked, possible duplicates named, nothing stored."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from ..errors import RuleError
from ..opinions.record import Opinion
from ..session import Session
from .cells import Ledger, PlannedRow, ReadRow
from .columns import BY_KEY, guess_mapping
from .table import Table

_AT_ONCE = 500


@dataclass(frozen=True)
class BadRow:
    """A row that stays out: its number in the file, its cells as they were, and why."""

    number: int
    cells: list[str]
    reasons: list[str]


@dataclass(frozen=True)
class Remark:
    """Something to look at in a row that is taken in."""

    number: int
    sentence: str


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    table: Table
    mapping: dict[str, str]
    good: list[PlannedRow]
    bad: list[BadRow]
    remarks: list[Remark]
    left_out: list[str]  # headings of columns that are not taken in

    @property
    def reply_count(self) -> int:
        return sum(row.reply is not None for row in self.good)

    @property
    def summary(self) -> str:
        """One sentence for the screen."""
        drafts = len(self.good) - self.reply_count
        return (
            f"共 {len(self.table.rows)} 行：可以导入 {len(self.good)} 件"
            f"（已答复 {self.reply_count} 件，草稿 {drafts} 件），"
            f"不能导入 {len(self.bad)} 行，需要留意 {len({remark.number for remark in self.remarks})} 行。"
        )


def plan(
    session: Session,
    table: Table,
    mapping: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> Plan:
    """Read and check every row; `mapping` is field by heading, `defaults` the text for empty cells by field."""
    chosen = dict(guess_mapping(table.headings) if mapping is None else mapping)
    given = dict(defaults or {})
    _check_mapping(table, chosen, given)
    ledger = Ledger(session, table, chosen, given)
    with undisturbed():
        read = [ledger.read(number, cells) for number, cells in zip(table.numbers, table.rows, strict=True)]
    _name_duplicates(session, read)
    return Plan(
        table,
        chosen,
        [row.planned for row in read if row.planned and not row.problems],
        [BadRow(row.number, row.cells, row.problems) for row in read if row.problems],
        [Remark(row.number, sentence) for row in read if not row.problems for sentence in row.remarks],
        [heading for heading in table.headings if heading not in chosen],
    )


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep the collector of cycles from walking thousands of new records; they hold none, and the window would wait.

    What is alive at the end is set aside from it until the next time; it goes as usual when nobody needs it any more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.freeze()
        if was_on:
            gc.enable()


def _check_mapping(table: Table, mapping: Mapping[str, str], defaults: Mapping[str, str]) -> None:
    for key in (*mapping.values(), *defaults):
        if key not in BY_KEY:
            raise RuleError(f"没有“{key}”这一项可以对应。请从列表里选。")
    for heading in mapping:
        if heading not in table.headings:
            raise RuleError(f"表里没有“{heading}”这一列。请重新选择对应的列。")
    keys = list(mapping.values())
    for key in keys:
        if keys.count(key) > 1:
            both = "”和“".join(heading for heading, target in mapping.items() if target == key)
            raise RuleError(f"“{both}”都对应了“{BY_KEY[key].label}”。请只留一列，另一列选“不导入”。")
    if "received_on" not in keys and "received_on" not in defaults:
        raise RuleError("没有一列对应“收到日期”。请指定哪一列是收到日期，或为整批填一个日期。")
    if not {"content", "title"} & {*keys, *defaults}:
        raise RuleError("没有一列对应“反映内容”或“事由”。请指定这两列中的至少一列。")


def _name_duplicates(session: Session, rows: Sequence[ReadRow]) -> None:
    """Refuse a source number that is there already; name rows that look like another one."""
    good = [row for row in rows if row.planned and not row.problems]
    numbers = taken_source_numbers(session, [row.opinion.source_number for row in good])
    alike = _alike(session, {row.opinion.received_on for row in good if row.opinion.received_on})
    seen_numbers: dict[str, int] = {}
    seen: dict[tuple[str, str, date | None], int] = {}
    for row in good:
        source, looks = row.opinion.source_number, _looks(row.opinion)
        if source in numbers:
            row.problems.append(f"原编号“{source}”已经登记过（{numbers[source]}），不再导入。")
            continue
        if source and source in seen_numbers:
            row.problems.append(f"原编号“{source}”和第 {seen_numbers[source]} 行相同。请核对后改正其中一行。")
            continue
        if looks in alike:
            row.remarks.append(f"可能重复：与已登记的{alike[looks]}事由、反映人、收到日期都相同。")
        if looks in seen:
            row.remarks.append(f"可能重复：与第 {seen[looks]} 行事由、反映人、收到日期都相同。")
        seen_numbers[source] = seen[looks] = row.number


def _looks(opinion: Opinion) -> tuple[str, str, date | None]:
    return opinion.title, opinion.submitter_name, opinion.received_on


def _in_slices(values: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Marks for an SQL list and the values for them, a few hundred at a time."""
    wanted = sorted(set(values) - {""})
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        yield ", ".join("?" * len(some)), some


def taken_source_numbers(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """Those of the source numbers that a registered opinion bears, with how to name it."""
    found: dict[str, str] = {}
    for marks, some in _in_slices(numbers):
        rows = session.rows(
            "SELECT source_number, number, title FROM opinions WHERE voided_on IS NULL"
            f" AND source_number <> '' AND source_number IN ({marks})",
            some,
        )
        found |= {source: number or f"草稿“{title}”" for source, number, title in rows}
    return found


def _alike(session: Session, days: Iterable[date]) -> dict[tuple[str, str, date | None], str]:
    found: dict[tuple[str, str, date | None], str] = {}
    for marks, some in _in_slices(day.isoformat() for day in days):
        rows = session.rows(
            "SELECT title, submitter_name, received_on, number FROM opinions"
            f" WHERE voided_on IS NULL AND received_on IN ({marks})",
            some,
        )
        found |= {(title, name, date.fromisoformat(day)): number or "草稿" for title, name, day, number in rows}
    return found


__all__ = ["BadRow", "Plan", "PlannedRow", "Remark", "plan", "taken_source_numbers"]
