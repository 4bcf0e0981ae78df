"""The sample station of a fixed day, made once for each process of the tests and copied for each test."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from lianluozhan.models.demo import demo
from lianluozhan.models.homes import Home

from .keeping import noon

OPINIONS = 30


@cache
def _made() -> tuple[tempfile.TemporaryDirectory[str], Path]:
    kept = tempfile.TemporaryDirectory(prefix="sample-station-")  # goes with the process
    folder = Path(kept.name) / "home"
    demo(Home(folder), opinions=OPINIONS, now=noon)
    return kept, folder


def sample_station(folder: Path) -> Home:
    """A copy at `folder`: 30 opinions and a year of receptions until noon of the fixed day."""
    shutil.copytree(_made()[1], folder)
    return Home(folder)
