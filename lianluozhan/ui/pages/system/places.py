"""Where a backup may go: the sticks that are plugged in, and the folder of the last time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from lianluozhan.models import folders
from lianluozhan.models.backup.package import SUFFIX

MOST_FOUND = 12


@dataclass(frozen=True)
class Place:
    """A folder for backups."""

    path: Path
    name: str
    free: int
    is_removable: bool


def sticks() -> list[Place]:
    """What is plugged in and can be written."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        path = Path(volume.rootPath())
        if volume.isValid() and volume.isReady() and not volume.isReadOnly() and folders.is_removable(path):
            found.append(Place(path, volume.displayName() or path.name, volume.bytesAvailable(), True))
    return found


def place_of(folder: Path) -> Place:
    """A folder somebody chose."""
    volume = QStorageInfo(str(folder))
    return Place(folder, folder.name or str(folder), volume.bytesAvailable(), folders.is_removable(folder))


def packages_on_sticks() -> list[Path]:
    """The backups at the top of a stick or one folder below, the newest first."""
    found: list[tuple[float, Path]] = []
    for stick in sticks():
        for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}"):
            with suppress(OSError):  # pulled out just now
                found += [(path.stat().st_mtime, path) for path in stick.path.glob(pattern)]
    return [path for _, path in sorted(found, reverse=True)][:MOST_FOUND]
