"""What a search finds: hits in groups, each text that was found named by its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Act:
    """Something this person may do or a place to go; `words` find it too."""

    key: str
    title: str
    words: str = ""
    shortcut: str = ""


@dataclass(frozen=True)
class Hit:
    """One thing found; `row` is that of an opinion."""

    kind: str
    key: Any
    title: str
    detail: str = ""
    marks: Spans = ()
    detail_marks: Spans = ()
    aside: str = ""
    row: dict[str, Any] | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `total` is None while it is being counted."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    total: int | None
    more: bool = False
