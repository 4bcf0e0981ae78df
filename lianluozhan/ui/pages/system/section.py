"""What every section of the room 系统 is: a white sheet with a head, a body and perhaps a foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lianluozhan.models.session import Session

from ... import theme
from ...text import Words

if TYPE_CHECKING:
    from ...desk import Desk

SHEET_PADDING = 18
LOW = 430  # logical height below which the sentence in the head gives way to the rows


class Section(QFrame):
    """Seen by those who hold any permission of `NEEDS`, by everybody when it is empty."""

    print_wanted = Signal(str, object)  # the number of a form, the ids of its records

    KEY = ""
    TITLE = ""
    ICON = ""
    ABOUT = ""
    NEEDS: tuple[str, ...] = ()
    TABLES: frozenset[str] = frozenset()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.session: Session = desk.session
        self.setProperty("role", "sheet")
        self.stale = True
        self._sheet = QVBoxLayout(self)
        self._sheet.setContentsMargins(1, 1, 1, 1)
        self._sheet.setSpacing(0)
        self._folded = False
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.scaled(8))
        words = QVBoxLayout()
        words.setSpacing(theme.scaled(2))
        self._title = Words(self.TITLE, "title")
        words.addWidget(self._title)
        self._about = Words(self.ABOUT, "soft")
        words.addWidget(self._about)
        self._head.addLayout(words, 1)
        self._sheet.addLayout(self._head)
        self._rule = QFrame()
        self._rule.setProperty("role", "rule")
        self._sheet.addWidget(self._rule)
        self.fold(False)

    @classmethod
    def is_for(cls, session: Session) -> bool:
        return not cls.NEEDS or any(session.may(need) for need in cls.NEEDS)

    def fold(self, folded: bool) -> None:
        """Where the list of sections is folded away the name stands above; only buttons stay in the head."""
        self._folded = folded
        above, below = (8, 7) if folded else (12, 11)
        has_head = not folded or self._head.count() > 1
        sides = (SHEET_PADDING, above, SHEET_PADDING, below) if has_head else (0, 0, 0, 0)
        self._head.setContentsMargins(*(theme.scaled(side) for side in sides))
        self._title.setVisible(not folded)
        self._about.setVisible(bool(self.ABOUT) and self._has_room())
        self._rule.setVisible(has_head)

    def _has_room(self) -> bool:
        return not self._folded and self.height() * 100 / theme.percent() >= LOW

    def put_head(self, *widgets: QWidget) -> None:
        """Buttons at the right of the head."""
        for widget in widgets:
            self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def put_body(self, body: QWidget, *, scrolls: bool = False) -> None:
        """What takes the room between head and foot; with `scrolls` it keeps its height and is scrolled."""
        if scrolls:
            body.setProperty("role", "page")
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setWidget(body)
            body = area
        self._sheet.addWidget(body, 1)

    def put_strip(self, strip: QWidget) -> None:
        """A line of its own between the body and what follows."""
        self._sheet.addWidget(strip)

    def put_foot(self, words: Words | None, *buttons: QPushButton) -> None:
        """A sentence at the left, buttons at the right, the next sensible step last."""
        foot = QFrame()
        foot.setProperty("role", "foot")
        foot.setMinimumHeight(theme.scaled(50))
        row = QHBoxLayout(foot)
        row.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, 7, SHEET_PADDING, 7)))
        row.setSpacing(theme.scaled(8))
        if words is None:
            row.addStretch(1)
        else:
            row.addWidget(words, 1)
        for button in buttons:
            row.addWidget(button)
        self._sheet.addWidget(foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._about.setVisible(bool(self.ABOUT) and self._has_room())

    def show_fresh(self) -> None:
        """Read again if something changed since the last time."""
        if self.stale:
            self.stale = False
            self.reload()

    def reload(self) -> None:
        """Read again what the section shows."""

    def take_focus(self) -> bool:
        """Put the focus where one goes on; False when there is no such place."""
        return False

    def step_back(self) -> bool:
        """Esc: close what lies on the section; False when nothing does."""
        return False

    def print_open(self) -> None:
        """Ctrl+P: print what the section shows; most have nothing to print."""

    def kept(self) -> Any:
        """What a section that takes this one's place must know; None when nothing."""
        return None

    def give_back(self, kept: Any) -> None:
        """Take what `kept` returned."""


def padded(*, top: int = 16, bottom: int = 18, spacing: int = 12) -> tuple[QWidget, QVBoxLayout]:
    """A body with the padding of a sheet."""
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(*(theme.scaled(side) for side in (SHEET_PADDING, top, SHEET_PADDING, bottom)))
    column.setSpacing(theme.scaled(spacing))
    return body, column
