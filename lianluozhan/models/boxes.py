"""The suggestion box (意见箱, 3.2.1, 5.1.1): opened by two persons, each piece accounted for (F22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import Choice, choice, day, long_text, reference, text, whole_number


class Treatment(Choice):
    """What became of one piece, or of one call."""

    REGISTERED = "registered", "已登记"
    ANSWERED = "answered", "当场答复"
    EMPTY = "empty", "没有具体内容"
    OTHER = "other", "其他"
    OPEN = "open", "还没有处理"


@dataclass(frozen=True, kw_only=True)
class BoxOpening:
    """One opening of one box by two persons (推定: two are required)."""

    TABLE: ClassVar = "box_openings"

    id: int = 0
    opened_on: date | None = day("开箱日期", required=True)
    box: str = text("地点（箱号）", required=True, max_length=50)
    first_opener_id: int | None = reference("开箱人", "staff", required=True)
    second_opener_id: int | None = reference("另一位开箱人", "staff")
    witness: str = text("见证人", max_length=50)
    piece_count: int | None = whole_number("件数", default=0, highest=1000)
    note: str = long_text("说明", max_length=1000)
    voided_on: date | None = day("作废日期")


@dataclass(frozen=True, kw_only=True)
class BoxPiece:
    """One piece found in the box, and the registration form that was made of it."""

    TABLE: ClassVar = "box_pieces"

    id: int = 0
    opening_id: int | None = reference("开箱", "box_openings", required=True)
    position: int | None = whole_number("序号", default=1)
    summary: str = long_text("内容摘要", max_length=1000)
    treatment: Treatment = choice("处理", Treatment, Treatment.OPEN)
    opinion_id: int | None = reference("登记为", "opinions")
    note: str = text("说明", max_length=100)
    voided_on: date | None = day("作废日期")
