"""What the tests of boxes and volumes at the window look at: the drawer that is open, a box, what lies in it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lianluozhan.models.archive.record import Box, Item, Retention
from lianluozhan.ui.drawer import Drawer


def drawer(page):
    return page.desk.findChildren(Drawer)[-1]


def box_of(clerk, number, retention=Retention.YEARS_30):
    return clerk.select(Box, "number = ? AND retention = ?", (number, retention.value))[-1]


def contents(clerk, box):
    return [item.sequence for item in clerk.select(Item, "box_id = ?", (box.id,), order="sequence")]


def scan(sheet, text):
    """A hand scanner types the characters of a code and Enter, wherever the focus is."""
    QTest.keyClicks(QApplication.focusWidget(), text)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
