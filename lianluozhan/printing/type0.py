"""One Type0 font a face on reportlab's canvas: two-byte codes, the whole ToUnicode, one subset in the file.

reportlab itself cuts a face into subsets of 256 characters and writes a broken ToUnicode beyond the first plane;
this font gives a code to each glyph as it is first used, so that 𬴊 can be searched and copied.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTEncoding, TTFont

from .face_tables import QuickFace

_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
    "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange",
)


class Codes(dict[str, str]):
    """Character to its four hexadecimal digits in one document; remembers the glyphs given a code."""

    def __init__(self, font: WideFont, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix
        self.chars: list[int] = []  # by code, from 1
        self._glyph_of: dict[int, int] = font.face.charToGlyph
        self._known: dict[int, int] = {}

    def __missing__(self, char: str) -> str:
        glyph = self._glyph_of.get(ord(char), 0)
        if glyph and glyph not in self._known:
            self.chars.append(ord(char))
            self._known[glyph] = len(self.chars)
        self[char] = code = f"{self._known[glyph] if glyph else 0:04x}"
        return code


class WideFont(TTFont):  # type: ignore[misc]
    """A TrueType face with two-byte codes in every document it is used in."""

    def __init__(self, name: str, filename: str) -> None:
        """As the base class does, but for the face, which it would read slowly."""
        self.fontName, self.face = name, QuickFace(filename)
        self.encoding = TTEncoding()
        self.state: MutableMapping[Any, Codes] = WeakKeyDictionary()
        self._asciiReadable = self.shapable = False

    def codes(self, doc: Any) -> Codes:
        """The table of codes for a document; asking for it enters the font into the document."""
        if doc not in self.state:
            prefix = f"W{len(doc.fontMapping) + 1}"
            self.state[doc] = Codes(self, prefix)
            doc.fontMapping[self.fontName] = "/" + prefix
            doc.delayedFonts.append(self)
        return self.state[doc]

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        codes = self.codes(doc)
        return [(0, bytes.fromhex("".join(map(codes.__getitem__, text))))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        return "/" + self.codes(doc).prefix

    def addObjects(self, doc: Any) -> None:
        """Write font, subset and ToUnicode once the document knows all its characters."""
        codes = self.codes(doc)
        chars = codes.chars
        base = "AAAAAA+" + self.face.name.decode("latin-1")
        widths = pdfdoc.PDFArray([round(self.face.getCharWidth(char), 2) for char in chars])
        system = {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
        cid = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": 1000,
                "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "W": pdfdoc.PDFArray([1, widths]),
                "FontDescriptor": self.face.addSubsetObjects(doc, base, chars),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(cid)]),
                "ToUnicode": doc.Reference(_to_unicode(chars)),
            }
        )
        doc.idToObject["BasicFonts"].dict[codes.prefix] = doc.Reference(font)
        del self.state[doc]


def _to_unicode(chars: list[int]) -> Any:
    rows = [f"<{n:04x}> <{chr(char).encode('utf-16-be').hex()}>" for n, char in enumerate(chars, 1)]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    end = "endcmap CMapName currentdict /CMap defineresource pop end end"
    stream = pdfdoc.PDFStream(content="\n".join([*_CMAP_HEAD, *lines, end]))
    stream.filters = [pdfdoc.PDFZCompress]
    return stream
