"""What stands on the pages of a PDF by its own drawing operators: rules, frames, fills and glyphs, in millimetres."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4
INK_ABOVE, INK_BELOW = 0.845, 0.09  # em: Han in the face of titles
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class DrawnRule:
    """A straight line; y counts from the upper edge of the paper."""

    x1: float
    y1: float
    x2: float
    y2: float
    points: float
    colour: tuple[float, ...]

    @property
    def level(self) -> bool:
        return abs(self.y1 - self.y2) < 0.01

    @property
    def length(self) -> float:
        return abs(self.x2 - self.x1) + abs(self.y2 - self.y1)

    @property
    def upper_edge(self) -> float:
        return self.y1 - self.points / MM / 2

    @property
    def lower_edge(self) -> float:
        return self.y1 + self.points / MM / 2


@dataclass(frozen=True)
class DrawnBox:
    """A rectangle, outlined or filled."""

    x: float
    y: float
    width: float
    height: float
    points: float
    colour: tuple[float, ...]


@dataclass(frozen=True)
class DrawnText:
    """One show operator: where its first glyph begins, its baseline, its size in points."""

    text: str
    x: float
    y: float
    size: float
    colour: tuple[float, ...]
    right: float  # where its last glyph ends


@dataclass
class Sheet:
    width: float
    height: float
    rules: list[DrawnRule] = field(default_factory=list)
    frames: list[DrawnBox] = field(default_factory=list)
    fills: list[DrawnBox] = field(default_factory=list)
    texts: list[DrawnText] = field(default_factory=list)

    def red(self) -> list[DrawnRule]:
        return sorted((rule for rule in self.rules if rule.colour == (1, 0, 0)), key=lambda rule: rule.y1)

    def line(self, start: str) -> DrawnText:
        """The text that begins so, put together from the pieces of its line."""
        for baseline in sorted({text.y for text in self.texts}):
            pieces = sorted((text for text in self.texts if text.y == baseline), key=lambda text: text.x)
            for n in range(len(pieces)):
                joined = "".join(piece.text for piece in pieces[n:])
                if joined.startswith(start):
                    first, last = pieces[n], pieces[-1]
                    return DrawnText(joined, first.x, first.y, first.size, first.colour, last.right)
        raise AssertionError(f"no line begins with {start}: {[text.text for text in self.texts]}")


def sheets(path: Path) -> list[Sheet]:
    """Every page of a PDF as it is drawn."""
    reader = PdfReader(path)
    return [_Measuring(page, reader).sheet for page in reader.pages]


class _Measuring:
    """Follows the operators of one page; our pages use no nested forms and turn nothing."""

    def __init__(self, page: Any, reader: PdfReader) -> None:
        self.high = float(page.mediabox.height)
        self.sheet = Sheet(float(page.mediabox.width) / MM, self.high / MM)
        self.fonts = {name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
        self.stroke: tuple[float, ...] = (0, 0, 0)
        self.fill: tuple[float, ...] = (0, 0, 0)
        self.weight, self.path, self.boxes = 1.0, list[tuple[float, float]](), list[tuple[float, ...]]()
        self.x = self.y = self.shown = self.spacing = self.rise = self.size = 0.0
        self.font: _Font | None = None
        self.matrix: Matrix = (1, 0, 0, 1, 0, 0)
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if do := getattr(self, f"_{_NAMES.get(operator, '')}", None):
                do(*operands)

    def _matrix(self, *six: Any) -> None:
        assert [float(n) for n in six[:4]] == [1, 0, 0, 1], "nothing is scaled or turned"

    def _stroke_colour(self, *rgb: Any) -> None:
        self.stroke = tuple(float(part) for part in rgb)

    def _fill_colour(self, *rgb: Any) -> None:
        self.fill = tuple(float(part) for part in rgb)

    def _line_width(self, weight: Any) -> None:
        self.weight = float(weight)

    def _move(self, x: Any, y: Any) -> None:
        self.path = [(float(x), float(y))]

    def _line_to(self, x: Any, y: Any) -> None:
        self.path.append((float(x), float(y)))

    def _rectangle(self, *four: Any) -> None:
        self.boxes.append(tuple(float(part) for part in four))

    def _stroked(self) -> None:
        for (x1, y1), (x2, y2) in zip(self.path, self.path[1:], strict=False):
            place = (x1 / MM, (self.high - y1) / MM, x2 / MM, (self.high - y2) / MM)
            self.sheet.rules.append(DrawnRule(*place, self.weight, self.stroke))
        self.sheet.frames += [self._box(box, self.stroke) for box in self.boxes]
        self.path, self.boxes = [], []

    def _filled(self) -> None:
        self.sheet.fills += [self._box(box, self.fill) for box in self.boxes]
        self.boxes = []

    def _box(self, box: tuple[float, ...], colour: tuple[float, ...]) -> DrawnBox:
        x, y, width, height = box
        return DrawnBox(x / MM, (self.high - y - height) / MM, width / MM, height / MM, self.weight, colour)

    def _begin(self) -> None:
        self.x = self.y = self.shown = 0.0

    def _next_line(self, x: Any, y: Any) -> None:
        self.x, self.y, self.shown = self.x + float(x), self.y + float(y), 0.0

    def _choose_font(self, name: Any, size: Any) -> None:
        self.font, self.size = self.fonts[name], float(size)

    def _spacing(self, spacing: Any) -> None:
        self.spacing = float(spacing)

    def _rise(self, rise: Any) -> None:
        self.rise = float(rise)

    def _show(self, codes: Any) -> None:
        self._show_parts([codes])

    def _show_parts(self, parts: Any) -> None:
        assert self.font
        start, text = self.shown, ""
        for part in parts:
            if isinstance(part, int | float):
                self.shown -= float(part) * self.size / 1000
                continue
            raw = part.original_bytes
            for code in (raw[n : n + 2] for n in range(0, len(raw), 2)):
                text += self.font.said(code)
                self.shown += self.font.width(code) * self.size / 1000 + self.spacing
        x, right = (self.x + start) / MM, (self.x + self.shown - self.spacing) / MM
        self.sheet.texts.append(DrawnText(text, x, (self.high - self.y) / MM, self.size, self.fill, right))


_NAMES = {
    b"cm": "matrix",
    b"RG": "stroke_colour",
    b"rg": "fill_colour",
    b"w": "line_width",
    b"m": "move",
    b"l": "line_to",
    b"re": "rectangle",
    b"S": "stroked",
    b"f": "filled",
    b"BT": "begin",
    b"Td": "next_line",
    b"Tf": "choose_font",
    b"Tc": "spacing",
    b"Ts": "rise",
    b"Tj": "show",
    b"TJ": "show_parts",
}


class _Font:
    """Widths and meaning of the two-byte codes of one font, from its own tables in the file."""

    def __init__(self, font: Any) -> None:
        inner = font["/DescendantFonts"][0].get_object()
        self.default = float(inner.get("/DW", 1000))
        self.widths = _widths(inner.get("/W", []))
        self.meaning = _meaning(font["/ToUnicode"].get_object().get_data().decode("latin-1"))

    def width(self, code: bytes) -> float:
        return self.widths.get(int.from_bytes(code, "big"), self.default)

    def said(self, code: bytes) -> str:
        return self.meaning.get(int.from_bytes(code, "big"), "")


def _widths(table: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    items = [item.get_object() if hasattr(item, "get_object") else item for item in table]
    at = 0
    while at < len(items):
        first = int(items[at])
        if isinstance(items[at + 1], list):
            found |= {first + n: float(width) for n, width in enumerate(items[at + 1])}
            at += 2
        else:
            found |= dict.fromkeys(range(first, int(items[at + 1]) + 1), float(items[at + 2]))
            at += 3
    return found


def _meaning(cmap: str) -> dict[int, str]:
    import re

    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = bytes.fromhex(text).decode("utf-16-be")
            for n in range(int(first, 16), int(last, 16) + 1):
                found[n] = start[:-1] + chr(ord(start[-1]) + n - int(first, 16))
        for first, _, listed in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*\[([^\]]*)\]", block):
            for n, text in enumerate(re.findall(r"<([0-9A-Fa-f]+)>", listed)):
                found[int(first, 16) + n] = bytes.fromhex(text).decode("utf-16-be")
    return found
