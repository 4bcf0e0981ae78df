"""Sees sticks come and go, on whatever page one is: what is plugged in is asked for every two seconds, cheaply."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from lianluozhan.models import volumes
from lianluozhan.models.backups import BackupEntry

EVERY = 2000  # milliseconds
Roots = Callable[[], Sequence[Path]]


@dataclass
class Made:
    """A backup of this run of the program; its second tick waits until its stick was out and in again."""

    entry: BackupEntry
    root: Path
    was_out: bool = False


class StickWatch(QObject):
    """Tells `plugged` and `pulled` with the folder at which a stick stands; `roots` lists what is there now."""

    plugged = Signal(object)
    pulled = Signal(object)

    def __init__(self, roots: Roots = volumes.removable_roots, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots = roots
        self.present: tuple[Path, ...] = ()
        self.made: list[Made] = []
        self._clock = QTimer(self, interval=EVERY)
        self._clock.timeout.connect(self.look)

    def start(self) -> StickWatch:
        """What is plugged in already is not told as new."""
        if not self._clock.isActive():
            self.present = tuple(self._roots())
            self._clock.start()
        return self

    def look(self) -> None:
        """Compare what is there with what was."""
        now = tuple(self._roots())
        before, self.present = self.present, now
        for root in before:
            if root not in now:
                for made in self.made:
                    made.was_out = made.was_out or made.root == root
                self.pulled.emit(root)
        for root in now:
            if root not in before:
                self.plugged.emit(root)

    def note_made(self, entry: BackupEntry, folder: Path) -> None:
        """A backup was made in this folder; only those on a stick are waited for."""
        if root := self.root_of(folder):
            self.made.append(Made(entry, root))

    def waits_for(self, stick_id: int) -> BackupEntry | None:
        """The newest backup of this run on a stick that has been out since."""
        found = [made.entry for made in self.made if made.was_out and made.entry.stick_id == stick_id]
        return found[-1] if found else None

    def is_still_in(self, path: Path) -> bool:
        """Whether a package was made in this run and its stick has not been out since: reading proves less then."""
        return any(made.entry.file_name == path.name and not made.was_out for made in self.made)

    def proven_again(self, file_name: str) -> None:
        """Its second tick is given: nothing waits any more."""
        self.made = [made for made in self.made if made.entry.file_name != file_name]

    def root_of(self, folder: Path) -> Path | None:
        """The stick that a folder lies on."""
        return next((root for root in self.present if folder == root or root in folder.parents), None)


_watches: list[StickWatch] = []


def the_watch() -> StickWatch:
    """The one of this program; it outlives the desks, so that no change of person forgets a stick."""
    if not _watches:
        _watches.append(StickWatch(parent=QCoreApplication.instance()))
        _watches[0].destroyed.connect(_watches.clear)
    return _watches[0].start()
