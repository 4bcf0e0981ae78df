"""Backups (数据备份, 4.7): one encrypted package a time, proven before it says 完成, restored beside the old data."""

from .bringing import bring_back
from .looking import Difference, FieldChange, Inside, Kind, difference, differences, open_inside
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
    "Difference",
    "FieldChange",
    "Inside",
    "Kind",
    "Present",
    "Unlock",
    "back_up",
    "bring_back",
    "by_code",
    "by_password",
    "by_session",
    "check_unlock",
    "difference",
    "differences",
    "entries",
    "open_inside",
    "present",
    "read_info",
    "restore",
    "users_of",
    "verify",
]
