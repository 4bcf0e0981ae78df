"""Two-byte codes for the glyphs of a face in one PDF, and the face embedded with just those glyphs.

A code is given to each glyph as it is first used, so that a line needs no change of font and 𬴊 can be searched for
and copied; fonts of 256 characters with the usual ToUnicode could do neither.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

from reportlab.pdfbase import pdfdoc

from .archival_canvas import packed
from .face_tables import QuickFace

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange",
)
_CMAP_END = "endcmap CMapName currentdict /CMap defineresource pop end end"


class Codes(dict[str, str]):
    """Character to its four hexadecimal digits in one document; remembers the glyphs that have a code."""

    def __init__(self, face: QuickFace) -> None:
        super().__init__()
        self.chars: list[str] = []  # by code, from 1
        self._glyph_of, self._known = face.charToGlyph, dict[int, int]()

    def __missing__(self, char: str) -> str:
        glyph = self._glyph_of.get(ord(char), 0)
        if glyph and glyph not in self._known:
            self.chars.append(char)
            self._known[glyph] = len(self.chars)
        self[char] = code = f"{self._known[glyph] if glyph else 0:04x}"
        return code


def embed(document: Any, face: QuickFace, codes: Codes) -> Any:
    """The font with its subset and ToUnicode, once the document knows all its characters; a reference to it."""
    chars = [ord(char) for char in codes.chars]
    name = f"{_tag(codes.chars)}+{face.name.decode('latin-1')}"
    widths = pdfdoc.PDFArray([round(face.charWidths[char], 4) for char in chars])
    system = {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
    inner = _font(
        name,
        Subtype=pdfdoc.PDFName("CIDFontType2"),
        CIDToGIDMap=pdfdoc.PDFName("Identity"),
        CIDSystemInfo=pdfdoc.PDFDictionary(system),
        DW=1000,
        W=pdfdoc.PDFArray([1, widths]),
        FontDescriptor=face.addSubsetObjects(document, name, chars),
    )
    outer = _font(
        name,
        Subtype=pdfdoc.PDFName("Type0"),
        Encoding=pdfdoc.PDFName("Identity-H"),
        DescendantFonts=pdfdoc.PDFArray([document.Reference(inner)]),
        ToUnicode=document.Reference(packed(zlib.compress(_to_unicode(codes.chars)))),
    )
    return document.Reference(outer)


def _font(name: str, **entries: Any) -> Any:
    return pdfdoc.PDFDictionary({"Type": pdfdoc.PDFName("Font"), "BaseFont": pdfdoc.PDFName(name), **entries})


def _tag(chars: list[str]) -> str:
    """Six capitals by which readers tell subsets apart."""
    return "".join(chr(65 + byte % 26) for byte in sha256("".join(chars).encode()).digest()[:6])


def _to_unicode(chars: list[str]) -> bytes:
    rows = [f"<{n:04x}> <{char.encode('utf-16-be').hex()}>" for n, char in enumerate(chars, 1)]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return "\n".join([*_CMAP_HEAD, *lines, _CMAP_END]).encode()
