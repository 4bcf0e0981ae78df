"""Where the program keeps things: its own resources, and the folder with the station's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import appdirs

HOME_VARIABLE = "LIANLUOZHAN_HOME"


def resources() -> Path:
    """The folder of fonts, icons, calendars and codes: in the bundle, or beside the package in the source."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parent.parent / "resources"


def manual() -> Path:
    """The folder of the Chinese manual."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "manual" if bundle else Path(__file__).resolve().parent.parent / "docs" / "manual"


def home() -> Path:
    """The folder with everything the station has stored; `LIANLUOZHAN_HOME` overrides the system's place."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else Path(appdirs.user_data_dir("lianluozhan", appauthor=False))
