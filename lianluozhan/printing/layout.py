"""Document to pages: paragraphs here, ruled tables in `table`, the parts of official documents in `official`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any

from . import measures as m
from . import official
from .boxes import Sized
from .document import (
    Annex,
    AnnexList,
    Block,
    Break,
    Closing,
    Cut,
    Document,
    Grid,
    Imprint,
    Letterhead,
    Marks,
    OfficialHead,
    Para,
    set_closer,
)
from .fonts import STACKS
from .geometry import has_room_for_code, margins, on_grid
from .lines import Column, Line, break_text, set_runs, visible
from .page import MM, Page, Rule, Text
from .paper_code import put_code
from .styles import STYLES, Style, varied
from .table import Table

GRID_PITCH = float(m.GRID_PITCH_POINTS)  # 22 lines of a page of an official document
Texts = dict[tuple[Any, ...], list[Line]]  # the long texts of one document that were broken already
_MEMO: dict[tuple[Any, ...], list[Line]] = {}
_MOST_MEMOS, _MOST_TICKS = 20_000, 2_000
_SIZES_OF_LETTERS = ("_s", "_t")  # of the body, so that letter and slip stand on one sheet
_TICKS: dict[tuple[str, str, float, float], list[tuple[float, ...]]] = {}
_CENTRE_OF_DASH = 0.293 - 0.364  # em: the dash of a page number against the middle of Han


@dataclass
class Plan:
    """The pages, and what Word needs of the layout: where blocks start, how tables were measured."""

    pages: list[Page] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)  # points, by block
    turned: set[int] = field(default_factory=set)  # numbers of the blocks that went onto a new page as a whole
    kept: set[int] = field(default_factory=set)  # numbers of the blocks whose end goes on with the next block
    before: dict[int, float] = field(default_factory=dict)  # points by block, where the standard says how many
    given: dict[int, float] = field(default_factory=dict)  # points by block: back onto the grid, or before a closing
    tables: dict[int, Sized] = field(default_factory=dict)  # by number of the block


def lay_out(document: Document) -> list[Page]:
    """The pages of a document, ready to be painted or written."""
    return planned(document)[1].pages


def plan_for_word(document: Document) -> tuple[Document, Plan]:
    """The document as Word gets it and its plan, with as many pages as the PDF has wherever that can be had."""
    loose = planned(document, plain=True)
    if len(loose[1].pages) == 1 or not _may_be_denser(document):
        return loose
    if len(loose[1].pages) == (wanted := len(lay_out(document))):
        return loose
    dense = planned(document, plain=True, dense=True)
    return dense if len(dense[1].pages) == wanted else loose


def _may_be_denser(document: Document) -> bool:
    """Whether it has long texts in cells, which can be set closer; a ledger has none."""
    grids = (block for block in document.blocks if isinstance(block, Grid))
    return any(cell.style == "text" for grid in grids for row in grid.rows for cell in row.cells)


def planned(document: Document, *, plain: bool = False, dense: bool = False) -> tuple[Document, Plan]:
    """The plan, and the document in the sizes it was made with: a letter is set closer to stay with its slip."""
    texts: Texts = {}
    layout = Layout(document, plain=plain, dense=dense, texts=texts)
    plan = layout.run()
    if (carried := _body_for_the_closing(document, layout)) is not None:
        plan = Layout(document, plain=plain, dense=dense, carried=carried, texts=texts).run()
    if len(plan.pages) == 1 or not any(isinstance(block, Cut) for block in document.blocks):
        return document, plan
    found = [(document, plan)]
    for version in (set_closer(document, size) for size in _SIZES_OF_LETTERS):
        found.append((version, Layout(version, plain=plain, dense=dense, texts=texts).run()))
        if _less_torn(found[-1]) == (1, False):
            break
    return min(found, key=_less_torn)


def _less_torn(pair: tuple[Document, Plan]) -> tuple[int, bool]:
    """Few pages before many; a signature below its letter before one alone on a page."""
    document, plan = pair
    return len(plan.pages), any(isinstance(document.blocks[number], Closing) for number in plan.turned)


def _is_small_print(block: Block) -> bool:
    return isinstance(block, Para) and block.style in ("note", "meta")


def _body_for_the_closing(document: Document, layout: Layout) -> int | None:
    """The paragraph whose last lines go along with a closing that would stand without body on its page (7.3.5.4)."""
    blocks = document.blocks
    if any(isinstance(block, Cut) for block in blocks) or layout.closing == len(blocks):
        return None
    at = layout.closing - 1
    while at >= 0 and isinstance(blocks[at], AnnexList):
        at -= 1
    if at < 0 or not isinstance(blocks[at], Para):
        return None
    return at if layout.reached[layout.closing] > layout.reached[at] else None


class Layout:
    """Runs once over a document. `plain` plans for Word: no squeezing, 1.5 % narrower, a reserve on the page, no ink.

    `dense` sets long texts closer still before a form runs over, and where it does. The last lines of the paragraph
    with the number `carried` go onto a new page, so that the closing is not alone there.
    """

    page: Page
    number: int  # of the block that is being put
    y: float
    left: float
    right: float

    def __init__(
        self,
        document: Document,
        *,
        plain: bool = False,
        dense: bool = False,
        carried: int | None = None,
        texts: Texts | None = None,
    ) -> None:
        self.texts: Texts = {} if texts is None else texts
        self.document, self.plain, self.dense, self.plan = document, plain, dense, Plan()
        paper = document.paper
        self.top, self.bottom = paper.top * MM, (paper.height - paper.bottom) * MM
        self.width = (paper.width - paper.left - paper.right) * MM
        self.tail = 0.0
        kinds = [type(block) for block in document.blocks]
        self.closing = kinds.index(Closing) if Closing in kinds else len(kinds)
        self.by_standard = paper.numbers in ("official", "letter") and Cut not in kinds  # a slip leaves less room
        self.new_page()
        self.unnumbered: set[int] = set()  # pages by their place in this document
        self.reached: list[int] = []  # the page on which each block ends
        self.carried = self._carried_at(carried) if carried is not None else None

    def _carried_at(self, number: int) -> tuple[int, int]:
        """Block and line with which the page before a closing is turned; a heading goes with its paragraph."""
        blocks, block = self.document.blocks, self.document.blocks[number]
        assert isinstance(block, Para)
        line = len(self.set(block.text, STYLES[block.style], self.width)) - 2
        if line > 1 or not any(isinstance(b, Para) and b.style == block.style for b in blocks[:number]):
            return number, max(line, 1)  # the first page keeps some of the body
        while number > 0 and isinstance(above := blocks[number - 1], Para) and above.style in ("h1", "h2"):
            number -= 1
        return number, 0

    def run(self) -> Plan:
        blocks = list(self.document.blocks)
        for number, block in enumerate(blocks):
            self.number = number
            self.tail = self._height_below(number) if isinstance(block, Grid) else 0.0
            self.plan.starts.append(self.y)
            _PUT[type(block)](self, block)
            self.reached.append(len(self.plan.pages))
        self._number_pages()
        if self.document.code and has_room_for_code(self.document.paper):
            self.page, self.left = self.plan.pages[0], self.document.paper.left * MM
            put_code(self, self.document.code)
        return self.plan

    # Text -------------------------------------------------------------------------------------------------------

    def set(self, text: str, style: Style, width: float, *, hang: bool = False) -> list[Line]:
        """The lines of a text; short ones are remembered, for they stand on every sheet."""
        if len(text) > 60:
            mine = (text, style.family, style.size, style.align, style.indent, style.track, width, hang)
            if mine not in self.texts:
                self.texts[mine] = self._broken(text, style, width, hang)
            return self.texts[mine]
        key = (text, style, round(width, 2), hang, self.plain)
        known = _MEMO.get(key)  # read once: another thread may clear it
        if known is None:
            if len(_MEMO) > _MOST_MEMOS:
                _MEMO.clear()
            known = _MEMO[key] = self._broken(text, style, width, hang)
        return known

    def _broken(self, text: str, style: Style, width: float, hang: bool) -> list[Line]:
        if style.align == "label":
            return label_lines(text, style, width)
        narrow = style.align == "justify" and width < 9 * style.size
        align = "left" if narrow else style.align
        stack = STACKS[style.family]
        column = Column(stack, style.size, width, style.indent, style.track, align, hang, self.plain)
        return break_text(text, column)

    def draw(self, line: Line, style: Style, x: float, middle: float) -> None:
        """A line with the optical middle of its Han characters at `middle`."""
        if not line.runs or self.plain:
            return
        base = middle + STACKS[style.family].main.middle * style.size
        self.page.texts.append(Text(x + line.shift, base, style.size, line.runs, style.colour))
        if "☑" in line.text:
            x += line.shift
            key = (line.text, style.family, style.size, line.width)
            if (strokes := _TICKS.get(key)) is None:
                if len(_TICKS) > _MOST_TICKS:
                    _TICKS.clear()
                strokes = _TICKS[key] = _strokes(line, style.size)
            self.page.rules += [Rule(x + a, base + b, x + c, base + d, weight) for a, b, c, d, weight in strokes]

    # Pages ------------------------------------------------------------------------------------------------------

    def new_page(self) -> None:
        paper, document = self.document.paper, self.document
        self.page = Page(paper.width * MM, paper.height * MM)
        self.plan.pages.append(self.page)
        self.y = self.top
        self.left, self.right = margins(paper, document.first_page - 1 + len(self.plan.pages))
        if len(self.plan.pages) > 1 and document.running:
            self._put_running(document.running, document.running_right, STYLES["meta"])

    def _put_running(self, left: str, right: str, style: Style) -> None:
        """The head of a following page: name at the left, number at the right, or above each other if both are long."""
        name, number = (self.set(t, varied(style, a), self.width)[0] for t, a in ((left, "left"), (right, "right")))
        y = self.top - 1.5 * MM - style.pitch / 2
        self.draw(name, style, self.left, y - (0 if self._fit_beside(name, number, style) else style.pitch))
        self.draw(number, style, self.left, y)

    def _fit_beside(self, left: Line, right: Line, style: Style) -> bool:
        return left.width + right.width + style.size <= self.width

    def turn(self) -> None:
        """A new page for the block that is being put, as a whole."""
        self.plan.turned.add(self.number)
        self.new_page()

    def make_room(self, height: float) -> None:
        """A new page unless so much room is left."""
        if self.y + height > self.bottom + 0.5:
            self.new_page()

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet but its running head."""
        return self.y <= self.top

    def next_line(self) -> float:
        """Where the next of the 22 lines of a page begins."""
        return on_grid(self.y, self.top)

    def _number_pages(self) -> None:
        document, paper = self.document, self.document.paper
        total = document.all_pages or len(self.plan.pages)
        for n, page in enumerate(self.plan.pages, document.first_page):
            self.page, (self.left, self.right) = page, margins(paper, n)
            if paper.numbers == "form":
                style = STYLES["footer"]
                height = page.height - (m.FORM_NUMBER if paper.bottom > 20 else m.LEDGER_NUMBER) * MM
                self.draw(self.set(f"第 {n} 页　共 {total} 页", style, self.width)[0], style, self.left, height)
            elif n - document.first_page + 1 in self.unnumbered and not document.all_pages:
                continue
            elif paper.numbers == "official" or (paper.numbers == "letter" and n > document.first_page):
                style = varied(STYLES["page_number"], "right" if n % 2 else "left")
                line = self.set(f"— {n} —", style, self.width - 16)[0]
                height = self.bottom + m.NUMBER_BELOW * MM + _CENTRE_OF_DASH * style.size
                self.draw(line, style, self.left + (0 if n % 2 else 16), height)
            elif document.all_pages:  # what has no number of its own gets that of the volume in its outer corner
                side, width = m.VOLUME_NUMBER_SIDE * MM, page.width - 2 * m.VOLUME_NUMBER_SIDE * MM
                style = varied(STYLES["corner"], "right" if n % 2 else "left")
                self.draw(self.set(str(n), style, width)[0], style, side, m.VOLUME_NUMBER_TOP * MM + style.size / 2)

    def _height_below(self, number: int) -> float:
        """Of the small print right below a table, which stays with its end."""
        below = takewhile(_is_small_print, self.document.blocks[number + 1 :])
        return sum(self.height_of(block) for block in below if isinstance(block, Para))

    def height_of(self, block: Para) -> float:
        style = STYLES[block.style]
        return (block.before + block.after) * MM + style.pitch * len(self.set(block.text, style, self.width))

    # Blocks -----------------------------------------------------------------------------------------------------

    def put_para(self, block: Para) -> None:
        style = STYLES[block.style]
        lines = self.set(block.text, style, self.width)
        self.y += self._before(block)
        if block.style == "h1":
            self.make_room(2 * style.pitch)
        elif block.style == "head" and (below := self._begins_below()):  # a caption stays with its table or chart
            self.plan.kept.add(self.number)
            self.make_room(style.pitch * len(lines) + block.after * MM + below)
        pitch, carried = style.pitch, self.carried
        for n, line in enumerate(lines):
            if carried and (self.number, n) == carried:
                self._carry()
            if self.y + pitch > self.bottom + 0.5:
                self.new_page()
            self.draw(line, style, self.left, self.y + pitch / 2)
            self.y += pitch
        for n, line in enumerate(self.set(block.right, varied(style, "right"), self.width) if block.right else ()):
            self.y += 0 if n == 0 and self._fit_beside(lines[-1], line, style) else style.pitch
            self.draw(line, style, self.left, self.y - style.pitch / 2)
        self._after(block, style)

    def _begins_below(self) -> float:
        """How high the first rows of a table right below are; of a chart, which has no lines, all of them."""
        grid = next(iter(self.document.blocks[self.number + 1 : self.number + 2]), None)
        if not isinstance(grid, Grid) or grid.at:
            return 0.0
        first = grid.rows[: grid.head + 1] if grid.inner or grid.frame else grid.rows
        return sum(row.height for row in first) * MM

    def _carry(self) -> None:
        self.plan.kept |= set(range(self.number, self.closing))
        self.new_page()

    def _before(self, block: Para) -> float:
        """Space above; the title of an official document stands two lines below its head."""
        if block.style != "doc_title" or not self.by_standard:
            return block.before * MM
        letter = self.document.paper.numbers == "letter" and self.number > 0
        self.plan.before[self.number] = space = m.TITLE_LINES_BELOW * GRID_PITCH if letter else 0.0
        return space

    def _after(self, block: Para, style: Style) -> None:
        """Space below; in an official document back onto the grid of lines, and a blank line below the title."""
        reached = self.y + block.after * MM
        self.y = reached
        if self.by_standard and block.style == "doc_title":
            self.y = reached - block.after * MM
            self.y = (self.next_line() if self.document.paper.numbers == "official" else self.y) + GRID_PITCH
        elif self.document.paper.numbers == "official" and style.pitch != GRID_PITCH:
            self.y = self.next_line()
        if self.y != reached:
            self.plan.given[self.number] = self.y - reached

    def put_grid(self, block: Grid) -> None:
        Table(self, block).put()


