"""A photograph in a cell, the same in PDF, on the screen and in Word: a JPEG, as large as fits, its shape kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache

from .document import Cell
from .page import MM, Picture

_AIR = 0.8 * MM  # between the picture and the lines of its cell
_COLOURS = {1: "DeviceGray", 3: "DeviceRGB"}


@dataclass(frozen=True)
class PictureCell(Cell):
    """A cell with a picture; its text stands there while there is none."""

    jpeg: bytes = b""


@dataclass(frozen=True)
class Shape:
    """Width and height of a picture in dots, and the colours it is kept in."""

    width: int
    height: int
    colours: str


@lru_cache(maxsize=256)
def shape_of_jpeg(jpeg: bytes) -> Shape | None:
    """What a picture is like; None if it is none that can be kept in an archival file."""
    from reportlab.lib.utils import ImageReader

    try:
        read = ImageReader(io.BytesIO(jpeg))
        width, height = read.getSize()
        colours = _COLOURS.get(len(read._image.getbands()))
        kind = read._image.format
    except OSError:
        return None
    return Shape(width, height, colours) if colours and kind == "JPEG" and width and height else None


def picture_cell(text: str, jpeg: bytes, span: int, rows: int) -> PictureCell:
    """A cell for a photograph, or with its words where there is none that can be printed."""
    fits = bool(jpeg) and shape_of_jpeg(jpeg) is not None
    return PictureCell("" if fits else text, span, "value_c", rows, jpeg=jpeg if fits else b"")


def placed(cell: PictureCell, x: float, y: float, width: float, height: float) -> Picture:
    """The picture in the middle of its cell, in points."""
    shape = shape_of_jpeg(cell.jpeg)
    assert shape is not None
    scale = min((width - 2 * _AIR) / shape.width, (height - 2 * _AIR) / shape.height)
    wide, high = shape.width * scale, shape.height * scale
    return Picture(x + (width - wide) / 2, y + (height - high) / 2, wide, high, cell.jpeg)
