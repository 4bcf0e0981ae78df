"""Every number of the station's rules is a setting with a default and its source (rules of procedure, 4.2-4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .fields import text


@dataclass(frozen=True, kw_only=True)
class SettingValue:
    """A value that differs, or once differed, from its default."""

    TABLE: ClassVar = "settings"

    id: int = 0
    key: str = text("参数", required=True, max_length=60)
    value: str = text("值", max_length=200)
