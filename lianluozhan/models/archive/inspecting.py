"""迎检: what a year should hold by the clauses of the regulation, what is there, and what a person says of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ..fields import day, reference, text, tick, whole_number


@dataclass(frozen=True, kw_only=True)
class InspectionMark:
    """What somebody says of one point of one year that the program cannot see, such as a sign on the door."""

    TABLE: ClassVar = "inspection_marks"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    point: str = text("项目", required=True, max_length=40)
    is_there: bool = tick("已有")
    words: str = text("说明", max_length=200)
    place: str = text("存放位置", max_length=60)
    marked_by: int | None = reference("登记人", "staff")
    marked_on: date | None = day("登记日期")
