"""The register of backups (备份登记, F123)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from .fields import moment, reference, text, tick, whole_number


@dataclass(frozen=True, kw_only=True)
class BackupEntry:
    """One backup that was made and proven."""

    TABLE: ClassVar = "backups"

    id: int = 0
    made_at: datetime | None = moment("时间", required=True)
    made_by: int | None = reference("备份人", "staff")
    medium: str = text("介质", max_length=200)
    file_name: str = text("文件名", max_length=200)
    database_size: int | None = whole_number("数据库大小", default=0, highest=2**40)
    attachment_count: int | None = whole_number("附件数", default=0)
    digest: str = text("校验码", max_length=64)
    is_verified: bool = tick("已核验")
    audit_head: str = text("操作日志末号", max_length=80)
    place: str = text("存放地点", max_length=100)
    note: str = text("备注", max_length=200)
