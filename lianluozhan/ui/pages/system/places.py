"""Where a backup may go: the sticks that are plugged in, and the folder of the last time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from lianluozhan.models import folders, volumes
from lianluozhan.models import sticks as registered
from lianluozhan.models.backup.package import SUFFIX
from lianluozhan.models.session import Session
from lianluozhan.models.sticks import Recognised, Stick

MOST_FOUND = 12


@dataclass(frozen=True)
class Place:
    """A folder for backups; `known` says whether it is one of the station's own sticks, or why not."""

    path: Path
    name: str
    free: int
    is_removable: bool
    known: Recognised = field(default_factory=Recognised)

    @property
    def stick(self) -> Stick | None:
        return self.known.stick


def sticks(roots: Sequence[Path] | None = None, session: Session | None = None) -> list[Place]:
    """What is plugged in and can be written, of `roots` or of all that the system knows."""
    found = []
    for path in volumes.removable_roots() if roots is None else roots:
        volume = QStorageInfo(str(path))
        if volume.isValid() and volume.isReady() and not volume.isReadOnly():
            known = registered.recognise(session, path) if session else Recognised()
            name = (volume.displayName() if volume.rootPath() == str(path) else "") or path.name
            found.append(Place(path, Path(name).name or name, volume.bytesAvailable(), True, known))
    return found


def place_of(folder: Path, found: Sequence[Place] = ()) -> Place:
    """A folder somebody chose; one on a stick is that stick's."""
    volume, name = QStorageInfo(str(folder)), folder.name or str(folder)
    on_stick = next((place for place in found if place.path in folder.parents), None)
    if on_stick is not None:
        return Place(folder, name, volume.bytesAvailable(), True, on_stick.known)
    removable = folders.volume_of(folder).is_removable  # where a stick was mounted may be left as an empty folder
    return Place(folder, name, volume.bytesAvailable(), removable)


def packages_on_sticks() -> list[Path]:
    """The backups at the top of a stick or one folder below, the newest first."""
    found: list[tuple[float, Path]] = []
    for stick in sticks():
        for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}"):
            with suppress(OSError):  # pulled out just now
                found += [(path.stat().st_mtime, path) for path in stick.path.glob(pattern)]
    return [path for _, path in sorted(found, reverse=True)][:MOST_FOUND]
