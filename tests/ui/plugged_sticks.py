"""Folders that stand for sticks: plugged in and pulled out by hand, each with the serial of its volume."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lianluozhan.ui.stick_watch import StickWatch


class Slots:
    """What is plugged in; a stick keeps its content wherever it is, and its serial."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.serials: dict[Path, str] = {}
        self.present: list[Path] = []
        self.watch = StickWatch(lambda: list(self.present))

    def new(self, name: str, serial: str) -> Path:
        """A stick that nobody has plugged in yet."""
        root = self.folder / name
        self.away(root).mkdir(parents=True)
        self.serials[root] = serial
        return root

    def away(self, root: Path) -> Path:
        return self.folder / "drawer" / root.name

    def plug(self, root: Path) -> None:
        self.away(root).rename(root)
        self.present.append(root)
        self.watch.look()

    def pull(self, root: Path) -> None:
        root.rename(self.away(root))
        self.present.remove(root)
        self.watch.look()

    def serial_of(self) -> Callable[[Path], str]:
        return lambda root: self.serials.get(root, "")
