"""The register of 电子档案包: one folder a year that can be read without this program (DA/T 46, 双套)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from ..fields import moment, reference, text, tick, whole_number


@dataclass(frozen=True, kw_only=True)
class Package:
    """One package that was made; `size` in bytes, the two hashes are those of its list of hashes."""

    TABLE: ClassVar = "archive_packages"

    id: int = 0
    year: int | None = whole_number("年度", required=True, lowest=1949, highest=2199)
    made_at: datetime | None = moment("制作时间", required=True)
    made_by: int | None = reference("制作人", "staff")
    folder: str = text("文件夹", required=True, max_length=200)
    place: str = text("存放位置", max_length=60)
    items: int | None = whole_number("件数", default=0)
    files: int | None = whole_number("文件数", default=0)
    size: int | None = whole_number("大小", default=0, highest=2**50)
    sha256: str = text("清单 SHA-256", max_length=64)
    sm3: str = text("清单 SM3", max_length=64)
    is_verified: bool = tick("已核验")
    note: str = text("备注", max_length=200)
