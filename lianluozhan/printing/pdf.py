"""Pages as PDF: one string of operators a page, given to reportlab's canvas, and one Type0 font a face."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from .archival import Description, bookmark
from .archival_canvas import ArchivalCanvas
from .document import Document, Grid, texts
from .fonts import Face, drawn_as_missing
from .layout import lay_out
from .lines import Run
from .page import Page, Text, Written
from .saving import whole_file
from .type0 import Codes, embed

_RGB = {"black": "0 0 0", "red": "1 0 0"}
_FEW, _SHORT, _MOST_SHOWN = 6, 40, 5_000
_MANY_ROWS = 1_000


class _State(NamedTuple):
    """What the operators before have left: the font's name and size; spacing and rise are zero between texts."""

    font: str
    size: float


_START = _State("", 0.0)


class _Shown(NamedTuple):
    """The operators of a text, the state they leave, and its runs, kept so that their id is not given again."""

    operators: str
    state: int
    runs: tuple[Run, ...]


class Painter:
    """Turns pages into operators; gives codes to glyphs and remembers the text of runs that come again."""

    def __init__(self) -> None:
        self.codes: dict[Face, Codes] = {}
        self._names: dict[Face, str] = {}
        self._pictures: dict[bytes, str] = {}
        self._shown: dict[tuple[int, int], _Shown] = {}
        self._states: dict[_State, int] = {}
        self._by_number: list[_State] = []

    def put_fonts(self, canvas: ArchivalCanvas) -> None:
        """Enter the faces used into the file, each with just its glyphs."""
        for face, codes in self.codes.items():
            canvas.put_font(self._names[face].lstrip("/"), embed(canvas.document, face.tables, codes))

    def put_pictures(self, canvas: ArchivalCanvas) -> None:
        """Enter the photographs into the file, each once."""
        for jpeg, name in self._pictures.items():
            canvas.put_picture(name, jpeg)

    def operators(self, page: Page) -> str:
        return "\n".join(["0 J", *_fills(page), *self._drawn(page), *self._lines(page), "BT", *self._texts(page), "ET"])

    def _drawn(self, page: Page) -> list[str]:
        out = []
        for picture in page.pictures:
            name = self._pictures.setdefault(picture.jpeg, f"Photo{len(self._pictures) + 1}")
            low = page.height - picture.y - picture.height
            at = f"{picture.width:.2f} 0 0 {picture.height:.2f} {picture.x:.2f} {low:.2f} cm"
            out.append(f"q {at} /{name} Do Q")
        return out

    def _lines(self, page: Page) -> list[str]:
        high, out = page.height, []
        colour, weight = "black", 0.0
        dash: tuple[float, ...] | None = None
        for rule in page.rules:
            if rule.colour != colour:
                colour = rule.colour
                out.append(_RGB[colour] + " RG")
            if rule.weight != weight:
                weight = rule.weight
                out.append(f"{weight:g} w")
            if rule.dash != dash:
                dash = rule.dash
                out.append(f"[{' '.join(map(str, dash))}] 0 d")
            out.append("%.2f %.2f m %.2f %.2f l S" % (rule.x1, high - rule.y1, rule.x2, high - rule.y2))  # noqa: UP031
        for frame in page.frames:
            y = high - frame.y - frame.height
            box = f"{frame.x:.2f} {y:.2f} {frame.width:.2f} {frame.height:.2f} re S"
            out.append(f"{_RGB[frame.colour]} RG [] 0 d {frame.weight:g} w {box}")
        return out

    def _texts(self, page: Page) -> list[str]:
        high, out, shown = page.height, [], self._shown
        at_x = at_y = 0  # hundredths of a point, so that no rounding adds up
        state, colour = self._number(_START), "black"
        for text in page.texts:
            if text.colour != colour:
                colour = text.colour
                out.append(_RGB[colour] + " rg")
            x, y = round(text.x * 100), round((high - text.baseline) * 100)
            known = shown.get((id(text.runs), state)) or self._remembered(text, state)
            out.append("%.2f %.2f Td%s" % ((x - at_x) / 100, (y - at_y) / 100, known.operators))  # noqa: UP031
            at_x, at_y, state = x, y, known.state
        return out

    def _number(self, state: _State) -> int:
        if state not in self._states:
            self._states[state] = len(self._by_number)
            self._by_number.append(state)
        return self._states[state]

    def _remembered(self, text: Text, state: int) -> _Shown:
        """The operators of a text, kept if it is short: labels and options stand on every sheet."""
        made = self._show(text, self._by_number[state])
        if len(text.runs) < _FEW and all(len(run.text) < _SHORT for run in text.runs):
            if len(self._shown) > _MOST_SHOWN:
                self._shown.clear()
            self._shown[id(text.runs), state] = made
        return made

    def _show(self, text: Text, state: _State) -> _Shown:
        """A text after others that left this state."""
        out, size = [""], text.size
        font, at_size = state
        spacing = rise = 0.0
        for run in text.runs:
            codes, name = self._face(run.face)
            if font != name or at_size != size:
                font, at_size = name, size
                out.append(f"{name} {size:g} Tf")
            if spacing != run.spacing:
                spacing = run.spacing
                out.append("%.3f Tc" % spacing)  # noqa: UP031 — twice as fast, and there is one in each stretched line
            if rise != run.rise:
                rise = run.rise
                out.append(f"{rise * size / 1000:.2f} Ts")
            out.append(_shown(run, codes))
        if spacing:
            out.append("0 Tc")
        if rise:
            out.append("0 Ts")
        return _Shown("\n".join(out), self._number(_State(font, at_size)), text.runs)

    def _face(self, face: Face) -> tuple[Codes, str]:
        if face not in self.codes:
            self.codes[face] = Codes(face.tables)
            self._names[face] = f"/F{len(self.codes)}"
        return self.codes[face], self._names[face]


