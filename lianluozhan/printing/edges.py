"""The lines of a ruled table: each cell throws its edges in, each line is drawn once, the outer frame last."""

from __future__ import annotations

from .page import Frame, Page, Rule

Spans = dict[float, list[tuple[float, float]]]
NEAR = 0.02


class Edges:
    """The edges of one table's part on one page, in points."""

    def __init__(self, top: float, low: float, left: float, right: float) -> None:
        self.top, self.low, self.left, self.right = top, low, left, right
        self._across: Spans = {}
        self._down: Spans = {}

    def add(self, x1: float, x2: float, y1: float, y2: float, *, top: bool, low: bool) -> None:
        """The four edges of a cell; `top` and `low` are left out where it is open."""
        if top:
            self._across.setdefault(round(y1, 2), []).append((x1, x2))
        if low:
            self._across.setdefault(round(y2, 2), []).append((x1, x2))
        for x in (x1, x2):
            self._down.setdefault(round(x, 2), []).append((y1, y2))

    def draw(self, page: Page, inner: float, frame: float, colour: str = "black") -> None:
        """Inner lines and the frame; a weight of 0 draws none."""
        if inner:
            self._draw_inner(page, inner, colour)
        if frame:
            width, height = self.right - self.left, self.low - self.top
            page.frames.append(Frame(self.left, self.top, width, height, frame, colour))

    def _draw_inner(self, page: Page, inner: float, colour: str) -> None:
        for y, spans in self._across.items():
            if abs(y - self.top) > NEAR and abs(y - self.low) > NEAR:
                page.rules += [Rule(a, y, z, y, inner, colour) for a, z in merged(spans)]
        for x, spans in self._down.items():
            if abs(x - self.left) > NEAR and abs(x - self.right) > NEAR:
                page.rules += [Rule(x, a, x, z, inner, colour) for a, z in merged(spans)]


def merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping and touching spans joined."""
    found: list[tuple[float, float]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found
