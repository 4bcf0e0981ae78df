"""Where the chosen record is shown: the sheet that most kinds share, or the view that a kind brings."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ...room_frame import only_current_counts
from .record_sheet import RecordSheet
from .section import Section


class RecordStack(QStackedWidget):
    """A view of a kind's own is made when that kind is first opened."""

    back = Signal()

    def __init__(self, behind: QWidget) -> None:
        super().__init__()
        self._shared, self._behind = RecordSheet(), behind
        self._shared.behind = behind
        self._own: dict[str, RecordSheet] = {}
        self._shared.back.connect(self.back)
        self.addWidget(self._shared)

    def of(self, section: Section) -> RecordSheet:
        """What shows a record of this kind."""
        if section.KEY not in self._own:
            made = section.make_record()
            self._own[section.KEY] = made or self._shared
            if made is not None:
                made.behind = self._behind
                made.back.connect(self.back)
                self.addWidget(made)
        return self._own[section.KEY]

    def needs_room(self, section: Section) -> bool:
        """Whether the list beside it is to be narrow."""
        return self.of(section) is not self._shared

    def turn_to(self, section: Section) -> None:
        self.setCurrentWidget(self.of(section))
        only_current_counts(self)
