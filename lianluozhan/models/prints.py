"""The print log: which sheet of which record left the program, when, by whom, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .fields import moment, reference, text, whole_number


@dataclass(frozen=True, kw_only=True)
class Print:
    """One print or one saved file of one form."""

    TABLE: ClassVar = "prints"

    id: int = 0
    form: str = text("表号", required=True, max_length=10)
    owner_table: str = text("所属", max_length=30)
    owner_id: int | None = whole_number("所属记录")
    way: str = text("方式", max_length=10)
    copies: int | None = whole_number("份数", default=1)
    printed_at: datetime | None = moment("时间", required=True)
    printed_by: int | None = reference("打印人", "staff")
