"""Pages as PDF on reportlab's canvas: one literal of operators a page, one font resource a face."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from .document import Document, texts
from .fonts import STACKS, Face, canvas_document, drawn_as_missing
from .layout import lay_out
from .lines import Run
from .page import Page, Written
from .saving import whole_file

rl_config.useA85 = 0
_RGB = {"black": "0 0 0", "red": "1 0 0"}
_SHORT, _MOST_SHOWN = 60, 5_000


class Painter:
    """Turns pages into operators; remembers codes and the text of runs that come again."""

    def __init__(self, canvas: Any) -> None:
        self._document = canvas_document(canvas)
        self._faces: dict[Face, tuple[dict[str, str], str]] = {}
        self._shown: dict[int, tuple[Run, str]] = {}

    def operators(self, page: Page) -> str:
        return "\n".join(["0 J", *self._lines(page), "BT", *self._texts(page), "ET"])

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
            out.append(f"0 0 0 RG [] 0 d {frame.weight:g} w {box}")
        return out

    def _texts(self, page: Page) -> list[str]:
        high, out = page.height, []
        at_x = at_y = 0  # hundredths of a point, so that no rounding adds up
        font: tuple[str, float] | None = None
        spacing = rise = None
        colour = "black"
        for text in page.texts:
            if text.colour != colour:
                colour = text.colour
                out.append(_RGB[colour] + " rg")
            x, y = round(text.x * 100), round((high - text.baseline) * 100)
            out.append(f"{(x - at_x) / 100:.2f} {(y - at_y) / 100:.2f} Td")
            at_x, at_y = x, y
            for run in text.runs:
                codes, name = self._face(run.face)
                if font != (name, text.size):
                    font = (name, text.size)
                    out.append(f"{name} {text.size:g} Tf")
                if spacing != run.spacing:
                    spacing = run.spacing
                    out.append(f"{spacing:.3f} Tc")
                if rise != run.rise * text.size:
                    rise = run.rise * text.size
                    out.append(f"{rise / 1000:.2f} Ts")
                out.append(self._show(run, codes))
        return out

    def _face(self, face: Face) -> tuple[dict[str, str], str]:
        if face not in self._faces:
            codes = face.font.codes(self._document)
            self._faces[face] = (codes, face.font.getSubsetInternalName(0, self._document))
        return self._faces[face]

    def _show(self, run: Run, codes: dict[str, str]) -> str:
        if (known := self._shown.get(id(run))) is not None:
            return known[1]
        made = _shown(run, codes)
        if len(run.text) < _SHORT:
            if len(self._shown) > _MOST_SHOWN:
                self._shown.clear()
            self._shown[id(run)] = (run, made)  # the run is kept, so that its id is not given again
        return made


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
    with whole_file(path) as beside:
        return _write(documents, beside, progress)


def _write(documents: Iterable[Document], path: Path, progress: Callable[[int], None] | None) -> Written:
    first_face = STACKS["song"].main
    assert first_face.font  # registered before the canvas names it
    canvas = Canvas(str(path), pageCompression=1, initialFontName=first_face.name)
    painter, count, title = Painter(canvas), 0, ""
    missing: frozenset[str] = frozenset()
    for number, document in enumerate(documents, 1):
        title = title or document.title
        for n, page in enumerate(lay_out(document)):
            canvas.setPageSize((page.width, page.height))
            if n == 0:
                canvas.bookmarkPage(f"d{number}")
                canvas.addOutlineEntry(f"{number}　{document.title}", f"d{number}", 0)
            canvas.addLiteral(painter.operators(page))
            canvas.showPage()
            _press(canvas)
            count += 1
        missing |= drawn_as_missing(texts(document))
        if progress:
            progress(number)
    canvas.setTitle(title)
    canvas.setCreator("联络站")
    canvas.setProducer("联络站")
    canvas.save()
    return Written(count, missing)


def _press(canvas: Any) -> None:
    """Compress the page just shown, so that a thousand sheets wait for saving in little memory."""
    page = canvas_document(canvas).Pages.pages[-1]
    dictionary = pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFArray([pdfdoc.PDFName("FlateDecode")])})
    page.Contents = pdfdoc.PDFStream(dictionary, zlib.compress(page.stream.encode("latin-1")))
    page.stream = None
