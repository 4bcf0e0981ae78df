"""Whether the numbers are as they must be: each from 1 to the last of a class has exactly one line (缺号, 重号)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..session import Session
from ..veil import whole_sight
from .record import Retention

SHOWN = 5


@dataclass(frozen=True)
class Gap:
    """Numbers of one class, or of one volume, that no line carries."""

    year: int
    retention: Retention
    unit: str
    volume_id: int | None
    numbers: tuple[int, ...]


def missing_numbers(session: Session) -> list[Gap]:
    """Every class whose numbers do not run from 1 to the last."""
    with whole_sight():
        rows = session.rows(
            "SELECT year, retention, unit, volume_id, sequence FROM archive_items WHERE sequence IS NOT NULL"
        )
    held: dict[tuple[int, str, str, int | None], set[int]] = {}
    for *key, sequence in rows:
        held.setdefault((key[0], key[1], key[2], key[3]), set()).add(sequence)
    found = []
    for (year, retention, unit, volume_id), numbers in sorted(held.items(), key=lambda pair: pair[0][:3]):
        if len(numbers) != max(numbers):
            left = tuple(number for number in range(1, max(numbers)) if number not in numbers)
            found.append(Gap(year, Retention(retention), unit, volume_id, left))
    return found


def words_of(gap: Gap) -> str:
    """2026年度30年缺第 3、4 号。"""
    unit = f" {gap.unit} " if gap.unit else ""
    return f"档案{gap.year}年度{gap.retention.label}{unit}缺第 {listed(gap.numbers)} 号，没有记录，也没有撤件。"


def listed(numbers: Sequence[int]) -> str:
    """3、4、5等 12 个."""
    shown = "、".join(f"{number:04d}" for number in numbers[:SHOWN])
    return shown + (f"等 {len(numbers)} 个" if len(numbers) > SHOWN else "")
