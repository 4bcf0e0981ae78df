"""Backups (数据备份, 4.7): one encrypted package a time, proven before it says 完成, restored beside the old data."""

from .making import BackupResult, back_up, entries
from .package import BackupInfo, read_info
from .restoring import (
    Present,
    Unlock,
    by_code,
    by_password,
    by_session,
    check_unlock,
    present,
    restore,
    users_of,
    verify,
)

__all__ = [
    "BackupInfo",
    "BackupResult",
    "Present",
    "Unlock",
    "back_up",
    "by_code",
    "by_password",
    "by_session",
    "check_unlock",
    "entries",
    "present",
    "read_info",
    "restore",
    "users_of",
    "verify",
]
