"""Finds the printed codes on the picture of a page, however it lies, and how it must be turned to stand upright.

It runs in the process that reads scans (`scan_reading.py`) and imports nothing of ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from .code_sampling import sampled

_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")  # letters and figures of a 纸号, without its hyphen
_DARK = 40  # of 255 below the paper: what is ink, however faint, and no shadow or show-through
_LEAST_INK = 0.0006  # of the page; a page number and a speck of dust are less
_LOWER_LEFT = (0.42, 0.74)  # upright, a code of a whole sheet lies left of and below these parts of the page
_LEAST_SYMBOL = 0.036  # of the shorter side of the sheet; a smaller one tells of several sheets on one glass
_CORNER = (0.42, 0.3)  # of the page: with a skew of seven degrees the code still lies in it
_BINARIZERS = ("LocalAverage", "GlobalHistogram")

Box = tuple[int, int, int, int]


class Found:
    """The codes of a page in the order they were seen, and the turn by which it stands upright."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.turned = 0
        self.is_plain = False  # one whole sheet with its code where it belongs


def search(grey: Any, lightest: Any = None, *, hard: bool = False) -> Found:
    """The codes on a page; `hard` tries everything, for a page on which nothing was seen at once.

    `lightest` is the page without its colours, on which a red seal and blue ink are pale.
    """
    found = Found()
    _note(found, _symbols(grey), grey.size)
    if found.is_plain or not (found.codes or hard):
        return found
    look = grey if lightest is None else lightest
    if not found.codes and _sample(found, look):
        return found
    for box in _corners(*look.size):
        if _try_treatments(found, look, box, hard=hard) and hard:
            break
    return found


def lightest_of(picture: Any) -> Any:
    """The lightest of the three colours at each point of a coloured page."""
    from PIL import ImageChops

    red, green, blue = picture.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _sample(found: Found, look: Any) -> bool:
    """Measure the modules of a spoiled symbol, wherever one may lie; whether one was found."""
    for box in _corners(*look.size):
        for text, corners in sampled(look.crop(box), min(look.size)):
            whole = [(x + box[0], y + box[1]) for x, y in corners]
            _enter(found, text, whole, look.size)
            if found.codes:
                return True
    return False


def _try_treatments(found: Found, look: Any, box: Box, *, hard: bool) -> bool:
    """Look at a part of the page made clearer in one way after the other; whether it is one whole sheet now."""
    for treated, scale in _treatments(look.crop(box), hard=hard):
        seen = [symbol for name in _BINARIZERS for symbol in _symbols(treated, name)]
        if seen:
            _note(found, seen, look.size, (box[0], box[1], scale))
            break
    return found.is_plain


def _symbols(picture: Any, binarizer: str = "LocalAverage") -> list[Any]:
    import zxingcpp

    seen = memoryview(picture.tobytes()).cast("B", shape=[picture.height, picture.width])
    kind, way = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), getattr(zxingcpp.Binarizer, binarizer)
    return list(zxingcpp.read_barcodes(seen, formats=kind, try_invert=False, binarizer=way))


def _note(found: Found, symbols: list[Any], size: tuple[int, int], part: tuple[int, int, float] = (0, 0, 1)) -> None:
    """Enter what was seen; `part` says where a crop begins and how much it was made larger."""
    left, top, scale = part
    for symbol in symbols:
        place = symbol.position
        corners = [
            (left + point.x / scale, top + point.y / scale)
            for point in (place.top_left, place.bottom_left, place.bottom_right)
        ]
        _enter(found, symbol.text, corners, size)


def _enter(found: Found, text: str, corners: list[tuple[float, float]], size: tuple[int, int]) -> None:
    if not _CODE.fullmatch(text) or text in found.codes:
        return
    turned = _turn_of(corners[0], corners[1])
    if not found.codes:
        found.turned = turned
    found.codes.append(text)
    found.is_plain = len(found.codes) == 1 and _is_in_place(corners, turned, size)


def _turn_of(top: tuple[float, float], bottom: tuple[float, float]) -> int:
    """How many degrees clockwise the page must be turned for the left side of its symbol to point upwards."""
    leaning = math.degrees(math.atan2(top[0] - bottom[0], bottom[1] - top[1]))
    return round(-leaning / 90) % 4 * 90


def _is_in_place(corners: list[tuple[float, float]], turned: int, size: tuple[int, int]) -> bool:
    """Whether the symbol lies where that of a whole sheet lies, and is as large as it is there."""
    (x, y), (width, height) = corners[1], size
    across, down = {
        0: (x / width, y / height),
        90: (1 - y / height, x / width),
        180: (1 - x / width, 1 - y / height),
        270: (y / height, 1 - x / width),
    }[turned]
    side = math.dist(corners[1], corners[2])
    return across < _LOWER_LEFT[0] and down > _LOWER_LEFT[1] and side > _LEAST_SYMBOL * min(size)


def _corners(width: int, height: int) -> list[Box]:
    """The parts of a page in which a code can lie, however the sheet lies: the lower left one first."""
    wide, high = round(width * _CORNER[0]), round(height * _CORNER[1])
    lefts, tops = (0, width - wide), (height - high, 0)
    return [(left, top, left + wide, top + high) for top in tops for left in lefts]


def _treatments(part: Any, *, hard: bool) -> Iterator[tuple[Any, float]]:
    """A crop made clearer in one way after the other."""
    from PIL import Image, ImageFilter, ImageOps

    scale = 2.0 if max(part.size) < 1000 else 1.5
    larger = part.resize((round(part.width * scale), round(part.height * scale)), Image.Resampling.BICUBIC)
    if hard:
        yield larger.filter(ImageFilter.UnsharpMask(4, 250, 2)), scale
        yield larger.filter(ImageFilter.MinFilter(3)), scale
    else:
        yield ImageOps.autocontrast(larger, cutoff=1), scale


def is_blank(grey: Any) -> bool:
    """Whether there is next to nothing on the page: a back, or a sheet that lay on the glass by mistake."""
    from PIL import Image, ImageFilter

    wide, high = grey.size
    inner = grey.crop((round(wide * 0.03), round(high * 0.03), round(wide * 0.97), round(high * 0.97)))
    inner.thumbnail((1000, 1000), Image.Resampling.BOX)
    inner = inner.filter(ImageFilter.MedianFilter(3))
    histogram = inner.histogram()
    total, seen, paper = sum(histogram), 0, 255
    for value, count in enumerate(histogram):
        seen += count
        if seen * 2 >= total:
            paper = value
            break
    return bool(sum(histogram[: max(0, paper - _DARK)]) < _LEAST_INK * total)
