"""Saved views: the conditions of a list under a name, for the station or for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import day, long_text, reference, text, tick


@dataclass(frozen=True, kw_only=True)
class SavedView:
    """`conditions` is what the list was narrowed to, its order and its columns, as JSON."""

    TABLE: ClassVar = "saved_views"

    id: int = 0
    name: str = text("名称", required=True, max_length=20)
    staff_id: int | None = reference("保存人", "staff", required=True)
    is_personal: bool = tick("只给自己用")
    conditions: str = long_text("条件", required=True)
    retired_on: date | None = day("停用日期")
