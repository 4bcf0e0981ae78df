"""Matters that belong together: one is joined to another (并案), or both are only linked (关联)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import day, reference, text


@dataclass(frozen=True, kw_only=True)
class OpinionLink:
    """Two matters that are worth reading together; each goes its own way."""

    TABLE: ClassVar = "opinion_links"

    id: int = 0
    opinion_id: int | None = reference("社情民意", "opinions", required=True)
    other_id: int | None = reference("关联的社情民意", "opinions", required=True)
    note: str = text("说明", max_length=200)
    linked_by: int | None = reference("关联人", "staff")
    linked_on: date | None = day("关联日期", required=True)
    voided_on: date | None = day("撤销日期")
