"""Queue and sheet of the day page side by side, or one behind the other in a small window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lianluozhan.models.session import Session

from ... import theme
from ...layout_rules import logical_width
from ...text import plain
from ..sections.layers import Layers
from .day_duty import DutyBar
from .day_queue import DayQueue
from .day_sheet import VisitSheet

QUEUE_WIDTH, SIDE_BY_SIDE = 300, 820  # logical widths of the queue, and of the page from which both are in sight


class DaySides(QWidget):
    """The duty bar above; `sheet` is that of the resident who was chosen, None where nobody is."""

    def __init__(self, session: Session, reception_id: int) -> None:
        super().__init__()
        self.sheet: VisitSheet | None = None
        self.duty, self.queue = DutyBar(session, reception_id), DayQueue(session, reception_id)
        self.nothing = plain("左边登记到站的选民，登记一位就开始谈。", "soft")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.work = QWidget()
        self.layers = Layers(session, self.work)
        self.narrow = False
        self._build()

    def _build(self) -> None:
        self.sides = QHBoxLayout()
        self.sides.setSpacing(theme.scaled(10))
        self.sides.addWidget(self.queue)
        self.sides.addWidget(self.nothing, 1)
        column = QVBoxLayout(self.work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.scaled(8))
        column.addWidget(self.duty)
        column.addLayout(self.sides, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.layers)

    def is_before_queue(self) -> bool:
        """In a small window the sheet hides the queue."""
        return self.narrow and self.sheet is not None and not self.queue.isVisibleTo(self)

    def minimumSizeHint(self) -> QSize:
        """Nothing here keeps a window wide: what does not fit is scrolled or stands one behind the other."""
        return QSize(theme.scaled(480), theme.scaled(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = logical_width(self) < SIDE_BY_SIDE
        if narrow != self.narrow or not event.oldSize().isValid():
            self.narrow = narrow
            self.arrange(sheet=self.sheet is not None)

    def arrange(self, *, sheet: bool) -> None:
        """Queue and sheet where both fit, else the one asked for."""
        self.queue.setVisible(not self.narrow or not sheet)
        if self.narrow:
            self.queue.setMinimumWidth(0)
            self.queue.setMaximumWidth(16_777_215)
        else:
            self.queue.setFixedWidth(theme.scaled(QUEUE_WIDTH))
        if self.sheet is not None:
            self.sheet.setVisible(not self.narrow or sheet)
        self.nothing.setVisible(self.sheet is None and not self.narrow)
        self.duty.lead_back(to_queue=self.is_before_queue())
