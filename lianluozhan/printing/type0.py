"""Two-byte codes for the glyphs of a face in one PDF, and the face embedded with just those glyphs.

A code is given to each glyph as it is first used, so that a line needs no change of font and 𬴊 can be searched for
and copied; fonts of 256 characters with the usual ToUnicode could do neither.
"""

from __future__ import annotations

from hashlib import sha256

from .face_tables import QuickFace
from .pdf_file import PdfFile
from .subset import subset

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange",
)
_CMAP_END = "endcmap CMapName currentdict /CMap defineresource pop end end"
_SYMBOLIC, _KEPT_FLAGS = 4, ~32


class Codes(dict[str, str]):
    """Character to its four hexadecimal digits in one document; remembers the glyphs that have a code."""

    def __init__(self, face: QuickFace) -> None:
        super().__init__()
        self.chars: list[str] = []  # by code, from 1
        self._glyph_of, self._known = face.charToGlyph, dict[int, int]()

    @property
    def glyphs(self) -> list[int]:
        return list(self._known)

    def __missing__(self, char: str) -> str:
        glyph = self._glyph_of.get(ord(char), 0)
        if glyph and glyph not in self._known:
            self.chars.append(char)
            self._known[glyph] = len(self.chars)
        self[char] = code = f"{self._known[glyph] if glyph else 0:04x}"
        return code


def embed(file: PdfFile, face: QuickFace, codes: Codes) -> int:
    """Write font, subset and ToUnicode, once the document knows all its characters; returns the font's number."""
    data = subset(face, codes.glyphs)
    name = f"/{_tag(data)}+{face.name.decode('latin-1')}"
    program = file.put_stream(data, f"/Length1 {len(data)}")
    box = " ".join(f"{side:g}" for side in face.bbox)
    descriptor = file.put(
        f"<</Type/FontDescriptor/FontName{name}/Flags {face.flags & _KEPT_FLAGS | _SYMBOLIC}/FontBBox[{box}]"
        f"/ItalicAngle {face.italicAngle:g}/Ascent {face.ascent:g}/Descent {face.descent:g}"
        f"/CapHeight {face.capHeight:g}/StemV {face.stemV:g}/FontFile2 {program} 0 R>>"
    )
    widths = " ".join(f"{face.charWidths[ord(char)]:.7g}" for char in codes.chars)
    inner = file.put(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont{name}/CIDToGIDMap/Identity/DW 1000/W[1[{widths}]]"
        f"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R>>"
    )
    unicode = file.put_stream(_to_unicode(codes.chars))
    return file.put(
        f"<</Type/Font/Subtype/Type0/BaseFont{name}/Encoding/Identity-H/DescendantFonts[{inner} 0 R]"
        f"/ToUnicode {unicode} 0 R>>"
    )


def _tag(data: bytes) -> str:
    """Six capitals by which readers tell subsets apart."""
    return "".join(chr(65 + byte % 26) for byte in sha256(data).digest()[:6])


def _to_unicode(chars: list[str]) -> bytes:
    rows = [f"<{n:04x}> <{char.encode('utf-16-be').hex()}>" for n, char in enumerate(chars, 1)]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return "\n".join([*_CMAP_HEAD, *lines, _CMAP_END]).encode()
