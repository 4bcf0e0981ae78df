"""The register of backups (备份登记, F123)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from .fields import Choice, choice, day, moment, reference, text, tick, whole_number
from .session import Session


class BackupKind(Choice):
    SET = "set", "整套"
    CHANGES = "changes", "增量"


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
    stick_id: int | None = reference("备份 U 盘", "sticks")
    kind: BackupKind = choice("种类", BackupKind, BackupKind.SET)
    base_digest: str = text("所依整套的校验码", max_length=64)  # of the set that the changes build on
    rendered: str = text("打开验证的表单", max_length=60)  # the form that was made from it when it was proven
    proven_again_at: datetime | None = moment("重插再验")
    removed_on: date | None = day("清理日期")


def last_proven(session: Session) -> BackupEntry | None:
    """The newest backup that was proven when it was made and still lies there, in the order of the register."""
    return _newest(session, "is_verified = 1 AND removed_on IS NULL")


def last_on(session: Session, stick_id: int) -> BackupEntry | None:
    """The newest proven backup on a stick."""
    return _newest(session, "is_verified = 1 AND removed_on IS NULL AND stick_id = ?", (stick_id,))


def _newest(session: Session, where: str, params: tuple[int, ...] = ()) -> BackupEntry | None:
    found = session.select(BackupEntry, where, params, order="id DESC LIMIT 1")
    return found[0] if found else None


def proven_again(session: Session, file_name: str, made_at: datetime) -> BackupEntry | None:
    """Note when a backup was whole once more, as after plugging the stick in again; None if it is not ours."""
    with session.action("backup.make"):
        for entry in session.select(BackupEntry, "file_name = ?", (file_name,), order="id DESC"):
            if entry.made_at == made_at:
                return session.change(entry, proven_again_at=session.now().replace(microsecond=0))
    return None