_PUT: dict[type[Block], Callable[[Layout, Any], None]] = {
    Para: Layout.put_para,
    Grid: Layout.put_grid,
    Break: lambda layout, _: layout.new_page(),
    OfficialHead: official.put_head,
    Letterhead: official.put_letterhead,
    Closing: official.put_closing,
    AnnexList: official.put_annex_list,
    Annex: official.put_annex,
    Imprint: official.put_imprint,
    Cut: official.put_cut,
    Marks: official.put_marks,
}


def _strokes(line: Line, size: float) -> list[tuple[float, ...]]:
    """The ticks of a line: where each of their strokes runs from the line's start and baseline, and its weight."""
    found: list[tuple[float, ...]] = []
    x = 0.0
    for run in line.runs:
        if run.actual:
            y = -run.rise * size / 1000
            at = [(x + a * size, y - b * size) for a, b in ((0.25, 0.40), (0.43, 0.17), (0.76, 0.66))]
            found += [(*one, *other, round(0.085 * size, 2)) for one, other in pairwise(at)]
        x += sum(map(run.stack.__getitem__, run.text)) * size / 1000 + run.spacing * len(run.text)
        x -= sum(kern for _, kern in run.kerns) * size / 1000
    return found


def label_lines(text: str, style: Style, width: float) -> list[Line]:
    """Labels: two and three characters spread to four; longer ones cut into lines of even length."""
    text, most = visible(text), max(int(width // style.size), 1)
    parts: list[str] = []
    for part in text.split("\n"):
        count = max(-(-len(part) // most), 1)
        size = max(-(-len(part) // count), 1)
        parts += [part[at : at + size] for at in range(0, len(part), size)]
    wide = len(parts) == 1 and 1 < len(parts[0]) < 4 and most >= 4
    stack, found = STACKS[style.family], []
    for part in parts:
        gain = (4 - len(part)) * 1000 if wide else 0
        runs = set_runs((part,), Column(stack, style.size, width), 0, frozenset())
        if gain:
            runs = tuple(run._replace(spacing=gain / (len(part) - 1) * style.size / 1000) for run in runs)
        natural = (sum(map(stack.__getitem__, part)) + gain) * style.size / 1000
        found.append(Line(part, natural, runs, (width - natural) / 2))
    return found
