"""Volumes that can be pulled out, and the serial that one got when it was formatted: by it a copy is told apart."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from .folders import REMOVABLE_MOUNTS, volume_of

_REMOVABLE = 2  # as Windows counts kinds of drives
_BY_UUID = Path("/dev/disk/by-uuid")
_WITH_OWN_NUMBER = frozenset({"ext2", "ext3", "ext4", "btrfs"})  # their f_fsid comes from the disk, not from the slot


def serial_of(root: Path) -> str:
    """The serial of the volume mounted at `root`, written alike on every system; empty where there is none."""
    try:
        return _windows_serial(root) if sys.platform == "win32" else _mounted_serial(root)
    except OSError:
        return ""


def _mounted_serial(root: Path) -> str:
    device = root.stat().st_dev
    with suppress(OSError):
        for link in _BY_UUID.iterdir():
            with suppress(OSError):
                if link.stat().st_rdev == device:
                    return written(link.name)
    if volume_of(root).file_system in _WITH_OWN_NUMBER and (number := os.statvfs(root).f_fsid):
        return f"{number:016X}"
    return ""


def written(uuid: str) -> str:
    """`3A1C-77E0` as Windows says it, of the eight or sixteen digits of FAT, exFAT and NTFS; others as they are."""
    digits = uuid.replace("-", "").upper()
    return f"{digits[-8:-4]}-{digits[-4:]}" if len(digits) in (8, 16) else uuid.upper()


def _windows_serial(root: Path) -> str:
    import ctypes

    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009
    number = ctypes.c_uint32(0)
    told = getattr(kernel, "GetVolumeInformationW")  # noqa: B009
    if not told(root.anchor or os.sep, None, 0, ctypes.byref(number), None, None, None, 0):
        return ""
    return written(f"{number.value:08X}")


def removable_roots() -> list[Path]:
    """Where sticks and other disks that can be pulled out are plugged in now; cheap enough to ask every few seconds."""
    if sys.platform == "win32":
        return _windows_roots()
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []
    points = [_unescaped(line.split(" ")[1]) for line in lines if line.count(" ") > 1]
    return [Path(point) for point in dict.fromkeys(points) if point.casefold().startswith(REMOVABLE_MOUNTS)]


def _unescaped(point: str) -> str:
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point


def _windows_roots() -> list[Path]:
    import ctypes

    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009
    drives: int = getattr(kernel, "GetLogicalDrives")()  # noqa: B009
    letters = [chr(ord("A") + place) for place in range(26) if drives >> place & 1]
    kind_of = getattr(kernel, "GetDriveTypeW")  # noqa: B009
    return [Path(f"{letter}:\\") for letter in letters if kind_of(f"{letter}:\\") == _REMOVABLE]
