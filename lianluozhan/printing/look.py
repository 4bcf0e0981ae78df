"""表样: a form in the words of this station: another title, other labels, columns left out, other signature lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .document import Block, Cell, Document, Grid, Para, Row

LABELS, HEADS, SIGNS = ("label",), ("head", "list_head"), ("sign",)
TITLES = ("title", "doc_title", "slip_title", "catalogue_title")
SEPARATOR = "、"  # between the signature lines that take the place of one
_SIGNATURE = re.compile(r"([^：\u3000\n]{1,20})：(.*)", re.DOTALL)
_EMPTY = re.compile(r"[\u3000\s年月日]*(?:（[^）]*）)?[\u3000\s年月日]*")


@dataclass(frozen=True)
class Look:
    """What is otherwise on one form; `signatures` gives for a line those in its place, empty for none."""

    title: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    hidden_columns: frozenset[str] = frozenset()
    signatures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parts:
    """What of a form can be changed; without a title it has none of its own (a letter is named by its matter)."""

    title: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    signatures: tuple[str, ...]


def look_parts(document: Document) -> Parts:
    """The title, labels, columns and signature lines of a form, from its blank sheet, each once, in reading order."""
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    columns = [name for grid in grids if _is_ledger(grid) for name in _names(grid) if name]
    cells = [cell for grid in grids for row in grid.rows for cell in row.cells]
    labels = [plain(cell.text) for cell in cells if cell.style in LABELS + HEADS]
    lines = [line for cell in cells for line in _lines(cell)]
    roles = [found[1] for line in lines if (found := _SIGNATURE.fullmatch(line))]
    named = any(isinstance(b, Para) and b.style in TITLES and b.text.endswith(document.title) for b in document.blocks)
    return Parts(
        title=document.title if named else "",
        labels=tuple(dict.fromkeys(text for text in labels if text and text not in columns)),
        columns=tuple(dict.fromkeys(columns)),
        signatures=tuple(dict.fromkeys(roles)),
    )


def dressed(document: Document, look: Look, usual: str = "") -> Document:
    """The document in that look; `usual` is the title that the form has without it."""
    usual = usual or document.title
    rename = _retitled(usual, look.title)
    return replace(
        document,
        title=rename(document.title),
        running=rename(document.running),
        blocks=[_block(block, look, rename) for block in document.blocks],
    )


def plain(text: str) -> str:
    """A label as people read it: without the breaks and spaces that only set it."""
    return re.sub(r"[\s\u3000]+", "", text)


def _retitled(usual: str, wanted: str) -> Callable[[str], str]:
    """Puts the new title in place of the usual one at the end of a text or before （续页）."""
    if not wanted or not usual:
        return lambda text: text
    pattern = re.compile(re.escape(usual) + r"(?=$|（)")
    return lambda text: pattern.sub(lambda _: wanted, text)


def _block(block: Block, look: Look, rename: Callable[[str], str]) -> Block:
    match block:
        case Para() if block.style in TITLES:
            return replace(block, text=rename(block.text))
        case Grid():
            grid = _without(block, look.hidden_columns) if _is_ledger(block) else block
            return replace(grid, rows=[replace(row, cells=[_cell(c, look) for c in row.cells]) for row in grid.rows])
        case _:
            return block


def _cell(cell: Cell, look: Look) -> Cell:
    if cell.style in LABELS + HEADS and (text := look.labels.get(plain(cell.text))):
        cell = replace(cell, text=text)
    if cell.foot:
        cell = replace(cell, foot=tuple(_signed(cell.foot, look.signatures)))
    if cell.style in SIGNS and cell.text:
        cell = replace(cell, text="\n".join(_signed(cell.text.split("\n"), look.signatures)))
    return cell


def _lines(cell: Cell) -> list[str]:
    return [*cell.foot, *(cell.text.split("\n") if cell.style in SIGNS else ())]


def _signed(lines: Sequence[str], signatures: Mapping[str, str]) -> Iterator[str]:
    """The lines under their new names; one with something written on it stays whatever the look says."""
    for line in lines:
        found = _SIGNATURE.fullmatch(line)
        if found is None or found[1] not in signatures:
            yield line
            continue
        names = [name.strip() for name in signatures[found[1]].split(SEPARATOR) if name.strip()]
        if not names and not _EMPTY.fullmatch(found[2]):
            yield line
        rest = found[2]
        for name in names:
            yield f"{name}：{rest}"
            rest = _unwritten(found[2])


def _unwritten(rest: str) -> str:
    """The room after a name as it is on a blank sheet, for a line that is added."""
    return rest if _EMPTY.fullmatch(rest) else "\u3000" * 14 + "年\u3000\u3000月\u3000\u3000日"


# Columns of ledgers ------------------------------------------------------------------------------------------------


def _is_ledger(grid: Grid) -> bool:
    return bool(grid.head and grid.columns)


def _placed(grid: Grid) -> list[list[tuple[int, Cell]]]:
    """The cells of each row with the column they begin in; cells from above take up room."""
    taken: dict[int, int] = {}  # column -> rows below still covered
    placed: list[list[tuple[int, Cell]]] = []
    for row in grid.rows:
        covered, at, line = dict(taken), 0, []
        taken = {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in row.cells:
            while at in covered:
                at += 1
            line.append((at, cell))
            if cell.rows > 1:
                taken |= dict.fromkeys(range(at, at + cell.span), cell.rows - 1)
            at += cell.span
        placed.append(line)
    return placed


def _names(grid: Grid) -> list[str]:
    """The name of each column: its lowest head cell that stands over it alone."""
    names = [""] * len(grid.columns)
    for line in _placed(grid)[: grid.head]:
        for at, cell in line:
            if cell.span == 1 and at < len(names) and cell.text:
                names[at] = plain(cell.text)
    return names


def _without(grid: Grid, hidden: frozenset[str]) -> Grid:
    """Without some columns, the others wider so that the table keeps its width; all of them cannot be left out."""
    kept = [n for n, name in enumerate(_names(grid)) if name not in hidden]
    if not kept or len(kept) == len(grid.columns):
        return grid
    wide = sum(grid.columns) / sum(grid.columns[n] for n in kept)
    rows = [_thinned(row, line, kept) for row, line in zip(grid.rows, _placed(grid), strict=True)]
    return replace(grid, columns=tuple(grid.columns[n] * wide for n in kept), rows=rows)


def _thinned(row: Row, line: list[tuple[int, Cell]], kept: list[int]) -> Row:
    """The row without the cells of hidden columns; 合计 moves to the first cell that is free when its own goes."""
    cells: list[Cell] = []
    total = ""
    for at, cell in line:
        span = sum(at <= n < at + cell.span for n in kept)
        if span:
            cells.append(replace(cell, span=span))
        elif at == 0 and cell.style in HEADS and all(other.style not in HEADS for _, other in line[1:]):
            total = cell.text
    if total and cells:
        first = cells[0]
        cells[0] = replace(first, text=f"{total}{first.text}", style="list_head" if not first.text else first.style)
    return replace(row, cells=cells)
