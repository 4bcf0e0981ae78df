"""Reads a printed code whose corners a pen, a seal or a fold has spoiled, where a reader of any QR symbol gives up.

What such a reader does not know is known here: all our symbols are of one size, one mask and one level, hold eight
characters, and so more than half of their modules are the same in each. The three corner squares are looked for by
their brightness, not by their outline; the modules are measured between them, those that are known are put right, and
the clean symbol is given to the reader, which mends a few more and finds out whether it is a code at all.

It runs in the process that reads scans (`scan_reading.py`) and imports nothing of ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import permutations
from typing import Any

MODULES = 21
UNIT = 4.4  # pixels of a module of the larger symbol, in the picture that is looked at
SHEET_MM, SYMBOL_MM = 210.0, 11.0
# modules that are the same in every symbol; printing.paper_code draws them, a test holds both against each other
PATTERN = (
    "#######..????.#######",
    "#.....#.#????.#.....#",
    "#.###.#..????.#.###.#",
    "#.###.#..????.#.###.#",
    "#.###.#.#??##.#.###.#",
    "#.....#..??#..#.....#",
    "#######.#.#.#.#######",
    ".........??..........",
    "#.#.#.#..??.#...#..#.",
    "??????.????#.#.#.????",
    "??????#????#.###.????",
    "??????.????###.##????",
    "??????#????#.###.????",
    "........#??...##.????",
    "#######..??.#...#???#",
    "#.....#..??...##.??#.",
    "#.###.#.#??.#.#.???##",
    "#.###.#..??#.#.????#.",
    "#.###.#.#??#.##????.#",
    "#.....#..??###.????##",
    "#######.#??#.##????.#",
)
_SIZES = (1.0, 0.82, 1.11, 0.91)  # of a module: both kinds of symbols, and sheets scanned larger or smaller
_MOST_SQUARES = 14
# the score of a square: 128 is plain paper, one more for two shades between dark and light
_CLEAR = re.compile(rb"[\x87-\xff]+")
_BETWEEN = 14.0  # modules from the middle of one corner square to that of the next
_OFF = 0.16  # parts by which their distance may be off
_LEANING = 0.15  # parts by which the angle between them may be off, as a cosine
_SHARES = (0.5, 0.35, 0.65)  # from dark to light: where a module counts as light

Point = tuple[float, float]


def sampled(grey: Any, sheet_side: int) -> list[tuple[str, tuple[Point, Point, Point]]]:
    """The texts of symbols in a part of a page, each with its upper left, lower left and lower right corner.

    `sheet_side` is the shorter side of the whole page in pixels.
    """
    from PIL import Image, ImageFilter

    scale = UNIT / (sheet_side / SHEET_MM * SYMBOL_MM / MODULES)
    size = (max(64, round(grey.width * scale)), max(64, round(grey.height * scale)))
    small = grey.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    small = small.filter(ImageFilter.GaussianBlur(0.6))
    tried: set[tuple[int, ...]] = set()
    for module in (share * UNIT for share in _SIZES):
        squares = _squares(small, module)
        for first, second, third in _corners_of_symbols(squares, module):
            key = tuple(round(value / 4) for point in (first, second, third) for value in point)
            if key in tried:
                continue
            tried.add(key)
            if text := _text_between(small, first, second, third):
                return [(text, _outline(first, second, third, scale))]
    return []


def _squares(small: Any, module: float) -> list[Point]:
    """Where a dark square lies in a light ring in a dark ring in light, the clearest first."""
    from PIL import ImageFilter, ImageMath

    means = {side: small.filter(ImageFilter.BoxBlur((side * module - 1) / 2)) for side in (3, 5, 7, 9)}
    score = ImageMath.lambda_eval(
        lambda given: given["convert"](
            128
            + (
                (given["float"](given["e"]) * 25 - given["float"](given["c"]) * 9) / 16
                + (given["float"](given["i"]) * 81 - given["float"](given["g"]) * 49) / 32
                - given["float"](given["c"])
                - (given["float"](given["g"]) * 49 - given["float"](given["e"]) * 25) / 24
            )
            / 4,
            "L",
        ),
        c=means[3],
        e=means[5],
        g=means[7],
        i=means[9],
    )
    return list(_peaks(score, module))


def _peaks(score: Any, module: float) -> Iterator[Point]:
    """The highest places, each as far from the others as a square is wide."""
    wide, high = score.size
    values, margin = score.tobytes(), round(3.5 * module)
    clear = (at for run in _CLEAR.finditer(values) for at in range(*run.span()))
    found: list[Point] = []
    for at in sorted(clear, key=values.__getitem__, reverse=True):
        x, y = at % wide, at // wide
        if len(found) == _MOST_SQUARES:
            return
        if not (margin <= x < wide - margin and margin <= y < high - margin):
            continue
        if all(math.dist((x, y), other) > 4 * module for other in found):
            found.append((x, y))
            yield x + 0.5, y + 0.5


def _corners_of_symbols(squares: list[Point], module: float) -> Iterator[tuple[Point, Point, Point]]:
    """Three squares that lie as those of a symbol do: upper left, upper right, lower left."""
    for first, second, third in permutations(squares, 3):
        across = (second[0] - first[0], second[1] - first[1])
        down = (third[0] - first[0], third[1] - first[1])
        wide, high = math.hypot(*across), math.hypot(*down)
        if abs(wide / module / _BETWEEN - 1) > _OFF or abs(high / module / _BETWEEN - 1) > _OFF:
            continue
        turning = (across[0] * down[1] - across[1] * down[0]) / (wide * high)
        if turning > 0.9 and abs(across[0] * down[0] + across[1] * down[1]) < _LEANING * wide * high:
            yield first, second, third


def _text_between(small: Any, first: Point, second: Point, third: Point) -> str:
    """What the symbol between three corner squares says; empty if it is none."""
    import zxingcpp

    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    shades = _shades(small, first, second, third)
    known = list(zip((shade for row in shades for shade in row), "".join(PATTERN), strict=True))
    dark = sorted(shade for shade, mark in known if mark == "#")
    light = sorted(shade for shade, mark in known if mark == ".")
    low, high = dark[len(dark) // 2], light[len(light) // 2]
    if high - low < 12:
        return ""
    for share in _SHARES:
        border = low + (high - low) * share
        marks = "".join(mark if mark != "?" else "." if shade > border else "#" for shade, mark in known)
        rows = [marks[start : start + MODULES] for start in range(0, len(marks), MODULES)]
        seen, side = _drawn(rows)
        picture = memoryview(seen).cast("B", shape=[side, side])
        for symbol in zxingcpp.read_barcodes(picture, formats=kind, is_pure=True):
            return str(symbol.text)
    return ""


def _shades(small: Any, first: Point, second: Point, third: Point) -> list[list[float]]:
    """How light each module is: the lighter places within it count, for a pen is thinner than a module."""
    pixels = small.load()
    wide, high = small.size
    across = ((second[0] - first[0]) / _BETWEEN, (second[1] - first[1]) / _BETWEEN)
    down = ((third[0] - first[0]) / _BETWEEN, (third[1] - first[1]) / _BETWEEN)
    rows = []
    for row in range(MODULES):
        shades = []
        for column in range(MODULES):
            seen = []
            for a in (-0.28, 0.0, 0.28):
                for b in (-0.28, 0.0, 0.28):
                    x = first[0] + across[0] * (column - 3 + a) + down[0] * (row - 3 + b)
                    y = first[1] + across[1] * (column - 3 + a) + down[1] * (row - 3 + b)
                    seen.append(pixels[min(max(int(x), 0), wide - 1), min(max(int(y), 0), high - 1)])
            shades.append(sum(sorted(seen)[4:]) / 5)
        rows.append(shades)
    return rows


def _drawn(rows: list[str], dots: int = 4, quiet: int = 4) -> tuple[bytes, int]:
    """A clean picture of a symbol."""
    side = (MODULES + 2 * quiet) * dots
    empty, edge = b"\xff" * side, b"\xff" * (quiet * dots)
    lines = [edge + b"".join((b"\x00" if mark == "#" else b"\xff") * dots for mark in row) + edge for row in rows]
    return empty * (quiet * dots) + b"".join(line * dots for line in lines) + empty * (quiet * dots), side


def _outline(first: Point, second: Point, third: Point, scale: float) -> tuple[Point, Point, Point]:
    def at(column: float, row: float) -> Point:
        x = first[0] + (second[0] - first[0]) * column / _BETWEEN + (third[0] - first[0]) * row / _BETWEEN
        y = first[1] + (second[1] - first[1]) * column / _BETWEEN + (third[1] - first[1]) * row / _BETWEEN
        return x / scale, y / scale

    return at(-3.5, -3.5), at(-3.5, 17.5), at(17.5, 17.5)
