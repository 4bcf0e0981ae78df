"""One table of a file from elsewhere: where its headings are, and the rows under them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import RuleError
from . import sheets
from .apart import content_of, read_apart
from .columns import known

_HEAD_DEPTH = 20
_NO_HEAD = "表里没有找到标题行。请让表的上面有一行写着各列的名称，例如“事由”“反映内容”“收到日期”。"


@dataclass(frozen=True)
class Heads:
    """Which headings are looked for and what is said without them; `filled` repeats cells merged downwards."""

    known: Callable[[str], str]
    missing: str
    filled: bool = False


OF_OPINIONS = Heads(known, _NO_HEAD)


@dataclass(frozen=True)
class Table:
    """What was read: `numbers` are the rows' numbers in the file, as Excel shows them; `above` stands over the head."""

    headings: tuple[str, ...]
    rows: list[list[str]]
    sheet: str
    path: Path
    numbers: list[int]
    digest: str
    above: str = ""


def read_table(path: Path, cancelled: Callable[[], bool] = lambda: False, heads: Heads = OF_OPINIONS) -> Table:
    """Read an xlsx, xls, ods or csv file; RuleError says in a sentence why it cannot be taken."""
    content = content_of(path)
    read = read_apart(content, path.suffix, cancelled, filled=heads.filled)
    found = [(score, table) for score, table in (_in_sheet(name, rows, path, heads) for name, rows in read)]
    score, table = max(found, key=lambda sheet: sheet[0])
    if not score or not table.headings:
        raise RuleError(heads.missing)
    if not table.rows:
        raise RuleError("表里只有标题行，没有内容。请检查是不是选错了文件。")
    if len(table.rows) > sheets.MOST_ROWS:
        raise RuleError(sheets.TOO_MANY_ROWS)
    return replace(table, digest=hashlib.sha256(content).hexdigest())


Numbered = list[tuple[int, list[str]]]


def _in_sheet(name: str, rows: list[list[str]], path: Path, heads: Heads) -> tuple[int, Table]:
    """How well the headings are known, and the sheet cut into headings and filled rows."""
    score, start, headings = _find_head(rows, heads)
    numbered = [(number, row) for number, row in enumerate(rows[start:], start + 1) if any(map(str.strip, row))]
    width = max((len(row) for _, row in numbered), default=0)
    named = _named([*headings, *[""] * (width - len(headings))], numbered)
    even = [[*row, *[""] * (len(named) - len(row))][: len(named)] for _, row in numbered]
    above = "\n".join(" ".join(dict.fromkeys(filter(None, map(str.strip, row)))) for row in rows[: max(start - 1, 0)])
    return score, Table(named, even, name, path, [number for number, _ in numbered], "", above.strip())


def _find_head(rows: list[list[str]], heads: Heads) -> tuple[int, int, list[str]]:
    """The row of headings, or two rows where the upper one is merged over several columns."""

    def known_in(row: list[str]) -> int:
        return len({key for cell in row if (key := heads.known(cell))})

    best: tuple[int, int, list[str]] = (0, 0, [])
    for at, row in enumerate(rows[:_HEAD_DEPTH]):
        if (score := 2 * known_in(row)) > best[0]:
            best = (score, at + 1, row)
        below = rows[at + 1] if at + 1 < len(rows) else []
        filled = [cell for cell in below if cell.strip()]
        if len(filled) >= 2 and known_in(below) == len(filled):
            width = max(len(row), len(below))
            upper, lower = (part + [""] * (width - len(part)) for part in (row, below))
            both = [low if low.strip() else up for up, low in zip(upper, lower, strict=True)]
            if (score := 2 * known_in(both) - 1) > best[0]:
                best = (score, at + 2, both)
    if best[0] < 2:
        first = next((at for at, row in enumerate(rows[:_HEAD_DEPTH]) if sum(map(bool, row)) >= 2), None)
        return (0, 0, []) if first is None else (1, first + 1, rows[first])
    return best


def _named(headings: list[str], rows: Numbered) -> tuple[str, ...]:
    """One name a column and no name twice; empty columns at the end are left away."""
    while (
        headings
        and not headings[-1].strip()
        and not any(row[len(headings) - 1].strip() for _, row in rows if len(row) >= len(headings))
    ):
        headings = headings[:-1]
    names: list[str] = []
    for place, heading in enumerate(headings, 1):
        name = wanted = " ".join(heading.split()) or f"第 {place} 列"
        twice = 2
        while name in names:
            name, twice = f"{wanted}（{twice}）", twice + 1
        names.append(name)
    return tuple(names)
