"""The pages of the window before anybody is at his desk: first start, damaged data, restore, the sample station."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from lianluozhan.models.homes import Home

    from .main_window import MainWindow

SAMPLE = "sample"  # folder of the sample station, inside the home


def show_first_start(window: MainWindow) -> None:
    """There is no station yet."""
    from .first_start import FirstStartPage

    page = FirstStartPage(window.home_folder)
    page.finished.connect(window.enter)
    page.sample_wanted.connect(window.open_sample)
    page.restore_wanted.connect(window.restore)
    window.show_only(page)


def show_trouble(window: MainWindow, sentence: str, folder: str = "") -> None:
    """The data cannot be opened: what is wrong, and the way to the newest copies."""
    from .trouble_page import TroublePage

    page = TroublePage(window.home_folder, sentence, folder)
    page.restore_wanted.connect(window.restore)
    page.again.connect(window.start)
    window.show_only(page)
    page.take_focus()


def show_restore(window: MainWindow, chosen: Path | None) -> None:
    """From a backup back to work, at a package if one is chosen."""
    from .pages.restore_page import RestorePage

    page = RestorePage(window.home_folder, None, chosen)
    page.restored.connect(window.reopen)
    page.left.connect(window.start)
    window.show_only(page)
    page.take_focus()


def sample_of(window: MainWindow) -> Home | None:
    """The sample station inside the home, made when it is first looked at."""
    from lianluozhan.models.homes import Home

    from .attempt import attempt

    sample = Home(window.home_folder / SAMPLE)
    return sample if attempt(window, lambda: _make(sample)) else None


def _make(sample: Home) -> bool:
    from lianluozhan.models.demo import demo

    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        if not sample.is_set_up:
            demo(sample)
    finally:
        QApplication.restoreOverrideCursor()
    return True
