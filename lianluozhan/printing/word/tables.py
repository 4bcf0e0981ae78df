"""A ruled table for Word: fixed columns, rows at least as high as measured, signature lines inside their cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..boxes import UNDERLINE, UNITS, Box, Sized, lift, padding
from ..document import Cell, Grid, Paper, Row
from ..layout import label_lines
from ..page import MM, Picture
from ..picture import PictureCell, placed
from ..styles import SIGN_PITCH, STYLES
from .placed import at_place
from .text import BREAK, PLAIN, Spot, paragraph, runs, style_lift, style_pad, twips

_TOP, _UNDER_SIGNATURE = 1.0 * MM, 1.2 * MM
_COLOURS = {"black": "000000", "red": "FF0000"}
_KEPT = Spot(keep=True)
_PHOTO_LESS = 6.0  # points lower than its rows, so that they keep their height
_FLAT_LESS = 0.5  # points that lines of a table take
_CENTRED_TEXT = 20  # mm: a long text in a lower row stands in its middle


Photo = Callable[[Picture], str]  # a photograph to its paragraph


@dataclass(frozen=True, slots=True)
class _Place:
    """A row of the table: its number, that in the lowered grid, its height in points.

    Whether it may cross pages, whether the next one stays with it, whether long texts in it begin at the top.
    """

    number: int
    low: int
    height: float
    grows: bool
    keep: bool
    high: bool


def table(grid: Grid, sized: Sized, paper: Paper, photo: Photo = lambda found: "") -> str:
    """The table of a grid on that paper."""
    return _Table(grid, sized, paper, photo).xml()


def lower(sized: Sized, less: float) -> Sized:
    """The table lower by so many points, taken from what its rows can spare."""
    needs = [0.0] * len(sized.heights)
    for (row, _), box in sized.boxes.items():
        if box.cell.rows == 1:
            needs[row] = max(needs[row], box.need)
    spare = [max(height - need, 0.0) for height, need in zip(sized.heights, needs, strict=True)]
    part = min(less / sum(spare), 1.0) if any(spare) else 0.0
    return replace(sized, heights=[height - part * free for height, free in zip(sized.heights, spare, strict=True)])


def held(inner: str, width: float, height: float) -> str:
    """Paragraphs in one cell without lines, at least so high: what follows keeps its place on the page."""
    across = f'w:w="{twips(width)}" w:type="dxa"'
    return (
        f'<w:tbl><w:tblPr><w:tblW {across}/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{twips(width)}"/></w:tblGrid>'
        f'<w:tr><w:trPr><w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/></w:trPr>'
        f"<w:tc><w:tcPr><w:tcW {across}/></w:tcPr>{inner}</w:tc></w:tr></w:tbl>"
    )


def _border(side: str, weight: float, colour: str) -> str:
    if not weight:
        return f'<w:{side} w:val="nil"/>'
    return f'<w:{side} w:val="single" w:sz="{round(weight * 8)}" w:space="0" w:color="{_COLOURS[colour]}"/>'


class _Table:
    def __init__(self, grid: Grid, sized: Sized, paper: Paper, photo: Photo) -> None:
        self.grid, self.sized, self.paper, self.photo = grid, sized, paper, photo
        width = (paper.width - paper.left - paper.right) * MM
        columns = [c * MM for c in grid.columns] or [width / UNITS] * UNITS
        self.edges = [0.0]
        for column in columns:
            self.edges.append(self.edges[-1] + column)
        self.marks = [twips(edge) for edge in self.edges]
        self._heads: dict[tuple[Any, ...], str] = {}

    def xml(self) -> str:
        columns = "".join(f'<w:gridCol w:w="{b - a}"/>' for a, b in zip(self.marks, self.marks[1:], strict=False))
        return f"<w:tbl>{self._properties()}<w:tblGrid>{columns}</w:tblGrid>{''.join(self._rows())}</w:tbl>"

    def _properties(self) -> str:
        weights = dict.fromkeys(("top", "left", "bottom", "right"), self.grid.frame)
        weights |= dict.fromkeys(("insideH", "insideV"), self.grid.inner)
        borders = "".join(_border(side, weight, self.grid.colour) for side, weight in weights.items())
        at = self.grid.at
        place = at_place(at[0] * MM, at[1] * MM, self.paper) if at else ""
        return (
            f'<w:tblPr>{place}<w:tblW w:w="{self.marks[-1]}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
            '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )

    def _rows(self) -> Iterator[str]:
        """The lowered grid has two rows where a row has signature lines; Word gets one of their common height."""
        merged: dict[tuple[int, int], Cell] = {}
        rows, heights, grown = self.grid.rows, self.sized.heights, self.sized.grows
        rule, low = "exact" if self.grid.at else "atLeast", 0
        for number, row in enumerate(rows):
            many = 2 if any(cell.foot for cell in row.cells) else 1
            height, grows = heights[low], grown[low]
            if many == 2:
                height, grows = height + heights[low + 1], grows or grown[low + 1]
            if grows and self.sized.crosses:
                height = (row.height if row.floor is None else row.floor) * MM
            keep = number + 1 < len(rows) and rows[number + 1].tied
            high = grows and max(row.height * MM, height) > _CENTRED_TEXT * MM
            place = _Place(number, low, height, grows, keep, high)
            whole = "" if grows else "<w:cantSplit/>"
            head = "<w:tblHeader/>" if number < self.grid.head else ""
            size = f'<w:trHeight w:val="{twips(height)}" w:hRule="{rule}"/>'
            yield f"<w:tr><w:trPr>{whole}{size}{head}</w:trPr>{''.join(self._cells(row, place, merged))}</w:tr>"
            low += many

    def _cells(self, row: Row, place: _Place, merged: dict[tuple[int, int], Cell]) -> Iterator[str]:
        col, last = 0, len(self.edges) - 1
        for cell in row.cells:
            while merged and (above := merged.pop((place.number, col), None)):
                yield self._below(above, col, place)
                col += above.span
            if cell.rows > 1:
                merged |= {(place.number + k, col): cell for k in range(1, cell.rows)}
            yield self._cell(cell, self.sized.boxes[place.low, col], col, place)
            col += cell.span
        while merged and col < last and (above := merged.pop((place.number, col), None)):
            yield self._below(above, col, place)
            col += above.span

    def _below(self, cell: Cell, col: int, place: _Place) -> str:
        """A cell that a cell above reaches into."""
        properties = self._properties_of(cell, col, "<w:vMerge/>", _from_top(cell, place))
        return f"<w:tc>{properties}{paragraph(cell.style, '')}</w:tc>"

    def _cell(self, cell: Cell, box: Box, col: int, place: _Place) -> str:
        """Most cells of a ledger differ in nothing but their text: all before it is made once a column."""
        text, top = cell.text, _from_top(cell, place)
        if isinstance(cell, PictureCell) and cell.jpeg:
            width = self.edges[col + cell.span] - self.edges[col]
            height = sum(self.sized.heights[place.low : place.low + cell.rows])
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            properties = self._properties_of(cell, col, merge, top)
            return f"<w:tc>{properties}{self.photo(placed(cell, 0, 0, width, height - _PHOTO_LESS))}</w:tc>"
        if "\n" in text or cell.foot or box.style.align == "label":
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            return f"<w:tc>{self._properties_of(cell, col, merge, top)}{self._body(cell, box, col, place, top)}</w:tc>"
        flat = place.height if not text and place.height < box.style.pitch + style_lift(box.name) else 0.0
        key = (col, box.name, cell.style, cell.span, cell.rows, top, place.keep, cell.tone, cell.underlined, flat)
        head = self._heads.get((key, cell.open_top, cell.open_bottom))
        if head is None:
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            spot = self._spot(cell, box, col, place, top, first=True, last=True)
            if flat:  # an empty line would make the row higher
                spot = replace(spot, before=0.0, after=0.0, pitch=max(flat - _FLAT_LESS, 1.0))
            own = paragraph(box.name, "", spot)
            head = f"<w:tc>{self._properties_of(cell, col, merge, top)}{own.removesuffix('</w:p>')}"
            self._heads[key, cell.open_top, cell.open_bottom] = head
        return f"{head}{runs(text, box.name)}</w:p></w:tc>"

    def _properties_of(self, cell: Cell, col: int, merge: str, top: bool) -> str:
        width = self.marks[col + cell.span] - self.marks[col]
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        edges = '<w:top w:val="nil"/>' if cell.open_top else ""
        if cell.underlined:
            edges += _border("bottom", UNDERLINE, self.grid.colour)
        elif cell.open_bottom:
            edges += '<w:bottom w:val="nil"/>'
        borders = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
        tone = f"{round(255 * (1 - cell.tone)):02X}" * 3 if cell.tone else ""
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{tone}"/>' if tone else ""
        align = f'<w:vAlign w:val="{"top" if top else "center"}"/>'
        return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders}{shade}{align}</w:tcPr>'

    def _body(self, cell: Cell, box: Box, col: int, place: _Place, top: bool) -> str:
        """What a cell says in several paragraphs, or a label."""
        if box.style.align == "label":
            width = self.edges[col + cell.span] - self.edges[col] - 2 * box.pad
            return paragraph(box.name, _label(cell.text, round(width, 2)), _KEPT if place.keep else PLAIN)
        parts, out = cell.text.split("\n"), []
        for n, part in enumerate(parts):
            spot = self._spot(cell, box, col, place, top, first=n == 0, last=n == len(parts) - 1)
            out.append(paragraph(box.name, runs(part, box.name), spot))
        return "".join(out) + self._foot(cell, box, place)

    def _spot(self, cell: Cell, box: Box, col: int, place: _Place, top: bool, *, first: bool, last: bool) -> Spot:
        own = padding(cell, self.grid)
        side = None if abs(own - style_pad(box.name)) < 0.01 else own
        room = self.edges[col + cell.span] - self.edges[col] - 2 * own
        narrow = box.style.align == "justify" and room < 9 * box.style.size
        after = 0.0 if top or not last else lift(box.style) if box.name.startswith("text") else None
        before = _TOP if top and first else 0.0
        return Spot(before, after, side, side, align="left" if narrow else None, keep=place.keep)

    def _foot(self, cell: Cell, box: Box, place: _Place) -> str:
        """Signature lines: the last paragraphs of the same cell, pushed to its bottom."""
        if not cell.foot:
            return ""
        used = max(len(box.lines), 1) * box.style.pitch + _TOP
        push = max(place.height - used - len(cell.foot) * SIGN_PITCH - _UNDER_SIGNATURE, 0.0)
        spots = (Spot(before=0.0 if n else round(push, 1), keep=place.keep) for n in range(len(cell.foot)))
        return "".join(paragraph("sign", runs(text, "sign"), spot) for text, spot in zip(cell.foot, spots, strict=True))


def _from_top(cell: Cell, place: _Place) -> bool:
    return bool(cell.top or cell.foot) or (place.high and STYLES[cell.style].align != "label")


@lru_cache(maxsize=1024)
def _label(text: str, width: float) -> str:
    """A label in the lines the layout made, spread by character spacing but for the last character."""
    lines = label_lines(text, STYLES["label"], width) if text else []
    out = []
    for line in lines:
        gap = line.runs[0].spacing if line.runs else 0.0
        if gap:
            out.append(runs(line.text[:-1], "label", gap) + runs(line.text[-1], "label"))
        else:
            out.append(runs(line.text, "label"))
    return BREAK.join(out)
