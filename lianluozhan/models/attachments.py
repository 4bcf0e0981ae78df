"""Attachments: photos, letters, scans of signed sheets; encrypted, hashed, durable before the row that names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from .fields import day, reference, text, tick, whole_number


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file that hangs on one record. The hash is of the readable content; `stored_as` names the file."""

    TABLE: ClassVar = "attachments"

    id: int = 0
    owner_table: str = text("所属", required=True, max_length=30)
    owner_id: int | None = whole_number("所属记录", required=True)
    purpose: str = text("用途", max_length=30)
    name: str = text("文件名", required=True, max_length=200)
    media_type: str = text("类型", max_length=60)
    size: int | None = whole_number("大小", default=0, highest=2**40)
    algorithm: str = text("校验算法", max_length=20)
    digest: str = text("校验码", max_length=128)
    stored_as: str = text("存放名", max_length=80)
    is_encrypted: bool = tick("已加密")
    added_by: int | None = reference("添加人", "staff")
    added_on: date | None = day("添加日期")
    voided_on: date | None = day("作废日期")
