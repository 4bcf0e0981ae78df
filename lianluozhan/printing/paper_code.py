"""The 纸号 on a sheet: eight characters as a small QR symbol, read back from a scan, and in type beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from . import measures as m
from .geometry import code_place
from .page import MM, Fill
from .styles import STYLES

if TYPE_CHECKING:
    from .layout import Layout

_MASK = 0
MODULES = 21  # a side, in version 1


@lru_cache(maxsize=256)
def dark_parts(code: str) -> tuple[tuple[int, int, int, int], ...]:
    """The dark parts of the symbol as rectangles of modules: x, y, width, height."""
    import segno  # 20 ms, and no list needs it

    plain = code.replace("-", "")  # one mask for all: to look for the best of eight takes six times as long
    symbol = segno.make(plain, "m", 1, "alphanumeric", _MASK, micro=False, boost_error=False)
    open_runs: dict[tuple[int, int], int] = {}  # from and until, since which row
    found: list[tuple[int, int, int, int]] = []
    for y, row in enumerate([*symbol.matrix, bytes(MODULES)]):
        here = _runs(bytes(row))
        for (first, last), since in list(open_runs.items()):
            if (first, last) not in here:
                found.append((first, since, last - first, y - since))
                del open_runs[first, last]
        for run in here:
            open_runs.setdefault(run, y)
    return tuple(found)


def _runs(row: bytes) -> list[tuple[int, int]]:
    found, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append((start, x))
            start = None
    return found


def put_code(layout: Layout, code: str) -> None:
    """Symbol and characters in the lower left margin of the page that is being laid out."""
    x, y, side = code_place(layout.document.paper)
    module = side / MODULES
    layout.page.fills += [
        Fill(x + a * module, y + b * module, wide * module, high * module) for a, b, wide, high in dark_parts(code)
    ]
    style = STYLES["code"]
    line = layout.set(code, style, layout.width)[0]
    layout.draw(line, style, x + side + m.CODE_GAP * MM, y + side / 2)
