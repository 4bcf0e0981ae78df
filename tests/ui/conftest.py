"""Real widgets without a screen, in the program's own fonts and colours."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from lianluozhan import paths
from lianluozhan.ui import theme

from .print_desk import home, no_printer, officer, printers, told

__all__ = ["dressed", "home", "no_printer", "officer", "printers", "told"]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp, tmp_path_factory):
    theme.load_fonts()
    theme.apply(qapp, theme.LIGHT, 100, paths.resources() / "icons", tmp_path_factory.mktemp("icons"))
    return qapp