def _fills(page: Page) -> list[str]:
    """Filled rectangles, those of one tone together in one path; then black again."""
    high, by_tone = page.height, dict[float, list[str]]()
    for fill in page.fills:
        box = f"{fill.x:.3f} {high - fill.y - fill.height:.3f} {fill.width:.3f} {fill.height:.3f} re"
        by_tone.setdefault(fill.tone, []).append(box)
    out = [f"{1 - tone:g} {1 - tone:g} {1 - tone:g} rg {' '.join(boxes)} f" for tone, boxes in by_tone.items()]
    return [*out, "0 0 0 rg"] if out else []


def _shown(run: Run, codes: dict[str, str]) -> str:
    glyphs = "".join(map(codes.__getitem__, run.text))
    if run.actual:
        actual = run.actual.encode("utf-16-be").hex()
        return f"/Span<</ActualText<feff{actual}>>>BDC <{glyphs}>Tj EMC"
    if not run.kerns:
        return f"<{glyphs}>Tj"
    parts, at = [], 0
    for index, taken in run.kerns:
        end = 4 * (index + 1)  # a code has four digits
        parts.append(f"<{glyphs[at:end]}>{taken:.0f}")
        at = end
    if at < len(glyphs):
        parts.append(f"<{glyphs[at:]}>")
    return f"[{''.join(parts)}]TJ"


def write_pdf(documents: Iterable[Document], path: Path, *, progress: Callable[[int], None] | None = None) -> Written:
    """Write documents into one PDF, a bookmark each; the file appears whole or not at all. Raises StorageError."""
    with whole_file(path) as beside, beside.open("wb") as out:  # ours, so that a full disk leaves no file open
        return _write(documents, out, progress)


def pdf_in_memory(documents: Iterable[Document]) -> bytes:
    """The same PDF as bytes, for looking at it and for trying whether a form can be made."""
    out = BytesIO()
    _write(documents, out, None)
    return out.getvalue()


@contextmanager
def _undisturbed(document: Document) -> Iterator[None]:
    """Keep the collector of cycles from walking the parts of a long table again and again; they hold no cycles."""
    rows = sum(len(block.rows) for block in document.blocks if isinstance(block, Grid))
    if rows < _MANY_ROWS or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _write(documents: Iterable[Document], out: BinaryIO, progress: Callable[[int], None] | None) -> Written:
    canvas, painter = ArchivalCanvas(out), Painter()
    first: Document | None = None
    missing: frozenset[str] = frozenset()
    number = count = 0
    for number, document in enumerate(documents, 1):
        first = first or document
        with _undisturbed(document):
            for n, page in enumerate(lay_out(document)):
                if n == 0:
                    canvas.begin(bookmark(number, document))
                canvas.put_page(page.width, page.height, painter.operators(page))
                count += 1
        missing |= drawn_as_missing(texts(document))
        if progress:
            progress(number)
    painter.put_fonts(canvas)
    painter.put_pictures(canvas)
    canvas.describe(Description.of(first, number, canvas.made), several=number > 1)
    canvas.save()
    return Written(count, missing)
