"""Pages as PDF: one stream of operators a page, one font resource a face, a file that describes itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from .archival import Description, output_intent
from .document import Document, texts
from .fonts import Face, drawn_as_missing
from .layout import lay_out
from .lines import Run
from .page import Page, Text, Written
from .pdf_file import PdfFile, string
from .saving import whole_file
from .type0 import Codes, embed

_RGB = {"black": "0 0 0", "red": "1 0 0"}
_FEW, _SHORT, _MOST_SHOWN = 6, 40, 5_000


class _State(NamedTuple):
    """What the operators before have set: the font's name and size, spacing and rise."""

    font: str
    size: float
    spacing: float
    rise: float


_START = _State("", 0.0, 0.0, 0.0)


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
        self._shown: dict[tuple[int, int], _Shown] = {}
        self._states: dict[_State, int] = {}
        self._by_number: list[_State] = []

    def resources(self, file: PdfFile) -> str:
        """Write the faces used; what a page needs to find them."""
        fonts = ((self._names[face], embed(file, face.tables, codes)) for face, codes in self.codes.items())
        return f"<</Font<<{''.join(f'{name} {number} 0 R' for name, number in fonts)}>>>>"

    def operators(self, page: Page) -> str:
        return "\n".join(["0 J", *_fills(page), *self._lines(page), "BT", *self._texts(page), "ET"])

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
            out.append(f"{rule.x1:.2f} {high - rule.y1:.2f} m {rule.x2:.2f} {high - rule.y2:.2f} l S")
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
            out.append(f"{(x - at_x) / 100:.2f} {(y - at_y) / 100:.2f} Td{known.operators}")
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
        out, size = [], text.size
        font, at_size, spacing, rise = state
        for run in text.runs:
            codes, name = self._face(run.face)
            if font != name or at_size != size:
                font, at_size = name, size
                out.append(f"{name} {size:g} Tf")
            if spacing != run.spacing:
                spacing = run.spacing
                out.append(f"{spacing:.3f} Tc")
            if rise != run.rise * size:
                rise = run.rise * size
                out.append(f"{rise / 1000:.2f} Ts")
            out.append(_shown(run, codes))
        return _Shown("\n" + "\n".join(out), self._number(_State(font, at_size, spacing, rise)), text.runs)

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
    glyphs = list(map(codes.__getitem__, run.text))
    if run.actual:
        actual = run.actual.encode("utf-16-be").hex()
        return f"/Span<</ActualText<feff{actual}>>>BDC <{''.join(glyphs)}>Tj EMC"
    if not run.kerns:
        return f"<{''.join(glyphs)}>Tj"
    parts, at = [], 0
    for index, taken in run.kerns:
        parts.append(f"<{''.join(glyphs[at : index + 1])}>{taken:.0f}")
        at = index + 1
    if at < len(glyphs):
        parts.append(f"<{''.join(glyphs[at:])}>")
    return f"[{''.join(parts)}]TJ"


def write_pdf(documents: Iterable[Document], path: Path, *, progress: Callable[[int], None] | None = None) -> Written:
    """Write documents into one PDF, a bookmark each; the file appears whole or not at all. Raises StorageError."""
    with whole_file(path) as beside, beside.open("wb") as out:
        return _Writer(PdfFile(out)).write(documents, progress)


class _Writer:
    """One PDF in the making: its pages go to the file at once, its bookmarks and fonts at the end."""

    def __init__(self, file: PdfFile) -> None:
        self._file, self._painter = file, Painter()
        self._tree, self._resources = file.promise(), file.promise()
        self._pages: list[int] = []
        self._marks: list[tuple[str, int]] = []  # title of a document and number of its first page

    def write(self, documents: Iterable[Document], progress: Callable[[int], None] | None) -> Written:
        first: Document | None = None
        missing: frozenset[str] = frozenset()
        for number, document in enumerate(documents, 1):
            first = first or document
            for n, page in enumerate(lay_out(document)):
                self._put_page(page)
                if n == 0:
                    self._marks.append((f"{number}　{document.title}", self._pages[-1]))
            missing |= drawn_as_missing(texts(document))
            if progress:
                progress(number)
        self._finish(Description.of(first, len(self._marks), datetime.now().astimezone()))
        return Written(len(self._pages), missing)

    def _put_page(self, page: Page) -> None:
        contents = self._file.put_stream(self._painter.operators(page).encode("latin-1"))
        self._pages.append(
            self._file.put(
                f"<</Type/Page/Parent {self._tree} 0 R/MediaBox[0 0 {page.width:.2f} {page.height:.2f}]"
                f"/Resources {self._resources} 0 R/Contents {contents} 0 R>>"
            )
        )

    def _finish(self, description: Description) -> None:
        file, packet = self._file, description.packet()
        file.put(self._painter.resources(file), self._resources)
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        file.put(f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>", self._tree)
        about = file.put_stream(packet, "/Type/Metadata/Subtype/XML", packed=False)
        outlines = self._put_marks()
        mode = "/UseOutlines" if len(self._marks) > 1 else "/UseNone"
        root = file.put(
            f"<</Type/Catalog/Pages {self._tree} 0 R/Metadata {about} 0 R{output_intent(file)}/Lang(zh-CN)"
            f"/Outlines {outlines} 0 R/PageMode{mode}/MarkInfo<</Marked false>>"
            "/ViewerPreferences<</DisplayDocTitle true>>>>"
        )
        info = file.put(description.info())
        name = hashlib.sha256(packet + str(self._pages).encode()).hexdigest()[:32]
        file.finish(f"/Root {root} 0 R/Info {info} 0 R/ID[<{name}><{name}>]")

    def _put_marks(self) -> int:
        """The bookmarks, one below the other."""
        top, many = self._file.promise(), len(self._marks)
        numbers = [self._file.promise() for _ in self._marks]
        for n, (title, page) in enumerate(self._marks):
            around = f"/Prev {numbers[n - 1]} 0 R" if n else ""
            around += f"/Next {numbers[n + 1]} 0 R" if n + 1 < many else ""
            place = f"/Parent {top} 0 R{around}/Dest[{page} 0 R/Fit]"
            self._file.put(f"<</Title{string(title)}{place}>>", numbers[n])
        ends = f"/First {numbers[0]} 0 R/Last {numbers[-1]} 0 R/Count {many}" if many else ""
        return self._file.put(f"<</Type/Outlines{ends}>>", top)
