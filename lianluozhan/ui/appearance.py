"""Text size, contrast and the folder of the scanner as chosen at this computer; never a person's data."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QApplication

from lianluozhan import paths

from . import theme

_here: Appearance | None = None


def scan_folder() -> str:
    """Where the scanner of this computer puts its files; empty until it was chosen."""
    return _here.scan_folder if _here else ""


def keep_scan_folder(folder: str) -> None:
    """Remember where the scanner of this computer puts its files."""
    if _here:
        _here.keep_scan_folder(folder)


class Appearance:
    """Reads and writes `display.json` in the home folder and dresses the program accordingly."""

    def __init__(self, application: QApplication, home_folder: Path) -> None:
        self._application, self._path = application, home_folder / "display.json"
        self._cache = home_folder / "control-icons"
        self.scan_folder = ""
        try:
            known = json.loads(self._path.read_text("utf-8"))
            self.percent = int(known.get("percent", 100))
            self.high_contrast = bool(known.get("high_contrast", False))
            self.scan_folder = str(known.get("scan_folder", ""))
        except (OSError, ValueError, AttributeError):
            self.percent, self.high_contrast = 100, False
        if self.percent not in theme.TEXT_PERCENTS:
            self.percent = 100
        global _here
        _here = self

    def apply(self) -> None:
        chosen = theme.HIGH_CONTRAST if self.high_contrast else theme.LIGHT
        theme.apply(self._application, chosen, self.percent, paths.resources() / "icons", self._cache)

    def change_size(self, step: int) -> None:
        """One step larger or smaller; 0 is back to 100 %."""
        sizes = theme.TEXT_PERCENTS
        at = sizes.index(self.percent) + step if step else 0
        self.percent = sizes[max(0, min(at, len(sizes) - 1))]
        self._keep()

    def choose(self, percent: int, high_contrast: bool) -> None:
        """A text size and a contrast at once."""
        self.percent = percent if percent in theme.TEXT_PERCENTS else 100
        self.high_contrast = high_contrast
        self._keep()

    def keep_scan_folder(self, folder: str) -> None:
        """Remember the folder of the scanner."""
        self.scan_folder = folder
        self._write()

    def _keep(self) -> None:
        self._write()
        self.apply()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        chosen = {"percent": self.percent, "high_contrast": self.high_contrast, "scan_folder": self.scan_folder}
        self._path.write_text(json.dumps(chosen, ensure_ascii=False), "utf-8")
