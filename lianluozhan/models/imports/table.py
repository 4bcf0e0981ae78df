"""One table of a file from elsewhere: where its headings are, and the rows under them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import Cancelled, RuleError
from . import sheets
from .columns import known

LARGEST_FILE = 50_000_000
LONGEST_READ = 60.0
_HEAD_DEPTH = 20
_WAIT = 0.2
_FOLDER = str(Path(sheets.__file__).parent)
_CALL = "import sys, sheets; sheets.main(sys.argv[1:])"  # as a module it is compiled once, not every time

_GONE = "找不到这个文件，U 盘可能已拔出。请重新选择文件。"
_TOO_LARGE = "文件超过 50 MB，没有打开。请只留下要导入的那张表，另存后再试。"
_TOO_SLOW = "文件读了一分钟还没有读完，没有导入。请只留下要导入的那张表，另存后再试。"
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
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise RuleError(_TOO_LARGE)
    except OSError as error:
        raise RuleError(_GONE) from error
    read, digest = _read_apart(path, cancelled, heads)
    found = [(score, table) for score, table in (_in_sheet(name, rows, path, heads) for name, rows in read)]
    score, table = max(found, key=lambda sheet: sheet[0])
    if not score or not table.headings:
        raise RuleError(heads.missing)
    if not table.rows:
        raise RuleError("表里只有标题行，没有内容。请检查是不是选错了文件。")
    if len(table.rows) > sheets.MOST_ROWS:
        raise RuleError(sheets.TOO_MANY_ROWS)
    return replace(table, digest=digest)


def _command(path: Path, heads: Heads) -> list[str]:
    wishes = ["filled"] if heads.filled else []
    if getattr(sys, "frozen", False):  # a packed program has no interpreter to call; __main__ passes this on
        return [sys.executable, "--read-table", str(path), *wishes]
    return [sys.executable, "-S", "-P", "-X", "utf8", "-c", _CALL, str(path), *wishes]


def _environment() -> dict[str, str]:
    """What the reader is told of its surroundings: where modules are, and no account or password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LIANLUOZHAN")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, [_FOLDER, *sys.path]))}


def _read_apart(path: Path, cancelled: Callable[[], bool], heads: Heads) -> tuple[list[sheets.Sheet], str]:
    """Let another process read the file, so that a hostile one can neither freeze nor fill this one."""
    child = subprocess.Popen(
        _command(path, heads),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    with child:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            answer = _wait_for(child, cancelled)
        except OSError as error:
            raise RuleError(_GONE) from error
        finally:
            child.kill()
    if not answer:  # ended by its memory limit, or by what is in the file
        raise RuleError(sheets.TOO_BIG if child.returncode < 0 else sheets.BROKEN)
    told = json.loads(answer)
    if "refused" in told:
        raise RuleError(told["refused"])
    return [(name, rows) for name, rows in told["sheets"]], digest


def _wait_for(child: subprocess.Popen[bytes], cancelled: Callable[[], bool]) -> bytes:
    end = time.monotonic() + LONGEST_READ
    while True:
        try:
            return child.communicate(timeout=_WAIT)[0]
        except subprocess.TimeoutExpired:
            if cancelled():
                raise Cancelled from None
            if time.monotonic() > end:
                raise RuleError(_TOO_SLOW) from None


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
