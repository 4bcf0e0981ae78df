"""A laid-out page: placed runs, rules and frames in points from the top left corner, y downward."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .lines import Run

MM = 72 / 25.4


class Text(NamedTuple):
    """Runs that follow each other from `x` on a baseline."""

    x: float
    baseline: float
    size: float
    runs: tuple[Run, ...]
    colour: str = "black"


class Rule(NamedTuple):
    x1: float
    y1: float
    x2: float
    y2: float
    weight: float
    colour: str = "black"
    dash: tuple[float, ...] = ()


class Frame(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    weight: float
    colour: str = "black"


class Fill(NamedTuple):
    """A rectangle without outline; `tone` of grey from 0, the paper, to 1, black."""

    x: float
    y: float
    width: float
    height: float
    tone: float = 1.0


class Picture(NamedTuple):
    """A photograph as JPEG."""

    x: float
    y: float
    width: float
    height: float
    jpeg: bytes


@dataclass(slots=True)
class Page:
    """One sheet side; sizes in points."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)  # below all else
    pictures: list[Picture] = field(default_factory=list)


@dataclass(frozen=True)
class Written:
    """What became of a print: how many pages, and which characters no font could draw."""

    pages: int
    absent: frozenset[str]
