"""The station's own sticks for backups (备份 U 盘): registered by name, serial and keep-place; others are only folders.

A registered stick carries a small file with its mark; mark and serial of the volume together say that it is the one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import day, reference, text


@dataclass(frozen=True, kw_only=True)
class Stick:
    """One registered stick; `retired_on` when it is lost, broken or no longer used."""

    TABLE: ClassVar = "sticks"

    id: int = 0
    name: str = text("U 盘名称", required=True, max_length=40)
    mark: str = text("识别号", required=True, max_length=32)
    serial: str = text("卷序列号", max_length=80)
    keep_place: str = text("平时放在", required=True, max_length=100)
    registered_on: date | None = day("登记日期", required=True)
    registered_by: int | None = reference("登记人", "staff")
    retired_on: date | None = day("停用日期")
    retire_reason: str = text("停用原因", max_length=200)
    note: str = text("备注", max_length=200)
