"""Ruled tables on pages: rows that grow over them, rows that stay together, edges drawn once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from .boxes import UNDERLINE, Box, Sized, Strip, column_edges, splits
from .document import Grid
from .edges import Edges
from .fonts import STACKS
from .page import MM, Fill, Frame, Rule, Text
from .picture import PictureCell, placed
from .shape import Shape, lowered, shape_of
from .sizing import Sizing
from .styles import varied

if TYPE_CHECKING:
    from .layout import Layout

WHOLE_PART = 0.6  # of a page: a higher row grows whatever the form says, so that no text can be lost
LEAST_LINES = 2  # on both sides of a break


class Table:
    """One grid of a document, put from the layout's place downward."""

    def __init__(self, layout: Layout, grid: Grid) -> None:
        self.layout, self.grid = layout, lowered(grid)
        self.strips: list[Strip] = []
        self.edges = column_edges(tuple(self.grid.columns), layout.width)  # from the table's left
        self.shape = shape_of(self.grid.rows, len(self.edges) - 1)
        self.sizing = Sizing(layout, self.grid, self.edges, self.shape)

    @property
    def left(self) -> float:
        """Where the table begins on the page that is being laid out."""
        return self.grid.at[0] * MM if self.grid.at else self.layout.left

    def put(self) -> None:
        if self.grid.at:
            self._put_at(self.grid.at[1] * MM)
        else:
            self._put_in_text()

    def _put_at(self, y: float) -> None:
        """At its fixed place, rows as high as they say."""
        boxes, heights = self.sizing.boxes(), [row.height * MM for row in self.grid.rows]
        if not self.layout.plain:
            self._paint_whole(boxes, list(accumulate(heights, initial=y)), range(len(heights)), self.shape)
        self._report(boxes, heights, crosses=False)

    def _put_in_text(self) -> None:
        boxes, heights = self.sizing.fit()
        page = self.layout.bottom - self.layout.top
        if max(heights, default=0) > WHOLE_PART * page:
            rows = [
                replace(row, grow=True) if height > WHOLE_PART * page else row
                for row, height in zip(self.grid.rows, heights, strict=True)
            ]
            self.grid = replace(self.grid, rows=rows)
        heights = self.sizing.filled(heights)
        layout, high = self.layout, sum(heights)
        if layout.y + high + layout.tail <= layout.bottom + 0.01:
            if not layout.plain:
                tops = list(accumulate(heights, initial=layout.y))
                self._paint_whole(boxes, tops, range(len(heights)), self.shape)
            layout.y += high
            self._report(boxes, heights, crosses=False)
            return
        self.cover = [[boxes[n] for n in row] for row in self.shape.cover]
        begun = len(self.layout.plan.pages)
        self._paginate(heights)
        self._report(boxes, heights, crosses=len(self.layout.plan.pages) > begun)

    def _report(self, boxes: list[Box], heights: list[float], *, crosses: bool) -> None:
        by_place = {(box.row, box.col): box for box in boxes}
        grows = [row.grow for row in self.grid.rows]
        self.layout.plan.tables[self.layout.number] = Sized(heights, grows, by_place, crosses)

    # Pages ------------------------------------------------------------------------------------------------------

    def _paginate(self, heights: list[float]) -> None:
        self.heights, layout = heights, self.layout
        self.strips = []
        count = len(self.grid.rows)
        for group in self.shape.groups:
            whole = sum(heights[i] for i in group)
            tail = layout.tail if group[-1] == count - 1 else 0.0
            if layout.y + whole + tail <= layout.bottom + 0.01:
                self._place(group)
            elif any(self.grid.rows[i].grow for i in group):
                for i in group:
                    self._place_growing(i, [j for j in group if j > i])
            else:
                self._turn()
                self._place(group)
        self._paint()

    def _place(self, group: range) -> None:
        for i in group:
            self._strip(i, self.heights[i])

    def _strip(self, row: int, height: float, begins: bool = True, ends: bool = True, room: float = 0.0) -> None:
        self.strips.append(Strip(row, self.layout.y, height, begins, ends, room))
        self.layout.y += height

    def _place_growing(self, i: int, later: list[int]) -> None:
        """A row that may cross pages: after the last whole line that fits, two lines at least on both sides."""
        layout, row = self.layout, self.grid.rows[i]
        rest, begins = self.heights[i], True
        boxes = [b for b in self.cover[i] if b.row == i and splits(b, row)]
        follow = sum(self.heights[j] for j in later if not self.grid.rows[j].grow)
        while row.grow and boxes and layout.y + rest + follow > layout.bottom + 0.01:
            tallest = max(boxes, key=lambda box: box.waiting)
            left = len(tallest.lines) - tallest.placed
            fit = min(tallest.lines_in(layout.bottom - layout.y - 2 * MM), left - LEAST_LINES)
            if fit >= LEAST_LINES:
                room = fit * tallest.style.pitch
                self._strip(i, layout.bottom - layout.y, begins, False, room)
                for box in boxes:
                    box.placed = min(box.placed + box.lines_in(room), len(box.lines))
                rest, begins = max(box.waiting for box in boxes) + 2 * MM, False
            elif layout.y <= layout.top + self._head_height() + 0.01:
                break  # a whole page is not enough even for what must stay together: let it stand
            self._turn()
        if not row.grow and layout.y + rest > layout.bottom + 0.01:
            self._turn()
        self._strip(i, rest, begins, True)

    def _head_height(self) -> float:
        return sum(self.heights[: self.grid.head])

    def _turn(self) -> None:
        """Paint what stands on this page and begin the next with the head rows."""
        self._paint()
        self.layout.new_page()
        self.strips = []
        for i in range(self.grid.head):
            self._strip(i, self.heights[i])

    # Painting ---------------------------------------------------------------------------------------------------

    def _paint_whole(self, boxes: Iterable[Box], tops: Sequence[float], rows: Sequence[int], shape: Shape) -> None:
        """Rows that stand on this page whole, `rows` between the edges `tops`; their lines are those of the shape."""
        layout, grid, left, edges = self.layout, self.grid, self.left, self.edges
        page, texts = layout.page, layout.page.texts
        at = rows if isinstance(rows, range) else {row: n for n, row in enumerate(rows)}
        for box in boxes:
            cell, row = box.cell, at[box.row]
            y1, y2 = tops[row], tops[row + cell.rows]
            if cell.tone or cell.underlined or type(cell) is PictureCell:
                self._ground(box, y1, y2)
            if box.lines:
                roomy = y2 - y1 > 20 * MM and grid.rows[box.row].grow and box.style.align != "label"
                x, style, pitch = left + edges[box.col] + box.pad, box.style, box.style.pitch
                middle = (y1 + MM if cell.top or roomy else (y1 + y2 - len(box.lines) * pitch) / 2) + pitch / 2
                base, size, colour = middle + STACKS[style.family].main.middle * style.size, style.size, style.colour
                for n, line in enumerate(box.lines):
                    if "☑" in line.text:
                        layout.draw(line, style, x, middle + n * pitch)
                    elif line.runs:
                        texts.append(Text(x + line.shift, base + n * pitch, size, line.runs, colour))
        if grid.inner:
            weight, colour = grid.inner, grid.colour
            page.rules += [
                Rule(left + edges[a], tops[k], left + edges[b], tops[k], weight, colour) for k, a, b in shape.level
            ]
            page.rules += [
                Rule(left + edges[k], tops[a], left + edges[k], tops[b], weight, colour) for k, a, b in shape.upright
            ]
        if grid.frame:
            page.frames.append(Frame(left, tops[0], edges[-1], tops[-1] - tops[0], grid.frame, grid.colour))

    def _ground(self, box: Box, y1: float, y2: float) -> None:
        """What is drawn of a cell besides its text and its lines: its tone, a line to write on."""
        page, cell = self.layout.page, box.cell
        x1, x2 = self.left + self.edges[box.col], self.left + self.edges[box.col + cell.span]
        if cell.tone:
            page.fills.append(Fill(x1, y1, x2 - x1, y2 - y1, cell.tone))
        if isinstance(cell, PictureCell) and cell.jpeg:
            page.pictures.append(placed(cell, x1, y1, x2 - x1, y2 - y1))
        if cell.underlined:
            page.rules.append(Rule(x1, y2, x2, y2, UNDERLINE, self.grid.colour))

    def _paint(self) -> None:
        if not self.strips or self.layout.plain:
            return
        rows = [strip.row for strip in self.strips]
        boxes = [box for row in rows for box in self.cover[row] if box.row == row]
        if self._are_whole(rows, boxes):
            tops = [*(strip.y for strip in self.strips), self.strips[-1].y + self.strips[-1].height]
            shape = shape_of([self.grid.rows[row] for row in rows], len(self.edges) - 1)
            self._paint_whole(boxes, tops, rows, shape)
        else:
            self._paint_parts()

    def _are_whole(self, rows: list[int], boxes: list[Box]) -> bool:
        """Whether no row and no merged cell on this page has a part on another."""
        if not all(strip.begins and strip.ends for strip in self.strips):
            return False
        here = set(rows)
        cut = any(box.row + box.cell.rows - 1 not in here for box in boxes if box.cell.rows > 1)
        return not cut and sum(len(self.cover[row]) for row in rows) == sum(box.cell.rows for box in boxes)

    def _paint_parts(self) -> None:
        where: dict[int, Strip] = {}
        for strip in self.strips:
            where.setdefault(strip.row, strip)
        left, page = self.left, self.layout.page
        low = self.strips[-1].y + self.strips[-1].height
        edges = Edges(self.strips[0].y, low, left, left + self.edges[-1])
        here = {id(box): box for row in where for box in self.cover[row]}
        for box in here.values():
            seen = [where[i] for i in range(box.row, box.row + box.cell.rows) if i in where]
            begins = seen[0].row == box.row and seen[0].begins
            ends = seen[-1].row == box.row + box.cell.rows - 1 and seen[-1].ends
            x1, x2 = left + self.edges[box.col], left + self.edges[box.col + box.cell.span]
            y1, y2 = seen[0].y, seen[-1].y + seen[-1].height
            self._ground(box, y1, y2)
            edges.add(x1, x2, y1, y2, top=not (box.cell.open_top and begins), low=not (box.cell.open_bottom and ends))
            self._fill(box, seen[0], (x1, y1, y2), begins, ends)
        edges.draw(page, self.grid.inner, self.grid.frame, self.grid.colour)

    def _fill(self, box: Box, strip: Strip, place: tuple[float, float, float], begins: bool, ends: bool) -> None:
        """The visible part of a cell's text."""
        x, y1, y2 = place
        lines, label = box.lines, box.style.align == "label"
        if splits(box, self.grid.rows[box.row]):
            end = len(lines) if strip.ends else min(box.done + box.lines_in(strip.room), len(lines))
            lines, box.done = lines[box.done : end], end
        elif not begins and label:
            width = self.edges[box.col + box.cell.span] - self.edges[box.col] - 2 * box.pad
            lines = lines + self.layout.set("（续）", varied(box.style, "center"), width)[:1]
        elif not begins and self.grid.head <= box.row:
            return
        roomy = self.grid.rows[box.row].grow and not label and (y2 - y1 > 20 * MM or not (begins and ends))
        y = y1 + MM if box.cell.top or roomy else (y1 + y2 - len(lines) * box.style.pitch) / 2
        for line in lines:
            self.layout.draw(line, box.style, x + box.pad, y + box.style.pitch / 2)
            y += box.style.pitch
