"""Backups (数据备份, 4.7): one encrypted package a time, proven before it says 完成, restored beside the old data."""

from .bringing import bring_back
from .looking import Difference, FieldChange, Inside, Kind, difference, differences, open_inside
from .making import BackupResult, back_up, entries, pack_copy
from .package import BackupInfo, PackageKind, read_info
from .restoring import (
    Present,
    Unlock,
    by_code,
    by_password,
    by_session,
    check_unlock,
    is_before_new_key,
    missing_files,
    present,
    restore,
    users_of,
    verify,
)
from .sets import packages_in
from .thinning import Standing, removable, remove, standings

__all__ = [
    "BackupInfo",
    "BackupResult",
    "Difference",
    "FieldChange",
    "Inside",
    "Kind",
    "PackageKind",
    "Present",
    "Standing",
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
    "is_before_new_key",
    "missing_files",
    "open_inside",
    "pack_copy",
    "packages_in",
    "present",
    "read_info",
    "removable",
    "remove",
    "restore",
    "standings",
    "users_of",
    "verify",
]
