"""A font file read in whole tables instead of number by number as reportlab does: a first sheet in half the time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from struct import iter_unpack, unpack_from
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

_WINDOWS = 3  # the platform whose characters are Unicode
_SPACE, _HARD_SPACE = 0x20, 0xA0
Pairs = Iterator[tuple[int, int]]


class QuickFace(TTFontFace):  # type: ignore[misc]
    """reportlab's face; characters, widths and places of glyphs are read at once."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N803
        """Called by the base class as it opens the file."""
        super().extractInfo(0)
        self.charToGlyph: dict[int, int] = dict(_characters(self.get_table("cmap")))
        if _SPACE in self.charToGlyph:
            self.charToGlyph[_HARD_SPACE] = self.charToGlyph[_SPACE]
        self.glyphToChar: dict[int, list[int]] = {}  # for shaping, which Chinese does without
        self.hmetrics = self._metrics()
        scale = 1000 / self.unitsPerEm
        widths = [advance * scale for advance, _ in self.hmetrics]
        self.defaultWidth = widths[0]
        self.charWidths = dict(zip(self.charToGlyph, map(widths.__getitem__, self.charToGlyph.values()), strict=True))
        long = unpack_from(">H", self.get_table("head"), 50)[0]
        self.glyphPos = _places(self.get_table("loca"), self.numGlyphs + 1, long=bool(long))

    def _metrics(self) -> list[tuple[int, int]]:
        """Advance and left side bearing by glyph; the last advance stands for all that follow."""
        full = unpack_from(">H", self.get_table("hhea"), 34)[0]
        more = self.numGlyphs - full
        numbers = unpack_from(f">{2 * full + more}H", self.get_table("hmtx"))
        advances = numbers[0 : 2 * full : 2] + (numbers[2 * full - 2],) * more
        return list(zip(advances, numbers[1 : 2 * full : 2] + numbers[2 * full :], strict=True))


def _characters(cmap: bytes) -> Pairs:
    """Character and glyph, from the last table for Windows, which is the widest."""
    tables = iter_unpack(">HHL", cmap[4 : 4 + 8 * unpack_from(">H", cmap, 2)[0]])
    at = [offset for platform, _, offset in tables if platform == _WINDOWS][-1]
    read: dict[int, Any] = {4: _segments, 12: _groups}
    return read[unpack_from(">H", cmap, at)[0]](cmap, at)  # type: ignore[no-any-return]


def _groups(cmap: bytes, at: int) -> Pairs:
    """Format 12: runs of characters with runs of glyphs."""
    many = unpack_from(">L", cmap, at + 12)[0]
    for first, last, glyph in iter_unpack(">3L", cmap[at + 16 : at + 16 + 12 * many]):
        yield from zip(range(first, last + 1), count(glyph), strict=False)


def _segments(cmap: bytes, at: int) -> Pairs:
    """Format 4: segments with a shift, or with a list of glyphs."""
    length, many = unpack_from(">H", cmap, at + 2)[0], unpack_from(">H", cmap, at + 6)[0] // 2
    places = (at + 14, at + 16 + 2 * many, at + 16 + 4 * many, at + 16 + 6 * many)
    lists = (unpack_from(f">{many}H", cmap, place) for place in places)
    for n, (last, first, shift, offset) in enumerate(zip(*lists, strict=True)):
        start = places[3] + 2 * n + offset
        for char in range(first, last + 1):
            place = start + 2 * (char - first)
            if not offset:
                glyph = char + shift
            elif place < at + length and (listed := unpack_from(">H", cmap, place)[0]):
                glyph = listed + shift
            else:
                glyph = 0
            yield char, glyph & 0xFFFF


def _places(loca: bytes, many: int, *, long: bool) -> tuple[int, ...]:
    if long:
        return unpack_from(f">{many}L", loca)
    return tuple(2 * half for half in unpack_from(f">{many}H", loca))
