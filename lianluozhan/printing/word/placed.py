"""What stands at a fixed place of the sheet in Word: floating tables, frames, cut marks, the code of a sheet."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from struct import pack

from .. import measures as m
from ..document import Marks, Paper
from ..geometry import code_place
from ..page import MM
from ..paper_code import MODULES, dark_parts
from .text import Spot, paragraph, runs, twips

_EMU = 12_700  # of a point
_PIXELS = 8  # a module
_CODE_WIDTH = 45 * MM
_LINE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'  # as high as what stands in it
_FREE = '<w:spacing w:line="240" w:lineRule="auto"/><w:textAlignment w:val="center"/></w:pPr>'
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def at_place(x: float, y: float, paper: Paper) -> str:
    """The property of a table whose upper left corner stands there on the sheet, in points.

    In the lower half it counts from the upper margin: LibreOffice lets no table float that counts so far from the edge.
    """
    low = y > paper.height * MM / 2
    anchor, down = ("margin", y - paper.top * MM) if low else ("page", y)
    return (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="0" w:bottomFromText="0" '
        f'w:vertAnchor="{anchor}" w:horzAnchor="page" w:tblpX="{max(twips(x), 1)}" w:tblpY="{max(twips(down), 1)}"/>'
    )


def frame(x: float, y: float, width: float, height: float) -> str:
    """The property of a paragraph that stands there on the sheet, in points."""
    return (
        f'<w:framePr w:w="{twips(width)}" w:h="{twips(height)}" w:hRule="exact" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{max(twips(x), 1)}" w:y="{max(twips(y), 1)}"/>'
    )


def at_foot(y: float, width: float, height: float) -> str:
    """The property of paragraphs across the type area that begin at this height of the sheet, in points."""
    return (
        f'<w:framePr w:w="{twips(width)}" w:h="{twips(height)}" w:hRule="atLeast" w:wrap="around" w:vAnchor="page" '
        f'w:hAnchor="margin" w:xAlign="left" w:y="{twips(y)}"/>'
    )


def marks(block: Marks) -> str:
    """Cut marks: eight lines around the corners of the place."""
    far, near = m.CUT_MARK_AWAY + m.CUT_MARK, m.CUT_MARK_AWAY
    x1, x2, y1, y2 = block.x, block.x + block.width, block.y, block.y + block.height
    lines = [(a, y, b, y) for y in (y1, y2) for a, b in ((x1 - far, x1 - near), (x2 + near, x2 + far))]
    lines += [(x, a, x, b) for x in (x1, x2) for a, b in ((y1 - far, y1 - near), (y2 + near, y2 + far))]
    return drawn([tuple(n * MM for n in line) for line in lines], m.CUT_MARK_POINTS)


def drawn(lines: Sequence[Sequence[float]], weight: float) -> str:
    """Straight lines of the sheet as one drawn shape; ends and weight in points."""
    left, top = (min(min(line[n], line[n + 2]) for line in lines) for n in (0, 1))
    wide, high = (max(max(line[n], line[n + 2]) for line in lines) for n in (0, 1))
    wide, high = max(wide - left, 1.0), max(high - top, 1.0)
    moved = ([twips(n - (left, top)[k % 2]) for k, n in enumerate(line)] for line in lines)
    path = "".join("m{},{}l{},{}".format(*line) for line in moved)
    place = f"left:0;margin-left:{left:.2f}pt;margin-top:{top:.2f}pt;width:{wide:.2f}pt;height:{high:.2f}pt"
    relative = "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    return (
        f'<w:r><w:pict><v:shape style="position:absolute;{place};{relative};z-index:1" '
        f'coordsize="{twips(wide)},{twips(high)}" path="{path}e" filled="f" strokecolor="black" '
        f'strokeweight="{weight:g}pt"/></w:pict></w:r>'
    )


def code(text: str, paper: Paper, number: int, relation: str) -> str:
    """The 纸号 of a sheet: its symbol as a picture and its characters beside it, in a frame in the lower margin."""
    x, y, side = code_place(paper)
    gap = (
        f'<w:r><w:rPr><w:spacing w:val="{twips(m.CODE_GAP * MM - 2)}"/></w:rPr><w:t xml:space="preserve"> </w:t></w:r>'
    )
    spot = Spot(frame=frame(x, y, _CODE_WIDTH, side))
    inner = _picture(relation, number + 1, f"纸号{number + 1}", text, side, side) + gap + runs(text, "code")
    return paragraph("code", inner, spot).replace("</w:pPr>", _FREE, 1)


def photo(relation: str, number: int, width: float, height: float) -> str:
    """A photograph in the middle of its cell, a paragraph as high as it."""
    inner = _picture(relation, number, f"照片{number}", "照片", width, height)
    spot = Spot(left=0.0, right=0.0, align="center")
    return paragraph("value_c", inner, spot).replace("<w:ind", f"{_LINE}<w:ind", 1)


def _picture(relation: str, number: int, called: str, name: str, width: float, height: float) -> str:
    size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name="{called}" descr="{name}"/><a:graphic>'
        f'<a:graphicData uri="{_PICTURE}"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


@lru_cache(maxsize=64)
def symbol(text: str) -> bytes:
    """The symbol as a picture in black and white, the very modules that the PDF draws."""
    rows = [bytearray(MODULES) for _ in range(MODULES)]
    for x, y, wide, high in dark_parts(text):
        for row in rows[y : y + high]:
            row[x : x + wide] = b"\1" * wide
    side = MODULES * _PIXELS
    lines = (b"\0" + _bits("".join("0" * _PIXELS if dark else "1" * _PIXELS for dark in row)) for row in rows)
    head = _chunk(b"IHDR", pack(">2L5B", side, side, 1, 0, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(b"".join(line * _PIXELS for line in lines)))
    return b"\x89PNG\r\n\x1a\n" + head + data + _chunk(b"IEND", b"")


def _bits(row: str) -> bytes:
    return bytes(int(row[at : at + 8], 2) for at in range(0, len(row), 8))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">L", len(data)) + kind + data + pack(">L", zlib.crc32(kind + data))
