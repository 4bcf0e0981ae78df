"""Real widgets without a screen, in the program's own fonts and colours."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from lianluozhan import paths
from lianluozhan.ui import theme

from .print_desk import home, no_printer, officer, printers, told

__all__ = ["dressed", "home", "no_printer", "officer", "printers", "told"]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp, tmp_path_factory):
    theme.load_fonts()
    theme.apply(qapp, theme.LIGHT, 100, paths.resources() / "icons", tmp_path_factory.mktemp("icons"))
    return qapp


@pytest.fixture(autouse=True)
def nothing_left_lying(dressed):
    """Widgets that a test has given up go before the next one: what lies about makes every change of style slow."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
