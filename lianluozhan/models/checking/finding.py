"""One thing that is not as it should be, and how bad it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..fields import Choice
from ..session import Session

SEARCH = "搜索目录"  # the one area that is put right by itself


class Severity(Choice):
    NOTE = "note", "提示"
    WARNING = "warning", "注意"
    DAMAGE = "damage", "损坏"


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be."""

    area: str
    sentence: str
    severity: Severity


Told = Iterator[tuple[Severity, str]]
Look = Callable[[Session], Told]
