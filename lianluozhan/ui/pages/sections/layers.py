"""What lies on a room of sections: its lists at the bottom, over them one whole-page job such as the print room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from lianluozhan.models.session import Session

from ...attempt import attempt

if TYPE_CHECKING:
    from ...print_room import PrintRoom


class Layers(QStackedWidget):
    """A job has a signal `left`; it is gone for good when it is left."""

    left = Signal()

    def __init__(self, session: Session, work: QWidget) -> None:
        super().__init__()
        self._session, self.work = session, work
        self.addWidget(work)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Only what is in sight says how much room it needs."""
        return self.currentWidget().minimumSizeHint()

    @property
    def at_work(self) -> bool:
        """Whether the lists are in sight."""
        return self.currentWidget() is self.work

    def print_sheets(self, number: str, record_ids: Sequence[int]) -> None:
        """Open the print room with a form of these records."""

        def made() -> PrintRoom:
            from ...print_room import PrintRoom

            return PrintRoom(self._session, number, record_ids)

        self.open_job(made)

    def print_blank(self, number: str) -> None:
        """Open the print room with an empty form."""

        def made() -> PrintRoom:
            from ...print_room import PrintRoom

            return PrintRoom.blank(self._session, number)

        self.open_job(made)

    def open_job(self, make: Callable[[], Any]) -> None:
        """Put on top what takes the whole page; a refusal is said instead."""
        job = attempt(self, make)
        if job is not None:
            self.close_jobs()
            job.left.connect(self.left)
            self.addWidget(job)
            self.setCurrentWidget(job)
            job.setFocus()

    def close_jobs(self) -> None:
        """Back to the lists."""
        while not self.at_work:
            job = self.currentWidget()
            self.removeWidget(job)
            job.deleteLater()
