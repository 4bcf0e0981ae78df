"""Make one bundled TrueType font from its published OpenType (CFF) source: `make_fonts.py NAME SOURCE [--unihan FILE]`.

reportlab embeds only TrueType outlines, so cubic curves become quadratic ones; glyphs without a character of their
own and the layout tables go. The same source gives the same file, byte for byte. resources/fonts/README.md names
the sources. The bold faces keep fewer characters and need Unihan_OtherMappings.txt (or .bz2) of Unicode.
"""

import argparse
import bz2
import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

MAX_ERROR = 1.0  # units of 1000 to the em that a curve may move
CHANGED = "TrueType outlines made for lianluozhan"
KEPT_NAMES = (0, 7, 8, 9, 10, 11, 12, 13, 14)  # copyright, trademark, makers, licence
NO_HINTS = (0xB8, 0x01, 0xFF, 0x85, 0xB0, 0x04, 0x8D)  # switch drop-out control on, nothing else
PLAIN_BLOCKS = (  # what a bold face keeps besides Chinese characters
    (0x0020, 0x10FF),
    (0x1E00, 0x2BFF),
    (0x3000, 0x312F),
    (0x31A0, 0x33FF),
    (0xFE10, 0xFE4F),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
)


@dataclass(frozen=True)
class Face:
    """How a made font is called, and whether it keeps all characters of its source."""

    family: str
    weight: int = 400
    whole: bool = True
    collected_as: str = ""  # the family inside a collection

    @property
    def style(self) -> str:
        return "Bold" if self.weight == 700 else "Regular"


FACES = {
    "NotoSansSC-Regular": Face("Noto Sans SC"),
    "NotoSansSC-Bold": Face("Noto Sans SC", 700, False, "Noto Sans CJK SC"),
    "NotoSerifSC-Regular": Face("Noto Serif SC"),
    "NotoSerifSC-Bold": Face("Noto Serif SC", 700, False, "Noto Serif CJK SC"),
    "NotoSerifSC-Title": Face("Noto Serif SC Title", 600, False, "Noto Serif CJK SC SemiBold"),
    "FandolFang-Regular": Face("FandolFang"),
}


def open_source(path: Path, face: Face) -> TTFont:
    """The font of a file, or the one of a collection that carries the face's family name."""
    if path.suffix != ".ttc":
        return TTFont(path)
    for font in TTCollection(path).fonts:
        if font["name"].getDebugName(1) == face.collected_as:
            return font
    raise SystemExit(f"{path.name} has no font called {face.collected_as}")


def everyday_han(unihan: Path) -> set[int]:
    """The 8,105 characters of 通用规范汉字表 (Unihan's kTGH) and the 6,763 of GB 2312."""
    raw = unihan.read_bytes()
    text = (bz2.decompress(raw) if unihan.suffix == ".bz2" else raw).decode()
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    table = {int(row[0][2:], 16) for row in rows if len(row) == 3 and row[1] == "kTGH"}
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return table | {ord(char) for cell in cells for char in cell.decode("gb2312", "ignore")}


def keep_everyday(unihan: Path) -> Callable[[int], bool]:
    """A test for the characters that a bold face keeps."""
    han = everyday_han(unihan)
    return lambda code: code in han or any(first <= code <= last for first, last in PLAIN_BLOCKS)


def quadratic(source: TTFont, names: list[str]) -> dict[str, Any]:
    """The outlines of the named glyphs as TrueType draws them."""
    glyphs = source.getGlyphSet()
    outlines = {}
    for name in names:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        outlines[name] = pen.glyph(dropImpliedOnCurves=True)
    return outlines


def font_names(source: TTFont, name: str, face: Face) -> dict[str | int, str]:
    """The name table: our family and style, the source's copyright and licence."""
    old = source["name"]
    kept: dict[str | int, str] = {number: text for number in KEPT_NAMES if (text := old.getDebugName(number))}
    version = f"{old.getDebugName(5)}; {CHANGED}"
    full = face.family if face.style == "Regular" else f"{face.family} {face.style}"
    return kept | {1: face.family, 2: face.style, 3: f"{name}; {version}", 4: full, 5: version, 6: name}


def set_header(font: TTFont, source: TTFont, face: Face) -> None:
    """Measures, dates and weight; embedding is free, as every one of the licences grants."""
    bold = face.weight == 700
    metrics = copy.deepcopy(source["OS/2"])
    metrics.usWeightClass, metrics.fsType = face.weight, 0
    metrics.fsSelection = metrics.fsSelection & ~0b1100001 | (0b100000 if bold else 0b1000000)
    font["OS/2"] = metrics
    metrics.recalcUnicodeRanges(font)
    head = font["head"]
    head.macStyle = 1 if bold else 0
    head.fontRevision = source["head"].fontRevision
    head.created, head.modified = source["head"].created, source["head"].modified


def add_smoothing(font: TTFont) -> None:
    """Without hints, ask for smooth drawing at every size."""
    gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000F}
    prep = newTable("prep")
    prep.program = Program()
    prep.program.fromBytecode(bytes(NO_HINTS))
    font["gasp"], font["prep"] = gasp, prep


def make(name: str, source: TTFont, keep: Callable[[int], bool]) -> TTFont:
    """The finished font."""
    face = FACES[name]
    cmap = {code: glyph for code, glyph in sorted(source.getBestCmap().items()) if keep(code)}
    order = list(dict.fromkeys([".notdef", *cmap.values()]))
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(quadratic(source, order), calcGlyphBounds=True)
    outlines = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {glyph: (source["hmtx"][glyph][0], getattr(outlines[glyph], "xMin", 0)) for glyph in order}
    )
    line = source["hhea"]
    builder.setupHorizontalHeader(ascent=line.ascent, descent=line.descent, lineGap=line.lineGap)
    builder.setupNameTable({})
    for number, text in sorted(font_names(source, name, face).items()):
        builder.font["name"].setName(text, number, 3, 1, 0x409)
    builder.setupPost(keepGlyphNames=False)
    set_header(builder.font, source, face)
    add_smoothing(builder.font)
    builder.font.recalcTimestamp = False
    return builder.font


def main() -> None:
    """Read the command line, make the font, say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", choices=FACES, help="the font to make")
    parser.add_argument("source", type=Path, help="its .otf or .ttc")
    parser.add_argument("--unihan", type=Path, help="Unihan_OtherMappings.txt or .txt.bz2, for the bold faces")
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1] / "resources" / "fonts")
    given = parser.parse_args()
    face = FACES[given.name]
    if not face.whole and not given.unihan:
        parser.error(f"{given.name} needs --unihan")
    keep = (lambda code: True) if face.whole else keep_everyday(given.unihan)
    font = make(given.name, open_source(given.source, face), keep)
    target = given.to / f"{given.name}.ttf"
    font.save(target.with_suffix(".part"))
    target.with_suffix(".part").replace(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
