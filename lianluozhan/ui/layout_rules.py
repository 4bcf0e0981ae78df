"""How pages arrange themselves: decided by the width in logical pixels, which is the width divided by the text size."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QWidget

from . import theme

LEDGER_WIDTH, LIST_WIDTH, ROOMS_WIDTH = 920, 384, 164
DRAWER_WIDTH, QUESTION_WIDTH, SEARCH_WIDTH = 520, 560, 680


class Arrangement(Enum):
    """What stands side by side."""

    LEDGER = 1700  # rooms, ledger table, record
    LIST = 1220  # rooms, list, record
    ONE_PANE = 800  # rooms, list or record
    SMALL = 0  # one pane, the rooms behind a button


def logical_width(widget: QWidget) -> int:
    """The width of a widget as it would be at 100 %."""
    return round(widget.width() * 100 / theme.percent())


def arrangement(logical: int) -> Arrangement:
    """The arrangement for the logical width of the whole window."""
    return next(found for found in Arrangement if logical >= found.value)


def pairs_per_row(logical: int) -> int:
    """How many pairs of label and field a row of a form of this logical width holds."""
    if logical >= 700:
        return 3
    return 2 if logical >= 520 else 1
